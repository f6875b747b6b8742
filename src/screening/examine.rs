use std::time::Instant;

use super::golden::{self, Passed};
use super::{ScreeningError, entries};
use crate::domain::rules::{Case, RulePack, variables};
use crate::domain::{AbstainReason, Disposition, Outcome, Quality, Task};
use crate::imaging::decode::{Decoded, decode};
use crate::imaging::{Picture, Prepared, prepare};
use crate::inference::{Pack, Reading};
use crate::quality;

/// Whether a picture that the gate refuses is still scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Enforced,
    /// The gate alone: for patients to whom no reading is offered.
    WithoutModel,
    /// For research on sets of pictures; never for patients.
    Advisory,
}

/// Class of the cameras of a site that names none.
pub const ANY_CAMERA: &str = "any";

/// Wall time of each stage, milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Millis {
    pub decode: f64,
    pub quality: f64,
    /// Preparation of the pixels and forward pass.
    pub model: f64,
    pub total: f64,
}

/// Everything that one picture led to.
pub struct Examination {
    pub decoded: Decoded,
    pub gradable: bool,
    /// No reading is offered of this picture; one that stands here all the same is for research.
    pub refused: bool,
    pub quality: Quality,
    /// Probability that a gradable photograph of an eye shows a right one.
    pub right_eye: Option<f32>,
    /// `None` when the gate refused the picture.
    pub reading: Option<Reading>,
    /// The pixels that the model saw, for the heatmap.
    pub prepared: Option<Prepared>,
    pub outcome: Outcome,
    pub abstain_reason: Option<AbstainReason>,
    pub ms: Millis,
}

/// Gate, model and rules for one task: what a picture is held against. There is none before the
/// golden pictures came out right.
pub struct Examiner {
    pub pack: Pack,
    pub rules: RulePack,
    /// Of the rule pack's text, hexadecimal.
    pub rules_sha256: String,
    /// Chooses the operating point; `any` unless the site names its camera.
    pub camera_class: String,
    pub golden: Passed,
}

impl Examiner {
    /// Puts gate, model and rules together, and runs the pack's golden pictures through them.
    ///
    /// # Errors
    /// [`ScreeningError::GoldenUnreadable`], [`ScreeningError::GoldenDiffers`].
    pub fn new(
        pack: Pack,
        rules: RulePack,
        rules_sha256: String,
        camera_class: String,
    ) -> Result<Self, ScreeningError> {
        let mut examiner = Self { pack, rules, rules_sha256, camera_class, golden: Passed::default() };
        examiner.golden = golden::check(&examiner)?;
        Ok(examiner)
    }

    #[must_use]
    pub fn task(&self) -> Task {
        self.pack.manifest.task
    }

    /// Decodes, judges and, if the gate lets it pass, reads one picture.
    ///
    /// # Errors
    /// [`ScreeningError::Decode`] for bytes that are no picture, [`ScreeningError::Pack`] when
    /// the network fails.
    pub fn examine(&self, bytes: &[u8], gate: Gate) -> Result<Examination, ScreeningError> {
        let start = Instant::now();
        let decoded = decode(bytes)?;
        let decode_ms = since(start);

        let judging = Instant::now();
        let report = quality::judge(self.task(), &decoded.picture);
        let quality_ms = since(judging);

        let modelling = Instant::now();
        let fits = report.kind == self.task().kind() && !other_body_part(self.task(), &decoded);
        let gradable = report.gradable && fits;
        let offered = gate != Gate::WithoutModel && (self.task() != Task::Tb || view(&decoded) != "other");
        let read = if (gradable && offered) || gate == Gate::Advisory {
            Some(self.read(&decoded.picture)?)
        } else {
            None
        };
        let ms =
            Millis { decode: decode_ms, quality: quality_ms, model: since(modelling), total: since(start) };
        let (prepared, reading) = read.unzip();
        let (outcome, abstain_reason) = match &reading {
            _ if !fits => (Outcome::WrongImage, None),
            _ if !gradable => (Outcome::Ungradable, None),
            Some(reading) if offered => (self.outcome(reading)?, reading.abstain),
            _ => (Outcome::Abstain, Some(AbstainReason::NotEligible)),
        };
        let refused = !gradable || !offered;
        let quality = report.quality;
        let right_eye =
            (self.task() == Task::Dr && gradable).then(|| quality::side::right_eye(&decoded.picture));
        Ok(Examination {
            decoded,
            gradable,
            refused,
            quality,
            right_eye,
            reading,
            prepared,
            outcome,
            abstain_reason,
            ms,
        })
    }

    fn read(&self, picture: &Picture) -> Result<(Prepared, Reading), ScreeningError> {
        let prepared = prepare(self.task(), picture, self.pack.size());
        let reading = self.pack.read(&prepared, &self.camera_class)?;
        Ok((prepared, reading))
    }

    /// What the rule pack says of this picture alone, in a patient about whom nothing is known
    /// against it.
    fn outcome(&self, reading: &Reading) -> Result<Outcome, ScreeningError> {
        if reading.abstain.is_some() {
            return Ok(Outcome::Abstain);
        }
        let neutral = |name: &str| match name {
            "age" => "15-plus",
            "view" => "pa",
            _ => "no",
        };
        let mut case: Case = variables(self.task()).iter().map(|(name, _)| (*name, neutral(name))).collect();
        case.extend(self.case_of_reading(reading));
        Ok(match self.rules.decide(&case)?.rule.disposition {
            Disposition::Negative => Outcome::Negative,
            Disposition::Urgent => Outcome::Urgent,
            Disposition::Refer | Disposition::Assess => Outcome::Refer,
        })
    }

    /// What was seen, in the words of the rules.
    #[must_use]
    pub fn case(&self, seen: &Examination) -> Case {
        let mut case = match &seen.reading {
            Some(reading) => self.case_of_reading(reading),
            None => entries::case_not_seen(self.task()),
        };
        if seen.reading.is_none() {
            let found = if seen.outcome == Outcome::Abstain { "abstain" } else { "ungradable" };
            case.insert("finding", found);
        }
        if self.task() == Task::Tb {
            case.insert("view", view(&seen.decoded));
        }
        case
    }

    fn case_of_reading(&self, reading: &Reading) -> Case {
        let score = if reading.above() { "above" } else { "below" };
        let found = match (reading.abstain, reading.grade) {
            (Some(_), _) => "abstain",
            (None, Some(grade)) => {
                ["grade-0", "grade-1", "grade-2", "grade-3", "grade-4"][usize::from(grade.value())]
            }
            (None, None) => score,
        };
        match self.task() {
            Task::Dr => Case::from([("finding", found), ("score", score), ("maculopathy", "unknown")]),
            Task::Tb => Case::from([("finding", found)]),
        }
    }
}

/// Whether the file's header names a part of the body that this task does not look at.
fn other_body_part(task: Task, decoded: &Decoded) -> bool {
    let known: &[&str] = match task {
        Task::Dr => &["EYE", "RETINA", "HEAD"],
        Task::Tb => &["CHEST", "THORAX", "LUNG", "PORT CHEST"],
    };
    let told = decoded.dicom.as_ref().and_then(|facts| facts.body_part.as_deref());
    told.is_some_and(|part| !known.contains(&part.trim()))
}

/// The view of a chest film as its file tells it.
fn view(decoded: &Decoded) -> &'static str {
    match decoded.dicom.as_ref().and_then(|facts| facts.view_position.as_deref()) {
        Some("PA") => "pa",
        Some(_) => "other",
        None => "unknown",
    }
}

fn since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}
