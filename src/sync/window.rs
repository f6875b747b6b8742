//! A span of every day.

use serde::{Deserialize, Serialize};

use crate::domain::Stamp;

const DAY_MIN: u16 = 24 * 60;

/// From one minute of the day to another, in UTC; over midnight when the second is the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Window {
    from: u16,
    to: u16,
}

impl Window {
    /// Whether it is open. A clock that is not right opens it: late is better than never.
    #[must_use]
    pub fn is_open(self, now: &Stamp) -> bool {
        if !now.trusted {
            return true;
        }
        let minute = now.wall_ms.div_euclid(60_000).rem_euclid(i64::from(DAY_MIN));
        let minute = u16::try_from(minute).unwrap_or(0);
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

impl TryFrom<String> for Window {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let minute = |text: &str| {
            let (hour, minute) = text.trim().split_once(':')?;
            let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        };
        text.split_once('-')
            .and_then(|(from, to)| Some(Self { from: minute(from)?, to: minute(to)? }))
            .ok_or_else(|| format!("'{text}' is no span of the day: write it as 20:00-04:30"))
    }
}

impl From<Window> for String {
    fn from(window: Window) -> Self {
        let Window { from, to } = window;
        format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(text: &str) -> Window {
        Window::try_from(text.to_owned()).unwrap()
    }

    fn at(hour: i64, minute: i64, trusted: bool) -> Stamp {
        let wall_ms = 1_772_409_600_000 + (hour * 60 + minute) * 60_000;
        Stamp { wall_ms, boot_ms: 0, boot_id: String::new(), trusted }
    }

    #[test]
    fn a_window_may_run_over_midnight() {
        let night = window("20:00-04:30");
        for (hour, minute, open) in
            [(19, 59, false), (20, 0, true), (0, 0, true), (4, 29, true), (4, 30, false)]
        {
            assert_eq!(night.is_open(&at(hour, minute, true)), open, "{hour}:{minute}");
        }
        let noon = window("12:00 - 13:00");
        assert!(noon.is_open(&at(12, 30, true)) && !noon.is_open(&at(13, 0, true)));
        assert!(noon.is_open(&at(3, 0, false)), "a clock that is not right");
        assert_eq!(String::from(noon), "12:00-13:00");
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in ["", "20:00", "24:00-01:00", "20-04", "20:60-21:00", "a:b-c:d"] {
            assert!(Window::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
