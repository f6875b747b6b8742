//! Messages are never lost and never doubled, whatever happens in whatever order.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn claim(store: &mut Store, room: &Room) -> Option<Message> {
    store.claim(&room.clock.now(), None, Stage::Original).unwrap()
}

#[test]
fn urgent_goes_first_then_the_oldest_whatever_the_wall_clock_says() {
    let room = Room::new();
    let mut store = room.open();
    let order = [Priority::Routine, Priority::Refer, Priority::Urgent, Priority::Refer, Priority::Urgent];
    for (index, priority) in order.into_iter().enumerate() {
        // Each one seems older than the one before.
        room.clock.jump(1_790_000_000_000 - i64::try_from(index).unwrap() * 1_000_000);
        commit(&mut store, &format!("encounter-{index}"), priority);
    }
    let sent: Vec<String> = std::iter::from_fn(|| claim(&mut store, &room))
        .map(|message| message.encounter_id.trim_start_matches("encounter-").to_owned())
        .collect();
    assert_eq!(sent, ["2", "4", "1", "3", "0"]);
    assert_eq!(store.waiting().unwrap().count, 5);
}

#[test]
fn a_message_goes_its_way_and_the_proof_of_delivery_stays() {
    let room = Room::new();
    let mut store = room.open();
    commit(&mut store, "encounter-1", Priority::Urgent);
    let oldest_wall_ms = Some(room.clock.now().wall_ms);
    assert_eq!(store.waiting().unwrap(), Waiting { count: 1, bytes: 4096, oldest_wall_ms });
    assert_eq!(store.claim(&room.clock.now(), Some("elsewhere"), Stage::Original).unwrap(), None);
    let message = store.claim(&room.clock.now(), Some("clinic"), Stage::Original).unwrap().unwrap();
    assert_eq!((message.state, message.attempts), (MessageState::Claimed, 1));
    assert_eq!(claim(&mut store, &room), None);
    room.clock.advance(500);
    store.ack(&message.id, "Bundle/77").unwrap();
    let done = store.messages(&MessageFilter::default()).unwrap().remove(0);
    assert_eq!((done.id.clone(), done.state), (message.id, MessageState::Delivered));
    assert_eq!(done.receipt.as_deref(), Some("Bundle/77"));
    assert_eq!(done.settled_wall_ms, Some(room.clock.now().wall_ms));
    assert_eq!(store.waiting().unwrap(), Waiting::default());
    for again in [
        store.ack(&done.id, "x"),
        store.retry(&done.id, 0, "x"),
        store.park(&done.id, Parked::Rejected, "x"),
        store.revive(&done.id, "nurse"),
    ] {
        assert!(matches!(again, Err(StoreError::WrongState("delivered"))));
    }
    assert!(matches!(store.ack("nobody", ""), Err(StoreError::NotFound)));
}

#[test]
fn a_pause_counts_on_the_boot_clock_and_ends_with_the_boot() {
    let room = Room::new();
    let mut store = room.open();
    commit(&mut store, "encounter-1", Priority::Refer);
    let message = claim(&mut store, &room).unwrap();
    store.retry(&message.id, 60_000, "timeout").unwrap();
    assert_eq!(store.next_due_ms(&room.clock.now()).unwrap(), Some(60_000));
    // The wall clock jumps a year ahead: the pause stays.
    room.clock.jump(1_822_000_000_000);
    assert_eq!(claim(&mut store, &room), None);
    room.clock.advance(59_999);
    assert_eq!(claim(&mut store, &room), None);
    room.clock.advance(1);
    assert_eq!(store.next_due_ms(&room.clock.now()).unwrap(), Some(0));
    let again = claim(&mut store, &room).unwrap();
    assert_eq!((again.attempts, again.last_error.as_deref()), (2, Some("timeout")));
    store.retry(&message.id, u64::MAX, &"é".repeat(2000)).unwrap();
    assert_eq!(
        store.messages(&MessageFilter::default()).unwrap()[0].last_error.as_ref().unwrap().chars().count(),
        500
    );
    let next_boot = Stamp { boot_id: "next".into(), boot_ms: 5, ..room.clock.now() };
    assert_eq!(store.next_due_ms(&next_boot).unwrap(), Some(0));
    assert!(store.claim(&next_boot, None, Stage::Original).unwrap().is_some());
    assert_eq!(store.next_due_ms(&next_boot).unwrap(), None);
}

