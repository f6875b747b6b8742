//! A drawn postero-anterior chest film: thickness of tissue, air and bone along each ray, and the
//! film's answer. The patient's right lung lies on the left of the picture, as radiologists hang it.
//!
//! Lengths in half widths of the film, about 175 mm; y down.

use std::f32::consts::{FRAC_PI_2, PI};

use super::findings::{Finding, add as add_finding};
use super::plane::{Plane, Point, View, smooth};
use super::rng::Rng;
use super::scene::{Scene, step};

/// The patient's right lung, clockwise from the apex; x grows towards the patient's left.
const RIGHT_LUNG: [Point; 16] = [
    (-0.27, -0.78),
    (-0.15, -0.66),
    (-0.12, -0.45),
    (-0.13, -0.20),
    (-0.14, 0.02),
    (-0.19, 0.22),
    (-0.18, 0.38),
    (-0.16, 0.46),
    (-0.30, 0.37),
    (-0.46, 0.36),
    (-0.62, 0.44),
    (-0.74, 0.60),
    (-0.75, 0.30),
    (-0.70, -0.10),
    (-0.58, -0.50),
    (-0.42, -0.72),
];
/// The patient's left lung, with the notch of the heart and the aortic knob.
const LEFT_LUNG: [Point; 19] = [
    (0.27, -0.78),
    (0.42, -0.72),
    (0.58, -0.50),
    (0.70, -0.10),
    (0.75, 0.30),
    (0.75, 0.64),
    (0.64, 0.50),
    (0.54, 0.445),
    (0.48, 0.45),
    (0.46, 0.36),
    (0.40, 0.22),
    (0.28, 0.08),
    (0.19, -0.02),
    (0.17, -0.16),
    (0.15, -0.22),
    (0.19, -0.32),
    (0.17, -0.42),
    (0.12, -0.47),
    (0.15, -0.66),
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
    bones(&mut body, rng, long);
    lung_vessels(&mut body, rng, long);
    body
}

