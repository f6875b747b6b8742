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

/// How much darker a line of `2 * reach + 1` pixels is than its neighbourhood on both sides: the
/// best and the worst of four directions. A vessel has a high best and a low worst, a dot or a hole
/// is high in both, and noise loses its best when the line grows longer.
pub fn dark_lines(plane: &Plane, reach: isize) -> [Plane; 2] {
    const ASIDE: isize = 3;
    let at = |x: isize, y: isize| {
        let side = |value: isize, length: usize| value.clamp(0, length as isize - 1).unsigned_abs();
        plane.data[side(y, plane.height) * plane.width + side(x, plane.width)]
    };
    let directions = [(1, 0), (0, 1), (1, 1), (1, -1)];
    // One plane of line means a direction; the sides are the same lines, looked up beside.
    let means = directions.map(|(dx, dy)| {
        Plane::new(plane.width, plane.height, |x, y| {
            let (x, y) = (x.cast_signed(), y.cast_signed());
            let sum: f32 = (-reach..=reach).map(|i| at(x + i * dx, y + i * dy)).sum();
            sum / (2 * reach + 1) as f32
        })
    });
    let response = |x: usize, y: usize| {
        let (x, y) = (x.cast_signed(), y.cast_signed());
        std::array::from_fn::<f32, 4, _>(|i| {
            let (dx, dy) = directions[i];
            let mean = |x: isize, y: isize| {
                let side = |value: isize, length: usize| value.clamp(0, length as isize - 1).unsigned_abs();
                means[i].data[side(y, plane.height) * plane.width + side(x, plane.width)]
            };
            let beside = mean(x - dy * ASIDE, y + dx * ASIDE).min(mean(x + dy * ASIDE, y - dx * ASIDE));
            beside - mean(x, y)
        })
    };
    let best =
        Plane::new(plane.width, plane.height, |x, y| response(x, y).into_iter().fold(f32::MIN, f32::max));
    let worst =
        Plane::new(plane.width, plane.height, |x, y| response(x, y).into_iter().fold(f32::MAX, f32::min));
    [best, worst]
}
