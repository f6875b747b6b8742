use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A moment, told by both clocks of the box: boards without a clock chip lie about the wall time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Wall clock, milliseconds since 1970-01-01 UTC.
    pub wall_ms: i64,
    /// Milliseconds since this boot; counts through sleep.
    pub boot_ms: u64,
    /// The kernel's id of this boot.
    pub boot_id: String,
    /// Whether the wall clock was known to be right.
    pub trusted: bool,
}

/// The calendar day of a moment, in UTC; `None` far outside of history.
#[must_use]
pub fn utc_date(wall_ms: i64) -> Option<Date> {
    let moment = jiff::Timestamp::from_millisecond(wall_ms).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(moment).date())
}
