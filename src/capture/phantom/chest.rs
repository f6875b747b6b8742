//! A drawn postero-anterior chest film: thickness of tissue, air and bone along each ray, and the
//! film's answer. The patient's right lung lies on the left of the picture, as radiologists hang it.
//!
//! Lengths in half widths of the film, about 175 mm; y down.

use super::bones::skeleton;
use super::findings::{Finding, add as add_finding};
use super::plane::{Plane, Point, View, smooth};
use super::rng::Rng;
use super::scene::{Scene, step};

/// The patient's right lung from the apex; x grows towards the patient's left.
#[rustfmt::skip]
const RIGHT_LUNG: [Point; 16] = [
    (-0.27, -0.78), (-0.15, -0.66), (-0.12, -0.45), (-0.13, -0.20), (-0.14, 0.02), (-0.19, 0.22), (-0.18, 0.38),
    (-0.16, 0.46), (-0.30, 0.37), (-0.46, 0.36), (-0.62, 0.44), (-0.74, 0.60), (-0.75, 0.30), (-0.70, -0.10),
    (-0.58, -0.50), (-0.42, -0.72),
];
/// The patient's left lung, with the notch of the heart and the aortic knob.
#[rustfmt::skip]
const LEFT_LUNG: [Point; 19] = [
    (0.27, -0.78), (0.42, -0.72), (0.58, -0.50), (0.70, -0.10), (0.75, 0.30), (0.75, 0.64), (0.64, 0.50),
    (0.54, 0.445), (0.48, 0.45), (0.46, 0.36), (0.40, 0.22), (0.28, 0.08), (0.19, -0.02), (0.17, -0.16),
    (0.15, -0.22), (0.19, -0.32), (0.17, -0.42), (0.12, -0.47), (0.15, -0.66),
];
/// The skin of the left half, from the neck down.
#[rustfmt::skip]
const HALF_OUTLINE: [Point; 10] = [
    (0.17, -2.5), (0.17, -1.02), (0.28, -0.92), (0.70, -0.86), (1.00, -0.74), (1.25, -0.3), (1.08, 0.0), (0.95, 0.12),
    (0.90, 0.5), (0.93, 1.5),
];

/// The drawing's body: shared with the findings.
pub struct Body {
    pub view: View,
    /// Half width of the chest at the ribs' outer side, by height.
    pub girth: f32,
    /// 1 where there is lung.
    pub lungs: Plane,
    /// Tissue, bone and air along the ray, in arbitrary density.
    pub density: Plane,
}

/// Draws a film.
pub fn draw(view: View, seed: u64, finding: Finding) -> Scene {
    let rng = Rng::new(seed).fork("chest");
    let mut body = anatomy(view, &mut rng.fork("body"));
    add_finding(&mut body, &mut rng.fork("finding"), finding);
    develop(&body, &mut rng.fork("film"))
}

fn anatomy(view: View, rng: &mut Rng) -> Body {
    let girth = rng.range(0.95, 1.04);
    let (long, heart) = (rng.range(0.94, 1.06), rng.range(0.92, 1.08));
    let shape = |points: &[Point]| -> Vec<Point> {
        let bent: Vec<Point> = points
            .iter()
            .map(|&(x, y)| (x * girth * if x.abs() < 0.5 && y > 0.0 { heart } else { 1.0 }, y * long))
            .collect();
        smooth(&bent, 8, true)
    };
    let mut lungs = Plane::new(view);
    lungs.area(&shape(&RIGHT_LUNG), 1.0);
    lungs.area(&shape(&LEFT_LUNG), 1.0);
    let mut body = Body { view, girth, density: soft_tissue(view, rng), lungs };
    air(&mut body);
    heart_shadow(&mut body, heart);
    stomach(&mut body, rng);
    skeleton(&mut body, rng, long);
    lung_vessels(&mut body, rng, long);
    body
}

/// Trunk, shoulders, neck and abdomen without lungs.
fn soft_tissue(view: View, rng: &mut Rng) -> Plane {
    let wide = rng.range(0.98, 1.06);
    let shift = rng.range(-0.03, 0.03);
    let half: Vec<Point> = HALF_OUTLINE.iter().map(|&(x, y)| (x * wide, y + shift)).collect();
    let outline: Vec<Point> = half.iter().map(|&(x, y)| (-x, y)).chain(half.iter().rev().copied()).collect();
    let mut tissue = Plane::new(view);
    tissue.area(&smooth(&outline, 6, true), 1.0);
    // Thin at the skin, thicker within.
    let mut depth = tissue.clone();
    tissue.blur(0.006);
    depth.blur(0.07);
    let texture = Plane::noise(view, rng, 6, 4);
    let muscle = Plane::noise(view, rng, 34, 3);
    let mut folds = Plane::new(view);
    if rng.chance(0.4) {
        let (x, y, weight) = (rng.range(0.40, 0.52), rng.range(0.25, 0.42), rng.range(0.05, 0.14));
        for side in [-1.0, 1.0] {
            folds.bump((side * x, y), 0.22, 0.17, 0.0, weight);
        }
    }
    for row in 0..view.size {
        for column in 0..view.size {
            let i = row * view.size + column;
            let (x, y) = view.to_unit(column, row);
            let round = (1.0 - (x / 1.25).powi(2)).max(0.05).sqrt();
            let belly = 0.45 * step(0.25, 0.75, y);
            let neck = 0.30 * step(-0.75, -0.95, y);
            let grain = 1.0 + 0.06 * texture.data[i] + 0.025 * muscle.data[i];
            let thick = (0.15 + 0.85 * depth.data[i]) * round * (0.95 + belly + neck) * grain;
            tissue.data[i] *= thick + folds.data[i];
        }
    }
    tissue
}

