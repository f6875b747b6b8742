//! An outbox in memory: the same promises as the real one, until the process ends.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use farlight::clock::Clock;
use farlight::domain::{Disposition, EncounterRecord, FaultClass, Stamp};
use farlight::interop::fhir;
use farlight::store::{Parked, Stage};
use farlight::sync::{Message, Queue, SyncError};

/// Where a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Pending { reason: Option<String> },
    Claimed,
    Delivered { receipt: String },
    Parked { state: Parked, reason: String },
}

#[derive(Debug, Clone)]
struct Row {
    message: Message,
    disposition: Disposition,
    not_before_ms: u64,
    state: State,
}

pub struct MemoryQueue {
    clock: Arc<dyn Clock>,
    rows: Vec<Row>,
    encounters: BTreeMap<String, EncounterRecord>,
}

impl MemoryQueue {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, rows: Vec::new(), encounters: BTreeMap::new() }
    }

    /// Puts one message for `destination` in; returns its id: 0, 1, 2.
    pub fn push(&mut self, record: EncounterRecord, destination: &str) -> String {
        let id = self.rows.len().to_string();
        let message = Message {
            id: id.clone(),
            encounter_id: record.id.clone(),
            kind: fhir::KIND.to_owned(),
            destination: destination.to_owned(),
            attempts: 0,
        };
        let disposition = record.conclusion.disposition;
        let state = State::Pending { reason: None };
        self.rows.push(Row { message, disposition, not_before_ms: 0, state });
        self.encounters.insert(record.id.clone(), record);
        id
    }

    /// Forgets the encounter of a message, as a damaged store would.
    pub fn forget(&mut self, encounter_id: &str) {
        self.encounters.remove(encounter_id);
    }

    /// What a restart does: claims that nobody settled are pending again.
    pub fn recover(&mut self) {
        for row in self.rows.iter_mut().filter(|row| row.state == State::Claimed) {
            row.state = State::Pending { reason: None };
        }
    }

    pub fn state(&self, id: &str) -> Option<&State> {
        self.rows.iter().find(|row| row.message.id == id).map(|row| &row.state)
    }

    pub fn attempts(&self, id: &str) -> u32 {
        self.rows.iter().find(|row| row.message.id == id).map_or(0, |row| row.message.attempts)
    }

    fn claimed(&mut self, id: &str) -> Result<&mut Row, SyncError> {
        let row = self.rows.iter_mut().find(|row| row.message.id == id && row.state == State::Claimed);
        row.ok_or_else(|| SyncError::Outbox {
            message: format!("message {id} is not claimed"),
            class: FaultClass::Bug,
        })
    }
}

impl Queue for MemoryQueue {
    fn claim(&mut self, now: &Stamp, destination: &str, _: Stage) -> Result<Option<Message>, SyncError> {
        let ready = self.rows.iter_mut().filter(|row| {
            let pending = matches!(row.state, State::Pending { .. });
            pending && row.message.destination == destination && row.not_before_ms <= now.boot_ms
        });
        let chosen = ready.min_by_key(|row| std::cmp::Reverse(row.disposition));
        Ok(chosen.map(|row| {
            row.state = State::Claimed;
            row.message.clone()
        }))
    }

    fn ack(&mut self, id: &str, receipt: &str) -> Result<(), SyncError> {
        self.claimed(id)?.state = State::Delivered { receipt: receipt.to_owned() };
        Ok(())
    }

    fn retry(&mut self, id: &str, delay: Duration, reason: &str) -> Result<(), SyncError> {
        let now = self.clock.now().boot_ms;
        let row = self.claimed(id)?;
        row.state = State::Pending { reason: Some(reason.to_owned()) };
        row.message.attempts += 1;
        let delay = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        row.not_before_ms = now.saturating_add(delay);
        Ok(())
    }

    fn park(&mut self, id: &str, state: Parked, reason: &str) -> Result<(), SyncError> {
        let row = self.claimed(id)?;
        row.state = State::Parked { state, reason: reason.to_owned() };
        row.message.attempts += 1;
        Ok(())
    }

    fn wake(&mut self, destination: &str) -> Result<(), SyncError> {
        for row in self.rows.iter_mut().filter(|row| row.message.destination == destination) {
            if matches!(row.state, State::Parked { state: Parked::Misconfigured, .. }) {
                row.state = State::Pending { reason: None };
                row.message.attempts = 0;
            }
        }
        Ok(())
    }

    fn hasten(&mut self, destination: &str) -> Result<(), SyncError> {
        for row in self.rows.iter_mut().filter(|row| row.message.destination == destination) {
            if matches!(row.state, State::Pending { .. }) {
                (row.not_before_ms, row.message.attempts) = (0, 0);
            }
        }
        Ok(())
    }

    fn encounter(&mut self, id: &str) -> Result<Option<EncounterRecord>, SyncError> {
        Ok(self.encounters.get(id).cloned())
    }

    fn image(&mut self, _: &str) -> Result<Option<Vec<u8>>, SyncError> {
        Ok(None)
    }
}
