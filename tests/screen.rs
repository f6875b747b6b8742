//! One patient after another through the real binary: screen, list, show, export, audit, and what
//! must never happen on the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::Path;

use serde_json::Value;
use support::{Appliance, RETINA, picture};

const NAME: &str = "Zwaardvis Testpersoon";
const NUMBER: &str = "NR-77-4711";

fn screen(appliance: &Appliance, more: &[&str]) -> (Value, i32) {
    let mut arguments = vec!["screen", "--patient", NUMBER, "--name", NAME, "--birth-date", "1961-05-04"];
    arguments.extend(more);
    let (mut lines, status) = appliance.json(&arguments);
    assert_eq!(lines.len(), 1, "one object: {lines:?}");
    (lines.remove(0), status)
}

#[test]
fn a_screening_is_stored_listed_shown_and_exported() {
    let appliance = Appliance::new();
    let (record, status) = screen(&appliance, &["--camera", "phantom:seed=3,grade=0"]);
    assert_eq!(status, 0, "{record}");
    let id = record["id"].as_str().unwrap();

    let (listed, _) = appliance.json(&["list"]);
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["id"], record["id"]);
    let (shown, _) = appliance.json(&["show", &id[..8]]);
    assert_eq!(shown[0]["conclusion"], record["conclusion"]);
    assert_eq!(shown[0]["patient"]["name"], NAME);

    let out = appliance.folder.path().join("export");
    let (exported, _) = appliance.json(&["export", id, "--out", out.to_str().unwrap()]);
    let files = exported[0]["files"].as_array().unwrap();
    assert!(files.len() >= 13, "record, bundle, page, two pictures, two heatmaps, their study: {files:?}");
    for file in files {
        assert!(std::fs::metadata(out.join(file.as_str().unwrap())).unwrap().len() > 100);
    }
    let (audit, status) = appliance.json(&["audit", "verify"]);
    assert_eq!((status, &audit[0]["ok"]), (0, &Value::from(true)));
}

#[test]
fn a_missing_eye_is_never_negative() {
    let Some(retina) = picture(RETINA) else { return };
    let (record, status) =
        screen(&Appliance::new(), &["--os", retina.to_str().unwrap(), "--symptoms", "none"]);
    assert_eq!(status, 0);
    assert_eq!(record["conclusion"]["disposition"], "refer");
    assert_eq!(record["conclusion"]["reason"], "eye-not-seen");
    assert_eq!(record["findings"][0]["image_id"], Value::Null);
}

#[test]
fn a_refused_picture_is_taken_again() {
    let camera = "phantom:seed=3,grade=0,od.fault=blur@1";
    let (record, _) = screen(&Appliance::new(), &["--camera", camera]);
    let attempts: Vec<u64> = record["images"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|image| image["laterality"] == "OD" && image["role"] == "original")
        .map(|image| image["attempt"].as_u64().unwrap())
        .collect();
    assert_eq!(attempts, [1, 2]);
    assert_eq!(record["findings"][0]["gradable"], true);
}

#[test]
fn three_bad_pictures_end_in_a_referral() {
    let (record, _) = screen(&Appliance::new(), &["--camera", "phantom:seed=101,grade=0,os.fault=dark"]);
    assert_eq!(record["findings"][1]["outcome"], "ungradable");
    assert_eq!(record["findings"][1]["score"], Value::Null);
    assert_eq!(record["conclusion"]["reason"], "eye-not-seen");
}

#[test]
fn a_child_gets_no_reading_for_tuberculosis() {
    let camera = ["--camera", "phantom:seed=3", "--task", "tb", "--symptoms", "none"];
    let mut arguments = vec!["screen", "--patient", NUMBER, "--age", "9"];
    arguments.extend(camera);
    let record = Appliance::new().json(&arguments).0.remove(0);
    assert_eq!(record["conclusion"]["disposition"], "assess");
    let finding = &record["findings"][0];
    assert_eq!((&finding["score"], &finding["heatmap_id"]), (&Value::Null, &Value::Null));
    assert_eq!(finding["abstain_reason"], "not-eligible");
}

#[test]
fn two_people_are_never_mixed() {
    let appliance = Appliance::new();
    screen(&appliance, &["--camera", "phantom:seed=3"]);
    let other = ["screen", "--patient", NUMBER, "--name", "Somebody Else", "--camera", "phantom:seed=3"];
    let (lines, status) = appliance.json(&other);
    assert_eq!(status, 2);
    assert_eq!(lines[0]["error"]["code"], "usage");
    assert!(!lines[0].to_string().contains("Zwaardvis"), "the stored name is not told");
    assert_eq!(appliance.json(&["list"]).0.len(), 1);
}

