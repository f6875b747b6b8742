//! Opens the data folder: lock, key, schema, and what a dead process left claimed. Each step
//! refuses before the next one could change anything.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rustix::fs::{FlockOperation, flock};
use serde_json::json;

use super::key::{PassphraseCost, Secret, unlock};
use super::{Store, StoreError, audit, files, migrate, outbox};
use crate::clock::Clock;

pub const DATABASE: &str = "farlight.db";
pub const BLOBS: &str = "blobs";
/// Below this, an input or output error of `SQLite` is taken for a full disk.
pub const FULL_BYTES: u64 = 1 << 20;

/// How to open; the default is what the box runs with.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long to wait for another program to close the folder.
    pub wait: Duration,
    /// Kept free of pictures, so that messages can still be acknowledged on a nearly full disk.
    pub reserve_bytes: u64,
    /// For a folder that is made now; an existing one keeps its own.
    pub passphrase_cost: PassphraseCost,
}

impl Default for Options {
    fn default() -> Self {
        Self { wait: Duration::ZERO, reserve_bytes: 32 << 20, passphrase_cost: PassphraseCost::default() }
    }
}

impl Store {
    /// Opens the folder, or makes it on first use.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while another program has it open. With [`StoreError::WrongKey`],
    /// [`StoreError::KeyLost`] and [`StoreError::NewerSchema`] no file was changed.
    pub fn open(
        folder: &Path,
        secret: &Secret,
        clock: Arc<dyn Clock>,
        options: &Options,
    ) -> Result<Self, StoreError> {
        files::make_folder(folder)?;
        let lock = lock(&folder.join("lock"), options.wait)?;
        let database = folder.join(DATABASE);
        migrate::refuse_newer_file(&database)?;
        let keys = unlock(folder, secret, options.passphrase_cost)?;
        let mut connection = connect(&database).map_err(|error| full(error, folder))?;
        migrate::migrate(&mut connection, |connection, found| {
            let action = if found == 0 { "store-created" } else { "schema-upgraded" };
            let details = json!({ "from": found, "to": migrate::KNOWN });
            audit::append(connection, &keys, &clock.now(), (audit::BOX, action, ""), &details)
        })
        .map_err(|error| full(error, folder))?;
        // Whoever is at it keeps its claims; those of the dead are free again.
        let others = sending(folder)?.is_none();
        if !others {
            outbox::release_claims(&connection).map_err(|error| full(error, folder))?;
        }
        files::make_missing(&folder.join(BLOBS))?;
        files::sync_folder(folder)?;
        let (folder, reserve_bytes) = (folder.to_owned(), options.reserve_bytes);
        Ok(Self { folder, connection, keys, clock, reserve_bytes, others, _lock: lock })
    }

    /// Keeps this program's claims while it has the folder closed, as it does when the network is slow.
    /// Whoever opens the folder meanwhile leaves them alone; they end with this program. `None` when
    /// another program sends already.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn sending(&self) -> Result<Option<Sending>, StoreError> {
        sending(&self.folder)
    }
}

/// As long as it lives, this program sends.
pub struct Sending {
    _lock: File,
}

/// Taken in the kernel: a program that is killed lets go of it.
fn sending(folder: &Path) -> Result<Option<Sending>, StoreError> {
    let path = folder.join("sending");
    let file = lock_file(&path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(Sending { _lock: file })),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
        Err(error) => Err(StoreError::io("lock", &path)(error)),
    }
}

fn lock_file(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    options.open(path).map_err(StoreError::io("open the lock", path))
}

fn lock(path: &Path, wait: Duration) -> Result<File, StoreError> {
    let file = lock_file(path)?;
    let start = Instant::now();
    loop {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(file),
            Err(rustix::io::Errno::WOULDBLOCK) if start.elapsed() < wait => {
                std::thread::sleep(Duration::from_millis(50).min(wait));
            }
            Err(rustix::io::Errno::WOULDBLOCK) => return Err(StoreError::Busy),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(StoreError::io("lock", path)(error)),
        }
    }
}

fn connect(database: &Path) -> Result<Connection, StoreError> {
    // SQLite gives its other files the mode of this one.
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(database)
        .map_err(StoreError::io("make the database", database))?;
    let connection = Connection::open(database)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    // A commit is on the disk before it returns: FULL syncs the log at each one.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA journal_size_limit = 4194304;",
    )?;
    Ok(connection)
}

/// A disk that is too full even to open on shows as an input or output error.
fn full(error: StoreError, folder: &Path) -> StoreError {
    let free_bytes = files::free_bytes(folder).unwrap_or(u64::MAX);
    match error {
        StoreError::DiskFull { .. } => StoreError::DiskFull { free_bytes },
        StoreError::Database(_) if free_bytes < FULL_BYTES => StoreError::DiskFull { free_bytes },
        other => other,
    }
}
