//! Lesions of diabetic retinopathy by ICDR grade (Wilkinson 2003): 1 microaneurysms only; 2 more;
//! 3 more than 20 haemorrhages in each quadrant, venous beading, IRMA; 4 new vessels, preretinal
//! haemorrhage. Sizes after ETDRS: a microaneurysm is under 125 µm (radius 0.0095 of the field's).

use std::f32::consts::{PI, TAU};

use super::fundus::{Anatomy, DISC_RADIUS};
use super::plane::{Plane, Point, View};
use super::rng::Rng;

pub struct Lesions {
    /// Microaneurysms and haemorrhages in the retina, 0 to 1.
    blood: Plane,
    /// Fine abnormal vessels: IRMA and new vessels.
    threads: Plane,
    exudates: Plane,
    wool: Plane,
    /// Blood before the retina hides all behind it.
    pool: Plane,
    pub beading: bool,
}

impl Lesions {
    pub fn grow(view: View, rng: &mut Rng, grade: u8, anatomy: &Anatomy) -> Self {
        let plane = || Plane::new(view);
        let mut lesions = Self {
            blood: plane(),
            threads: plane(),
            exudates: plane(),
            wool: plane(),
            pool: plane(),
            beading: grade == 3 || (grade == 4 && rng.chance(0.5)),
        };
        match grade {
            0 => {}
            1 => lesions.microaneurysms(rng, anatomy, 3, 9),
            2 => {
                lesions.microaneurysms(rng, anatomy, 8, 22);
                lesions.haemorrhages(rng, anatomy, 2, 5);
                lesions.exudates(rng, anatomy, 1, 4);
                lesions.wool(rng, anatomy, 0, 2);
            }
            3 => {
                lesions.microaneurysms(rng, anatomy, 20, 45);
                lesions.haemorrhages(rng, anatomy, 21, 30);
                lesions.exudates(rng, anatomy, 1, 5);
                lesions.wool(rng, anatomy, 2, 5);
                lesions.irma(rng, anatomy, 1, 3);
            }
            _ => {
                lesions.microaneurysms(rng, anatomy, 15, 40);
                lesions.haemorrhages(rng, anatomy, 8, 20);
                lesions.exudates(rng, anatomy, 0, 4);
                lesions.wool(rng, anatomy, 1, 4);
                lesions.proliferation(rng, anatomy);
            }
        }
        // Blood in the retina has a soft edge.
        lesions.blood.blur(0.0018);
        lesions
    }

    fn microaneurysms(&mut self, rng: &mut Rng, anatomy: &Anatomy, from: u32, to: u32) {
        for _ in 0..rng.whole(from, to) {
            let at = place(rng, anatomy, None, 0.06);
            self.blood.dot(at, rng.range(0.0045, 0.0090), rng.range(0.65, 1.0));
        }
    }

    /// `from` to `to` in each quadrant: dots, blots and flames.
    fn haemorrhages(&mut self, rng: &mut Rng, anatomy: &Anatomy, from: u32, to: u32) {
        for quadrant in 0..4 {
            for _ in 0..rng.whole(from, to) {
                let at = place(rng, anatomy, Some(quadrant), 0.10);
                if rng.chance(0.25) {
                    self.flame(rng, anatomy, at);
                } else {
                    self.blot(rng, at);
                }
            }
        }
    }

    /// A ragged patch of overlapping dots.
    fn blot(&mut self, rng: &mut Rng, at: Point) {
        // Most are small: the square of an even number leans low.
        let radius = 0.007 + 0.024 * rng.unit().powi(2);
        let dark = rng.range(0.5, 0.95);
        self.blood.dot(at, radius * 0.8, dark);
        for _ in 0..9 {
            let (angle, off) = (rng.range(0.0, TAU), radius * rng.range(0.4, 1.0));
            let near = (at.0 + off * angle.cos(), at.1 + off * angle.sin());
            self.blood.dot(near, radius * rng.range(0.25, 0.6), dark * rng.range(0.8, 1.0));
        }
    }

