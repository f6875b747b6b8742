use crate::domain::{
    Answers, Conclusion, Disposition, EncounterRecord, Finding, Laterality, Outcome, Patient, Sex, Stamp,
    Task, Versions,
};
use crate::flow::*;

pub const AMINA: UserId = UserId(1);
pub const BEN: UserId = UserId(2);
pub const SUPERVISOR: UserId = UserId(3);
pub const TECHNICIAN: UserId = UserId(4);
/// 2026-03-01 UTC.
pub const WALL_MS: i64 = 1_772_323_200_000;
pub const ENCOUNTER: &str = "0195-encounter";

/// A kiosk with everything outside played by the test.
pub struct Kiosk {
    pub model: Model,
    pub ms: u64,
    pub log: Vec<Effect>,
}

pub fn users() -> Vec<User> {
    let user = |id, name: &str, role| User { id, name: name.to_owned(), role };
    vec![
        user(AMINA, "Amina", Role::Operator),
        user(BEN, "Ben", Role::Operator),
        user(SUPERVISOR, "Sara", Role::Supervisor),
        user(TECHNICIAN, "Tom", Role::Technician),
    ]
}

pub fn patient(id: &str) -> Patient {
    Patient {
        id: id.to_owned(),
        identifier: format!("N-{id}"),
        name: format!("Patient {id}"),
        birth_date: Some("1970-05-01".to_owned()),
        sex: Sex::Female,
    }
}

pub fn stamp() -> Stamp {
    Stamp { wall_ms: WALL_MS, boot_ms: 1, boot_id: "boot".to_owned(), trusted: true }
}

pub fn record(id: &str, patient: Patient, task: Task) -> Box<EncounterRecord> {
    let finding = |laterality| Finding {
        id: "f".to_owned(),
        task,
        laterality,
        image_id: None,
        heatmap_id: None,
        gradable: true,
        quality: None,
        score: Some(0.2),
        grade: None,
        outcome: Outcome::Negative,
        abstain_reason: None,
        threshold: Some(0.5),
        model: None,
        preprocessing: None,
    };
    let findings = match task {
        Task::Dr => vec![finding(Some(Laterality::Od)), finding(Some(Laterality::Os))],
        Task::Tb => vec![finding(None)],
    };
    Box::new(EncounterRecord {
        id: id.to_owned(),
        task,
        patient,
        site: "clinic".to_owned(),
        device: "box".to_owned(),
        operator: "Amina".to_owned(),
        opened: stamp(),
        closed: stamp(),
        answers: Answers::default(),
        images: Vec::new(),
        findings,
        conclusion: Conclusion {
            disposition: Disposition::Negative,
            rule: "none-or-mild".to_owned(),
            reason: "no-referable-retinopathy".to_owned(),
            action: "Screen again in 12 months.".to_owned(),
            due: "2027-03-01".to_owned(),
            warnings: Vec::new(),
            not_looked_for: Vec::new(),
        },
        versions: Versions { software: "0".into(), rule_pack: "r".into(), rule_pack_sha256: "0".into() },
        research_use: true,
    })
}

impl Kiosk {
    /// At the lock screen.
    pub fn started(begin: Begin) -> Self {
        let mut kiosk = Self { model: Model::default(), ms: 1_000, log: Vec::new() };
        kiosk.send(Event::Tick { boot_ms: 1_000 });
        kiosk.send(Event::Clock { wall_ms: WALL_MS, trusted: true });
        kiosk.send(Event::Started(Box::new(Begin { users: users(), ..begin })));
        kiosk
    }

    /// At home, with this user.
    pub fn with(user: UserId) -> Self {
        let mut kiosk = Self::started(Begin { fields: vec![EyeField::Macula], ..Begin::default() });
        kiosk.unlock(user);
        kiosk
    }

    pub fn send(&mut self, event: Event) -> Vec<Effect> {
        let effects = update(&mut self.model, event);
        self.log.extend(effects.clone());
        effects
    }

    /// A calm tap: long enough after the last one.
    pub fn tap(&mut self, action: Action) -> Vec<Effect> {
        self.ms += 400;
        self.send(Event::Touched { boot_ms: self.ms });
        self.send(Event::Tap { action, boot_ms: self.ms })
    }

