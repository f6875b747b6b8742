//! A drawn photograph of a retina, 45° wide, about as macula-centred cameras show it.
//!
//! Lengths are in radii of the field: at 45° a radius is about 6.6 mm, so the disc (1.8 mm, Jonas
//! 1988) has the radius 0.135 and the fovea lies 2.5 disc diameters from it, slightly below.

use super::faults::{Fault, has};
use super::lesions::Lesions;
use super::plane::{Plane, Point, View};
use super::rng::Rng;
use super::scene::{Scene, step};
use super::vessels::{Vessel, tree};
use crate::domain::Laterality;

pub const DISC_RADIUS: f32 = 0.135;

/// Where things lie in the drawing of a right eye, before it is mirrored for a left one.
pub struct Anatomy {
    pub disc: Point,
    pub fovea: Point,
    pub vessels: Vec<Vessel>,
}

/// Draws one eye with lesions of the ICDR `grade` (0 to 4).
pub fn draw(view: View, seed: u64, eye: Laterality, grade: u8, faults: &[Fault]) -> Scene {
    // The eyes of one person share colour and camera, not vessels and lesions.
    let person = Rng::new(seed);
    let own = person.fork(eye.code());
    let anatomy = anatomy(&own, has(faults, Fault::Gaze));
    let lesions = Lesions::grow(view, &mut own.fork("lesions"), grade, &anatomy);
    let mut scene = paint(view, &person, &own, &anatomy, &lesions);
    if eye == Laterality::Os {
        scene.mirror();
    }
    scene
}

fn anatomy(own: &Rng, gaze: bool) -> Anatomy {
    let mut rng = own.fork("anatomy");
    // The patient who looks away carries the disc out of the field.
    let shift = if gaze { rng.range(0.62, 0.72) } else { rng.range(-0.30, 0.02) };
    let fovea = (shift, rng.range(-0.02, 0.07));
    let distance = 2.5 * 2.0 * DISC_RADIUS * rng.range(0.92, 1.06);
    let disc = (fovea.0 + distance, fovea.1 - distance * rng.range(0.05, 0.17));
    let vessels = tree(&mut own.fork("vessels"), disc, fovea);
    Anatomy { disc, fovea, vessels }
}

struct Layers {
    coarse: Plane,
    fine: Plane,
    choroid: Plane,
    veins: Plane,
    arteries: Plane,
    reflex: Plane,
}

impl Layers {
    fn new(view: View, own: &Rng, anatomy: &Anatomy, beading: bool) -> Self {
        let mut rng = own.fork("texture");
        let mut layers = Self {
            coarse: Plane::noise(view, &mut rng, 4, 4),
            fine: Plane::noise(view, &mut rng, 70, 3),
            choroid: Plane::noise(view, &mut rng, 11, 2),
            veins: Plane::new(view),
            arteries: Plane::new(view),
            reflex: Plane::new(view),
        };
        for vessel in &anatomy.vessels {
            if vessel.vein {
                let beaded = beading && vessel.path[0].2 > 0.0075;
                let path = if beaded { bead(&vessel.path) } else { vessel.path.clone() };
                layers.veins.stroke(&path, |edge| 1.0 - 0.45 * edge * edge);
            } else {
                layers.arteries.stroke(&vessel.path, |edge| 0.8 - 0.4 * edge * edge);
            }
            if vessel.path[0].2 > 0.006 {
                let thin: Vec<_> = vessel.path.iter().map(|&(x, y, r)| (x, y, r * 0.28)).collect();
                let strength = if vessel.vein { 0.35 } else { 0.8 };
                layers.reflex.stroke(&thin, |edge| strength * (1.0 - edge));
            }
        }
        layers
    }
}

/// Venous beading: the width goes up and down along the outer part of the vessel.
fn bead(path: &[(f32, f32, f32)]) -> Vec<(f32, f32, f32)> {
    let beads = |(i, &(x, y, r)): (usize, &(f32, f32, f32))| {
        (x, y, if i > 12 { r * (1.15 + 0.55 * (i as f32 * 1.25).sin()) } else { r })
    };
    path.iter().enumerate().map(beads).collect()
}

/// What colours one person's retina and the light of the camera.
struct Tone {
    base: [f32; 3],
    choroid: f32,
    pigment: f32,
    light: Point,
    fall: f32,
    cup: f32,
    cut: f32,
}

impl Tone {
    fn of(person: &Rng) -> Self {
        let mut rng = person.fork("tone");
        let red = rng.range(0.56, 0.82);
        Self {
            base: [red, red * rng.range(0.40, 0.58), red * rng.range(0.14, 0.30)],
            choroid: rng.range(0.0, 0.11),
            pigment: rng.range(0.22, 0.42),
            light: (rng.range(-0.25, 0.25), rng.range(-0.2, 0.2)),
            fall: rng.range(0.16, 0.38),
            cup: rng.range(0.25, 0.52),
            // Many cameras cut a little off the circle above and below.
            cut: if rng.chance(0.4) { rng.range(0.86, 0.95) } else { 1.1 },
        }
    }
}

