//! What the gate says of a picture.

use std::sync::LazyLock;

use serde::Deserialize;

use super::features::{self, Features};
use super::model::Model;
use super::view::View;
use crate::domain::{Defect, ImageKind, Quality, Task};
use crate::imaging::Picture;

/// Fewest pixels on the shorter side. The coarsest films that the models were trained on have 128,
/// retinas as coarse as 200 were graded by the EyeQ readers.
const FEWEST: usize = 100;

/// What the gate says before any model runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub kind: ImageKind,
    /// Good enough for the model: no defect at all.
    pub gradable: bool,
    pub quality: Quality,
}

/// Retina, chest or neither.
pub(super) static KIND: LazyLock<Model> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../models/gate/kind.json")).unwrap_or_default());
pub(super) static RETINA: LazyLock<Grader> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../models/gate/retina.json")).unwrap_or_default());
pub(super) static CHEST: LazyLock<Grader> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../models/gate/chest.json")).unwrap_or_default());

/// So many standard deviations beyond a limit no picture passes, whatever the rest of it is like. Of
/// the EyeQ pictures of EyePACS that count as good, 2 of 485 lie so far out, of the usable 2 of 92.
const FAR: f32 = 2.0;

/// Tells good from bad and names what is bad. The default, without a network, refuses everything.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Grader {
    /// The first class is "good"; each other is the defect at its place in `classes`.
    pub(super) model: Model,
    pub(super) classes: Vec<Defect>,
    /// A score below it stops the picture.
    cut: f32,
    /// Name the defect where the classes do not.
    pub(super) limits: Vec<Limit>,
}

/// A measure beyond which a picture has a defect that staff can mend.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Limit {
    defect: Defect,
    pub(super) feature: String,
    /// 1: the defect lies above `value`; -1: below.
    side: f32,
    value: f32,
    /// One standard deviation of the measure over good pictures.
    scale: f32,
}

impl Limit {
    /// How far beyond the limit the picture lies, in standard deviations; negative within.
    fn excess(&self, features: &Features) -> f32 {
        let value =
            features.iter().find(|(name, _)| *name == self.feature).map_or(self.value, |(_, value)| *value);
        self.side * (value - self.value) / self.scale.max(1e-6)
    }
}

impl Grader {
    pub(super) fn grade(&self, features: &Features) -> Quality {
        let classes = self.model.classes(features);
        let score = classes.first().copied().unwrap_or(0.0);
        let mut named: Vec<(f32, Defect)> =
            self.limits.iter().map(|limit| (limit.excess(features), limit.defect)).collect();
        let far = named.iter().any(|(excess, _)| *excess > FAR);
        if score >= self.cut && !classes.is_empty() && !far {
            return Quality { score, defects: Vec::new() };
        }
        let score = if far { score.min(self.cut) } else { score };
        named.extend(classes.iter().skip(1).map(|p| p - 0.3).zip(self.classes.iter().copied()));
        named.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut defects = Vec::new();
        for (excess, defect) in named {
            // Whatever stops a picture has a name: the nearest one, when none is beyond its limit.
            if (excess > 0.0 && defects.len() < 3 || defects.is_empty()) && !defects.contains(&defect) {
                defects.push(defect);
            }
        }
        if defects.is_empty() {
            defects.push(Defect::LowContrast);
        }
        Quality { score, defects }
    }
}

/// Looks at a picture before any model does.
#[must_use]
pub fn judge(task: Task, picture: &Picture) -> Report {
    let wrong = match task {
        Task::Dr => Defect::NotARetina,
        Task::Tb => Defect::NotAChest,
    };
    let (width, height) = picture.size();
    let refuse = |kind, defect| Report {
        kind,
        gradable: false,
        quality: Quality { score: 0.0, defects: vec![defect] },
    };
    if width == 0 || height == 0 {
        return refuse(ImageKind::Neither, wrong);
    }
    let view = View::of(picture);
    let kind = kind(&view);
    if kind != task.kind() {
        return refuse(kind, wrong);
    }
    if width.min(height) < FEWEST {
        return refuse(kind, Defect::TooSmall);
    }
    let quality = match task {
        Task::Dr => RETINA.grade(&features::retina(&view)),
        Task::Tb => CHEST.grade(&features::chest(&view)),
    };
    Report { kind, gradable: quality.defects.is_empty(), quality }
}

fn kind(view: &View) -> ImageKind {
    match KIND.classes(&features::kind(view)).as_slice() {
        [retina, chest, _] if *retina > 0.5 && retina > chest => ImageKind::Retina,
        [_, chest, _] if *chest > 0.5 => ImageKind::Chest,
        _ => ImageKind::Neither,
    }
}
