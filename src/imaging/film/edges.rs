//! How the light changes from pixel to pixel, and the straight lines along which it does.

use std::f32::consts::FRAC_PI_2;

use crate::imaging::plane::{Plane, percentile};

/// Lines may lean so far: a camera held by hand, and perspective.
const LEAN: f32 = 0.5;
/// Steps of the angle from `-LEAN` to `LEAN`.
const ANGLES: usize = 81;

/// Change of the light to the right and downwards.
pub struct Slope {
    pub x: Plane,
    pub y: Plane,
    /// What counts as an edge, grey levels a pixel: well above the grain of the photograph.
    pub edge: f32,
}

impl Slope {
    pub fn of(light: &Plane) -> Self {
        let difference = |ahead: f32, behind: f32| (ahead - behind) / 2.0;
        let x = Plane::new(light.width, light.height, |x, y| {
            difference(light.at(x + 1, y), light.at(x.saturating_sub(1), y))
        });
        let y = Plane::new(light.width, light.height, |x, y| {
            difference(light.at(x, y + 1), light.at(x, y.saturating_sub(1)))
        });
        let mut grain: Vec<f32> = x.data.iter().chain(&y.data).map(|change| change.abs()).collect();
        let edge = (3.0 * percentile(&mut grain, 0.5)).clamp(2.0, 12.0);
        Self { x, y, edge }
    }

    /// How fast it grows lighter at a place, in the direction of a unit vector.
    pub fn along(&self, (x, y): (f32, f32), direction: (f32, f32)) -> f32 {
        let (column, row) = (x.max(0.0) as usize, y.max(0.0) as usize);
        self.x.at(column, row) * direction.0 + self.y.at(column, row) * direction.1
    }
}

/// A line whose points have this distance from the upper left corner along the unit normal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    pub normal: (f32, f32),
    pub distance: f32,
}

impl Line {
    pub fn meets(&self, other: &Self) -> Option<(f32, f32)> {
        let whole = self.normal.0 * other.normal.1 - self.normal.1 * other.normal.0;
        let x = self.distance * other.normal.1 - other.distance * self.normal.1;
        let y = self.normal.0 * other.distance - other.normal.0 * self.distance;
        (whole.abs() > 0.3).then(|| (x / whole, y / whole))
    }

    /// Through two points; `None` when they are one.
    pub fn through(a: (f32, f32), b: (f32, f32)) -> Option<Self> {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = dx.hypot(dy);
        let normal = (-dy / length, dx / length);
        (length > 1e-3).then_some(Self { normal, distance: normal.0 * a.0 + normal.1 * a.1 })
    }
}

/// The strongest lines that run across (`false`) or down (`true`), by a Hough transform in which a pixel
/// votes with the strength of its edge for the few lines that run as its edge does.
pub fn lines(slope: &Slope, down: bool, most: usize) -> Vec<Line> {
    let (width, height) = (slope.x.width, slope.x.height);
    let reach = width.max(height) as f32;
    let bins = 3 * reach as usize + 1;
    let base = if down { 0.0 } else { FRAC_PI_2 };
    let angle = |step: usize| base + LEAN * (2.0 * step as f32 / (ANGLES - 1) as f32 - 1.0);
    let normals: Vec<(f32, f32)> = (0..ANGLES).map(|step| (angle(step).cos(), angle(step).sin())).collect();
    let mut votes = vec![0.0_f32; ANGLES * bins];
    for (y, x) in (1..height - 1).flat_map(|y| (1..width - 1).map(move |x| (y, x))) {
        let (gx, gy) = (slope.x.at(x, y), slope.y.at(x, y));
        let strength = gx.hypot(gy);
        if strength < slope.edge {
            continue;
        }
        // Beyond a limit a stronger edge is no better one: a lamp must not outvote a film.
        let vote = strength.min(25.0);
        for (step, normal) in normals.iter().enumerate() {
            let agreement = (gx * normal.0 + gy * normal.1).abs() / strength;
            if agreement > 0.97 {
                let distance = x as f32 * normal.0 + y as f32 * normal.1 + reach;
                votes[step * bins + (distance.round().max(0.0) as usize).min(bins - 1)] += vote;
            }
        }
    }
    let mut found = Vec::new();
    for _ in 0..most {
        let Some((place, strongest)) = votes.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)) else {
            break;
        };
        if *strongest <= 0.0 {
            break;
        }
        let (step, bin) = (place / bins, place % bins);
        found.push(Line { normal: normals[step], distance: bin as f32 - reach });
        // Its neighbours are the same line.
        for near in step.saturating_sub(8)..(step + 9).min(ANGLES) {
            votes[near * bins + bin.saturating_sub(4)..near * bins + (bin + 5).min(bins)].fill(0.0);
        }
    }
    found
}
