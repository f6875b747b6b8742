//! What the worker asks of an outbox.

use std::time::Duration;

use super::SyncError;
use crate::domain::{EncounterRecord, Stamp};
use crate::store::{Parked, Stage};

/// One message on its way to one destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The outbox's own name for it.
    pub id: String,
    pub encounter_id: String,
    /// What is encoded, as `fhir-bundle` or `dicom-picture/ID`.
    pub kind: String,
    pub destination: String,
    /// Attempts that have ended, without the present one.
    pub attempts: u32,
}

/// An outbox; `store::Store` is the real one. Each call is durable when it returns.
pub trait Queue {
    /// Takes the pending message of the smallest stage, then the most urgent, then the oldest, of
    /// `destination` whose time has come and which is no larger than `largest`, and marks it claimed. A claim that its process did not live to settle comes back to pending.
    fn claim(&mut self, now: &Stamp, destination: &str, largest: Stage)
    -> Result<Option<Message>, SyncError>;

    /// The message arrived, and this proves it.
    fn ack(&mut self, id: &str, receipt: &str) -> Result<(), SyncError>;

    /// Back to pending; not before `delay` is over.
    fn retry(&mut self, id: &str, delay: Duration, reason: &str) -> Result<(), SyncError>;

    /// Out of the way until a person, or [`Queue::wake`], brings it back.
    fn park(&mut self, id: &str, state: Parked, reason: &str) -> Result<(), SyncError>;

    /// A destination works again, or may: its misconfigured messages may be claimed at once. Rejected
    /// ones stay, and those that wait for their time wait.
    fn wake(&mut self, destination: &str) -> Result<(), SyncError>;

    /// A destination answers again after an outage: what waits for another attempt may go at once, as
    /// if it had never failed.
    fn hasten(&mut self, destination: &str) -> Result<(), SyncError>;

    /// The network's turn, which may be slow: an outbox that others wait for may be let go of until the
    /// next call.
    fn rest(&mut self) {}

    /// `None` when it is not there, or cannot be read.
    fn encounter(&mut self, id: &str) -> Result<Option<EncounterRecord>, SyncError>;

    /// The bytes of a picture; `None` as above.
    fn image(&mut self, id: &str) -> Result<Option<Vec<u8>>, SyncError>;
}

/// A worker may borrow the outbox for the time of a run.
impl<Q: Queue> Queue for &mut Q {
    fn claim(
        &mut self,
        now: &Stamp,
        destination: &str,
        largest: Stage,
    ) -> Result<Option<Message>, SyncError> {
        (**self).claim(now, destination, largest)
    }

    fn ack(&mut self, id: &str, receipt: &str) -> Result<(), SyncError> {
        (**self).ack(id, receipt)
    }

    fn retry(&mut self, id: &str, delay: Duration, reason: &str) -> Result<(), SyncError> {
        (**self).retry(id, delay, reason)
    }

    fn park(&mut self, id: &str, state: Parked, reason: &str) -> Result<(), SyncError> {
        (**self).park(id, state, reason)
    }

    fn wake(&mut self, destination: &str) -> Result<(), SyncError> {
        (**self).wake(destination)
    }

    fn hasten(&mut self, destination: &str) -> Result<(), SyncError> {
        (**self).hasten(destination)
    }

    fn rest(&mut self) {
        (**self).rest();
    }

    fn encounter(&mut self, id: &str) -> Result<Option<EncounterRecord>, SyncError> {
        (**self).encounter(id)
    }

    fn image(&mut self, id: &str) -> Result<Option<Vec<u8>>, SyncError> {
        (**self).image(id)
    }
}
