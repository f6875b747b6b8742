use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

impl EncounterRecord {
    /// What the referral is called wherever it goes: in the code and the words of the slip, and in the
    /// specialist's system as the identifier of the FHIR `ServiceRequest`. The same whenever it is made.
    #[must_use]
    pub fn referral_id(&self) -> String {
        derived_id(&["encounter", &self.id, "service-request"])
    }
}

/// `UUIDv5` in a namespace of ours. The parts are joined by a letter that none of them holds.
#[must_use]
pub fn derived_id(parts: &[&str]) -> String {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:farlight:fhir");
    Uuid::new_v5(&namespace, parts.join("\u{1f}").as_bytes()).to_string()
}
