//! A kiosk whose outside is played by the fixtures: every screen is reached as a person reaches it.

use farlight::domain::{EncounterRecord, Task};
use farlight::flow::{
    Action, Begin, Effect, Event, EyeField, Fault, Lens, Model, Notice, Question, Role, Seen, Ticket, User,
    UserId, update,
};
use farlight::locale::Language;

use super::people::{Words, patient};

pub const NURSE: UserId = UserId(1);
pub const SUPERVISOR: UserId = UserId(3);
pub const TECHNICIAN: UserId = UserId(4);
/// 2026-03-01 09:41 UTC.
pub const WALL_MS: i64 = 1_772_358_060_000;
pub const ENCOUNTER: &str = "7f3a91c2e5d04b18";

#[derive(Clone)]
pub struct Kiosk {
    pub model: Model,
    pub words: &'static Words,
    ms: u64,
    log: Vec<Effect>,
}

impl Kiosk {
    /// While the box starts.
    pub fn starting(language: Language) -> Self {
        let words = Words::of(language);
        let mut kiosk = Self { model: Model::default(), words, ms: 1_000, log: Vec::new() };
        kiosk.model.desk.preferences.language = language;
        kiosk.send(Event::Tick { boot_ms: 1_000 });
        kiosk.send(Event::Clock { wall_ms: WALL_MS, trusted: true });
        kiosk.send(Event::Printer { ready: true });
        kiosk
    }

    /// At the lock screen.
    pub fn locked(language: Language, failed: &[(UserId, u32)]) -> Self {
        let mut kiosk = Self::starting(language);
        let user = |id, name: &str, role| User { id, name: name.to_owned(), role };
        let names = kiosk.words.staff;
        let users = vec![
            user(NURSE, names[0], Role::Operator),
            user(UserId(2), names[1], Role::Operator),
            user(SUPERVISOR, names[2], Role::Supervisor),
            user(TECHNICIAN, names[3], Role::Technician),
        ];
        let preferences = kiosk.model.desk.preferences.clone();
        let fields = vec![EyeField::Macula, EyeField::Disc];
        let failed = failed.iter().copied().collect();
        kiosk.send(Event::Started(Box::new(Begin {
            users,
            failed,
            preferences,
            fields,
            ..Begin::default()
        })));
        kiosk
    }

    /// At home.
    pub fn home(language: Language, user: UserId) -> Self {
        let mut kiosk = Self::locked(language, &[]);
        kiosk.type_pin(user);
        let request = kiosk.request();
        kiosk.send(Event::PinChecked { request, right: true });
        kiosk
    }

    pub fn type_pin(&mut self, user: UserId) {
        self.tap(Action::ChooseUser(user));
        self.press([1, 2, 3, 4].map(Action::Digit));
        self.tap(Action::Next);
    }

    pub fn send(&mut self, event: Event) {
        self.log.extend(update(&mut self.model, event));
    }

    /// Long enough after the last one.
    pub fn tap(&mut self, action: Action) {
        self.ms += 400;
        self.send(Event::Touched { boot_ms: self.ms });
        self.send(Event::Tap { action, boot_ms: self.ms });
    }

    pub fn press(&mut self, actions: impl IntoIterator<Item = Action>) {
        for action in actions {
            self.tap(action);
        }
    }

    pub fn write(&mut self, text: &str) {
        self.press(text.chars().map(Action::Type));
    }

    pub fn wait(&mut self, ms: u64) {
        self.ms += ms;
        self.send(Event::Tick { boot_ms: self.ms });
    }

    /// Of the last effect that waits for an answer.
    pub fn request(&self) -> u32 {
        let request = |effect: &Effect| match effect {
            Effect::CheckPin { request, .. }
            | Effect::FindPatients { request, .. }
            | Effect::Admit { request, .. }
            | Effect::LoadList { request, .. }
            | Effect::LoadEncounter { request, .. }
            | Effect::LoadFacts { request, .. }
            | Effect::RunSelfTest { request }
            | Effect::StartCamera(Lens::Card { request }) => Some(*request),
            _ => None,
        };
        self.log.iter().rev().find_map(request).unwrap()
    }

    pub fn ticket(&self) -> Ticket {
        let ticket = |effect: &Effect| match effect {
            Effect::TakePicture { ticket, .. }
            | Effect::ListFilms { ticket, .. }
            | Effect::FetchFilm { ticket, .. }
            | Effect::Rectify { ticket, .. }
            | Effect::Examine { ticket, .. }
            | Effect::Commit { ticket, .. }
            | Effect::Rehearse { ticket, .. }
            | Effect::LoadPriors { ticket, .. }
            | Effect::Print { ticket } => Some(ticket.clone()),
            _ => None,
        };
        self.log.iter().rev().find_map(ticket).unwrap()
    }

    /// The patient is known, and asked for consent.
    pub fn admitted(language: Language, task: Task) -> Self {
        let mut kiosk = Self::home(language, NURSE);
        kiosk.tap(Action::New(task));
        kiosk.write("x");
        kiosk.tap(Action::Search);
        let who = patient(kiosk.words, 0);
        let request = kiosk.request();
        kiosk.send(Event::PatientsFound { request, patients: vec![who.clone()] });
        kiosk.tap(Action::ChoosePatient(who.id.clone()));
        kiosk.tap(Action::Next);
        let (request, encounter) = (kiosk.request(), ENCOUNTER.to_owned());
        kiosk.send(Event::Admitted { request, patient: who, encounter });
        kiosk
    }

    /// Consent given, nothing to report.
    pub fn capturing(language: Language, task: Task) -> Self {
        let mut kiosk = Self::admitted(language, task);
        kiosk.press([Action::Agree, Action::NoSymptoms, Action::Next]);
        kiosk
    }

    pub fn photograph(&mut self) {
        self.tap(Action::Shutter);
        let ticket = self.ticket();
        self.send(Event::Captured { ticket, picture: "picture".to_owned(), corners: None });
    }

    pub fn judged(&mut self, seen: Seen) {
        self.photograph();
        self.tap(Action::Accept);
        let ticket = self.ticket();
        self.send(Event::Examined { ticket, seen });
    }

    /// Both fields of both eyes, or the chest film.
    pub fn concluding(language: Language, task: Task) -> Self {
        let mut kiosk = Self::capturing(language, task);
        let shots = if task == Task::Dr { 4 } else { 1 };
        for _ in 0..shots {
            if task == Task::Tb {
                kiosk.tap(Action::ChooseSource(farlight::flow::Source::LightBox));
            }
            kiosk.judged(Seen { gradable: true, defects: Vec::new(), doubt: None });
        }
        kiosk
    }

    pub fn with_result(language: Language, record: Box<EncounterRecord>) -> Self {
        let mut kiosk = Self::concluding(language, record.task);
        let ticket = kiosk.ticket();
        kiosk.send(Event::Concluded { ticket, record });
        kiosk
    }

    pub fn asked(mut self, question: Question) -> Self {
        self.model.desk.ask = Some(question);
        self
    }

    pub fn told(mut self, notice: Notice) -> Self {
        self.model.desk.notice = Some(notice);
        self
    }

    pub fn failed(mut self, fault: Fault) -> Self {
        self.model.desk.fault = Some(fault);
        self
    }
}
