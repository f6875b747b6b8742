//! Finds the round field of view of a fundus photograph and makes cameras look alike.

use super::plane::{Plane, percentile};
use super::{Gray, Prepared, Rect, Rgb};

/// Long side of the copy on which the field is looked for.
const WORK: usize = 256;
/// Mean and spread (half of the distance from the 16th to the 84th percentile) inside the field after
/// harmonising, red green blue: about the medians of the EyePACS pictures.
const MEAN: [f32; 3] = [140.0, 95.0, 70.0];
const SPREAD: [f32; 3] = [16.0, 16.0, 14.0];

/// The field of view, in pixels of the picture it was found on.
#[derive(Debug, Clone)]
pub struct Field {
    pub x: f32,
    pub y: f32,
    /// Half of the width and of the height; they differ only where a file was squeezed to a square.
    pub radius: [f32; 2],
    /// Share of the edge points that lie on the circle; 0 when no circle was found.
    pub support: f32,
    /// Left, top, right, bottom of everything bright: where a straight cut ends the field early.
    pub bounds: [f32; 4],
}

impl Field {
    #[must_use]
    pub fn find(picture: &Rgb) -> Self {
        let (width, height) = (picture.width(), picture.height());
        let scale = width.max(height) as f32 / WORK as f32;
        let small = picture.resize(
            ((width as f32 / scale).round() as usize).max(1),
            ((height as f32 / scale).round() as usize).max(1),
        );
        let (bounds, points) = outline(&foreground(&small));
        let (w, h) = (small.width() as f32, small.height() as f32);
        let (x, y, radius, support) = ellipse(&points, w, h).unwrap_or_else(|| around(bounds));
        let bounds = bounds.map(|edge| edge * scale);
        Self { x: x * scale, y: y * scale, radius: radius.map(|r| r * scale), support, bounds }
    }

    /// The box around the field; it reaches beyond the picture where the field is cut off.
    #[must_use]
    pub fn bounding(&self) -> Rect {
        let [rx, ry] = self.radius;
        Rect { x: self.x - rx, y: self.y - ry, width: 2.0 * rx, height: 2.0 * ry }
    }

    /// Whether a place in the picture lies in the field.
    #[must_use]
    pub fn covers(&self, x: f32, y: f32) -> bool {
        let [left, top, right, bottom] = self.bounds;
        // A hair inside the rim, where cameras draw a bright or dark ring.
        let round = self.support == 0.0
            || ((x - self.x) / self.radius[0]).hypot((y - self.y) / self.radius[1]) < 0.98;
        round && (left..right).contains(&x) && (top..bottom).contains(&y)
    }
}

/// 1 where a pixel stands out from the background, which is black, or the colour of flat corners.
fn foreground(small: &Rgb) -> Plane {
    let (w, h) = (small.width(), small.height());
    let patch = (w.min(h) / 16).max(1);
    let mut corners = Vec::new();
    for (x, y) in [(0, 0), (w - patch.min(w), 0), (0, h - patch.min(h)), (w - patch.min(w), h - patch.min(h))]
    {
        corners.push(small.crop(x, y, patch, patch));
    }
    let range = |channel: usize| {
        let values = corners.iter().flat_map(|c| c.data().iter().skip(channel).step_by(3));
        values.fold((255, 0), |(low, high), &v| (v.min(low), v.max(high)))
    };
    let ranges: [(u8, u8); 3] = std::array::from_fn(range);
    let flat = ranges.iter().all(|(low, high)| high - low < 24);
    let background = if flat { ranges.map(|(low, high)| low.midpoint(high)) } else { [0; 3] };
    let distance = |x: usize, y: usize| {
        let pixel = small.at(x, y);
        f32::from((0..3).map(|c| pixel[c].abs_diff(background[c])).max().unwrap_or(0))
    };
    let distances = Plane::new(w, h, distance);
    let high = percentile(&mut distances.data.clone(), 0.9);
    let threshold = (0.14 * high).max(7.0);
    Plane::new(w, h, |x, y| f32::from(u8::from(distances.at(x, y) > threshold)))
}

