//! A destination, the way to it, and how it has been of late.

use std::time::Duration;

use super::backoff::{CAP, full_jitter};
use super::config::Destination;
use super::uplink::{self, Uplink};
use crate::domain::Stamp;
use crate::store::Stage;

/// A dead line is asked again after at most this time, whatever the messages' own waits are; a server
/// that asks for more gets it.
const LONGEST_HOLD: Duration = Duration::from_mins(1);
/// Between two recoveries, misconfigured messages are woken once: one that always fails costs little.
const WAKE_PAUSE: Duration = Duration::from_mins(5);

/// A destination, the way to it, and how it has been of late.
pub struct Route {
    pub(super) destination: Destination,
    pub(super) uplink: Box<dyn Uplink>,
    /// Faults since the last message that arrived.
    faults: u32,
    /// Nothing is tried before this boot time, in milliseconds: a dead line is not asked for each
    /// of a hundred messages.
    held_until_ms: u64,
    /// From this boot time on, misconfigured messages are tried again: at the start, when a technician
    /// may have mended something, an hour after a configuration fault, and after a recovery.
    wake_at_ms: u64,
    /// Boot time of the last waking.
    woken_ms: u64,
    /// Nothing has arrived yet since this program began: the line may have been down before.
    is_new: bool,
}

/// So many faults in a row are no stumble over one message, but an outage.
const OUTAGE: u32 = 3;

impl Route {
    #[must_use]
    pub fn new(destination: Destination, uplink: Box<dyn Uplink>) -> Self {
        Self { destination, uplink, faults: 0, held_until_ms: 0, wake_at_ms: 0, woken_ms: 0, is_new: true }
    }

    /// The production way of a configured destination.
    #[must_use]
    pub fn to(destination: &Destination) -> Self {
        Self::new(destination.clone(), uplink::to(destination))
    }

    /// Whether nothing may be tried yet.
    pub(super) fn is_held(&self, now_ms: u64) -> bool {
        self.held_until_ms > now_ms
    }

    /// Whether misconfigured messages are to be tried again now; says so once.
    pub(super) fn wakes(&mut self, now_ms: u64) -> bool {
        let due = self.wake_at_ms <= now_ms;
        if due {
            (self.wake_at_ms, self.woken_ms) = (u64::MAX, now_ms);
        }
        due
    }

    /// Nothing goes this way for a while, at least as long as the server `asked` for; returns how long.
    pub(super) fn hold(&mut self, now_ms: u64, asked: Duration, random: u64) -> Duration {
        let delay = full_jitter(self.faults.min(8), random).min(LONGEST_HOLD).max(asked);
        self.faults = self.faults.saturating_add(1);
        self.held_until_ms = now_ms.saturating_add(milliseconds(delay));
        delay
    }

    /// Somebody has to mend something: until then misconfigured messages are tried again now and then.
    pub(super) fn is_misconfigured(&mut self, now_ms: u64) {
        self.wake_at_ms = now_ms.saturating_add(milliseconds(CAP));
    }

    /// The largest that may go now.
    pub(super) fn largest(&self, now: &Stamp) -> Stage {
        let closed = self
            .destination
            .originals_between
            .is_some_and(|window| !window.is_open(now, &self.destination.zone));
        if closed { Stage::Preview } else { Stage::Original }
    }

    /// The destination answers as it should: what waited for that may go soon. `true` when it was away
    /// for so long that the pauses of its messages mean nothing any more.
    pub(super) fn recovered(&mut self) -> bool {
        let faults = std::mem::take(&mut self.faults);
        if faults > 0 {
            let next = self.woken_ms.saturating_add(milliseconds(WAKE_PAUSE));
            self.wake_at_ms = self.wake_at_ms.min(next);
        }
        std::mem::take(&mut self.is_new) || faults >= OUTAGE
    }
}

fn milliseconds(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
