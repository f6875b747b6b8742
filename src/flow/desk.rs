use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Attempts, Draft, Effect, EyeField, Guard, Keys, Ticket, User, UserId};
use crate::domain::FaultClass;
use crate::locale::Language;

/// What stands beside every screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// Who is at the screen; nobody while it is locked.
    pub user: Option<UserId>,
    pub users: Vec<User>,
    pub attempts: Attempts,
    pub preferences: Preferences,
    pub status: Status,
    /// The fields that the programme wants of each eye.
    pub fields: Vec<EyeField>,
    /// Unfinished work of each user, until that user or a supervisor takes it up.
    pub set_aside: BTreeMap<UserId, Draft>,
    /// Stands before the screen until it is answered.
    pub ask: Option<Question>,
    pub notice: Option<Notice>,
    /// Covers the screen.
    pub fault: Option<Fault>,
    /// The glass is being wiped until then, on the boot clock.
    pub cleaning_until_ms: Option<u64>,
    pub guard: Guard,
    pub keys: Keys,
    /// Milliseconds since this boot, as the last event told.
    pub now_ms: u64,
    /// Something was typed or chosen since the work in hand was kept last.
    pub(super) unsaved: bool,
    requests: u32,
    practised: u32,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            user: None,
            users: Vec::new(),
            attempts: Attempts::default(),
            preferences: Preferences::default(),
            status: Status::default(),
            fields: vec![EyeField::Macula, EyeField::Disc],
            set_aside: BTreeMap::new(),
            ask: None,
            notice: None,
            fault: None,
            cleaning_until_ms: None,
            guard: Guard::default(),
            keys: Keys::Hidden,
            now_ms: 0,
            unsaved: false,
            requests: 0,
            practised: 0,
        }
    }
}

impl Desk {
    pub(super) fn request(&mut self) -> u32 {
        self.requests = self.requests.wrapping_add(1);
        self.requests
    }

    pub(super) fn ticket(&mut self, encounter: &str) -> Ticket {
        Ticket { encounter: encounter.to_owned(), request: self.request() }
    }

    /// Never the id of a patient's encounter: those are UUIDs.
    pub(super) fn practice_id(&mut self) -> String {
        self.practised += 1;
        format!("practice-{}", self.practised)
    }

    pub(super) fn persist_attempts(&self, out: &mut Vec<Effect>) {
        out.push(Effect::PersistAttempts(self.attempts.counts().clone()));
    }

    #[must_use]
    pub fn user(&self) -> Option<&User> {
        self.user.and_then(|id| self.user_by_id(id))
    }

    #[must_use]
    pub fn user_by_id(&self, id: UserId) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }
}

/// Holds for the box, whoever is at the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the screen")]
pub struct Preferences {
    pub language: Language,
    pub dark: bool,
    pub large_text: bool,
    pub sound: bool,
    /// 0 to 9 where the language has digits of its own.
    pub latin_digits: bool,
    pub auto_shutter: bool,
    pub lock_after_s: u64,
    pub blank_after_s: u64,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: Language::English,
            dark: true,
            large_text: false,
            sound: false,
            latin_digits: false,
            auto_shutter: true,
            lock_after_s: 180,
            blank_after_s: 600,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    pub counts: Counts,
    /// The gravest first.
    pub alerts: Vec<Alert>,
    pub network: Network,
    /// Milliseconds since 1970-01-01 UTC.
    pub wall_ms: i64,
    pub clock_trusted: bool,
    pub printer_ready: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub today: u64,
    pub waiting: u64,
    /// Age of the message that has waited longest.
    pub oldest_days: u64,
    pub returned: u64,
    pub overdue: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Network {
    #[default]
    None,
    /// There is a network, and the server does not answer.
    NoServer,
    Online,
}

/// Their order is their priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alert {
    /// No screening is begun.
    DiskFull,
    PicturesDamaged,
    AuditBroken,
    ClockNotSet,
    CameraMissing,
    SendingRejected,
    SendingMisconfigured,
    /// Room is getting short, or what waits is too much or too old.
    DiskLow,
    PrinterMissing,
    Hot,
}

impl Alert {
    pub const ALL: [Self; 10] = [
        Self::DiskFull,
        Self::PicturesDamaged,
        Self::AuditBroken,
        Self::ClockNotSet,
        Self::CameraMissing,
        Self::SendingRejected,
        Self::SendingMisconfigured,
        Self::DiskLow,
        Self::PrinterMissing,
        Self::Hot,
    ];
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Everything of this encounter is thrown away.
    AbandonVisit,
    /// The result is stored; the slip is not printed.
    LeaveResult,
    DiscardForm,
    /// Somebody else's unfinished work: take it up?
    TakeUp(UserId),
    RemoveUser(UserId),
    Restart,
    ShutDown,
}

/// Says itself once, at the edge of the screen, until the next tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    WorkKept,
    ConsentDeclined,
    CardUnknown,
    NoneFound,
    CameraFailed,
    PicturesLost,
    NotSaved,
    Saved,
    Sending,
    SupportUnderWay,
    SupportFailed,
    ScreenshotSaved,
    ScreenshotRefused,
    UserReleased,
}

/// In plain words with a code: the words are the language's, by the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub code: String,
    pub class: FaultClass,
}
