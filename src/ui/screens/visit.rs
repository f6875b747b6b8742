//! One encounter, a step a file.

mod analysing;
mod capture;
mod consent;
mod parts;
mod questions;
pub mod result;
mod review;
mod slip;
#[cfg(test)]
mod tests;

pub use parts::{back, page};

use super::Scene;
use crate::flow::{Action, Capture, Stage, Step, Visit};
use crate::ui::Node;

pub fn screen(scene: &Scene, visit: &Visit) -> Node<Action> {
    match &visit.step {
        Step::Consent => consent::screen(scene, visit),
        Step::Questions => questions::screen(scene, visit),
        Step::Capture(capture) => picture(scene, visit, capture),
        Step::Analysing(work) => analysing::screen(scene, visit, work),
        Step::Result(shown) => result::screen(scene, visit, shown),
        Step::Slip(slip) => slip::screen(scene, visit, slip),
        Step::Done => slip::done(scene, visit),
    }
}

fn picture(scene: &Scene, visit: &Visit, capture: &Capture) -> Node<Action> {
    match &capture.stage {
        Stage::Source => capture::source(scene),
        Stage::Films { films, .. } => capture::films(scene, visit, films.as_deref()),
        Stage::Aim(aim) => capture::aim(scene, visit, capture, aim),
        Stage::Corners { picture, corners } => review::corners(scene, visit, picture, corners),
        Stage::Review { picture } => review::screen(scene, visit, capture, picture),
        Stage::Retake(problem) => review::retake(scene, visit, capture, problem),
        Stage::Side { picture, doubt } => review::side(scene, visit, capture, picture, *doubt),
        Stage::Dilate => review::dilate(scene, visit, capture),
        Stage::Reason => review::reason(scene, visit, capture),
    }
}
