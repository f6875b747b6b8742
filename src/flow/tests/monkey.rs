//! A hundred thousand events by chance: nothing panics, and no two patients meet.

use super::support::*;
use crate::domain::{Answer, Defect, FaultClass, SideDoubt, Task, UngradableReason};
use crate::flow::*;
use crate::locale::{Language, Locale};
use crate::ui::screens::{Pictures, Scene, draw};
use crate::ui::{Fonts, Palette, Stage, Theme, View};

/// Xorshift: the same run every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len())].clone()
    }
}

fn action(dice: &mut Dice) -> Action {
    let task = dice.pick(&[Task::Dr, Task::Tb]);
    let user = dice.pick(&[AMINA, BEN, SUPERVISOR, TECHNICIAN]);
    let digit = dice.roll(12) as u8;
    dice.pick(&[
        Action::Next,
        Action::Next,
        Action::Next,
        Action::Back,
        Action::Confirm,
        Action::Dismiss,
        Action::Cancel,
        Action::Abandon,
        Action::Retry,
        Action::Lock,
        Action::Focus(Field::Number),
        Action::Focus(Field::Name),
        Action::Type('a'),
        Action::Type('a'),
        Action::Digit(digit),
        Action::Digit(digit),
        Action::Digit(digit),
        Action::Backspace,
        Action::ChooseUser(user),
        Action::ChooseUser(user),
        Action::Release,
        Action::New(task),
        Action::New(task),
        Action::OpenList(ListKind::Today),
        Action::OpenSettings,
        Action::OpenTraining,
        Action::Practise(task, Phantom::Dark),
        Action::Clean,
        Action::ScanCard,
        Action::Search,
        Action::Search,
        Action::NewPatient,
        Action::ChoosePatient("p1".into()),
        Action::ChoosePatient("p2".into()),
        Action::NoneOfThese,
        Action::Agree,
        Action::Agree,
        Action::Decline,
        Action::Symptom(digit.into()),
        Action::NoSymptoms,
        Action::Answer(Topic::Hiv, Answer::Yes),
        Action::ChooseSource(Source::LightBox),
        Action::ChooseSource(Source::Inbox),
        Action::ChooseFilm("f".into()),
        Action::Shutter,
        Action::Shutter,
        Action::AutoShutter(true),
        Action::MoveCorner(digit.into(), f32::NAN, 2.0),
        Action::Accept,
        Action::Accept,
        Action::Retake,
        Action::RetakeOther,
        Action::Dilated,
        Action::CannotTake,
        Action::GiveUp(UngradableReason::NoEye),
        Action::ShowTab(Tab::Priors),
        Action::ShowSide(digit.into()),
        Action::ShowPrior(0),
        Action::Print,
        Action::OpenEntry("e".into()),
        Action::OpenPage(Page::Users),
        Action::AddUser,
        Action::EditUser(user),
        Action::RemoveUser(user),
        Action::SaveUser,
        Action::ShutDown,
    ])
}

/// What somebody who knows the kiosk would press here, so that the run comes to every step.
fn sensible(dice: &mut Dice, model: &Model) -> Action {
    if model.desk.fault.is_some() {
        return Action::Retry;
    }
    let place = model.place();
    let known = ["p1", "p2"].map(|id| Action::ChoosePatient(id.into()));
    match (place.screen, place.detail) {
        ("lock", "choose") => Action::ChooseUser(dice.pick(&[AMINA, BEN, SUPERVISOR])),
        ("lock", _) => match &model.screen {
            Screen::Lock(lock) if lock.pin.is_long_enough() => Action::Next,
            _ => Action::Digit(1),
        },
        ("home", _) => Action::New(dice.pick(&[Task::Dr, Task::Tb])),
        ("identify", "search") => dice.pick(&[Action::Type('a'), Action::Search, known[0].clone()]),
        ("identify", "duplicates") => dice.pick(&[Action::NoneOfThese, known[0].clone()]),
        ("consent", _) => Action::Agree,
        ("capture", "source") => Action::ChooseSource(dice.pick(&[Source::Inbox, Source::LightBox])),
        ("capture", "films") => Action::ChooseFilm("f".into()),
        ("capture", "aim") => Action::Shutter,
        ("capture", "corners" | "review") => Action::Accept,
        ("capture", "retake") => Action::Retake,
        ("capture", "side") => dice.pick(&[Action::Accept, Action::RetakeOther]),
        ("capture", "dilate") => Action::Dilated,
        ("capture", "reason") => Action::GiveUp(UngradableReason::StillPoor),
        _ => Action::Next,
    }
}

