//! Lays an earlier picture of the same eye or chest over the present one: turned, moved and scaled so
//! that vessels or ribs fall on each other. Found by looking from coarse to fine for the place where the
//! fine structure of both agrees best.

use super::plane::Plane;
use super::{Rect, Rgb, retina};
use crate::domain::Task;

/// Side of the copies that are compared, coarse to fine, pixels.
const SIDES: [usize; 3] = [32, 64, 128];
/// Below this agreement (correlation, -1 to 1) of the fine structure the pictures are not laid over each
/// other. No proof of whose eye it is: the great vessels of two people may agree as well.
const LEAST: f32 = 0.3;
/// Share of the present picture that both must show.
const OVERLAP: f32 = 0.4;
/// Places that are followed from the coarsest copy.
const FOLLOWED: usize = 6;

/// Where a place of the present picture lies in the earlier one. Places count from the middle of what
/// both show, in halves of its side, so that -1 and 1 are its edges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// Radians, clockwise on the screen.
    pub turn: f32,
    pub scale: f32,
    pub x: f32,
    pub y: f32,
}

impl Placement {
    pub const SAME: Self = Self { turn: 0.0, scale: 1.0, x: 0.0, y: 0.0 };

    fn map(self, u: f32, v: f32) -> (f32, f32) {
        let (sine, cosine) = self.turn.sin_cos();
        let (a, b) = (self.scale * cosine, self.scale * sine);
        (a * u - b * v + self.x, b * u + a * v + self.y)
    }
}

/// An earlier picture as the present camera would have shown it.
pub struct Aligned {
    /// As large as the present picture.
    pub image: Rgb,
    pub placement: Placement,
    /// Correlation of the fine structure, -1 to 1.
    pub agreement: f32,
}

/// Pictures that do not agree anywhere are only brought to the same size and place.
#[must_use]
pub fn align(task: Task, earlier: &Rgb, present: &Rgb) -> Aligned {
    let (before, now) = (shown(task, earlier), shown(task, present));
    let (old, new) = (structure(earlier, &before), structure(present, &now));
    let (placement, agreement) = search(&old, &new);
    let placement = if agreement >= LEAST { placement } else { Placement::SAME };
    Aligned { image: draw(earlier, present, (&before, &now), placement), placement, agreement }
}

/// The part of a picture that is compared: the field of an eye, the whole of a film.
fn shown(task: Task, picture: &Rgb) -> Rect {
    match task {
        Task::Dr => retina::Field::find(picture).bounding(),
        Task::Tb => {
            let (width, height) = (picture.width() as f32, picture.height() as f32);
            let side = width.max(height);
            Rect { x: (width - side) / 2.0, y: (height - side) / 2.0, width: side, height: side }
        }
    }
}

/// Fine structure and where there is a picture, at each side of [`SIDES`].
struct Structure(Vec<(Plane, Plane)>);

fn structure(picture: &Rgb, part: &Rect) -> Structure {
    let of_side = |side: usize| {
        let cut = retina::cut(picture, part, side);
        let light = Plane::channel(&cut, 1);
        let middle = side as f32 / 2.0;
        // A hair inside the rim: its edge is the camera's, not the eye's.
        let inside = |x: usize, y: usize| {
            (x as f32 + 0.5 - middle).hypot(y as f32 + 0.5 - middle) < 0.9 * middle && light.at(x, y) > 12.0
        };
        let mask = Plane::new(side, side, |x, y| f32::from(u8::from(inside(x, y))));
        let slow = light.blur_within(&mask, side / 16);
        let fine = Plane::new(side, side, |x, y| (light.at(x, y) - slow.at(x, y)) * mask.at(x, y));
        // Everywhere as strong: a bright disc must not outvote the vessels.
        let squares = Plane::new(side, side, |x, y| fine.at(x, y).powi(2));
        let strength = squares.blur_within(&mask, side / 8);
        let even = |x: usize, y: usize| (fine.at(x, y) / (strength.at(x, y).sqrt() + 1.0)).clamp(-3.0, 3.0);
        (Plane::new(side, side, even), mask)
    };
    Structure(SIDES.iter().map(|side| of_side(*side)).collect())
}

