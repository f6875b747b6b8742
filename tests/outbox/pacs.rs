//! A whole study to a real PACS, over mutual TLS and past everything that may go wrong on the way.

use std::path::Path;
use std::sync::Arc;

use farlight::clock::SimulatedClock;
use farlight::domain::EncounterRecord;
use farlight::store::{Message, MessageFilter, MessageState, Parked, Stage};
use farlight::sync::config::Destination;
use farlight::sync::{Parcel, Receipt, Report, Route, SendFault, StepOutcome, Uplink, Worker};

use crate::peers::meddler::{Meddler, Meddling, Request};
use crate::peers::nginx::Nginx;
use crate::peers::orthanc::Orthanc;
use crate::peers::pictures::{furnish, retina};
use crate::peers::records;
use crate::stored::{commit_with, open};

const HOUR_MS: u64 = 3_600_000;

/// Two eyes; the pictures are large enough for a preview.
fn study(seed: &str) -> EncounterRecord {
    let mut record = records::dr_urgent(seed);
    record.patient.name = "आशा पटेल".into();
    record
}

fn store_one(
    home: &Path,
    clock: &Arc<SimulatedClock>,
    record: &EncounterRecord,
    to: &Destination,
    side: usize,
) {
    let mut record = record.clone();
    let pictures = furnish(&mut record, |eye| retina(side, eye));
    commit_with(&mut open(home, clock), &record, &pictures, std::slice::from_ref(to));
}

fn all(home: &Path, clock: &Arc<SimulatedClock>) -> Vec<Message> {
    open(home, clock).messages(&MessageFilter::default()).unwrap()
}

/// Instance UIDs of the receipts, sorted.
fn receipts(messages: &[Message]) -> Vec<String> {
    let uid = |message: &Message| message.receipt.as_ref().unwrap().rsplit('/').next().unwrap().to_owned();
    let mut uids: Vec<String> = messages.iter().map(uid).collect();
    uids.sort_unstable();
    uids
}

#[test]
fn a_study_arrives_whole_small_before_large_and_once() {
    let (home, kept, certificates) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let Some(pacs) = Orthanc::start(kept.path()) else { return };
    let Some(nginx) = Nginx::start(certificates.path(), &pacs.url()) else { return };
    let hospital = Destination {
        ca_file: Some(certificates.path().join("ca.pem")),
        client_cert: Some(certificates.path().join("client.pem")),
        client_key: Some(certificates.path().join("client.key")),
        ..Destination::dicomweb("pacs", &format!("https://127.0.0.1:{}/dicom-web", nginx.ports.mutual))
    };
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    store_one(home.path(), &clock, &study("1"), &hospital, 1411);
    store_one(home.path(), &clock, &records::dr_refer("2"), &hospital, 701);

    let mut worker = Worker::new(open(home.path(), &clock), vec![Route::to(&hospital)], clock.clone());
    let mut order = Vec::new();
    loop {
        match worker.step().unwrap() {
            StepOutcome::Idle => break,
            StepOutcome::Delivered { id } => {
                let all = worker.queue().messages(&MessageFilter::default()).unwrap();
                let message = all.into_iter().find(|message| message.id == id).unwrap();
                order.push((message.stage, message.priority));
            }
            other => panic!("{other:?}"),
        }
    }
    drop(worker);
    assert!(order.is_sorted(), "small before large, urgent first: {order:?}");
    let messages = all(home.path(), &clock);
    let stages = |wanted| messages.iter().filter(|message| message.stage == wanted).count();
    assert_eq!((stages(Stage::Text), stages(Stage::Original)), (2, 2), "{messages:#?}");
    assert!(messages.iter().any(|message| message.kind.starts_with("dicom-preview/")));
    assert_eq!(pacs.instances(), receipts(&messages), "the PACS' own count");
    let names = pacs.get("patients?expand").to_string();
    assert!(names.contains("आशा पटेल"), "{names}");

    // A box that forgot everything sends the same again: nothing is there twice.
    let again = tempfile::tempdir().unwrap();
    store_one(again.path(), &clock, &study("1"), &hospital, 1411);
    let mut worker = Worker::new(open(again.path(), &clock), vec![Route::to(&hospital)], clock.clone());
    let report = worker.drain(u64::MAX).unwrap();
    assert!(report.delivered > 5 && report.retried == 0, "{report:?}");
    assert_eq!(pacs.instances(), receipts(&messages));

    // Other content goes under other names: the PACS would keep the old silently.
    drop(worker);
    let changed = tempfile::tempdir().unwrap();
    let mut record = study("1");
    record.conclusion.due = "2026-03-17".into();
    store_one(changed.path(), &clock, &record, &hospital, 1411);
    let mut worker = Worker::new(open(changed.path(), &clock), vec![Route::to(&hospital)], clock.clone());
    let report = worker.drain(u64::MAX).unwrap();
    assert_eq!(pacs.instances().len(), messages.len() + usize::try_from(report.delivered).unwrap());
}