/// An answer to something that was asked, now or long ago, by the right encounter or by another.
fn answer(dice: &mut Dice, asked: &[Effect], admitted: &mut usize) -> Option<Event> {
    let age = if dice.roll(3) > 0 { 0 } else { dice.roll(12) };
    let recent = asked.len().saturating_sub(1 + age);
    let who = dice.pick(&["p1", "p2"]);
    Some(match asked.get(recent)?.clone() {
        Effect::CheckPin { request, .. } => Event::PinChecked { request, right: dice.roll(4) > 0 },
        Effect::FindPatients { request, .. } => {
            Event::PatientsFound { request, patients: vec![patient("p1"), patient("p2")] }
        }
        Effect::Admit { request, who: Who::New { anyway: false, .. }, .. } => {
            Event::Duplicates { request, patients: vec![patient("p1")] }
        }
        Effect::Admit { request, .. } => {
            *admitted += 1;
            Event::Admitted { request, patient: patient(who), encounter: format!("e{admitted}") }
        }
        Effect::StartCamera(Lens::Card { request }) => Event::CardRead { request, text: "N-p1".into() },
        Effect::ListFilms { ticket, .. } => {
            let film = Film { id: "f".into(), label: String::new(), received_wall_ms: 0 };
            Event::Films { ticket, films: vec![film] }
        }
        Effect::TakePicture { ticket, .. }
        | Effect::FetchFilm { ticket, .. }
        | Effect::Rectify { ticket, .. } => match dice.roll(6) {
            0 => Event::CaptureFailed { ticket, code: "unplugged".into() },
            1 => Event::Captured { ticket, picture: "x".into(), corners: Some([(0.0, 0.0); 4]) },
            _ => Event::Captured { ticket, picture: "x".into(), corners: None },
        },
        Effect::Examine { ticket, .. } => match dice.roll(6) {
            0 => Event::ExamineFailed { ticket, code: "wrong-side".into(), class: FaultClass::NeedsOperator },
            1 => Event::Examined { ticket, seen: dark() },
            3 => Event::Examined { ticket, seen: Seen { doubt: Some(SideDoubt::SameEye), ..good() } },
            2 => Event::Progress { ticket, percent: 200 },
            _ => Event::Examined { ticket, seen: good() },
        },
        Effect::Commit { ticket, .. } | Effect::Rehearse { ticket, .. } => {
            let task = dice.pick(&[Task::Dr, Task::Tb]);
            let id = if ticket.encounter.starts_with("practice") { ticket.encounter.as_str() } else { who };
            Event::Concluded { record: record(&ticket.encounter, patient(id), task), ticket }
        }
        Effect::Print { ticket } => Event::Printed { ticket, fault: None },
        Effect::LoadPriors { ticket, .. } => Event::Priors { ticket, entries: Vec::new() },
        Effect::LoadList { request, .. } => Event::Listed { request, entries: Vec::new() },
        _ => return None,
    })
}

