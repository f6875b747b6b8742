//! Earlier pictures from an archive: this patient's, and nobody else's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // each test file uses its part
mod peers;
mod support;

use peers::orthanc::Orthanc;
use support::Appliance;
use support::film::Film;

#[test]
fn only_the_patients_own_pictures_are_fetched() {
    let appliance = Appliance::new();
    let folder = appliance.folder.path().to_owned();
    let Some(server) = Orthanc::start(&folder.join("orthanc")) else { return };
    for (uid, number, issuer, name) in [
        ("1.2.826.0.1.3680043.9.77.11", "KE-77", "HOSP", "देवी^आशा"),
        ("1.2.826.0.1.3680043.9.77.12", "KE-77", "OTHER", "देवी^आशा"),
        ("1.2.826.0.1.3680043.9.77.13", "KE-78", "HOSP", "देवी^आशा"),
        ("1.2.826.0.1.3680043.9.77.14", "KE-77", "HOSP", "Otieno^Ben"),
        ("1.2.826.0.1.3680043.9.77.15", "KE-77", "", "देवी^आशा"),
    ] {
        let film = Film { uid, number, issuer, name, ..Film::default() }.write(&folder, uid);
        let bytes = std::fs::read(film).unwrap();
        ureq::post(format!("{}/instances", server.url())).send(&bytes[..]).unwrap();
    }
    let config = format!(
        "[priors]\nissuers = ['HOSP']\n[[destination]]\nname = 'pacs'\nkind = 'dicomweb'\nurl = '{}'\n",
        server.dicom_web()
    );
    std::fs::write(folder.join("c.toml"), config).unwrap();
    let run = |arguments: &[&str]| appliance.json(&[arguments, &["--config", "c.toml"]].concat());
    let (unknown, status) = run(&["priors", "KE-77"]);
    assert_eq!((status, &unknown[0]["error"]["code"]), (1, &"not-found".into()), "nobody here yet");
    let patient = ["--patient", "KE-77", "--name", "आशा देवी", "--birth-date", "1961-04-02"];
    let (lines, status) =
        run(&[&["screen", "--camera", "phantom:seed=2", "--symptoms", "none"][..], &patient].concat());
    assert_eq!(status, 0, "{lines:?}");
    for _ in 0..2 {
        let (found, status) = run(&["priors", "KE-77"]);
        assert_eq!((status, found.len()), (0, 1), "{found:?}");
        let prior = &found[0]["prior"];
        assert_eq!((&prior["date"], &prior["modality"]), (&"2026-11-23".into(), &"CR".into()));
        assert_eq!(prior["study"], "1.2.826.0.1.3680043.9.77.11.1");
    }
    for file in std::fs::read_dir(appliance.data().join("priors")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(5).any(|part| part == b"KE-77"), "sealed like everything else");
    }
    drop(server);
    assert_eq!(run(&["priors", "KE-77"]).1, 1, "the archive is gone, and that is said");
    let (kept, status) = run(&["priors", "KE-77", "--kept", "--out", "earlier"]);
    assert_eq!((status, kept.len()), (0, 1), "{kept:?}");
    assert_eq!(std::fs::read_dir(folder.join("earlier")).unwrap().count(), 1);
}
