//! A plane of numbers to draw on: soft dots, strokes, areas, blur and texture. All places and
//! lengths are in the units of the [`View`], so that a drawing does not depend on the picture's size.

use super::rng::Rng;

/// A point in units, x to the right, y down.
pub type Point = (f32, f32);

/// Where the unit square lies in the picture.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Of the square picture, in pixels.
    pub size: usize,
    /// Of the origin, in pixels.
    pub centre: Point,
    /// Pixels a unit.
    pub scale: f32,
    /// Clockwise on the screen, radians.
    pub turn: f32,
}

impl View {
    pub fn to_pixel(self, (x, y): Point) -> Point {
        let (sin, cos) = self.turn.sin_cos();
        (self.centre.0 + self.scale * (x * cos - y * sin), self.centre.1 + self.scale * (x * sin + y * cos))
    }

    pub fn to_unit(self, column: usize, row: usize) -> Point {
        let (sin, cos) = self.turn.sin_cos();
        let (x, y) =
            ((column as f32 - self.centre.0) / self.scale, (row as f32 - self.centre.1) / self.scale);
        (x * cos + y * sin, y * cos - x * sin)
    }
}

#[derive(Debug, Clone)]
pub struct Plane {
    pub view: View,
    pub data: Vec<f32>,
}

impl Plane {
    pub fn new(view: View) -> Self {
        Self { view, data: vec![0.0; view.size * view.size] }
    }

    /// Lets `paint` change every pixel of a box in pixels; it sees the pixel's centre.
    fn within(&mut self, low: Point, high: Point, mut paint: impl FnMut(f32, f32, &mut f32)) {
        let size = self.view.size;
        let clip = |value: f32| (value.max(0.0) as usize).min(size);
        let (left, right) = (clip(low.0.floor()), clip(high.0.ceil() + 1.0));
        let (top, bottom) = (clip(low.1.floor()), clip(high.1.ceil() + 1.0));
        for y in top..bottom {
            for x in left..right {
                paint(x as f32, y as f32, &mut self.data[y * size + x]);
            }
        }
    }

    /// A dot with an edge of one pixel; the higher value stays.
    pub fn dot(&mut self, at: Point, radius: f32, value: f32) {
        let (x, y) = self.view.to_pixel(at);
        let r = radius * self.view.scale;
        let reach = r + 1.0;
        self.within((x - reach, y - reach), (x + reach, y + reach), |px, py, pixel| {
            let distance = (px - x).hypot(py - y);
            *pixel = pixel.max(value * (r - distance + 0.5).clamp(0.0, 1.0));
        });
    }

    /// Adds a Gaussian bump, `wide` and `high` its deviations, turned by `angle`.
    pub fn bump(&mut self, at: Point, wide: f32, high: f32, angle: f32, value: f32) {
        let (x, y) = self.view.to_pixel(at);
        let scale = self.view.scale;
        let reach = 3.0 * wide.max(high) * scale;
        let (sin, cos) = (angle + self.view.turn).sin_cos();
        self.within((x - reach, y - reach), (x + reach, y + reach), |px, py, pixel| {
            let (dx, dy) = ((px - x) / scale, (py - y) / scale);
            let (u, v) = ((dx * cos + dy * sin) / wide, (dy * cos - dx * sin) / high);
            let square = u * u + v * v;
            if square < 9.0 {
                *pixel += value * (-0.5 * square).exp();
            }
        });
    }

    /// A stroke along `path` of `(x, y, radius)`. `profile` gives the value at 0 (middle) to 1
    /// (edge); the higher value stays. Strokes thinner than a pixel fade instead.
    pub fn stroke(&mut self, path: &[(f32, f32, f32)], profile: impl Fn(f32) -> f32) {
        for pair in path.windows(2) {
            let (a, b) =
                (self.view.to_pixel((pair[0].0, pair[0].1)), self.view.to_pixel((pair[1].0, pair[1].1)));
            let (ra, rb) = (pair[0].2 * self.view.scale, pair[1].2 * self.view.scale);
            let reach = ra.max(rb) + 1.5;
            let low = (a.0.min(b.0) - reach, a.1.min(b.1) - reach);
            let high = (a.0.max(b.0) + reach, a.1.max(b.1) + reach);
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let length = (dx * dx + dy * dy).max(1e-6);
            self.within(low, high, |px, py, pixel| {
                let along = (((px - a.0) * dx + (py - a.1) * dy) / length).clamp(0.0, 1.0);
                let distance = (px - a.0 - along * dx).hypot(py - a.1 - along * dy);
                let radius = ra + (rb - ra) * along;
                let cover = (radius - distance + 0.5).clamp(0.0, (2.0 * radius).min(1.0));
                if cover > 0.0 {
                    *pixel = pixel.max(cover * profile((distance / radius.max(0.5)).min(1.0)));
                }
            });
        }
    }

