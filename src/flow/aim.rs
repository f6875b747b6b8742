use serde::{Deserialize, Serialize};

use crate::domain::Defect;

/// The picture must have been good for so long before the countdown begins.
const STEADY_MS: u64 = 500;
/// One beat of the countdown: 3, 2, 1.
const BEAT_MS: u64 = 500;
const BEATS: u64 = 3;
/// An older word of the gate says nothing of the present frame.
const STALE_MS: u64 = 1_000;

/// The camera is on, and somebody points it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aim {
    /// Takes the picture by itself when it is good.
    pub auto: bool,
    #[serde(skip)]
    pub live: Option<Live>,
    #[serde(skip)]
    good_since_ms: Option<u64>,
    #[serde(skip)]
    heard_ms: u64,
}

/// What the gate says of the frame that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Live {
    /// Empty when the picture may be taken.
    pub defects: Vec<Defect>,
}

impl Aim {
    pub(super) fn new(auto: bool) -> Self {
        Self { auto, live: None, good_since_ms: None, heard_ms: 0 }
    }

    pub(super) fn heard(&mut self, live: Live, now_ms: u64) {
        let stale = now_ms > self.heard_ms + STALE_MS;
        let good = live.defects.is_empty();
        self.good_since_ms = match self.good_since_ms {
            Some(since) if good && !stale => Some(since),
            _ => good.then_some(now_ms),
        };
        self.heard_ms = now_ms;
        self.live = Some(live);
    }

    pub(super) fn set_auto(&mut self, auto: bool) {
        self.auto = auto;
        self.good_since_ms = None;
    }

    /// Good without a break, milliseconds.
    fn good_ms(&self, now_ms: u64) -> Option<u64> {
        let fresh = self.auto && now_ms <= self.heard_ms + STALE_MS;
        self.good_since_ms.filter(|_| fresh).map(|since| now_ms.saturating_sub(since))
    }

    /// 3, 2 or 1 while the countdown runs.
    #[must_use]
    pub fn countdown(&self, now_ms: u64) -> Option<u8> {
        let counted = self.good_ms(now_ms)?.checked_sub(STEADY_MS)?;
        Some(BEATS.saturating_sub(counted / BEAT_MS).max(1) as u8)
    }

    pub(super) fn is_due(&self, now_ms: u64) -> bool {
        self.good_ms(now_ms).is_some_and(|good| good >= STEADY_MS + BEATS * BEAT_MS)
    }
}
