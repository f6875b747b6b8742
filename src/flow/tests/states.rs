//! Every state of an encounter against everything that may happen in it.

use super::resume::{cut, last_draft};
use super::support::*;
use crate::domain::{SideDoubt, Task, UngradableReason};
use crate::flow::*;

fn captured(kiosk: &mut Kiosk, corners: Option<[Corner; 4]>) {
    let ticket = kiosk.ticket();
    kiosk.send(Event::Captured { ticket, picture: "x".into(), corners });
}

/// Every place where work in hand can be, by the way that leads there.
fn states(task: Task) -> Vec<Kiosk> {
    let mut all: Vec<Kiosk> = Vec::new();
    let mut add = |walk: &dyn Fn(&mut Kiosk)| {
        let mut kiosk = Kiosk::with(AMINA);
        walk(&mut kiosk);
        all.push(kiosk);
    };
    let at = |kiosk: &mut Kiosk, actions: &[Action]| {
        kiosk.aiming(task);
        kiosk.press(actions.iter().cloned());
    };
    add(&|kiosk| drop(kiosk.tap(Action::New(task))));
    add(&|kiosk| kiosk.press([Action::New(task), Action::ScanCard]));
    add(&|kiosk| kiosk.press([Action::New(task), Action::NewPatient, Action::Type('a')]));
    add(&|kiosk| kiosk.admitted(task, "p1"));
    add(&|kiosk| {
        kiosk.admitted(task, "p1");
        kiosk.tap(Action::Agree);
    });
    add(&|kiosk| at(kiosk, &[]));
    add(&|kiosk| at(kiosk, &[Action::CannotTake]));
    let shoot: &[Action] = match task {
        Task::Dr => &[Action::Shutter],
        Task::Tb => &[Action::ChooseSource(Source::LightBox), Action::Shutter],
    };
    add(&|kiosk| {
        at(kiosk, shoot);
        captured(kiosk, None);
    });
    add(&|kiosk| {
        at(kiosk, shoot);
        captured(kiosk, None);
        kiosk.tap(Action::Accept);
    });
    add(&|kiosk| {
        at(kiosk, shoot);
        captured(kiosk, None);
        kiosk.tap(Action::Accept);
        let ticket = kiosk.ticket();
        kiosk.send(Event::Examined { ticket, seen: dark() });
    });
    match task {
        Task::Dr => {
            for pictures in [&[dark(), dark(), dark()][..], &[good()], &[doubtful(SideDoubt::OtherEye)]] {
                add(&|kiosk| {
                    at(kiosk, &[]);
                    for seen in pictures {
                        kiosk.photograph(seen.clone());
                        kiosk.tap(if seen.gradable { Action::Dismiss } else { Action::Retake });
                    }
                });
            }
            add(&|kiosk| *kiosk = Kiosk::with_result(AMINA));
            add(&|kiosk| {
                *kiosk = Kiosk::with_result(AMINA);
                kiosk.tap(Action::Next);
            });
        }
        Task::Tb => {
            add(&|kiosk| {
                at(kiosk, shoot);
                captured(kiosk, Some([(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)]));
            });
            add(&|kiosk| at(kiosk, &[Action::ChooseSource(Source::Inbox)]));
        }
    }
    all
}

fn doubtful(doubt: SideDoubt) -> Seen {
    Seen { doubt: Some(doubt), ..good() }
}

fn all() -> impl Iterator<Item = Kiosk> {
    [Task::Dr, Task::Tb].into_iter().flat_map(states)
}

#[test]
fn the_walks_come_to_every_place() {
    let mut places: Vec<String> = all().map(|kiosk| format!("{} {}", kiosk.at().0, kiosk.at().1)).collect();
    places.sort();
    places.dedup();
    let wanted = [
        "analysing picture",
        "capture aim",
        "capture corners",
        "capture dilate",
        "capture films",
        "capture reason",
        "capture retake",
        "capture review",
        "capture side",
        "capture source",
        "consent ",
        "identify form",
        "identify scan",
        "identify search",
        "questions ",
        "result summary",
        "slip ",
    ];
    assert_eq!(places, wanted);
}

#[test]
fn the_power_may_go_in_every_state() {
    for kiosk in all() {
        cut(&kiosk);
    }
}

#[test]
fn the_lock_keeps_the_work_of_every_state_for_its_owner() {
    for mut kiosk in all() {
        let place = kiosk.model.place();
        kiosk.wait(180_000);
        assert_eq!((kiosk.at().0, kiosk.model.identity()), ("lock", None), "{place:?}");
        assert!(kiosk.model.desk.set_aside.contains_key(&AMINA), "{place:?}");
        kiosk.unlock(BEN);
        assert_eq!((kiosk.at().0, kiosk.model.identity()), ("home", None), "{place:?}");
        kiosk.tap(Action::Lock);
        kiosk.unlock(AMINA);
        assert_eq!(kiosk.model.place(), place);
    }
}

