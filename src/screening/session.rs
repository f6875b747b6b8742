use super::conclude::{conclude, with_answers};
use super::entries::{self, Source};
use super::{Examination, Examiner, Gate, ScreeningError, overlay};
use crate::capture::Shot;
use crate::clock::Clock;
use crate::domain::rules::{Case, offers_reading};
use crate::domain::{
    Answers, EncounterRecord, Finding, ImageRecord, ImageRole, Laterality, Patient, Stamp, Task, Versions,
    sha256_hex,
};
use crate::imaging::encode;

/// What is known before the first picture.
pub struct Opening {
    pub patient: Patient,
    pub answers: Answers,
    pub site: String,
    pub device: String,
    pub operator: String,
}

/// The bytes of a stored picture, by [`ImageRecord::id`].
pub struct Kept {
    pub id: String,
    pub bytes: Vec<u8>,
}

/// A finished encounter with the bytes that go with it.
pub struct Screened {
    pub record: EncounterRecord,
    pub images: Vec<Kept>,
}

/// One side of the patient: an eye, or the chest.
#[derive(Default)]
struct Side {
    finding: Option<Finding>,
    case: Option<Case>,
    attempts: u32,
}

/// One encounter in progress.
pub struct Session<'a> {
    examiner: &'a Examiner,
    clock: &'a dyn Clock,
    opening: Opening,
    id: String,
    opened: Stamp,
    images: Vec<ImageRecord>,
    kept: Vec<Kept>,
    sides: Vec<(Option<Laterality>, Side)>,
}

impl<'a> Session<'a> {
    #[must_use]
    pub fn open(examiner: &'a Examiner, clock: &'a dyn Clock, opening: Opening) -> Self {
        Self::open_as(entries::new_id(), examiner, clock, opening)
    }

    /// Under an id that was given before, as after a power cut.
    #[must_use]
    pub fn open_as(id: String, examiner: &'a Examiner, clock: &'a dyn Clock, opening: Opening) -> Self {
        let sides: &[Option<Laterality>] = match examiner.task() {
            Task::Dr => &[Some(Laterality::Od), Some(Laterality::Os)],
            Task::Tb => &[None],
        };
        Self {
            examiner,
            clock,
            opening,
            id,
            opened: clock.now(),
            images: Vec::new(),
            kept: Vec::new(),
            sides: sides.iter().map(|side| (*side, Side::default())).collect(),
        }
    }

    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Takes one picture of one side in. All pictures are kept; of two findings the gradable one
    /// stands, of two gradable ones the worse.
    ///
    /// # Errors
    /// As [`Examiner::examine`], and [`ScreeningError::WrongSide`]; the session stays as it was.
    pub fn add(&mut self, laterality: Option<Laterality>, shot: Shot) -> Result<Examination, ScreeningError> {
        let taken = self.clock.now();
        let seen = self.examiner.examine(&shot.bytes, self.gate())?;
        check_side(&seen, laterality)?;
        self.check_new(&shot.bytes, laterality)?;
        let attempt = self.attempts(laterality) + 1;
        let source = Source { laterality, attempt, taken: taken.clone(), name: &shot.source };
        let decoded = &seen.decoded;
        let original = entries::image(
            ImageRole::Original,
            &shot.bytes,
            decoded.media_type,
            decoded.picture.size(),
            source,
        );
        let heatmap = heatmap(&seen, laterality, attempt, taken)?;
        let finding = self.finding(&seen, &original, heatmap.as_ref().map(|(record, _)| record.id.clone()));
        let case = self.examiner.case(&seen);

        self.kept.push(Kept { id: original.id.clone(), bytes: shot.bytes });
        self.images.push(original);
        if let Some((record, kept)) = heatmap {
            self.images.push(record);
            self.kept.push(kept);
        }
        if let Some((_, side)) = self.sides.iter_mut().find(|(name, _)| *name == laterality) {
            side.attempts = attempt;
            if replaces(self.examiner, &self.opening.answers, side, &finding, &case)? {
                (side.finding, side.case) = (Some(finding), Some(case));
            }
        }
        Ok(seen)
    }

    /// One file given for both eyes would make an eye seen that nobody photographed.
    fn check_new(&self, bytes: &[u8], laterality: Option<Laterality>) -> Result<(), ScreeningError> {
        let sha256 = sha256_hex(bytes);
        let known = self.images.iter().any(|image| image.sha256 == sha256 && image.laterality != laterality);
        if known { Err(ScreeningError::SamePicture) } else { Ok(()) }
    }

    fn gate(&self) -> Gate {
        let offered = offers_reading(self.examiner.task(), &self.opening.answers);
        if offered { Gate::Enforced } else { Gate::WithoutModel }
    }

