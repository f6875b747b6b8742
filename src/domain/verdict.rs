use serde::{Deserialize, Serialize};

use super::{EncounterRecord, Grade, Laterality, Outcome, Stamp, Task};

/// What the specialist made of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opinion {
    /// As the box said.
    Agree,
    /// Another grade, or the opposite; [`Verdict::grades`] tell which where they are given.
    Regrade,
    /// The pictures cannot be read.
    Ungradable,
    /// Another disease than the one looked for.
    OtherFinding,
    NotAttended,
    Treated,
    /// An answer without a code of ours: somebody has to read its words.
    InWords,
    /// What was said at this place before does not hold any more.
    Withdrawn,
}

impl Opinion {
    pub const ALL: [Self; 8] = [
        Self::Agree,
        Self::Regrade,
        Self::Ungradable,
        Self::OtherFinding,
        Self::NotAttended,
        Self::Treated,
        Self::InWords,
        Self::Withdrawn,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Regrade => "regrade",
            Self::Ungradable => "ungradable",
            Self::OtherFinding => "other-finding",
            Self::NotAttended => "not-attended",
            Self::Treated => "treated",
            Self::InWords => "in-words",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The opinion of a code, whatever its case.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|opinion| opinion.code().eq_ignore_ascii_case(code.trim()))
    }
}

/// The way by which a verdict came home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// The FHIR Task of the referral.
    Task,
    /// A final FHIR `DiagnosticReport`.
    Report,
    /// A verified structured report in the DICOM study.
    Sr,
}

impl Channel {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Report => "report",
            Self::Sr => "sr",
        }
    }
}

/// The specialist's grade of one eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EyeGrade {
    pub laterality: Option<Laterality>,
    pub grade: Grade,
}

/// What came back about one encounter. A changed mind is another one; none is ever overwritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub encounter_id: String,
    pub opinion: Opinion,
    pub grades: Vec<EyeGrade>,
    /// The specialist's own words; may be empty.
    pub words: String,
    pub channel: Channel,
    /// Name of the destination that it came from.
    pub destination: String,
    /// Where it lies there: `Task/12`, or a SOP Instance UID.
    pub place: String,
    /// When the specialist decided, by the clock over there: wall clock in milliseconds.
    pub decided_wall_ms: Option<i64>,
    pub received: Stamp,
}

/// The grade from which a specialist must see the patient.
/// Source: International Council of Ophthalmology, Guidelines for Diabetic Eye Care, 2017.
const REFERABLE: u8 = 2;

impl Verdict {
    /// Whether the patient has the disease looked for, to the degree that is referred; `None` when the
    /// verdict does not tell.
    #[must_use]
    pub fn confirms(&self, record: &EncounterRecord) -> Option<bool> {
        if !self.grades.is_empty() {
            return Some(self.grades.iter().any(|eye| eye.grade.value() >= REFERABLE));
        }
        let ours = suspects(record);
        match self.opinion {
            Opinion::Treated => Some(true),
            Opinion::Agree => ours,
            // Of a yes or no, the other. Of a grade, only that it was another one.
            Opinion::Regrade if record.task == Task::Tb => ours.map(|suspected| !suspected),
            _ => None,
        }
    }
}

/// What the box said of the disease: `None` where it read no picture as the one or the other.
#[must_use]
pub fn suspects(record: &EncounterRecord) -> Option<bool> {
    let outcome =
        |wanted: &[Outcome]| record.findings.iter().any(|finding| wanted.contains(&finding.outcome));
    if outcome(&[Outcome::Refer, Outcome::Urgent]) {
        return Some(true);
    }
    let all_negative = record.findings.iter().all(|finding| finding.outcome == Outcome::Negative);
    (all_negative && !record.findings.is_empty()).then_some(false)
}

/// Which of the verdicts on one encounter, oldest first, counts: of the last word of each place, what
/// is withdrawn left out, the last that is coded, else the last.
#[must_use]
pub fn standing(verdicts: &[Verdict]) -> Option<&Verdict> {
    let place = |verdict: &Verdict| (verdict.destination.clone(), verdict.place.clone());
    let superseded =
        |index: usize| verdicts[index + 1..].iter().any(|later| place(later) == place(&verdicts[index]));
    let last: Vec<&Verdict> = (0..verdicts.len())
        .filter(|index| !superseded(*index) && verdicts[*index].opinion != Opinion::Withdrawn)
        .map(|index| &verdicts[index])
        .collect();
    last.iter().rfind(|verdict| verdict.opinion != Opinion::InWords).or(last.last()).copied()
}
