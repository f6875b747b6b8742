//! Finds borders, inversion and the lungs of a frontal chest film, and makes films look alike.

use super::plane::{Plane, percentile};
use super::{Gray, Prepared, Rect};

/// Side of the square copy on which everything is looked for: small enough that a film of 128 and
/// one of 2000 pixels give the same answer.
const WORK: usize = 128;

/// Where things lie on a film, as shares of its sides.
#[derive(Debug, Clone)]
pub struct Film {
    /// White background: bones are dark.
    pub inverted: bool,
    /// Left, top, right, bottom without borders of one colour.
    pub frame: [f32; 4],
    /// Left, top, right, bottom of both lungs together.
    pub lungs: [f32; 4],
    /// What lies in the frame, 128 x 128, bones bright whatever the file said.
    pub inner: Plane,
}

impl Film {
    #[must_use]
    pub fn find(film: &Gray) -> Self {
        let small = Plane::channel(&film.resize(WORK, WORK), 0);
        let frame = frame(&small);
        let mut inner = Plane::new(WORK, WORK, |x, y| {
            let (u, v) = ((x as f32 + 0.5) / WORK as f32, (y as f32 + 0.5) / WORK as f32);
            small.sample(frame[0] + u * (frame[2] - frame[0]), frame[1] + v * (frame[3] - frame[1]))
        });
        let mut smooth = inner.blur(2);
        let inverted = layout(&smooth) < 0.0;
        if inverted {
            inner.data.iter_mut().for_each(|value| *value = 255.0 - *value);
            // Blurred anew: a blur fades to black at the edges, and its negative to white.
            smooth = inner.blur(2);
        }
        let found = lungs(&smooth);
        let (w, h) = (frame[2] - frame[0], frame[3] - frame[1]);
        let lungs = [
            frame[0] + found[0] * w,
            frame[1] + found[1] * h,
            frame[0] + found[2] * w,
            frame[1] + found[3] * h,
        ];
        Self { inverted, frame, lungs, inner }
    }
}

/// Cuts rows and columns of one colour, black or white, off the edges: at most three fifths a side.
fn frame(small: &Plane) -> [f32; 4] {
    let uniform = |line: &mut dyn Iterator<Item = f32>| {
        let mut values: Vec<f32> = line.collect();
        let (low, high) = (percentile(&mut values, 0.06), percentile(&mut values, 0.94));
        high - low < 8.0 && (high < 16.0 || low > 239.0)
    };
    let row = |y: usize| uniform(&mut (0..WORK).map(|x| small.at(x, y)));
    let column = |x: usize| uniform(&mut (0..WORK).map(|y| small.at(x, y)));
    let count = |test: &dyn Fn(usize) -> bool| {
        (0..WORK * 3 / 5).take_while(|&i| test(i)).count() as f32 / WORK as f32
    };
    let [left, top] = [count(&column), count(&row)];
    let [right, bottom] = [1.0 - count(&|i| column(WORK - 1 - i)), 1.0 - count(&|i| row(WORK - 1 - i))];
    if right - left < 0.25 || bottom - top < 0.25 { [0.0, 0.0, 1.0, 1.0] } else { [left, top, right, bottom] }
}

/// Left half of a symmetric 8 x 8 template: positive where a chest film is bright (spine, heart,
/// belly, shoulders), negative where it is dark (lungs, air beside the neck and the flanks).
/// Logistic regression of films against their negatives (models/train/gate.py); a source left out
/// of the fit is told with 0.1 to 0.3 % errors (white canvas around films aside).
const POLARITY: [[f32; 4]; 8] = [
    [-0.81, -0.47, -0.23, 0.12],
    [0.27, 0.22, -0.24, 0.12],
    [0.35, -0.14, -0.61, 0.03],
    [0.11, -0.36, -0.43, 0.22],
    [-0.16, -0.35, 0.02, 0.56],
    [-0.36, -0.25, 0.29, 0.77],
    [-0.56, -0.08, 0.49, 1.0],
    [-0.75, 0.0, 0.43, 0.78],
];

/// Correlation with the template, -1 to 1: high for an upright film, below 0 for its negative.
#[must_use]
pub fn layout(inner: &Plane) -> f32 {
    let cell = (inner.width / 8).max(1);
    let weight = |i: usize| {
        let (x, y) = ((i % inner.width / cell).min(7), (i / inner.width / cell).min(7));
        POLARITY[y][x.min(7 - x)]
    };
    let count = inner.data.len() as f32;
    let mean = inner.data.iter().sum::<f32>() / count;
    let middle = (0..inner.data.len()).map(weight).sum::<f32>() / count;
    let (mut product, mut own, mut other) = (0.0, 1e-3, 1e-3);
    for (i, value) in inner.data.iter().enumerate() {
        let (a, b) = (value - mean, weight(i));
        product += a * b;
        own += a * a;
        other += (b - middle) * (b - middle);
    }
    product / (own * other).sqrt()
}

