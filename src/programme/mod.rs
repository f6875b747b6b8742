//! Owns the numbers for a programme: the indicators of a month with small cells hidden, in the form of
//! DHIS2 too, and how often specialists agree with the box. Does not read the store (`app` hands the
//! encounters and verdicts in) and writes no file. Pure; runs on whichever thread calls it.

pub mod agreement;
pub mod dhis2;
mod indicators;
mod month;
mod suppress;

pub use indicators::{Days, MonthReport, Row, indicators, names};
pub use month::{Month, MonthError};
pub use suppress::{Cell, SMALLEST, protect};

use crate::domain::{EncounterRecord, Verdict, standing};

/// An encounter with everything that came back about it.
pub struct Case {
    pub record: EncounterRecord,
    /// Oldest first.
    pub verdicts: Vec<Verdict>,
}

impl Case {
    #[must_use]
    pub fn standing(&self) -> Option<&Verdict> {
        standing(&self.verdicts)
    }
}

#[cfg(test)]
mod tests;