fn search(old: &Structure, new: &Structure) -> (Placement, f32) {
    let mut found: Vec<(Placement, f32)> = Vec::new();
    for turn in -3..=3 {
        for scale in [0.9, 1.0, 1.11] {
            let mut best = (Placement::SAME, f32::MIN);
            for (y, x) in (-10..=10).flat_map(|y| (-10..=10).map(move |x| (y, x))) {
                let step = 2.0 / SIDES[0] as f32;
                let (turn, x, y) = (turn as f32 * 0.07, x as f32 * step, y as f32 * step);
                let placement = Placement { turn, scale, x, y };
                let agreement = agreement(old, new, 0, placement);
                if agreement > best.1 {
                    best = (placement, agreement);
                }
            }
            found.push(best);
        }
    }
    for (level, keep) in [(0, FOLLOWED), (1, 2), (2, 1)] {
        for place in &mut found {
            *place = climb(old, new, level, place.0);
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found.truncate(keep);
    }
    found.first().copied().unwrap_or((Placement::SAME, 0.0))
}

/// To the best place near by, with steps that are halved until they are a quarter of a pixel.
fn climb(old: &Structure, new: &Structure, level: usize, start: Placement) -> (Placement, f32) {
    let mut best = (start, agreement(old, new, level, start));
    let pixel = 2.0 / SIDES[level] as f32;
    let mut step = pixel;
    while step >= pixel / 4.0 {
        let before = best.1;
        let Placement { turn, scale, x, y } = best.0;
        for placement in [
            Placement { x: x + step, ..best.0 },
            Placement { x: x - step, ..best.0 },
            Placement { y: y + step, ..best.0 },
            Placement { y: y - step, ..best.0 },
            Placement { turn: turn + step, ..best.0 },
            Placement { turn: turn - step, ..best.0 },
            Placement { scale: (scale * (1.0 + step)).min(1.3), ..best.0 },
            Placement { scale: (scale / (1.0 + step)).max(0.77), ..best.0 },
        ] {
            let agreement = agreement(old, new, level, placement);
            if agreement > best.1 {
                best = (placement, agreement);
            }
        }
        if best.1 <= before {
            step /= 2.0;
        }
    }
    best
}

/// Correlation over what both show; nothing when that is too little.
fn agreement(old: &Structure, new: &Structure, level: usize, placement: Placement) -> f32 {
    let ((before, old_mask), (now, mask)) = (&old.0[level], &new.0[level]);
    let side = now.width;
    let unit = |at: usize| (at as f32 + 0.5) / side as f32 * 2.0 - 1.0;
    let (mut both, mut all) = (0, 0);
    let (mut ab, mut aa, mut bb) = (0.0, 1e-3, 1e-3);
    for (y, x) in (0..side).flat_map(|y| (0..side).map(move |x| (y, x))) {
        if mask.at(x, y) == 0.0 {
            continue;
        }
        all += 1;
        let (u, v) = placement.map(unit(x), unit(y));
        if !(-1.0..1.0).contains(&u) || !(-1.0..1.0).contains(&v) {
            continue;
        }
        let (u, v) = (f32::midpoint(u, 1.0), f32::midpoint(v, 1.0));
        if old_mask.at((u * side as f32) as usize, (v * side as f32) as usize) == 0.0 {
            continue;
        }
        both += 1;
        let (a, b) = (before.sample(u, v), now.at(x, y));
        (ab, aa, bb) = (ab + a * b, aa + a * a, bb + b * b);
    }
    let enough = both as f32 >= OVERLAP * all as f32 && both > 0;
    if enough { ab / (aa * bb).sqrt() } else { -1.0 }
}

fn draw(earlier: &Rgb, present: &Rgb, (before, now): (&Rect, &Rect), placement: Placement) -> Rgb {
    let (width, height) = (present.width(), present.height());
    let mut image = Rgb::filled(width, height, [0; 3]);
    let (columns, rows) = (earlier.width() as f32, earlier.height() as f32);
    for (y, line) in image.data_mut().chunks_exact_mut((3 * width).max(1)).enumerate() {
        for (x, pixel) in line.chunks_exact_mut(3).enumerate() {
            let u = (x as f32 + 0.5 - now.x) / now.width * 2.0 - 1.0;
            let v = (y as f32 + 0.5 - now.y) / now.height * 2.0 - 1.0;
            let (u, v) = placement.map(u, v);
            let place = (
                before.x + f32::midpoint(u, 1.0) * before.width,
                before.y + f32::midpoint(v, 1.0) * before.height,
            );
            if (0.0..columns).contains(&place.0) && (0.0..rows).contains(&place.1) {
                pixel.copy_from_slice(&earlier.between(place));
            }
        }
    }
    image
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::phantom;
    use crate::domain::Laterality;
    use crate::imaging::Gray;

    fn eye(seed: u64, attempt: u32) -> Rgb {
        phantom::fundus(384, seed, Laterality::Od, 1, attempt, &[])
    }

    /// The picture turned, moved and scaled about its middle, in other light.
    fn moved(picture: &Rgb, placement: Placement) -> Rgb {
        let side = picture.width() as f32;
        let whole = Rect { x: 0.0, y: 0.0, width: side, height: side };
        let mut moved = draw(picture, picture, (&whole, &whole), placement);
        moved.data_mut().iter_mut().for_each(|value| *value = (f32::from(*value) * 0.8) as u8);
        moved
    }

    /// How well the fine structure of two pictures agrees where they lie.
    fn likeness(a: &Rgb, b: &Rgb) -> f32 {
        let whole = Rect { x: 0.0, y: 0.0, width: a.width() as f32, height: a.height() as f32 };
        agreement(&structure(a, &whole), &structure(b, &whole), 2, Placement::SAME)
    }

    #[test]
    fn a_picture_that_was_turned_moved_and_scaled_falls_on_itself() {
        for (seed, turn, scale, x, y) in
            [(1, 0.1, 1.05, 0.08, -0.05), (2, -0.15, 0.95, -0.12, 0.1), (3, 0.0, 1.0, 0.2, 0.0)]
        {
            let present = eye(seed, 1);
            let earlier = moved(&present, Placement { turn, scale, x, y });
            let aligned = align(Task::Dr, &earlier, &present);
            assert!(aligned.agreement > LEAST, "seed {seed}: {}", aligned.agreement);
            let (before, after) = (likeness(&earlier, &present), likeness(&aligned.image, &present));
            assert!(after > 0.6 && after > before + 0.2, "seed {seed}: {before} to {after}");
        }
    }

    #[test]
    fn two_photographs_of_one_eye_agree() {
        for seed in 4..8 {
            let same = align(Task::Dr, &eye(seed, 2), &eye(seed, 1));
            assert!(same.agreement > LEAST, "seed {seed}: {}", same.agreement);
        }
    }

    #[test]
    fn films_fall_on_each_other_and_nothing_on_nothing() {
        let film = |attempt| phantom::chest(384, 5, phantom::Finding::None, attempt, &[]).to_rgb();
        let aligned = align(Task::Tb, &film(2), &film(1));
        assert!(aligned.agreement > LEAST, "{}", aligned.agreement);
        for picture in [Gray::filled(1, 1, [0]).to_rgb(), Gray::filled(90, 40, [128]).to_rgb()] {
            let nothing = align(Task::Dr, &picture, &film(1));
            assert_eq!((nothing.image.width(), nothing.placement), (384, Placement::SAME));
            assert_eq!(align(Task::Tb, &film(1), &picture).image.width(), picture.width());
        }
    }
}
