//! From a box without a network to a real server by a stick, and the proof back: with real files,
//! hostile ones, and kills.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // each test file uses its part
mod peers;
mod support;

use std::path::{Path, PathBuf};
use std::time::Duration;

use peers::hfs::Hfs;
use serde_json::Value;
use support::Appliance;

/// A box and a relay that know one another, and a stick.
struct Way {
    clinic: Appliance,
    relay: Appliance,
    server: Hfs,
}

impl Way {
    fn new(server_folder: &Path) -> Option<Self> {
        let server = Hfs::start(server_folder)?;
        let (clinic, relay) = (Appliance::new(), Appliance::new());
        let way = Self { clinic, relay, server };
        way.introduce(&way.clinic);
        Some(way)
    }

    /// Writes the configuration of a box, and of the relay for that box.
    fn introduce(&self, clinic: &Appliance) {
        let address = |appliance: &Appliance, command: &[&str]| {
            let (lines, status) = appliance.json(command);
            assert_eq!(status, 0, "{lines:?}");
            lines[0]["address"].as_str().unwrap().to_owned()
        };
        let (ours, theirs) =
            (address(clinic, &["sync", "--address"]), address(&self.relay, &["relay", "--address"]));
        // The box's own way to the hospital leads nowhere.
        let config = format!(
            "[[destination]]\nname = 'hospital'\nurl = 'http://127.0.0.1:9'\nsend_negative = true\n[stick]\nrelay = '{theirs}'\n"
        );
        std::fs::write(clinic.folder.path().join("farlight.toml"), config).unwrap();
        let config = format!(
            "[[destination]]\nname = 'hospital'\nurl = '{}'\n[[stick.box]]\nname = 'clinic'\naddress = '{ours}'\n",
            self.server.url()
        );
        std::fs::write(self.relay.folder.path().join("farlight.toml"), config).unwrap();
    }

    fn stick(&self, name: &str) -> PathBuf {
        let stick = self.clinic.folder.path().join(name);
        std::fs::create_dir_all(&stick).unwrap();
        stick
    }
}

fn screen(clinic: &Appliance, patient: &str, seed: u32) {
    let camera = format!("phantom:seed={seed}");
    let (lines, status) = clinic.json(&[
        "screen",
        "--config",
        "farlight.toml",
        "--patient",
        patient,
        "--name",
        "Zwaardvis Testpersoon",
        "--camera",
        &camera,
        "--symptoms",
        "none",
    ]);
    assert_eq!(status, 0, "{lines:?}");
}

fn run(appliance: &Appliance, command: &[&str]) -> (Value, i32) {
    let command = [command, &["--config", "farlight.toml"]].concat();
    let (mut lines, status) = appliance.json(&command);
    (lines.remove(0), status)
}

fn to_stick(clinic: &Appliance, stick: &Path) -> (Value, i32) {
    run(clinic, &["sync", "--to-stick", stick.to_str().unwrap()])
}

fn from_stick(clinic: &Appliance, stick: &Path) -> (Value, i32) {
    run(clinic, &["sync", "--from-stick", stick.to_str().unwrap()])
}

fn relay(relay: &Appliance, stick: &Path) -> (Value, i32) {
    run(relay, &["relay", "--from", stick.to_str().unwrap()])
}

fn waiting(clinic: &Appliance) -> usize {
    clinic.json(&["outbox", "list"]).0.len()
}

fn bundles(stick: &Path, begin: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(stick.join("farlight")).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    found.retain(|path| path.file_name().unwrap().to_str().unwrap().starts_with(begin));
    found.sort();
    found
}

#[test]
fn a_referral_goes_by_stick_and_its_proof_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let Some(way) = Way::new(home.path()) else { return };
    screen(&way.clinic, "ZW-4711", 2);
    let stick = way.stick("stick");
    let (written, status) = to_stick(&way.clinic, &stick);
    assert_eq!((status, &written["messages"]), (0, &1.into()), "{written}");
    assert_eq!(waiting(&way.clinic), 1, "a stick proves nothing");
    for path in bundles(&stick, "") {
        let bytes = std::fs::read(path).unwrap();
        for secret in [&b"Zwaardvis"[..], b"ZW-4711", b"hospital"] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret));
        }
    }
    let (nothing, status) = from_stick(&way.clinic, &stick);
    assert_eq!((status, &nothing["delivered"]), (0, &0.into()), "{nothing}");

    let (forwarded, status) = relay(&way.relay, &stick);
    assert_eq!((status, &forwarded["delivered"]), (0, &1.into()), "{forwarded}");
    assert_eq!(way.server.count("DiagnosticReport"), 1);
    let log = way.relay.run(&["list"]);
    assert!(!String::from_utf8_lossy(&log.stdout).contains("ZW-4711"), "the relay keeps no patient");
    let first_word = std::fs::read(&bundles(&stick, "back")[0]).unwrap();
    let (home_again, status) = from_stick(&way.clinic, &stick);
    assert_eq!((status, &home_again["delivered"]), (0, &1.into()), "{home_again}");
    assert_eq!(waiting(&way.clinic), 0);

    // Everything once more changes nothing.
    assert_eq!(relay(&way.relay, &stick).0["known"], 1);
    assert_eq!(way.server.count("DiagnosticReport"), 1);
    assert_eq!(from_stick(&way.clinic, &stick).0["delivered"], 0);
    // And the relay's first word again, under a new name.
    std::fs::write(stick.join("farlight/zz.flb"), first_word).unwrap();
    assert_eq!(from_stick(&way.clinic, &stick).0["delivered"], 0);
    assert_eq!(to_stick(&way.clinic, &stick).0["messages"], 0);
    assert_eq!(way.clinic.json(&["audit", "verify"]).1, 0);
}

