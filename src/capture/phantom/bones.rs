//! The skeleton on a chest film: ribs, collar bones, shoulders, spine.

use std::f32::consts::{FRAC_PI_2, PI};

use super::chest::Body;
use super::plane::{Plane, Point, smooth};
use super::rng::Rng;

/// Adds bone to the film; `long` stretches it as the lungs.
pub fn skeleton(body: &mut Body, rng: &mut Rng, long: f32) {
    let mut back = Plane::new(body.view);
    let mut front = Plane::new(body.view);
    let mut wide = Plane::new(body.view);
    for side in [-1.0, 1.0] {
        let tilt = rng.range(-0.01, 0.01);
        for rib in 0..11 {
            let top = (-0.80 + 0.132 * rib as f32 + tilt + rng.range(-0.006, 0.006)) * long;
            back.stroke(&behind(side, top, body.girth), cortex);
            if (2..9).contains(&rib) {
                front.stroke(&before(side, top + 0.25, body.girth), cortex);
            }
        }
        collar(&mut back, rng, side, long);
        shoulder(&mut wide, side);
    }
    let spine = spine(body, rng);
    back.blur(0.0028);
    front.blur(0.005);
    wide.blur(0.007);
    for (i, density) in body.density.data.iter_mut().enumerate() {
        let bone = 0.115 * back.data[i] + 0.055 * front.data[i] + 0.13 * wide.data[i] + 0.15 * spine.data[i];
        // Bone outside the skin there is none.
        *density += bone * (density.max(0.0) * 8.0).min(1.0);
    }
}

/// Brighter at the edges, where the ray runs along the hard outer layer.
fn cortex(edge: f32) -> f32 {
    0.68 + 0.32 * edge.powi(4)
}

/// The part of a rib behind the lung: from the spine out and, late, down.
fn behind(side: f32, top: f32, girth: f32) -> Vec<(f32, f32, f32)> {
    let wall = girth * wall(top + 0.15);
    let point = |i: i32| {
        let t = i as f32 / 28.0;
        let x = 0.07 + (wall - 0.07) * (t * FRAC_PI_2).sin();
        let y = top - 0.03 * (t * PI).sin() + 0.06 * t + 0.17 * t.powi(3);
        (side * x, y, 0.024 - 0.013 * t.powi(3))
    };
    (0..=28).map(point).collect()
}

/// The part before the lung: from the wall in and down, to where cartilage casts no shadow.
fn before(side: f32, low: f32, girth: f32) -> Vec<(f32, f32, f32)> {
    let wall = girth * wall(low);
    let point = |i: i32| {
        let t = i as f32 / 18.0;
        let x = wall - (wall - 0.36).max(0.05) * t.powf(1.3);
        (side * x, low + 0.24 * t.powf(0.75), 0.013 + 0.014 * t)
    };
    (0..=18).map(point).collect()
}

/// Half width of the rib cage at the height `y`.
fn wall(y: f32) -> f32 {
    const WALL: [(f32, f32); 7] =
        [(-0.9, 0.16), (-0.7, 0.42), (-0.5, 0.61), (-0.1, 0.73), (0.3, 0.78), (0.7, 0.80), (1.0, 0.76)];
    let pair = WALL.windows(2).find(|pair| y < pair[1].0).unwrap_or(&WALL[5..]);
    let t = ((y - pair[0].0) / (pair[1].0 - pair[0].0)).clamp(0.0, 1.0);
    pair[0].1 + (pair[1].1 - pair[0].1) * t
}

/// The collar bone: an S from the breast bone to the shoulder.
fn collar(plane: &mut Plane, rng: &mut Rng, side: f32, long: f32) {
    let rise = rng.range(-0.03, 0.02);
    let line = [
        (side * 0.08, -0.58),
        (side * 0.20, -0.64 + 0.5 * rise),
        (side * 0.40, -0.665 + rise),
        (side * 0.58, -0.72 + rise),
        (side * 0.78, -0.75 + rise),
    ];
    let line = smooth(&line, 8, false);
    let count = line.len() as f32;
    let radius = |i: usize| 0.034 - 0.030 * (i as f32 / count) * (1.0 - 0.55 * i as f32 / count);
    let path: Vec<_> = line.iter().enumerate().map(|(i, &(x, y))| (x, y * long, radius(i))).collect();
    plane.stroke(&path, |edge| 1.2 * cortex(edge));
}

/// Shoulder blade and the head of the upper arm.
fn shoulder(plane: &mut Plane, side: f32) {
    let blade: [Point; 6] =
        [(0.80, -0.70), (0.92, -0.60), (0.86, -0.35), (0.80, -0.05), (0.75, -0.12), (0.74, -0.45)];
    let mirrored = blade.map(|(x, y)| (side * x, y));
    plane.area(&smooth(&mirrored, 6, true), 0.45);
    plane.dot((side * 0.98, -0.58), 0.095, 0.8);
    plane.stroke(&[(side * 1.00, -0.56, 0.07), (side * 1.14, -0.20, 0.055)], |edge| 0.8 * cortex(edge));
}

/// Vertebrae with discs between them and a spinous process each, on a slight curve.
fn spine(body: &Body, rng: &mut Rng) -> Plane {
    let mut spine = Plane::new(body.view);
    let (bend, phase) = (rng.range(-0.015, 0.015), rng.range(0.0, 3.0));
    for i in 0..22 {
        let y = -1.1 + 0.102 * i as f32;
        let x = bend * (y * 2.0 + phase).sin();
        let half = 0.066 + 0.007 * y;
        let corners = [
            (x - half, y),
            (x + half, y),
            (x + half * 0.90, y + 0.045),
            (x + half, y + 0.088),
            (x - half, y + 0.088),
            (x - half * 0.90, y + 0.045),
        ];
        spine.area(&smooth(&corners, 4, true), 0.85);
        spine.stroke(&[(x, y + 0.03, 0.010), (x, y + 0.075, 0.014)], |_| 1.15);
        for side in [-1.0, 1.0] {
            spine.dot((x + side * half * 0.62, y + 0.025), 0.014, 1.1);
        }
    }
    spine.blur(0.007);
    spine
}
