use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    Female,
    Male,
    Other,
    Unknown,
}

/// The person being screened. `Debug` prints no identifying value, so that a log line cannot.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// UUID, ours; made once.
    pub id: String,
    /// The programme's or clinic's number, as written on the card.
    pub identifier: String,
    pub name: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: what is known.
    pub birth_date: Option<String>,
    pub sex: Sex,
}

impl std::fmt::Debug for Patient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Patient").field("id", &self.id).finish_non_exhaustive()
    }
}
