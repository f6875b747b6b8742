use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Memory for what is on its way in, shared by all connections.
#[derive(Debug)]
pub struct Budget {
    left: AtomicUsize,
    /// The most for one object.
    each: usize,
}

impl Budget {
    #[must_use]
    pub fn new(all: usize, each: usize) -> Arc<Self> {
        Arc::new(Self { left: AtomicUsize::new(all), each })
    }

    fn take(&self, bytes: usize) -> bool {
        let lower = |left: usize| left.checked_sub(bytes);
        self.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, lower).is_ok()
    }
}

/// Bytes that count against a [`Budget`] as long as they are held.
#[derive(Debug)]
pub struct Held {
    bytes: Vec<u8>,
    taken: usize,
    budget: Arc<Budget>,
    /// There was no room for all of it: nothing is kept.
    overflowed: bool,
}

const STEP: usize = 256 << 10;

impl Held {
    pub fn new(budget: &Arc<Budget>) -> Self {
        Self { bytes: Vec::new(), taken: 0, budget: Arc::clone(budget), overflowed: false }
    }

    /// Appends, or lets go of everything when the budget is spent.
    pub fn push(&mut self, more: &[u8]) {
        let length = self.bytes.len() + more.len();
        if self.overflowed || length > self.budget.each || !self.reserve(length) {
            self.overflowed = true;
            self.bytes = Vec::new();
            self.release();
            return;
        }
        self.bytes.extend_from_slice(more);
    }

    fn reserve(&mut self, length: usize) -> bool {
        if length <= self.taken {
            return true;
        }
        let wanted = length.max(self.taken.saturating_mul(2)).max(STEP).min(self.budget.each.max(length));
        if !self.budget.take(wanted - self.taken) {
            return false;
        }
        self.taken = wanted;
        self.bytes.reserve_exact(wanted - self.bytes.len());
        true
    }

    fn release(&mut self) {
        self.budget.left.fetch_add(self.taken, Ordering::AcqRel);
        self.taken = 0;
    }

    /// `None` when it was too much.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        (!self.overflowed).then_some(&self.bytes)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.release();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_let_go_may_be_taken_again() {
        let budget = Budget::new(2 << 20, 1 << 20);
        for _ in 0..10 {
            let (mut one, mut other) = (Held::new(&budget), Held::new(&budget));
            one.push(&vec![1; 1 << 20]);
            other.push(&vec![2; 1 << 20]);
            assert_eq!(other.bytes().map(<[u8]>::len), Some(1 << 20));
            let mut third = Held::new(&budget);
            third.push(&[3]);
            assert_eq!(third.bytes(), None, "the budget is spent");
            one.push(&[1]);
            assert_eq!(one.bytes(), None, "one object is limited, too");
            let mut fourth = Held::new(&budget);
            fourth.push(&[4]);
            assert_eq!(fourth.bytes(), Some(&[4][..]), "and what it held is free");
        }
        assert_eq!(budget.left.load(Ordering::Acquire), 2 << 20);
    }
}
