use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::utc_date;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    Female,
    Male,
    Other,
    Unknown,
}

/// The person being screened. `Debug` prints no identifying value, so that a log line cannot.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// UUID, ours; made once.
    pub id: String,
    /// The programme's or clinic's number, as written on the card.
    pub identifier: String,
    pub name: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: what is known.
    pub birth_date: Option<String>,
    pub sex: Sex,
}

impl std::fmt::Debug for Patient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Patient").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Patient {
    /// Completed years; the least that a birth year or month without a day allows.
    #[must_use]
    pub fn age_years(&self, wall_ms: i64) -> Option<u32> {
        let birth_date = self.birth_date.as_deref()?;
        let born: Date = match birth_date.len() {
            4 => format!("{birth_date}-12-31").parse().ok()?,
            7 => format!("{birth_date}-01").parse::<Date>().ok()?.last_of_month(),
            _ => birth_date.parse().ok()?,
        };
        let now = utc_date(wall_ms)?;
        let before_birthday = (now.month(), now.day()) < (born.month(), born.day());
        u32::try_from(i32::from(now.year()) - i32::from(born.year()) - i32::from(before_birthday)).ok()
    }
}

/// Whether this is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and not in the future.
#[must_use]
pub fn is_birth_date(text: &str, wall_ms: i64) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let date: Option<Date> = whole.parse().ok().filter(|date: &Date| date.to_string() == whole);
    date.zip(utc_date(wall_ms)).is_some_and(|(date, today)| date <= today)
}
