//! Owns the words of the trade: patient, encounter, image, finding, rule pack, referral. Pure
//! values and rules; no I/O, no clock, no randomness. Runs on whichever thread calls it.

mod answers;
mod digest;
mod finding;
mod image;
mod patient;
mod quality;
mod record;
pub mod rules;
mod time;
mod verdict;

pub use answers::{Answer, Answers, symptoms};
pub use digest::sha256_hex;
pub use finding::{AbstainReason, Disposition, Finding, Grade, ModelRef, Outcome};
pub use image::{ImageKind, ImageRecord, ImageRole, Laterality, Task};
pub use patient::{Patient, Sex, is_birth_date};
pub use quality::{Defect, MAX_ATTEMPTS, Quality, SideDoubt, UngradableReason};
pub use record::{Conclusion, EncounterRecord, Versions, derived_id};
pub use time::{Stamp, utc_date};
pub use verdict::{Channel, EyeGrade, Opinion, Verdict, standing, suspects};

/// Why a failure happened, seen by whoever must act on it: decides retry, message and log level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultClass {
    /// Goes away by itself: try again later.
    Transient,
    /// The person at the screen can mend it: another picture, another name.
    NeedsOperator,
    /// Configuration, hardware or a full disk.
    NeedsTechnician,
    /// Ours.
    Bug,
}