/// One study through something that meddles with each request as `plan` says, over an hour and more,
/// with a new process every time.
fn send_through(
    pacs: &Orthanc,
    plan: impl FnMut(&Request) -> Meddling + Send + 'static,
) -> (Vec<Report>, Vec<Message>, usize) {
    let home = tempfile::tempdir().unwrap();
    let meddler = Meddler::start(pacs.http, plan);
    let hospital = Destination::dicomweb("pacs", &meddler.url("/dicom-web"));
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    store_one(home.path(), &clock, &records::dr_ungradable("7"), &hospital, 400);
    let mut reports = Vec::new();
    for _ in 0..12 {
        let mut worker = Worker::new(open(home.path(), &clock), vec![Route::to(&hospital)], clock.clone());
        reports.push(worker.drain(u64::MAX).unwrap());
        drop(worker);
        if all(home.path(), &clock).iter().all(|message| message.state == MessageState::Delivered) {
            break;
        }
        clock.advance(HOUR_MS);
    }
    (reports, all(home.path(), &clock), meddler.posts())
}

/// `what` happens to the first request that `of` picks; all others pass.
fn once(
    what: Meddling,
    of: impl Fn(&Request) -> bool + Send + 'static,
) -> impl FnMut(&Request) -> Meddling + Send + 'static {
    let mut left = Some(what);
    move |request| {
        if of(request) { left.take().unwrap_or(Meddling::Pass) } else { Meddling::Pass }
    }
}

fn is_post(request: &Request) -> bool {
    request.method == "POST"
}

#[test]
fn whatever_breaks_on_the_way_each_instance_arrives_once() {
    let kept = tempfile::tempdir().unwrap();
    let Some(pacs) = Orthanc::start(kept.path()) else { return };
    // The body is cut before its closing boundary: this PACS answers 200 and keeps nothing.
    let breaks = [
        Meddling::CutBody(20),
        Meddling::CutBody(2000),
        Meddling::ResetRequest(100),
        Meddling::CutAnswer(0),
        Meddling::CutAnswer(40),
        Meddling::CutAnswer(300),
        Meddling::Instead(503, "text/plain", "busy".into()),
    ];
    for meddling in breaks {
        let (reports, messages, _) = send_through(&pacs, once(meddling.clone(), is_post));
        assert_eq!(reports[0].retried, 1, "{meddling:?}: {reports:?}");
        let delivered = messages.iter().all(|message| message.state == MessageState::Delivered);
        assert!(delivered, "{meddling:?}: {messages:#?}");
        assert_eq!(pacs.instances(), receipts(&messages), "{meddling:?}");
    }
    let lost = send_through(&pacs, once(Meddling::CutAnswer(30), |request| request.method == "GET"));
    assert_eq!(lost.0[0].retried, 1, "the proof was cut off: {:?}", lost.0);
    assert_eq!(pacs.instances(), receipts(&lost.1));
}

#[test]
fn what_is_no_pacs_is_told_from_one() {
    let kept = tempfile::tempdir().unwrap();
    let Some(pacs) = Orthanc::start(kept.path()) else { return };
    let portal = "<html><body>Welcome! Accept the terms to go on.</body></html>";
    let ways = [
        (Meddling::Instead(200, "text/html", portal.into()), "log-in"),
        (Meddling::Instead(302, "text/html", portal.into()), "elsewhere"),
        (Meddling::Instead(200, "application/json", "[]".into()), "something else"),
        (Meddling::Instead(401, "text/plain", "who?".into()), "does not know this box"),
        (Meddling::Instead(404, "text/plain", "what?".into()), "no DICOMweb server"),
    ];
    for (meddling, words) in ways {
        let home = tempfile::tempdir().unwrap();
        let meddler = Meddler::start(pacs.http, once(meddling.clone(), is_post));
        let hospital = Destination::dicomweb("pacs", &meddler.url("/dicom-web"));
        let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
        store_one(home.path(), &clock, &records::dr_ungradable("8"), &hospital, 300);
        let mut worker = Worker::new(open(home.path(), &clock), vec![Route::to(&hospital)], clock.clone());
        let outcome = worker.step().unwrap();
        let StepOutcome::Parked { state: Parked::Misconfigured, fault, .. } = outcome else {
            panic!("{meddling:?}: {outcome:?}")
        };
        assert!(fault.to_string().contains(words), "{meddling:?}: {fault}");
        clock.advance(HOUR_MS);
        let report = worker.drain(u64::MAX).unwrap();
        assert_eq!((report.misconfigured, report.retried), (0, 0), "mended, all of it goes: {report:?}");
        assert!(report.delivered >= 3);
    }
}

