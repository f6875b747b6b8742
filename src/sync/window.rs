//! A span of every day.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::domain::Stamp;

const DAY_MIN: u16 = 24 * 60;

/// From one minute of the clinic's day to another; over midnight when the second is the earlier. Where
/// the clocks are put forward or back, it is what they show that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Window {
    from: u16,
    to: u16,
}

impl Window {
    /// Whether it is open by the clinic's clocks. A clock that is not right opens it: late is better
    /// than never.
    #[must_use]
    pub fn is_open(self, now: &Stamp, zone: &TimeZone) -> bool {
        let Some(moment) = Timestamp::from_millisecond(now.wall_ms).ok().filter(|_| now.trusted) else {
            return true;
        };
        let offset_min = i64::from(zone.to_offset(moment).seconds()) / 60;
        let minute = (now.wall_ms.div_euclid(60_000) + offset_min).rem_euclid(i64::from(DAY_MIN));
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
            assert_eq!(night.is_open(&at(hour, minute, true), &TimeZone::UTC), open, "{hour}:{minute}");
        }
        let noon = window("12:00 - 13:00");
        let open = |stamp: &Stamp| noon.is_open(stamp, &TimeZone::UTC);
        assert!(open(&at(12, 30, true)) && !open(&at(13, 0, true)));
        assert!(open(&at(3, 0, false)), "a clock that is not right");
        assert_eq!(String::from(noon), "12:00-13:00");
    }

    /// Every minute of the day on which the clocks are put forward from 2:00 to 3:00, and of the one on
    /// which they are put back from 3:00 to 2:00.
    #[test]
    fn a_window_follows_the_clinics_clocks_over_a_change_of_the_hour() {
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let nairobi = TimeZone::posix("EAT-3").unwrap();
        let minutes = |text: &str, midnight: &str, zone: &TimeZone| {
            let begin = midnight.parse::<Timestamp>().unwrap().as_millisecond();
            let stamp = |minute: i64| Stamp {
                wall_ms: begin + minute * 60_000,
                boot_ms: 0,
                boot_id: String::new(),
                trusted: true,
            };
            (0..23 * 60).filter(|minute| window(text).is_open(&stamp(*minute), zone)).collect::<Vec<i64>>()
        };
        let span = |from: i64, to: i64| (from..to).collect::<Vec<i64>>();
        // Minutes since the clinic's midnight: from 1:30 it is half an hour until the clocks show 3:00.
        let spring = "2026-03-28T23:00:00Z";
        assert_eq!(minutes("01:30-03:30", spring, &berlin), span(90, 150));
        assert_eq!(minutes("02:10-02:50", spring, &berlin), span(0, 0), "an hour that there is not");
        // The hour after 2:00 comes twice, and so does what lies in it.
        let autumn = "2026-10-24T22:00:00Z";
        assert_eq!(minutes("01:30-03:30", autumn, &berlin), span(90, 270));
        assert_eq!(minutes("02:10-02:50", autumn, &berlin), [span(130, 170), span(190, 230)].concat());
        // 20:00 in Nairobi is 17:00 UTC.
        assert_eq!(minutes("20:00-21:00", "2026-03-28T00:00:00Z", &nairobi), span(17 * 60, 18 * 60));
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in ["", "20:00", "24:00-01:00", "20-04", "20:60-21:00", "a:b-c:d"] {
            assert!(Window::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
