//! The outbox worker.

use std::sync::Arc;
use std::time::Duration;

use super::backoff::full_jitter;
use super::{Message, Parcel, Queue, Receipt, Route, SendFault, SyncError};
use crate::clock::Clock;
use crate::interop::fhir;
use crate::store::Parked;

/// What one step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepOutcome {
    /// No message may be sent now.
    Idle,
    Delivered {
        id: String,
    },
    /// A negative result, and the destination wants none: settled without sending.
    NotNeeded {
        id: String,
    },
    Retried {
        id: String,
        fault: SendFault,
        delay: Duration,
    },
    Parked {
        id: String,
        state: Parked,
        fault: SendFault,
    },
}

/// What a run over all waiting messages did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub delivered: u32,
    pub not_needed: u32,
    pub retried: u32,
    pub rejected: u32,
    pub misconfigured: u32,
}

/// A message that failed stands back so much longer than its line, so that the next one goes first: it
/// may be the message that the server stumbles over. Longer than the pause between two looks.
const STAND_BACK: Duration = Duration::from_secs(30);

/// Nobody was there: asking again costs next to nothing, and the line may come back at any moment.
const UNREACHED_MOST: Duration = Duration::from_mins(1);

pub struct Worker<Q> {
    queue: Q,
    routes: Vec<Route>,
    clock: Arc<dyn Clock>,
    /// Which route's turn it is: a slow destination does not starve the others.
    turn: usize,
}

impl<Q: Queue> Worker<Q> {
    /// A worker that has not looked at the outbox yet. Routes know how their lines have been: whoever
    /// makes a worker for each look hands on those of the last.
    pub fn new(queue: Q, routes: Vec<Route>, clock: Arc<dyn Clock>) -> Self {
        Self { queue, routes, clock, turn: 0 }
    }

    pub fn queue(&mut self) -> &mut Q {
        &mut self.queue
    }

    /// The queue, and the routes for the worker of the next look.
    pub fn into_parts(self) -> (Q, Vec<Route>) {
        (self.queue, self.routes)
    }

    /// Takes one message, the most urgent of the destination whose turn it is, and settles it.
    ///
    /// # Errors
    /// When the outbox itself fails; the message then stays claimed, and comes back to pending when
    /// the outbox is opened again.
    pub fn step(&mut self) -> Result<StepOutcome, SyncError> {
        for offset in 0..self.routes.len() {
            let index = (self.turn + offset) % self.routes.len();
            let now = self.clock.now();
            let route = &mut self.routes[index];
            if route.is_held(now.boot_ms) {
                continue;
            }
            if route.wakes(now.boot_ms) {
                self.queue.wake(&route.destination.name)?;
            }
            if let Some(message) = self.queue.claim(&now, &route.destination.name, route.largest(&now))? {
                self.turn = index + 1;
                return self.settle(index, &message);
            }
        }
        Ok(StepOutcome::Idle)
    }

    /// Steps until nothing more may be sent now, or boot time `until_ms` has come.
    ///
    /// # Errors
    /// As [`Worker::step`].
    pub fn drain(&mut self, until_ms: u64) -> Result<Report, SyncError> {
        let mut report = Report::default();
        while self.clock.now().boot_ms < until_ms {
            match self.step()? {
                StepOutcome::Idle => break,
                StepOutcome::Delivered { .. } => report.delivered += 1,
                StepOutcome::NotNeeded { .. } => report.not_needed += 1,
                StepOutcome::Retried { .. } => report.retried += 1,
                StepOutcome::Parked { state: Parked::Rejected, .. } => report.rejected += 1,
                StepOutcome::Parked { state: Parked::Misconfigured, .. } => report.misconfigured += 1,
            }
        }
        Ok(report)
    }

    fn settle(&mut self, index: usize, message: &Message) -> Result<StepOutcome, SyncError> {
        let Some(record) = self.queue.encounter(&message.encounter_id)? else {
            let fault = SendFault::Rejected("its encounter cannot be read: run `farlight doctor`".into());
            return self.park(message, Parked::Rejected, fault);
        };
        let policy = self.routes[index].destination.policy();
        if !fhir::needs_sending(&record, &policy) {
            let reason = "not sent: this destination wants no negative results";
            self.queue.ack(&message.id, reason)?;
            return Ok(StepOutcome::NotNeeded { id: message.id.clone() });
        }
        match Parcel::make(&mut self.queue, &record, &message.kind, &policy)? {
            Ok(parcel) => {
                self.queue.rest();
                let sent = self.routes[index].uplink.send(&parcel);
                self.judge(index, message, sent)
            }
            Err(fault) => self.park(message, Parked::Rejected, fault),
        }
    }

    fn judge(
        &mut self,
        index: usize,
        message: &Message,
        sent: Result<Receipt, SendFault>,
    ) -> Result<StepOutcome, SyncError> {
        let now = self.clock.now();
        match sent {
            Ok(receipt) => {
                self.queue.ack(&message.id, &receipt.to_string())?;
                self.recovered(index)?;
                log::info!("outbox {}: message {} delivered", message.destination, message.id);
                Ok(StepOutcome::Delivered { id: message.id.clone() })
            }
            Err(fault @ SendFault::Rejected(_)) => {
                self.recovered(index)?;
                self.park(message, Parked::Rejected, fault)
            }
            Err(fault @ SendFault::Configuration(_)) => {
                self.routes[index].hold(now.boot_ms, Duration::ZERO, random()?);
                self.routes[index].is_misconfigured(now.boot_ms);
                self.park(message, Parked::Misconfigured, fault)
            }
            Err(fault) => {
                let asked = fault.asked().min(super::CAP);
                let held = self.routes[index].hold(now.boot_ms, asked, random()?);
                self.retry(message, fault, held.saturating_add(STAND_BACK))
            }
        }
    }

    fn recovered(&mut self, index: usize) -> Result<(), SyncError> {
        let route = &mut self.routes[index];
        if route.recovered() { self.queue.hasten(&route.destination.name) } else { Ok(()) }
    }

    fn retry(
        &mut self,
        message: &Message,
        fault: SendFault,
        at_least: Duration,
    ) -> Result<StepOutcome, SyncError> {
        let most = if fault.is_unreached() { UNREACHED_MOST } else { super::CAP };
        let delay = full_jitter(message.attempts, random()?).min(most).max(at_least);
        log::warn!("outbox {}: message {}: {fault}", message.destination, message.id);
        self.queue.retry(&message.id, delay, &fault.to_string())?;
        Ok(StepOutcome::Retried { id: message.id.clone(), fault, delay })
    }

    fn park(&mut self, message: &Message, state: Parked, fault: SendFault) -> Result<StepOutcome, SyncError> {
        log::error!("outbox {}: message {}: {fault}", message.destination, message.id);
        self.queue.park(&message.id, state, &fault.to_string())?;
        Ok(StepOutcome::Parked { id: message.id.clone(), state, fault })
    }
}

fn random() -> Result<u64, SyncError> {
    getrandom::u64().map_err(|error| SyncError::Random(error.to_string()))
}