fn event(model: &Model, dice: &mut Dice, asked: &[Effect], ms: &mut u64, admitted: &mut usize) -> Event {
    *ms += dice.pick(&[10, 150, 350, 350, 350, 900]);
    let boot_ms = *ms;
    match dice.roll(40) {
        0 => Event::Live { encounter: format!("e{admitted}"), live: Live::default() },
        1 => Event::Live { encounter: "x".into(), live: Live { defects: vec![Defect::TooDark] } },
        2 if dice.roll(20) == 0 => Event::Fault { code: "hot".into(), class: FaultClass::Transient },
        3 if dice.roll(30) == 0 => {
            *ms += 700_000;
            Event::Tick { boot_ms: *ms }
        }
        4 => Event::PicturesLost { encounter: format!("e{admitted}") },
        5..=8 => Event::Tick { boot_ms },
        9..=18 => answer(dice, asked, admitted).unwrap_or(Event::Tick { boot_ms }),
        19 => Event::Touched { boot_ms },
        20..=33 => Event::Tap { action: sensible(dice, model), boot_ms },
        _ => Event::Tap { action: action(dice), boot_ms },
    }
}

fn check(model: &Model, effects: &[Effect]) {
    let place = model.place();
    let open = !matches!(place.screen, "splash" | "lock");
    assert_eq!(model.desk.user.is_some(), open, "{place:?}");
    if let Screen::Visit(visit) = &model.screen {
        assert!(!visit.patient.id.is_empty());
        assert_eq!(model.identity().unwrap().patient.id, visit.patient.id);
        if let Step::Result(Shown { record, .. }) | Step::Slip(Slip { record, .. }) = &visit.step {
            let shown = (&record.id, &record.patient.id, record.task);
            assert_eq!(shown, (&visit.id, &visit.patient.id, visit.task));
        }
    }
    for effect in effects {
        match effect {
            Effect::Commit { ticket, .. } | Effect::LoadPriors { ticket, .. } | Effect::Print { ticket } => {
                assert!(!ticket.encounter.starts_with("practice"));
            }
            Effect::Rehearse { ticket, .. } => assert!(ticket.encounter.starts_with("practice")),
            Effect::SaveDraft(draft) => {
                assert!(!matches!(&draft.work, Work::Visit(visit) if visit.training.is_some()));
            }
            _ => {}
        }
    }
}

#[test]
fn nothing_panics_and_no_two_patients_meet() {
    let mut dice = Dice(0x5eed_fa41);
    let mut kiosk = Kiosk::started(Begin { fields: vec![EyeField::Macula], ..Begin::default() });
    let (mut asked, mut admitted, mut ms) = (Vec::new(), 0, kiosk.ms);
    let mut places = std::collections::BTreeMap::new();
    let mut largest = [0, 0];
    for turn in 0..100_000_usize {
        let event = event(&kiosk.model, &mut dice, &asked, &mut ms, &mut admitted);
        // Nobody stays barred or asleep for the whole run.
        kiosk.model.desk.attempts = Attempts::default();
        let effects = update(&mut kiosk.model, event);
        check(&kiosk.model, &effects);
        asked.extend(effects.into_iter().filter(|e| request_of(e).is_some() || ticket_of(e).is_some()));
        if asked.len() > 200 {
            asked.drain(..100);
        }
        if turn.is_multiple_of(500) {
            let half = &mut largest[turn / 50_000];
            *half = (*half).max(format!("{:?}", kiosk.model).len());
        }
        let place = kiosk.model.place();
        *places.entry(format!("{} {}", place.screen, place.detail)).or_insert(0) += 1;
    }
    assert!(largest[1] <= largest[0] * 5 / 4, "the model grows: {largest:?} letters");
    let names = ["result summary", "slip ", "done ", "capture retake", "analysing concluding", "lock pin"];
    for name in names {
        assert!(places.contains_key(name), "the monkey never came to {name}: {places:?}");
    }
}

/// So many touches; the first fifth fills every cache.
const TOUCHES: usize = 100_000;
/// What a process may grow by afterwards, kB: pages of the allocator, no more.
const GROWTH_KB: u64 = 8 << 10;
const ALONE: &str = "FARLIGHT_MONKEY_ALONE";

