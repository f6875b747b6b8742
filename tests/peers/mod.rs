//! Real servers for the tests, on loopback only. A peer that cannot be had skips its tests aloud.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // each test uses its part
pub mod certificates;
pub mod hfs;
#[allow(dead_code)]
pub mod meddler;
pub mod nginx;
#[allow(dead_code)]
pub mod orthanc;
pub mod pictures;
pub mod records;
pub mod slow;

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

/// A script of this folder.
pub fn script(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/peers").join(name)
}

/// Makes a peer ready; false, with the reason printed, when it cannot be had.
pub fn get(name: &str) -> bool {
    let output = Command::new(script(name)).arg("--get").output().unwrap();
    if !output.status.success() {
        println!("SKIPPED: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    output.status.success()
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// Where a program is, or `None` with a word on what installs it.
pub fn find(program: &str, package: &str) -> Option<PathBuf> {
    let places = std::env::var_os("PATH").unwrap_or_default();
    let places = std::env::split_paths(&places).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = places.map(|place| place.join(program)).find(|path| path.is_file());
    if found.is_none() {
        println!("SKIPPED: {program} is not installed (tools/setup test installs {package})");
    }
    found
}
