use crate::domain::FaultClass;

/// Never holds a value of the labels: they may name patients.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    #[error("the labels have no column '{0}'")]
    NoColumn(&'static str),
    #[error("no picture of the labels could be read: is the folder the right one?")]
    Nothing,
    #[error("{what} is no report of this program: {reason}")]
    NoReport { what: &'static str, reason: String },
    #[error("the reports cannot be compared: {0}")]
    Incomparable(String),
}

impl EvaluationError {
    /// Stable code for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoColumn(_) => "labels",
            Self::Nothing => "no-pictures",
            Self::NoReport { .. } => "no-report",
            Self::Incomparable(_) => "incomparable",
        }
    }

    #[must_use]
    pub fn class(&self) -> FaultClass {
        FaultClass::NeedsOperator
    }
}
