use super::support::*;
use crate::domain::Task;
use crate::flow::*;
use crate::locale::Language;

fn open(user: UserId, page: Page) -> Kiosk {
    let mut kiosk = Kiosk::with(user);
    kiosk.tap(Action::OpenSettings);
    kiosk.tap(Action::OpenPage(page));
    kiosk
}

#[test]
fn each_role_opens_its_own_pages() {
    for (user, role) in
        [(AMINA, Role::Operator), (SUPERVISOR, Role::Supervisor), (TECHNICIAN, Role::Technician)]
    {
        for page in Page::ALL {
            let kiosk = open(user, page);
            assert_eq!(!kiosk.model.place().detail.is_empty(), page.is_for(role), "{page:?} for {role:?}");
        }
    }
}

#[test]
fn a_language_is_chosen_and_kept_even_before_the_lock() {
    for mut kiosk in [open(AMINA, Page::Language), Kiosk::started(Begin::default())] {
        let effects = kiosk.tap(Action::ChooseLanguage(Language::Arabic));
        let wanted = Preferences { language: Language::Arabic, ..Preferences::default() };
        assert_eq!(effects, [Effect::SavePreferences(wanted)]);
    }
}

fn write(kiosk: &mut Kiosk, name: &str, pins: [u8; 2]) {
    kiosk.press(name.chars().map(Action::Type));
    for (field, digit) in [Field::Pin, Field::PinAgain].into_iter().zip(pins) {
        kiosk.tap(Action::Focus(field));
        kiosk.press([digit; 4].map(Action::Digit));
    }
}

#[test]
fn a_user_is_added_when_nothing_is_wrong() {
    for (name, pins, error) in [
        ("", [1, 1], Some(EditorError::NameMissing)),
        ("amina", [1, 1], Some(EditorError::NameTaken)),
        ("Dina", [1, 2], Some(EditorError::PinsDiffer)),
        ("Dina", [10, 10], Some(EditorError::PinShort)),
        ("Dina", [1, 1], None),
    ] {
        let mut kiosk = open(SUPERVISOR, Page::Users);
        kiosk.tap(Action::AddUser);
        write(&mut kiosk, name, pins);
        let saved = kiosk.tap(Action::SaveUser).iter().any(|e| matches!(e, Effect::SaveUser { .. }));
        let Screen::Settings(settings) = &kiosk.model.screen else { panic!() };
        assert_eq!((settings.editor.as_ref().unwrap().error, saved), (error, error.is_none()), "{name}");
    }
}

#[test]
fn the_last_supervisor_stays_one_and_removal_asks() {
    let mut kiosk = open(SUPERVISOR, Page::Users);
    kiosk.tap(Action::EditUser(SUPERVISOR));
    kiosk.tap(Action::ChooseRole(Role::Operator));
    assert_eq!(kiosk.tap(Action::SaveUser), []);
    kiosk.tap(Action::Cancel);
    kiosk.tap(Action::RemoveUser(SUPERVISOR));
    assert_eq!(kiosk.model.desk.ask, None, "nobody removes themselves");
    kiosk.tap(Action::RemoveUser(BEN));
    let effects = kiosk.tap(Action::Confirm);
    assert!(matches!(effects[..], [Effect::RemoveUser { id: BEN, .. }]));
    let request = kiosk.request();
    let left: Vec<User> = users().into_iter().filter(|user| user.id != BEN).collect();
    kiosk.send(Event::UserSaved { request, users: left });
    assert!(kiosk.model.desk.user_by_id(BEN).is_none());
}

#[test]
fn a_list_opens_a_result_that_names_its_patient() {
    let mut kiosk = Kiosk::with(AMINA);
    kiosk.tap(Action::OpenList(ListKind::Overdue));
    let entry = |encounter: &str, id: &str| Entry {
        encounter: encounter.into(),
        patient: patient(id),
        task: Task::Dr,
        closed: stamp(),
        disposition: crate::domain::Disposition::Refer,
        due: "2026-02-01".into(),
        waiting: 0,
        follow_up: Some(FollowUp::Overdue),
        model: None,
    };
    let request = kiosk.request();
    kiosk.send(Event::Listed { request, entries: (0..7).map(|n| entry(&format!("e{n}"), "p1")).collect() });
    kiosk.tap(Action::Page(1));
    let Screen::List(list) = &kiosk.model.screen else { panic!() };
    assert_eq!((list.pages(), list.shown().count()), (2, 2));
    kiosk.tap(Action::OpenEntry("e6".into()));
    let request = kiosk.request();
    let priors = vec![entry("e5", "p1"), entry("e6", "p1"), entry("x", "p2")];
    kiosk.send(Event::Loaded { request, record: record("e6", patient("p1"), Task::Dr), priors });
    assert_eq!(
        (kiosk.at(), kiosk.model.identity().unwrap().patient.id.as_str()),
        (("past", "summary"), "p1")
    );
    let Screen::Past(past) = &kiosk.model.screen else { panic!() };
    let priors: Vec<&str> =
        past.shown.priors.iter().flatten().map(|prior| prior.encounter.as_str()).collect();
    assert_eq!(priors, ["e5"], "nobody else's, and not this one");
    kiosk.tap(Action::Back);
    assert_eq!(kiosk.model.place().screen, "list");
}
