use super::support::*;
use crate::domain::{Sex, Task};
use crate::flow::*;

fn look(kiosk: &Kiosk) -> &Look {
    let Screen::Identify(identify) = &kiosk.model.screen else { panic!("{:?}", kiosk.at()) };
    &identify.look
}

fn fill(kiosk: &mut Kiosk) {
    kiosk.tap(Action::NewPatient);
    kiosk.press("Awa".chars().map(Action::Type));
    kiosk.tap(Action::Focus(Field::Number));
    kiosk.tap(Action::Digit(7));
    kiosk.tap(Action::Focus(Field::Birth));
    kiosk.press([1, 9, 8, 0, 0, 2].map(Action::Digit));
    kiosk.tap(Action::ChooseSex(Sex::Female));
}

#[test]
fn a_card_finds_its_patient_who_is_checked_by_name() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.tap(Action::NEW_EYE);
    kiosk.tap(Action::ScanCard);
    let request = kiosk.request();
    assert!(kiosk.log.contains(&Effect::StartCamera(Lens::Card { request })));
    kiosk.send(Event::CardRead { request, text: "N-p1".into() });
    assert!(kiosk.log.contains(&Effect::StopCamera));
    let request = kiosk.request();
    kiosk.send(Event::PatientsFound { request, patients: vec![patient("p1")] });
    kiosk.tap(Action::ChoosePatient("p1".into()));
    assert_eq!(kiosk.model.identity().unwrap().patient.name, "Patient p1");
    kiosk.tap(Action::Next);
    assert!(matches!(kiosk.log.last(), Some(Effect::Admit { who: Who::Known(id), .. }) if id == "p1"));
}

#[test]
fn possible_duplicates_are_shown_before_a_patient_is_made() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.tap(Action::NEW_CHEST);
    fill(&mut kiosk);
    kiosk.tap(Action::Next);
    let request = kiosk.request();
    kiosk.send(Event::Duplicates { request, patients: vec![patient("p9")] });
    assert_eq!(kiosk.at(), ("identify", "duplicates"));
    kiosk.tap(Action::NoneOfThese);
    let Some(Effect::Admit { who: Who::New { form, anyway: true }, task: Task::Tb, .. }) = kiosk.log.last()
    else {
        panic!()
    };
    let made = form.patient();
    assert_eq!((made.name.as_str(), made.identifier.as_str()), ("Awa", "7"));
    assert_eq!((made.birth_date.as_deref(), made.sex), (Some("1980-02"), Sex::Female));
}

#[test]
fn a_form_that_is_not_whole_is_not_sent() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.tap(Action::NEW_EYE);
    kiosk.tap(Action::NewPatient);
    kiosk.tap(Action::Focus(Field::Birth));
    kiosk.press([2, 0, 9, 9].map(Action::Digit));
    assert_eq!(kiosk.tap(Action::Next), []);
    let Look::Form(form) = look(&kiosk) else { panic!() };
    assert_eq!(form.errors, [FormError::NameMissing, FormError::NumberMissing, FormError::BirthWrong]);
}

#[test]
fn late_answers_and_strange_ids_change_nothing() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.tap(Action::NEW_EYE);
    kiosk.tap(Action::Type('x'));
    kiosk.tap(Action::Search);
    let old = kiosk.request();
    kiosk.tap(Action::Search);
    kiosk.send(Event::PatientsFound { request: old, patients: vec![patient("p1")] });
    assert!(*look(&kiosk) == Look::Search { text: "x".into(), found: None });
    let (request, encounter) = (old, "e".to_owned());
    kiosk.send(Event::Admitted { request, patient: patient("p1"), encounter });
    assert_eq!(kiosk.at(), ("identify", "search"));
}

#[test]
fn leaving_a_form_asks() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.tap(Action::NEW_EYE);
    fill(&mut kiosk);
    kiosk.tap(Action::Back);
    assert_eq!(kiosk.model.desk.ask, Some(Question::DiscardForm));
    kiosk.tap(Action::Confirm);
    assert_eq!(kiosk.at(), ("home", ""));
    assert_eq!(kiosk.log.last(), Some(&Effect::ClearDraft { owner: AMINA }));
}

#[test]
fn no_name_is_printed_for_debugging() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.tap(Action::NEW_EYE);
    fill(&mut kiosk);
    assert!(!format!("{:?}", kiosk.model).contains("Awa"));
}
