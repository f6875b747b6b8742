use serde::{Deserialize, Serialize};

use crate::domain::{AbstainReason, Defect, Grade, Outcome};

/// Wall time of one picture, milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stages {
    pub decode: f64,
    pub quality: f64,
    /// Preparation of the pixels and forward pass.
    pub model: f64,
    pub total: f64,
}

/// What the box said of a picture.
#[derive(Debug, Clone)]
pub struct Seen {
    pub gradable: bool,
    pub defects: Vec<Defect>,
    /// Calibrated; `None` when the gate refused the picture.
    pub score: Option<f32>,
    pub grade: Option<Grade>,
    pub outcome: Outcome,
    pub abstain_reason: Option<AbstainReason>,
    pub ms: Stages,
}

/// A picture, what it shows, and what the box said of it.
#[derive(Debug, Clone)]
pub struct Case {
    /// First half of the SHA-256 of the picture's bytes: pairs reports, and names nobody.
    pub picture: String,
    /// Only where names were asked for.
    pub file: Option<String>,
    /// Number of the patient, in the order of the labels.
    pub patient: usize,
    /// Referable disease is there.
    pub label: bool,
    pub grade: Option<Grade>,
    /// In the order of [`super::Labels::columns`].
    pub groups: Vec<String>,
    pub seen: Seen,
}

impl Case {
    /// Whether the box did anything else than send the patient home: what was not seen or not read
    /// is never negative.
    #[must_use]
    pub fn sent_on(&self) -> bool {
        self.seen.outcome != Outcome::Negative
    }
}

/// A row that led to no result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotRead {
    /// Of the labels; the heading is row 1.
    pub row: usize,
    pub code: String,
    /// Only where names were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}
