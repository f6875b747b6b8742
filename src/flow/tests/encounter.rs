use super::support::*;
use crate::domain::{Answer, Defect, FaultClass, Laterality, Task, UngradableReason};
use crate::flow::*;

fn stage(kiosk: &Kiosk) -> &Stage {
    let Step::Capture(capture) = &kiosk.visit().step else { panic!("{:?}", kiosk.at()) };
    &capture.stage
}

#[test]
fn both_eyes_end_at_the_slip() {
    let mut kiosk = Kiosk::with_result(AMINA);
    assert_eq!(kiosk.at(), ("result", "summary"));
    assert_eq!(kiosk.model.identity().unwrap().patient.name, "Patient p1");
    let sides = kiosk.log.iter().filter_map(|effect| match effect {
        Effect::TakePicture { side, .. } => *side,
        _ => None,
    });
    assert!(sides.eq([Laterality::Od, Laterality::Os]));
    kiosk.tap(Action::Next);
    kiosk.tap(Action::Print);
    let ticket = kiosk.ticket();
    kiosk.send(Event::Printed { ticket, fault: Some("paper-out".into()) });
    kiosk.tap(Action::Retry);
    let ticket = kiosk.ticket();
    kiosk.send(Event::Printed { ticket, fault: None });
    let Step::Slip(slip) = &kiosk.visit().step else { panic!() };
    assert_eq!((slip.printed, &slip.fault), (1, &None));
    let effects = kiosk.tap(Action::Next);
    assert_eq!(kiosk.at(), ("done", ""));
    assert!(effects.contains(&Effect::ClearDraft { owner: AMINA }));
    kiosk.tap(Action::NEW_CHEST);
    assert_eq!(kiosk.at(), ("identify", "search"));
}

#[test]
fn a_programme_may_ask_for_two_fields() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.model.desk.fields = vec![EyeField::Macula, EyeField::Disc];
    kiosk.aiming(Task::Dr);
    (0..4).for_each(|_| kiosk.photograph(good()));
    assert_eq!(kiosk.at(), ("analysing", "concluding"));
}

#[test]
fn two_retries_then_wider_pupils_then_ungradable() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    for _ in 0..2 {
        kiosk.photograph(dark());
        assert_eq!(stage(&kiosk), &Stage::Retake(Problem::Defects(vec![Defect::TooDark])));
        kiosk.tap(Action::Retake);
    }
    kiosk.photograph(dark());
    assert_eq!(stage(&kiosk), &Stage::Dilate);
    kiosk.tap(Action::Dilated);
    kiosk.photograph(dark());
    assert_eq!(stage(&kiosk), &Stage::Reason);
    kiosk.tap(Action::GiveUp(UngradableReason::StillPoor));
    kiosk.photograph(good());
    let Some(Effect::Commit { unseen, .. }) = kiosk.log.iter().rfind(|e| matches!(e, Effect::Commit { .. }))
    else {
        panic!("not committed")
    };
    assert_eq!(unseen, &[(Some(Laterality::Od), UngradableReason::StillPoor)]);
}

#[test]
fn an_eye_that_is_not_there_skips_all_its_fields() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.model.desk.fields = vec![EyeField::Macula, EyeField::Disc];
    kiosk.aiming(Task::Dr);
    kiosk.tap(Action::CannotTake);
    let Step::Capture(capture) = &kiosk.visit().step else { panic!() };
    assert!(!capture.reasons(kiosk.visit()).any(|reason| reason == UngradableReason::StillPoor));
    kiosk.tap(Action::GiveUp(UngradableReason::NoEye));
    let Step::Capture(capture) = &kiosk.visit().step else { panic!() };
    assert_eq!((capture.shot, capture.side(kiosk.visit())), (2, Some(Laterality::Os)));
}

#[test]
fn the_wrong_side_is_told_and_costs_no_attempt() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    kiosk.tap(Action::Shutter);
    let ticket = kiosk.ticket();
    kiosk.send(Event::Captured { ticket, picture: "x".into(), corners: None });
    kiosk.tap(Action::Accept);
    let ticket = kiosk.ticket();
    kiosk.send(Event::ExamineFailed { ticket, code: "wrong-side".into(), class: FaultClass::NeedsOperator });
    assert_eq!(stage(&kiosk), &Stage::Retake(Problem::Code("wrong-side".into())));
    assert_eq!(kiosk.visit().plan[0].attempts, 0);
}

