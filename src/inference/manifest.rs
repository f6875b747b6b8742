use std::collections::BTreeMap;

use serde::Deserialize;

use super::PackError;
use crate::domain::Task;

/// `manifest.toml` of a pack: everything that the numbers of the network depend on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub id: String,
    pub version: String,
    pub task: Task,
    /// The pack has not cleared its accuracy bar on people it never saw.
    pub research_use: bool,
    pub not_looked_for: Vec<String>,
    pub model: ModelFile,
    pub input: Input,
    pub calibration: Calibration,
    pub outlier: Outlier,
    #[serde(rename = "operating_point")]
    pub operating_points: Vec<OperatingPoint>,
    /// Only for retinopathy.
    pub grade: Option<GradeCuts>,
    /// What the network was made from; packs of other makers may not say.
    pub training: Option<Training>,
}

/// Where a network came from, so that it can be made again.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// Of this repository, when the training began.
    pub commit: String,
    /// By set, SHA-256 over the names and hashes of its files.
    pub data: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelFile {
    pub file: String,
    /// Hexadecimal.
    pub sha256: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Side of the square picture in pixels.
    pub size: usize,
    /// Per channel, of values from 0 to 1.
    pub mean: [f32; 3],
    pub std: [f32; 3],
    /// The preparation of the pixels that the network was trained on.
    pub preprocessing: String,
}

/// `score = sigmoid(scale * logit + offset)`. Source: Platt, "Probabilistic outputs for support
/// vector machines", 1999.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    pub scale: f32,
    pub offset: f32,
}

impl Calibration {
    #[must_use]
    pub fn score(self, logit: f32) -> f32 {
        sigmoid(self.scale * logit + self.offset)
    }
}

pub(super) fn sigmoid(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlier {
    /// Pictures further than this from the training pictures get no answer.
    pub limit: f32,
}

/// A threshold belongs to one model, one preparation and one class of cameras.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatingPoint {
    /// A class that the site's configuration names; `any` for sites that name none.
    pub camera_class: String,
    /// On the calibrated score.
    pub threshold: f32,
    /// No answer strictly inside.
    pub band: [f32; 2],
    pub model_sha256: String,
    pub preprocessing: String,
    /// How and on which pictures it was chosen.
    pub source: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeCuts {
    /// The grade is the highest k for which P(grade >= k) reaches `cuts[k - 1]`.
    pub cuts: [f32; 4],
}

impl Manifest {
    /// The threshold for this class of cameras, proven to belong to this model and preparation.
    ///
    /// # Errors
    /// [`PackError::NoThreshold`] or [`PackError::ForeignThreshold`]: screening must not start.
    pub fn operating_point(&self, class: &str) -> Result<&OperatingPoint, PackError> {
        let of = |wanted: &str| self.operating_points.iter().find(|point| point.camera_class == wanted);
        let point = of(class).ok_or_else(|| PackError::NoThreshold(class.to_owned()))?;
        let foreign = |what| PackError::ForeignThreshold { class: class.to_owned(), what };
        if point.model_sha256 != self.model.sha256 {
            return Err(foreign("model"));
        }
        if point.preprocessing != self.input.preprocessing {
            return Err(foreign("preparation of pictures"));
        }
        Ok(point)
    }

    /// What is wrong with the numbers, if anything.
    pub(super) fn complaint(&self) -> Option<String> {
        let probability = |value: f32| (0.0..=1.0).contains(&value);
        let bad_point = self.operating_points.iter().find(|point| {
            !probability(point.threshold)
                || !point.band.iter().copied().all(probability)
                || point.band[0] > point.threshold
                || point.band[1] < point.threshold
        });
        if let Some(point) = bad_point {
            return Some(format!("the threshold or band for '{}' is out of order", point.camera_class));
        }
        if !(32..=1024).contains(&self.input.size) {
            return Some("input.size must lie between 32 and 1024".to_owned());
        }
        if self.input.std.iter().any(|&value| !value.is_finite() || value <= 0.0) {
            return Some("input.std must be positive".to_owned());
        }
        let finite = [self.calibration.scale, self.calibration.offset, self.outlier.limit];
        if !finite.iter().all(|value| value.is_finite()) || self.calibration.scale <= 0.0 {
            return Some("calibration and outlier must be finite, the scale positive".to_owned());
        }
        if self.grade.as_ref().is_some_and(|grade| !grade.cuts.iter().copied().all(probability)) {
            return Some("grade.cuts must lie between 0 and 1".to_owned());
        }
        if self.grade.is_some() != (self.task == Task::Dr) {
            return Some("[grade] belongs to retinopathy packs and to no others".to_owned());
        }
        None
    }
}
