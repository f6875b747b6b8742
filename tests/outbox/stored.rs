//! The same way with the real outbox: a data folder that is opened again and again.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use farlight::clock::{Clock, SimulatedClock};
use farlight::demo::receiver::{Fault, Receiver};
use farlight::domain::EncounterRecord;
use farlight::store::{MessageFilter, MessageState, Options, Parked, Secret, Stage, Store};
use farlight::sync::config::Destination;
use farlight::sync::{FhirUplink, Parcel, Queue, Route, StepOutcome, Uplink, Worker, messages};

use crate::peers::pictures::{Pictures, furnish};
use crate::peers::records;

const HOUR_MS: u64 = 3_600_000;

pub fn open(home: &Path, clock: &Arc<SimulatedClock>) -> Store {
    let secret = Secret::KeyFile(home.join("key"));
    // A child that another test starts holds the lock too, until it runs its own program.
    let options = Options { wait: Duration::from_secs(20), ..Options::default() };
    Store::open(&home.join("data"), &secret, Arc::clone(clock) as Arc<dyn Clock>, &options).unwrap()
}

pub fn commit(store: &mut Store, mut record: EncounterRecord, destinations: &[Destination]) {
    let pictures = furnish(&mut record, |_| ("image/jpeg", b"a picture".to_vec()));
    commit_with(store, &record, &pictures, destinations);
}

pub fn commit_with(
    store: &mut Store,
    record: &EncounterRecord,
    pictures: &Pictures,
    destinations: &[Destination],
) {
    let images: Vec<(&str, &[u8])> =
        pictures.iter().map(|(id, bytes)| (id.as_str(), bytes.as_slice())).collect();
    store.commit(record, &images, &messages(record, destinations)).unwrap();
}

fn states(store: &Store) -> Vec<(MessageState, u32)> {
    let all = store.messages(&MessageFilter::default()).unwrap();
    all.into_iter().map(|message| (message.state, message.attempts)).collect()
}

fn kept(folder: &Path, kind: &str) -> usize {
    std::fs::read_dir(folder.join(kind)).map_or(0, Iterator::count)
}

#[test]
fn what_is_committed_is_delivered_once_over_every_restart() {
    let (home, kept_at) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let plan = [Fault::ServerError, Fault::LoseAnswer, Fault::WebPage, Fault::Drop];
    let receiver = Receiver::start_with(kept_at.path(), &plan).unwrap();
    let hospital = Destination::fhir("hospital", &receiver.url());
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));

    let mut store = open(home.path(), &clock);
    for record in
        [records::dr_refer("1"), records::dr_urgent("2"), records::tb_refer("3"), records::dr_negative("4")]
    {
        commit(&mut store, record, std::slice::from_ref(&hospital));
    }
    assert_eq!(states(&store).len(), 3, "nobody wants the negative one");
    drop(store);

    let mut delivered = 0;
    for _ in 0..=plan.len() {
        // Each round is a new process, and power fails in the middle of one more message.
        let mut worker = Worker::new(open(home.path(), &clock), vec![Route::to(&hospital)], clock.clone());
        delivered += worker.drain(u64::MAX).unwrap().delivered;
        let now = clock.now();
        let _ = worker.queue().claim(&now, Some("hospital"), Stage::Original).unwrap();
        clock.advance(HOUR_MS);
    }
    let store = open(home.path(), &clock);
    assert!(
        states(&store).iter().all(|(state, _)| *state == MessageState::Delivered),
        "{:?}",
        states(&store)
    );
    assert_eq!(delivered, 3);
    for (kind, count) in
        [("Patient", 3), ("Task", 3), ("DiagnosticReport", 3), ("Observation", 5), ("Provenance", 3)]
    {
        assert_eq!(kept(kept_at.path(), kind), count, "{kind}");
    }
    assert!(store.audit_verify().is_ok());
}

#[test]
fn a_delivery_that_the_box_forgot_is_not_made_twice() {
    let (home, kept_at) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let receiver = Receiver::start(kept_at.path()).unwrap();
    let hospital = Destination::fhir("hospital", &receiver.url());
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let mut store = open(home.path(), &clock);
    commit(&mut store, records::dr_refer("1"), std::slice::from_ref(&hospital));

    // Sent and kept, but the power fails before the acknowledgement.
    let claimed = Queue::claim(&mut store, &clock.now(), "hospital", Stage::Original).unwrap().unwrap();
    let record = Store::encounter(&store, &claimed.encounter_id).unwrap();
    FhirUplink::new(hospital.clone()).send(&Parcel::bundle(&record, &hospital.policy())).unwrap();
    drop(store);

    let mut store = open(home.path(), &clock);
    let mut worker = Worker::new(&mut store, vec![Route::to(&hospital)], clock);
    assert!(matches!(worker.step().unwrap(), StepOutcome::Delivered { .. }));
    assert_eq!(kept(kept_at.path(), "Task"), 1);
    assert_eq!(kept(kept_at.path(), "Observation"), 2);
    let message = &store.messages(&MessageFilter::default()).unwrap()[0];
    assert!(message.receipt.as_deref().unwrap().contains("Task/1 "), "{message:?}");
}

#[test]
fn a_destination_that_is_mended_gets_what_was_parked() {
    let (home, kept_at) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let receiver = Receiver::start_with(kept_at.path(), &[Fault::Stranger, Fault::Refuse]).unwrap();
    let hospital = Destination::fhir("hospital", &receiver.url());
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let mut store = open(home.path(), &clock);
    commit(&mut store, records::dr_urgent("1"), std::slice::from_ref(&hospital));
    commit(&mut store, records::dr_refer("2"), std::slice::from_ref(&hospital));
    let mut worker = Worker::new(store, vec![Route::to(&hospital)], clock.clone());
    let first = worker.step().unwrap();
    assert!(matches!(first, StepOutcome::Parked { state: Parked::Misconfigured, .. }), "{first:?}");
    assert_eq!(worker.step().unwrap(), StepOutcome::Idle, "the other is not wasted on a closed door");
    assert_eq!(states(worker.queue())[1], (MessageState::Pending, 0));

    // An hour later the door is open: the parked one goes first, as it is urgent, and is refused.
    clock.advance(HOUR_MS);
    let report = worker.drain(u64::MAX).unwrap();
    assert_eq!((report.rejected, report.delivered), (1, 1), "{report:?}");
    assert_eq!(states(worker.queue())[0].0, MessageState::Rejected);
}
