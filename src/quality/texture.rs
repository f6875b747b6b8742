//! Measures of detail on a small plane.

use crate::imaging::plane::{Plane, percentile};

/// Detail between two sizes: the difference of two blurs that count only where `mask` is 1.
pub fn band(plane: &Plane, mask: &Plane, fine: usize, coarse: usize) -> Plane {
    let mut out = plane.blur_within(mask, fine);
    let slow = plane.blur_within(mask, coarse);
    out.data.iter_mut().zip(&slow.data).for_each(|(a, b)| *a -= b);
    out
}

/// The values where `mask` is 1.
pub fn inside(plane: &Plane, mask: &Plane) -> Vec<f32> {
    plane.data.iter().zip(&mask.data).filter(|(_, m)| **m > 0.0).map(|(value, _)| *value).collect()
}

pub fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

/// Standard deviation.
pub fn spread(values: &[f32]) -> f32 {
    let middle = mean(values);
    (values.iter().map(|v| (v - middle) * (v - middle)).sum::<f32>() / values.len().max(1) as f32).sqrt()
}

/// The share of the values for which the test holds.
pub fn share(values: &[f32], test: impl Fn(f32) -> bool) -> f32 {
    values.iter().filter(|v| test(**v)).count() as f32 / values.len().max(1) as f32
}

/// The value below which the share `p` lies.
pub fn quantile(values: &[f32], p: f32) -> f32 {
    percentile(&mut values.to_vec(), p)
}

pub fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let (ma, mb) = (mean(a), mean(b));
    let product: f32 = a.iter().zip(b).map(|(a, b)| (a - ma) * (b - mb)).sum();
    product / (a.len().max(1) as f32 * spread(a) * spread(b)).max(1e-3)
}

/// How much darker a short line through each pixel is than its neighbourhood on both sides, in the
/// best of four directions: high on vessels.
pub fn dark_lines(plane: &Plane) -> Plane {
    const REACH: isize = 3;
    const ASIDE: isize = 3;
    let at = |x: isize, y: isize| {
        let side = |value: isize, length: usize| value.clamp(0, length as isize - 1).unsigned_abs();
        plane.data[side(y, plane.height) * plane.width + side(x, plane.width)]
    };
    Plane::new(plane.width, plane.height, |x, y| {
        let (x, y) = (x.cast_signed(), y.cast_signed());
        let along = |dx: isize, dy: isize, ox: isize, oy: isize| {
            (-REACH..=REACH).map(|i| at(x + i * dx + ox, y + i * dy + oy)).sum::<f32>() / 7.0
        };
        let directions = [(1, 0), (0, 1), (1, 1), (1, -1)];
        let response = directions.map(|(dx, dy)| {
            let sides = along(dx, dy, -dy * ASIDE, dx * ASIDE).min(along(dx, dy, dy * ASIDE, -dx * ASIDE));
            sides - along(dx, dy, 0, 0)
        });
        response.into_iter().fold(f32::MIN, f32::max)
    })
}
