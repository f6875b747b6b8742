//! The words for values of the domain, by their codes.

use super::{Key, Locale};
use crate::domain::{
    AbstainReason, Defect, Disposition, FaultClass, Laterality, Outcome, Sex, UngradableReason,
};

impl Locale {
    fn by_code(&self, group: &str, code: &str) -> String {
        Key::named(&format!("{group}-{code}")).map_or_else(|| code.to_owned(), |key| self.text(key))
    }

    #[must_use]
    pub fn defect(&self, defect: Defect) -> String {
        self.by_code("defect", defect.code())
    }

    /// One sentence that says what to do about it.
    #[must_use]
    pub fn hint(&self, defect: Defect) -> String {
        self.by_code("hint", defect.code())
    }

    #[must_use]
    pub fn outcome(&self, outcome: Outcome) -> String {
        self.by_code("outcome", outcome.code())
    }

    #[must_use]
    pub fn disposition(&self, disposition: Disposition) -> String {
        self.by_code("outcome", disposition.code())
    }

    #[must_use]
    pub fn abstain_reason(&self, reason: AbstainReason) -> String {
        self.by_code("abstain", reason.code())
    }

    #[must_use]
    pub fn ungradable_reason(&self, reason: UngradableReason) -> String {
        self.by_code("reason", reason.code())
    }

    /// Of [`crate::domain::symptoms`].
    #[must_use]
    pub fn symptom(&self, name: &str) -> String {
        self.by_code("symptom", name)
    }

    /// An eye, or the chest.
    #[must_use]
    pub fn side(&self, side: Option<Laterality>) -> String {
        self.text(match side {
            Some(Laterality::Od) => Key::EyeRight,
            Some(Laterality::Os) => Key::EyeLeft,
            None => Key::Chest,
        })
    }

    #[must_use]
    pub fn sex(&self, sex: Sex) -> String {
        self.text(match sex {
            Sex::Female => Key::SexFemale,
            Sex::Male => Key::SexMale,
            Sex::Other => Key::SexOther,
            Sex::Unknown => Key::SexUnknown,
        })
    }

    /// What to do about a fault: its own words when there are some, else those of its class.
    #[must_use]
    pub fn fault(&self, code: &str, class: FaultClass) -> String {
        let of_class = match class {
            FaultClass::Transient => Key::FaultTransient,
            FaultClass::NeedsOperator => Key::FaultNeedsOperator,
            FaultClass::NeedsTechnician => Key::FaultNeedsTechnician,
            FaultClass::Bug => Key::FaultBug,
        };
        self.text(Key::named(&format!("fault-{code}")).unwrap_or(of_class))
    }
}
