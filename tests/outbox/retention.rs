//! Originals leave the box only where they are proven to be kept elsewhere, by the programme's rule, and
//! nothing is lost by a cut in the middle of it.

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, OnceLock};

use farlight::clock::{Clock, SimulatedClock};
use farlight::domain::{EncounterRecord, ImageRole};
use farlight::store::{Depth, MessageFilter, Stage, Store, StoreError};
use farlight::sync::config::Destination;
use farlight::sync::retention::{Freed, Keep, Rule, tidy};

use crate::peers::pictures::{furnish, retina};
use crate::peers::records;
use crate::slow::Station;
use crate::stored::{commit_with, open};

const DAY_MS: u64 = 86_400_000;
const RULE: Rule = Rule { proven: Keep::Days(90), proven_short: 7, negative: Keep::Forever };

fn picture() -> Vec<u8> {
    static PICTURE: OnceLock<Vec<u8>> = OnceLock::new();
    PICTURE.get_or_init(|| retina(1800, None).1).clone()
}

/// Large enough that a small picture is made of it.
fn large(
    mut record: EncounterRecord,
    wall_ms: i64,
    store: &mut Store,
    to: &[Destination],
) -> EncounterRecord {
    record.opened.wall_ms = wall_ms;
    record.closed.wall_ms = wall_ms;
    let own = record.id.clone();
    let pictures = furnish(&mut record, |_| {
        let mut bytes = picture();
        // Behind the end of the picture: no two encounters share a file.
        bytes.extend(own.bytes());
        ("image/jpeg", bytes)
    });
    assert!(record.images.iter().any(|image| image.bytes > 256 << 10), "a picture worth to be made small");
    commit_with(store, &record, &pictures, to);
    record
}

/// Settles everything that waits with a receipt of this beginning.
fn deliver(store: &mut Store, clock: &SimulatedClock, receipt: &str) {
    while let Some(message) = store.claim(&clock.now(), None, Stage::Original).unwrap() {
        store.ack(&message.id, &format!("{receipt}{}", message.kind)).unwrap();
    }
}

fn originals(record: &EncounterRecord) -> Vec<String> {
    let all = record.images.iter().filter(|image| image.role == ImageRole::Original);
    all.map(|image| image.id.clone()).collect()
}

fn here(store: &Store, record: &EncounterRecord) -> bool {
    originals(record).iter().all(|id| store.read_image(id).is_ok())
}

fn gone(store: &Store, record: &EncounterRecord) -> bool {
    originals(record).iter().all(|id| {
        let small = store.read_picture(id).unwrap();
        assert!(small.starts_with(&[0xff, 0xd8]) && small.len() < 256 << 10, "a small JPEG stays");
        matches!(store.read_image(id), Err(StoreError::LetGo))
    })
}

#[test]
fn only_what_is_proven_and_old_goes_the_oldest_first() {
    let home = tempfile::tempdir().unwrap();
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let pacs = Destination::dicomweb("pacs", "https://pacs.example/dicom-web");
    let fhir = Destination::fhir("hospital", "https://fhir.example/r4");
    let mut store = open(home.path(), &clock);
    let mut commit = |record, to: &[Destination]| large(record, clock.now().wall_ms, &mut store, to);
    let first = commit(records::dr_refer("1"), std::slice::from_ref(&pacs));
    let second = commit(records::dr_refer("2"), std::slice::from_ref(&pacs));
    let by_status = commit(records::dr_refer("3"), std::slice::from_ref(&pacs));
    let text_only = commit(records::dr_urgent("4"), std::slice::from_ref(&fhir));
    let negative = commit(records::dr_negative("5"), std::slice::from_ref(&pacs));
    let mut timeless = records::dr_refer("6");
    timeless.closed.trusted = false;
    let timeless = commit(timeless, std::slice::from_ref(&pacs));
    let waiting = commit(records::dr_refer("7"), std::slice::from_ref(&pacs));
    // Small before large: the last original of the last encounter is the one that is left.
    let left = store.messages(&MessageFilter::default()).unwrap().len() - 1;
    for _ in 0..left {
        let claimed = store.claim(&clock.now(), None, Stage::Original).unwrap().unwrap();
        let words = if claimed.encounter_id == by_status.id { " (by its status alone)" } else { "" };
        store.ack(&claimed.id, &format!("studies/1.2/{}{words}", claimed.kind)).unwrap();
    }
    let all = [&first, &second, &by_status, &text_only, &negative, &timeless, &waiting];
    let run = |store: &mut Store, rule: &Rule, most| tidy(store, rule, &clock.now(), most).unwrap();
    // What is short on this machine must not decide: the rule for that is the same here.
    let rule = Rule { proven_short: 90, ..RULE };
    clock.advance(89 * DAY_MS);
    assert_eq!(run(&mut store, &rule, 9), Freed::default(), "too young");
    clock.advance(2 * DAY_MS);
    let untrusted = farlight::domain::Stamp { trusted: false, ..clock.now() };
    assert_eq!(
        tidy(&mut store, &rule, &untrusted, 9).unwrap(),
        Freed::default(),
        "a clock that is not right"
    );
    let forever = Rule { proven: Keep::Forever, ..rule };
    assert_eq!(run(&mut store, &forever, 9), Freed::default());
    assert!(all.iter().all(|record| here(&store, record)));

    let of_first = u32::try_from(originals(&first).len()).unwrap();
    let freed = run(&mut store, &rule, of_first);
    assert!(freed.originals == of_first && freed.bytes > 100_000, "{freed:?}");
    assert!(gone(&store, &first) && here(&store, &second), "the oldest first");
    run(&mut store, &rule, 99);
    assert!(gone(&store, &second));
    let stay = [&by_status, &text_only, &negative, &timeless, &waiting];
    assert!(stay.iter().all(|record| here(&store, record)));
    run(&mut store, &Rule { negative: Keep::Days(30), ..rule }, 99);
    assert!(gone(&store, &negative));
    assert!(stay.iter().filter(|record| record.id != negative.id).all(|record| here(&store, record)));

    // The record is as it was, and each picture that went has its entry.
    assert_eq!(store.encounter(&first.id).unwrap(), first);
    let entries = store.audit_entries(1000).unwrap();
    let told: Vec<_> = entries.iter().filter(|entry| entry.action == "original-let-go").collect();
    assert_eq!(told.len() as u64, store.held().unwrap().let_go);
    assert!(told.iter().all(|entry| entry.details["image"].is_string()));
    assert_eq!(store.audit_verify().unwrap().problem, None);
    let sweep = store.sweep(Depth::Bytes).unwrap();
    assert_eq!((sweep.missing.len(), sweep.damaged.len(), sweep.orphans_removed), (0, 0, 0), "{sweep:?}");
}

