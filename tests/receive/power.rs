//! A card that fills up, and power that fails.

use std::process::Command;
use std::time::Duration;

use super::panel::{Film, Receiving, dcmtk, words};
use super::support::Appliance;

#[test]
fn a_full_disk_is_said_and_nothing_half_is_left() {
    let Some(_) = dcmtk("storescu") else { return };
    let appliance = Appliance::new();
    std::fs::create_dir_all(appliance.data()).unwrap();
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(appliance.data()).status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("skipped: mounting a small file system needs root");
        return;
    }
    let data = appliance.data();
    let receiving = Receiving::on(appliance, "");
    let film = Film::default().write(receiving.appliance.folder.path(), "film");
    let sent = receiving.store(&film);
    let inbox = data.join("inbox");
    let left = std::fs::read_dir(&inbox).map_or(0, Iterator::count);
    let waiting = receiving.waiting();
    let (_appliance, log) = receiving.stop();
    let _ = Command::new("umount").arg("--lazy").arg(&data).status();
    assert!(words(&sent).contains("OutOfResources") || words(&sent).contains("0xa700"), "{}", words(&sent));
    assert!(log.contains("make room"), "{log}");
    assert_eq!((left, waiting.len()), (0, 0));
}

#[test]
fn what_was_acknowledged_outlives_the_power() {
    let Some(_) = dcmtk("storescu") else { return };
    let mut receiving = Receiving::start("");
    let folder = receiving.appliance.folder.path().to_owned();
    let mut acknowledged = 0;
    for round in 0..6_u8 {
        let uid = format!("1.2.826.0.1.3680043.9.77.{}", round + 1);
        let film = Film { uid: &uid, shade: round, side: 1500, ..Film::default() }
            .write(&folder, &format!("film{round}"));
        let mut store = Command::new("storescu");
        let port = receiving.port.to_string();
        store.args(["-v", "-aet", "PANEL", "-aec", "BOX", "-xs", "127.0.0.1", &port]).arg(&film);
        let panel = std::thread::spawn(move || store.output().unwrap());
        std::thread::sleep(Duration::from_millis(20 * u64::from(round)));
        receiving.kill_and_restart();
        let sent = panel.join().unwrap();
        acknowledged += usize::from(sent.status.success() && words(&sent).contains("Success"));
        // The panel tries again, as panels do.
        assert!(receiving.store(&film).status.success());
        let waiting = receiving.waiting();
        assert_eq!(waiting.len(), usize::from(round) + 1, "{waiting:?}");
        assert!(waiting.iter().all(|film| film["twin"] == false && film["note"]["patient"] == "KE-77"));
    }
    println!("{acknowledged} of 6 were acknowledged before the power failed");
    for file in std::fs::read_dir(receiving.appliance.data().join("inbox")).unwrap() {
        let name = file.unwrap().file_name();
        assert!(!name.to_string_lossy().ends_with(".tmp"), "{name:?}");
    }
}