#[test]
fn a_wrong_key_opens_nothing_and_touches_nothing() {
    let appliance = Appliance::new();
    screen(&appliance, &["--camera", "phantom:seed=3"]);
    let before = std::fs::read(appliance.data().join("farlight.db")).unwrap();
    let mut command = appliance.command(&["list", "--json"]);
    let output = command.env("FARLIGHT_PASSPHRASE", "not the key").output().unwrap();
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["error"]["code"], "wrong-key");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read(appliance.data().join("farlight.db")).unwrap(), before);
    assert_eq!(appliance.json(&["list"]).0.len(), 1);
}

fn files_below(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

#[test]
fn no_file_and_no_log_names_the_patient() {
    let appliance = Appliance::new();
    let camera = ["--camera", "phantom:seed=3,od.fault=dark@1", "-vv"];
    let mut command = appliance.command(&["screen", "--patient", NUMBER, "--name", NAME]);
    let output = command.args(camera).output().unwrap();
    assert!(output.status.success());
    let mut files = Vec::new();
    files_below(appliance.folder.path(), &mut files);
    assert!(files.iter().any(|path| path.ends_with("farlight.db")));
    assert!(files.iter().any(|path| path.extension().is_some_and(|ending| ending == "log")));
    let mut texts: Vec<(String, Vec<u8>)> = vec![("standard error".to_owned(), output.stderr)];
    texts.extend(files.iter().map(|path| (path.display().to_string(), std::fs::read(path).unwrap())));
    for (place, bytes) in texts {
        for secret in [NAME, "Zwaardvis", NUMBER] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{place} names the patient");
        }
    }
}

#[test]
fn unknown_keys_in_the_configuration_are_refused() {
    let appliance = Appliance::new();
    std::fs::write(appliance.folder.path().join("farlight.toml"), "[site]\nnmae = \"x\"\n").unwrap();
    let (lines, status) = appliance.json(&["list", "--config", "farlight.toml"]);
    assert_eq!((status, &lines[0]["error"]["code"]), (1, &Value::from("configuration")));
    assert!(lines[0]["error"]["message"].as_str().unwrap().contains("nmae"));
}

#[test]
fn an_altered_model_blocks_screening() {
    let appliance = Appliance::new();
    let models = support::copy_of_models(appliance.folder.path());
    let models_text = models.to_str().unwrap();
    assert_eq!(appliance.json(&["models", "verify", "--models", models_text]).1, 0);
    let model = models.join("dr/model.onnx");
    let mut bytes = std::fs::read(&model).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&model, bytes).unwrap();
    let (lines, status) = appliance.json(&["models", "verify", "--models", models_text]);
    assert_eq!(status, 1);
    let said = |part: &str| lines.iter().find(|line| line["part"] == part).map(|line| line["ok"] == true);
    assert_eq!([said("signature dr"), said("model dr"), said("model tb")], [Some(false), None, Some(true)]);
    let (line, status) = screen(&appliance, &["--camera", "phantom", "--models", models_text]);
    assert_eq!((status, &line["error"]["code"]), (1, &Value::from("pack-altered")));
    assert!(appliance.json(&["list"]).0.is_empty(), "nothing was stored");
}

#[test]
fn one_picture_never_serves_two_eyes_or_two_patients() {
    let Some(retina) = picture(RETINA) else { return };
    let (appliance, retina) = (Appliance::new(), retina.to_str().unwrap());
    let (line, _) = screen(&appliance, &["--od", retina, "--os", retina]);
    assert_eq!(line["error"]["code"], "same-picture");
    assert!(appliance.json(&["list"]).0.is_empty());

    assert_eq!(screen(&appliance, &["--os", retina]).1, 0);
    let (lines, status) = appliance.json(&["screen", "--patient", "NR-2", "--os", retina]);
    assert_eq!((status, &lines[0]["error"]["code"]), (2, &Value::from("foreign-picture")));
    assert_eq!(appliance.json(&["list"]).0.len(), 1);
}

#[test]
fn what_is_said_must_fit_what_is_stored() {
    let appliance = Appliance::new();
    screen(&appliance, &["--camera", "phantom:seed=3"]);
    let again = |more: &[&str]| {
        let mut arguments = vec!["screen", "--patient", NUMBER, "--camera", "phantom:seed=4"];
        arguments.extend(more);
        appliance.json(&arguments).1
    };
    assert_eq!(again(&["--name", "zwaardvis  TESTPERSOON", "--birth-date", "1961"]), 0);
    assert_eq!(again(&["--birth-date", "1962"]), 2);
    assert_eq!(again(&["--age", "12"]), 2);
    assert_eq!(again(&["--birth-date", "19610504"]), 2);
}
