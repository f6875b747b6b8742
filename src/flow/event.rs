use std::collections::BTreeMap;

use super::{
    Action, Alert, Corner, Counts, Draft, Entry, Exported, Facts, Film, Live, Network, Preferences,
    StartStage, Ticket, User, UserId,
};
use crate::domain::{Defect, EncounterRecord, FaultClass, Patient, SideDoubt};

/// What happened. May hold what was typed or read of a patient: never logged. Answers carry the request they belong to; a late one is dropped.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    // The finger. `boot_ms`: milliseconds since this boot.
    /// It came down, anywhere. Sent before the [`Event::Tap`] of the same finger.
    Touched {
        boot_ms: u64,
    },
    /// It pressed something.
    Tap {
        action: Action,
        boot_ms: u64,
    },
    /// At least ten times a second while a countdown runs, else once a second.
    Tick {
        boot_ms: u64,
    },

    // The start.
    Starting(StartStage),
    Started(Box<Begin>),
    StartFailed {
        code: String,
    },

    // The surroundings.
    Network(Network),
    /// Milliseconds since 1970-01-01 UTC, and whether they can be right.
    Clock {
        wall_ms: i64,
        trusted: bool,
    },
    Counts(Counts),
    Alerts(Vec<Alert>),
    Printer {
        ready: bool,
    },
    Fault {
        code: String,
        class: FaultClass,
    },

    // People.
    PinChecked {
        request: u32,
        right: bool,
    },
    UserSaved {
        request: u32,
        users: Vec<User>,
    },

    // Identify.
    CardRead {
        request: u32,
        text: String,
    },
    PatientsFound {
        request: u32,
        patients: Vec<Patient>,
    },
    /// People who may be the same as the one who is to be registered.
    Duplicates {
        request: u32,
        patients: Vec<Patient>,
    },
    /// The patient is known now, and the encounter has its id.
    Admitted {
        request: u32,
        patient: Patient,
        encounter: String,
    },

    // Capture.
    /// The gate's word on the last frame of the preview.
    Live {
        encounter: String,
        live: Live,
    },
    Films {
        ticket: Ticket,
        films: Vec<Film>,
    },
    /// A picture lies in the application's hands under this name; with the corners of the film when it
    /// was photographed on a light box.
    Captured {
        ticket: Ticket,
        picture: String,
        corners: Option<[Corner; 4]>,
    },
    CaptureFailed {
        ticket: Ticket,
        code: String,
    },
    Progress {
        ticket: Ticket,
        percent: u8,
    },
    Examined {
        ticket: Ticket,
        seen: Seen,
    },
    /// `code` and `class` of the room that failed: `wrong-side`, `same-picture`, `decode`.
    ExamineFailed {
        ticket: Ticket,
        code: String,
        class: FaultClass,
    },
    /// Pictures of before a power cut cannot be read again.
    PicturesLost {
        encounter: String,
    },

    // Result and slip.
    /// The record is stored; of a practice round, made and not stored.
    Concluded {
        ticket: Ticket,
        record: Box<EncounterRecord>,
    },
    StoreFailed {
        ticket: Ticket,
        code: String,
        class: FaultClass,
    },
    Priors {
        ticket: Ticket,
        entries: Vec<Entry>,
    },
    Printed {
        ticket: Ticket,
        fault: Option<String>,
    },

    // Lists and settings.
    Listed {
        request: u32,
        entries: Vec<Entry>,
    },
    Loaded {
        request: u32,
        record: Box<EncounterRecord>,
        priors: Vec<Entry>,
    },
    /// `None` when it could not be written.
    SupportExported {
        request: u32,
        exported: Option<Exported>,
    },
    Facts {
        request: u32,
        facts: Box<Facts>,
    },
}

/// What the start read from the disk.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Begin {
    pub users: Vec<User>,
    /// Wrong PINs in a row.
    pub failed: BTreeMap<UserId, u32>,
    pub preferences: Preferences,
    pub drafts: Vec<Draft>,
    pub fields: Vec<super::EyeField>,
}

/// What the gate made of a picture. What the model made of it is told only with the whole result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub gradable: bool,
    pub defects: Vec<Defect>,
    /// Of a gradable photograph of an eye: what speaks against the side.
    pub doubt: Option<SideDoubt>,
}
