use std::path::PathBuf;

use crate::domain::FaultClass;

/// Why a bundle is not taken, or the stick not written. No message holds a patient's data.
#[derive(Debug, thiserror::Error)]
pub enum StickError {
    #[error("it is for another box or relay")]
    NotForUs,
    #[error("nobody known here made it: its sender is not in the configuration")]
    Stranger,
    #[error("it was altered, or its sender's key is not the one in the configuration")]
    Altered,
    #[error("it is cut off or no bundle")]
    Broken,
    #[error("a newer program made it: install the newer program")]
    Newer,
    #[error("{0}")]
    Key(String),
    #[error("the system gives no random numbers")]
    Random,
    #[error("the bundle is too large")]
    TooLarge,
    #[error("cannot {action} {}: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: std::io::Error },
}

impl StickError {
    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::TooLarge => FaultClass::Bug,
            _ => FaultClass::NeedsTechnician,
        }
    }

    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotForUs => "stick-not-for-us",
            Self::Stranger => "stick-stranger",
            Self::Altered => "stick-altered",
            Self::Broken => "stick-broken",
            Self::Newer => "stick-newer",
            Self::Key(_) => "stick-key",
            Self::Random => "stick-random",
            Self::TooLarge => "stick-too-large",
            Self::Io { .. } => "stick-io",
        }
    }
}