/// Trunk, shoulders, neck and abdomen without lungs.
fn soft_tissue(view: View, rng: &mut Rng) -> Plane {
    let outline = [
        (-0.17, -2.5),
        (-0.17, -0.96),
        (-0.30, -0.88),
        (-0.75, -0.80),
        (-1.05, -0.62),
        (-1.25, -0.2),
        (-1.05, -0.05),
        (-0.93, 0.1),
        (-0.90, 0.5),
        (-0.92, 1.3),
        (0.92, 1.3),
        (0.90, 0.5),
        (0.93, 0.1),
        (1.05, -0.05),
        (1.25, -0.2),
        (1.05, -0.62),
        (0.75, -0.80),
        (0.30, -0.88),
        (0.17, -0.96),
        (0.17, -2.5),
    ];
    let wide = rng.range(0.98, 1.06);
    let outline: Vec<Point> = outline.iter().map(|&(x, y)| (x * wide, y)).collect();
    let mut tissue = Plane::new(view);
    tissue.area(&smooth(&outline, 6, true), 1.0);
    tissue.blur(0.035);
    let texture = Plane::noise(view, rng, 6, 4);
    for row in 0..view.size {
        for column in 0..view.size {
            let i = row * view.size + column;
            let (x, y) = view.to_unit(column, row);
            let round = (1.0 - (x / 1.25).powi(2)).max(0.05).sqrt();
            let belly = 0.45 * step(0.25, 0.75, y);
            let neck = 0.35 * step(-0.75, -0.95, y);
            tissue.data[i] *= round * (0.95 + belly + neck) * (1.0 + 0.05 * texture.data[i]);
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
    shadow.bump((0.11 * heart, 0.22), 0.20 * heart, 0.20, 0.5, 0.55);
    shadow.bump((0.10, -0.33), 0.05, 0.06, 0.0, 0.22);
    shadow.bump((0.0, 0.6), 0.5, 0.20, 0.0, 0.20);
    for (x, y) in [(-0.19, -0.02), (0.20, -0.07)] {
        shadow.bump((x, y), 0.055, 0.10, 0.25 * f32::signum(x), 0.20);
    }
    for (density, more) in body.density.data.iter_mut().zip(&shadow.data) {
        *density += more;
    }
}

fn bones(body: &mut Body, rng: &mut Rng, long: f32) {
    let mut back = Plane::new(body.view);
    let mut front = Plane::new(body.view);
    // Brighter at the edges, where the ray runs along the hard outer layer.
    let cortex = |edge: f32| 0.60 + 0.40 * edge.powi(4) - 0.5 * (edge - 0.93).max(0.0) / 0.07;
    for side in [-1.0, 1.0] {
        let tilt = rng.range(-0.01, 0.01);
        for rib in 0..11 {
            let top = (-0.82 + 0.137 * rib as f32 + tilt) * long;
            let wall = body.girth * wall(top + 0.15);
            let path: Vec<_> = (0..=24)
                .map(|i| i as f32 / 24.0)
                .map(|t| {
                    let x = 0.07 + (wall - 0.07) * (t * FRAC_PI_2).sin();
                    (side * x, top - 0.035 * (t * PI).sin() + 0.20 * t.powf(2.6), 0.023 - 0.004 * t)
                })
                .collect();
            back.stroke(&path, cortex);
            let low = top + 0.22;
            let wall = body.girth * self::wall(low);
            let path: Vec<_> = (0..=16)
                .map(|i| i as f32 / 16.0)
                .map(|t| {
                    let x = wall * (1.0 - 0.10 * t) - (wall - 0.34).max(0.0) * t.powf(1.5) * 0.8;
                    (side * x, low + 0.26 * t.powf(0.8), 0.020 + 0.006 * t)
                })
                .collect();
            if (1..8).contains(&rib) {
                front.stroke(&path, cortex);
            }
        }
        let rise = rng.range(-0.02, 0.02);
        let clavicle = [
            (side * 0.09, -0.60),
            (side * 0.25, -0.66 + rise),
            (side * 0.48, -0.70 + rise),
            (side * 0.80, -0.84),
        ];
        let path: Vec<_> = smooth(&clavicle, 8, false).iter().map(|&(x, y)| (x, y * long, 0.027)).collect();
        back.stroke(&path, |edge| 1.1 * cortex(edge));
        let blade = [(side * 0.78, -0.72, 0.015), (side * 0.73, -0.45, 0.012), (side * 0.80, -0.10, 0.016)];
        front.stroke(&blade, |edge| 0.8 * cortex(edge));
        back.stroke(&[(side * 0.93, -0.66, 0.075), (side * 1.25, -0.15, 0.06)], |edge| 0.9 * cortex(edge));
    }
    let mut spine = Plane::new(body.view);
    for i in 0..22 {
        let y = -1.1 + 0.108 * i as f32;
        spine.area(
            &[
                (-0.075, y),
                (0.075, y),
                (0.068, y + 0.05),
                (0.075, y + 0.09),
                (-0.075, y + 0.09),
                (-0.068, y + 0.05),
            ],
            1.0,
        );
    }
    back.blur(0.002);
    front.blur(0.004);
    spine.blur(0.006);
    for (i, density) in body.density.data.iter_mut().enumerate() {
        *density += 0.13 * back.data[i] + 0.06 * front.data[i] + 0.16 * spine.data[i];
    }
}

/// Half width of the rib cage at the height `y`.
fn wall(y: f32) -> f32 {
    const WALL: [(f32, f32); 7] =
        [(-0.9, 0.16), (-0.7, 0.42), (-0.5, 0.61), (-0.1, 0.73), (0.3, 0.78), (0.7, 0.80), (1.0, 0.76)];
    let pair = WALL.windows(2).find(|pair| y < pair[1].0).unwrap_or(&WALL[5..]);
    let t = ((y - pair[0].0) / (pair[1].0 - pair[0].0)).clamp(0.0, 1.0);
    pair[0].1 + (pair[1].1 - pair[0].1) * t
}

/// Vessels that leave the roots of the lungs and thin out towards the edge.
fn lung_vessels(body: &mut Body, rng: &mut Rng, long: f32) {
    let mut vessels = Plane::new(body.view);
    for side in [-1.0_f32, 1.0] {
        for i in 0..15 {
            let angle = -1.35 + 2.75 * (i as f32 + rng.range(-0.3, 0.3)) / 14.0;
            let start = (side * rng.range(0.14, 0.20), rng.range(-0.10, 0.05) * long);
            let thick = rng.range(0.010, 0.019);
            vessel(&mut vessels, rng, start, (side * angle.cos(), angle.sin()), thick, 4);
        }
    }
    vessels.blur(0.0022);
    let mut haze = Plane::noise(body.view, rng, 90, 2);
    haze.blur(0.002);
    for (i, density) in body.density.data.iter_mut().enumerate() {
        *density += body.lungs.data[i] * (0.075 * vessels.data[i] + 0.010 * haze.data[i]);
    }
}

fn vessel(plane: &mut Plane, rng: &mut Rng, start: Point, toward: Point, radius: f32, forks: u32) {
    let mut heading = toward.1.atan2(toward.0);
    let (mut x, mut y, mut r) = (start.0, start.1, radius);
    let mut path = vec![(x, y, r)];
    for _ in 0..rng.whole(5, 9) {
        heading += 0.10 * rng.normal();
        x += 0.024 * heading.cos();
        y += 0.024 * heading.sin();
        r *= 0.94;
        path.push((x, y, r));
    }
    plane.stroke(&path, |edge| (radius / 0.019).min(1.0).sqrt() * (1.0 - edge * edge));
    if forks > 0 && r > 0.0015 {
        let turn = rng.range(0.25, 0.6) * rng.sign();
        for (turn, part) in [(turn, 0.68), (-0.5 * turn, 0.84)] {
            let way = heading + turn;
            vessel(plane, rng, (x, y), (way.cos(), way.sin()), r * part, forks - 1);
        }
    }
}

/// The film: more tissue, whiter; a collimated edge; grain is added with the sensor's noise.
fn develop(body: &Body, rng: &mut Rng) -> Scene {
    let mut scene = Scene::new(body.view, 1);
    let (gain, gamma) = (rng.range(1.15, 1.45), rng.range(1.0, 1.35));
    for (value, &density) in scene.planes[0].data.iter_mut().zip(&body.density.data) {
        *value = 0.02 + 0.96 * (1.0 - (-gain * density.max(0.0)).exp()).powf(gamma);
    }
    scene.inside.data.fill(1.0);
    scene
}
