//! Real servers for the tests, on loopback only. A peer that cannot be had skips its tests aloud.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod hfs;
pub mod nginx;
pub mod records;

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
