use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UserId(pub u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Operator,
    Supervisor,
    Technician,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Operator, Self::Supervisor, Self::Technician];
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub role: Role,
}

pub const PIN_LEAST: usize = 4;
const PIN_MOST: usize = 8;

/// Digits of a secret; never printed, and wiped when dropped.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Pin(String);

impl Pin {
    pub fn push(&mut self, digit: u8) {
        if self.0.len() < PIN_MOST && digit <= 9 {
            self.0.push(char::from(b'0' + digit));
        }
    }

    pub fn pop(&mut self) {
        self.0.pop();
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn is_long_enough(&self) -> bool {
        self.len() >= PIN_LEAST
    }

    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pin(…)")
    }
}

/// Wrong PINs before the first wait.
const FREE: u32 = 3;
const FIRST_WAIT_MS: u64 = 30_000;
const LONGEST_WAIT_MS: u64 = 15 * 60_000;
/// Wrong PINs after which an operator waits for a supervisor.
const BARRED: u32 = 8;

/// Wrong PINs in a row, and who has to wait. The counts are kept on the disk before a PIN is checked;
/// the waits are told by the boot clock and begin anew with each boot, so that the plug is no way round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attempts {
    failed: BTreeMap<UserId, u32>,
    until_ms: BTreeMap<UserId, u64>,
}

impl Attempts {
    #[must_use]
    pub fn restored(failed: BTreeMap<UserId, u32>, now_ms: u64) -> Self {
        let until_ms = failed.iter().map(|(id, count)| (*id, now_ms + wait(*count))).collect();
        Self { failed, until_ms }
    }

    #[must_use]
    pub fn counts(&self) -> &BTreeMap<UserId, u32> {
        &self.failed
    }

    /// Milliseconds until this user may try again.
    #[must_use]
    pub fn wait_ms(&self, user: UserId, now_ms: u64) -> u64 {
        self.until_ms.get(&user).map_or(0, |until| until.saturating_sub(now_ms))
    }

    /// Only an operator is barred: somebody must be left who can let others in.
    #[must_use]
    pub fn is_barred(&self, user: &User) -> bool {
        user.role == Role::Operator && self.failed.get(&user.id).is_some_and(|count| *count >= BARRED)
    }

    pub(super) fn spend(&mut self, user: UserId, now_ms: u64) {
        let count = self.failed.entry(user).or_default();
        *count = count.saturating_add(1);
        self.until_ms.insert(user, now_ms + wait(*count));
    }

    pub(super) fn forgive(&mut self, user: UserId) {
        self.failed.remove(&user);
        self.until_ms.remove(&user);
    }
}

/// Doubles from 30 seconds to a quarter of an hour.
fn wait(failed: u32) -> u64 {
    match failed.checked_sub(FREE) {
        None => 0,
        Some(over) => (FIRST_WAIT_MS << over.min(10)).min(LONGEST_WAIT_MS),
    }
}