    /// Sets the inside of a closed outline (even-odd).
    pub fn area(&mut self, outline: &[Point], value: f32) {
        let corners: Vec<Point> = outline.iter().map(|&point| self.view.to_pixel(point)).collect();
        let size = self.view.size;
        for row in 0..size {
            let y = row as f32 + 0.5;
            let mut crossings: Vec<f32> = (0..corners.len())
                .filter_map(|i| {
                    let (a, b) = (corners[i], corners[(i + 1) % corners.len()]);
                    ((a.1 <= y) != (b.1 <= y)).then(|| a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0))
                })
                .collect();
            crossings.sort_by(f32::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let (from, to) = (pair[0].clamp(0.0, size as f32), pair[1].clamp(0.0, size as f32));
                self.data[row * size + from as usize..row * size + to as usize].fill(value);
            }
        }
    }

    /// Near-Gaussian blur by three box passes (Wells 1986); `sigma` in units.
    pub fn blur(&mut self, sigma: f32) {
        let radius = (sigma * self.view.scale).round() as usize;
        for _ in 0..3 {
            box_rows(&mut self.data, self.view.size, radius);
            transpose(&mut self.data, self.view.size);
            box_rows(&mut self.data, self.view.size, radius);
            transpose(&mut self.data, self.view.size);
        }
    }

    /// Value noise about 0 within ±1, in `octaves` steps, `cells` across the picture at first.
    pub fn noise(view: View, rng: &mut Rng, cells: usize, octaves: u32) -> Self {
        let mut plane = Self::new(view);
        let (mut cells, mut weight) = (cells.max(1), 0.55_f32);
        for _ in 0..octaves {
            let side = cells + 2;
            let lattice: Vec<f32> = (0..side * side).map(|_| rng.range(-1.0, 1.0)).collect();
            let step = cells as f32 / view.size as f32;
            let smooth = |t: f32| t * t * (3.0 - 2.0 * t);
            for (row, line) in plane.data.chunks_exact_mut(view.size).enumerate() {
                let y = row as f32 * step;
                let (v, top) = (smooth(y.fract()), y as usize * side);
                for (column, pixel) in line.iter_mut().enumerate() {
                    let x = column as f32 * step;
                    let (u, i) = (smooth(x.fract()), top + x as usize);
                    let upper = lattice[i] + (lattice[i + 1] - lattice[i]) * u;
                    let lower = lattice[i + side] + (lattice[i + side + 1] - lattice[i + side]) * u;
                    *pixel += weight * (upper + (lower - upper) * v);
                }
            }
            cells *= 2;
            weight *= 0.55;
        }
        plane
    }
}

/// Mean over `2 radius + 1` pixels of each row; the edge pixel goes on beyond the edge.
pub fn box_rows(data: &mut [f32], size: usize, radius: usize) {
    if radius == 0 || size == 0 {
        return;
    }
    let norm = 1.0 / (2 * radius + 1) as f32;
    let mut line = vec![0.0; size];
    for row in data.chunks_exact_mut(size) {
        line.copy_from_slice(row);
        let at = |i: usize| line[i.saturating_sub(radius).min(size - 1)];
        let mut sum: f32 = (0..=2 * radius).map(at).sum();
        for (x, pixel) in row.iter_mut().enumerate() {
            *pixel = sum * norm;
            sum += at(x + 2 * radius + 1) - at(x);
        }
    }
}

pub fn transpose(data: &mut [f32], size: usize) {
    for y in 0..size {
        for x in y + 1..size {
            data.swap(y * size + x, x * size + y);
        }
    }
}

/// A smooth curve through `points` (Catmull-Rom), `steps` pieces between each two.
pub fn smooth(points: &[Point], steps: usize, closed: bool) -> Vec<Point> {
    let count = points.len();
    let at = |i: isize| {
        let last = count.cast_signed();
        let wrapped = if closed { i.rem_euclid(last) } else { i.clamp(0, last - 1) };
        points[wrapped.unsigned_abs()]
    };
    let pieces = if closed { count } else { count.saturating_sub(1) };
    let mut out = Vec::with_capacity(pieces * steps + 1);
    for i in 0..pieces.cast_signed() {
        let (p0, p1, p2, p3) = (at(i - 1), at(i), at(i + 1), at(i + 2));
        for step in 0..steps {
            let t = step as f32 / steps as f32;
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                0.5 * (2.0 * b
                    + t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a))))
            };
            out.push((mix(p0.0, p1.0, p2.0, p3.0), mix(p0.1, p1.1, p2.1, p3.1)));
        }
    }
    if !closed {
        out.extend(points.last());
    }
    out
}
