//! Identify, practice, settings.

use farlight::domain::Task;
use farlight::flow::{
    Action, Check, Counts, Event, Exported, Facts, Field, Keys, Network, Page, Role, Screen, Threshold,
    UserId,
};

use super::Scenes;
use crate::golden::kiosk::{Kiosk, NURSE, SUPERVISOR, TECHNICIAN};
use crate::golden::people::{card, patient};

pub fn add(scenes: &mut Scenes) {
    search(scenes);
    form(scenes);
    practice(scenes);
    menus(scenes);
    pages(scenes);
    support(scenes);
    users(scenes);
}

fn search(scenes: &mut Scenes) {
    let mut kiosk = Kiosk::home(scenes.language, NURSE);
    let words = kiosk.words;
    kiosk.tap(Action::NEW_EYE);
    scenes.add("identify-ways", &kiosk);
    let mut scan = kiosk.clone();
    scan.tap(Action::ScanCard);
    scenes.add("identify-scan", &scan);
    scenes.pictures().preview = Some(card());
    kiosk.tap(Action::Focus(Field::Name));
    scenes.add("identify-typing", &kiosk);
    for keys in [Keys::Letters, Keys::Shifted, Keys::Symbols] {
        let mut kiosk = kiosk.clone();
        kiosk.write(&words.patients[0][..words.patients[0].char_indices().nth(3).map_or(0, |(at, _)| at)]);
        kiosk.tap(Action::ShowKeys(keys));
        scenes.add(format!("identify-typing-{keys:?}").to_lowercase(), &kiosk);
    }
    kiosk.write(words.patients[0]);
    kiosk.tap(Action::Search);
    let request = kiosk.request();
    for (name, count) in [("none", 0), ("one", 1), ("many", 12)] {
        let mut kiosk = kiosk.clone();
        let patients = (0..count).map(|place| patient(words, place)).collect();
        kiosk.send(Event::PatientsFound { request, patients });
        scenes.add(format!("identify-found-{name}"), &kiosk);
        if count == 1 {
            kiosk.tap(Action::ChoosePatient("p0".to_owned()));
            scenes.add("identify-check", &kiosk);
            kiosk.tap(Action::Next);
            scenes.add("identify-check-waiting", &kiosk);
        }
    }
}

fn form(scenes: &mut Scenes) {
    let mut kiosk = Kiosk::home(scenes.language, NURSE);
    let words = kiosk.words;
    kiosk.press([Action::NEW_CHEST, Action::NewPatient]);
    scenes.add("identify-form-name", &kiosk);
    let mut wrong = kiosk.clone();
    wrong.press([Action::ShowKeys(Keys::Hidden), Action::Next]);
    scenes.add("identify-form-error", &wrong);
    kiosk.write(words.patients[0]);
    kiosk.tap(Action::Focus(Field::Number));
    kiosk.press([4, 7, 1, 1].map(Action::Digit));
    scenes.add("identify-form-number", &kiosk);
    kiosk.tap(Action::ShowKeys(Keys::Shifted));
    scenes.add("identify-form-number-letters", &kiosk);
    kiosk.tap(Action::Focus(Field::Birth));
    kiosk.press([1, 9, 6, 1, 0].map(Action::Digit));
    scenes.add("identify-form-birth", &kiosk);
    kiosk.press([5, 1, 2].map(Action::Digit));
    kiosk.press([Action::ShowKeys(Keys::Hidden), Action::ChooseSex(farlight::domain::Sex::Female)]);
    scenes.add("identify-form-whole", &kiosk);
    kiosk.tap(Action::Next);
    let request = kiosk.request();
    kiosk.send(Event::Duplicates { request, patients: (0..2).map(|place| patient(words, place)).collect() });
    scenes.add("identify-duplicates", &kiosk);
}

fn practice(scenes: &mut Scenes) {
    let mut kiosk = Kiosk::home(scenes.language, NURSE);
    kiosk.tap(Action::OpenTraining);
    scenes.add("training", &kiosk);
}

fn menus(scenes: &mut Scenes) {
    for (name, user) in [("operator", NURSE), ("supervisor", SUPERVISOR), ("technician", TECHNICIAN)] {
        let mut kiosk = Kiosk::home(scenes.language, user);
        kiosk.tap(Action::OpenSettings);
        scenes.add(format!("settings-{name}"), &kiosk);
    }
}

