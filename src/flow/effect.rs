use std::collections::BTreeMap;

use super::{
    Corner, Draft, EyeField, Form, ListKind, Page, Phantom, Pin, Preferences, Role, Source, Ticket, UserId,
};
use crate::domain::{Answers, Laterality, Patient, Task, UngradableReason};

/// What has to be done outside, in this order. May hold what was typed of a patient: never logged. Those with a request or ticket are answered by events.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    // People.
    CheckPin {
        request: u32,
        user: UserId,
        pin: Pin,
    },
    PersistAttempts(BTreeMap<UserId, u32>),
    /// A new user when there is no id; the PIN stays when there is none.
    SaveUser {
        request: u32,
        id: Option<UserId>,
        name: String,
        role: Role,
        pin: Option<Pin>,
    },
    RemoveUser {
        request: u32,
        id: UserId,
    },

    // Identify. `FindPatients` looks for a part of the name or of the number.
    FindPatients {
        request: u32,
        text: String,
    },
    Admit {
        request: u32,
        task: Task,
        who: Who,
    },

    // Capture.
    /// Begins the encounter, or begins it again after a power cut with the pictures kept for it.
    Open(Box<Opening>),
    StartCamera(Lens),
    StopCamera,
    TakePicture {
        ticket: Ticket,
        side: Option<Laterality>,
        field: Option<EyeField>,
        attempt: u32,
    },
    ListFilms {
        ticket: Ticket,
        source: Source,
    },
    FetchFilm {
        ticket: Ticket,
        film: String,
    },
    Rectify {
        ticket: Ticket,
        picture: String,
        corners: [Corner; 4],
    },
    Examine {
        ticket: Ticket,
        side: Option<Laterality>,
        picture: String,
    },
    CancelExamine {
        ticket: Ticket,
    },
    /// A picture that was examined is not this eye's after all: nothing follows from it.
    DropPicture {
        encounter: String,
        picture: String,
    },

    // Result. Both conclude; only `Commit` stores. Repeated for the same encounter, it stores once.
    Commit {
        ticket: Ticket,
        unseen: Vec<(Option<Laterality>, UngradableReason)>,
    },
    Rehearse {
        ticket: Ticket,
        unseen: Vec<(Option<Laterality>, UngradableReason)>,
    },
    LoadPriors {
        ticket: Ticket,
        patient: String,
    },
    Print {
        ticket: Ticket,
    },
    /// The encounter ends without a record: its pictures go.
    Discard {
        encounter: String,
    },
    SaveDraft(Box<Draft>),
    ClearDraft {
        owner: UserId,
    },

    // Lists and settings.
    LoadList {
        request: u32,
        kind: ListKind,
    },
    LoadEncounter {
        request: u32,
        encounter: String,
    },
    LoadFacts {
        request: u32,
        page: Page,
    },
    SavePreferences(Preferences),
    SetCamera(String),
    RunSelfTest {
        request: u32,
    },
    ExportSupport {
        request: u32,
    },
    Sync,
    Screenshot,
    Blank(bool),
    Restart,
    ShutDown,
}

/// What the camera is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lens {
    /// Reads the QR card; answered by `CardRead` with this request.
    Card {
        request: u32,
    },
    Eye(Laterality),
    LightBox,
    Practice(Phantom),
}

/// Who is to be examined.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    /// By [`Patient::id`].
    Known(String),
    /// `anyway`: the possible duplicates were shown, and it is none of them.
    New { form: Form, anyway: bool },
}

/// What a session needs to begin.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    pub encounter: String,
    pub task: Task,
    pub patient: Patient,
    pub answers: Answers,
    pub operator: String,
    pub training: Option<Phantom>,
    /// Examined before a power cut, in order.
    pub pictures: Vec<(Option<Laterality>, String)>,
}
