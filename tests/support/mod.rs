//! What the end-to-end tests share: the real binary in a temporary folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code)] // each test file uses its part

pub mod film;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A box of its own: data folder, key and configuration in a temporary folder.
pub struct Appliance {
    pub folder: tempfile::TempDir,
}

impl Appliance {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn key(&self) -> PathBuf {
        self.folder.path().join("store.key")
    }

    /// `farlight` with this box's folders.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_farlight"));
        command
            .current_dir(self.folder.path())
            .env("FARLIGHT_DATA", self.data())
            .env("FARLIGHT_KEY", self.key())
            .env("FARLIGHT_MODELS", Path::new(env!("CARGO_MANIFEST_DIR")).join("models"))
            .env_remove("FARLIGHT_PASSPHRASE")
            .env_remove("FARLIGHT_CONFIG")
            .args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs with `--json`; every line of standard output must be one object.
    pub fn json(&self, arguments: &[&str]) -> (Vec<Value>, i32) {
        let output = self.command(arguments).arg("--json").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (lines, output.status.code().unwrap_or(-1))
    }
}

/// The model packs whole, to be tampered with, in `target/models`.
pub fn copy_of_models(target: &Path) -> PathBuf {
    let (from, to) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("models"), target.join("models"));
    for task in ["dr", "tb"] {
        copy_folder(&from.join(task), &to.join(task));
    }
    to
}

pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// A file of the public test pictures, or `None` with a message when they are not installed.
pub fn picture(name: &str) -> Option<PathBuf> {
    let packages = std::env::var_os("FARLIGHT_TEST_PACKAGES").map(PathBuf::from);
    let path = packages.map(|folder| folder.join(name)).filter(|path| path.is_file());
    if path.is_none() {
        eprintln!(
            "skipped: {name} is not installed (tools/setup test installs it, and sets FARLIGHT_TEST_PACKAGES)"
        );
    }
    path
}

pub const RETINA: &str = "scikit-image/skimage/data/retina.jpg";

pub fn xray(name: &str) -> String {
    format!("pydicom-data/data_store/data/{name}.dcm")
}
