//! Owns the question "what time is it": a port, so that a test can jump the wall clock.

use std::path::Path;
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
        Self { boot_id: boot_id(Path::new("/proc/sys/kernel/random/boot_id")) }
    }
}

/// The kernel's name for this boot. Without one, a name drawn for this process: two boots must never
/// seem to be the same, as their clocks start from nothing.
fn boot_id(path: &Path) -> String {
    let given = std::fs::read_to_string(path).unwrap_or_default();
    match given.trim() {
        "" => uuid::Uuid::now_v7().to_string(),
        id => id.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boots_without_a_name_are_never_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("boot_id");
        assert_ne!(boot_id(&path), boot_id(&path), "no file");
        std::fs::write(&path, "\n").unwrap();
        assert_ne!(boot_id(&path), boot_id(&path), "an empty file");
        std::fs::write(&path, "7b0d8ce0\n").unwrap();
        assert_eq!(boot_id(&path), "7b0d8ce0");
    }
}
