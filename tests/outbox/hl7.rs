//! HL7 v2 to a receiver of PyPI `hl7`, judged by `hl7apy`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use farlight::clock::SimulatedClock;
use farlight::interop::hl7::{control_id, oru};
use farlight::store::{MessageFilter, MessageState, Parked};
use farlight::sync::config::Destination;
use farlight::sync::{Route, SendFault, StepOutcome, Worker};
use serde_json::Value;

use crate::peers::certificates::make_certificates;
use crate::peers::{self, free_port, records};
use crate::stored::{commit, open};

struct Receiver {
    process: Child,
    port: u16,
}

impl Receiver {
    fn start(folder: &Path, more: &[&str]) -> Option<Self> {
        if !peers::get("python") {
            return None;
        }
        let port = free_port();
        let mut command = Command::new(peers::script("python"));
        command.args(["mllp.py", &port.to_string()]).arg(folder).args(more).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "ready");
        Some(Self { process, port })
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn every_kind_of_message_is_valid() {
    let folder = tempfile::tempdir().unwrap();
    if !peers::get("python") {
        return;
    }
    let all = [
        records::dr_refer("1"),
        records::dr_urgent("2"),
        records::dr_ungradable("3"),
        records::tb_refer("4"),
        records::dr_negative("5"),
        records::bare("6"),
    ];
    let files: Vec<_> =
        (0..).map(|number: usize| folder.path().join(format!("{number}.hl7"))).take(all.len()).collect();
    for (record, file) in all.iter().zip(&files) {
        std::fs::write(file, oru(record)).unwrap();
    }
    let validate = |files: &[std::path::PathBuf]| {
        Command::new(peers::script("python")).arg("validate_hl7.py").args(files).output().unwrap()
    };
    let output = validate(&files);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let values: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(values.contains(&serde_json::json!(["2", "score", "0.71"])), "{values:?}");
    // That it can tell good from bad.
    let bad = folder.path().join("bad.hl7");
    std::fs::write(&bad, oru(&all[0]).replace("OBR|1|", "ZZZ|1|")).unwrap();
    assert!(!validate(&[bad]).status.success());
}

#[test]
fn acknowledgements_decide_what_becomes_of_a_message() {
    let (home, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let Some(server) = Receiver::start(kept.path(), &[]) else { return };
    let ris = Destination::hl7("ris", &format!("mllp://127.0.0.1:{}", server.port));
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let answer = |text: &str| std::fs::write(kept.path().join("answer"), text).unwrap();
    let record = records::dr_refer("1");
    let mut store = open(home.path(), &clock);
    commit(&mut store, record.clone(), std::slice::from_ref(&ris));
    let mut worker = Worker::new(&mut store, vec![Route::to(&ris)], clock.clone());

    answer("AR|queue full");
    let step = worker.step().unwrap();
    assert!(matches!(step, StepOutcome::Retried { fault: SendFault::Transient { .. }, .. }), "{step:?}");
    clock.advance(3_600_000);
    answer("AE|Asha Devi is unknown|204");
    let StepOutcome::Parked { state: Parked::Rejected, fault, .. } = worker.step().unwrap() else { panic!() };
    assert!(fault.to_string().contains("is unknown (AE 204)"), "{fault}");
    assert!(!fault.to_string().contains("Devi"), "{fault}");
    drop(worker);
    let id = store.messages(&MessageFilter::default()).unwrap()[0].id.clone();
    store.revive(&id, "test").unwrap();
    clock.advance(3_600_000);
    answer("AA");
    let mut worker = Worker::new(&mut store, vec![Route::to(&ris)], clock.clone());
    assert!(matches!(worker.step().unwrap(), StepOutcome::Delivered { .. }));
    drop(worker);
    let message = &store.messages(&MessageFilter::default()).unwrap()[0];
    assert_eq!(message.state, MessageState::Delivered);
    let sent = store.encounter(&record.id).unwrap();
    assert_eq!(message.receipt.as_deref(), Some(&*format!("hl7/{}", control_id(&sent))));

    // Three times the same message, in UTF-8, under the same control id.
    for number in 1..=3 {
        let text = std::fs::read_to_string(kept.path().join(format!("{number}.hl7"))).unwrap();
        assert!(text.contains(&control_id(&sent)) && text.contains("UNICODE UTF-8"), "{text}");
        assert!(text.contains("Asha <Devi> \\T\\ Sons"), "{text}");
    }
}

#[test]
fn tls_is_checked_against_the_sites_authority() {
    let (home, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    make_certificates(kept.path());
    let file = |name: &str| kept.path().join(name);
    let (pem, key) = (file("server.pem"), file("server.key"));
    let tls = ["--tls", pem.to_str().unwrap(), key.to_str().unwrap()];
    let Some(server) = Receiver::start(kept.path(), &tls) else { return };
    let url = format!("mllps://127.0.0.1:{}", server.port);
    let stranger = Destination { ca_file: Some(file("stranger.pem")), ..Destination::hl7("ris", &url) };
    let ris = Destination { ca_file: Some(file("ca.pem")), ..stranger.clone() };
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let mut store = open(home.path(), &clock);
    commit(&mut store, records::tb_refer("1"), std::slice::from_ref(&ris));
    let mut worker = Worker::new(&mut store, vec![Route::to(&stranger)], clock.clone());
    let step = worker.step().unwrap();
    assert!(matches!(step, StepOutcome::Parked { state: Parked::Misconfigured, .. }), "{step:?}");
    drop(worker);
    let mut worker = Worker::new(&mut store, vec![Route::to(&ris)], clock.clone());
    assert_eq!(worker.drain(u64::MAX).unwrap().delivered, 1);
}
