//! One encounter, step by step.

use farlight::domain::{Answer, Defect, Outcome, Task};
use farlight::flow::{Action, Event, Film, Live, Phantom, Problem, Seen, Source, Tab, Topic};

use super::Scenes;
use crate::golden::kiosk::{ENCOUNTER, Kiosk, NURSE, WALL_MS};
use crate::golden::people::{light_box, patient, priors, record};

pub fn add(scenes: &mut Scenes) {
    questions(scenes);
    eyes(scenes);
    poor_pictures(scenes);
    chest(scenes);
    analysing(scenes);
    results(scenes);
    long_name(scenes);
    slip(scenes);
    practice(scenes);
}

fn questions(scenes: &mut Scenes) {
    for task in [Task::Dr, Task::Tb] {
        let mut kiosk = Kiosk::admitted(scenes.language, task);
        scenes.add_with(format!("consent-{}", task.code()), &kiosk, task);
        kiosk.tap(Action::Agree);
        scenes.add_with(format!("questions-{}", task.code()), &kiosk, task);
        kiosk.press([
            Action::Symptom(0),
            Action::Symptom(2),
            Action::Answer(Topic::Hiv, Answer::No),
            Action::Answer(Topic::PastTb, Answer::Yes),
            Action::Answer(Topic::ReducedAcuity, Answer::Yes),
        ]);
        scenes.add_with(format!("questions-{}-answered", task.code()), &kiosk, task);
    }
    let mut kiosk = Kiosk::admitted(scenes.language, Task::Tb);
    if let farlight::flow::Screen::Visit(visit) = &mut kiosk.model.screen {
        visit.patient.birth_date = None;
        visit.answers.age_years = None;
        visit.age_known = false;
    }
    kiosk.tap(Action::Agree);
    scenes.add_with("questions-tb-age", &kiosk, Task::Tb);
    kiosk.tap(Action::Digit(9));
    scenes.add_with("questions-tb-child", &kiosk, Task::Tb);
}

fn seen_live(kiosk: &mut Kiosk, defects: Vec<Defect>) {
    kiosk.send(Event::Live { encounter: ENCOUNTER.to_owned(), live: Live { defects } });
}

fn eyes(scenes: &mut Scenes) {
    let mut kiosk = Kiosk::capturing(scenes.language, Task::Dr);
    scenes.add("capture-aim", &kiosk);
    scenes.add("capture-no-camera", &kiosk);
    scenes.pictures().preview = None;
    for defect in Defect::ALL {
        let mut kiosk = kiosk.clone();
        seen_live(&mut kiosk, vec![defect]);
        scenes.add(format!("capture-hint-{}", defect.code()), &kiosk);
    }
    let mut good = kiosk.clone();
    seen_live(&mut good, Vec::new());
    scenes.add("capture-good", &good);
    good.wait(700);
    seen_live(&mut good, Vec::new());
    scenes.add("capture-countdown", &good);
    kiosk.photograph();
    scenes.add("capture-review", &kiosk);
    kiosk.tap(Action::Accept);
    let ticket = kiosk.ticket();
    kiosk.send(Event::Examined { ticket, seen: Seen { gradable: true, defects: Vec::new(), doubt: None } });
    scenes.add("capture-second-field", &kiosk);
    kiosk.judged(Seen { gradable: true, defects: Vec::new(), doubt: None });
    scenes.add("capture-left-eye", &kiosk);
}

