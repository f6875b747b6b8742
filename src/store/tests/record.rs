//! What goes in comes out, and nothing that identifies a patient lies on the disk in the clear.

use super::sample::bytes;
use super::*;

#[test]
fn a_record_with_everything_comes_back_equal_after_a_restart() {
    let room = Room::new();
    commit(&mut room.open(), "encounter-1", Priority::Refer);
    let store = room.open();
    let back = store.encounter("encounter-1").unwrap();
    assert_eq!(back, record("encounter-1"));
    assert_eq!(back.patient, record("encounter-1").patient);
    for (index, image) in back.images.iter().enumerate() {
        assert_eq!(store.read_image(&image.id).unwrap(), bytes("encounter-1", index));
    }
}

#[test]
fn a_record_with_as_little_as_possible_comes_back_equal() {
    let room = Room::new();
    let mut store = room.open();
    let mut bare = record("encounter-1");
    bare.task = Task::Tb;
    bare.patient.birth_date = None;
    bare.patient.identifier = String::new();
    bare.answers = Answers::default();
    bare.images.clear();
    bare.findings.clear();
    bare.conclusion.warnings.clear();
    bare.opened.wall_ms = i64::MIN;
    store.commit(&bare, &[], &[]).unwrap();
    assert_eq!(store.encounter("encounter-1").unwrap(), bare);
    let mut other = record("encounter-2");
    other.patient = Patient { id: "second".into(), ..bare.patient.clone() };
    other.images.clear();
    other.findings.clear();
    store.commit(&other, &[], &[]).unwrap();
    assert_eq!(store.patient_by_identifier("").unwrap(), None);
}

#[test]
fn nothing_on_the_disk_tells_who_was_screened_or_what_was_seen() {
    let room = Room::new();
    let mut store = room.open();
    commit(&mut store, "encounter-1", Priority::Refer);
    let whole = record("encounter-1");
    let (picture, digest) = (bytes("encounter-1", 0), whole.images[0].sha256.as_bytes());
    let secrets: [&[u8]; 6] =
        [b"Wanjir", b"KX-4711", b"1971-05", b"floaters since", &picture[1000..1032], digest];
    for (path, bytes) in contents(&room.folder()) {
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "{} holds {:?}", path.display(), String::from_utf8_lossy(secret));
        }
    }
}

#[test]
fn the_same_encounter_twice_and_the_same_identifier_for_two_people_are_refused() {
    let room = Room::new();
    let mut store = room.open();
    commit(&mut store, "encounter-1", Priority::Refer);
    let before = store.audit_entries(100).unwrap();
    let mut again = record("encounter-1");
    again.images.clear();
    again.findings.clear();
    assert!(matches!(store.commit(&again, &[], &[]), Err(StoreError::AlreadyStored)));
    again.id = "encounter-2".into();
    again.patient.id = "somebody else".into();
    again.patient.identifier = " kx-4711 ".into();
    assert!(matches!(store.commit(&again, &[], &[]), Err(StoreError::IdentifierTaken)));
    assert_eq!(store.audit_entries(100).unwrap(), before);
    assert_eq!(store.check().unwrap().encounters, 1);
}

#[test]
fn records_that_do_not_hold_together_are_refused_and_leave_nothing() {
    let room = Room::new();
    let mut store = room.open();
    let (one, two) = (bytes("encounter-1", 0), bytes("encounter-1", 1));
    let good = record("encounter-1");
    let both: [(&str, &[u8]); 2] = [("encounter-1-image-0", &one), ("encounter-1-image-1", &two)];
    let swapped: [(&str, &[u8]); 2] = [("encounter-1-image-0", &two), ("encounter-1-image-1", &one)];
    let refused = |result| matches!(result, Err(StoreError::Invalid(_)));
    assert!(refused(store.commit(&good, &both[..1], &[])));
    assert!(refused(store.commit(&good, &swapped, &[])));
    let mut bad = good.clone();
    bad.findings[0].score = Some(f32::NAN);
    assert!(refused(store.commit(&bad, &both, &[])));
    let mut bad = good.clone();
    bad.opened.boot_ms = u64::MAX;
    assert!(refused(store.commit(&bad, &both, &[])));
    let mut bad = good.clone();
    bad.findings[0].image_id = Some("of nobody".into());
    assert!(refused(store.commit(&bad, &both, &[])));
    // The same message twice in one commit: the pictures are there, no row is.
    let twice = [message(Priority::Refer), message(Priority::Urgent)];
    assert!(matches!(store.commit(&good, &both, &twice), Err(StoreError::Database(_))));
    let check = store.check().unwrap();
    assert_eq!((check.encounters, check.patients, check.images, check.messages_waiting), (0, 0, 0, 0));
    assert_eq!(store.sweep(Depth::Names).unwrap().orphans_removed, 2);
    store.commit(&good, &both, &twice[..1]).unwrap();
    assert_eq!(store.encounter("encounter-1").unwrap(), good);
}

