//! The data folder on a small file system of its own that fills up: a message, nothing lost, and a
//! working box as soon as there is room again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::Appliance;

/// A mounted file system of a few megabytes; unmounted when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path, megabytes: u32) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder.to_owned()));
        }
        eprintln!("skipped: mounting a small file system needs root");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

fn screen(appliance: &Appliance, patient: &str, seed: u32) -> (serde_json::Value, i32) {
    let camera = format!("phantom:seed={seed}");
    let (mut lines, status) =
        appliance.json(&["screen", "--patient", patient, "--camera", &camera, "--symptoms", "none"]);
    (lines.remove(0), status)
}

fn disk_line(appliance: &Appliance) -> serde_json::Value {
    appliance.json(&["doctor"]).0.into_iter().find(|line| line["part"] == "disk").unwrap()
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let appliance = Appliance::new();
    let Some(_disk) = SmallDisk::mount(&appliance.data(), 320) else { return };
    let (first, status) = screen(&appliance, "A-1", 2);
    assert_eq!(status, 0, "{first}");
    assert_eq!(disk_line(&appliance)["ok"], true);

    // Down to where staff are warned, to where nothing is begun, and to nothing at all.
    for (filler_mb, may_begin) in [(120, true), (220, false), (320, false)] {
        let filler = appliance.data().join("filler");
        let (mut file, zeros) = (std::fs::File::create(&filler).unwrap(), vec![0_u8; 1 << 20]);
        for _ in 0..filler_mb {
            if std::io::Write::write_all(&mut file, &zeros).is_err() {
                break;
            }
        }
        if may_begin {
            let line = disk_line(&appliance);
            assert_eq!(line["ok"], false, "{line}");
            assert!(line["fix"].as_str().unwrap().contains("stick"), "{line}");
        } else {
            let (refused, status) = screen(&appliance, "A-2", 3);
            // Where not a byte is left, not even the store can say more.
            let (code, words) = match filler_mb {
                220 => ("no-room", &["network", "stick", "safe"] as &[&str]),
                _ => ("disk-full", &["make room"] as &[&str]),
            };
            assert_eq!((status, &refused["error"]["code"]), (1, &code.into()), "{refused}");
            for word in words {
                assert!(refused["error"]["message"].as_str().unwrap().contains(word), "{refused}");
            }
        }
        assert_eq!(appliance.json(&["list"]).0.len(), 1, "what is stored can be read while the disk is full");
        drop(file);
        std::fs::remove_file(&filler).unwrap();
    }

    let (listed, _) = appliance.json(&["list"]);
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["id"], first["id"]);
    let (second, status) = screen(&appliance, "A-2", 3);
    assert_eq!(status, 0, "{second}");
    assert_eq!(appliance.json(&["list"]).0.len(), 2);
    assert_eq!(appliance.json(&["audit", "verify"]).1, 0);
}