    pub fn press(&mut self, actions: impl IntoIterator<Item = Action>) {
        for action in actions {
            self.tap(action);
        }
    }

    pub fn wait(&mut self, ms: u64) {
        self.ms += ms;
        self.send(Event::Tick { boot_ms: self.ms });
    }

    pub fn type_pin(&mut self, user: UserId) -> u32 {
        self.tap(Action::ChooseUser(user));
        for digit in [1, 2, 3, 4] {
            self.tap(Action::Digit(digit));
        }
        self.tap(Action::Next);
        self.request()
    }

    pub fn unlock(&mut self, user: UserId) {
        let request = self.type_pin(user);
        self.send(Event::PinChecked { request, right: true });
    }

    /// Of the last effect that waits for an answer.
    pub fn request(&self) -> u32 {
        self.log.iter().rev().find_map(request_of).expect("a request")
    }

    pub fn ticket(&self) -> Ticket {
        self.log.iter().rev().find_map(ticket_of).expect("a ticket")
    }

    pub fn at(&self) -> (&'static str, &'static str) {
        let place = self.model.place();
        (place.screen, place.detail)
    }

    pub fn visit(&self) -> &Visit {
        let Screen::Visit(visit) = &self.model.screen else { panic!("no encounter: {:?}", self.at()) };
        visit
    }

    pub fn admitted(&mut self, task: Task, id: &str) {
        self.tap(Action::New(task));
        for letter in ['a', 'b'] {
            self.tap(Action::Type(letter));
        }
        self.tap(Action::Search);
        let request = self.request();
        self.send(Event::PatientsFound { request, patients: vec![patient(id)] });
        self.tap(Action::ChoosePatient(id.to_owned()));
        self.tap(Action::Next);
        let (request, encounter) = (self.request(), ENCOUNTER.to_owned());
        self.send(Event::Admitted { request, patient: patient(id), encounter });
    }

    /// Up to the camera.
    pub fn aiming(&mut self, task: Task) {
        self.admitted(task, "p1");
        self.tap(Action::Agree);
        self.tap(Action::NoSymptoms);
        self.tap(Action::Next);
    }

    pub fn photograph(&mut self, seen: Seen) {
        self.tap(Action::Shutter);
        let ticket = self.ticket();
        let picture = format!("picture-{}", ticket.request);
        self.send(Event::Captured { ticket, picture, corners: None });
        self.tap(Action::Accept);
        let ticket = self.ticket();
        self.send(Event::Examined { ticket, seen });
    }

    pub fn conclude(&mut self) {
        let (id, patient, task) = (self.visit().id.clone(), self.visit().patient.clone(), self.visit().task);
        let ticket = self.ticket();
        self.send(Event::Concluded { ticket, record: record(&id, patient, task) });
    }

    /// Both eyes photographed, the result shown.
    pub fn with_result(user: UserId) -> Self {
        let mut kiosk = Self::with(user);
        kiosk.aiming(Task::Dr);
        kiosk.photograph(good());
        kiosk.photograph(good());
        kiosk.conclude();
        kiosk
    }
}

pub fn good() -> Seen {
    Seen { gradable: true, defects: Vec::new(), doubt: None }
}

pub fn dark() -> Seen {
    Seen { gradable: false, defects: vec![crate::domain::Defect::TooDark], doubt: None }
}

pub fn request_of(effect: &Effect) -> Option<u32> {
    match effect {
        Effect::CheckPin { request, .. }
        | Effect::SaveUser { request, .. }
        | Effect::RemoveUser { request, .. }
        | Effect::FindPatients { request, .. }
        | Effect::Admit { request, .. }
        | Effect::LoadList { request, .. }
        | Effect::LoadEncounter { request, .. }
        | Effect::LoadFacts { request, .. }
        | Effect::RunSelfTest { request }
        | Effect::StartCamera(Lens::Card { request }) => Some(*request),
        _ => None,
    }
}

pub fn ticket_of(effect: &Effect) -> Option<Ticket> {
    match effect {
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
    }
}
