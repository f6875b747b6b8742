use crate::capture::CaptureError;
use crate::domain::FaultClass;
use crate::domain::rules::RuleError;
use crate::imaging::decode::DecodeError;
use crate::imaging::encode::EncodeError;
use crate::inference::PackError;

#[derive(Debug, thiserror::Error)]
pub enum ScreeningError {
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    Rules(#[from] RuleError),
    #[error("the heatmap cannot be written: {0}")]
    Encode(#[from] EncodeError),
    #[error("the pack's golden pictures cannot be read: {0}. Install the model pack again")]
    GoldenUnreadable(String),
    #[error(
        "pack and program do not belong together: the golden picture {file} gave {found}, not {wanted}. Screening is blocked until a matching pack is installed"
    )]
    GoldenDiffers { file: String, found: String, wanted: String },
    #[error("the golden pictures cannot be drawn: {0}")]
    GoldenNotDrawn(#[from] CaptureError),
    #[error("the file says that it shows the other eye: check which eye it is")]
    WrongSide,
    #[error("this very picture was given for the other eye: give each eye its own")]
    SamePicture,
    #[error("the encounter has no side to judge")]
    NoSide,
    #[error("the clock gives no calendar day: set it")]
    Clock,
}

impl ScreeningError {
    /// Stable code for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Decode(error) => error.code(),
            Self::Pack(error) => error.code(),
            Self::Rules(_) => "rule-pack",
            Self::Encode(_) => "encode",
            Self::GoldenUnreadable(_) | Self::GoldenDiffers { .. } => "pack-golden",
            Self::GoldenNotDrawn(error) => error.code(),
            Self::WrongSide => "wrong-side",
            Self::SamePicture => "same-picture",
            Self::NoSide => "no-side",
            Self::Clock => "clock",
        }
    }

    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::Decode(error) => error.class(),
            Self::Pack(error) => error.class(),
            Self::WrongSide | Self::SamePicture => FaultClass::NeedsOperator,
            Self::Rules(_) | Self::Encode(_) | Self::NoSide => FaultClass::Bug,
            Self::GoldenNotDrawn(error) => error.class(),
            Self::GoldenUnreadable(_) | Self::GoldenDiffers { .. } | Self::Clock => {
                FaultClass::NeedsTechnician
            }
        }
    }
}