    /// Streaks along the nerve fibres, which run away from the disc.
    fn flame(&mut self, rng: &mut Rng, anatomy: &Anatomy, at: Point) {
        let along = (at.1 - anatomy.disc.1).atan2(at.0 - anatomy.disc.0) + rng.range(-0.3, 0.3);
        let length = rng.range(0.02, 0.06);
        for _ in 0..7 {
            let off = rng.normal() * 0.006;
            let (half, shift) = (length * rng.range(0.5, 1.0), length * rng.range(-0.3, 0.3));
            let (cos, sin) = (along.cos(), along.sin());
            let point = |t: f32, r: f32| {
                (at.0 + (shift + t) * cos - off * sin, at.1 + (shift + t) * sin + off * cos, r)
            };
            let path = [point(-half, 0.0008), point(0.0, rng.range(0.002, 0.005)), point(half, 0.0008)];
            self.blood.stroke(&path, |edge| 0.85 - 0.3 * edge);
        }
    }

    /// Clusters, some circinate: a ring round a leak.
    fn exudates(&mut self, rng: &mut Rng, anatomy: &Anatomy, from: u32, to: u32) {
        for _ in 0..rng.whole(from, to) {
            // Most lie in the macula, where they threaten sight.
            let angle = rng.range(0.0, TAU);
            let far = rng.range(0.12, 0.50);
            let at = (anatomy.fovea.0 + far * angle.cos(), anatomy.fovea.1 + far * angle.sin());
            let spread = rng.range(0.02, 0.07);
            let circinate = rng.chance(0.35);
            for _ in 0..rng.whole(10, 45) {
                let turn = rng.range(0.0, TAU);
                let off = if circinate {
                    spread * (1.0 + 0.12 * rng.normal())
                } else {
                    spread * 0.6 * rng.normal().abs()
                };
                let spot = (at.0 + off * turn.cos(), at.1 + off * turn.sin());
                let radius = rng.range(0.0025, 0.0075);
                self.exudates.dot(spot, radius, rng.range(0.7, 1.0));
                self.exudates.dot(
                    (spot.0 + radius, spot.1 + radius * rng.range(-1.0, 1.0)),
                    radius * 0.7,
                    0.8,
                );
            }
        }
    }

    /// Cotton-wool spots: soft, along the arcades.
    fn wool(&mut self, rng: &mut Rng, anatomy: &Anatomy, from: u32, to: u32) {
        for _ in 0..rng.whole(from, to) {
            let at = place(rng, anatomy, None, 0.3);
            for _ in 0..4 {
                let near = (at.0 + 0.012 * rng.normal(), at.1 + 0.010 * rng.normal());
                let (wide, high) = (rng.range(0.012, 0.024), rng.range(0.008, 0.016));
                self.wool.bump(near, wide, high, rng.range(0.0, PI), rng.range(0.35, 0.6));
            }
        }
    }

    /// Intraretinal microvascular abnormalities: small tangles of fine, winding vessels.
    fn irma(&mut self, rng: &mut Rng, anatomy: &Anatomy, from: u32, to: u32) {
        for _ in 0..rng.whole(from, to) {
            let at = place(rng, anatomy, None, 0.3);
            for _ in 0..rng.whole(4, 7) {
                self.thread(rng, at, 0.9, 14, 0.0022);
            }
        }
    }

    /// New vessels on the disc or elsewhere, and often a boat-shaped preretinal haemorrhage.
    fn proliferation(&mut self, rng: &mut Rng, anatomy: &Anatomy) {
        let on_disc = rng.chance(0.6);
        if on_disc {
            for _ in 0..rng.whole(16, 26) {
                let at = (anatomy.disc.0 + 0.05 * rng.normal(), anatomy.disc.1 + 0.05 * rng.normal());
                self.thread(rng, at, 0.7, 20, 0.0026);
            }
        }
        if !on_disc || rng.chance(0.4) {
            let at = place(rng, anatomy, None, 0.35);
            for _ in 0..rng.whole(14, 24) {
                self.thread(rng, at, 0.7, 17, 0.0024);
            }
        }
        if rng.chance(0.65) {
            self.boat(rng, anatomy);
        }
    }

