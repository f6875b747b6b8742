//! Owns what must outlive the power: patients, encounters, pictures, findings, the outbox and the
//! audit chain, in one data folder that one program at a time may open. Does not know what a finding
//! means, how a message is encoded, or where it goes. Starts no thread: a [`Store`] belongs to the
//! one thread that writes, and every method returns when the data are safe.
//!
//! The folder: `farlight.db` (`SQLite`), `blobs/` (sealed pictures), `quarantine/` (pictures that were
//! found damaged), `inbox/` (sealed pictures that came from elsewhere and wait), `key.json` (how the key is made), `lock`, `sending`.

mod audit;
mod blobs;
mod carried;
mod commit;
mod crypto;
mod error;
mod files;
mod inbox;
mod insert;
mod kept;
mod key;
mod message;
mod migrate;
mod open;
mod outbox;
mod query;
mod retention;
mod rows;
mod sweep;
#[cfg(test)]
mod tests;
mod verdicts;

use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::clock::Clock;
use crypto::Keys;

pub use audit::{AuditEntry, AuditFault, AuditProblem, AuditReport, BOX};
pub use carried::Carried;
pub use error::StoreError;
pub use files::make_folder;
pub use inbox::{Inbox, InboxLimits, Put, Waits};
pub use key::{PassphraseCost, Secret};
pub use message::{Message, MessageFilter, MessageState, NewMessage, Parked, Priority, Stage, Waiting};
pub use open::{Options, Sending};
pub use query::{Filter, Summary};
pub use retention::{Held, Original, Proof};
pub use sweep::{Check, Depth, Sweep};
pub use verdicts::{Awaited, Refused};

/// The open data folder.
pub struct Store {
    folder: PathBuf,
    connection: Connection,
    keys: Keys,
    clock: Arc<dyn Clock>,
    reserve_bytes: u64,
    /// Another program was sending when this one opened: its claims may have to be freed yet.
    others: bool,
    /// Held as long as the store is open; released by the kernel when the process dies.
    _lock: std::fs::File,
}

impl Store {
    /// One transaction, all of it or nothing.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction, &Keys) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let result = transact(&mut self.connection, &self.keys, work);
        // SQLite reports a full disk as such, or as an error of its shared memory or log file.
        match result {
            Err(StoreError::DiskFull { .. }) => Err(StoreError::DiskFull { free_bytes: self.free_bytes() }),
            Err(StoreError::Database(error))
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::SystemIoFailure)
                    && self.free_bytes() < open::FULL_BYTES =>
            {
                Err(StoreError::DiskFull { free_bytes: self.free_bytes() })
            }
            other => other,
        }
    }

    /// Of the disk that the data folder lies on.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        files::total_bytes(&self.folder).unwrap_or(0)
    }

    /// Bytes that may still be written to the disk of the data folder.
    #[must_use]
    pub fn free_bytes(&self) -> u64 {
        files::free_bytes(&self.folder).unwrap_or(0)
    }
}

fn transact<T>(
    connection: &mut Connection,
    keys: &Keys,
    work: impl FnOnce(&Transaction, &Keys) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&transaction, keys)?;
    transaction.commit()?;
    Ok(value)
}