/// What a PACS cannot read goes to a person; the rest of the study goes on.
#[test]
fn an_instance_that_is_refused_stops_no_other() {
    let kept = tempfile::tempdir().unwrap();
    let Some(pacs) = Orthanc::start(kept.path()) else { return };
    let (_, messages, _) = send_through(&pacs, once(Meddling::Garble, is_post));
    let (refused, sent): (Vec<Message>, Vec<Message>) =
        messages.into_iter().partition(|message| message.state == MessageState::Rejected);
    assert_eq!(refused.len(), 1, "{refused:#?}");
    assert!(
        sent.len() >= 2 && sent.iter().all(|message| message.state == MessageState::Delivered),
        "{sent:#?}"
    );
    assert_eq!(pacs.instances(), receipts(&sent));
}

/// Takes everything: what is tested is when it is asked.
struct Taker;

impl Uplink for Taker {
    fn send(&mut self, _: &Parcel) -> Result<Receipt, SendFault> {
        Ok(Receipt { locations: Vec::new() })
    }
}

#[test]
fn large_pictures_wait_for_their_hours_and_nothing_else_does() {
    let home = tempfile::tempdir().unwrap();
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let night = Some("20:00-04:30".to_owned().try_into().unwrap());
    let hospital =
        Destination { originals_between: night, ..Destination::dicomweb("pacs", "http://127.0.0.1:9") };
    store_one(home.path(), &clock, &study("1"), &hospital, 1411);
    let route = Route::new(hospital, Box::new(Taker));
    let mut worker = Worker::new(open(home.path(), &clock), vec![route], clock.clone());
    let by_day = worker.drain(u64::MAX).unwrap().delivered;
    let left =
        worker.queue().messages(&MessageFilter { state: Some(MessageState::Pending), ..Default::default() });
    let left = left.unwrap();
    assert!(by_day >= 5 && left.len() == 2, "{by_day} sent, {left:#?}");
    assert!(left.iter().all(|message| message.stage == Stage::Original));
    clock.advance(11 * HOUR_MS);
    assert_eq!(worker.drain(u64::MAX).unwrap().delivered, 2);
}

/// It says that it keeps the instance, by its name, and does not.
#[test]
fn a_pacs_that_forgets_is_found_out() {
    let kept = tempfile::tempdir().unwrap();
    let Some(pacs) = Orthanc::start(kept.path()) else { return };
    let forgets = |request: &Request| {
        let uid = uid_in(&request.body);
        let item = format!(r#"{{"00081155":{{"vr":"UI","Value":["{uid}"]}}}}"#);
        format!(r#"{{"00081199":{{"vr":"SQ","Value":[{item}]}}}}"#)
    };
    let home = tempfile::tempdir().unwrap();
    let meddler =
        Meddler::start(
            pacs.http,
            move |request| {
                if is_post(request) { Meddling::Forge(forgets) } else { Meddling::Pass }
            },
        );
    let hospital = Destination::dicomweb("pacs", &meddler.url("/dicom-web"));
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    store_one(home.path(), &clock, &records::dr_ungradable("9"), &hospital, 300);
    let mut worker = Worker::new(open(home.path(), &clock), vec![Route::to(&hospital)], clock.clone());
    let outcome = worker.step().unwrap();
    let StepOutcome::Parked { state: Parked::Misconfigured, fault, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert!(fault.to_string().contains("does not have it"), "{fault}");
    assert!(pacs.instances().is_empty());
    assert_eq!(meddler.posts(), 1, "the others are not thrown after it");
}

/// SOP Instance UID of the Part 10 file in a multipart body.
fn uid_in(body: &[u8]) -> String {
    let start = body.windows(4).position(|four| four == b"DICM").unwrap() - 128;
    let options = dicom_object::OpenFileOptions::new().read_until(dicom_dictionary_std::tags::STUDY_DATE);
    let object = options.from_reader(&body[start..]).unwrap();
    object.element(dicom_dictionary_std::tags::SOP_INSTANCE_UID).unwrap().to_str().unwrap().into_owned()
}
