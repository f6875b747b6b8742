//! What leaves the box for support: nothing of a patient, wherever it is looked for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::Read;
use std::path::Path;

use support::Appliance;

/// Name, number, and what else could give a patient away.
const PEOPLE: [(&str, &str); 2] = [("Zebulon Quartermain", "QX-7731942"), ("Ngozi Oyelaran", "KZ/88-20417")];

fn files(bundle: &Path) -> Vec<(String, Vec<u8>)> {
    let bytes = std::fs::File::open(bundle).unwrap();
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes));
    let entries = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (name, bytes)
    });
    entries.collect()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    String::from_utf8_lossy(bytes).to_lowercase().contains(&word.to_lowercase())
}

#[test]
fn the_bundle_tells_the_box_and_no_patient() {
    let appliance = Appliance::new();
    let folder = appliance.folder.path();
    let config = folder.join("farlight.toml");
    let text = "[site]\nname = 'Clinic 7'\ndevice = 'FL 0007'\n[[destination]]\nname = 'hospital'\n\
        url = 'https://nurse:h0rsebattery@127.0.0.1:9/fhir'\n";
    std::fs::write(&config, text).unwrap();
    let at = ["--config", config.to_str().unwrap()];
    let mut secret: Vec<String> = vec!["h0rsebattery".to_owned()];
    for (name, number) in PEOPLE {
        let camera = format!("phantom:seed={}", number.len());
        let screen = [
            "screen",
            "--patient",
            number,
            "--name",
            name,
            "--birth-date",
            "1951-11-23",
            "--camera",
            &camera,
        ];
        let (lines, status) = appliance.json(&[&screen[..], &["--symptoms", "floaters"], &at].concat());
        assert_eq!(status, 0, "{lines:?}");
        let record = lines.last().unwrap();
        secret.extend([&record["id"], &record["patient"]["id"]].map(|id| id.as_str().unwrap().to_owned()));
        secret.extend(
            record["images"].as_array().unwrap().iter().map(|image| image["id"].as_str().unwrap().to_owned()),
        );
        secret.push(number.to_owned());
        secret.extend(name.split(' ').map(str::to_owned));
    }
    secret.push("1951-11-23".to_owned());
    // Somebody forgot, and a patient stands in a log.
    let log = std::fs::read_dir(appliance.data().join("logs")).unwrap().next().unwrap().unwrap().path();
    let mut lines = std::fs::read_to_string(&log).unwrap();
    lines.push_str(&format!(
        "WARN slip of {} ({}), encounter {}\n",
        PEOPLE[0].0,
        PEOPLE[0].1.to_lowercase(),
        secret[2]
    ));
    std::fs::write(&log, lines).unwrap();

    let out = folder.join("stick");
    let (told, status) =
        appliance.json(&[&["support-bundle", "--out", out.to_str().unwrap()], &at[..]].concat());
    assert_eq!(status, 0, "{told:?}");
    let bundle = Path::new(told[0]["file"].as_str().unwrap());
    assert!(bundle.starts_with(&out) && bundle.file_name().unwrap().to_str().unwrap().contains("FL-0007"));
    let files = files(bundle);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for wanted in
        ["health.jsonl", "versions.json", "timings.json", "storage.json", "configuration.json", "logs/"]
    {
        assert!(names.iter().any(|name| name.starts_with(wanted)), "{wanted} is not in {names:?}");
    }
    let code = told[0]["essentials"].as_str().unwrap();
    for word in &secret {
        assert!(!holds(code.as_bytes(), word), "{word} in the code");
        assert!(!holds(&std::fs::read(bundle).unwrap(), word), "{word} in the archive");
        for (name, bytes) in &files {
            assert!(!holds(bytes, word), "{word} in {name}: {}", String::from_utf8_lossy(bytes));
        }
    }
    let whole = |name: &str| {
        let (_, bytes) = files.iter().find(|(known, _)| known == name).unwrap();
        serde_json::from_slice::<serde_json::Value>(bytes).unwrap()
    };
    assert_eq!(whole("configuration.json")["destination"][0]["url"], "https://127.0.0.1:9/fhir");
    assert_eq!(whole("counts.json")["encounters"], 2);
    assert!(whole("timings.json")["dr"]["model"].as_f64().unwrap() > 0.0);
    assert!(code.contains("FL 0007") && code.contains("screenings 2"), "{code}");
    let read = |name: &str| files.iter().find(|(known, _)| known.starts_with(name)).unwrap().1.clone();
    assert!(holds(&read("logs/"), "slip of *** ***"), "the line itself stays");
}
