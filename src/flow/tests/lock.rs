use super::support::*;
use crate::domain::Task;
use crate::flow::*;

fn fail(kiosk: &mut Kiosk, user: UserId) {
    let request = kiosk.type_pin(user);
    kiosk.send(Event::PinChecked { request, right: false });
    kiosk.wait(20 * 60_000);
    kiosk.tap(Action::Dismiss); // wakes the screen
}

#[test]
fn the_right_pin_opens_home_and_clears_the_count() {
    let kiosk = Kiosk::with(AMINA);
    assert_eq!(kiosk.at(), ("home", ""));
    assert!(kiosk.model.desk.attempts.counts().is_empty());
}

#[test]
fn an_attempt_is_kept_on_the_disk_before_it_is_checked() {
    let mut kiosk = Kiosk::started(Begin::default());
    kiosk.type_pin(AMINA);
    let persisted =
        kiosk.log.iter().position(|e| matches!(e, Effect::PersistAttempts(map) if map[&AMINA] == 1));
    let checked = kiosk.log.iter().position(|e| matches!(e, Effect::CheckPin { .. }));
    assert!(persisted.unwrap() < checked.unwrap());
}

#[test]
fn after_three_wrong_pins_there_is_a_wait_that_a_power_cut_does_not_shorten() {
    let mut kiosk = Kiosk::started(Begin::default());
    for _ in 0..3 {
        let request = kiosk.type_pin(AMINA);
        kiosk.send(Event::PinChecked { request, right: false });
    }
    let Effect::PersistAttempts(failed) =
        kiosk.log.iter().rev().find(|e| matches!(e, Effect::PersistAttempts(_))).unwrap().clone()
    else {
        unreachable!()
    };
    let mut later = Kiosk::started(Begin { failed, ..Begin::default() });
    for kiosk in [&mut kiosk, &mut later] {
        assert!(kiosk.model.desk.attempts.wait_ms(AMINA, kiosk.ms) > 20_000);
        kiosk.log.clear();
        kiosk.tap(Action::ChooseUser(AMINA));
        kiosk.press([1; 4].map(Action::Digit));
        assert!(kiosk.tap(Action::Next).is_empty(), "no PIN is checked during the wait");
        kiosk.wait(30_000);
        assert!(kiosk.tap(Action::Next).iter().any(|e| matches!(e, Effect::CheckPin { .. })));
    }
}

#[test]
fn a_barred_operator_waits_for_a_supervisor() {
    let mut kiosk = Kiosk::started(Begin::default());
    (0..8).for_each(|_| fail(&mut kiosk, AMINA));
    let amina = kiosk.model.desk.user_by_id(AMINA).unwrap().clone();
    assert!(kiosk.model.desk.attempts.is_barred(&amina));
    kiosk.tap(Action::ChooseUser(AMINA));
    kiosk.tap(Action::Release);
    kiosk.tap(Action::ChooseUser(BEN));
    assert_eq!(kiosk.at(), ("lock", "choose-supervisor"), "an operator releases nobody");
    let request = kiosk.type_pin(SUPERVISOR);
    kiosk.send(Event::PinChecked { request, right: true });
    assert_eq!((kiosk.at(), kiosk.model.desk.user), (("lock", "choose"), None));
    assert!(!kiosk.model.desk.attempts.is_barred(&amina));
    kiosk.unlock(AMINA);
    assert_eq!(kiosk.at(), ("home", ""));
}

#[test]
fn a_supervisor_is_slowed_and_never_barred() {
    let mut kiosk = Kiosk::started(Begin::default());
    (0..12).for_each(|_| fail(&mut kiosk, SUPERVISOR));
    kiosk.unlock(SUPERVISOR);
    assert_eq!(kiosk.at(), ("home", ""));
}

#[test]
fn the_lock_keeps_the_work_for_its_owner_alone() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    let before = kiosk.model.place();
    kiosk.wait(180_000);
    assert_eq!(kiosk.at(), ("lock", "choose"));
    assert!(kiosk.model.identity().is_none());
    kiosk.unlock(BEN);
    assert_eq!(kiosk.at(), ("home", ""), "another user does not see it");
    kiosk.tap(Action::ChooseUser(AMINA));
    assert_eq!(kiosk.model.desk.ask, None, "nor may another operator take it up");
    kiosk.tap(Action::Lock);
    kiosk.unlock(AMINA);
    assert_eq!(kiosk.model.place(), before);
    assert!(kiosk.log.iter().rev().any(|e| matches!(e, Effect::StartCamera(_))));
}

#[test]
fn a_supervisor_takes_up_what_was_left() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    let before = kiosk.model.place();
    kiosk.tap(Action::Lock);
    kiosk.unlock(SUPERVISOR);
    kiosk.tap(Action::ChooseUser(AMINA));
    kiosk.tap(Action::Confirm);
    assert_eq!(kiosk.model.place(), before);
    assert_eq!(kiosk.visit().owner, SUPERVISOR);
    assert!(kiosk.log.contains(&Effect::ClearDraft { owner: AMINA }));
}

#[test]
fn a_late_answer_opens_nothing() {
    let mut kiosk = Kiosk::started(Begin::default());
    let request = kiosk.type_pin(AMINA);
    kiosk.send(Event::PinChecked { request: request + 1, right: true });
    assert_eq!(kiosk.model.desk.user, None);
    assert!(!format!("{:?}", kiosk.log).contains("1234"), "no PIN is ever printed");
}