/// The box around everything bright, and the ends of its rows and columns that do not lie on the
/// edge of the picture.
fn outline(bright: &Plane) -> ([f32; 4], Vec<(f32, f32)>) {
    let (w, h) = (bright.width, bright.height);
    let ends = |length: usize, lit: &dyn Fn(usize) -> bool| {
        let run = |i: usize| (i..i + 4).all(|j| j < length && lit(j));
        let first = (0..length).find(|&i| run(i))?;
        let last = (0..length).rev().find(|&i| i >= 3 && run(i - 3))?;
        Some((first, last))
    };
    let rows: Vec<_> = (0..h).map(|y| ends(w, &|x| bright.at(x, y) > 0.0)).collect();
    let columns: Vec<_> = (0..w).map(|x| ends(h, &|y| bright.at(x, y) > 0.0)).collect();
    let span = |lines: &[Option<(usize, usize)>], across: usize| {
        // A tenth of the other side keeps notches and specks from stretching the box.
        let long = |end: &Option<(usize, usize)>| end.is_some_and(|(a, b)| (b - a) * 10 >= across);
        match (lines.iter().position(long), lines.iter().rposition(long)) {
            (Some(a), Some(b)) if (b - a) * 5 > lines.len() => (a as f32, b as f32 + 1.0),
            _ => (0.0, lines.len() as f32),
        }
    };
    let ((left, right), (top, bottom)) = (span(&columns, h), span(&rows, w));
    let mut points = Vec::new();
    for (y, (first, last)) in rows.iter().enumerate().filter_map(|(y, end)| Some((y, (*end)?))) {
        points.extend((first > 1).then_some((first as f32, y as f32 + 0.5)));
        points.extend((last + 2 < w).then_some((last as f32 + 1.0, y as f32 + 0.5)));
    }
    for (x, (first, last)) in columns.iter().enumerate().filter_map(|(x, end)| Some((x, (*end)?))) {
        points.extend((first > 1).then_some((x as f32 + 0.5, first as f32)));
        points.extend((last + 2 < h).then_some((x as f32 + 0.5, last as f32 + 1.0)));
    }
    ([left, top, right, bottom], points)
}

/// Half axes and centre of the field with its support.
type Oval = (f32, f32, [f32; 2], f32);

/// A circle, or the upright ellipse that explains the edge much better: some files hold a wide
/// photograph squeezed to a square.
fn ellipse(points: &[(f32, f32)], w: f32, h: f32) -> Option<Oval> {
    let mut best = circle(points, w, h).map(|(x, y, r, support)| (x, y, [r, r], support));
    if best.is_some_and(|best| best.3 > 0.7) {
        return best;
    }
    let few: Vec<_> = points.iter().step_by(2).copied().collect();
    for stretch in (1..14).map(|step| 1.0 + 0.05 * step as f32) {
        let wide: Vec<_> = few.iter().map(|p| (p.0 * stretch, p.1)).collect();
        if let Some((x, y, r, support)) = circle(&wide, w * stretch, h)
            && best.is_none_or(|best| support > best.3 + if best.2[0] < best.2[1] { 0.0 } else { 0.2 })
        {
            best = Some((x / stretch, y, [r / stretch, r], support));
        }
    }
    best
}

/// The circle that most points lie on, by random triples (RANSAC) with a fixed seed. Notches and
/// straight cuts are outvoted. Gives centre, radius and the share of points on it.
fn circle(points: &[(f32, f32)], w: f32, h: f32) -> Option<(f32, f32, f32, f32)> {
    if points.len() < 24 {
        return None;
    }
    let mut state = 1_u32;
    let mut pick = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        points[(state >> 8) as usize % points.len()]
    };
    let fits =
        |x: f32, y: f32, r: f32| points.iter().filter(|p| ((p.0 - x).hypot(p.1 - y) - r).abs() < 1.5).count();
    let mut best = (0, (0.0, 0.0, 0.0));
    for _ in 0..400 {
        let Some((x, y, r)) = through(pick(), pick(), pick()) else { continue };
        let centred = (x - w / 2.0).abs() < w / 3.0 && (y - h / 2.0).abs() < h / 3.0;
        if centred && r > 0.2 * w.max(h) && r < 0.8 * w.max(h) {
            let count = fits(x, y, r);
            if count > best.0 {
                best = (count, (x, y, r));
            }
        }
    }
    let (count, (x, y, r)) = best;
    let support = count as f32 / points.len() as f32;
    (support > 0.3 && count >= 16).then_some((x, y, r, support))
}

/// The circle through three points; `None` when they lie on a line.
fn through(a: (f32, f32), b: (f32, f32), c: (f32, f32)) -> Option<(f32, f32, f32)> {
    let (bx, by, cx, cy) = (b.0 - a.0, b.1 - a.1, c.0 - a.0, c.1 - a.1);
    let d = 2.0 * (bx * cy - by * cx);
    if d.abs() < 1.0 {
        return None;
    }
    let (b2, c2) = (bx * bx + by * by, cx * cx + cy * cy);
    let (x, y) = ((cy * b2 - by * c2) / d, (bx * c2 - cx * b2) / d);
    Some((a.0 + x, a.1 + y, x.hypot(y)))
}

