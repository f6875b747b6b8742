//! The box with its receiver, the panel, and what goes between them.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use super::support::Appliance;
pub use super::support::film::Film;

/// A program of dcmtk, or `None` with a message.
pub fn dcmtk(name: &str) -> Option<Command> {
    if Command::new(name).arg("--version").output().is_err() {
        eprintln!("skipped: {name} is not installed (tools/setup test installs dcmtk)");
        return None;
    }
    Some(Command::new(name))
}

/// The box, receiving.
pub struct Receiving {
    pub appliance: Appliance,
    pub process: Child,
    pub port: u16,
}

impl Receiving {
    pub fn start(more: &str) -> Self {
        Self::on(Appliance::new(), more)
    }

    /// `more` is appended to `[receive]`.
    pub fn on(appliance: Appliance, more: &str) -> Self {
        let config = format!(
            "[receive]\naddress = '127.0.0.1:0'\nae_title = 'BOX'\npeers = ['PANEL', 'FAR@10.9.8.7']\n{more}"
        );
        std::fs::write(appliance.folder.path().join("farlight.toml"), config).unwrap();
        let (process, port) = spawn(&appliance);
        Self { appliance, process, port }
    }

    /// As after a power cut.
    pub fn kill_and_restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        (self.process, self.port) = spawn(&self.appliance);
    }

    /// Stops, and tells what was logged to standard error.
    pub fn stop(mut self) -> (Appliance, String) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let words = log(&self.appliance);
        let empty = Appliance::new();
        (std::mem::replace(&mut self.appliance, empty), words)
    }

    pub fn call(&self, mut program: Command, titles: (&str, &str), more: &[&str]) -> Output {
        program.args(["-v", "-aet", titles.0, "-aec", titles.1]);
        // Trailing arguments are files; options come first.
        let (options, files): (Vec<&str>, Vec<&str>) =
            more.iter().partition(|word| Path::new(word).extension().is_none_or(|ending| ending != "dcm"));
        program.args(options).args(["127.0.0.1", &self.port.to_string()]).args(files).output().unwrap()
    }

    pub fn store(&self, file: &Path) -> Output {
        let program = Command::new("storescu");
        self.call(program, ("PANEL", "BOX"), &["-xs", file.to_str().unwrap()])
    }

    pub fn waiting(&self) -> Vec<Value> {
        let (lines, status) = self.appliance.json(&["inbox", "list", "--config", "farlight.toml"]);
        assert_eq!(status, 0, "{lines:?}");
        lines
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn log(appliance: &Appliance) -> String {
    std::fs::read_to_string(appliance.folder.path().join("stderr")).unwrap()
}

fn spawn(appliance: &Appliance) -> (Child, u16) {
    let mut command = appliance.command(&["receive", "--json", "-v", "--config", "farlight.toml"]);
    // A file: nobody reads along, and a full pipe would stop the receiver.
    let log_file = std::fs::File::create(appliance.folder.path().join("stderr")).unwrap();
    let mut process = command.stdout(Stdio::piped()).stderr(log_file).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said: Value =
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("no receiver: {line} {}", log(appliance)));
    let port = said["address"].as_str().unwrap().rsplit_once(':').unwrap().1.parse().unwrap();
    (process, port)
}

pub fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
