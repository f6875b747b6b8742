//! What the tests of this room share, and the way in and out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::clock::SimulatedClock;
use crate::domain::*;
pub use sample::record;

mod audit;
mod broken;
mod faults;
mod full;
mod inbox;
mod kept;
mod outbox;
mod process;
mod record;
mod sample;
mod verdicts;

/// A data folder that goes away with the test.
pub struct Room {
    pub home: TempDir,
    pub clock: Arc<SimulatedClock>,
}

impl Room {
    pub fn new() -> Self {
        let clock = Arc::new(SimulatedClock::at(1_790_000_000_000));
        Self { home: TempDir::new().unwrap(), clock }
    }

    pub fn folder(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub fn key(&self) -> PathBuf {
        self.home.path().join("key")
    }

    pub fn open(&self) -> Store {
        for _ in 0..50 {
            match self.try_open(&Secret::KeyFile(self.key())) {
                // Another test may start a process just now, which holds the lock until it is another program.
                Err(StoreError::Busy) => std::thread::sleep(std::time::Duration::from_millis(20)),
                opened => return opened.unwrap(),
            }
        }
        panic!("the store stays busy");
    }

    pub fn try_open(&self, secret: &Secret) -> Result<Store, StoreError> {
        let cost = PassphraseCost { memory_kib: 64, passes: 1, lanes: 1 };
        let options = Options { passphrase_cost: cost, ..Options::default() };
        Store::open(&self.folder(), secret, Arc::clone(&self.clock) as Arc<dyn Clock>, &options)
    }

    /// The only blob in the folder.
    pub fn blob(&self) -> PathBuf {
        let blobs: Vec<_> = contents(&self.folder().join("blobs")).into_keys().collect();
        assert_eq!(blobs.len(), 1, "{blobs:?}");
        self.folder().join("blobs").join(&blobs[0])
    }
}

/// Every file below the folder with its bytes.
pub fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

pub fn picture(seed: u8) -> Vec<u8> {
    (0..5000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8 ^ seed).collect()
}

pub fn message(priority: Priority) -> NewMessage {
    NewMessage {
        kind: "fhir-bundle".into(),
        destination: "clinic".into(),
        priority,
        stage: Stage::Text,
        size_bytes: 4096,
    }
}

/// Commits `record(id)` and a message.
pub fn commit(store: &mut Store, id: &str, priority: Priority) {
    try_commit(store, id, priority).unwrap();
}

pub fn try_commit(store: &mut Store, id: &str, priority: Priority) -> Result<(), StoreError> {
    let record = record(id);
    let bytes: Vec<Vec<u8>> = (0..record.images.len()).map(|i| sample::bytes(id, i)).collect();
    let images: Vec<(&str, &[u8])> =
        record.images.iter().zip(&bytes).map(|(image, bytes)| (&*image.id, &**bytes)).collect();
    store.commit(&record, &images, &[message(priority)])
}