fn paint(view: View, person: &Rng, own: &Rng, anatomy: &Anatomy, lesions: &Lesions) -> Scene {
    let tone = Tone::of(person);
    let layers = Layers::new(view, own, anatomy, lesions.beading);
    let mut scene = Scene::new(view, 3);
    for row in 0..view.size {
        for column in 0..view.size {
            let at = view.to_unit(column, row);
            let radius = at.0.hypot(at.1);
            let upright = (row as f32 - view.centre.1).abs() / view.scale;
            let inside = step(1.004, 0.992, radius) * step(tone.cut + 0.004, tone.cut - 0.004, upright);
            if inside <= 0.0 {
                continue;
            }
            let i = row * view.size + column;
            let mut colour = retina(&tone, &layers, at, anatomy.fovea, i);
            lesions.under(&mut colour, i);
            paint_disc(&mut colour, &tone, at, anatomy.disc, layers.fine.data[i]);
            blood(&mut colour, &layers, i);
            lesions.over(&mut colour, i);
            let away = (at.0 - tone.light.0).hypot(at.1 - tone.light.1);
            let light = 1.06 - tone.fall * away * away;
            for (plane, value) in scene.planes.iter_mut().zip(colour) {
                plane.data[i] = value * light * inside;
            }
            scene.inside.data[i] = inside;
        }
    }
    scene
}

/// Background, choroid and macula.
fn retina(tone: &Tone, layers: &Layers, at: Point, fovea: Point, i: usize) -> [f32; 3] {
    // Choroidal vessels shine through as orange bands: ridges of the noise.
    let ridge = 1.0 - (layers.choroid.data[i].abs() * 5.0).min(1.0);
    let grain = 1.0 + 0.09 * layers.coarse.data[i] + 0.035 * layers.fine.data[i];
    let away = (at.0 - fovea.0).hypot((at.1 - fovea.1) * 1.08);
    let macula =
        tone.pigment * (-(away / 0.17).powi(2)).exp() + 0.28 * tone.pigment * (-(away / 0.40).powi(2)).exp();
    let pit = 0.30 * tone.pigment * (-(away / 0.035).powi(2)).exp();
    let ridge = ridge * tone.choroid * step(0.12, 0.45, away);
    let weights = [(0.5, 0.62), (0.95, 1.0), (0.5, 0.9)];
    std::array::from_fn(|c| {
        let (band, yellow) = weights[c];
        tone.base[c] * grain * (1.0 + band * ridge) * (1.0 - yellow * macula - pit)
    })
}

/// The disc: orange-pink rim, paler to the temporal side, a pale cup, a soft edge, and the sheen of
/// the nerve fibres around it.
fn paint_disc(colour: &mut [f32; 3], tone: &Tone, at: Point, disc: Point, grain: f32) {
    let (dx, dy) = ((at.0 - disc.0) / (DISC_RADIUS * 0.92), (at.1 - disc.1) / DISC_RADIUS);
    let distance = dx.hypot(dy);
    let sheen = 0.16 * (-(distance - 0.9).max(0.0) * 1.6).exp();
    let wobble = 0.025 * (3.0 * dy.atan2(dx)).sin() + 0.02 * grain;
    let rim = step(1.13, 0.84, distance + wobble);
    // The cup sits a little to the temporal side and has no sharp wall.
    let cup = step(tone.cup * 1.5, tone.cup * 0.55, (dx + 0.10).hypot(dy) + wobble);
    let white = [1.0, 0.92, 0.72];
    for c in 0..3 {
        let value = colour[c] * (1.0 + sheen);
        // The rim is the retina's colour seen through white nerve tissue.
        let through = [0.95, 0.70, 0.42][c] * (1.0 - [0.03, 0.10, 0.14][c] * dx) * (1.0 + 0.05 * grain);
        let rim_colour = 0.70 * through + 0.28 * tone.base[c];
        let lit = value + (rim_colour - value) * 0.93 * rim;
        colour[c] = lit + (white[c] - lit) * 0.80 * cup;
    }
}

/// Blood takes more green and blue than red; veins are darker than arteries.
fn blood(colour: &mut [f32; 3], layers: &Layers, i: usize) {
    let (vein, artery) = (layers.veins.data[i], layers.arteries.data[i]);
    let shine = layers.reflex.data[i];
    for (c, (v, a)) in [(0.50, 0.22), (0.95, 0.62), (0.85, 0.60)].into_iter().enumerate() {
        colour[c] *= (-(v * vein).max(a * artery)).exp() * (1.0 + 0.16 * shine);
    }
}