/// The same bytes in two encounters are one file: it stays as long as one of them needs it.
#[test]
fn a_file_that_another_encounter_needs_stays() {
    let home = tempfile::tempdir().unwrap();
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let pacs = [Destination::dicomweb("pacs", "https://pacs.example/dicom-web")];
    let mut store = open(home.path(), &clock);
    let sent = large(records::dr_refer("1"), clock.now().wall_ms, &mut store, &pacs);
    deliver(&mut store, &clock, "studies/1.2/");
    let mut other = records::dr_refer("2");
    let pictures: Vec<Vec<u8>> = originals(&sent).iter().map(|id| store.read_image(id).unwrap()).collect();
    let pictures = furnish(&mut other, |_| ("image/jpeg", pictures[0].clone()));
    commit_with(&mut store, &other, &pictures, &[]);
    clock.advance(91 * DAY_MS);
    let freed = tidy(&mut store, &RULE, &clock.now(), 9).unwrap();
    assert!(freed.originals > 0 && freed.bytes == 0, "{freed:?}");
    assert!(gone(&store, &sent) && here(&store, &other));
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}

/// The real program, killed at the n-th call of each kind by which it reaches the disk.
#[test]
fn a_kill_at_every_write_of_letting_go_loses_nothing() {
    if Command::new("strace").arg("-V").output().is_err() {
        println!("SKIPPED: strace is not installed");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    // Nobody is there; nothing waits for it either.
    let pacs = Destination::dicomweb("pacs", "http://127.0.0.1:9/dicom-web");
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let record = {
        let mut store = open(home.path(), &clock);
        let record =
            large(records::dr_refer("1"), clock.now().wall_ms, &mut store, std::slice::from_ref(&pacs));
        deliver(&mut store, &clock, "studies/1.2/");
        record
    };
    copy(&home.path().join("data"), &home.path().join("before"));
    let this = Station { home: home.path(), destinations: vec![pacs] };
    let (mut cuts, mut let_go) = (0, 0);
    for call in ["pwrite64", "fsync,fdatasync", "rename,renameat,renameat2", "unlink,unlinkat", "ftruncate"] {
        for nth in 1..60 {
            std::fs::remove_dir_all(home.path().join("data")).unwrap();
            copy(&home.path().join("before"), &home.path().join("data"));
            let trace = home.path().join("trace");
            let command = this.command(&["--once"], "[store]\noriginals_days = 0\n");
            let mut strace = Command::new("strace");
            strace.args(["-f", "-qq", "-o"]).arg(&trace).args(["-e", &format!("trace={call}")]);
            strace.args(["-e", &format!("inject={call}:signal=SIGKILL:when={nth}")]);
            strace.arg(command.get_program()).args(command.get_args()).env_remove("FARLIGHT_PASSPHRASE");
            strace.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).status().unwrap();
            let killed = std::fs::read_to_string(&trace).unwrap_or_default().contains("killed by SIGKILL");
            let mut store = this.store();
            let sweep = store.sweep(Depth::Bytes).unwrap();
            assert_eq!(
                (sweep.missing.len(), sweep.damaged.len(), sweep.orphans_kept),
                (0, 0, 0),
                "{call} {nth}: {sweep:?}"
            );
            assert_eq!(store.audit_verify().unwrap().problem, None, "{call} {nth}");
            assert_eq!(store.encounter(&record.id).unwrap(), record, "{call} {nth}");
            let held = store.held().unwrap();
            let entries = store.audit_entries(1000).unwrap();
            let told = entries.iter().filter(|entry| entry.action == "original-let-go").count();
            assert_eq!(told as u64, held.let_go, "{call} {nth}: an entry for each and no other");
            for id in originals(&record) {
                assert!(!store.read_picture(&id).unwrap().is_empty(), "{call} {nth}");
            }
            let_go = let_go.max(held.let_go);
            if !killed {
                assert_eq!(held.let_go, originals(&record).len() as u64, "{call}: a whole run lets all go");
                break;
            }
            cuts += 1;
        }
    }
    println!("{cuts} cuts");
    assert!(cuts > 20, "only {cuts} writes were met: the injection does not work");
    assert_eq!(let_go, originals(&record).len() as u64);
}
