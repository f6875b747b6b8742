//! Every way to fail that the demonstration receiver knows: each ends with exactly one stored copy,
//! or with a row that says why not.

use std::path::Path;
use std::sync::Arc;

use farlight::clock::{Clock, SimulatedClock};
use farlight::demo::receiver::{Fault, Receiver};
use farlight::domain::{EncounterRecord, FaultClass};
use farlight::store::{Parked, Stage};
use farlight::sync::config::Destination;
use farlight::sync::{Queue, Route, SendFault, StepOutcome, Worker};

use crate::memory::{MemoryQueue, State};
use crate::peers::records;
use crate::scripted::{Reply, Scripted, confirm, give_back, outcome};

const HOUR_MS: u64 = 3_600_000;

struct Bench {
    folder: tempfile::TempDir,
    clock: Arc<SimulatedClock>,
    worker: Worker<MemoryQueue>,
    /// Lives as long as the bench.
    _receiver: Receiver,
}

fn bench(plan: &[Fault], records: &[EncounterRecord]) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start_with(folder.path(), plan).unwrap();
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let mut queue = MemoryQueue::new(clock.clone());
    for record in records {
        queue.push(record.clone(), "hospital");
    }
    let routes = vec![Route::to(&Destination::fhir("hospital", &receiver.url()))];
    let worker = Worker::new(queue, routes, clock.clone());
    Bench { folder, clock, worker, _receiver: receiver }
}

fn delivered(id: &str) -> StepOutcome {
    StepOutcome::Delivered { id: id.to_owned() }
}

fn kept(folder: &Path, kind: &str) -> usize {
    std::fs::read_dir(folder.join(kind)).map_or(0, Iterator::count)
}

impl Bench {
    fn state(&mut self, id: &str) -> State {
        self.worker.queue().state(id).unwrap().clone()
    }

    /// Whole and once.
    fn assert_kept_once(&mut self) {
        for kind in [
            "Patient",
            "Device",
            "ServiceRequest",
            "Task",
            "DiagnosticReport",
            "RiskAssessment",
            "Provenance",
        ] {
            assert_eq!(kept(self.folder.path(), kind), 1, "{kind}");
        }
        assert_eq!(kept(self.folder.path(), "Observation"), 2);
        let State::Delivered { receipt } = self.state("0") else { panic!("{:?}", self.state("0")) };
        assert_eq!(receipt, "ServiceRequest/1 Task/1 DiagnosticReport/1", "and nothing of the patient");
    }
}

#[test]
fn what_passes_by_itself_is_delivered_once_later() {
    for fault in [Fault::Drop, Fault::LoseAnswer, Fault::ServerError, Fault::Busy] {
        let mut bench = bench(&[fault], &[records::dr_refer("1")]);
        let first = bench.worker.step().unwrap();
        let StepOutcome::Retried { fault: seen, .. } = &first else { panic!("{fault:?}: {first:?}") };
        assert_eq!(seen.class(), FaultClass::Transient, "{fault:?}");
        let State::Pending { reason: Some(_) } = bench.state("0") else { panic!("{fault:?}") };
        assert_eq!(bench.worker.step().unwrap(), StepOutcome::Idle, "{fault:?}: not at once");

        bench.clock.advance(HOUR_MS);
        assert_eq!(bench.worker.step().unwrap(), delivered("0"), "{fault:?}");
        bench.assert_kept_once();
        assert_eq!(bench.worker.queue().attempts("0"), 1);
    }
}

#[test]
fn a_server_that_asks_for_time_gets_it() {
    let mut bench = bench(&[Fault::Busy], &[records::dr_refer("1")]);
    let outcome = bench.worker.step().unwrap();
    assert!(matches!(outcome, StepOutcome::Retried { delay, .. } if delay.as_secs() == 150), "{outcome:?}");
    bench.clock.advance(149_999);
    assert_eq!(bench.worker.step().unwrap(), StepOutcome::Idle);
    bench.clock.advance(1);
    assert_eq!(bench.worker.step().unwrap(), delivered("0"));
}