fn poor_pictures(scenes: &mut Scenes) {
    let start = Kiosk::capturing(scenes.language, Task::Dr);
    for defect in Defect::ALL {
        let mut kiosk = start.clone();
        kiosk.judged(Seen { gradable: false, defects: vec![defect], doubt: None });
        scenes.add(format!("capture-retake-{}", defect.code()), &kiosk);
    }
    for code in ["wrong-side", "same-picture", "decode"] {
        let mut kiosk = start.clone();
        if let farlight::flow::Screen::Visit(visit) = &mut kiosk.model.screen {
            let stage = farlight::flow::Stage::Retake(Problem::Code(code.to_owned()));
            visit.step = farlight::flow::Step::Capture(farlight::flow::Capture { shot: 0, stage });
        }
        scenes.add(format!("capture-retake-{code}"), &kiosk);
    }
    let mut kiosk = start;
    for _ in 0..2 {
        kiosk.judged(Seen {
            gradable: false,
            defects: vec![Defect::TooDark, Defect::OutOfFocus],
            doubt: None,
        });
        kiosk.tap(Action::Retake);
    }
    kiosk.judged(Seen { gradable: false, defects: vec![Defect::TooDark], doubt: None });
    scenes.add("capture-dilate", &kiosk);
    kiosk.tap(Action::CannotTake);
    scenes.add("capture-reason", &kiosk);
}

fn chest(scenes: &mut Scenes) {
    let task = Task::Tb;
    let start = Kiosk::capturing(scenes.language, task);
    scenes.add_with("capture-source", &start, task);
    let mut inbox = start.clone();
    inbox.tap(Action::ChooseSource(Source::Inbox));
    scenes.add_with("capture-films-loading", &inbox, task);
    let films = |count: usize| {
        let film = |place: usize| Film {
            id: format!("film-{place}"),
            label: format!("{} · KN-{}", patient(start.words, place).name, 4711 + place),
            received_wall_ms: WALL_MS - place as i64 * 3_600_000,
        };
        (0..count).map(film).collect::<Vec<_>>()
    };
    for (name, count) in [("none", 0), ("some", 3), ("many", 14)] {
        let mut kiosk = inbox.clone();
        let ticket = kiosk.ticket();
        kiosk.send(Event::Films { ticket, films: films(count) });
        scenes.add_with(format!("capture-films-{name}"), &kiosk, task);
    }
    let mut kiosk = start.clone();
    kiosk.tap(Action::ChooseSource(Source::LightBox));
    let (seen, corners) = light_box();
    scenes.add_with("capture-light-box", &kiosk, task);
    scenes.pictures().preview = Some(seen.clone());
    kiosk.tap(Action::Shutter);
    let ticket = kiosk.ticket();
    kiosk.send(Event::Captured { ticket, picture: "picture".to_owned(), corners: Some(corners) });
    scenes.add_with("capture-corners", &kiosk, task);
    scenes.pictures().photographs.insert("picture".to_owned(), seen.clone());
    let mut askew = kiosk.clone();
    askew.tap(Action::MoveCorner(0, 0.02, 0.02));
    scenes.add_with("capture-corners-moved", &askew, task);
    scenes.pictures().photographs.insert("picture".to_owned(), seen);
    kiosk.tap(Action::Accept);
    let ticket = kiosk.ticket();
    kiosk.send(Event::Captured { ticket, picture: "picture".to_owned(), corners: None });
    scenes.add_with("capture-straightened", &kiosk, task);
}

fn analysing(scenes: &mut Scenes) {
    let mut kiosk = Kiosk::capturing(scenes.language, Task::Dr);
    kiosk.photograph();
    kiosk.tap(Action::Accept);
    let ticket = kiosk.ticket();
    kiosk.send(Event::Progress { ticket, percent: 40 });
    scenes.add("analysing-picture", &kiosk);
    scenes.add("analysing-concluding", &Kiosk::concluding(scenes.language, Task::Dr));
}