#[test]
fn the_shutter_presses_itself_when_the_picture_stays_good() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    let mut counts = Vec::new();
    let live = |defects: Vec<Defect>| Event::Live { encounter: ENCOUNTER.into(), live: Live { defects } };
    kiosk.send(live(vec![Defect::OutOfFocus]));
    kiosk.wait(5_000);
    for _ in 0..21 {
        kiosk.send(live(Vec::new()));
        if let Stage::Aim(aim) = stage(&kiosk) {
            counts.extend(aim.countdown(kiosk.ms));
        }
        assert!(!kiosk.visit().is_waiting());
        kiosk.wait(100);
        if kiosk.visit().is_waiting() {
            break;
        }
    }
    counts.dedup();
    assert_eq!((counts, kiosk.visit().is_waiting()), (vec![3, 2, 1], true));
}

#[test]
fn a_bad_frame_or_silence_stops_the_countdown() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    let live = |defects: Vec<Defect>| Event::Live { encounter: ENCOUNTER.into(), live: Live { defects } };
    kiosk.send(live(Vec::new()));
    kiosk.wait(900);
    kiosk.send(live(vec![Defect::TooDark]));
    kiosk.wait(100);
    kiosk.send(live(Vec::new()));
    kiosk.wait(10_000);
    assert!(!kiosk.visit().is_waiting(), "the gate fell silent");
    kiosk.send(Event::Live { encounter: "another".into(), live: Live::default() });
    assert!(matches!(stage(&kiosk), Stage::Aim(aim) if aim.countdown(kiosk.ms).is_none()));
}

#[test]
fn an_analysis_can_be_cancelled_and_its_late_answer_is_dropped() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    kiosk.tap(Action::Shutter);
    let ticket = kiosk.ticket();
    kiosk.send(Event::Captured { ticket, picture: "x".into(), corners: None });
    kiosk.tap(Action::Accept);
    let late = kiosk.ticket();
    kiosk.send(Event::Progress { ticket: late.clone(), percent: 40 });
    assert!(kiosk.tap(Action::Cancel).contains(&Effect::CancelExamine { ticket: late.clone() }));
    let before = kiosk.model.clone();
    kiosk.send(Event::Examined { ticket: late, seen: good() });
    assert_eq!(kiosk.model, before);
}

#[test]
fn a_record_of_somebody_else_is_never_shown() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    kiosk.photograph(good());
    kiosk.photograph(good());
    let ticket = kiosk.ticket();
    let other = record(ENCOUNTER, patient("p2"), Task::Dr);
    kiosk.send(Event::Concluded {
        ticket: Ticket { encounter: "other".into(), ..ticket.clone() },
        record: other.clone(),
    });
    assert_eq!((kiosk.at(), &kiosk.model.desk.fault), (("analysing", "concluding"), &None));
    kiosk.send(Event::Concluded { ticket, record: other });
    assert_eq!(kiosk.at(), ("analysing", "concluding"));
    assert_eq!(kiosk.model.desk.fault.as_ref().unwrap().code, "identity-mismatch");
}

#[test]
fn a_failed_store_is_told_and_tried_again() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Dr);
    kiosk.photograph(good());
    kiosk.photograph(good());
    let ticket = kiosk.ticket();
    kiosk.send(Event::StoreFailed { ticket, code: "disk-full".into(), class: FaultClass::NeedsTechnician });
    assert!(matches!(kiosk.model.view(), View::Fault(_)));
    assert!(kiosk.tap(Action::Retry).iter().any(|e| matches!(e, Effect::Commit { .. })));
    kiosk.conclude();
    assert_eq!(kiosk.at().0, "result");
}

