//! A film on a light box, photographed by hand: turned, in perspective, in uneven light.

use super::rng::Rng;
use crate::imaging::Gray;
use crate::imaging::film::{Corner, Homography};

/// What is around the film.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LightBox {
    /// The box is larger than the film, and shines beside it.
    Bright,
    /// The film covers the box; the room is dark.
    DarkRoom,
    /// As [`LightBox::Bright`], with a lamp that is mirrored in the film.
    Glare,
}

/// How far a corner is moved from its place by perspective, as a share of the photograph.
const PERSPECTIVE: f32 = 0.04;
const TURN: f32 = 0.14;

/// The photograph, `size` x `size`, and where the film's corners are in it, clockwise from the upper
/// left, as shares of its sides.
#[must_use]
pub fn on_light_box(film: &Gray, size: usize, seed: u64, kind: LightBox) -> (Gray, [Corner; 4]) {
    let mut rng = Rng::new(seed).fork("light box");
    let corners = corners(&mut rng, 0.36);
    let lit = Homography::from_unit_square(&corners).and_then(|map| map.inverse());
    let (glare_x, glare_y) = (rng.range(0.3, 0.7), rng.range(0.12, 0.3));
    let (noise, tilt) = (0.012, rng.range(-0.12, 0.12));
    let room = if kind == LightBox::DarkRoom { 0.03 } else { 0.05 };
    let mut photograph = Gray::filled(size, size, [0]);
    for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
        let place = ((x as f32 + 0.5) / size as f32, (y as f32 + 0.5) / size as f32);
        let on_film =
            lit.map(|map| map.map(place)).filter(|(u, v)| (0.0..1.0).contains(u) && (0.0..1.0).contains(v));
        let on_box = (0.02..0.98).contains(&place.0) && (0.02..0.98).contains(&place.1);
        let mut light = match on_film {
            Some((u, v)) => {
                let column = (u * film.width() as f32) as usize;
                let row = (v * film.height() as f32) as usize;
                0.08 + 0.72 * f32::from(film.at(column, row)[0]) / 255.0
            }
            None if on_box && kind != LightBox::DarkRoom => 0.95,
            None => room,
        };
        light *= 1.0 + tilt * (place.0 - 0.5);
        if kind == LightBox::Glare {
            let away = (place.0 - glare_x).hypot(place.1 - glare_y);
            light += 0.8 * (-(away / 0.07).powi(2)).exp();
        }
        light += rng.normal() * noise;
        photograph.put(x, y, [(light.clamp(0.0, 1.0) * 255.0) as u8]);
    }
    (photograph, corners)
}

fn corners(rng: &mut Rng, half: f32) -> [Corner; 4] {
    let (sine, cosine) = rng.range(-TURN, TURN).sin_cos();
    let (x, y) = (rng.range(0.47, 0.53), rng.range(0.47, 0.53));
    [(-half, -half), (half, -half), (half, half), (-half, half)].map(|(u, v)| {
        let mut off = || rng.range(-PERSPECTIVE, PERSPECTIVE);
        (x + u * cosine - v * sine + off(), y + u * sine + v * cosine + off())
    })
}
