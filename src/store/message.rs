//! The words of the outbox.

use serde::{Deserialize, Serialize};

use crate::domain::Disposition;

/// The order of sending; what comes first is sent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    Urgent = 0,
    Refer = 1,
    Routine = 2,
}

impl Priority {
    #[must_use]
    pub fn of(disposition: Disposition) -> Self {
        match disposition {
            Disposition::Urgent => Self::Urgent,
            Disposition::Refer | Disposition::Assess => Self::Refer,
            Disposition::Negative => Self::Routine,
        }
    }
}

/// What is small goes before what is large, of all encounters: a few kilobytes never wait behind a
/// picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The referral or the report: a few kilobytes.
    Text = 0,
    /// A picture to look at on a slow line: up to a few hundred kilobytes.
    Preview = 1,
    /// The picture as taken.
    Original = 2,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageState {
    Pending,
    Claimed,
    Delivered,
    Rejected,
    Misconfigured,
}

impl MessageState {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Claimed => "claimed",
            Self::Delivered => "delivered",
            Self::Rejected => "rejected",
            Self::Misconfigured => "misconfigured",
        }
    }
}

/// Why a message rests until a person has looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parked {
    /// The receiver read it and does not want it.
    Rejected,
    /// The address, the certificate or the password is wrong.
    Misconfigured,
}

impl From<Parked> for MessageState {
    fn from(parked: Parked) -> Self {
        match parked {
            Parked::Rejected => Self::Rejected,
            Parked::Misconfigured => Self::Misconfigured,
        }
    }
}

/// What [`Store::commit`] is to put into the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// What is encoded, as `fhir-bundle`.
    pub kind: String,
    /// Name of the endpoint in the configuration.
    pub destination: String,
    pub priority: Priority,
    pub stage: Stage,
    /// About what it will weigh on the way.
    pub size_bytes: u64,
}

/// A message without its content: that is encoded from the encounter when it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// UUID, made of encounter, kind and destination: the idempotency key at the receiver.
    pub id: String,
    pub encounter_id: String,
    pub kind: String,
    pub destination: String,
    pub priority: Priority,
    pub stage: Stage,
    pub size_bytes: u64,
    /// Wall clock, milliseconds since 1970-01-01 UTC.
    pub created_wall_ms: i64,
    pub state: MessageState,
    /// How often it was claimed since it was made or revived, this time included.
    pub attempts: u32,
    pub last_error: Option<String>,
    /// What the receiver answered on delivery.
    pub receipt: Option<String>,
    /// When it was delivered or parked, wall clock in milliseconds.
    pub settled_wall_ms: Option<i64>,
}

/// What has not been delivered and still will be without anybody's help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    pub count: u64,
    /// About how much.
    pub bytes: u64,
    pub oldest_wall_ms: Option<i64>,
}

/// `None` lets every value pass.
#[derive(Debug, Clone, Default)]
pub struct MessageFilter<'a> {
    pub state: Option<MessageState>,
    pub encounter_id: Option<&'a str>,
    pub destination: Option<&'a str>,
}
