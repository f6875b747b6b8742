//! The outbox of a program that sends all day beside others: the store is open for a moment before each
//! word with the network and for a moment after it, never meanwhile.

use std::time::Duration;

use super::{App, AppError};
use crate::domain::{EncounterRecord, FaultClass, Stamp};
use crate::store::{Parked, Sending, Stage, Store, StoreError};
use crate::sync::{Message, Queue, SyncError};

pub struct Visits<'a> {
    app: &'a App,
    store: Option<Store>,
    /// Keeps the claims while the store is closed.
    sending: Option<Sending>,
}

impl<'a> Visits<'a> {
    pub fn new(app: &'a App) -> Self {
        Self { app, store: None, sending: None }
    }

    /// The open store; waits for whoever has it, as long as the configuration says.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when they keep it: then nothing is claimed any more either, so that they may
    /// send what was.
    pub fn store(&mut self) -> Result<&mut Store, AppError> {
        let store = match self.store.take() {
            Some(store) => store,
            None => self.app.store().inspect_err(|_| self.sending = None)?,
        };
        if self.sending.is_none() {
            self.sending = store.sending()?;
        }
        Ok(self.store.insert(store))
    }

    /// Lets others at it. A passphrase takes seconds to become a key: there the store stays open.
    pub fn close(&mut self) {
        if std::env::var_os("FARLIGHT_PASSPHRASE").is_none() {
            self.store = None;
        }
    }

    fn ask<T>(&mut self, work: impl FnOnce(&mut Store) -> Result<T, SyncError>) -> Result<T, SyncError> {
        match self.store() {
            Ok(store) => work(store),
            Err(AppError::Store(error)) => Err(error.into()),
            Err(error) => {
                Err(SyncError::Outbox { message: error.to_string(), class: FaultClass::NeedsTechnician })
            }
        }
    }

    /// A message that was settled meanwhile, by a relay's word or by hand, needs no other settling.
    fn settle(&mut self, work: impl FnOnce(&mut Store) -> Result<(), StoreError>) -> Result<(), SyncError> {
        self.ask(|store| match work(store) {
            Err(StoreError::WrongState(_)) => Ok(()),
            settled => Ok(settled?),
        })
    }
}

impl Queue for Visits<'_> {
    fn claim(
        &mut self,
        now: &Stamp,
        destination: &str,
        largest: Stage,
    ) -> Result<Option<Message>, SyncError> {
        self.ask(|store| Queue::claim(store, now, destination, largest))
    }

    fn ack(&mut self, id: &str, receipt: &str) -> Result<(), SyncError> {
        self.settle(|store| store.ack(id, receipt))
    }

    fn retry(&mut self, id: &str, delay: Duration, reason: &str) -> Result<(), SyncError> {
        let delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.settle(|store| store.retry(id, delay_ms, reason))
    }

    fn park(&mut self, id: &str, state: Parked, reason: &str) -> Result<(), SyncError> {
        self.settle(|store| store.park(id, state, reason))
    }

    fn wake(&mut self, destination: &str) -> Result<(), SyncError> {
        self.ask(|store| Queue::wake(store, destination))
    }

    fn hasten(&mut self, destination: &str) -> Result<(), SyncError> {
        self.ask(|store| Queue::hasten(store, destination))
    }

    fn rest(&mut self) {
        self.close();
    }

    fn encounter(&mut self, id: &str) -> Result<Option<EncounterRecord>, SyncError> {
        self.ask(|store| Queue::encounter(store, id))
    }

    fn image(&mut self, id: &str) -> Result<Option<Vec<u8>>, SyncError> {
        self.ask(|store| Queue::image(store, id))
    }
}
