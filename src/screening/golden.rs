//! Golden pictures: phantoms that lie in the pack with the score that they must get. They take the
//! way of a patient's picture, so a change in decoder, gate, preparation, engine or network shows
//! before the first patient.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use super::{ANY_CAMERA, Examiner, Gate, ScreeningError};
use crate::capture::phantom::PhantomCamera;
use crate::capture::{Camera, Request};
use crate::domain::rules::RulePack;
use crate::domain::{Laterality, Task};
use crate::inference::Pack;

/// A score may differ this much between processors.
pub const TOLERANCE: f32 = 0.002;
const FOLDER: &str = "golden";
const LIST: &str = "golden/expected.toml";
const MAX_LIST_BYTES: u64 = 64 << 10;
const MAX_PICTURE_BYTES: u64 = 4 << 20;

/// What is drawn for each task: a healthy one, a diseased one, and one that the gate must stop. Few
/// and small: they are looked at on every start.
const DRAWN: [(Task, &str, &str); 6] = [
    (Task::Dr, "healthy.jpg", "seed=21,size=512,grade=0"),
    (Task::Dr, "severe.jpg", "seed=22,size=512,grade=4"),
    (Task::Dr, "dark.jpg", "seed=23,size=256,fault=dark"),
    (Task::Tb, "healthy.jpg", "seed=21,size=512"),
    (Task::Tb, "cavity.jpg", "seed=22,size=512,tb=cavity"),
    (Task::Tb, "dark.jpg", "seed=23,size=256,fault=dark"),
];

/// `golden/expected.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    picture: Vec<Golden>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    file: String,
    /// None where the gate must refuse the picture.
    score: Option<f32>,
}

/// How the golden pictures came out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Passed {
    pub pictures: usize,
    /// From the score that was expected.
    pub largest_difference: f32,
}

/// Runs every golden picture of the examiner's pack.
pub(super) fn check(examiner: &Examiner) -> Result<Passed, ScreeningError> {
    let unreadable = |text: String| ScreeningError::GoldenUnreadable(text);
    let read = |name: &str, most| {
        examiner.pack.sealed.read(name, most).map_err(|error| unreadable(error.to_string()))
    };
    let list: List = toml::from_slice(&read(LIST, MAX_LIST_BYTES)?)
        .map_err(|error| unreadable(error.message().to_owned()))?;
    if list.picture.iter().all(|golden| golden.score.is_none()) {
        return Err(unreadable("none of them has a score".to_owned()));
    }
    let mut passed = Passed::default();
    for golden in list.picture {
        let found = score(examiner, &read(&format!("{FOLDER}/{}", golden.file), MAX_PICTURE_BYTES)?)?;
        let difference = match (found, golden.score) {
            (Some(found), Some(wanted)) => (found - wanted).abs(),
            (None, None) => 0.0,
            _ => f32::INFINITY,
        };
        if difference.is_nan() || difference > TOLERANCE {
            let (found, wanted) = (in_words(found), in_words(golden.score));
            return Err(ScreeningError::GoldenDiffers { file: golden.file, found, wanted });
        }
        passed.pictures += 1;
        passed.largest_difference = passed.largest_difference.max(difference);
    }
    Ok(passed)
}

/// Draws the golden pictures of a pack into its folder, with the scores that they get now: the only
/// way to examine with a pack whose golden pictures were not looked at. The folder must be signed
/// afterwards.
///
/// # Errors
/// [`ScreeningError::GoldenNotDrawn`]; [`ScreeningError::GoldenUnreadable`] when the folder cannot
/// be written.
pub fn record(folder: &Path, pack: Pack, rules: RulePack) -> Result<usize, ScreeningError> {
    let examiner = &Examiner {
        pack,
        rules,
        rules_sha256: String::new(),
        camera_class: ANY_CAMERA.to_owned(),
        golden: Passed::default(),
    };
    let unwritable = |error: std::io::Error| ScreeningError::GoldenUnreadable(error.to_string());
    let golden = folder.join(FOLDER);
    if golden.exists() {
        std::fs::remove_dir_all(&golden).map_err(unwritable)?;
    }
    std::fs::create_dir_all(&golden).map_err(unwritable)?;
    let mut text = "# Made by `farlight models sign --golden`: what these phantoms must score.\n".to_owned();
    let mut count = 0;
    for (_, file, spec) in DRAWN.iter().filter(|(task, ..)| *task == examiner.task()) {
        let laterality = (examiner.task() == Task::Dr).then_some(Laterality::Od);
        let request = Request { task: examiner.task(), laterality, attempt: 1 };
        let bytes = PhantomCamera::parse(spec)?.capture(&request, Duration::ZERO)?.bytes;
        std::fs::write(golden.join(file), &bytes).map_err(unwritable)?;
        text += &format!("\n[[picture]]\nfile = \"{file}\"\n");
        if let Some(score) = score(examiner, &bytes)? {
            text += &format!("score = {score:.6}\n");
        }
        count += 1;
    }
    std::fs::write(folder.join(LIST), text).map_err(unwritable)?;
    Ok(count)
}

fn score(examiner: &Examiner, bytes: &[u8]) -> Result<Option<f32>, ScreeningError> {
    Ok(examiner.examine(bytes, Gate::Enforced)?.reading.map(|reading| reading.score))
}

fn in_words(score: Option<f32>) -> String {
    score.map_or_else(|| "no score".to_owned(), |score| format!("{score:.4}"))
}