/// Without a circle: the square around everything bright.
fn around([left, top, right, bottom]: [f32; 4]) -> Oval {
    let half = (right - left).max(bottom - top) / 2.0;
    (left.midpoint(right), top.midpoint(bottom), [half, half], 0.0)
}

pub fn prepare(picture: &Rgb, size: usize) -> Prepared {
    let field = Field::find(picture);
    let crop = field.bounding();
    let mut image = cut(picture, &crop, size);
    let mut mask = Gray::filled(size, size, [0]);
    let (dx, dy) = (crop.width / size as f32, crop.height / size as f32);
    for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
        if field.covers(crop.x + (x as f32 + 0.5) * dx, crop.y + (y as f32 + 0.5) * dy) {
            mask.put(x, y, [255]);
        } else {
            image.put(x, y, [0; 3]);
        }
    }
    harmonise(&mut image, &mask);
    Prepared { image, mask, crop, name: "retina-1" }
}

/// The part of the picture, `size` x `size`, black where the part reaches beyond the edges.
#[must_use]
pub fn cut(picture: &Rgb, crop: &Rect, size: usize) -> Rgb {
    let left = crop.x.max(0.0);
    let top = crop.y.max(0.0);
    let right = (crop.x + crop.width).min(picture.width() as f32);
    let bottom = (crop.y + crop.height).min(picture.height() as f32);
    let part = picture.crop(
        left.round() as usize,
        top.round() as usize,
        ((right - left).round() as usize).max(1),
        ((bottom - top).round() as usize).max(1),
    );
    let (sx, sy) = (size as f32 / crop.width.max(1.0), size as f32 / crop.height.max(1.0));
    let part = part.resize(
        (((right - left) * sx).round() as usize).clamp(1, size),
        (((bottom - top) * sy).round() as usize).clamp(1, size),
    );
    let (x0, y0) = (((left - crop.x) * sx).round() as usize, ((top - crop.y) * sy).round() as usize);
    let mut out = Rgb::filled(size, size, [0; 3]);
    for y in 0..part.height() {
        for x in 0..part.width() {
            out.put(x0 + x, y0 + y, part.at(x, y));
        }
    }
    out
}

