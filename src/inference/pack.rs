use std::path::Path;

use super::manifest::sigmoid;
use super::network::Network;
use super::{Heat, Manifest, OperatingPoint, PackError, int8};
use crate::domain::{AbstainReason, Grade, ModelRef, Task};
use crate::imaging::Prepared;
use crate::signing::{PublicKey, Sealed};

/// Larger files are no model of ours.
const MAX_MODEL_BYTES: u64 = 64 << 20;
const MAX_MANIFEST_BYTES: u64 = 1 << 20;
/// Below this share of its evidence inside the organ, the network looked at something else.
const MIN_SHARE_INSIDE: f32 = 0.5;

/// A model pack: a signed folder with `manifest.toml`, the network, its card, and golden pictures.
pub struct Pack {
    pub manifest: Manifest,
    /// The folder, for its other files.
    pub sealed: Sealed,
    network: Network,
}

/// What a pack says of one picture.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Calibrated probability of referable disease, 0 to 1.
    pub score: f32,
    pub threshold: f32,
    pub grade: Option<Grade>,
    pub heat: Heat,
    /// Distance from the training pictures, in the pack's own unit.
    pub outlier: f32,
    /// Set when the box must not answer; the numbers stand beside it all the same.
    pub abstain: Option<AbstainReason>,
}

impl Reading {
    #[must_use]
    pub fn above(&self) -> bool {
        self.score >= self.threshold
    }
}

impl Pack {
    /// Verifies every file of a pack, and makes its network ready. Whether the network still says
    /// what it should is for the golden pictures to tell, which also pass the gate: `screening`.
    ///
    /// # Errors
    /// [`PackError`] for a file that the trusted key did not sign, a manifest that contradicts
    /// itself, or a network whose shapes do not fit.
    pub fn load(folder: &Path, task: Task, trusted: &PublicKey) -> Result<Self, PackError> {
        let sealed = Sealed::open(folder, trusted)?;
        sealed.check_all()?;
        let path = folder.join("manifest.toml");
        let bad = |reason: String| PackError::BadManifest { path: path.clone(), reason };
        let bytes = sealed.read("manifest.toml", MAX_MANIFEST_BYTES)?;
        let manifest: Manifest = toml::from_slice(&bytes).map_err(|error| bad(error.to_string()))?;
        if manifest.task != task {
            return Err(PackError::WrongTask { found: manifest.task.code(), wanted: task.code() });
        }
        if let Some(complaint) = manifest.complaint() {
            return Err(bad(complaint));
        }
        manifest.operating_point("any")?;
        let onnx = sealed.read(&manifest.model.file, MAX_MODEL_BYTES)?;
        let (found, wanted) = (sealed.sha256(&manifest.model.file), &manifest.model.sha256);
        if found != Some(wanted) {
            let (found, wanted) = (found.cloned().unwrap_or_default(), wanted.clone());
            return Err(PackError::Altered { path: folder.join(&manifest.model.file), found, wanted });
        }
        let network = Network::load(&onnx, manifest.input.clone(), manifest.grade.is_some())
            .map_err(|error| PackError::WrongShape { id: manifest.id.clone(), reason: error.to_string() })?;
        Ok(Self { manifest, sealed, network })
    }

    /// Side of the square picture that the network takes, in pixels.
    #[must_use]
    pub fn size(&self) -> usize {
        self.manifest.input.size
    }

    /// What of the network runs in 8 bits, and on which back end; nothing for a network of floats.
    #[must_use]
    pub fn eight(&self) -> Option<&int8::Report> {
        self.network.eight()
    }

    #[must_use]
    pub fn model_ref(&self) -> ModelRef {
        let Manifest { id, version, model, .. } = &self.manifest;
        ModelRef { id: id.clone(), version: version.clone(), sha256: model.sha256.clone() }
    }

    /// Reads one prepared picture with the threshold of the camera's class.
    ///
    /// # Errors
    /// [`PackError::ForeignThreshold`] when picture and pack were not made for one another.
    pub fn read(&self, prepared: &Prepared, camera_class: &str) -> Result<Reading, PackError> {
        if prepared.name != self.manifest.input.preprocessing {
            let class = camera_class.to_owned();
            return Err(PackError::ForeignThreshold { class, what: "preparation of pictures" });
        }
        let point = self.manifest.operating_point(camera_class)?;
        let out = self.network.run(&prepared.image)?;
        let score = self.manifest.calibration.score(out.referable);
        let abstain = if out.outlier > self.manifest.outlier.limit {
            Some(AbstainReason::OutOfDistribution)
        } else {
            doubt(score, point, &out.heat, prepared)
        };
        let grade = self.grade(&out.grade);
        Ok(Reading {
            score,
            threshold: point.threshold,
            grade,
            heat: out.heat,
            outlier: out.outlier,
            abstain,
        })
    }

    fn grade(&self, logits: &[f32]) -> Option<Grade> {
        let cuts = self.manifest.grade.as_ref()?.cuts;
        // The highest that is reached: a dip in between must not hide severe disease.
        let reached = logits.iter().zip(cuts).rposition(|(logit, cut)| sigmoid(*logit) >= cut);
        u8::try_from(reached.map_or(0, |index| index + 1)).ok().and_then(Grade::new)
    }
}

fn doubt(score: f32, point: &OperatingPoint, heat: &Heat, prepared: &Prepared) -> Option<AbstainReason> {
    if score > point.band[0] && score < point.band[1] {
        return Some(AbstainReason::Uncertain);
    }
    let elsewhere = heat.share_inside(&prepared.mask).is_some_and(|share| share < MIN_SHARE_INSIDE);
    (score >= point.threshold && elsewhere).then_some(AbstainReason::LookedElsewhere)
}
