use super::support::*;
use crate::domain::Task;
use crate::flow::*;

pub fn last_draft(kiosk: &Kiosk) -> Draft {
    let drafts = kiosk.log.iter().rev().find_map(|effect| match effect {
        Effect::SaveDraft(draft) => Some(draft.as_ref().clone()),
        _ => None,
    });
    drafts.expect("a draft")
}

/// Cuts the power here: the draft goes through its file, and the owner unlocks again.
pub fn cut(kiosk: &Kiosk) -> Kiosk {
    let text = serde_json::to_string(&last_draft(kiosk)).unwrap();
    let draft: Draft = serde_json::from_str(&text).unwrap();
    let begin = Begin { drafts: vec![draft], fields: vec![EyeField::Macula], ..Begin::default() };
    let mut again = Kiosk::started(begin);
    again.unlock(AMINA);
    assert_eq!(again.model.place(), kiosk.model.place());
    again
}

#[test]
fn every_step_survives_a_power_cut() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.tap(Action::NEW_EYE);
    kiosk = cut(&kiosk);
    kiosk.tap(Action::ScanCard);
    kiosk = cut(&kiosk);
    kiosk.tap(Action::Back);
    kiosk.tap(Action::NewPatient);
    kiosk = cut(&kiosk);
    kiosk.tap(Action::Back);
    kiosk.tap(Action::Confirm);
    kiosk.admitted(Task::Dr, "p1");
    for action in [Action::Agree, Action::Next] {
        kiosk = cut(&kiosk);
        kiosk.tap(action);
    }
    for seen in [dark(), good(), good()] {
        kiosk = cut(&kiosk);
        kiosk.tap(Action::Shutter);
        let ticket = kiosk.ticket();
        kiosk.send(Event::Captured { ticket, picture: "x".into(), corners: None });
        kiosk = cut(&kiosk);
        kiosk.tap(Action::Accept);
        kiosk = cut(&kiosk);
        let ticket = kiosk.ticket();
        kiosk.send(Event::Examined { ticket, seen });
        kiosk = cut(&kiosk);
        kiosk.tap(Action::Retake);
    }
    assert_eq!(kiosk.at(), ("analysing", "concluding"));
    kiosk.conclude();
    kiosk = cut(&kiosk);
    kiosk.tap(Action::Next);
    kiosk = cut(&kiosk);
    assert_eq!(kiosk.at(), ("slip", ""));
    kiosk.tap(Action::Next);
    assert_eq!(kiosk.log.last(), Some(&Effect::ClearDraft { owner: AMINA }));
}

#[test]
fn what_is_typed_and_ticked_is_kept_within_a_second() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.press([Action::NEW_EYE, Action::NewPatient, Action::Type('A'), Action::Type('b')]);
    kiosk.wait(1_000);
    let again = cut(&kiosk);
    assert_eq!(again.model.screen, kiosk.model.screen);
    assert!(
        !kiosk.send(Event::Tick { boot_ms: kiosk.ms + 1 }).iter().any(|e| matches!(e, Effect::SaveDraft(_)))
    );
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.admitted(Task::Tb, "p1");
    kiosk.press([Action::Agree, Action::Symptom(1)]);
    kiosk.wait(1_000);
    assert_eq!(cut(&kiosk).visit().answers, kiosk.visit().answers);
}

#[test]
fn pictures_of_before_the_cut_are_judged_again() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    kiosk.photograph(good());
    let again = cut(&kiosk);
    let opening = again.log.iter().find_map(|effect| match effect {
        Effect::Open(opening) => Some(opening),
        _ => None,
    });
    let opening = opening.unwrap();
    assert_eq!((opening.pictures.len(), opening.pictures[0].0), (1, kiosk.visit().plan[0].side));
    assert_eq!((opening.encounter.as_str(), opening.operator.as_str()), (ENCOUNTER, "Amina"));
}

#[test]
fn lost_pictures_are_taken_again() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    kiosk.photograph(good());
    let mut again = cut(&kiosk);
    again.send(Event::PicturesLost { encounter: ENCOUNTER.into() });
    assert_eq!((again.at(), again.model.desk.notice), (("questions", ""), Some(Notice::PicturesLost)));
    assert!(again.visit().plan.iter().all(|shot| shot.pictures.is_empty() && !shot.gradable));
}

#[test]
fn somebody_else_finds_nothing_after_the_cut() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.admitted(Task::Dr, "p1");
    let mut again = Kiosk::started(Begin { drafts: vec![last_draft(&kiosk)], ..Begin::default() });
    again.unlock(BEN);
    assert_eq!((again.at(), again.model.identity()), (("home", ""), None));
}

#[test]
fn a_draft_of_another_version_is_left_alone() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.admitted(Task::Dr, "p1");
    let draft = Draft { version: 0, ..last_draft(&kiosk) };
    let again = Kiosk::started(Begin { drafts: vec![draft], ..Begin::default() });
    assert!(again.model.desk.set_aside.is_empty());
}
