use std::path::PathBuf;

use crate::domain::FaultClass;
use crate::signing::SigningError;

#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error("{path}: {reason}. Install the model pack again")]
    BadManifest { path: PathBuf, reason: String },
    #[error(
        "{path} is not the network that the manifest speaks of: SHA-256 is {found}, not {wanted}. Install the model pack again"
    )]
    Altered { path: PathBuf, found: String, wanted: String },
    #[error("this pack reads {found}, not {wanted}")]
    WrongTask { found: &'static str, wanted: &'static str },
    #[error("the network of '{id}' does not fit its manifest: {reason}")]
    WrongShape { id: String, reason: String },
    #[error(
        "the threshold for cameras of class '{class}' belongs to another {what}: screening is blocked until a matching pack is installed"
    )]
    ForeignThreshold { class: String, what: &'static str },
    #[error("the pack has no threshold for cameras of class '{0}'")]
    NoThreshold(String),
    #[error("the network failed: {0}")]
    Network(String),
}

impl PackError {
    /// Stable code for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Signing(error) => error.code(),
            Self::BadManifest { .. } => "pack-manifest",
            Self::Altered { .. } => "pack-altered",
            Self::WrongTask { .. } => "pack-wrong-task",
            Self::WrongShape { .. } => "pack-shape",
            Self::ForeignThreshold { .. } | Self::NoThreshold(_) => "pack-threshold",
            Self::Network(_) => "network-failed",
        }
    }

    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::Network(_) => FaultClass::Bug,
            Self::Signing(error) => error.class(),
            _ => FaultClass::NeedsTechnician,
        }
    }
}
