use serde::{Deserialize, Serialize};

/// Ties an answer to its question: the encounter, and which request of this run of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// [`crate::domain::EncounterRecord::id`] of the encounter.
    pub encounter: String,
    pub request: u32,
}

/// How far the start has come, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Hardware,
    Store,
    Models,
    Camera,
}

/// What the practice camera shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phantom {
    Healthy,
    Disease,
    Dark,
    Blurred,
}

impl Phantom {
    pub const ALL: [Self; 4] = [Self::Healthy, Self::Disease, Self::Dark, Self::Blurred];
}

/// A chest film that waits in the inbox or in the folder of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Film {
    /// Names it to the application; never shown.
    pub id: String,
    /// The patient's name and number as the file tells them; empty when it does not.
    pub label: String,
    /// Wall clock, milliseconds since 1970-01-01 UTC.
    pub received_wall_ms: i64,
}
