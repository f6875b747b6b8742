//! When originals leave the box, and when the box stops taking new screenings for want of room.
//!
//! An original goes only where its archive has proven that it keeps it, and the programme's days are over;
//! of encounters without a referral, which nobody else has, only where the programme allows it. While room
//! is short, proven originals go earlier, the oldest first. Runs where the outbox is sent from, a few
//! pictures at a time.

use serde::{Deserialize, Serialize};

use super::SyncError;
use crate::domain::Stamp;
use crate::interop::dicom;
use crate::store::{Original, Proof, Store, StoreError};

const DAY_MS: i64 = 86_400_000;
/// Below this much free space no screening is begun: the store's reserve, and twice the pictures of the
/// largest encounter, for they lie in the draft and in the record for a moment.
pub const STOP_BYTES: u64 = 128 << 20;
/// Below this much, or a tenth of the disk if that is less, staff are warned and proven originals go
/// early: about a week of a busy clinic.
pub const WARN_BYTES: u64 = 2 << 30;
/// A referral that waits longer comes too late for most.
pub const OLD_DAYS: i64 = 14;

/// So many that cannot be read do not stand in the way of the others.
const UNREADABLE: u32 = 64;

/// How long originals stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Keep {
    Days(u32),
    Forever,
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Written {
    Days(u32),
    Word(String),
}

impl TryFrom<Written> for Keep {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        match written {
            Written::Days(days) => Ok(Self::Days(days)),
            Written::Word(word) if word == "forever" => Ok(Self::Forever),
            Written::Word(word) => {
                Err(format!("'{word}' is no time to keep: write a number of days, or \"forever\""))
            }
        }
    }
}

impl From<Keep> for Written {
    fn from(keep: Keep) -> Self {
        match keep {
            Keep::Days(days) => Self::Days(days),
            Keep::Forever => Self::Word("forever".to_owned()),
        }
    }
}

impl std::fmt::Display for Keep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Days(days) => write!(f, "{days} days"),
            Self::Forever => f.write_str("for ever"),
        }
    }
}

/// The programme's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Originals whose storage elsewhere is proven.
    pub proven: Keep,
    /// The same while room is short; `proven` for ever means for ever.
    pub proven_short: u32,
    /// Originals of encounters without a referral.
    pub negative: Keep,
}

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    Plenty,
    /// Staff are warned, proven originals go early.
    Short,
    /// No screening is begun.
    None,
}

/// What the disk says; `total_bytes` is its size.
#[must_use]
pub fn room(free_bytes: u64, total_bytes: u64) -> Room {
    if free_bytes < STOP_BYTES {
        Room::None
    } else if free_bytes < WARN_BYTES.min((total_bytes / 10).max(2 * STOP_BYTES)) {
        Room::Short
    } else {
        Room::Plenty
    }
}

/// What a run set free.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Freed {
    pub originals: u32,
    pub bytes: u64,
}

/// Lets at most `most` originals go that may, the oldest first. A clock that is not right lets nothing go.
///
/// # Errors
/// When the store fails; what was let go before stays so.
pub fn tidy(store: &mut Store, rule: &Rule, now: &Stamp, most: u32) -> Result<Freed, SyncError> {
    let mut freed = Freed::default();
    if !now.trusted {
        return Ok(freed);
    }
    let short = room(store.free_bytes(), store.total_bytes()) > Room::Plenty;
    let proven = match rule.proven {
        Keep::Days(days) if short => Keep::Days(days.min(rule.proven_short)),
        keep => keep,
    };
    for (proof, keep) in [(Proof::Stored, proven), (Proof::Negative, rule.negative)] {
        let Keep::Days(days) = keep else { continue };
        let before = now.wall_ms.saturating_sub(i64::from(days) * DAY_MS);
        let wanted = most.saturating_add(UNREADABLE);
        for original in store.originals_before(proof, before, dicom::small_bytes(), wanted)? {
            if freed.originals == most {
                break;
            }
            if let Some(bytes) = let_go(store, &original)? {
                freed.bytes += bytes;
                freed.originals += 1;
            }
        }
    }
    if freed.originals > 0 {
        log::info!("{} originals let go, {} MB", freed.originals, freed.bytes / 1_000_000);
    }
    Ok(freed)
}

/// One that cannot be read, or made small, stays; `farlight doctor` tells of it.
fn let_go(store: &mut Store, original: &Original) -> Result<Option<u64>, SyncError> {
    let bytes = match store.read_image(&original.image_id) {
        Ok(bytes) => bytes,
        Err(StoreError::Damaged(_) | StoreError::LetGo) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let Ok(small) = dicom::small(&bytes) else {
        log::warn!("picture {} cannot be made small: it stays", original.image_id);
        return Ok(None);
    };
    Ok(Some(store.let_go(original, &small)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_to_keep_is_a_number_or_a_word() {
        let read = |text: &str| toml::from_str::<std::collections::BTreeMap<String, Keep>>(text);
        assert_eq!(read("k = 90").unwrap()["k"], Keep::Days(90));
        assert_eq!(read("k = 'forever'").unwrap()["k"], Keep::Forever);
        for wrong in ["k = -1", "k = 'ever'", "k = 1.5", "k = true"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_warning_comes_long_before_the_stop_on_every_disk() {
        const GB: u64 = 1 << 30;
        assert_eq!(room(10 * GB, 32 * GB), Room::Plenty);
        assert_eq!(room(GB, 32 * GB), Room::Short, "a large card");
        assert_eq!(room(GB, 4 * GB), Room::Plenty);
        assert_eq!(room(GB / 3, 4 * GB), Room::Short, "a small one");
        assert_eq!(room(STOP_BYTES - 1, 4 * GB), Room::None);
        assert_eq!(room(2 * STOP_BYTES - 1, 3 * STOP_BYTES), Room::Short, "a tiny one");
    }
}
