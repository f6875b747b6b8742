//! What the store's thread is asked for, and the way to it.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use super::settings::PackFacts;
use crate::domain::{Laterality, UngradableReason};
use crate::flow::{Effect, Ticket};
use crate::screening::Screened;
use crate::store::{Store, StoreError};

/// What the store's thread is asked for.
pub enum Errand {
    /// The model packs are ready, or did not get ready for the reason of this code.
    Packs(Result<Box<PackFacts>, String>),
    Effect(Effect),
    Commit {
        ticket: Ticket,
        screened: Arc<Screened>,
        unseen: Unseen,
    },
    /// The record of an encounter that was stored before a power cut.
    Recall(Ticket),
    Call(Box<dyn FnOnce(&mut Store) + Send>),
    /// Counts and alerts, for the status bar.
    Look,
    Stop,
}

pub type Unseen = Vec<(Option<Laterality>, UngradableReason)>;

/// The way to the store.
#[derive(Clone)]
pub struct StoreHandle(Sender<Errand>);

impl StoreHandle {
    pub fn new() -> (Self, Receiver<Errand>) {
        let (sender, receiver) = mpsc::channel();
        (Self(sender), receiver)
    }

    pub fn send(&self, errand: Errand) {
        // After a power cut nobody is there; whoever waits for an answer is gone as well.
        let _ = self.0.send(errand);
    }

    /// Runs `work` on the store's thread and waits for it.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the store is closed.
    pub fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, wait) = mpsc::sync_channel(1);
        self.send(Errand::Call(Box::new(move |store| drop(answer.send(work(store))))));
        wait.recv().map_err(|_| StoreError::Busy)
    }
}