    /// A fine vessel that winds about its start.
    fn thread(&mut self, rng: &mut Rng, start: Point, wild: f32, steps: u32, radius: f32) {
        let mut heading = rng.range(0.0, TAU);
        let (mut x, mut y) = start;
        let mut path = Vec::new();
        for _ in 0..rng.whole(steps / 2, steps) {
            path.push((x, y, radius * rng.range(0.7, 1.1)));
            heading += wild * rng.normal();
            x += 0.009 * heading.cos();
            y += 0.009 * heading.sin();
        }
        self.threads.stroke(&path, |_| 0.85);
    }

    /// Blood before the retina sinks: level above, round below.
    fn boat(&mut self, rng: &mut Rng, anatomy: &Anatomy) {
        let at = place(rng, anatomy, None, 0.25);
        let (wide, deep) = (rng.range(0.10, 0.22), rng.range(0.07, 0.15));
        let mut outline: Vec<Point> = (0..=24)
            .map(|i| PI * i as f32 / 24.0)
            .map(|a| {
                (at.0 + wide * a.cos() * rng.range(0.98, 1.02), at.1 + deep * a.sin().max(0.0).powf(0.6))
            })
            .collect();
        outline.push((at.0 - wide * 0.4, at.1 - 0.012));
        outline.push((at.0 + wide * 0.5, at.1 - 0.008));
        let mut pool = Plane::new(self.pool.view);
        pool.area(&outline, 1.0);
        pool.blur(0.003);
        self.pool = pool;
    }

    /// What lies in the retina below the vessels.
    pub fn under(&self, colour: &mut [f32; 3], i: usize) {
        let (wool, exudate) = (0.85 * self.wool.data[i].min(1.0), 0.92 * self.exudates.data[i]);
        for (c, (white, yellow)) in [(0.95, 1.0), (0.86, 0.86), (0.66, 0.42)].into_iter().enumerate() {
            let value = colour[c] + (white - colour[c]) * wool;
            colour[c] = value + (yellow - value) * exudate;
        }
    }

    /// What lies in front.
    pub fn over(&self, colour: &mut [f32; 3], i: usize) {
        let (blood, thread, pool) = (self.blood.data[i], self.threads.data[i], self.pool.data[i]);
        for (c, (b, t)) in [(0.62, 0.22), (1.25, 0.62), (1.05, 0.55)].into_iter().enumerate() {
            let value = colour[c] * (-(b * blood).max(t * thread)).exp();
            colour[c] = value + ([0.34, 0.055, 0.03][c] - value) * 0.94 * pool;
        }
    }
}

/// A place in one of four quadrants about the middle of macula and disc, away from the fovea by
/// `clear` and from the disc.
fn place(rng: &mut Rng, anatomy: &Anatomy, quadrant: Option<u32>, clear: f32) -> Point {
    let quadrant = quadrant.unwrap_or_else(|| rng.whole(0, 3));
    let middle = (0.5 * (anatomy.disc.0 + anatomy.fovea.0) - 0.12, 0.5 * (anatomy.disc.1 + anatomy.fovea.1));
    let mut at = middle;
    for _ in 0..20 {
        let angle = (quadrant as f32 + rng.unit()) * PI / 2.0;
        let far = 0.85 * rng.unit().sqrt();
        at = (middle.0 + far * angle.cos(), middle.1 + far * angle.sin());
        let from = |to: Point| (at.0 - to.0).hypot(at.1 - to.1);
        if from((0.0, 0.0)) < 0.93 && from(anatomy.fovea) > clear && from(anatomy.disc) > DISC_RADIUS * 1.3 {
            break;
        }
    }
    at
}
