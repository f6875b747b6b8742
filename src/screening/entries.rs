//! The entries of a record, made from what was seen.

use crate::domain::rules::Case;
use crate::domain::{
    Finding, ImageRecord, ImageRole, Laterality, Outcome, Stamp, Task, sha256_hex, utc_date,
};

/// Where a picture came from.
pub struct Source<'a> {
    pub laterality: Option<Laterality>,
    pub attempt: u32,
    pub taken: Stamp,
    pub name: &'a str,
}

pub fn image(
    role: ImageRole,
    bytes: &[u8],
    media_type: &str,
    size: (usize, usize),
    source: Source,
) -> ImageRecord {
    ImageRecord {
        id: new_id(),
        role,
        laterality: source.laterality,
        sha256: sha256_hex(bytes),
        media_type: media_type.to_owned(),
        width_px: pixels(size.0),
        height_px: pixels(size.1),
        bytes: bytes.len() as u64,
        source: source.name.to_owned(),
        attempt: source.attempt,
        taken: source.taken,
    }
}

pub fn not_photographed(task: Task, laterality: Option<Laterality>) -> Finding {
    Finding {
        id: new_id(),
        task,
        laterality,
        image_id: None,
        heatmap_id: None,
        gradable: false,
        quality: None,
        score: None,
        grade: None,
        outcome: Outcome::Ungradable,
        abstain_reason: None,
        threshold: None,
        model: None,
        preprocessing: None,
    }
}

pub fn case_not_seen(task: Task) -> Case {
    match task {
        Task::Dr => {
            Case::from([("finding", "not-photographed"), ("score", "none"), ("maculopathy", "unknown")])
        }
        Task::Tb => Case::from([("finding", "not-photographed"), ("view", "unknown")]),
    }
}

/// The calendar day so many days after a moment, in UTC, `YYYY-MM-DD`.
pub fn day_after(wall_ms: i64, days: u32) -> Option<String> {
    let due = utc_date(wall_ms)?.checked_add(jiff::Span::new().try_days(i64::from(days)).ok()?).ok()?;
    Some(due.to_string())
}

/// A random id that sorts by the time it was made.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn pixels(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
