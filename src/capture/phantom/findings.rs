//! What tuberculosis leaves on a film: infiltrates in the upper lobes, cavities, the millet seeds of
//! miliary disease, fluid at a base.

use std::f32::consts::TAU;

use super::chest::Body;
use super::plane::{Plane, Point, smooth};
use super::rng::Rng;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Finding {
    #[default]
    None,
    Infiltrate,
    Cavity,
    Miliary,
    Effusion,
}

impl Finding {
    pub const ALL: [Self; 5] = [Self::None, Self::Infiltrate, Self::Cavity, Self::Miliary, Self::Effusion];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Infiltrate => "infiltrate",
            Self::Cavity => "cavity",
            Self::Miliary => "miliary",
            Self::Effusion => "effusion",
        }
    }

    #[must_use]
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }
}

/// Adds density to the film's lungs.
pub fn add(body: &mut Body, rng: &mut Rng, finding: Finding) {
    let mut shadow = Plane::new(body.view);
    let side = rng.sign();
    match finding {
        Finding::None => return,
        Finding::Infiltrate => {
            let at = upper(side, rng);
            infiltrate(&mut shadow, rng, at, 1.0);
            if rng.chance(0.4) {
                let other = upper(-side, rng);
                infiltrate(&mut shadow, rng, other, 0.7);
            }
        }
        Finding::Cavity => {
            for _ in 0..rng.whole(1, 2) {
                let at = upper(side, rng);
                infiltrate(&mut shadow, rng, at, 0.8);
                cavity(&mut shadow, rng, at);
            }
        }
        Finding::Miliary => miliary(&mut shadow, rng),
        Finding::Effusion => return effusion(body, rng, side),
    }
    shadow.blur(0.002);
    for (i, density) in body.density.data.iter_mut().enumerate() {
        *density += body.lungs.data[i] * shadow.data[i];
    }
}

/// A place in the upper lobe of one side.
fn upper(side: f32, rng: &mut Rng) -> Point {
    (side * rng.range(0.26, 0.46), rng.range(-0.58, -0.28))
}

/// Patchy, uneven cloud.
fn infiltrate(shadow: &mut Plane, rng: &mut Rng, at: Point, strength: f32) {
    let mut cloud = Plane::new(shadow.view);
    for _ in 0..rng.whole(14, 26) {
        let near = (at.0 + 0.075 * rng.normal(), at.1 + 0.085 * rng.normal());
        let (wide, high) = (rng.range(0.016, 0.055), rng.range(0.014, 0.045));
        cloud.bump(near, wide, high, rng.range(0.0, TAU), rng.range(0.05, 0.13) * strength);
    }
    let patches = Plane::noise(shadow.view, rng, 40, 3);
    for (i, value) in shadow.data.iter_mut().enumerate() {
        *value += cloud.data[i].min(0.42) * (1.0 + 0.7 * patches.data[i]);
    }
}

/// A thick, uneven wall round air.
fn cavity(shadow: &mut Plane, rng: &mut Rng, at: Point) {
    let (radius, wall) = (rng.range(0.055, 0.11), rng.range(0.012, 0.022));
    let phase = rng.range(0.0, TAU);
    let outline: Vec<_> = (0..=40)
        .map(|i| TAU * i as f32 / 40.0)
        .map(|a| {
            let r = radius * (1.0 + 0.08 * (2.0 * a + phase).sin() + 0.04 * (5.0 * a).sin());
            (at.0 + r * a.cos(), at.1 + 0.9 * r * a.sin(), wall * (1.0 + 0.35 * (a + phase).sin()))
        })
        .collect();
    let mut hole = Plane::new(shadow.view);
    let inner: Vec<Point> = outline.iter().map(|&(x, y, _)| (x, y)).collect();
    hole.area(&inner, 1.0);
    hole.blur(0.006);
    let mut edge = Plane::new(shadow.view);
    edge.stroke(&outline, |e| 1.0 - 0.6 * e * e);
    edge.blur(0.007);
    for (i, value) in shadow.data.iter_mut().enumerate() {
        *value = *value * (1.0 - 0.9 * hole.data[i]) + 0.20 * edge.data[i] - 0.02 * hole.data[i];
    }
}

/// Very many nodules of 1 to 3 mm, everywhere.
fn miliary(shadow: &mut Plane, rng: &mut Rng) {
    for _ in 0..rng.whole(2200, 3400) {
        let at = (rng.range(-0.78, 0.78), rng.range(-0.80, 0.62));
        let size = rng.range(0.0035, 0.0070);
        shadow.bump(at, size, size * rng.range(0.8, 1.2), 0.0, rng.range(0.045, 0.10));
    }
}

/// Fluid fills the angle between ribs and diaphragm; its edge climbs towards the wall.
fn effusion(body: &mut Body, rng: &mut Rng, side: f32) {
    let level = rng.range(0.02, 0.30);
    let line = smooth(
        &[
            (0.82, level - 0.26),
            (0.70, level - 0.04),
            (0.48, level + 0.07),
            (0.22, level + 0.10),
            (0.12, level + 0.14),
        ],
        8,
        false,
    );
    let mut outline: Vec<Point> = line.iter().map(|&(x, y)| (side * x, y)).collect();
    outline.extend([(side * 0.12, 0.75), (side * 0.82, 0.75)]);
    let mut fluid = Plane::new(body.view);
    fluid.area(&outline, 1.0);
    fluid.blur(0.025);
    let mut within = body.lungs.clone();
    // It hides the dome, too.
    within.area(&[(side * 0.14, 0.32), (side * 0.74, 0.32), (side * 0.74, 0.80), (side * 0.14, 0.80)], 1.0);
    within.blur(0.014);
    // Fluid is as dense as the belly below it.
    for (i, density) in body.density.data.iter_mut().enumerate() {
        *density += (1.20 - *density).max(0.0) * 0.90 * fluid.data[i] * within.data[i];
    }
}