fn results(scenes: &mut Scenes) {
    use Outcome::{Abstain, Negative, Refer, Ungradable, Urgent, WrongImage};
    let eyes = [Negative, Refer, Urgent, Ungradable, Abstain].map(|outcome| (Task::Dr, outcome));
    let chests = [Negative, Refer, WrongImage].map(|outcome| (Task::Tb, outcome));
    for (task, outcome) in eyes.into_iter().chain(chests) {
        let words = crate::golden::people::Words::of(scenes.language);
        let mut kiosk = Kiosk::with_result(scenes.language, record(words, task, outcome));
        let name = format!("result-{}-{}", task.code(), outcome.code());
        scenes.add_with(name.as_str(), &kiosk, task);
        kiosk.tap(Action::ShowTab(Tab::Score));
        scenes.add_with(format!("{name}-score"), &kiosk, task);
        kiosk.tap(Action::ShowTab(Tab::Heatmap));
        scenes.add_with(format!("{name}-heatmap"), &kiosk, task);
        if !matches!(outcome, Negative | Refer | Urgent) {
            scenes.pictures().heat.clear();
        }
        if outcome == Refer {
            kiosk.tap(Action::ShowTab(Tab::Priors));
            scenes.add_with(format!("{name}-priors-loading"), &kiosk, task);
            let ticket = kiosk.ticket();
            let mut alone = kiosk.clone();
            kiosk.send(Event::Priors { ticket: ticket.clone(), entries: priors(words) });
            scenes.add_with(format!("{name}-priors"), &kiosk, task);
            alone.send(Event::Priors { ticket, entries: Vec::new() });
            scenes.add_with(format!("{name}-priors-none"), &alone, task);
        }
    }
}

/// A name that no panel holds whole, and a rule pack with much to say.
fn long_name(scenes: &mut Scenes) {
    let words = crate::golden::people::Words::of(scenes.language);
    let mut kiosk = Kiosk::with_result(scenes.language, record(words, Task::Dr, Outcome::Refer));
    if let farlight::flow::Screen::Visit(visit) = &mut kiosk.model.screen {
        visit.patient = patient(words, 5);
    }
    scenes.add("result-dr-long-name", &kiosk);
}

fn slip(scenes: &mut Scenes) {
    let words = crate::golden::people::Words::of(scenes.language);
    let mut kiosk = Kiosk::with_result(scenes.language, record(words, Task::Dr, Outcome::Refer));
    kiosk.tap(Action::Next);
    scenes.add("slip", &kiosk);
    kiosk.tap(Action::Print);
    scenes.add("slip-printing", &kiosk);
    for (name, fault) in [("printed", None), ("failed", Some("printer-no-paper".to_owned()))] {
        let mut kiosk = kiosk.clone();
        let ticket = kiosk.ticket();
        kiosk.send(Event::Printed { ticket, fault });
        scenes.add(format!("slip-{name}"), &kiosk);
        if name == "printed" {
            kiosk.tap(Action::Next);
            scenes.add("done", &kiosk);
        }
    }
}

/// The same screens, marked as practice.
fn practice(scenes: &mut Scenes) {
    for task in [Task::Dr, Task::Tb] {
        let mut kiosk = Kiosk::home(scenes.language, NURSE);
        kiosk.press([Action::OpenTraining, Action::Practise(task, Phantom::Disease)]);
        scenes.add_with(format!("consent-{}-practice", task.code()), &kiosk, task);
        kiosk.press([Action::Agree, Action::NoSymptoms]);
        scenes.add_with(format!("questions-{}-practice", task.code()), &kiosk, task);
        kiosk.tap(Action::Next);
        scenes.add_with(format!("capture-{}-practice", task.code()), &kiosk, task);
        let shots = if task == Task::Dr { 4 } else { 1 };
        for _ in 0..shots {
            kiosk.judged(Seen { gradable: true, defects: Vec::new(), doubt: None });
        }
        let ticket = kiosk.ticket();
        let farlight::flow::Screen::Visit(visit) = &kiosk.model.screen else { panic!("no encounter") };
        let mut made = record(kiosk.words, task, Outcome::Refer);
        (made.id, made.patient) = (visit.id.clone(), visit.patient.clone());
        kiosk.send(Event::Concluded { ticket, record: made });
        scenes.add_with(format!("result-{}-practice", task.code()), &kiosk, task);
        kiosk.tap(Action::Next);
        scenes.add_with(format!("done-{}-practice", task.code()), &kiosk, task);
    }
}
