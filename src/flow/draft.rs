use serde::{Deserialize, Serialize};

use super::{Identify, Step, UserId, Visit};

/// Rises with every change that an older draft would not survive; such a draft is not taken up.
pub const DRAFT_VERSION: u32 = 1;

/// Unfinished work, with everything that is needed to go on after a power cut. Holds patient data:
/// whoever keeps it seals it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub version: u32,
    pub owner: UserId,
    pub work: Work,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Work {
    Identify(Identify),
    Visit(Box<Visit>),
}

impl Draft {
    pub(super) fn new(owner: UserId, work: Work) -> Self {
        Self { version: DRAFT_VERSION, owner, work }
    }

    /// Practice is not kept, nor is what is done and stored.
    pub(super) fn outlives_power(&self) -> bool {
        match &self.work {
            Work::Identify(_) => true,
            Work::Visit(visit) => visit.training.is_none() && visit.step != Step::Done,
        }
    }
}