    /// Pictures of this side so far.
    #[must_use]
    pub fn attempts(&self, laterality: Option<Laterality>) -> u32 {
        self.sides.iter().find(|(name, _)| *name == laterality).map_or(0, |(_, side)| side.attempts)
    }

    #[must_use]
    pub fn has_pictures(&self) -> bool {
        !self.images.is_empty()
    }

    /// Applies the rules to every side, the worse one deciding. A side without a picture counts as
    /// not seen, and is never negative.
    ///
    /// # Errors
    /// [`ScreeningError::Clock`] when the due day cannot be told.
    pub fn conclude(self) -> Result<Screened, ScreeningError> {
        let closed = self.clock.now();
        let cases: Vec<_> = self.sides.iter().map(|(name, side)| (*name, side.case.as_ref())).collect();
        let conclusion = conclude(self.examiner, &self.opening.answers, &cases, &closed)?;
        let findings = self.sides.into_iter().map(|(name, side)| {
            side.finding.unwrap_or_else(|| entries::not_photographed(self.examiner.task(), name))
        });
        let Opening { patient, answers, site, device, operator } = self.opening;
        let rules = &self.examiner.rules;
        let versions = Versions {
            software: env!("CARGO_PKG_VERSION").to_owned(),
            rule_pack: format!("{} {}", rules.id, rules.version),
            rule_pack_sha256: self.examiner.rules_sha256.clone(),
        };
        let record = EncounterRecord {
            id: self.id,
            task: self.examiner.task(),
            patient,
            site,
            device,
            operator,
            opened: self.opened,
            closed,
            answers,
            images: self.images,
            findings: findings.collect(),
            conclusion,
            versions,
            research_use: self.examiner.pack.manifest.research_use,
        };
        Ok(Screened { record, images: self.kept })
    }

    fn finding(&self, seen: &Examination, original: &ImageRecord, heatmap_id: Option<String>) -> Finding {
        let reading = seen.reading.as_ref();
        Finding {
            id: entries::new_id(),
            task: self.examiner.task(),
            laterality: original.laterality,
            image_id: Some(original.id.clone()),
            heatmap_id,
            gradable: seen.gradable,
            quality: Some(seen.quality.clone()),
            score: reading.map(|reading| reading.score),
            grade: reading.and_then(|reading| reading.grade),
            outcome: seen.outcome,
            abstain_reason: seen.abstain_reason,
            threshold: reading.map(|reading| reading.threshold),
            model: reading.map(|_| self.examiner.pack.model_ref()),
            preprocessing: reading.map(|_| self.examiner.pack.manifest.input.preprocessing.clone()),
        }
    }
}

fn heatmap(
    seen: &Examination,
    laterality: Option<Laterality>,
    attempt: u32,
    taken: Stamp,
) -> Result<Option<(ImageRecord, Kept)>, ScreeningError> {
    let (Some(reading), Some(prepared)) = (&seen.reading, &seen.prepared) else { return Ok(None) };
    let picture = overlay(&seen.decoded.picture, prepared, &reading.heat);
    let bytes = encode::png_rgb(&picture)?;
    let size = (picture.width(), picture.height());
    let source = Source { laterality, attempt, taken, name: "farlight" };
    let record = entries::image(ImageRole::Heatmap, &bytes, "image/png", size, source);
    let kept = Kept { id: record.id.clone(), bytes };
    Ok(Some((record, kept)))
}

/// The file's own word on the side must not contradict the operator's.
fn check_side(seen: &Examination, laterality: Option<Laterality>) -> Result<(), ScreeningError> {
    let told = seen.decoded.dicom.as_ref().and_then(|facts| facts.laterality.as_deref());
    match (told, laterality) {
        (Some("L"), Some(Laterality::Od)) | (Some("R"), Some(Laterality::Os)) => {
            Err(ScreeningError::WrongSide)
        }
        _ => Ok(()),
    }
}

/// Whether a new finding takes the place of the one before: a better picture never hides disease.
fn replaces(
    examiner: &Examiner,
    answers: &Answers,
    side: &Side,
    finding: &Finding,
    case: &Case,
) -> Result<bool, ScreeningError> {
    let (Some(old), Some(old_case)) = (&side.finding, &side.case) else { return Ok(true) };
    if old.gradable != finding.gradable {
        return Ok(finding.gradable);
    }
    let decide = |case: &Case| -> Result<_, ScreeningError> {
        let whole = with_answers(examiner, answers, Some(case));
        Ok(examiner.rules.decide(&whole)?.rule.clone())
    };
    let (new, old) = (decide(case)?, decide(old_case)?);
    Ok((new.disposition, std::cmp::Reverse(new.due_days))
        >= (old.disposition, std::cmp::Reverse(old.due_days)))
}
