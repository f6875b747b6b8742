use serde::{Deserialize, Serialize};

use super::{Laterality, Quality, Task};

/// International Clinical Diabetic Retinopathy severity scale, 0 (none) to 4 (proliferative).
/// Source: Wilkinson et al., Ophthalmology 2003;110:1677-82.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Grade(u8);

impl Grade {
    /// `None` above 4.
    #[must_use]
    pub fn new(value: u8) -> Option<Self> {
        (value <= 4).then_some(Self(value))
    }

    #[must_use]
    pub fn value(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Grade {
    type Error = String;
    fn try_from(value: u8) -> Result<Self, Self::Error> {
        Self::new(value).ok_or_else(|| format!("{value} is no ICDR grade (0 to 4)"))
    }
}

impl From<Grade> for u8 {
    fn from(grade: Grade) -> Self {
        grade.0
    }
}

/// What one picture led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Negative,
    Refer,
    Urgent,
    Ungradable,
    Abstain,
    WrongImage,
}

impl Outcome {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Refer => "refer",
            Self::Urgent => "urgent",
            Self::Ungradable => "ungradable",
            Self::Abstain => "abstain",
            Self::WrongImage => "wrong-image",
        }
    }
}

/// Why the box does not answer although the picture is good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AbstainReason {
    /// Unlike the pictures that the model was trained on.
    OutOfDistribution,
    /// The score lies inside the band around the threshold.
    Uncertain,
    /// Most of the heat lies outside the retina or the lungs.
    LookedElsewhere,
    /// No reading is offered to this patient or of this view: a clinician examines.
    NotEligible,
}

impl AbstainReason {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OutOfDistribution => "out-of-distribution",
            Self::Uncertain => "uncertain",
            Self::LookedElsewhere => "looked-elsewhere",
            Self::NotEligible => "not-eligible",
        }
    }
}

/// What is to be done with the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disposition {
    /// No referral; screened again when due.
    Negative,
    /// The box has no say: a clinician examines the patient.
    Assess,
    Refer,
    Urgent,
}

impl Disposition {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Assess => "assess",
            Self::Refer => "refer",
            Self::Urgent => "urgent",
        }
    }

    /// Whether somebody has to be told.
    #[must_use]
    pub fn is_referral(self) -> bool {
        self != Self::Negative
    }
}

/// The exact network that spoke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelRef {
    pub id: String,
    pub version: String,
    /// Of the ONNX file, hexadecimal.
    pub sha256: String,
}

/// What was found on one picture, with everything that the number depends on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// UUID.
    pub id: String,
    pub task: Task,
    pub laterality: Option<Laterality>,
    /// [`super::ImageRecord::id`] of the picture; `None` when none was taken.
    pub image_id: Option<String>,
    /// [`super::ImageRecord::id`] of the heatmap.
    pub heatmap_id: Option<String>,
    pub gradable: bool,
    pub quality: Option<Quality>,
    /// Calibrated probability of referable disease, 0 to 1; `None` when no model ran.
    pub score: Option<f32>,
    pub grade: Option<Grade>,
    pub outcome: Outcome,
    pub abstain_reason: Option<AbstainReason>,
    /// The operating point that `score` was held against.
    pub threshold: Option<f32>,
    pub model: Option<ModelRef>,
    /// Name of the preparation of the pixels, as `retina-1`.
    pub preprocessing: Option<String>,
}
