//! Who is here, who came in this minute, and how much they brought.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::listen::Settings;
use super::serve::{Deposit, Kept, Received, Refusal};

const MINUTE: Duration = Duration::from_mins(1);

#[derive(Default)]
pub struct Visitors {
    here: BTreeMap<IpAddr, usize>,
    came: BTreeMap<IpAddr, usize>,
    brought: BTreeMap<IpAddr, usize>,
    minute: Option<Instant>,
    /// Somebody was sent away in this minute, and the log says so.
    told: bool,
}

impl Visitors {
    fn turn(&mut self) {
        if self.minute.is_none_or(|begun| begun.elapsed() > MINUTE) {
            self.minute = Some(Instant::now());
            self.came.clear();
            self.brought.clear();
            self.told = false;
        }
    }

    /// `true` once a minute: a flood of calls is not to become a flood of words.
    pub fn told(&mut self) -> bool {
        !std::mem::replace(&mut self.told, true)
    }
}

/// Counts as long as it lives.
pub struct Visit {
    open: Arc<Mutex<Visitors>>,
    from: IpAddr,
    objects_per_minute: usize,
}

impl Visit {
    /// `None` when there are too many already; each address gets half of the places.
    pub fn enter(open: &Arc<Mutex<Visitors>>, from: IpAddr, settings: &Settings) -> Option<Self> {
        let mut visitors = open.lock().unwrap_or_else(PoisonError::into_inner);
        visitors.turn();
        let came = visitors.came.entry(from).or_default();
        *came += 1;
        if *came > settings.per_minute {
            return None;
        }
        let all: usize = visitors.here.values().sum();
        let own = visitors.here.entry(from).or_default();
        if all >= settings.connections || *own >= settings.connections.div_ceil(2) {
            return None;
        }
        *own += 1;
        Some(Self { open: Arc::clone(open), from, objects_per_minute: settings.objects_per_minute })
    }

    /// Whether one more object may come now.
    fn may_bring(&self) -> bool {
        let mut visitors = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        visitors.turn();
        let brought = visitors.brought.entry(self.from).or_default();
        *brought = brought.saturating_add(1);
        if *brought <= self.objects_per_minute {
            return true;
        }
        if visitors.told() {
            log::warn!(
                "receiver: {} sends more than {} objects in a minute: the rest is refused for now",
                self.from,
                self.objects_per_minute
            );
        }
        false
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        let mut visitors = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let last = visitors.here.get_mut(&self.from).is_none_or(|own| {
            *own = own.saturating_sub(1);
            *own == 0
        });
        if last {
            visitors.here.remove(&self.from);
        }
    }
}

/// A deposit that takes so many objects in a minute and no more.
pub struct Metered<'a> {
    pub visit: &'a Visit,
    pub deposit: &'a dyn Deposit,
}

impl Deposit for Metered<'_> {
    fn keep(&self, object: &Received<'_>) -> Result<Kept, Refusal> {
        if self.visit.may_bring() { self.deposit.keep(object) } else { Err(Refusal::TooMany) }
    }
}