/// Takes the air of the lungs and the windpipe out.
fn air(body: &mut Body) {
    let mut depth = body.lungs.clone();
    depth.blur(0.012);
    let mut deep = body.lungs.clone();
    deep.blur(0.07);
    let mut pipe = Plane::new(body.view);
    pipe.stroke(&[(0.0, -1.2, 0.042), (0.005, -0.6, 0.042), (0.01, -0.28, 0.04)], |e| 1.0 - e * e);
    pipe.stroke(&[(0.01, -0.30, 0.034), (-0.14, -0.14, 0.026)], |e| 1.0 - e * e);
    pipe.stroke(&[(0.01, -0.30, 0.030), (0.18, -0.12, 0.022)], |e| 1.0 - e * e);
    pipe.blur(0.008);
    // The diaphragm's dome hides the lowest lung, which lies behind it and shines through.
    for (i, density) in body.density.data.iter_mut().enumerate() {
        let lung = 0.62 * depth.data[i] * (0.55 + 0.45 * deep.data[i]) + 0.12 * deep.data[i];
        *density *= 1.0 - lung.min(0.78);
        *density -= 0.16 * pipe.data[i];
    }
}

/// Mediastinum, heart to the patient's left, aortic knob and the roots of the lungs.
fn heart_shadow(body: &mut Body, heart: f32) {
    let mut shadow = Plane::new(body.view);
    shadow.bump((0.0, -0.45), 0.085, 0.55, 0.0, 0.30);
    shadow.bump((0.12 * heart, 0.22), 0.20 * heart, 0.19, 0.5, 0.42);
    shadow.bump((0.10, -0.33), 0.05, 0.06, 0.0, 0.22);
    shadow.bump((0.0, 0.6), 0.5, 0.20, 0.0, 0.20);
    for (x, y) in [(-0.19, -0.02), (0.20, -0.07)] {
        shadow.bump((x, y), 0.055, 0.10, 0.25 * f32::signum(x), 0.20);
    }
    for (density, more) in body.density.data.iter_mut().zip(&shadow.data) {
        *density += more;
    }
}

/// The bubble of air under the left dome that many films show.
fn stomach(body: &mut Body, rng: &mut Rng) {
    if rng.chance(0.5) {
        let mut bubble = Plane::new(body.view);
        let at = (rng.range(0.34, 0.48), rng.range(0.60, 0.66));
        bubble.bump(at, rng.range(0.06, 0.10), rng.range(0.03, 0.05), 0.0, 1.0);
        for (density, air) in body.density.data.iter_mut().zip(&bubble.data) {
            *density *= 1.0 - 0.35 * air.min(1.0);
        }
    }
}

/// Vessels that leave the roots of the lungs and thin out towards the edge.
fn lung_vessels(body: &mut Body, rng: &mut Rng, long: f32) {
    let mut vessels = Plane::new(body.view);
    for side in [-1.0_f32, 1.0] {
        for _ in 0..17 {
            // More and wider ones run down than up: a standing patient's blood.
            let angle = rng.range(-1.5, 1.35);
            let thick = rng.range(0.008, 0.016) * if angle > 0.0 { 1.2 } else { 0.9 };
            let start = (side * rng.range(0.13, 0.24), rng.range(-0.13, 0.08) * long);
            vessel(&mut vessels, rng, start, (side * angle.cos(), angle.sin()), thick, 5);
        }
    }
    vessels.blur(0.0022);
    let mut mesh = Plane::noise(body.view, rng, 75, 3);
    mesh.blur(0.002);
    for (i, density) in body.density.data.iter_mut().enumerate() {
        *density += body.lungs.data[i] * (0.085 * vessels.data[i] + 0.016 * mesh.data[i]);
    }
}

fn vessel(plane: &mut Plane, rng: &mut Rng, start: Point, toward: Point, radius: f32, forks: u32) {
    let mut heading = toward.1.atan2(toward.0);
    let (mut x, mut y, mut r) = (start.0, start.1, radius);
    let mut path = vec![(x, y, r)];
    let mut bend = 0.0;
    for _ in 0..rng.whole(3, 8) {
        bend = 0.6 * bend + 0.10 * rng.normal();
        heading += bend;
        x += 0.022 * heading.cos();
        y += 0.022 * heading.sin();
        r *= 0.95;
        path.push((x, y, r));
    }
    plane.stroke(&path, |edge| (radius / 0.016).min(1.0).powf(0.7) * (1.0 - edge * edge));
    if forks > 0 && r > 0.0015 {
        let turn = rng.range(0.3, 0.8) * rng.sign();
        for (turn, part) in [(turn, 0.66), (-0.5 * turn, 0.84)] {
            let way = heading + turn;
            vessel(plane, rng, (x, y), (way.cos(), way.sin()), r * part, forks - 1);
        }
    }
}

/// The film: more tissue, whiter; a collimated edge; grain is added with the sensor's noise.
fn develop(body: &Body, rng: &mut Rng) -> Scene {
    let mut scene = Scene::new(body.view, 1);
    let (gain, gamma) = (rng.range(0.95, 1.30), rng.range(0.95, 1.30));
    for (value, &density) in scene.planes[0].data.iter_mut().zip(&body.density.data) {
        *value = 0.02 + 0.96 * (1.0 - (-gain * density.max(0.0)).exp()).powf(gamma);
    }
    scene.inside.data.fill(1.0);
    scene
}
