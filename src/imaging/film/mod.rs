//! A chest film that was photographed on a light box: where its corners lie in the photograph, and the
//! film as if it had been looked at straight.

mod edges;
mod quad;
#[cfg(test)]
mod tests;
mod warp;

pub use warp::Homography;

use super::{Gray, Rgb};

/// A corner as shares of the photograph's width and height.
pub type Corner = (f32, f32);

/// Longest side of the straightened film, pixels: more than the models and the gate read.
const LONGEST: usize = 3000;
/// Sides shorter than this share of the photograph's are no film.
const SMALLEST: f32 = 0.1;

/// The corners of the film, clockwise from the upper left; `None` when no film with four edges stands
/// out, as when it fills the photograph.
#[must_use]
pub fn corners(photograph: &Gray) -> Option<[Corner; 4]> {
    quad::find(photograph)
}

/// The part of the photograph between four corners, made straight. Opposite sides have the mean of their
/// lengths. `None` when the corners cross or lie too close together.
#[must_use]
pub fn rectify(photograph: &Rgb, corners: &[Corner; 4]) -> Option<Rgb> {
    let (width, height) = (photograph.width() as f32, photograph.height() as f32);
    let places = corners.map(|(x, y)| (x * width, y * height));
    let least = SMALLEST * width.min(height);
    if !is_convex(&places) || sides(&places).iter().any(|side| *side < least.max(2.0)) {
        return None;
    }
    let [top, right, bottom, left] = sides(&places);
    let (wide, tall) = (f32::midpoint(top, bottom), f32::midpoint(left, right));
    let scale = (LONGEST as f32 / wide.max(tall)).min(1.0);
    let size = |side: f32| ((side * scale).round() as usize).max(1);
    let (columns, rows) = (size(wide), size(tall));
    let from_unit = Homography::from_unit_square(&places)?;
    let mut straight = Rgb::filled(columns, rows, [0; 3]);
    for (y, line) in straight.data_mut().chunks_exact_mut(3 * columns).enumerate() {
        for (x, pixel) in line.chunks_exact_mut(3).enumerate() {
            let share = ((x as f32 + 0.5) / columns as f32, (y as f32 + 0.5) / rows as f32);
            pixel.copy_from_slice(&photograph.between(from_unit.map(share)));
        }
    }
    Some(straight)
}

fn sides(corners: &[(f32, f32); 4]) -> [f32; 4] {
    std::array::from_fn(|i| {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        (a.0 - b.0).hypot(a.1 - b.1)
    })
}

/// Clockwise on the screen, and no corner folded in.
fn is_convex(corners: &[(f32, f32); 4]) -> bool {
    (0..4).all(|i| {
        let (a, b, c) = (corners[i], corners[(i + 1) % 4], corners[(i + 2) % 4]);
        (b.0 - a.0) * (c.1 - b.1) - (b.1 - a.1) * (c.0 - b.0) > 0.0
    })
}
