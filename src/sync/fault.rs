//! What can go wrong on the way out.

use std::time::Duration;

use crate::domain::FaultClass;

/// Why a message did not arrive. The words name no patient: they go to logs and screens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// Goes away by itself; `after` is what the server asked for. `unreached`: there was no way to the
    /// server at all, so that another attempt costs next to nothing.
    #[error("not sent, will be tried again: {reason}")]
    Transient { reason: String, after: Option<Duration>, unreached: bool },
    /// Nothing gets through to this destination until somebody mends it.
    #[error("the destination is not set up right: {0}")]
    Configuration(String),
    /// This one message is refused, by the server or already here; others may go.
    #[error("the message is refused: {0}")]
    Rejected(String),
}

impl SendFault {
    pub(super) fn transient(reason: impl Into<String>) -> Self {
        Self::Transient { reason: reason.into(), after: None, unreached: false }
    }

    pub(super) fn unreached(reason: impl Into<String>) -> Self {
        Self::Transient { reason: reason.into(), after: None, unreached: true }
    }

    pub(super) fn is_unreached(&self) -> bool {
        matches!(self, Self::Transient { unreached: true, .. })
    }

    /// How long the server asked to be left alone; nothing when it did not.
    pub(super) fn asked(&self) -> Duration {
        match self {
            Self::Transient { after, .. } => after.unwrap_or_default(),
            Self::Configuration(_) | Self::Rejected(_) => Duration::ZERO,
        }
    }

    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::Transient { .. } => FaultClass::Transient,
            Self::Configuration(_) | Self::Rejected(_) => FaultClass::NeedsTechnician,
        }
    }

    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Transient { .. } => "send-transient",
            Self::Configuration(_) => "send-configuration",
            Self::Rejected(_) => "send-rejected",
        }
    }
}

/// Why the worker itself cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error("the outbox cannot be used: {message}")]
    Outbox { message: String, class: FaultClass },
    #[error("the kernel gives no random numbers: {0}")]
    Random(String),
}

impl SyncError {
    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::Outbox { class, .. } => *class,
            Self::Random(_) => FaultClass::NeedsTechnician,
        }
    }

    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Outbox { .. } => "sync-outbox",
            Self::Random(_) => "sync-random",
        }
    }
}
