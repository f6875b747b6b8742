use serde::{Deserialize, Serialize};

use super::Stamp;

/// The disease that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// Diabetic retinopathy, on colour photographs of the retina.
    Dr,
    /// Tuberculosis, on postero-anterior chest films.
    Tb,
}

impl Task {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dr => "dr",
            Self::Tb => "tb",
        }
    }

    /// What a picture must show for this task.
    #[must_use]
    pub fn kind(self) -> ImageKind {
        match self {
            Self::Dr => ImageKind::Retina,
            Self::Tb => ImageKind::Chest,
        }
    }
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ImageKind {
    Retina,
    Chest,
    Neither,
}

/// Which eye; right is OD (oculus dexter), left is OS (oculus sinister).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Laterality {
    #[serde(rename = "OD")]
    Od,
    #[serde(rename = "OS")]
    Os,
}

impl Laterality {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Od => "OD",
            Self::Os => "OS",
        }
    }
}

/// What a stored picture is to its encounter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ImageRole {
    /// The bytes as the camera or file gave them.
    Original,
    /// Where the model looked, made from the original.
    Heatmap,
}

/// A stored picture, without its bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageRecord {
    /// UUID.
    pub id: String,
    pub role: ImageRole,
    pub laterality: Option<Laterality>,
    /// Of the plain bytes, hexadecimal.
    pub sha256: String,
    /// IANA media type, as `image/jpeg` or `application/dicom`.
    pub media_type: String,
    pub width_px: u32,
    pub height_px: u32,
    pub bytes: u64,
    /// Where it came from: `file`, `folder`, `phantom`, or the camera's name.
    pub source: String,
    /// 1 for the first attempt, 2 and 3 for retakes.
    pub attempt: u32,
    pub taken: Stamp,
}