/// The specialist ends the Task with a word, as her own system would.
fn answer(server: &Hfs, opinion: &str) {
    let mut task = server.get("Task")["entry"][0]["resource"].clone();
    task["status"] = "completed".into();
    task["businessStatus"] = serde_json::json!({
        "coding": [{ "system": "urn:farlight:verdict", "code": opinion }], "text": "Seen at the eye clinic.",
    });
    task["lastModified"] = jiff::Timestamp::now().to_string().into();
    let url = format!("{}/Task/{}", server.url(), task["id"].as_str().unwrap());
    ureq::put(url).header("Content-Type", "application/fhir+json").send(task.to_string()).unwrap();
}

fn opinions(clinic: &Appliance) -> Vec<String> {
    let (lines, status) = clinic.json(&["verdicts"]);
    assert_eq!(status, 0, "{lines:?}");
    lines.iter().map(|line| line["opinion"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_specialists_verdict_comes_home_by_stick() {
    let home = tempfile::tempdir().unwrap();
    let Some(way) = Way::new(home.path()) else { return };
    // A retina with disease: it is referred.
    let (lines, status) = way.clinic.json(&[
        "screen",
        "--config",
        "farlight.toml",
        "--patient",
        "ZW-9",
        "--name",
        "Zwaardvis Testpersoon",
        "--camera",
        "phantom:grade=4,seed=2",
        "--symptoms",
        "none",
    ]);
    assert_eq!(status, 0, "{lines:?}");
    let encounter = lines.last().unwrap()["id"].clone();
    let stick = way.stick("stick");
    let round = || {
        let (written, _) = to_stick(&way.clinic, &stick);
        let (carried, status) = relay(&way.relay, &stick);
        assert_eq!(status, 0, "{carried}");
        let (read, status) = from_stick(&way.clinic, &stick);
        assert_eq!(status, 0, "{read}");
        (written["asked"].as_u64().unwrap(), read["verdicts"].as_u64().unwrap())
    };
    assert_eq!(round(), (0, 0), "nothing is asked after before it is delivered");
    assert_eq!(round(), (1, 0), "nobody has answered yet");
    answer(&way.server, "agree");
    assert_eq!(to_stick(&way.clinic, &stick).0["asked"], 1);

    // Half written, altered, and for another: none of it brings a verdict.
    relay(&way.relay, &stick);
    let back = bundles(&stick, "back").pop().unwrap();
    let whole = std::fs::read(&back).unwrap();
    assert!(!whole.windows(5).any(|part| part == b"agree" || part == b"ZW-9"), "sealed");
    for broken in [&whole[..whole.len() / 2], &[&whole[..], b"x"].concat()] {
        std::fs::write(&back, broken).unwrap();
        assert_eq!(from_stick(&way.clinic, &stick).1, 1);
    }
    assert!(opinions(&way.clinic).is_empty());
    let stranger = Appliance::new();
    let config = std::fs::read(way.clinic.folder.path().join("farlight.toml")).unwrap();
    std::fs::write(stranger.folder.path().join("farlight.toml"), config).unwrap();
    std::fs::write(&back, &whole).unwrap();
    assert_eq!(from_stick(&stranger, &stick).0["verdicts"], 0);

    let (read, status) = from_stick(&way.clinic, &stick);
    assert_eq!((status, &read["verdicts"]), (0, &1.into()), "{read}");
    let (lines, _) = way.clinic.json(&["verdicts"]);
    assert_eq!((&lines[0]["encounter"], &lines[0]["opinion"]), (&encounter, &"agree".into()));
    assert_eq!(lines[0]["destination"], "hospital");
    assert_eq!(round(), (1, 0), "asked again, nothing is new");

    // A changed mind is another entry, and the old word again changes nothing.
    answer(&way.server, "treated");
    assert_eq!(round(), (1, 1));
    std::fs::write(stick.join("farlight/zz.flb"), &whole).unwrap();
    assert_eq!(from_stick(&way.clinic, &stick).0["verdicts"], 0);
    let mut all = opinions(&way.clinic);
    all.sort();
    assert_eq!(all, ["agree", "treated"]);
    assert!(way.relay.json(&["verdicts"]).0.is_empty(), "the relay keeps none");
    assert_eq!(way.clinic.json(&["audit", "verify"]).1, 0);
}

#[test]
fn hostile_and_mixed_sticks_do_no_harm() {
    let home = tempfile::tempdir().unwrap();
    let Some(way) = Way::new(home.path()) else { return };
    screen(&way.clinic, "ZW-1", 2);
    let stick = way.stick("stick");
    to_stick(&way.clinic, &stick);
    let good = std::fs::read(&bundles(&stick, "out")[0]).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(stick.join("farlight").join(name), bytes).unwrap();
    let mut altered = good.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    put("altered.flb", &altered);
    put("half.flb", &good[..middle]);
    put("empty.flb", b"");
    put("noise.flb", &[0xA5; 5000]);
    put("half-written.flb.part", &good[..100]);
    std::os::unix::fs::symlink("/dev/zero", stick.join("farlight/link.flb")).unwrap();
    std::fs::create_dir(stick.join("farlight/folder.flb")).unwrap();
    // A clinic that this relay does not carry for, and one whose relay is another.
    let stranger = Appliance::new();
    let theirs = std::fs::read_to_string(way.clinic.folder.path().join("farlight.toml")).unwrap();
    std::fs::write(stranger.folder.path().join("farlight.toml"), theirs).unwrap();
    screen(&stranger, "XX-1", 3);
    assert_eq!(to_stick(&stranger, &stick).0["messages"], 1);
    let elsewhere = Appliance::new();
    let other_relay = elsewhere.json(&["relay", "--address"]).0[0]["address"].as_str().unwrap().to_owned();
    let config = format!(
        "[[destination]]\nname = 'hospital'\nurl = 'http://127.0.0.1:9'\nsend_negative = true\n[stick]\nrelay = '{other_relay}'\n"
    );
    std::fs::write(elsewhere.folder.path().join("farlight.toml"), config).unwrap();
    screen(&elsewhere, "YY-1", 4);
    assert_eq!(to_stick(&elsewhere, &stick).0["messages"], 1);

    let (forwarded, status) = relay(&way.relay, &stick);
    assert_eq!((status, &forwarded["delivered"]), (1, &1.into()), "{forwarded}");
    assert_eq!(forwarded["for_others"], 1, "{forwarded}");
    assert_eq!(forwarded["not_taken"].as_array().unwrap().len(), 5, "{forwarded}");
    assert_eq!(way.server.count("DiagnosticReport"), 1, "only the clinic's own");

    // The stranger gets no word, and cannot use ours; a forged relay is not believed.
    let (theirs, _) = from_stick(&stranger, &stick);
    assert_eq!((&theirs["delivered"], waiting(&stranger)), (&0.into(), 1), "{theirs}");
    let forger = Appliance::new();
    let config = std::fs::read_to_string(way.relay.folder.path().join("farlight.toml")).unwrap();
    std::fs::write(forger.folder.path().join("farlight.toml"), config).unwrap();
    let forged = way.stick("forged");
    let clinic_folder = forged.join("farlight");
    std::fs::create_dir_all(&clinic_folder).unwrap();
    std::fs::write(clinic_folder.join("out.flb"), &good).unwrap();
    assert_eq!(relay(&forger, &forged).0["delivered"], 0, "it cannot even read it");
    let (ours, status) = from_stick(&way.clinic, &stick);
    assert_eq!(ours["delivered"], 1, "{ours}");
    assert_eq!(status, 1, "and the damaged ones are said");
    assert_eq!(waiting(&way.clinic), 0);
}

#[test]
fn kills_at_any_moment_lose_and_double_nothing() {
    let home = tempfile::tempdir().unwrap();
    let Some(way) = Way::new(home.path()) else { return };
    for seed in 0..2 {
        screen(&way.clinic, &format!("ZW-{seed}"), seed + 2);
    }
    let stick = way.stick("stick");
    let kill = |appliance: &Appliance, command: &[&str], after: u64| {
        let command = [command, &["--config", "farlight.toml", "--json"]].concat();
        let mut process = appliance.command(&command).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(after));
        let _ = process.kill();
        process.wait().unwrap();
    };
    let path = stick.to_str().unwrap();
    for after in [5, 20, 40, 80, 120] {
        kill(&way.clinic, &["sync", "--to-stick", path], after);
    }
    assert_eq!(to_stick(&way.clinic, &stick).0["messages"], 2);
    for after in [20, 60, 100, 150, 250] {
        kill(&way.relay, &["relay", "--from", path], after);
    }
    let (forwarded, status) = relay(&way.relay, &stick);
    assert_eq!(status, 0, "{forwarded}");
    assert_eq!(forwarded["delivered"].as_u64().unwrap() + forwarded["known"].as_u64().unwrap(), 2);
    assert_eq!(way.server.count("DiagnosticReport"), 2, "each exactly once");
    for after in [5, 20, 40, 80] {
        kill(&way.clinic, &["sync", "--from-stick", path], after);
    }
    let (_, status) = from_stick(&way.clinic, &stick);
    assert_eq!((status, waiting(&way.clinic)), (0, 0));
    assert_eq!(way.clinic.json(&["audit", "verify"]).1, 0);
    assert_eq!(way.relay.json(&["audit", "verify"]).1, 0);
}