/// Memory is that of a whole process: the monkey gets one of its own.
#[test]
fn touches_anywhere_on_the_glass_do_no_harm() {
    if std::env::var_os(ALONE).is_some() {
        return touch_everywhere();
    }
    let name = "flow::tests::monkey::touches_anywhere_on_the_glass_do_no_harm";
    let mut alone = std::process::Command::new(std::env::current_exe().unwrap());
    let output = alone.args(["--exact", name, "--nocapture"]).env(ALONE, "1").output().unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", said(&output.stdout), said(&output.stderr));
    assert!(said(&output.stdout).contains("1 passed"), "{}", said(&output.stdout));
}

fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// What is drawn of the model: time alone changes nothing here, but while a countdown runs.
fn drawn(model: &Model) -> Model {
    let mut drawn = model.clone();
    drawn.desk.guard = Guard::default();
    drawn.desk.guard.asleep = model.desk.guard.asleep;
    if model.place().detail != "aim" && !matches!(model.screen, Screen::Lock(_)) {
        drawn.desk.now_ms = 0;
    }
    drawn
}

/// Random places on the glass instead of random actions: what lies there is pressed, and a result is
/// never seen without its patient's name.
fn touch_everywhere() {
    let mut dice = Dice(0x0071_2e55);
    let mut kiosk = Kiosk::started(Begin { fields: vec![EyeField::Macula], ..Begin::default() });
    let (mut asked, mut admitted, mut ms) = (Vec::new(), 0, kiosk.ms);
    let (locale, mut fonts) = (Locale::new(Language::English, false), Fonts::new());
    let stage = Stage { size: (800, 480), theme: Theme::new(Palette::Dark), rtl: false };
    let pictures = Pictures::default();
    let mut laid: Option<(Model, View<Action>)> = None;
    let (mut results, mut filled_kb) = (0, 0);
    let mut places = std::collections::BTreeMap::new();
    for turn in 0..TOUCHES {
        let now = drawn(&kiosk.model);
        if laid.as_ref().is_none_or(|(model, _)| *model != now) {
            let scene = Scene { model: &kiosk.model, locale: &locale, pictures: &pictures, stage: &stage };
            let view = draw(&scene, &mut fonts);
            if view.nodes().any(|node| node.tag == "result") {
                let name = &kiosk.model.identity().expect("a patient").patient.name;
                assert!(view.print().contains(name.as_str()) || view.print().contains("practice bar"));
                results += 1;
            }
            laid = Some((now, view));
        }
        let Some((_, view)) = &laid else { unreachable!() };
        ms += 350;
        let (x, y) = (dice.roll(800) as i32, dice.roll(480) as i32);
        let event = match (dice.roll(10), view.hit(x, y)) {
            (0..7, Some((_, action))) => Event::Tap { action, boot_ms: ms },
            (0..7, None) => Event::Touched { boot_ms: ms },
            (7, _) => Event::Tap { action: sensible(&mut dice, &kiosk.model), boot_ms: ms },
            _ => answer(&mut dice, &asked, &mut admitted).unwrap_or(Event::Tick { boot_ms: ms }),
        };
        kiosk.model.desk.attempts = Attempts::default();
        let effects = update(&mut kiosk.model, event);
        check(&kiosk.model, &effects);
        asked.extend(effects.into_iter().filter(|e| request_of(e).is_some() || ticket_of(e).is_some()));
        if asked.len() > 200 {
            asked.drain(..100);
        }
        *places.entry(kiosk.model.place().screen).or_insert(0) += 1;
        if turn == TOUCHES / 5 {
            filled_kb = resident_kb();
        }
    }
    let kb = resident_kb();
    println!("{results} results seen; {filled_kb} kB after a fifth, {kb} kB at the end");
    let longest = places.values().copied().max().unwrap_or_default();
    assert!(
        results > 0 && longest < TOUCHES * 3 / 4,
        "{results} results; the monkey sat somewhere: {places:?}"
    );
    assert!(kb <= filled_kb + GROWTH_KB, "memory grows: {filled_kb} kB after a fifth, {kb} kB at the end");
}
