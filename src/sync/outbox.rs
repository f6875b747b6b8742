//! The store as the worker's queue, and what a committed encounter puts into it.

use std::time::Duration;

use super::config::Destination;
use super::{Message, Queue, SyncError, parcel};
use crate::domain::{EncounterRecord, Stamp};
use crate::interop::fhir;
use crate::store::{NewMessage, Parked, Priority, Stage, Store, StoreError};

/// The messages that an encounter needs: for each destination that wants to know, one a part.
#[must_use]
pub fn messages(record: &EncounterRecord, destinations: &[Destination]) -> Vec<NewMessage> {
    let wants = |destination: &&Destination| fhir::needs_sending(record, &destination.policy());
    let priority = Priority::of(record.conclusion.disposition);
    let of = |destination: &Destination| {
        let name = destination.name.clone();
        parcel::parts(record, destination.kind).into_iter().map(move |part| NewMessage {
            kind: part.kind,
            destination: name.clone(),
            priority,
            stage: part.stage,
            size_bytes: part.size_bytes,
        })
    };
    destinations.iter().filter(wants).flat_map(of).collect()
}

impl Queue for Store {
    fn claim(
        &mut self,
        now: &Stamp,
        destination: &str,
        largest: Stage,
    ) -> Result<Option<Message>, SyncError> {
        let claimed = Store::claim(self, now, Some(destination), largest)?;
        Ok(claimed.map(|message| Message {
            id: message.id,
            encounter_id: message.encounter_id,
            kind: message.kind,
            destination: message.destination,
            // The store counts the present attempt too.
            attempts: message.attempts.saturating_sub(1),
        }))
    }

    fn ack(&mut self, id: &str, receipt: &str) -> Result<(), SyncError> {
        Ok(Store::ack(self, id, receipt)?)
    }

    fn retry(&mut self, id: &str, delay: Duration, reason: &str) -> Result<(), SyncError> {
        let delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        Ok(Store::retry(self, id, delay_ms, reason)?)
    }

    fn park(&mut self, id: &str, state: Parked, reason: &str) -> Result<(), SyncError> {
        Ok(Store::park(self, id, state, reason)?)
    }

    fn wake(&mut self, destination: &str) -> Result<(), SyncError> {
        Ok(Store::wake(self, destination)?)
    }

    fn hasten(&mut self, destination: &str) -> Result<(), SyncError> {
        Ok(Store::hasten(self, destination)?)
    }

    fn encounter(&mut self, id: &str) -> Result<Option<EncounterRecord>, SyncError> {
        match Store::encounter(self, id) {
            Ok(record) => Ok(Some(record)),
            Err(StoreError::NotFound | StoreError::Damaged(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn image(&mut self, id: &str) -> Result<Option<Vec<u8>>, SyncError> {
        match self.read_image(id) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(StoreError::NotFound | StoreError::Damaged(_) | StoreError::LetGo) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl From<StoreError> for SyncError {
    fn from(error: StoreError) -> Self {
        Self::Outbox { class: error.class(), message: error.to_string() }
    }
}