fn open(scenes: &Scenes, page: Page) -> Kiosk {
    let user = if page.is_for(Role::Technician) { TECHNICIAN } else { SUPERVISOR };
    let mut kiosk = Kiosk::home(scenes.language, user);
    kiosk.press([Action::OpenSettings, Action::OpenPage(page)]);
    kiosk
}

fn pages(scenes: &mut Scenes) {
    for page in Page::ALL {
        let mut kiosk = open(scenes, page);
        let name = format!("settings-{page:?}").to_lowercase();
        if !matches!(page, Page::Language | Page::Display | Page::Users) {
            scenes.add(format!("{name}-loading"), &kiosk);
        }
        kiosk.send(Event::Counts(Counts { waiting: 7, oldest_days: 12, ..Counts::default() }));
        kiosk.send(Event::Network(Network::Online));
        let request = kiosk.request();
        kiosk.send(Event::Facts { request, facts: Box::new(facts()) });
        scenes.add(name.as_str(), &kiosk);
        if page == Page::About {
            kiosk.tap(Action::Page(1));
            scenes.add(format!("{name}-second"), &kiosk);
        }
    }
    let mut bare = open(scenes, Page::Camera);
    let request = bare.request();
    bare.send(Event::Facts { request, facts: Box::default() });
    scenes.add("settings-camera-none", &bare);
}

/// As long as the essentials may be.
fn support(scenes: &mut Scenes) {
    for on_stick in [true, false] {
        let mut kiosk = open(scenes, Page::Storage);
        if let Screen::Settings(settings) = &mut kiosk.model.screen {
            let file = "/run/media/farlight/STICK/farlight-support-FL-0007-20260301-094100.tar.gz".to_owned();
            settings.exported = Some(Exported { file, on_stick, essentials: "x".repeat(240) });
        }
        scenes.add(if on_stick { "settings-support-stick" } else { "settings-support-box" }, &kiosk);
    }
}

fn users(scenes: &mut Scenes) {
    let mut kiosk = open(scenes, Page::Users);
    let mut edit = kiosk.clone();
    edit.tap(Action::EditUser(UserId(2)));
    scenes.add("settings-user", &edit);
    kiosk.tap(Action::AddUser);
    scenes.add("settings-user-name", &kiosk);
    kiosk.tap(Action::Focus(Field::Pin));
    kiosk.press([1, 2, 3].map(Action::Digit));
    scenes.add("settings-user-pin", &kiosk);
    kiosk.press([Action::ShowKeys(Keys::Hidden), Action::SaveUser]);
    scenes.add("settings-user-error", &kiosk);
    let Screen::Settings(_) = &kiosk.model.screen else { panic!("not at the settings") };
}

fn facts() -> Facts {
    let threshold = |task: Task, value, source: &str| Threshold {
        model: format!("{} 0.1.0", task.code()),
        camera_class: "any".to_owned(),
        value,
        source: source.to_owned(),
    };
    let checks = [
        ("camera", Check::Passed),
        ("touch", Check::Passed),
        ("printer", Check::NotThere),
        ("storage", Check::Failed),
        ("clock", Check::Passed),
        ("network", Check::NotThere),
        ("models", Check::Running),
    ];
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    Facts {
        thresholds: vec![
            threshold(Task::Dr, 0.1875, "validation set, sensitivity 0.90"),
            threshold(Task::Tb, 0.4321, "validation set, sensitivity 0.90"),
        ],
        cameras: vec![("v4l:/dev/video0".to_owned(), true), ("v4l:/dev/video2".to_owned(), false)],
        camera: "v4l:/dev/video0".to_owned(),
        destinations: vec![
            ("https://referrals.example.org/fhir".to_owned(), true),
            ("https://archive.example.org/dicom-web".to_owned(), false),
        ],
        network_name: "wlan0 · clinic".to_owned(),
        free_bytes: 21_400_000_000,
        total_bytes: 64_000_000_000,
        encounters: 1_284,
        checks: checks.map(|(name, check)| (name.to_owned(), check)).into(),
        software: "0.1.0".to_owned(),
        packs: own(&["dr 0.1.0", "tb 0.1.0", "dr-rules 1", "tb-rules 1"]),
        licences: (0..40).map(|part| (format!("component-{part}"), "MIT OR Apache-2.0".to_owned())).collect(),
    }
}
