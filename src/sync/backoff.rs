//! How long to wait before the next attempt.

use std::time::Duration;

/// The span of the first wait.
pub const BASE: Duration = Duration::from_secs(5);
/// No wait is longer.
pub const CAP: Duration = Duration::from_hours(1);
/// No wait is shorter, so that a run over all waiting messages ends.
const FLOOR: Duration = Duration::from_secs(1);

/// A random time between nothing and `base * 2^attempts`, at most [`CAP`]: boxes that lost the same
/// network do not come back at the same moment. `attempts` counts those already made, less one;
/// `random` is 64 random bits.
/// Source: "Exponential Backoff and Jitter", AWS Architecture Blog, 2015 (full jitter).
#[must_use]
pub fn full_jitter(attempts: u32, random: u64) -> Duration {
    let base = u64::try_from(BASE.as_millis()).unwrap_or(u64::MAX);
    let cap = u64::try_from(CAP.as_millis()).unwrap_or(u64::MAX);
    let span = base.saturating_mul(1_u64.checked_shl(attempts).unwrap_or(u64::MAX)).min(cap);
    Duration::from_millis(random % (span + 1)).max(FLOOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_from_base_to_cap() {
        let span = |attempts| (0..20_000).map(|n| full_jitter(attempts, n * 977)).max().unwrap();
        assert!(span(0) <= BASE && span(0) > BASE * 9 / 10);
        assert!(span(3) <= BASE * 8 && span(3) > BASE * 7);
        assert!(full_jitter(9, 2_559_999) > Duration::from_secs(2500));
        for attempts in [10, 63, 64, u32::MAX] {
            assert!(full_jitter(attempts, u64::MAX) <= CAP);
        }
    }

    #[test]
    fn never_returns_at_once() {
        assert_eq!(full_jitter(0, 0), FLOOR);
    }
}
