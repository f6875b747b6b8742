use serde::{Deserialize, Serialize};

use crate::domain::{Laterality, Task, UngradableReason};

/// What a 45° photograph is centred on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EyeField {
    Macula,
    Disc,
}

/// Where a chest film comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// What a DICOM sender has sent.
    Inbox,
    Files,
    /// The camera over a light box.
    LightBox,
}

/// One picture that the protocol asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shot {
    pub side: Option<Laterality>,
    pub field: Option<EyeField>,
    /// Pictures that the gate has judged.
    pub attempts: u32,
    pub dilated: bool,
    pub gradable: bool,
    pub reason: Option<UngradableReason>,
    /// Their names, in order; kept for a power cut.
    pub pictures: Vec<String>,
}

impl Shot {
    fn new(side: Option<Laterality>, field: Option<EyeField>) -> Self {
        let (attempts, dilated, gradable, reason) = (0, false, false, None);
        Self { side, field, attempts, dilated, gradable, reason, pictures: Vec::new() }
    }

    /// As if the picture had never been taken.
    pub(super) fn drop_picture(&mut self, picture: &str) {
        let before = self.pictures.len();
        self.pictures.retain(|name| name != picture);
        if self.pictures.len() < before {
            self.attempts = self.attempts.saturating_sub(1);
            self.gradable = false;
        }
    }

    #[must_use]
    pub fn is_done(&self) -> bool {
        self.gradable || self.reason.is_some()
    }
}

/// The right eye first, as on every form.
pub(super) fn plan(task: Task, fields: &[EyeField]) -> Vec<Shot> {
    match task {
        Task::Tb => vec![Shot::new(None, None)],
        Task::Dr => [Laterality::Od, Laterality::Os]
            .iter()
            .flat_map(|eye| fields.iter().map(|field| Shot::new(Some(*eye), Some(*field))))
            .collect(),
    }
}

/// The next picture to take, from the start of the plan.
pub(super) fn next(plan: &[Shot]) -> Option<usize> {
    plan.iter().position(|shot| !shot.is_done())
}

/// Notes why a picture is missing. All reasons but a poor picture hold for the whole eye.
pub(super) fn give_up(plan: &mut [Shot], index: usize, reason: UngradableReason) {
    let Some(side) = plan.get(index).map(|shot| shot.side) else { return };
    for (place, shot) in plan.iter_mut().enumerate() {
        let concerned = place == index || (shot.side == side && reason != UngradableReason::StillPoor);
        if concerned && !shot.is_done() {
            shot.reason = Some(reason);
        }
    }
}

/// Wide pupils are wide for both fields of the eye.
pub(super) fn dilate(plan: &mut [Shot], index: usize) {
    let Some(side) = plan.get(index).map(|shot| shot.side) else { return };
    plan.iter_mut().filter(|shot| shot.side == side).for_each(|shot| shot.dilated = true);
}

/// Sides of which no picture can be judged, with the reason that was given first.
pub(super) fn unseen(plan: &[Shot]) -> Vec<(Option<Laterality>, UngradableReason)> {
    let mut sides: Vec<(Option<Laterality>, UngradableReason)> = Vec::new();
    for shot in plan {
        let seen = plan.iter().any(|other| other.side == shot.side && other.gradable);
        let listed = sides.iter().any(|(side, _)| *side == shot.side);
        if let (Some(reason), false, false) = (shot.reason, seen, listed) {
            sides.push((shot.side, reason));
        }
    }
    sides
}
