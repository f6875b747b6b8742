//! The numbers that the gate's models read, by name.

use super::texture::{band, correlation, dark_lines, inside, mean, quantile, share, spread};
use super::view::{SIDE, View};
use crate::imaging::chest::layout;
use crate::imaging::plane::Plane;

/// Names and values, in the order in which the models were fitted.
pub type Features = Vec<(String, f32)>;

fn named<const N: usize>(values: [(&str, f32); N]) -> Features {
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn log(value: f32) -> f32 {
    value.max(1e-3).ln()
}

/// For telling retina, chest and anything else apart.
pub fn kind(view: &View) -> Features {
    let [red, green, blue] = [&view.red, &view.green, &view.blue].map(|plane| inside(plane, &view.mask));
    let (r, g, b) = (mean(&red), mean(&green), mean(&blue));
    let sum = (r + g + b).max(1.0);
    let triples = || red.iter().zip(&green).zip(&blue).map(|((r, g), b)| (*r, *g, *b));
    let count = red.len().max(1) as f32;
    let part = |test: &dyn Fn(f32, f32, f32) -> bool| {
        triples().filter(|t| test(t.0, t.1, t.2)).count() as f32 / count
    };
    let vivid = triples().map(|(r, g, b)| (r.max(g).max(b) - r.min(g).min(b)) / r.max(g).max(b).max(8.0));
    let luma = inside(&view.luma, &view.core);
    let brightness = mean(&luma).max(4.0);
    let [short, worst] = dark_lines(&view.green, 3).map(|plane| inside(&plane, &view.core));
    let [long, _] = dark_lines(&view.green, 7).map(|plane| inside(&plane, &view.core));
    let strong = quantile(&short, 0.95);
    let on_lines: Vec<f32> =
        short.iter().zip(&worst).filter(|(a, _)| **a >= strong).map(|(_, b)| *b).collect();
    let film = &view.film.inner;
    let slow = film.blur(2);
    let mirrored = Plane::new(SIDE, SIDE, |x, y| slow.at(SIDE - 1 - x, y));
    let detail = [(1, 2), (2, 4), (4, 8)].map(|(fine, coarse)| {
        let band = inside(&band(&view.green, &view.mask, fine, coarse), &view.core);
        let width = spread(&band);
        (width / brightness, mean(&band.iter().map(|v| (v / width.max(0.05)).powi(3)).collect::<Vec<_>>()))
    });
    let frame = view.film.frame;
    let [side, half] = turns(&slow);
    let mut all = named([
        ("gray", part(&|r, g, b| r.max(g).max(b) - r.min(g).min(b) < 7.0)),
        ("red", r / sum),
        ("blue", b / sum),
        ("ordered", part(&|r, g, b| r >= g && g + 4.0 >= b)),
        ("vivid", vivid.sum::<f32>() / count),
        ("red-green", correlation(&red, &green)),
        ("support", view.field.support),
        ("aspect", log(view.field.radius[1] / view.field.radius[0].max(1.0))),
        ("extent", 2.0 * view.field.radius[0] / view.small.width() as f32),
        ("visible", mean(&view.mask.data)),
        ("outside", outside(view) / brightness),
        ("brightness", brightness / 255.0),
        ("contrast", spread(&luma) / brightness),
        ("clipped", share(&luma, |v| v > 250.0)),
        ("black", share(&luma, |v| v < 6.0)),
        ("flat", share(&inside(&steps(&view.luma), &view.core), |v| v < 0.5)),
        ("detail-1", log(detail[0].0)),
        ("detail-2", log(detail[1].0)),
        ("detail-4", log(detail[2].0)),
        ("skew-1", detail[0].1.clamp(-9.0, 9.0)),
        ("skew-2", detail[1].1.clamp(-9.0, 9.0)),
        ("skew-4", detail[2].1.clamp(-9.0, 9.0)),
        ("lines", log(quantile(&short, 0.97) / brightness)),
        ("lines-rare", quantile(&short, 0.97) / (quantile(&short, 0.5).abs() + 1.0)),
        ("lines-narrow", (mean(&on_lines) / strong.max(0.5)).clamp(-4.0, 1.0)),
        ("lines-long", quantile(&long, 0.97) / quantile(&short, 0.97).max(0.5)),
        ("layout", layout(&slow)),
        ("on-side", side),
        ("half-turn", half),
        ("mirror", correlation(&slow.data, &mirrored.data)),
        ("film-contrast", log(spread(&slow.data))),
        ("framed", (frame[2] - frame[0]) * (frame[3] - frame[1])),
    ]);
    all.extend(thumbnail(film));
    all
}

/// Luma of the four corners of the whole picture.
fn outside(view: &View) -> f32 {
    let (w, h) = (view.small.width(), view.small.height());
    let step = (w.min(h) / 32).max(1);
    let corner = |x: usize, y: usize| {
        let part = view.small.crop(x, y, step, step).to_gray();
        mean(&part.data().iter().map(|v| f32::from(*v)).collect::<Vec<_>>())
    };
    (corner(0, 0)
        + corner(w - step.min(w), 0)
        + corner(0, h - step.min(h))
        + corner(w - step.min(w), h - step.min(h)))
        / 4.0
}

/// Difference to the right neighbour.
fn steps(plane: &Plane) -> Plane {
    Plane::new(plane.width, plane.height, |x, y| (plane.at(x + 1, y) - plane.at(x, y)).abs())
}

/// The film as 8 x 8 means without its own brightness and contrast, folded about its middle: the sum
/// of both halves, then their difference without a sign.
fn thumbnail(film: &Plane) -> Features {
    let cell = SIDE / 8;
    let cells: Vec<f32> = (0..64)
        .map(|i| {
            let (x0, y0) = (i % 8 * cell, i / 8 * cell);
            let sum: f32 = (0..cell * cell).map(|j| film.at(x0 + j % cell, y0 + j / cell)).sum();
            sum / (cell * cell) as f32
        })
        .collect();
    let (middle, width) = (mean(&cells), spread(&cells).max(4.0));
    let value = |x: usize, y: usize| (cells[y * 8 + x] - middle) / width;
    let mut all = Vec::new();
    for (y, x) in (0..8).flat_map(|y| (0..4).map(move |x| (y, x))) {
        all.push((format!("both-{y}{x}"), value(x, y) + value(7 - x, y)));
        all.push((format!("apart-{y}{x}"), (value(x, y) - value(7 - x, y)).abs()));
    }
    all
}

/// For the quality of a retina.
pub fn retina(view: &View) -> Features {
    let luma = inside(&view.luma, &view.core);
    let green = inside(&view.green, &view.core);
    let [r, g, b] =
        [&view.red, &view.green, &view.blue].map(|plane| mean(&inside(plane, &view.core)).max(1.0));
    let brightness = mean(&luma).max(4.0);
    let slow = view.green.blur_within(&view.mask, 10);
    let light = inside(&view.luma.blur_within(&view.mask, 10), &view.core);
    let relative = Plane::new(SIDE, SIDE, |x, y| 100.0 * view.green.at(x, y) / slow.at(x, y).max(6.0));
    let [lines, _] = dark_lines(&relative, 3);
    let vessels = inside(&lines, &view.core);
    let bands = [(0, 1), (1, 2), (2, 4), (4, 8)]
        .map(|(fine, coarse)| spread(&inside(&band(&relative, &view.mask, fine, coarse), &view.core)));
    let blob = band(&view.luma, &view.mask, 3, 16);
    let disc = quantile(&inside(&blob, &view.core), 0.995) / brightness;
    let cells = cells(&lines, &view.core);
    let centre = Plane::new(SIDE, SIDE, |x, y| {
        let (dx, dy) = (x as f32 - 63.5, y as f32 - 63.5);
        view.core.at(x, y) * f32::from(u8::from(dx.hypot(dy) < 32.0))
    });
    named([
        ("brightness", brightness / 255.0),
        ("brightness-log", log(brightness / 255.0)),
        ("dark", share(&luma, |v| v < 25.0)),
        ("bright", share(&luma, |v| v > 225.0)),
        ("washed", share(&inside(&view.blue, &view.core), |v| v > 170.0)),
        ("contrast", log(spread(&green) / g)),
        ("uneven", spread(&light) / brightness),
        ("shade", quantile(&light, 0.05) / brightness),
        ("glow", quantile(&light, 0.98) / brightness),
        ("green", g / (r + g + b)),
        ("blue", b / (r + g + b)),
        ("detail-0", log(bands[0])),
        ("detail-1", log(bands[1])),
        ("detail-2", log(bands[2])),
        ("detail-4", log(bands[3])),
        ("sharpness", log(bands[1] / bands[3].max(0.01))),
        ("noise", log(bands[0] / bands[2].max(0.01))),
        ("vessels-90", log(quantile(&vessels, 0.9))),
        ("vessels-97", log(quantile(&vessels, 0.97))),
        ("vessels-rare", quantile(&vessels, 0.97) / (quantile(&vessels, 0.5).abs() + 0.5)),
        ("centre", log(quantile(&inside(&lines, &centre), 0.95))),
        ("covered-2", share(&cells, |v| v > 2.0)),
        ("covered-4", share(&cells, |v| v > 4.0)),
        ("covered-7", share(&cells, |v| v > 7.0)),
        ("disc", disc),
        ("visible", mean(&view.mask.data)),
        ("support", view.field.support),
    ])
}

/// The strongest line in each of 8 x 8 cells that lie in the field.
fn cells(lines: &Plane, core: &Plane) -> Vec<f32> {
    let cell = SIDE / 8;
    let one = |i: usize| {
        let (x0, y0) = (i % 8 * cell, i / 8 * cell);
        let places = (0..cell * cell).map(|j| (x0 + j % cell, y0 + j / cell));
        let values: Vec<f32> =
            places.filter(|(x, y)| core.at(*x, *y) > 0.0).map(|(x, y)| lines.at(x, y)).collect();
        (values.len() * 2 > cell * cell).then(|| quantile(&values, 0.95))
    };
    (0..64).filter_map(one).collect()
}

/// How well the layout fits when the film is laid on its side, either way, and upside down. A sign
/// would say little: the film may have been taken for its own negative.
fn turns(slow: &Plane) -> [f32; 2] {
    let turned = |how: fn(usize, usize) -> (usize, usize)| {
        layout(&Plane::new(SIDE, SIDE, |x, y| {
            let (x, y) = how(x, y);
            slow.at(x, y)
        }))
    };
    let left = turned(|x, y| (y, SIDE - 1 - x)).abs();
    let right = turned(|x, y| (SIDE - 1 - y, x)).abs();
    [left.max(right), turned(|x, y| (SIDE - 1 - x, SIDE - 1 - y)).abs()]
}

/// For the quality of a chest film.
pub fn chest(view: &View) -> Features {
    let film = &view.film.inner;
    let all = Plane::new(SIDE, SIDE, |_, _| 1.0);
    let slow = film.blur(2);
    let [side, half] = turns(&slow);
    let bands =
        [(0, 1), (1, 2), (2, 4), (4, 8)].map(|(fine, coarse)| spread(&band(film, &all, fine, coarse).data));
    let [x0, y0, x1, y1] = view.film.lungs;
    let mirrored = Plane::new(SIDE, SIDE, |x, y| slow.at(SIDE - 1 - x, y));
    let mut out = named([
        ("brightness", mean(&film.data) / 255.0),
        ("contrast", log(spread(&film.data))),
        ("range", (quantile(&film.data, 0.95) - quantile(&film.data, 0.05)) / 255.0),
        ("dark", share(&film.data, |v| v < 10.0)),
        ("bright", share(&film.data, |v| v > 245.0)),
        ("detail-0", log(bands[0])),
        ("detail-1", log(bands[1])),
        ("detail-2", log(bands[2])),
        ("detail-4", log(bands[3])),
        ("sharpness", log(bands[1] / bands[3].max(0.01))),
        ("noise", log(bands[0] / bands[2].max(0.01))),
        ("upright", layout(&slow)),
        ("on-side", side),
        ("half-turn", half),
        ("mirror", correlation(&slow.data, &mirrored.data)),
        ("lungs-wide", x1 - x0),
        ("lungs-high", y1 - y0),
        ("framed", (view.film.frame[2] - view.film.frame[0]) * (view.film.frame[3] - view.film.frame[1])),
    ]);
    out.extend(thumbnail(film));
    out
}