#[test]
fn a_parked_message_waits_for_a_person() {
    let room = Room::new();
    let mut store = room.open();
    commit(&mut store, "encounter-1", Priority::Refer);
    for (parked, state) in
        [(Parked::Rejected, MessageState::Rejected), (Parked::Misconfigured, MessageState::Misconfigured)]
    {
        let message = claim(&mut store, &room).unwrap();
        store.park(&message.id, parked, "no such clinic").unwrap();
        assert_eq!(claim(&mut store, &room), None);
        let filter = MessageFilter { state: Some(state), ..MessageFilter::default() };
        assert_eq!(store.messages(&filter).unwrap()[0].last_error.as_deref(), Some("no such clinic"));
        assert_eq!(store.check().unwrap().messages_parked, 1);
        store.revive(&message.id, "nurse-3").unwrap();
        assert_eq!(store.audit_entries(1).unwrap()[0].actor, "nurse-3");
    }
    assert_eq!(claim(&mut store, &room).unwrap().attempts, 1);
    assert_eq!(store.audit_verify().unwrap().problem, None);
}

#[derive(Debug, Clone)]
enum Step {
    Commit(u8),
    Claim,
    Ack(u8),
    Retry(u8, u16),
    Park(u8, bool),
    Revive(u8),
    Restart,
    Advance(u16),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..3_u8).prop_map(Step::Commit),
        4 => Just(Step::Claim),
        2 => any::<u8>().prop_map(Step::Ack),
        2 => (any::<u8>(), any::<u16>()).prop_map(|(pick, ms)| Step::Retry(pick, ms)),
        1 => (any::<u8>(), any::<bool>()).prop_map(|(pick, bad)| Step::Park(pick, bad)),
        1 => any::<u8>().prop_map(Step::Revive),
        1 => Just(Step::Restart),
        2 => any::<u16>().prop_map(Step::Advance),
    ]
}

