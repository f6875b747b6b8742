use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Room for one value between two threads: a newer one takes the place of one that nobody took.
pub struct Latest<T> {
    slot: Mutex<Slot<T>>,
    changed: Condvar,
}

struct Slot<T> {
    value: Option<T>,
    closed: bool,
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self { slot: Mutex::new(Slot { value: None, closed: false }), changed: Condvar::new() }
    }
}

impl<T> Latest<T> {
    fn lock(&self) -> MutexGuard<'_, Slot<T>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn put(&self, value: T) {
        self.lock().value = Some(value);
        self.changed.notify_all();
    }

    /// Nothing more comes, or nobody takes any more; a value that lies there can still be taken.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Waits up to `wait` for a value; not at all once it is closed.
    pub fn take(&self, wait: Duration) -> Option<T> {
        let empty = |slot: &mut Slot<T>| slot.value.is_none() && !slot.closed;
        let (mut slot, _) =
            self.changed.wait_timeout_while(self.lock(), wait, empty).unwrap_or_else(PoisonError::into_inner);
        slot.value.take()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn the_newest_value_wins_and_is_taken_once() {
        let latest = Latest::default();
        latest.put(1);
        latest.put(2);
        assert_eq!(latest.take(Duration::ZERO), Some(2));
        assert_eq!(latest.take(Duration::ZERO), None);
    }

    #[test]
    fn whoever_waits_hears_of_a_value_and_of_the_end() {
        let latest = Arc::new(Latest::default());
        let waiter = {
            let latest = Arc::clone(&latest);
            let long = Duration::from_mins(1);
            std::thread::spawn(move || (latest.take(long), latest.take(long)))
        };
        latest.put('a');
        while latest.lock().value.is_some() {
            std::thread::yield_now();
        }
        latest.close();
        assert_eq!(waiter.join().unwrap(), (Some('a'), None));
    }
}
