//! What goes in comes out, and nothing that identifies a patient lies on the disk in the clear.

use super::*;

pub fn bytes(id: &str, index: usize) -> Vec<u8> {
    let seed = id.bytes().fold(index as u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
    picture(seed)
}

fn stamp(wall_ms: i64, trusted: bool) -> Stamp {
    Stamp { wall_ms, boot_ms: 987_654, boot_id: "boot-7".into(), trusted }
}

fn image(id: &str, encounter: &str, index: usize, role: ImageRole) -> ImageRecord {
    let bytes = bytes(encounter, index);
    ImageRecord {
        id: id.into(),
        role,
        laterality: Some(Laterality::Od),
        sha256: crypto::hex(&crypto::sha256(&bytes)),
        media_type: "image/jpeg".into(),
        width_px: 1444,
        height_px: 1444,
        bytes: bytes.len() as u64,
        source: "phantom".into(),
        attempt: 2,
        taken: stamp(1_790_000_000_111, false),
    }
}

pub fn full(id: &str) -> EncounterRecord {
    let (original, heatmap) = (format!("{id}-image-0"), format!("{id}-image-1"));
    let seen = Finding {
        id: format!("{id}-finding-0"),
        task: Task::Dr,
        laterality: Some(Laterality::Od),
        image_id: Some(original.clone()),
        heatmap_id: Some(heatmap.clone()),
        gradable: true,
        quality: Some(Quality { score: 0.1 + 0.2, defects: vec![Defect::Reflection, Defect::TooDark] }),
        score: Some(0.7_f32 / 3.0),
        grade: Grade::new(3),
        outcome: Outcome::Abstain,
        abstain_reason: Some(AbstainReason::LookedElsewhere),
        threshold: Some(0.3),
        model: Some(ModelRef { id: "dr".into(), version: "0.1.0".into(), sha256: "ab".repeat(32) }),
        preprocessing: Some("retina-1".into()),
    };
    let unseen = Finding {
        id: format!("{id}-finding-1"),
        laterality: Some(Laterality::Os),
        image_id: None,
        heatmap_id: None,
        gradable: false,
        quality: None,
        score: None,
        grade: None,
        outcome: Outcome::Ungradable,
        abstain_reason: None,
        threshold: None,
        model: None,
        preprocessing: None,
        ..seen.clone()
    };
    EncounterRecord {
        id: id.into(),
        task: Task::Dr,
        patient: Patient {
            id: "0190-patient".into(),
            identifier: "KX-4711".into(),
            name: "Wanjirũ Ọlátúnjí".into(),
            birth_date: Some("1971-05".into()),
            sex: Sex::Female,
        },
        site: "Hilltop clinic".into(),
        device: "box-12".into(),
        operator: "nurse-3".into(),
        opened: stamp(1_789_999_990_000, true),
        closed: stamp(1_790_000_000_500, true),
        answers: Answers {
            age_years: Some(55),
            symptoms: Answer::Yes,
            symptom_names: vec!["floaters since Thursday".into()],
            hiv: Answer::Unknown,
            past_tb: Answer::No,
            reduced_acuity: Answer::Yes,
        },
        images: vec![
            image(&original, id, 0, ImageRole::Original),
            image(&heatmap, id, 1, ImageRole::Heatmap),
        ],
        findings: vec![seen, unseen],
        conclusion: Conclusion {
            disposition: Disposition::Refer,
            rule: "ungradable".into(),
            reason: "ungradable-eye".into(),
            action: "Refer to the eye clinic.".into(),
            due: "2026-10-20".into(),
            warnings: vec!["one".into(), "two".into()],
            not_looked_for: vec!["glaucoma".into()],
        },
        versions: Versions {
            software: "0.1.0".into(),
            rule_pack: "dr-who 1".into(),
            rule_pack_sha256: "cd".repeat(32),
        },
        research_use: true,
    }
}

#[test]
fn a_record_with_everything_comes_back_equal_after_a_restart() {
    let room = Room::new();
    commit(&mut room.open(), "encounter-1", Priority::Refer);
    let store = room.open();
    let back = store.encounter("encounter-1").unwrap();
    assert_eq!(back, full("encounter-1"));
    assert_eq!(back.patient, full("encounter-1").patient);
    for (index, image) in back.images.iter().enumerate() {
        assert_eq!(store.read_image(&image.id).unwrap(), bytes("encounter-1", index));
    }
}

#[test]
fn a_record_with_as_little_as_possible_comes_back_equal() {
    let room = Room::new();
    let mut store = room.open();
    let mut bare = full("encounter-1");
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
    let mut other = full("encounter-2");
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
    let full = full("encounter-1");
    let (picture, digest) = (bytes("encounter-1", 0), full.images[0].sha256.as_bytes());
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
    let mut again = full("encounter-1");
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
    let good = full("encounter-1");
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
    assert!(matches!(store.commit(&bad, &both, &[]), Err(StoreError::Database(_))));
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
        let mut record = full(id);
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
    assert_eq!(ids(&any, 10), ["aaaaaaaa-2", "bbbbbbbb-1", "aaaaaaaa-1"]);
    assert_eq!(ids(&any, 1), ["aaaaaaaa-2"]);
    assert_eq!(ids(&Filter { task: Some(Task::Tb), ..any }, 10), ["bbbbbbbb-1"]);
    let refer = Filter { disposition: Some(Disposition::Refer), ..Filter::default() };
    assert_eq!(ids(&refer, 10), ["aaaaaaaa-2", "aaaaaaaa-1"]);
    let days = (Some(86_400_000), Some(3 * 86_400_000));
    let span = Filter { from_wall_ms: days.0, until_wall_ms: days.1, ..Filter::default() };
    assert_eq!(ids(&span, 10), ["bbbbbbbb-1", "aaaaaaaa-1"]);
    assert_eq!(store.priors("0190-patient").unwrap().len(), 3);
    assert_eq!(store.priors("nobody").unwrap(), []);
    assert_eq!(store.encounters(&any_filter(), 9).unwrap()[0].undelivered, 1);

    assert_eq!(store.encounter("bbbbbbbb").unwrap().id, "bbbbbbbb-1");
    assert_eq!(store.encounter(" aaaaaaaa-2").unwrap().id, "aaaaaaaa-2");
    assert!(matches!(store.encounter("aaaaaaaa"), Err(StoreError::Ambiguous)));
    for none in ["bbbbbbb", "", "%", "cccccccc"] {
        assert!(matches!(store.encounter(none), Err(StoreError::NotFound)), "{none}");
    }
    let patient = store.patient_by_identifier(" kx-4711").unwrap().unwrap();
    assert_eq!(patient, full("x").patient);
    assert_eq!(store.patient_by_identifier("KX-4712").unwrap(), None);
}

fn any_filter() -> Filter<'static> {
    Filter::default()
}

#[test]
fn a_corrected_name_holds_for_all_encounters_and_is_in_the_chain() {
    let room = Room::new();
    let mut store = room.open();
    commit(&mut store, "encounter-1", Priority::Refer);
    let mut second = full("encounter-2");
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
        let mut record = full(id);
        record.findings.clear();
        record.images.truncate(1);
        let bytes = bytes("encounter-1", 0);
        record.images[0].sha256 = crypto::hex(&crypto::sha256(&bytes));
        store.commit(&record, &[(&record.images[0].id, &bytes)], &[]).unwrap();
        assert_eq!(store.read_image(&record.images[0].id).unwrap(), bytes);
    }
    assert!(room.blob().exists());
    assert_eq!(store.sweep(Depth::Bytes).unwrap(), Sweep::default());
}
