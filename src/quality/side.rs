//! Which eye a photograph shows. The optic disc, and the large vessels that leave it, lie towards the
//! nose: on the right of a right eye's picture. One logistic regression on what the two halves of the
//! field have apart, so that a mirrored picture gives the mirrored answer. How often it is right, and
//! where its thresholds come from: `models/gate/side.md`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::features::Features;
use super::model::Model;
use super::texture::{band, dark_lines, mean};
use super::view::{SIDE, View};
use crate::domain::{Laterality, SideDoubt};
use crate::imaging::Picture;
use crate::imaging::plane::Plane;

/// Cells of the field, each way.
const CELLS: usize = 16;
/// Darker by so much than beside it is a vessel, per cent of the ground; darker than the most says no more.
const VESSEL: (f32, f32) = (2.0, 14.0);

/// The default, without a model, doubts nothing.
#[derive(Debug, Default, Deserialize)]
struct Sides {
    model: Model,
    /// Asked about above these probabilities.
    same_eye: f32,
    other_eye: f32,
}

static EYE: LazyLock<Sides> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../models/gate/side.json")).unwrap_or_default());

/// Probability that the photograph shows a right eye, 0 to 1; a half when nothing speaks for either.
#[must_use]
pub fn right_eye(picture: &Picture) -> f32 {
    let (width, height) = picture.size();
    if width == 0 || height == 0 {
        return 0.5;
    }
    match EYE.model.classes(&features(&View::of(picture))).as_slice() {
        [_, right] => *right,
        _ => 0.5,
    }
}

/// What speaks against the side that was named, when it speaks clearly. `right`: of this photograph;
/// `fellows`: of the photographs that were taken as the other eye.
#[must_use]
pub fn doubt(named: Laterality, right: f32, fellows: impl IntoIterator<Item = f32>) -> Option<SideDoubt> {
    let alike = |other: f32| right * other + (1.0 - right) * (1.0 - other);
    let same = fellows.into_iter().map(alike).fold(0.0, f32::max);
    let other = if named == Laterality::Od { 1.0 - right } else { right };
    match () {
        () if EYE.same_eye > 0.0 && same > EYE.same_eye => Some(SideDoubt::SameEye),
        () if EYE.other_eye > 0.0 && other > EYE.other_eye => Some(SideDoubt::OtherEye),
        () => None,
    }
}

/// The right half of the field minus the left, cell by cell: what shines like a disc, and vessels.
pub(super) fn features(view: &View) -> Features {
    let slow = view.luma.blur_within(&view.mask, 16);
    let shine = band(&view.luma, &view.mask, 3, 16);
    let shine = Plane::new(SIDE, SIDE, |x, y| 100.0 * shine.at(x, y) / slow.at(x, y).max(6.0));
    let ground = view.green.blur_within(&view.mask, 10);
    let relative = Plane::new(SIDE, SIDE, |x, y| 100.0 * view.green.at(x, y) / ground.at(x, y).max(6.0));
    let [lines, _] = dark_lines(&relative, 3);
    let vessels = Plane::new(SIDE, SIDE, |x, y| lines.at(x, y).clamp(VESSEL.0, VESSEL.1) - VESSEL.0);
    let mut all = Vec::new();
    for (name, plane) in [("shine", &shine), ("vessels", &vessels)] {
        for (y, x) in (0..CELLS).flat_map(|y| (0..CELLS / 2).map(move |x| (y, x))) {
            let right = cell(plane, &view.core, CELLS - 1 - x, y);
            let apart = right.zip(cell(plane, &view.core, x, y)).map_or(0.0, |(right, left)| right - left);
            all.push((format!("{name}-{y}-{x}"), apart));
        }
    }
    all
}

/// Mean of a cell that lies in the field.
fn cell(plane: &Plane, core: &Plane, column: usize, row: usize) -> Option<f32> {
    let size = SIDE / CELLS;
    let places = (0..size * size).map(|i| (column * size + i % size, row * size + i / size));
    let values: Vec<f32> =
        places.filter(|(x, y)| core.at(*x, *y) > 0.0).map(|(x, y)| plane.at(x, y)).collect();
    (values.len() * 2 > size * size).then(|| mean(&values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imaging::Rgb;

    fn mirrored(picture: &Rgb) -> Rgb {
        let mut out = picture.clone();
        for (x, y) in (0..picture.height()).flat_map(|y| (0..picture.width()).map(move |x| (x, y))) {
            out.put(picture.width() - 1 - x, y, picture.at(x, y));
        }
        out
    }

    #[test]
    fn the_phantoms_are_told_apart_and_a_mirror_changes_the_side() {
        for (seed, grade) in [(11, 0), (3, 2), (7, 4)] {
            for (eye, is_right) in [(Laterality::Od, true), (Laterality::Os, false)] {
                let picture = crate::capture::phantom::fundus(640, seed, eye, grade, 1, &[]);
                let right = right_eye(&Picture::Rgb(picture.clone()));
                assert_eq!(right > 0.5, is_right, "seed {seed} {eye:?}: {right}");
                assert_eq!(doubt(eye, right, []), None, "seed {seed} {eye:?}: {right}");
                let other = right_eye(&Picture::Rgb(mirrored(&picture)));
                assert!((right + other - 1.0).abs() < 0.1, "{right} and {other}");
            }
        }
    }

    #[test]
    fn only_what_is_clear_is_asked_about() {
        use Laterality::{Od, Os};
        for (named, right, fellow, wanted) in [
            (Od, 0.99, None, None),
            (Od, 0.6, None, None),
            (Od, 0.01, None, Some(SideDoubt::OtherEye)),
            (Os, 0.99, None, Some(SideDoubt::OtherEye)),
            (Os, 0.01, Some(0.99), None),
            (Os, 0.01, Some(0.5), None),
            (Os, 0.99, Some(0.98), Some(SideDoubt::SameEye)),
            (Os, 0.02, Some(0.01), Some(SideDoubt::SameEye)),
        ] {
            assert_eq!(doubt(named, right, fellow), wanted, "{named:?} {right} {fellow:?}");
        }
    }

    #[test]
    fn what_is_no_eye_leans_nowhere() {
        for picture in [Rgb::filled(1, 1, [0; 3]), Rgb::filled(300, 200, [90, 60, 30])] {
            assert!((right_eye(&Picture::Rgb(picture)) - 0.5).abs() < 0.2);
        }
    }
}
