//! Four lines that bound a film: darker than the light box around it, or lit in a dark room.

use super::Corner;
use super::edges::{Line, Slope, lines};
use crate::imaging::Gray;
use crate::imaging::plane::Plane;

/// Long side of the copy on which the film is looked for, pixels.
const WORK: usize = 256;
/// Strongest lines that are tried in each direction.
const TRIED: usize = 10;
/// Points that are looked at along each side.
const POINTS: usize = 48;
/// Share of a side that must be an edge of one kind: glare and labels may hide the rest.
const SUPPORT: f32 = 0.5;
/// Of the photograph; a smaller film has too few pixels to be read.
const LEAST_AREA: f32 = 0.15;
/// A corner this near to the photograph's own edge is not seen whole.
const RIM: f32 = 0.012;

struct Quad {
    corners: [(f32, f32); 4],
    score: f32,
}

pub fn find(photograph: &Gray) -> Option<[Corner; 4]> {
    let (width, height) = (photograph.width(), photograph.height());
    if width < 32 || height < 32 {
        return None;
    }
    let scale = WORK as f32 / width.max(height) as f32;
    let side = |pixels: usize| ((pixels as f32 * scale).round() as usize).max(16);
    let small = photograph.resize(side(width), side(height));
    let slope = Slope::of(&Plane::channel(&small, 0).blur(1));
    let (across, down) = (lines(&slope, false, TRIED), lines(&slope, true, TRIED));
    let mut best: Option<Quad> = None;
    for (top, bottom) in pairs(&across) {
        for (left, right) in pairs(&down) {
            let Some(quad) = quad(&slope, [top, right, bottom, left]) else { continue };
            if best.as_ref().is_none_or(|best| quad.score > best.score) {
                best = Some(quad);
            }
        }
    }
    let corners = refined(&slope, best?.corners);
    Some(corners.map(|(x, y)| {
        let share = |place: f32, side: usize| (place / side as f32).clamp(0.0, 1.0);
        (share(x, small.width()), share(y, small.height()))
    }))
}

/// Every two of them, the one nearer to the upper left corner first.
fn pairs(lines: &[Line]) -> impl Iterator<Item = (Line, Line)> {
    lines.iter().flat_map(|a| lines.iter().map(move |b| (*a, *b))).filter(|(a, b)| a.distance < b.distance)
}

/// `None` when the four lines bound no film. The sides are top, right, bottom, left.
fn quad(slope: &Slope, [top, right, bottom, left]: [Line; 4]) -> Option<Quad> {
    let corners = [top.meets(&left)?, top.meets(&right)?, bottom.meets(&right)?, bottom.meets(&left)?];
    let (width, height) = (slope.x.width as f32, slope.x.height as f32);
    let inside = |(x, y): &(f32, f32)| {
        let (a, b) = (RIM * width, RIM * height);
        (a..width - a).contains(x) && (b..height - b).contains(y)
    };
    let share = area(&corners) / (width * height);
    if !corners.iter().all(inside) || !super::is_convex(&corners) || share < LEAST_AREA {
        return None;
    }
    let supports: [(f32, f32); 4] = std::array::from_fn(|i| support(slope, corners[i], corners[(i + 1) % 4]));
    let score = |kind: fn((f32, f32)) -> f32, bonus: f32| {
        let of_sides = supports.map(kind);
        let least = of_sides.iter().copied().fold(1.0, f32::min);
        (least >= SUPPORT).then(|| of_sides.iter().sum::<f32>() / 4.0 + 0.15 * share + bonus)
    };
    // The light box is bright, too, and has four edges: the film on it is what is looked for.
    let dark = score(|(darker, _)| darker, 0.2);
    let lit = score(|(_, lighter)| lighter, 0.0);
    let score = dark.into_iter().chain(lit).max_by(f32::total_cmp)?;
    Some(Quad { corners, score })
}

fn area(corners: &[(f32, f32); 4]) -> f32 {
    let cross = |i: usize| {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        a.0 * b.1 - b.0 * a.1
    };
    (0..4).map(cross).sum::<f32>() / 2.0
}

