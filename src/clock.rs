//! Owns the question "what time is it": a port, so that a test can jump the wall clock.

use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::Stamp;

pub trait Clock: Send + Sync {
    fn now(&self) -> Stamp;
}

/// No box was built before this: an earlier wall clock was reset. 2026-01-01 UTC.
const OLDEST_PLAUSIBLE_MS: i64 = 1_767_225_600_000;

/// The kernel's clocks.
pub struct SystemClock {
    boot_id: String,
}

impl Default for SystemClock {
    fn default() -> Self {
        let boot_id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
            .map_or_else(|_| "unknown".to_owned(), |id| id.trim().to_owned());
        Self { boot_id }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Stamp {
        let wall_ms = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        let boot = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        let boot_ms = boot.tv_sec.unsigned_abs() * 1000 + boot.tv_nsec.unsigned_abs() / 1_000_000;
        Stamp { wall_ms, boot_ms, boot_id: self.boot_id.clone(), trusted: wall_ms >= OLDEST_PLAUSIBLE_MS }
    }
}

/// A clock that stands still until a test moves it.
pub struct SimulatedClock(Mutex<Stamp>);

impl SimulatedClock {
    #[must_use]
    pub fn at(wall_ms: i64) -> Self {
        let stamp = Stamp { wall_ms, boot_ms: 0, boot_id: "simulated".into(), trusted: true };
        Self(Mutex::new(stamp))
    }

    /// Moves both clocks forward.
    pub fn advance(&self, ms: u64) {
        self.change(|now| {
            now.boot_ms += ms;
            now.wall_ms = now.wall_ms.saturating_add_unsigned(ms);
        });
    }

    /// Sets the wall clock alone, as a dead battery or a network time server does.
    pub fn jump(&self, wall_ms: i64) {
        self.change(|now| now.wall_ms = wall_ms);
    }

    fn change(&self, edit: impl FnOnce(&mut Stamp)) {
        edit(&mut self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Stamp {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}