/// Flattens the slow fall of light towards the rim by half, then brings each channel to the
/// reference mean and spread. Gains are bounded, so that haze and noise are not blown up.
fn harmonise(image: &mut Rgb, mask: &Gray) {
    let coarse = 64;
    let (small, weight) = (image.resize(coarse, coarse), mask.resize(coarse, coarse));
    let weight = Plane::new(coarse, coarse, |x, y| f32::from(weight.at(x, y)[0] / 255));
    let luma = Plane::channel(&small.to_gray(), 0);
    let slow = luma.blur_within(&weight, 8);
    let total: f32 = weight.data.iter().sum();
    let mean = luma.data.iter().zip(&weight.data).map(|(v, w)| v * w).sum::<f32>() / total.max(1.0);
    let size = image.width();
    let gains = Plane::new(size, size, |x, y| {
        let (u, v) = ((x as f32 + 0.5) / size as f32, (y as f32 + 0.5) / size as f32);
        ((mean + 4.0) / (slow.sample(u, v) + 4.0)).powf(0.6).clamp(0.6, 1.8)
    });
    let lit: Vec<usize> = (0..size * size).filter(|&i| mask.data()[i] > 0).collect();
    let channels: [Vec<f32>; 3] = std::array::from_fn(|channel| {
        lit.iter().map(|&i| f32::from(image.data()[3 * i + channel]) * gains.data[i]).collect()
    });
    let measured = channels.each_ref().map(|values| {
        let mut some: Vec<f32> = values.iter().copied().step_by(1 + values.len() / 20_000).collect();
        let spread = (percentile(&mut some, 0.84) - percentile(&mut some, 0.16)) / 2.0;
        (percentile(&mut some, 0.5), spread)
    });
    // The green channel holds vessels and lesions best: the others may not stray far from its gain.
    let own: [f32; 3] = std::array::from_fn(|channel| SPREAD[channel] / measured[channel].1.max(1.0));
    let gain = own.map(|gain: f32| (gain * own[1]).sqrt().clamp(0.6, 1.8));
    for (channel, values) in channels.iter().enumerate() {
        for (&i, value) in lit.iter().zip(values) {
            let out = (value - measured[channel].0) * gain[channel] + MEAN[channel];
            image.data_mut()[3 * i + channel] = out.round().clamp(0.0, 255.0) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reddish disc with a darker lower half on black, and a notch at its rim.
    fn eye(width: usize, height: usize, x: f32, y: f32, r: f32) -> Rgb {
        let mut out = Rgb::filled(width, height, [2, 2, 2]);
        for (px, py) in (0..height).flat_map(|py| (0..width).map(move |px| (px, py))) {
            let (dx, dy) = (px as f32 + 0.5 - x, py as f32 + 0.5 - y);
            let notch = dx > 0.6 * r && dx < 0.75 * r && dy < 0.0 && dy > -0.85 * r;
            if dx.hypot(dy) < r || notch {
                let fade = if dy > 0.0 { 3 } else { 4 };
                out.put(px, py, [(40 * fade) as u8, (20 * fade + (px % 7)) as u8, (8 * fade) as u8]);
            }
        }
        out
    }

    fn assert_field(picture: &Rgb, x: f32, y: f32, r: f32) {
        let field = Field::find(picture);
        assert!(field.support > 0.5, "{field:?}");
        let close = |a: f32, b: f32| (a - b).abs() < 0.03 * r;
        assert!(close(field.x, x) && close(field.y, y), "{field:?}");
        assert!(close(field.radius[0], r) && close(field.radius[1], r), "{field:?}");
    }

    #[test]
    fn finds_whole_and_cut_off_circles_at_any_size() {
        assert_field(&eye(200, 200, 100.0, 100.0, 65.0), 100.0, 100.0, 65.0);
        assert_field(&eye(900, 600, 450.0, 300.0, 380.0), 450.0, 300.0, 380.0);
        assert_field(&eye(400, 400, 190.0, 210.0, 215.0), 190.0, 210.0, 215.0);
        assert_field(&eye(2400, 1800, 1100.0, 900.0, 800.0), 1100.0, 900.0, 800.0);
    }

    #[test]
    fn finds_a_field_on_white_and_one_squeezed_to_an_ellipse() {
        let mut white = eye(300, 300, 150.0, 150.0, 120.0);
        for pixel in white.data_mut().chunks_exact_mut(3).filter(|p| p[0] < 10) {
            pixel.fill(250);
        }
        assert_field(&white, 150.0, 150.0, 120.0);
        let field = Field::find(&eye(800, 600, 400.0, 300.0, 380.0).resize(600, 600));
        assert!(
            (field.radius[0] - 285.0).abs() < 12.0 && (field.radius[1] - 380.0).abs() < 16.0,
            "{field:?}"
        );
    }

    #[test]
    fn prepares_to_the_reference_and_blackens_the_rest() {
        let prepared = prepare(&eye(640, 480, 320.0, 240.0, 230.0), 160);
        assert_eq!((prepared.image.width(), prepared.image.height(), prepared.name), (160, 160, "retina-1"));
        assert_eq!(prepared.image.at(2, 2), [0, 0, 0]);
        let lit = |c: usize| {
            let pairs = prepared.image.data().chunks_exact(3).zip(prepared.mask.data());
            let mut values: Vec<f32> = pairs.filter(|(_, m)| **m > 0).map(|(p, _)| f32::from(p[c])).collect();
            percentile(&mut values, 0.5)
        };
        for (channel, wanted) in MEAN.iter().enumerate() {
            assert!((lit(channel) - wanted).abs() < 12.0, "channel {channel}: {}", lit(channel));
        }
    }

    #[test]
    fn a_small_bright_spot_survives() {
        let mut picture = eye(640, 640, 320.0, 320.0, 300.0);
        for (x, y) in (0..8).flat_map(|y| (0..8).map(move |x| (x, y))) {
            picture.put(250 + x, 260 + y, [220, 180, 90]);
        }
        let prepared = prepare(&picture, 320);
        let place = |v: f32, from: f32| ((v - from) / prepared.crop.width * 320.0) as usize;
        let spot = prepared.image.at(place(254.0, prepared.crop.x), place(264.0, prepared.crop.y));
        let beside = prepared.image.at(place(230.0, prepared.crop.x), place(264.0, prepared.crop.y));
        assert!(spot[1] > beside[1] + 40, "{spot:?} beside {beside:?}");
    }
}