/// Shares of the side from `a` to `b`, clockwise, along which it grows darker inwards, and lighter.
fn support(slope: &Slope, a: (f32, f32), b: (f32, f32)) -> (f32, f32) {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx.hypot(dy).max(1e-3);
    let inwards = (-dy / length, dx / length);
    let (mut darker, mut lighter) = (0, 0);
    for point in 0..POINTS {
        let along = (point as f32 + 0.5) / POINTS as f32;
        let place = (a.0 + dx * along, a.1 + dy * along);
        // A pixel to either side: lines are found to within one.
        let changes = [-1.0, 0.0, 1.0].map(|off| {
            slope.along((place.0 + 0.5 + inwards.0 * off, place.1 + 0.5 + inwards.1 * off), inwards)
        });
        darker += usize::from(changes.iter().any(|change| *change < -slope.edge));
        lighter += usize::from(changes.iter().any(|change| *change > slope.edge));
    }
    (darker as f32 / POINTS as f32, lighter as f32 / POINTS as f32)
}

/// Each side laid anew through the steepest places near it, between pixels.
fn refined(slope: &Slope, corners: [(f32, f32); 4]) -> [(f32, f32); 4] {
    let sides: [Option<Line>; 4] = std::array::from_fn(|i| {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        let rough = Line::through(a, b)?;
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let steepest = |point: usize| {
            let along = 0.06 + 0.88 * point as f32 / (POINTS - 1) as f32;
            let place = (a.0 + dx * along, a.1 + dy * along);
            let offsets = (-12..=12).map(|step| step as f32 / 4.0);
            let change = |off: f32| {
                let at = (place.0 + rough.normal.0 * off, place.1 + rough.normal.1 * off);
                sample(&slope.x, at) * rough.normal.0 + sample(&slope.y, at) * rough.normal.1
            };
            let best = offsets.max_by(|p, q| change(*p).abs().total_cmp(&change(*q).abs()))?;
            (change(best).abs() > slope.edge / 2.0).then_some((along, best))
        };
        let mut offsets: Vec<(f32, f32)> = (0..POINTS).filter_map(steepest).collect();
        for _ in 0..3 {
            let (at_start, at_end) = fitted(&offsets)?;
            let away =
                |(along, off): &(f32, f32)| (off - (at_start + (at_end - at_start) * along)).abs() < 0.8;
            let near: Vec<_> = offsets.iter().copied().filter(away).collect();
            if near.len() * 3 < POINTS {
                break;
            }
            offsets = near;
        }
        let (at_start, at_end) = fitted(&offsets)?;
        let moved =
            |place: (f32, f32), off: f32| (place.0 + rough.normal.0 * off, place.1 + rough.normal.1 * off);
        Line::through(moved(a, at_start), moved(b, at_end))
    });
    std::array::from_fn(|i| {
        let met = sides[(i + 3) % 4].zip(sides[i]).and_then(|(a, b)| a.meets(&b));
        let near = met.filter(|(x, y)| (x - corners[i].0).hypot(y - corners[i].1) < 6.0);
        // From the middle of pixels to their edges.
        let (x, y) = near.unwrap_or(corners[i]);
        (x + 0.5, y + 0.5)
    })
}

/// Offsets at the start and at the end of the straight line through these, by least squares.
fn fitted(offsets: &[(f32, f32)]) -> Option<(f32, f32)> {
    let count = offsets.len() as f32;
    let mean = |of: fn(&(f32, f32)) -> f32| offsets.iter().map(of).sum::<f32>() / count;
    let (along, off) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f32 = offsets.iter().map(|point| (point.0 - along).powi(2)).sum();
    let slant = offsets.iter().map(|point| (point.0 - along) * (point.1 - off)).sum::<f32>() / spread;
    (count >= 8.0 && slant.is_finite()).then_some((off - slant * along, off + slant * (1.0 - along)))
}

fn sample(plane: &Plane, (x, y): (f32, f32)) -> f32 {
    plane.sample((x + 0.5) / plane.width as f32, (y + 0.5) / plane.height as f32)
}