#[test]
fn leaving_asks_in_every_state_and_only_yes_leaves() {
    for mut kiosk in all().filter(|kiosk| kiosk.at().0 != "identify") {
        let place = kiosk.model.place();
        let stored = matches!(place.screen, "result" | "slip");
        kiosk.tap(Action::Abandon);
        let question = if stored { Question::LeaveResult } else { Question::AbandonVisit };
        assert_eq!(kiosk.model.desk.ask, Some(question), "{place:?}");
        kiosk.tap(Action::Dismiss);
        assert_eq!(kiosk.model.place(), place);
        kiosk.tap(Action::Abandon);
        let effects = kiosk.tap(Action::Confirm);
        assert_eq!(kiosk.at(), ("home", ""), "{place:?}");
        let discarded = effects.contains(&Effect::Discard { encounter: ENCOUNTER.into() });
        assert_eq!(discarded, !stored, "{place:?}");
        assert!(effects.contains(&Effect::ClearDraft { owner: AMINA }), "{place:?}");
    }
}

#[test]
fn answers_about_somebody_else_change_nothing_in_any_state() {
    for mut kiosk in all() {
        let before = kiosk.model.clone();
        for request in 0..40 {
            let ticket = Ticket { encounter: "another".into(), request };
            for event in [
                Event::Captured { ticket: ticket.clone(), picture: "y".into(), corners: None },
                Event::Examined { ticket: ticket.clone(), seen: good() },
                Event::Concluded {
                    ticket: ticket.clone(),
                    record: record(ENCOUNTER, patient("p2"), Task::Dr),
                },
                Event::Printed { ticket, fault: None },
                Event::PicturesLost { encounter: "another".into() },
            ] {
                assert_eq!(kiosk.send(event), [], "{:?}", kiosk.at());
            }
        }
        assert_eq!(kiosk.model, before);
    }
}

#[test]
fn a_kept_draft_reads_back_as_it_was_written() {
    for kiosk in all() {
        let draft = last_draft(&kiosk);
        let text = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::to_string(&serde_json::from_str::<Draft>(&text).unwrap()).unwrap(), text);
    }
}

fn second_eye(seen: Seen) -> Kiosk {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    kiosk.photograph(good());
    kiosk.photograph(seen);
    kiosk
}

fn dropped(kiosk: &Kiosk) -> usize {
    kiosk.log.iter().filter(|effect| matches!(effect, Effect::DropPicture { .. })).count()
}

#[test]
fn the_same_eye_twice_is_asked_about_and_never_blocks() {
    for (action, place, left) in [
        (Action::Accept, ("analysing", "concluding"), [1, 1]),
        (Action::Retake, ("capture", "aim"), [1, 0]),
        (Action::RetakeOther, ("capture", "aim"), [0, 1]),
    ] {
        let mut kiosk = second_eye(doubtful(SideDoubt::SameEye));
        assert_eq!(kiosk.at(), ("capture", "side"));
        kiosk.tap(action.clone());
        assert_eq!(kiosk.at(), place, "{action:?}");
        let pictures: Vec<usize> = kiosk.visit().plan.iter().map(|shot| shot.pictures.len()).collect();
        assert_eq!((pictures, dropped(&kiosk)), (left.to_vec(), usize::from(action != Action::Accept)));
        if action != Action::Accept {
            let wanted = left.iter().position(|count| *count == 0).unwrap();
            let Step::Capture(capture) = &kiosk.visit().step else { panic!("{:?}", kiosk.at()) };
            assert_eq!((capture.shot, kiosk.visit().plan[wanted].attempts), (wanted, 0), "costs no attempt");
            kiosk.photograph(good());
            assert_eq!(kiosk.at(), ("analysing", "concluding"));
        }
    }
}

#[test]
fn another_eye_than_named_is_asked_about_alone() {
    let mut kiosk = second_eye(doubtful(SideDoubt::OtherEye));
    kiosk.tap(Action::RetakeOther);
    assert_eq!(
        (kiosk.at(), dropped(&kiosk)),
        (("capture", "side"), 0),
        "there is nothing else to take again"
    );
    kiosk.tap(Action::Accept);
    assert_eq!(kiosk.at(), ("analysing", "concluding"));
}

#[test]
fn a_chest_has_no_side_and_a_poor_picture_is_not_asked_about() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Tb);
    kiosk.tap(Action::ChooseSource(Source::LightBox));
    kiosk.photograph(doubtful(SideDoubt::OtherEye));
    assert_eq!(kiosk.at(), ("analysing", "concluding"));
    let kiosk = second_eye(Seen { doubt: Some(SideDoubt::SameEye), ..dark() });
    assert_eq!(kiosk.at(), ("capture", "retake"));
}

#[test]
fn whatever_was_given_up_is_told_with_its_reason() {
    for reason in UngradableReason::ALL {
        let mut kiosk = Kiosk::with(AMINA);
        kiosk.aiming(Task::Dr);
        kiosk.press([Action::CannotTake, Action::GiveUp(reason)]);
        kiosk.photograph(good());
        let told = kiosk.log.iter().rev().find_map(|effect| match effect {
            Effect::Commit { unseen, .. } => Some(unseen.clone()),
            _ => None,
        });
        assert_eq!(told.unwrap().iter().map(|(_, why)| *why).collect::<Vec<_>>(), [reason]);
    }
}