/// The box around both lungs by column and row profiles. Bounded, so that a white lung or a strange
/// film moves it little.
fn lungs(inner: &Plane) -> [f32; 4] {
    let at = |share: f32| (share * WORK as f32) as usize;
    let columns: Vec<f32> = (0..WORK)
        .map(|x| {
            let mut values: Vec<f32> = (at(0.25)..at(0.65)).map(|y| inner.at(x, y)).collect();
            percentile(&mut values, 0.5)
        })
        .collect();
    let spine = extreme(&columns, at(0.35), at(0.65), 1.0);
    let left = extreme(&columns, spine - at(0.33), spine - at(0.08), -1.0);
    let right = extreme(&columns, spine + at(0.08), (spine + at(0.33)).min(WORK), -1.0);
    let x0 = rise(&columns, left, extreme(&columns, 0, left + 1, 1.0));
    let x1 = rise(&columns, right, extreme(&columns, right, WORK, 1.0));
    let rows: Vec<f32> = (0..WORK)
        .map(|y| {
            let line = (x0 as usize..=left).chain(right..=x1 as usize).map(|x| inner.at(x, y));
            let mut values: Vec<f32> = line.collect();
            percentile(&mut values, 0.4)
        })
        .collect();
    let middle = extreme(&rows, at(0.25), at(0.6), -1.0);
    let y0 = rise(&rows, middle, extreme(&rows, 0, middle + 1, 1.0));
    let y1 = rise(&rows, middle, extreme(&rows, middle, WORK, 1.0));
    let share = |place: f32| place / WORK as f32;
    [
        share(x0).clamp(0.02, 0.2),
        share(y0).clamp(0.02, 0.28),
        share(x1).clamp(0.8, 0.98),
        share(y1).clamp(0.68, 0.98),
    ]
}

/// Index of the highest (`sign` 1) or lowest (`sign` -1) value in the range.
fn extreme(profile: &[f32], from: usize, to: usize, sign: f32) -> usize {
    (from..to.min(profile.len()))
        .max_by(|&a, &b| (sign * profile[a]).total_cmp(&(sign * profile[b])))
        .unwrap_or(from)
}

/// Where the profile, on its way from the lung to the wall, has risen half of the way; between the
/// lines, so that a little noise moves the crop little.
fn rise(profile: &[f32], lung: usize, wall: usize) -> f32 {
    let half = profile[lung].midpoint(profile[wall]);
    let outwards: Vec<usize> =
        if wall < lung { (wall..=lung).rev().collect() } else { (lung..=wall).collect() };
    let crossing = outwards.windows(2).find(|pair| profile[pair[1]] >= half);
    crossing.map_or(wall as f32, |pair| {
        let (inside, outside) = (profile[pair[0]], profile[pair[1]]);
        let share = if outside > inside { (half - inside) / (outside - inside) } else { 1.0 };
        pair[0] as f32 + share.clamp(0.0, 1.0) * (pair[1] as f32 - pair[0] as f32)
    })
}

#[must_use]
pub fn prepare(film: &Gray, size: usize) -> Prepared {
    let found = Film::find(film);
    let (w, h) = (film.width() as f32, film.height() as f32);
    let [left, top, right, bottom] = found.lungs;
    // Most room above: the apices are narrower than the profile sees, and tuberculosis sits there.
    let x0 = (left - 0.05).max(found.frame[0]);
    let y0 = (top - 0.12).max(found.frame[1]);
    let x1 = (right + 0.05).min(found.frame[2]);
    let y1 = (bottom + 0.07).min(found.frame[3]);
    let crop = Rect { x: x0 * w, y: y0 * h, width: (x1 - x0) * w, height: (y1 - y0) * h };
    let part = film.crop(
        crop.x.round() as usize,
        crop.y.round() as usize,
        (crop.width.round() as usize).max(1),
        (crop.height.round() as usize).max(1),
    );
    let mut image = part.resize(size, size);
    if found.inverted {
        image.data_mut().iter_mut().for_each(|value| *value = 255 - *value);
    }
    equalise(&mut image);
    let mut mask = Gray::filled(size, size, [0]);
    for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
        let u = (x0 + (x as f32 + 0.5) / size as f32 * (x1 - x0) - left) / (right - left);
        let v = (y0 + (y as f32 + 0.5) / size as f32 * (y1 - y0) - top + 0.08) / (bottom - top + 0.14);
        // A rounded box, taller than the profile saw: apices and the angles below are narrow.
        if (2.0 * u - 1.0).powi(4) + (2.0 * v - 1.0).powi(4) < 1.0 {
            mask.put(x, y, [255]);
        }
    }
    Prepared { image: image.to_rgb(), mask, crop, name: "chest-1" }
}

