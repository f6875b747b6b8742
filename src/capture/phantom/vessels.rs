//! The vessel tree of a retina: arcades that leave the disc up and down and arch around the
//! macula, nasal branches, and side branches that get thinner by Murray's law.

use super::plane::{Point, smooth};
use super::rng::Rng;

/// One vessel as `(x, y, radius)`.
pub struct Vessel {
    pub path: Vec<(f32, f32, f32)>,
    pub vein: bool,
}

/// All of a right eye's vessels. Lengths in radii of the field, disc and fovea are centres.
pub fn tree(rng: &mut Rng, disc: Point, fovea: Point) -> Vec<Vessel> {
    let mut grower = Grower { rng, fovea, out: Vec::new() };
    for vein in [true, false] {
        for side in [-1.0, 1.0] {
            grower.temporal(disc, side, vein);
            grower.nasal(disc, side, vein);
        }
    }
    grower.maculars(disc);
    grower.out
}

struct Grower<'a> {
    rng: &'a mut Rng,
    fovea: Point,
    out: Vec<Vessel>,
}

impl Grower<'_> {
    /// A temporal arcade; `side` -1 is the upper one.
    fn temporal(&mut self, disc: Point, side: f32, vein: bool) {
        // Artery and vein of an arcade run side by side and cross now and then.
        let rng = &mut *self.rng;
        let high = rng.range(0.44, 0.58) + if vein { 0.03 } else { -0.03 };
        let mut j = |spread: f32| rng.range(-spread, spread);
        let (fx, fy) = self.fovea;
        let points = [
            (disc.0 + j(0.02), disc.1 + side * 0.02),
            (disc.0 + 0.02 + j(0.03), disc.1 + side * (0.15 + j(0.02))),
            (disc.0 - 0.10 + j(0.03), disc.1 + side * (0.36 + j(0.03))),
            (fx + 0.32 + j(0.05), fy + side * (high + j(0.03))),
            (fx - 0.05 + j(0.05), fy + side * (high + 0.03 + j(0.04))),
            (fx - 0.45 + j(0.06), fy + side * (high - 0.06 + j(0.07))),
            (fx - 0.95 + j(0.08), fy + side * (high - 0.16 + j(0.12))),
            (fx - 1.60 + j(0.10), fy + side * (high - 0.25 + j(0.15))),
        ];
        let radius = if vein { self.rng.range(0.0115, 0.0135) } else { self.rng.range(0.0082, 0.0098) };
        self.trunk(&points, radius, vein, 9);
    }

    fn nasal(&mut self, disc: Point, side: f32, vein: bool) {
        let rng = &mut *self.rng;
        let rise = rng.range(0.5, 1.0);
        let mut j = |spread: f32| rng.range(-spread, spread);
        let points = [
            (disc.0 + j(0.02), disc.1 + side * 0.02),
            (disc.0 + 0.10 + j(0.03), disc.1 + side * (0.12 * rise + 0.03 + j(0.02))),
            (disc.0 + 0.26 + j(0.04), disc.1 + side * (0.30 * rise + j(0.05))),
            (disc.0 + 0.50 + j(0.05), disc.1 + side * (0.58 * rise + j(0.08))),
            (disc.0 + 0.75 + j(0.05), disc.1 + side * (0.80 * rise + j(0.10))),
        ];
        let radius = if vein { self.rng.range(0.0080, 0.0095) } else { self.rng.range(0.0060, 0.0075) };
        self.trunk(&points, radius, vein, 5);
    }

    /// Small vessels that run from the disc towards the macula.
    fn maculars(&mut self, disc: Point) {
        for i in 0..5 {
            let angle = std::f32::consts::PI + self.rng.range(-0.9, 0.9);
            let start = (disc.0 + 0.08 * angle.cos(), disc.1 + 0.08 * angle.sin());
            let radius = self.rng.range(0.0028, 0.0042);
            self.branch(start, angle, radius, i % 2 == 0, 1);
        }
    }

    /// A main vessel along given points, with side branches to both sides.
    fn trunk(&mut self, points: &[Point], radius: f32, vein: bool, branches: u32) {
        let line = smooth(points, 14, false);
        let count = line.len() as f32;
        let phase = self.rng.range(0.0, 6.0);
        let waves = self.rng.range(5.0, 9.0);
        let path: Vec<_> = line
            .iter()
            .enumerate()
            .map(|(i, &(x, y))| {
                let along = i as f32 / count;
                let sway = 0.006 * (phase + waves * 6.0 * along).sin();
                (x + sway, y + sway * 0.7, radius * (1.0 - 0.70 * along))
            })
            .collect();
        for i in 0..branches {
            let place = 0.14 + 0.82 * (i as f32 + self.rng.range(0.0, 0.8)) / branches as f32;
            let index = ((place * count) as usize).clamp(1, path.len() - 2);
            let (a, b) = (path[index - 1], path[index + 1]);
            let heading = (b.1 - a.1).atan2(b.0 - a.0);
            let turn = self.rng.range(0.5, 1.1) * if i % 2 == 0 { 1.0 } else { -1.0 };
            let thin = path[index].2 * self.rng.range(0.5, 0.75);
            self.branch((path[index].0, path[index].1), heading + turn, thin, vein, 3);
        }
        self.out.push(Vessel { path, vein });
    }

    /// A side branch that wanders, thins and forks until it is a hair, the field ends or the
    /// fovea, which has no vessels, is near.
    fn branch(&mut self, start: Point, heading: f32, radius: f32, vein: bool, forks: u32) {
        const STEP: f32 = 0.016;
        let (mut x, mut y, mut heading, mut radius) = (start.0, start.1, heading, radius);
        let mut path = vec![(x, y, radius)];
        let mut bend = self.rng.normal() * 0.03;
        let fork_at = self.rng.range(0.45, 0.85) * radius + 0.0006;
        while radius > 0.0013 && x.hypot(y) < 1.08 {
            bend = 0.80 * bend + 0.045 * self.rng.normal();
            heading += bend;
            x += STEP * heading.cos();
            y += STEP * heading.sin();
            if (x - self.fovea.0).hypot(y - self.fovea.1) < 0.09 {
                break;
            }
            radius *= self.rng.range(0.968, 0.988);
            path.push((x, y, radius));
            if forks > 0 && radius < fork_at {
                // Murray's law, r³ = r1³ + r2³, with r1 = 0.9 r.
                let turn = self.rng.range(0.35, 0.8) * self.rng.sign();
                self.branch((x, y), heading + turn, radius * 0.65, vein, forks - 1);
                self.branch((x, y), heading - 0.45 * turn, radius * 0.90, vein, forks - 1);
                break;
            }
        }
        self.out.push(Vessel { path, vein });
    }
}
