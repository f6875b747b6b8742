//! Against a real FHIR server that validates.

use std::sync::Arc;

use farlight::clock::{Clock, SimulatedClock};
use farlight::domain::EncounterRecord;
use farlight::interop::fhir::Policy;
use farlight::store::Stage;
use farlight::sync::config::Destination;
use farlight::sync::{FhirUplink, Parcel, Queue, Route, StepOutcome, Uplink, Worker};

use crate::memory::{MemoryQueue, State};
use crate::peers::hfs::Hfs;
use crate::peers::records;

fn worker(url: &str, records: &[EncounterRecord]) -> Worker<MemoryQueue> {
    let destination = Destination { send_negative: true, ..Destination::fhir("hospital", url) };
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let mut queue = MemoryQueue::new(clock.clone());
    for record in records {
        queue.push(record.clone(), "hospital");
    }
    Worker::new(queue, vec![Route::to(&destination)], clock)
}

fn all() -> Vec<EncounterRecord> {
    vec![
        records::dr_refer("1"),
        records::dr_urgent("2"),
        records::dr_ungradable("3"),
        records::tb_refer("4"),
        records::dr_negative("5"),
        records::bare("6"),
    ]
}

#[test]
fn every_kind_is_kept_once_however_often_it_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let Some(server) = Hfs::start(folder.path()) else { return };
    let records = all();
    for round in 1..=2 {
        let mut worker = worker(&server.url(), &records);
        let report = worker.drain(u64::MAX).unwrap();
        let states: Vec<_> = (0..6).map(|id| worker.queue().state(&id.to_string()).cloned()).collect();
        let arrived = |state: &Option<State>| matches!(state, Some(State::Delivered { .. }));
        assert!(states.iter().all(arrived), "round {round}: {states:#?}");
        assert_eq!(report.delivered, 6, "{report:?}");
        let counts =
            ["Patient", "ServiceRequest", "Task", "Observation", "DiagnosticReport", "RiskAssessment"]
                .map(|kind| server.count(kind));
        assert_eq!(counts, [6, 5, 5, 11, 6, 4], "round {round}");
        assert_eq!(server.count("Provenance"), 6);
    }
}

#[test]
fn a_server_that_validates_takes_every_state_and_every_script() {
    let folder = tempfile::tempdir().unwrap();
    let Some(server) = Hfs::start(folder.path()) else { return };
    let names = [
        "فاطمة الزهراء",
        "አልማዝ ተስፋዬ",
        "आशा पटेल",
        "Ranasinghe Arachchilage Chandrasekara Mudiyanselage Wickramasinghe",
    ];
    let states = [records::dr_abstained, records::tb_negative, records::tb_abstained, records::tb_ungradable];
    let mut records = Vec::new();
    for (make, name) in states.into_iter().zip(names) {
        let mut record = make(name);
        record.patient.name = name.into();
        records.push(record);
    }
    let report = worker(&server.url(), &records).drain(u64::MAX).unwrap();
    assert_eq!((report.delivered, report.rejected), (4, 0), "{report:?}");
    let kept = server.get("Patient?_count=100").to_string();
    assert!(names.iter().all(|name| kept.contains(name)), "{kept}");
}

/// A server that loses power between two messages, and comes back with what it kept.
#[test]
fn a_killed_server_gets_each_message_once() {
    let folder = tempfile::tempdir().unwrap();
    let Some(server) = Hfs::start(folder.path()) else { return };
    let port = server.port;
    let records = all();
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let mut queue = MemoryQueue::new(clock.clone());
    for record in &records {
        queue.push(record.clone(), "hospital");
    }
    let destination = Destination { send_negative: true, ..Destination::fhir("hospital", &server.url()) };
    let mut worker = Worker::new(queue, vec![Route::to(&destination)], clock.clone());
    for _ in 0..2 {
        assert!(matches!(worker.step().unwrap(), StepOutcome::Delivered { .. }));
    }
    // This message arrives, but the box forgets that it did.
    let claimed = worker.queue().claim(&clock.now(), "hospital", Stage::Original).unwrap().unwrap();
    let record = worker.queue().encounter(&claimed.encounter_id).unwrap().unwrap();
    FhirUplink::new(destination).send(&Parcel::bundle(&record, &Policy::default())).unwrap();
    server.kill();
    worker.queue().recover();

    let report = worker.drain(u64::MAX).unwrap();
    assert_eq!((report.delivered, report.retried), (0, 1));
    let server = Hfs::start_at(folder.path(), port);
    clock.advance(3_600_000);
    assert_eq!(worker.drain(u64::MAX).unwrap().delivered, 4);
    let counts = [
        "Patient",
        "ServiceRequest",
        "Task",
        "Observation",
        "DiagnosticReport",
        "RiskAssessment",
        "Provenance",
    ]
    .map(|kind| server.count(kind));
    assert_eq!(counts, [6, 5, 5, 11, 6, 4, 6]);
}
