use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::FaultClass;

/// Why the store did not do what it was asked. No message holds a patient's data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("another farlight program has the data folder open: close it, or wait until it is done")]
    Busy,
    #[error(
        "the key does not fit this data folder ({0}): nothing was changed; give the key it was made with"
    )]
    WrongKey(&'static str),
    #[error(
        "the key file {} is missing but the data folder needs it: put the key back; a new one cannot read old records",
        .0.display()
    )]
    KeyLost(PathBuf),
    #[error("others may read the key file {}: run `chmod 600` on it, and think about who has seen it", .0.display())]
    KeyExposed(PathBuf),
    #[error("the key file {} is not 32 bytes long: put the right file back", .0.display())]
    KeyDamaged(PathBuf),
    #[error(
        "the records were written by a newer program (schema {found}, this one knows {known}): nothing was \
         changed; install the newer program"
    )]
    NewerSchema { found: i64, known: i64 },
    #[error("the disk is full ({free_bytes} bytes free): nothing was stored; make room, then try again")]
    DiskFull { free_bytes: u64 },
    #[error(
        "no room for a new screening ({} MB free): what is stored is safe. Connect the box to the network and \
         run `farlight sync --once`, or take what waits away on a stick (`farlight sync --to-stick`); or fit a \
         larger card", .free_bytes / 1_000_000
    )]
    NoRoom { free_bytes: u64 },
    #[error("this encounter is stored already")]
    AlreadyStored,
    #[error("another patient has this identifier: look the patient up, or correct the number")]
    IdentifierTaken,
    #[error("nothing is stored under this id")]
    NotFound,
    #[error("more than one encounter begins like this: give more of the id")]
    Ambiguous,
    #[error("the message is {0}: this step is not open to it")]
    WrongState(&'static str),
    #[error("the record does not hold together: {0}")]
    Invalid(&'static str),
    #[error("the original was let go: it is kept where it was sent, and a small picture of it here")]
    LetGo,
    #[error("the stored data are damaged: {0}; run `farlight doctor`, and keep the folder as it is")]
    Damaged(String),
    #[error("cannot {action} {}: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: std::io::Error },
    #[error("the database refused: {0}")]
    Database(rusqlite::Error),
}

impl StoreError {
    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::Busy => FaultClass::Transient,
            Self::IdentifierTaken | Self::NotFound | Self::Ambiguous | Self::LetGo | Self::NoRoom { .. } => {
                FaultClass::NeedsOperator
            }
            Self::AlreadyStored | Self::WrongState(_) | Self::Invalid(_) => FaultClass::Bug,
            _ => FaultClass::NeedsTechnician,
        }
    }

    /// Stable name for screens and JSON.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Busy => "store-busy",
            Self::WrongKey(_) => "wrong-key",
            Self::KeyLost(_) => "key-lost",
            Self::KeyExposed(_) => "key-exposed",
            Self::KeyDamaged(_) => "key-damaged",
            Self::NewerSchema { .. } => "newer-schema",
            Self::DiskFull { .. } => "disk-full",
            Self::NoRoom { .. } => "no-room",
            Self::AlreadyStored => "already-stored",
            Self::IdentifierTaken => "identifier-taken",
            Self::NotFound => "not-found",
            Self::Ambiguous => "ambiguous-id",
            Self::WrongState(_) => "wrong-message-state",
            Self::Invalid(_) => "invalid-record",
            Self::LetGo => "original-let-go",
            Self::Damaged(_) => "store-damaged",
            Self::Io { .. } => "store-io",
            Self::Database(_) => "store-database",
        }
    }

    /// For `map_err`: an operating system error with what was tried, a full disk told apart.
    pub(super) fn io<E: Into<std::io::Error>>(action: &'static str, path: &Path) -> impl FnOnce(E) -> Self {
        move |error| {
            let source: std::io::Error = error.into();
            match source.kind() {
                std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                    Self::DiskFull { free_bytes: super::files::free_bytes(path).unwrap_or(0) }
                }
                _ => Self::Io { action, path: path.to_owned(), source },
            }
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { free_bytes: 0 },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged("the database file is not readable".into())
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => match error {
                rusqlite::Error::QueryReturnedNoRows => Self::NotFound,
                // A value of ours that a row function could not read: its words are ours as well.
                rusqlite::Error::FromSqlConversionFailure(_, _, source) => Self::Damaged(source.to_string()),
                error => Self::Database(error),
            },
        }
    }
}
