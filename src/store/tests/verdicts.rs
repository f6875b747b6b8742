use super::*;

fn verdict(encounter_id: &str, opinion: Opinion, words: &str) -> Verdict {
    Verdict {
        encounter_id: encounter_id.into(),
        opinion,
        grades: vec![EyeGrade { laterality: Some(Laterality::Os), grade: Grade::new(3).unwrap() }],
        words: words.into(),
        channel: Channel::Report,
        destination: "clinic".into(),
        place: "DiagnosticReport/7".into(),
        decided_wall_ms: Some(1_790_000_100_000),
        received: Stamp { wall_ms: 1_790_000_200_000, boot_ms: 5, boot_id: "boot".into(), trusted: true },
    }
}

#[test]
fn a_verdict_is_written_once_and_a_changed_one_beside_it() {
    let room = Room::new();
    let mut store = room.open();
    commit(&mut store, "encounter-1", Priority::Refer);
    let first = verdict("encounter-1", Opinion::Agree, "Zwaardvis agrees");
    assert!(store.take_verdict(&first).unwrap());
    assert!(!store.take_verdict(&first).unwrap(), "read again");
    let second = verdict("encounter-1", Opinion::Regrade, "");
    assert!(store.take_verdict(&second).unwrap());
    assert!(store.take_verdict(&first).unwrap(), "back to the first word");
    drop(store);
    for bytes in contents(&room.folder()).values() {
        assert!(!bytes.windows(9).any(|part| part == b"Zwaardvis"));
    }
    let store = room.open();
    assert_eq!(store.verdicts(Some("encounter-1")).unwrap(), [first.clone(), second, first]);
    assert_eq!(store.answer_places("clinic").unwrap(), ["DiagnosticReport/7"]);
    assert_eq!(store.audit_verify().unwrap().problem, None);
}

#[test]
fn nothing_lands_on_nobody() {
    let room = Room::new();
    let mut store = room.open();
    let stray = verdict("encounter-9", Opinion::Agree, "");
    assert!(matches!(store.take_verdict(&stray), Err(StoreError::NotFound)));
    commit(&mut store, "encounter-1", Priority::Refer);
    assert!(!store.take_verdict(&verdict("encounter-1", Opinion::Withdrawn, "")).unwrap());
    let place = ("clinic", "Task/1");
    assert!(store.refuse_answer("encounter-1", place, "it is about another patient").unwrap());
    assert!(!store.refuse_answer("encounter-1", place, "it is about another patient").unwrap());
    assert_eq!(store.refused_answers().unwrap().len(), 1);
    assert!(store.verdicts(None).unwrap().is_empty());
}

#[test]
fn what_was_delivered_is_awaited_and_later_let_go() {
    let room = Room::new();
    let mut store = room.open();
    for id in ["encounter-1", "encounter-2", "encounter-3"] {
        commit(&mut store, id, Priority::Refer);
    }
    for _ in 0..2 {
        let message = store.claim(&room.clock.now(), None, Stage::Original).unwrap().unwrap();
        store.ack(&message.id, "Task/1").unwrap();
    }
    let awaited = |store: &Store| -> Vec<(String, bool)> {
        let all = store.awaited("clinic").unwrap();
        all.into_iter().map(|one| (one.encounter_id, one.answered)).collect()
    };
    assert_eq!(awaited(&store), [("encounter-2".to_owned(), false), ("encounter-1".to_owned(), false)]);
    let mut answer = verdict("encounter-2", Opinion::Treated, "");
    answer.received.wall_ms = room.clock.now().wall_ms;
    store.take_verdict(&answer).unwrap();
    assert_eq!(awaited(&store), [("encounter-1".to_owned(), false), ("encounter-2".to_owned(), true)]);
    assert!(store.awaited("elsewhere").unwrap().is_empty());
    room.clock.advance(91 * 86_400_000);
    assert_eq!(awaited(&store), [("encounter-1".to_owned(), false)]);
}
