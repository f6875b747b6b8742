use serde::{Deserialize, Serialize};

/// What a photograph says against the eye that was named. It is asked about; it refuses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SideDoubt {
    /// It looks like the same side as the photograph of the other eye.
    SameEye,
    /// It looks like the other side than the one that was named.
    OtherEye,
}

/// A named reason why a picture cannot be trusted, as staff see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Defect {
    NotARetina,
    NotAChest,
    TooSmall,
    TooDark,
    TooBright,
    OutOfFocus,
    LowContrast,
    Reflection,
    DiscMissing,
    FieldCutOff,
    Rotated,
    LungsCutOff,
}

impl Defect {
    pub const ALL: [Self; 12] = [
        Self::NotARetina,
        Self::NotAChest,
        Self::TooSmall,
        Self::TooDark,
        Self::TooBright,
        Self::OutOfFocus,
        Self::LowContrast,
        Self::Reflection,
        Self::DiscMissing,
        Self::FieldCutOff,
        Self::Rotated,
        Self::LungsCutOff,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotARetina => "not-a-retina",
            Self::NotAChest => "not-a-chest",
            Self::TooSmall => "too-small",
            Self::TooDark => "too-dark",
            Self::TooBright => "too-bright",
            Self::OutOfFocus => "out-of-focus",
            Self::LowContrast => "low-contrast",
            Self::Reflection => "reflection",
            Self::DiscMissing => "disc-missing",
            Self::FieldCutOff => "field-cut-off",
            Self::Rotated => "rotated",
            Self::LungsCutOff => "lungs-cut-off",
        }
    }

    /// One sentence that says what to do about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::NotARetina => "This is not a photograph of a retina: choose or take another one.",
            Self::NotAChest => "This is not a front view of a chest: choose or take another one.",
            Self::TooSmall => "The picture has too few pixels: set the camera to a larger size.",
            Self::TooDark => "Too dark: raise the flash, or wait until the pupil is wider.",
            Self::TooBright => "Too bright: lower the flash or the exposure.",
            Self::OutOfFocus => "Out of focus: ask the patient to hold still, and focus again.",
            Self::LowContrast => "Hazy: clean the lens, and check for tears or a cloudy lens in the eye.",
            Self::Reflection => "A reflection covers part of the picture: move the camera a little.",
            Self::DiscMissing => "The optic disc is missing: ask the patient to look at the target.",
            Self::FieldCutOff => "Part of the field is cut off: centre the pupil, and come closer.",
            Self::Rotated => "The picture lies on its side or upside down: turn it.",
            Self::LungsCutOff => "Part of the lungs is cut off: take the film again with both lungs in it.",
        }
    }
}

/// Pictures taken again at most this often before an eye counts as not gradable.
/// Source: the programme's protocol, two retries and then the dilation prompt.
pub const MAX_ATTEMPTS: u32 = 3;

/// Why a side stays without a picture that can be judged, as the operator says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UngradableReason {
    /// The pupils were widened, and the picture is still not good enough.
    StillPoor,
    /// The pupils may not be widened, or there are no drops.
    NoDilation,
    CloudyEye,
    CannotHoldStill,
    Declined,
    NoEye,
}

impl UngradableReason {
    pub const ALL: [Self; 6] = [
        Self::StillPoor,
        Self::NoDilation,
        Self::CloudyEye,
        Self::CannotHoldStill,
        Self::Declined,
        Self::NoEye,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::StillPoor => "still-poor",
            Self::NoDilation => "no-dilation",
            Self::CloudyEye => "cloudy-eye",
            Self::CannotHoldStill => "cannot-hold-still",
            Self::Declined => "declined",
            Self::NoEye => "no-eye",
        }
    }
}

/// What the gate says of a picture before any model sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// 0 (useless) to 1 (as good as the training pictures).
    pub score: f32,
    pub defects: Vec<Defect>,
}
