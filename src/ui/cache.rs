use std::collections::HashMap;
use std::hash::Hash;

/// Keeps what was used last, up to a weight; the older half goes when it is full.
pub struct Bounded<K, V> {
    entries: HashMap<K, Entry<V>>,
    weight: usize,
    limit: usize,
    clock: u64,
}

struct Entry<V> {
    value: V,
    weight: usize,
    used: u64,
}

impl<K: Hash + Eq + Clone, V: Clone> Bounded<K, V> {
    /// `limit` is in the unit of the weights: bytes, or entries.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { entries: HashMap::new(), weight: 0, limit, clock: 0 }
    }

    pub fn get(&mut self, key: &K) -> Option<V> {
        self.clock += 1;
        let entry = self.entries.get_mut(key)?;
        entry.used = self.clock;
        Some(entry.value.clone())
    }

    pub fn put(&mut self, key: K, value: V, weight: usize) {
        if self.weight + weight > self.limit {
            self.drop_older_half();
        }
        self.clock += 1;
        self.weight += weight;
        if let Some(old) = self.entries.insert(key, Entry { value, weight, used: self.clock }) {
            self.weight -= old.weight;
        }
    }

    #[cfg(test)]
    pub fn weight(&self) -> usize {
        self.weight
    }

    fn drop_older_half(&mut self) {
        let mut ages: Vec<u64> = self.entries.values().map(|entry| entry.used).collect();
        ages.sort_unstable();
        let middle = ages.get(ages.len() / 2).copied().unwrap_or_default();
        self.entries.retain(|_, entry| entry.used > middle);
        self.weight = self.entries.values().map(|entry| entry.weight).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_within_its_limit_and_keeps_the_newest() {
        let mut cache = Bounded::new(100);
        for key in 0..10_000 {
            cache.put(key, key, 10);
            assert!(cache.weight() <= 100);
        }
        assert_eq!(cache.get(&9_999), Some(9_999));
        assert_eq!(cache.get(&3), None);
    }

    #[test]
    fn what_is_used_survives() {
        let mut cache = Bounded::new(10);
        for key in 0..50 {
            cache.put(key, (), 1);
            assert!(cache.get(&0).is_some(), "lost after {key}");
        }
    }
}