/// Picks any message, whatever its state: wrong steps are part of the test.
fn pick(model: &BTreeMap<String, MessageState>, number: u8) -> Option<(String, MessageState)> {
    let index = usize::from(number) % model.len().max(1);
    model.iter().nth(index).map(|(id, state)| (id.clone(), *state))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Beside the store runs a model of it: a map from message to state. They agree after each step.
    #[test]
    fn no_order_of_steps_loses_or_doubles_a_message(steps in proptest::collection::vec(step(), 1..40)) {
        use MessageState::{Claimed, Delivered, Misconfigured, Pending, Rejected};
        let room = Room::new();
        let mut store = room.open();
        let mut model: BTreeMap<String, MessageState> = BTreeMap::new();
        let mut made = 0;
        for step in steps {
            match step {
                Step::Commit(priority) => {
                    let mut record = record(&format!("encounter-{made}"));
                    made += 1;
                    record.images.clear();
                    record.findings.clear();
                    let priority = [Priority::Urgent, Priority::Refer, Priority::Routine][usize::from(priority)];
                    store.commit(&record, &[], &[message(priority)]).unwrap();
                    let filter = MessageFilter { encounter_id: Some(&record.id), ..MessageFilter::default() };
                    let new = store.messages(&filter).unwrap().remove(0);
                    prop_assert_eq!(model.insert(new.id, Pending), None);
                }
                Step::Claim => if let Some(message) = claim(&mut store, &room) {
                    prop_assert_eq!(model.insert(message.id, Claimed), Some(Pending));
                } else {
                    // Nothing is due: what is pending has a pause that is not over.
                    let due = store.next_due_ms(&room.clock.now()).unwrap();
                    prop_assert_eq!(due.is_some(), model.values().any(|state| *state == Pending));
                    prop_assert!(due != Some(0));
                },
                Step::Ack(number) => if let Some((id, state)) = pick(&model, number) {
                    prop_assert_eq!(store.ack(&id, "ok").is_ok(), state == Claimed);
                    if state == Claimed { model.insert(id, Delivered); }
                },
                Step::Retry(number, ms) => if let Some((id, state)) = pick(&model, number) {
                    prop_assert_eq!(store.retry(&id, u64::from(ms), "later").is_ok(), state == Claimed);
                    if state == Claimed { model.insert(id, Pending); }
                },
                Step::Park(number, bad) => if let Some((id, state)) = pick(&model, number) {
                    let (parked, to) = if bad { (Parked::Misconfigured, Misconfigured) } else { (Parked::Rejected, Rejected) };
                    prop_assert_eq!(store.park(&id, parked, "no").is_ok(), state == Claimed);
                    if state == Claimed { model.insert(id, to); }
                },
                Step::Revive(number) => if let Some((id, state)) = pick(&model, number) {
                    let open = matches!(state, Pending | Rejected | Misconfigured);
                    prop_assert_eq!(store.revive(&id, "nurse").is_ok(), open);
                    if open { model.insert(id, Pending); }
                },
                Step::Restart => {
                    drop(store);
                    store = room.open();
                    model.values_mut().filter(|state| **state == Claimed).for_each(|state| *state = Pending);
                }
                Step::Advance(ms) => room.clock.advance(u64::from(ms)),
            }
            let stored = store.messages(&MessageFilter::default()).unwrap();
            let count = stored.len();
            let stored: BTreeMap<_, _> = stored.into_iter().map(|message| (message.id, message.state)).collect();
            prop_assert_eq!(stored.len(), count);
            prop_assert_eq!(&stored, &model);
            let waiting = model.values().filter(|state| matches!(state, Pending | Claimed)).count();
            prop_assert_eq!(store.waiting().unwrap().count, waiting as u64);
        }
        prop_assert_eq!(store.audit_verify().unwrap().problem, None);
    }
}

#[test]
fn waking_a_destination_frees_what_its_configuration_held_and_nothing_else() {
    use MessageState::{Pending, Rejected};
    let room = Room::new();
    let mut store = room.open();
    let ends: [fn(&mut Store, &str); 3] = [
        |store, id| store.park(id, Parked::Misconfigured, "no certificate").unwrap(),
        |store, id| store.park(id, Parked::Rejected, "unknown patient").unwrap(),
        |store, id| store.retry(id, 60_000, "timeout").unwrap(),
    ];
    for (index, end) in ends.into_iter().enumerate() {
        commit(&mut store, &format!("encounter-{index}"), Priority::Refer);
        let id = claim(&mut store, &room).unwrap().id;
        end(&mut store, &id);
    }
    let entries = store.audit_verify().unwrap().entries;
    store.wake("elsewhere").unwrap();
    assert_eq!(store.audit_verify().unwrap().entries, entries);
    store.wake("clinic").unwrap();
    store.wake("clinic").unwrap();
    assert_eq!(store.audit_verify().unwrap(), AuditReport { entries: entries + 1, problem: None });
    let states: Vec<_> = store.messages(&MessageFilter::default()).unwrap();
    let states: Vec<_> = states.iter().map(|message| (message.state, message.attempts)).collect();
    assert_eq!(states, [(Pending, 0), (Rejected, 1), (Pending, 1)]);
    assert_eq!(claim(&mut store, &room).unwrap().encounter_id, "encounter-0");
    assert_eq!(claim(&mut store, &room), None, "the other waits for its time");
}
