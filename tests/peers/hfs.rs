//! Helios FHIR Server, R4, in enforcing mode.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::{free_port, get, script};

pub struct Hfs {
    process: Child,
    pub port: u16,
}

impl Hfs {
    /// `None` when the server cannot be had here. Data outlive it in `folder`.
    pub fn start(folder: &Path) -> Option<Self> {
        get("hfs").then(|| Self::start_at(folder, free_port()))
    }

    /// Starts it where it was before.
    pub fn start_at(folder: &Path, port: u16) -> Self {
        let log = std::fs::File::create(folder.join("hfs.log")).unwrap();
        let mut command = Command::new(script("hfs"));
        command.arg(port.to_string()).arg(folder).stdin(Stdio::null());
        let process = command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        let server = Self { process, port };
        for _ in 0..300 {
            if ureq::get(format!("{}/metadata", server.url())).call().is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        panic!("hfs does not start: see {}", folder.join("hfs.log").display());
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn get(&self, path: &str) -> Value {
        let text = ureq::get(format!("{}/{path}", self.url())).call().unwrap().body_mut().read_to_string();
        serde_json::from_str(&text.unwrap()).unwrap()
    }

    /// How many resources of a type there are.
    pub fn count(&self, kind: &str) -> u64 {
        let all = self.get(&format!("{kind}?_count=1000"));
        all["entry"].as_array().map_or(0, |entries| entries.len() as u64)
    }

    /// As a power cut would.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Hfs {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