#[test]
fn what_stands_in_the_way_parks_the_message_until_it_is_gone() {
    let ways = [
        (Fault::WebPage, "web page"),
        (Fault::Redirect, "elsewhere"),
        (Fault::Empty, "says nothing"),
        (Fault::Forget, "does not have it"),
        (Fault::Stranger, "does not know this box"),
    ];
    for (fault, words) in ways {
        let mut bench = bench(&[fault], &[records::dr_refer("1")]);
        let outcome = bench.worker.step().unwrap();
        let misconfigured = matches!(
            outcome,
            StepOutcome::Parked { state: Parked::Misconfigured, fault: SendFault::Configuration(_), .. }
        );
        assert!(misconfigured, "{fault:?}: {outcome:?}");
        let State::Parked { reason, .. } = bench.state("0") else { panic!("{fault:?}") };
        assert!(reason.contains(words), "{fault:?}: {reason}");
        assert_eq!(kept(bench.folder.path(), "Task"), 0, "{fault:?}");

        bench.clock.advance(HOUR_MS);
        assert_eq!(bench.worker.step().unwrap(), delivered("0"), "{fault:?}");
        bench.assert_kept_once();
    }
}

#[test]
fn a_refused_message_waits_for_a_person_and_names_no_patient() {
    let mut bench = bench(&[Fault::Refuse], &[records::dr_refer("1"), records::dr_refer("2")]);
    let report = bench.worker.drain(u64::MAX).unwrap();
    assert_eq!((report.rejected, report.delivered), (1, 1), "the next one goes on");
    let State::Parked { state: Parked::Rejected, reason } = bench.state("0") else { panic!() };
    assert!(reason.contains("is not known to this hospital"), "{reason}");
    for word in ["Asha", "Devi", "Sons"] {
        assert!(!reason.contains(word), "{reason}");
    }
    bench.clock.advance(24 * HOUR_MS);
    assert_eq!(bench.worker.step().unwrap(), StepOutcome::Idle);
}

/// Sends one message to a server that confirms it and answers the reading back of `kind` so.
fn read_back(kind: &'static str, reply: fn() -> Reply) -> StepOutcome {
    let server = Scripted::start(move |place, bundle| match place {
        "" => confirm(bundle),
        _ if place.split('/').next() == Some(kind) => reply(),
        _ => give_back(place, bundle),
    });
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let mut queue = MemoryQueue::new(clock.clone());
    queue.push(records::dr_refer("1"), "hospital");
    let routes = vec![Route::to(&Destination::fhir("hospital", &server.url))];
    Worker::new(queue, routes, clock).step().unwrap()
}

#[test]
fn a_refusal_to_show_what_was_kept_names_no_patient_either() {
    let outcome = read_back("Task", || outcome(422, "Patient Asha Devi KE-1/26 has been merged"));
    let StepOutcome::Parked { fault: SendFault::Rejected(words), .. } = &outcome else {
        panic!("{outcome:?}")
    };
    assert!(words.contains("has been merged"), "{words}");
    for word in ["Asha", "Devi", "KE-1"] {
        assert!(!words.contains(word), "{words}");
    }
}

#[test]
fn every_part_of_a_referral_is_read_back() {
    assert_eq!(read_back("Nothing", || outcome(404, "")), delivered("0"));
    for kind in ["ServiceRequest", "Task", "Observation", "DiagnosticReport"] {
        let outcome = read_back(kind, || outcome(404, "not found"));
        let StepOutcome::Parked { fault: SendFault::Configuration(words), .. } = &outcome else {
            panic!("{kind}: {outcome:?}")
        };
        assert!(words.contains(&format!("keeps the {kind}, but does not have it")), "{words}");
    }
}

