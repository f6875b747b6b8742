use serde::{Deserialize, Serialize};

use super::Task;

/// Yes, no, or nobody asked: three answers, because "unknown" is never "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    No,
    Yes,
    #[default]
    Unknown,
}

impl Answer {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Yes => "yes",
            Self::Unknown => "unknown",
        }
    }
}

/// What the patient is asked for each task.
#[must_use]
pub fn symptoms(task: Task) -> &'static [&'static str] {
    match task {
        Task::Dr => &["sudden-loss", "floaters", "pain"],
        Task::Tb => &["cough", "fever", "weight-loss", "night-sweats"],
    }
}

/// What the patient was asked before the pictures were taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answers {
    /// Completed years on the day of the encounter.
    pub age_years: Option<u32>,
    /// Any symptom that the rule pack names for this task.
    pub symptoms: Answer,
    /// As the operator gave them: `cough`, `fever`, `floaters`.
    pub symptom_names: Vec<String>,
    /// Living with HIV.
    pub hiv: Answer,
    pub past_tb: Answer,
    /// Visual acuity below 6/12 in either eye.
    pub reduced_acuity: Answer,
}
