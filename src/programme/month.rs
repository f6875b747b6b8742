use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// A calendar month at the clinic.
#[derive(Debug, Clone)]
pub struct Month {
    first: Date,
    zone: TimeZone,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MonthError {
    #[error("'{0}' is no month: write it as 2026-03")]
    NoMonth(String),
}

impl Month {
    /// `YYYY-MM`, by the clocks of the clinic.
    ///
    /// # Errors
    /// [`MonthError`].
    pub fn parse(text: &str, zone: TimeZone) -> Result<Self, MonthError> {
        let wrong = || MonthError::NoMonth(text.to_owned());
        let (year, month) = text
            .split_once('-')
            .filter(|(year, month)| year.len() == 4 && month.len() == 2)
            .ok_or_else(wrong)?;
        let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
        let first = Date::new(year, month, 1).map_err(|_| wrong())?;
        if first < date(1970, 1, 1) {
            return Err(wrong());
        }
        Ok(Self { first, zone })
    }

    /// Whether a moment lies in it, by the clocks of the clinic.
    #[must_use]
    pub fn holds(&self, wall_ms: i64) -> bool {
        let day = jiff::Timestamp::from_millisecond(wall_ms).map(|at| self.zone.to_datetime(at).date());
        day.is_ok_and(|day| day.first_of_month() == self.first)
    }

    /// The day at the clinic, `YYYY-MM-DD`.
    #[must_use]
    pub fn day(&self, wall_ms: i64) -> String {
        let at = jiff::Timestamp::from_millisecond(wall_ms);
        at.map(|at| self.zone.to_datetime(at).date().to_string()).unwrap_or_default()
    }

    /// `YYYYMM`, as DHIS2 names a monthly period.
    #[must_use]
    pub fn period(&self) -> String {
        self.first.strftime("%Y%m").to_string()
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.first.strftime("%Y-%m"))
    }
}
