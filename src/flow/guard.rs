/// A new screen takes no tap for so long: the finger was meant for the one before.
const FRESH_MS: u64 = 200;
/// A second tap within this time, on another screen than the first, is a double tap.
const DOUBLE_MS: u64 = 300;

/// Keeps touches that were not meant from doing anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guard {
    /// The screen is dark; the next touch only wakes it.
    pub asleep: bool,
    /// The finger that woke the screen is still the last one: its tap presses nothing.
    waking: bool,
    pub(super) touched_ms: u64,
    shown_ms: Option<u64>,
    /// When a tap last passed, and whether the screen changed since.
    passed: Option<(u64, bool)>,
}

impl Guard {
    /// A finger came down; `true` when it woke the screen.
    pub(super) fn touch(&mut self, now_ms: u64) -> bool {
        self.touched_ms = now_ms;
        self.waking = std::mem::take(&mut self.asleep);
        self.waking
    }

    pub(super) fn shown(&mut self, now_ms: u64) {
        self.shown_ms = Some(now_ms);
        if let Some((_, changed)) = &mut self.passed {
            *changed = true;
        }
    }

    pub(super) fn lets_pass(&mut self, now_ms: u64) -> bool {
        let fresh = self.shown_ms.is_some_and(|shown| now_ms < shown + FRESH_MS);
        let double = self.passed.is_some_and(|(at, changed)| changed && now_ms < at + DOUBLE_MS);
        let passes = !self.waking && !fresh && !double;
        if passes {
            self.passed = Some((now_ms, false));
        }
        passes
    }
}