#[test]
fn a_chest_film_comes_from_the_inbox_or_over_the_light_box() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.aiming(Task::Tb);
    assert_eq!(kiosk.at(), ("capture", "source"));
    kiosk.tap(Action::ChooseSource(Source::Inbox));
    let film = Film { id: "f1".into(), label: String::new(), received_wall_ms: WALL_MS };
    let ticket = kiosk.ticket();
    kiosk.send(Event::Films { ticket, films: vec![film] });
    kiosk.tap(Action::ChooseFilm("f2".into()));
    assert!(!kiosk.visit().is_waiting(), "a film that is not in the list");
    kiosk.tap(Action::ChooseFilm("f1".into()));
    let ticket = kiosk.ticket();
    kiosk.send(Event::Captured { ticket, picture: "x".into(), corners: None });
    assert_eq!(kiosk.at(), ("capture", "review"));
    kiosk.tap(Action::Retake);
    kiosk.tap(Action::ChooseSource(Source::LightBox));
    kiosk.tap(Action::Shutter);
    let ticket = kiosk.ticket();
    let corners = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)];
    kiosk.send(Event::Captured { ticket, picture: "x".into(), corners: Some(corners) });
    kiosk.tap(Action::MoveCorner(0, -3.0, 0.2));
    kiosk.tap(Action::MoveCorner(9, 0.5, 0.5));
    kiosk.tap(Action::Accept);
    let Some(Effect::Rectify { corners, ticket, .. }) = kiosk.log.last().cloned() else { panic!() };
    assert_eq!(corners[0], (0.0, 0.2));
    kiosk.send(Event::Captured { ticket, picture: "y".into(), corners: None });
    kiosk.tap(Action::Accept);
    let ticket = kiosk.ticket();
    kiosk.send(Event::Examined { ticket, seen: good() });
    kiosk.conclude();
    assert_eq!(kiosk.at(), ("result", "summary"));
}

#[test]
fn a_child_gets_no_reading_and_no_picture() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.send(Event::Clock { wall_ms: WALL_MS, trusted: false });
    kiosk.admitted(Task::Tb, "p1");
    kiosk.tap(Action::Agree);
    kiosk.tap(Action::Digit(9));
    kiosk.tap(Action::Next);
    assert_eq!(kiosk.at(), ("analysing", "concluding"));
    assert_eq!(kiosk.visit().answers.age_years, Some(9));
}

#[test]
fn symptoms_are_yes_no_or_unknown() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.admitted(Task::Tb, "p1");
    kiosk.tap(Action::Agree);
    let symptoms =
        |kiosk: &Kiosk| (kiosk.visit().answers.symptoms, kiosk.visit().answers.symptom_names.clone());
    kiosk.tap(Action::Symptom(1));
    assert_eq!(symptoms(&kiosk), (Answer::Yes, vec!["fever".to_owned()]));
    kiosk.tap(Action::Symptom(1));
    assert_eq!(symptoms(&kiosk), (Answer::Unknown, vec![]));
    kiosk.tap(Action::NoSymptoms);
    assert_eq!(symptoms(&kiosk), (Answer::No, vec![]));
    kiosk.tap(Action::Answer(Topic::Hiv, Answer::Yes));
    assert_eq!((kiosk.visit().answers.hiv, kiosk.visit().answers.age_years), (Answer::Yes, Some(55)));
}

#[test]
fn without_consent_nothing_is_kept() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.admitted(Task::Dr, "p1");
    let effects = kiosk.tap(Action::Decline);
    assert_eq!(
        effects,
        [Effect::Discard { encounter: ENCOUNTER.into() }, Effect::ClearDraft { owner: AMINA }]
    );
    assert_eq!(kiosk.at(), ("home", ""));
}

#[test]
fn practice_is_never_stored() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.tap(Action::OpenTraining);
    kiosk.tap(Action::Practise(Task::Dr, Phantom::Disease));
    kiosk.tap(Action::Agree);
    kiosk.tap(Action::Next);
    assert!(kiosk.model.identity().unwrap().training);
    kiosk.photograph(good());
    kiosk.photograph(good());
    kiosk.conclude();
    assert_eq!(kiosk.at().0, "result");
    kiosk.tap(Action::Next);
    assert_eq!(kiosk.at().0, "done");
    let touches_store = |e: &Effect| {
        matches!(
            e,
            Effect::Commit { .. } | Effect::SaveDraft(_) | Effect::Print { .. } | Effect::LoadPriors { .. }
        )
    };
    assert_eq!(kiosk.log.iter().find(|effect| touches_store(effect)), None);
}
