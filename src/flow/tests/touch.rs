use super::support::*;
use crate::domain::Task;
use crate::flow::*;

#[test]
fn the_waking_tap_presses_nothing() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.model.desk.preferences.lock_after_s = 100_000;
    kiosk.wait(600_000);
    assert_eq!(kiosk.model.view(), View::Asleep);
    assert_eq!(kiosk.tap(Action::NEW_EYE), []);
    assert_eq!((kiosk.at(), kiosk.model.desk.guard.asleep), (("home", ""), false));
    kiosk.tap(Action::NEW_EYE);
    assert_eq!(kiosk.at(), ("identify", "search"));
}

#[test]
fn a_tap_alone_wakes_and_presses_nothing_either() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.model.desk.preferences.lock_after_s = 100_000;
    kiosk.wait(600_000);
    kiosk.send(Event::Tap { action: Action::NEW_EYE, boot_ms: kiosk.ms });
    assert_eq!((kiosk.at(), kiosk.model.desk.guard.asleep), (("home", ""), false));
}

#[test]
fn a_fresh_screen_and_a_double_tap_press_nothing() {
    for gap in [0, 50, 199, 250, 299] {
        let mut kiosk = Kiosk::with(AMINA);
        kiosk.admitted(Task::Dr, "p1");
        kiosk.tap(Action::Agree);
        let at = kiosk.ms + gap;
        kiosk.send(Event::Tap { action: Action::Next, boot_ms: at });
        assert_eq!(kiosk.at(), ("questions", ""), "{gap} ms");
        kiosk.send(Event::Tap { action: Action::Next, boot_ms: kiosk.ms + 301 });
        assert_eq!(kiosk.at().0, "capture");
    }
}

#[test]
fn digits_on_one_screen_may_come_fast() {
    let mut kiosk = Kiosk::started(Begin::default());
    kiosk.tap(Action::ChooseUser(AMINA));
    kiosk.ms += 400;
    for digit in 1..=4 {
        kiosk.send(Event::Tap { action: Action::Digit(digit), boot_ms: kiosk.ms + u64::from(digit) * 40 });
    }
    let Screen::Lock(lock) = &kiosk.model.screen else { panic!() };
    assert_eq!(lock.pin.reveal(), "1234");
}

#[test]
fn the_wiped_glass_presses_nothing() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.tap(Action::Clean);
    assert_eq!(kiosk.model.view(), View::Cleaning);
    kiosk.tap(Action::NEW_EYE);
    kiosk.wait(31_000);
    assert_eq!((kiosk.at(), kiosk.model.place().covered), (("home", ""), false));
}

#[test]
fn a_fault_covers_the_work_and_gives_it_back() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    let before = kiosk.model.place();
    let class = crate::domain::FaultClass::NeedsTechnician;
    kiosk.send(Event::Fault { code: "disk-full".into(), class });
    assert!(matches!(kiosk.model.view(), View::Fault(_)));
    kiosk.tap(Action::Shutter);
    assert!(matches!(kiosk.model.view(), View::Fault(_)));
    kiosk.tap(Action::Retry);
    assert_eq!(kiosk.model.place(), before);
}

#[test]
fn what_destroys_asks_at_every_step() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.admitted(Task::Dr, "p1");
    for step in [Action::Agree, Action::Next, Action::Shutter] {
        let place = kiosk.model.place();
        kiosk.tap(Action::Abandon);
        assert_eq!(kiosk.model.desk.ask, Some(Question::AbandonVisit));
        kiosk.tap(Action::NEW_CHEST);
        kiosk.tap(Action::Dismiss);
        assert_eq!(kiosk.model.place(), place, "nothing happened");
        kiosk.tap(step);
    }
    kiosk.tap(Action::Abandon);
    let effects = kiosk.tap(Action::Confirm);
    assert_eq!(kiosk.at(), ("home", ""));
    for wanted in [
        Effect::StopCamera,
        Effect::Discard { encounter: ENCOUNTER.into() },
        Effect::ClearDraft { owner: AMINA },
    ] {
        assert!(effects.contains(&wanted), "{wanted:?}");
    }
}
