//! The thread of the outbox: the worker of `farlight sync`, with the store behind its own thread, so
//! that a slow network never holds a screening up.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::errand::{Errand, StoreHandle};
use super::message::Teller;
use crate::app::App;
use crate::app::sync::{FETCH_PAUSE_MS, TIDY_PAUSE_MS, equipped};
use crate::domain::{EncounterRecord, Stamp};
use crate::flow::{Event, Network};
use crate::store::{Parked, Stage, Store, StoreError};
use crate::sync::config::{Destination, check_all};
use crate::sync::retention;
use crate::sync::secrets::Secrets;
use crate::sync::verdicts;
use crate::sync::{Message, Queue, Route, StepOutcome, SyncError, Worker};

/// Between two looks at the outbox.
const PAUSE: Duration = Duration::from_secs(5);

impl StoreHandle {
    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, SyncError> + Send + 'static,
    ) -> Result<T, SyncError> {
        self.call(work).map_err(|_| SyncError::from(StoreError::Busy))?
    }
}

impl Queue for StoreHandle {
    fn claim(
        &mut self,
        now: &Stamp,
        destination: &str,
        largest: Stage,
    ) -> Result<Option<Message>, SyncError> {
        let (now, destination) = (now.clone(), destination.to_owned());
        self.ask(move |store| Queue::claim(store, &now, &destination, largest))
    }

    fn ack(&mut self, id: &str, receipt: &str) -> Result<(), SyncError> {
        let (id, receipt) = (id.to_owned(), receipt.to_owned());
        self.ask(move |store| Queue::ack(store, &id, &receipt))
    }

    fn retry(&mut self, id: &str, delay: Duration, reason: &str) -> Result<(), SyncError> {
        let (id, reason) = (id.to_owned(), reason.to_owned());
        self.ask(move |store| Queue::retry(store, &id, delay, &reason))
    }

    fn park(&mut self, id: &str, state: Parked, reason: &str) -> Result<(), SyncError> {
        let (id, reason) = (id.to_owned(), reason.to_owned());
        self.ask(move |store| Queue::park(store, &id, state, &reason))
    }

    fn wake(&mut self, destination: &str) -> Result<(), SyncError> {
        let destination = destination.to_owned();
        self.ask(move |store| Queue::wake(store, &destination))
    }

    fn hasten(&mut self, destination: &str) -> Result<(), SyncError> {
        let destination = destination.to_owned();
        self.ask(move |store| Queue::hasten(store, &destination))
    }

    fn encounter(&mut self, id: &str) -> Result<Option<EncounterRecord>, SyncError> {
        let id = id.to_owned();
        self.ask(move |store| Queue::encounter(store, &id))
    }

    fn image(&mut self, id: &str) -> Result<Option<Vec<u8>>, SyncError> {
        let id = id.to_owned();
        self.ask(move |store| Queue::image(store, &id))
    }
}

pub struct Sender {
    app: Arc<App>,
    /// Made at the first look: the store that holds the secrets answers only then.
    worker: Option<Worker<StoreHandle>>,
    store: StoreHandle,
    tell: Teller,
    /// With their secrets, read at the first look.
    destinations: Vec<Destination>,
    /// Boot time of the next look at what specialists answered.
    next_fetch_ms: u64,
    next_tidy_ms: u64,
}

impl Sender {
    /// `None` where nothing is to be sent anywhere.
    pub fn new(app: &Arc<App>, store: StoreHandle, tell: Teller) -> Option<Self> {
        let destinations = &app.config.destinations;
        if destinations.is_empty() {
            return None;
        }
        if let Err(error) = check_all(destinations) {
            log::error!("{error}: nothing is sent");
            return None;
        }
        let destinations = Vec::new();
        Some(Self {
            app: Arc::clone(app),
            worker: None,
            store,
            tell,
            destinations,
            next_fetch_ms: 0,
            next_tidy_ms: 0,
        })
    }

    /// Until nobody can poke it any more.
    pub fn run(&mut self, pokes: &Receiver<()>) {
        loop {
            if self.handle().is_err() || self.fetch().is_err() || self.tidy().is_err() {
                return;
            }
            if pokes.recv_timeout(PAUSE) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    }

    /// Asks what became of the referrals, now and then; the store is free while the network is slow.
    ///
    /// # Errors
    /// When the store is closed, or fails.
    fn fetch(&mut self) -> Result<(), SyncError> {
        let now_ms = self.app.clock.now().boot_ms;
        if now_ms < self.next_fetch_ms {
            return Ok(());
        }
        self.next_fetch_ms = now_ms.saturating_add(FETCH_PAUSE_MS);
        for destination in self.destinations.clone() {
            let (name, clock) = (destination.name.clone(), Arc::clone(&self.app.clock));
            let round = self.store.ask(move |store| Ok(verdicts::prepare(store, &destination, &*clock)?))?;
            match verdicts::ask(&round) {
                Ok(answers) => {
                    let tally = self.store.ask(move |store| Ok(verdicts::keep(store, &round, &answers)?))?;
                    if tally.new > 0 {
                        self.store.send(Errand::Look);
                    }
                }
                Err(fault) => log::warn!("{name}: no answers fetched: {fault}"),
            }
        }
        Ok(())
    }

    /// Lets an original go that may, one a look: the store is not held up.
    fn tidy(&mut self) -> Result<(), SyncError> {
        let (rule, now) = (self.app.config.store.rule(), self.app.clock.now());
        if now.boot_ms < self.next_tidy_ms {
            return Ok(());
        }
        let now_ms = now.boot_ms;
        let freed = self.store.ask(move |store| retention::tidy(store, &rule, &now, 1))?;
        self.next_tidy_ms = now_ms + if freed.originals == 1 { 0 } else { TIDY_PAUSE_MS };
        Ok(())
    }

    /// Sends what is due.
    ///
    /// # Errors
    /// When the store is closed, or fails.
    pub fn handle(&mut self) -> Result<(), SyncError> {
        let worker = match &mut self.worker {
            Some(worker) => worker,
            none => {
                let secrets = self.store.ask(|store| Ok(Secrets::of(store)?))?;
                self.destinations = equipped(&self.app, &secrets);
                let routes = self.destinations.iter().map(Route::to).collect();
                none.insert(Worker::new(self.store.clone(), routes, Arc::clone(&self.app.clock)))
            }
        };
        loop {
            let network = match worker.step()? {
                StepOutcome::Idle => return Ok(()),
                StepOutcome::Retried { .. } => Network::NoServer,
                _ => Network::Online,
            };
            self.tell.event(Event::Network(network));
            self.store.send(Errand::Look);
        }
    }
}