#[test]
fn urgent_goes_first() {
    let mut bench = bench(&[], &[records::dr_refer("1"), records::dr_urgent("2"), records::tb_refer("3")]);
    let order: Vec<_> = (0..3).map(|_| bench.worker.step().unwrap()).collect();
    assert_eq!(order, ["1", "0", "2"].map(delivered));
}

#[test]
fn a_negative_result_stays_here_unless_it_is_wanted() {
    let mut quiet = bench(&[], &[records::dr_negative("1")]);
    assert_eq!(quiet.worker.step().unwrap(), StepOutcome::NotNeeded { id: "0".into() });
    assert_eq!(kept(quiet.folder.path(), "Patient"), 0);

    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(folder.path()).unwrap();
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let mut queue = MemoryQueue::new(clock.clone());
    queue.push(records::dr_negative("1"), "hospital");
    let wanted = Destination { send_negative: true, ..Destination::fhir("hospital", &receiver.url()) };
    let mut worker = Worker::new(queue, vec![Route::to(&wanted)], clock);
    assert_eq!(worker.step().unwrap(), delivered("0"));
    assert_eq!(kept(folder.path(), "DiagnosticReport"), 1);
    assert_eq!(kept(folder.path(), "ServiceRequest") + kept(folder.path(), "Task"), 0);
}

#[test]
fn one_dead_destination_does_not_stop_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(folder.path()).unwrap();
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let mut queue = MemoryQueue::new(clock.clone());
    for number in 0..3 {
        queue.push(records::dr_refer(&number.to_string()), "dead");
        queue.push(records::dr_refer(&number.to_string()), "alive");
    }
    let dead = format!("http://127.0.0.1:{}", crate::peers::free_port());
    let routes = [("dead", dead), ("alive", receiver.url())]
        .map(|(name, url)| Route::to(&Destination::fhir(name, &url)));
    let mut worker = Worker::new(queue, routes.into(), clock.clone());
    let report = worker.drain(u64::MAX).unwrap();
    assert_eq!((report.delivered, report.retried), (3, 1), "the dead line is asked once, not for each");
    assert_eq!(kept(folder.path(), "Task"), 3);
    clock.advance(HOUR_MS);
    assert_eq!(worker.drain(u64::MAX).unwrap().retried, 1);
}

#[test]
fn a_claim_that_was_cut_short_is_delivered_after_the_restart() {
    let mut bench = bench(&[], &[records::dr_refer("1")]);
    let now = bench.clock.now();
    assert!(bench.worker.queue().claim(&now, "hospital", Stage::Original).unwrap().is_some());
    assert_eq!(bench.worker.step().unwrap(), StepOutcome::Idle, "nobody takes it twice");
    bench.worker.queue().recover();
    assert_eq!(bench.worker.step().unwrap(), delivered("0"));
    bench.assert_kept_once();
}

#[test]
fn a_message_without_its_encounter_is_parked() {
    let record = records::dr_refer("1");
    let mut bench = bench(&[], std::slice::from_ref(&record));
    bench.worker.queue().forget(&record.id);
    let outcome = bench.worker.step().unwrap();
    assert!(matches!(outcome, StepOutcome::Parked { state: Parked::Rejected, .. }), "{outcome:?}");
}

/// What the specialist has changed since is not undone by a message that is sent again.
#[test]
fn a_repeated_message_leaves_later_changes_alone() {
    let mut bench = bench(&[Fault::LoseAnswer], &[records::dr_refer("1")]);
    bench.worker.step().unwrap();
    let folder = bench.folder.path().join("Task");
    let path = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(&path).unwrap().replace("requested", "accepted");
    std::fs::write(&path, &text).unwrap();
    bench.clock.advance(HOUR_MS);
    assert_eq!(bench.worker.step().unwrap(), delivered("0"));
    assert!(std::fs::read_to_string(&path).unwrap().contains("\"accepted\""));
}