/// Stretches the middle 98 % to the whole range and goes half of the way to an even histogram. Both
/// are read from a small copy, so that they do not depend on the resolution; pure black and white
/// (borders, letters, blacked-out names) do not count.
fn equalise(image: &mut Gray) {
    let small = image.resize(WORK, WORK);
    let mut values: Vec<f32> =
        small.data().iter().filter(|v| (3..=252).contains(*v)).map(|&v| f32::from(v)).collect();
    if values.len() < WORK {
        return;
    }
    values.sort_unstable_by(f32::total_cmp);
    let (low, high) = (percentile(&mut values, 0.01), percentile(&mut values, 0.99));
    values.sort_unstable_by(f32::total_cmp);
    let table: [u8; 256] = std::array::from_fn(|level| {
        let level = level as f32;
        let stretched = ((level - low) / (high - low).max(16.0)).clamp(0.0, 1.0);
        let rank = values.partition_point(|v| *v <= level) as f32 / values.len() as f32;
        (255.0 * stretched.midpoint(rank)).round() as u8
    });
    image.data_mut().iter_mut().for_each(|value| *value = table[usize::from(*value)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two dark lungs in a bright body before black air, in a frame of one colour.
    fn film(size: usize, frame: f32, colour: u8) -> Gray {
        let mut out = Gray::filled(size, size, [colour]);
        for (x, y) in (0..size).flat_map(|y| (0..size).map(move |x| (x, y))) {
            let at = |i: usize| ((i as f32 + 0.5) / size as f32 - frame) / (1.0 - 2.0 * frame);
            let (u, v) = (at(x), at(y));
            if !(0.0..1.0).contains(&u) || !(0.0..1.0).contains(&v) {
                continue;
            }
            let lung = |middle: f32| 1.3 - ((u - middle) / 0.16).hypot((v - 0.45) / 0.3);
            let inside = (3.0 * lung(0.3).max(lung(0.7))).clamp(0.0, 1.0);
            let body = (8.0 * (0.5 - (u - 0.5).abs())).clamp(0.0, 1.0);
            let spine = 40.0 * (1.0 - 8.0 * (u - 0.5).abs()).max(0.0);
            let value = (20.0 + 120.0 * body + 30.0 * v + spine) * (1.0 - inside) + 60.0 * inside;
            out.put(x, y, [value as u8]);
        }
        out
    }

    fn negative(mut film: Gray) -> Gray {
        film.data_mut().iter_mut().for_each(|value| *value = 255 - *value);
        film
    }

    fn apart(one: &Prepared, other: &Prepared) -> f32 {
        let pairs = one.image.data().iter().zip(other.image.data());
        pairs.map(|(a, b)| f32::from(a.abs_diff(*b))).sum::<f32>() / one.image.data().len() as f32
    }

    #[test]
    fn tells_a_film_from_its_negative() {
        assert!(!Film::find(&film(300, 0.0, 0)).inverted);
        assert!(Film::find(&negative(film(300, 0.0, 0))).inverted);
        let (one, other) = (prepare(&film(300, 0.0, 0), 96), prepare(&negative(film(300, 0.0, 0)), 96));
        assert!(apart(&one, &other) < 4.0, "{}: {:?} {:?}", apart(&one, &other), one.crop, other.crop);
    }

    #[test]
    fn cuts_black_and_white_frames_off() {
        for colour in [0, 255] {
            let found = Film::find(&film(512, 0.12, colour));
            assert!(
                (found.frame[0] - 0.12).abs() < 0.02 && (found.frame[3] - 0.88).abs() < 0.02,
                "{found:?}"
            );
        }
    }

    #[test]
    fn one_film_gives_one_picture_at_every_resolution() {
        let large = prepare(&film(1024, 0.05, 0), 128);
        let small = prepare(&film(1024, 0.05, 0).resize(128, 128), 128);
        let pairs = large.image.data().iter().zip(small.image.data());
        let apart =
            pairs.map(|(a, b)| f32::from(a.abs_diff(*b))).sum::<f32>() / large.image.data().len() as f32;
        assert!(apart < 6.0, "{apart}");
    }

    #[test]
    fn the_lungs_lie_in_the_crop_and_in_the_mask() {
        let prepared = prepare(&film(400, 0.0, 0), 200);
        let place = |u: f32, v: f32| {
            let (x, y) = (u * 400.0 - prepared.crop.x, v * 400.0 - prepared.crop.y);
            ((x / prepared.crop.width * 200.0) as usize, (y / prepared.crop.height * 200.0) as usize)
        };
        for (u, v) in [(0.3, 0.25), (0.7, 0.25), (0.2, 0.5), (0.8, 0.5), (0.3, 0.7), (0.7, 0.7)] {
            let (x, y) = place(u, v);
            assert_eq!(prepared.mask.at(x, y), [255], "{u} {v} in {:?}", prepared.crop);
            assert!(prepared.image.at(x, y)[0] < 100, "{u} {v}");
        }
    }
}
