//! What goes wrong with pictures, each strong enough that the gate must stop it.

use super::plane::{Plane, View, transpose};
use super::rng::Rng;
use super::scene::{Scene, step};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Out of focus.
    Blur,
    Dark,
    Bright,
    /// A reflection over part of the picture.
    Glare,
    /// The field leaves the frame.
    OffCentre,
    /// The patient looks away: no disc in the field.
    Gaze,
    /// Clouded media or a dirty lens.
    Haze,
    /// A quarter or half turn of a film.
    Rotated,
    /// Black and white swapped.
    Inverted,
    /// Lungs beyond the film's edge.
    CutOff,
    /// Something else than what was asked for.
    Wrong,
    /// The picture's bytes end too early.
    Truncated,
    /// The camera does not answer.
    Stall,
    /// The camera's cable comes out.
    Unplug,
}

impl Fault {
    pub const ALL: [Self; 14] = [
        Self::Blur,
        Self::Dark,
        Self::Bright,
        Self::Glare,
        Self::OffCentre,
        Self::Gaze,
        Self::Haze,
        Self::Rotated,
        Self::Inverted,
        Self::CutOff,
        Self::Wrong,
        Self::Truncated,
        Self::Stall,
        Self::Unplug,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Blur => "blur",
            Self::Dark => "dark",
            Self::Bright => "bright",
            Self::Glare => "glare",
            Self::OffCentre => "offcentre",
            Self::Gaze => "gaze",
            Self::Haze => "haze",
            Self::Rotated => "rotated",
            Self::Inverted => "inverted",
            Self::CutOff => "cutoff",
            Self::Wrong => "wrong",
            Self::Truncated => "truncated",
            Self::Stall => "stall",
            Self::Unplug => "unplug",
        }
    }

    #[must_use]
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.code() == code)
    }
}

pub fn has(faults: &[Fault], fault: Fault) -> bool {
    faults.contains(&fault)
}

/// Applies the faults of light and film to a drawn scene; those of place are in the drawing.
pub fn apply(scene: &mut Scene, rng: &mut Rng, faults: &[Fault]) {
    for fault in faults {
        match fault {
            Fault::Blur => scene.planes.iter_mut().for_each(|plane| {
                plane.blur(0.062);
            }),
            Fault::Dark => scene.each(|value, _, _| value * 0.13),
            Fault::Bright => scene.each(|value, _, _| 1.0 - (1.0 - value.min(1.0)).powf(9.0)),
            Fault::Glare => glare(scene, rng),
            Fault::Haze => haze(scene),
            Fault::Rotated => rotate(scene, rng),
            Fault::Inverted => scene.each(|value, _, _| 1.0 - value),
            _ => {}
        }
    }
}

/// Light thrown back by cornea or lens: a wide crescent at the rim and a ghost of the lamp.
fn glare(scene: &mut Scene, rng: &mut Rng) {
    let view = View { turn: 0.0, ..scene.inside.view };
    let angle = rng.range(0.0, std::f32::consts::TAU);
    let (x, y) = (angle.cos(), angle.sin());
    let mut light = Plane::new(view);
    for i in -6..=6 {
        let along = angle + 0.11 * i as f32;
        let fade = 1.0 - (i as f32 / 7.0).powi(2);
        light.bump((0.74 * along.cos(), 0.74 * along.sin()), 0.19 * fade, 0.13, along, 0.55);
    }
    light.bump((x * 0.45, y * 0.45), 0.30, 0.30, 0.0, 0.30);
    light.bump((-x * 0.28, -y * 0.22), 0.07, 0.07, 0.0, 1.1);
    let inside = scene.inside.data.clone();
    scene.each(|value, channel, i| {
        let veil = light.data[i].min(1.1) * inside[i] * [1.0, 0.98, 0.92][channel.min(2)];
        value + (1.0 - value).max(0.0) * veil.min(1.0)
    });
}

/// A veil of scattered light takes contrast and sharpness.
fn haze(scene: &mut Scene) {
    let inside = scene.inside.data.clone();
    for (plane, grey) in scene.planes.iter_mut().zip([0.62, 0.55, 0.45]) {
        plane.blur(0.006);
        for (value, here) in plane.data.iter_mut().zip(&inside) {
            *value += (grey - *value) * 0.86 * here;
        }
    }
}

fn rotate(scene: &mut Scene, rng: &mut Rng) {
    let size = scene.size().max(1);
    let turns = rng.whole(1, 3);
    for plane in scene.planes.iter_mut().chain([&mut scene.inside]) {
        for _ in 0..turns {
            transpose(&mut plane.data, size);
            plane.data.chunks_exact_mut(size).for_each(<[f32]>::reverse);
        }
    }
}

/// Something that is neither retina nor chest: a face-like disc or a card with lines of text.
pub fn wrong_subject(size: usize, rng: &mut Rng) -> Scene {
    let half = size as f32 / 2.0;
    let view = View { size, centre: (half, half), scale: half, turn: rng.range(-0.2, 0.2) };
    let mut scene = Scene::new(view, 3);
    let face = rng.chance(0.5);
    let mut marks = Plane::new(view);
    if face {
        for side in [-1.0, 1.0] {
            marks.dot((0.24 * side, -0.15), 0.07, 1.0);
            marks.stroke(&[(0.12 * side, -0.30, 0.02), (0.34 * side, -0.32, 0.015)], |_| 0.9);
        }
        marks.stroke(&[(-0.22, 0.32, 0.02), (0.0, 0.40, 0.03), (0.22, 0.32, 0.02)], |_| 0.8);
        marks.stroke(&[(0.0, -0.1, 0.012), (0.05, 0.15, 0.015), (-0.03, 0.17, 0.012)], |_| 0.5);
    } else {
        for line in 0..13 {
            let y = -0.72 + 0.12 * line as f32;
            let mut x = -0.75;
            while x < 0.7 {
                let word = rng.range(0.03, 0.16);
                marks.stroke(&[(x, y, 0.018), (x + word, y, 0.018)], |_| 0.9);
                x += word + 0.07;
            }
        }
    }
    marks.blur(0.004);
    let texture = Plane::noise(view, rng, 5, 5);
    let (skin, wall) = ([0.85, 0.64, 0.52], [0.55, 0.60, 0.66]);
    for row in 0..size {
        for column in 0..size {
            let i = row * size + column;
            let (x, y) = view.to_unit(column, row);
            let shape = if face {
                step(0.66, 0.62, (x * 1.25).hypot(y))
            } else {
                step(0.92, 0.90, x.abs().max(y.abs()))
            };
            for c in 0..3 {
                let near = if face { skin[c] } else { 0.93 };
                let value = wall[c] + (near - wall[c]) * shape;
                scene.planes[c].data[i] =
                    value * (1.0 + 0.06 * texture.data[i]) * (1.0 - 0.8 * marks.data[i]);
            }
        }
    }
    scene.inside.data.fill(1.0);
    scene
}
