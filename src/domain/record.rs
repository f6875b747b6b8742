use serde::{Deserialize, Serialize};

use super::{Answers, Disposition, Finding, ImageRecord, Patient, Stamp, Task};

/// What the rule pack made of all findings: the worse eye, the age, the symptoms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    pub disposition: Disposition,
    /// Name of the rule that decided.
    pub rule: String,
    /// Coded reason, as `ungradable-eye`.
    pub reason: String,
    /// One sentence for staff and slip.
    pub action: String,
    /// Calendar day by which it is due, `YYYY-MM-DD`; told by the clock of [`EncounterRecord::closed`].
    pub due: String,
    pub warnings: Vec<String>,
    pub not_looked_for: Vec<String>,
}

/// Everything that a result depends on besides the picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    pub software: String,
    /// `id version` of the rule pack.
    pub rule_pack: String,
    /// Hexadecimal SHA-256 of the rule pack's text.
    pub rule_pack_sha256: String,
}

/// One finished screening of one patient: what is committed, shown and sent, whole or not at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EncounterRecord {
    /// UUID.
    pub id: String,
    pub task: Task,
    pub patient: Patient,
    /// The clinic, as configured.
    pub site: String,
    /// Serial number or name of this box.
    pub device: String,
    pub operator: String,
    pub opened: Stamp,
    pub closed: Stamp,
    pub answers: Answers,
    pub images: Vec<ImageRecord>,
    pub findings: Vec<Finding>,
    pub conclusion: Conclusion,
    pub versions: Versions,
    /// The model has not cleared its bar: every screen and message says so.
    pub research_use: bool,
}
