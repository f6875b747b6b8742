use std::path::PathBuf;

use super::PublicKey;
use crate::domain::FaultClass;

#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    #[error("{path}: {source}. Install the pack again")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{0} is not signed: it has no signature.toml. Install a signed pack")]
    Unsigned(PathBuf),
    #[error("{path}: {reason}. Install the pack again")]
    BadSeal { path: PathBuf, reason: String },
    #[error("{path} is signed by {signer}, which this box does not trust; it trusts {trusted}")]
    ForeignKey { path: PathBuf, signer: PublicKey, trusted: PublicKey },
    #[error("{0} was altered after it was signed. Install the pack again")]
    Altered(PathBuf),
    #[error("{0} is missing, although it was signed. Install the pack again")]
    Missing(PathBuf),
    #[error("{0} was not there when the folder was signed. Take it away, or install the pack again")]
    Unlisted(PathBuf),
    #[error("{0} is no key: 64 hexadecimal digits are wanted")]
    BadKey(String),
    #[error("{0} cannot be signed: names may hold letters, digits, '.', '_', '-' only, and no links")]
    BadName(PathBuf),
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

impl SigningError {
    /// Stable code for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "pack-unreadable",
            Self::Unsigned(_) => "pack-unsigned",
            Self::ForeignKey { .. } => "pack-foreign-key",
            Self::BadSeal { .. } | Self::Altered(_) | Self::Missing(_) | Self::Unlisted(_) => "pack-altered",
            Self::BadKey(_) => "key",
            Self::BadName(_) => "pack-name",
            Self::Random(_) => "random",
        }
    }

    #[must_use]
    pub fn class(&self) -> FaultClass {
        FaultClass::NeedsTechnician
    }
}