#[test]
fn lists_filters_priors_prefixes_and_patients() {
    let room = Room::new();
    let mut store = room.open();
    for (id, day) in [("aaaaaaaa-1", 1), ("aaaaaaaa-2", 3), ("bbbbbbbb-1", 2)] {
        let mut record = record(id);
        record.closed.wall_ms = day * 86_400_000;
        record.images.clear();
        record.findings.clear();
        if id.starts_with('b') {
            record.task = Task::Tb;
            record.conclusion.disposition = Disposition::Negative;
        }
        store.commit(&record, &[], &[message(Priority::Refer)]).unwrap();
    }
    let ids = |filter: &Filter, limit| {
        let found = store.encounters(filter, limit).unwrap();
        found.into_iter().map(|summary| summary.id).collect::<Vec<_>>()
    };
    let any = Filter::default();
    assert_eq!(ids(&any, 10), ["bbbbbbbb-1", "aaaaaaaa-2", "aaaaaaaa-1"]);
    assert_eq!(ids(&any, 1), ["bbbbbbbb-1"]);
    assert_eq!(ids(&Filter { task: Some(Task::Tb), ..any }, 10), ["bbbbbbbb-1"]);
    let refer = Filter { disposition: Some(Disposition::Refer), ..Filter::default() };
    assert_eq!(ids(&refer, 10), ["aaaaaaaa-2", "aaaaaaaa-1"]);
    let days = (Some(86_400_000), Some(3 * 86_400_000));
    let span = Filter { from_wall_ms: days.0, until_wall_ms: days.1, ..Filter::default() };
    assert_eq!(ids(&span, 10), ["bbbbbbbb-1", "aaaaaaaa-1"]);
    assert_eq!(store.priors("0190-patient").unwrap().len(), 3);
    assert_eq!(store.priors("nobody").unwrap(), []);
    assert_eq!(store.encounters(&Filter::default(), 9).unwrap()[0].undelivered, 1);

    assert_eq!(store.encounter("bbbbbbbb").unwrap().id, "bbbbbbbb-1");
    assert_eq!(store.encounter(" aaaaaaaa-2").unwrap().id, "aaaaaaaa-2");
    assert!(matches!(store.encounter("aaaaaaaa"), Err(StoreError::Ambiguous)));
    for none in ["bbbbbbb", "", "%", "cccccccc"] {
        assert!(matches!(store.encounter(none), Err(StoreError::NotFound)), "{none}");
    }
    let patient = store.patient_by_identifier(" kx-4711").unwrap().unwrap();
    assert_eq!(patient, record("x").patient);
    assert_eq!(store.patient_by_identifier("KX-4712").unwrap(), None);
}

#[test]
fn a_clock_at_1970_hides_no_encounter() {
    let room = Room::new();
    let mut store = room.open();
    for (id, wall_ms) in [("right", 1_790_000_000_000), ("reset", 5)] {
        let mut record = record(id);
        record.closed = Stamp { wall_ms, trusted: wall_ms > 5, ..record.closed };
        record.images.clear();
        record.findings.clear();
        store.commit(&record, &[], &[]).unwrap();
    }
    assert_eq!(store.encounters(&Filter::default(), 1).unwrap()[0].id, "reset");
    assert_eq!(store.priors("0190-patient").unwrap()[0].id, "reset");
}

#[test]
fn a_corrected_name_holds_for_all_encounters_and_is_in_the_chain() {
    let room = Room::new();
    let mut store = room.open();
    commit(&mut store, "encounter-1", Priority::Refer);
    let mut second = record("encounter-2");
    second.patient.name = "Wanjirũ Ọlátúnjí-Bello".into();
    second.images.clear();
    second.findings.clear();
    store.commit(&second, &[], &[]).unwrap();
    assert_eq!(store.encounter("encounter-1").unwrap().patient, second.patient);
    let actions: Vec<String> =
        store.audit_entries(2).unwrap().into_iter().map(|entry| entry.action).collect();
    assert_eq!(actions, ["encounter-committed", "patient-changed"]);
    assert_eq!(store.check().unwrap().patients, 1);
}

#[test]
fn the_same_picture_twice_is_one_file() {
    let room = Room::new();
    let mut store = room.open();
    for id in ["encounter-1", "encounter-2"] {
        let mut record = record(id);
        record.findings.clear();
        record.images.truncate(1);
        let bytes = bytes("encounter-1", 0);
        record.images[0].sha256 = sha256_hex(&bytes);
        store.commit(&record, &[(&record.images[0].id, &bytes)], &[]).unwrap();
        assert_eq!(store.read_image(&record.images[0].id).unwrap(), bytes);
    }
    assert!(room.blob().exists());
    assert_eq!(store.sweep(Depth::Bytes).unwrap(), Sweep::default());
}
