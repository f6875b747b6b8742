//! Anti-aliased shapes: drawn once by `tiny-skia` as coverage, kept, then blended row by row.

use std::rc::Rc;

use tiny_skia::{FillRule, LineCap, LineJoin, Mask, Path, PathBuilder, Stroke, Transform};

use super::cache::Bounded;
use super::icon::{Icon, round_rect};
use crate::display::{Canvas, Color, Coverage, Rect};

const CACHE_BYTES: usize = 1 << 20;
/// How far a shadow is blurred, in pixels.
const BLUR: i32 = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Disc {
        radius: i32,
    },
    Icon {
        icon: Icon,
        size: i32,
        flipped: bool,
    },
    /// A blurred rectangle with round corners, just large enough to be stretched.
    Shadow {
        radius: i32,
    },
}

pub struct Shapes {
    cache: Bounded<Key, Rc<Coverage>>,
}

impl Default for Shapes {
    fn default() -> Self {
        Self { cache: Bounded::new(CACHE_BYTES) }
    }
}

impl Shapes {
    fn cached(&mut self, key: Key, draw: impl FnOnce() -> Coverage) -> Rc<Coverage> {
        if let Some(found) = self.cache.get(&key) {
            return found;
        }
        let shape = Rc::new(draw());
        self.cache.put(key, Rc::clone(&shape), shape.data.len());
        shape
    }

    pub fn rounded(&mut self, canvas: &mut Canvas, rect: Rect, radius: i32, colour: Color) {
        let radius = radius.min(rect.width / 2).min(rect.height / 2).max(0);
        if radius == 0 {
            return canvas.fill(rect, colour);
        }
        let disc = self.cached(Key::Disc { radius }, || disc(radius));
        let side = radius as usize;
        for (line, row) in disc.data.chunks_exact(side * 2).enumerate() {
            let line = line as i32;
            let y = if line < radius { rect.y + line } else { rect.bottom() - 2 * radius + line };
            canvas.cover_row(rect.x, y, &row[..side], colour);
            canvas.fill(Rect::new(rect.x + radius, y, rect.width - 2 * radius, 1), colour);
            canvas.cover_row(rect.right() - radius, y, &row[side..], colour);
        }
        canvas.fill(Rect::new(rect.x, rect.y + radius, rect.width, rect.height - 2 * radius), colour);
    }

    /// A soft shadow around and a little below `rect`.
    pub fn shadow(&mut self, canvas: &mut Canvas, rect: Rect, radius: i32, colour: Color) {
        let shape = self.cached(Key::Shadow { radius }, || shadow(radius));
        let corner = radius + 2 * BLUR;
        let area = rect.inset(-BLUR).moved(0, BLUR / 2);
        if area.width < 2 * corner || area.height < 2 * corner || !area.meets(canvas.clip()) {
            return;
        }
        let mut row = vec![0; area.width as usize];
        let side = corner as usize;
        for line in 0..area.height {
            let from = if line < corner {
                line
            } else if line < area.height - corner {
                corner
            } else {
                line - area.height + shape.height
            };
            let start = (from * shape.width) as usize;
            let Some(source) = shape.data.get(start..start + shape.width as usize) else { continue };
            row[..side].copy_from_slice(&source[..side]);
            let end = row.len() - side;
            row[side..end].fill(source[side]);
            row[end..].copy_from_slice(&source[side + 1..]);
            canvas.cover_row(area.x, area.y + line, &row, colour);
        }
    }

    pub fn icon(&mut self, canvas: &mut Canvas, rect: Rect, icon: Icon, flipped: bool, ink: Color) {
        let size = rect.width.min(rect.height);
        let shape = self.cached(Key::Icon { icon, size, flipped }, || draw_icon(icon, size, flipped));
        canvas.cover(rect.x, rect.y, &shape, ink);
    }

    /// A line through points, in pixels of the canvas; not kept.
    pub fn line(canvas: &mut Canvas, area: Rect, points: &[(f32, f32)], width: f32, ink: Color) {
        let mut builder = PathBuilder::new();
        for (index, (x, y)) in points.iter().enumerate() {
            let (x, y) = (x - area.x as f32, y - area.y as f32);
            if index == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
        }
        let lines = builder.finish().and_then(|path| outline(&path, width));
        canvas.cover(
            area.x,
            area.y,
            &coverage(area.width, area.height, lines.as_ref(), Transform::identity()),
            ink,
        );
    }
}

fn outline(path: &Path, width: f32) -> Option<Path> {
    let stroke = Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
    path.stroke(&stroke, 4.0)
}

fn coverage<'a>(
    width: i32,
    height: i32,
    paths: impl IntoIterator<Item = &'a Path>,
    transform: Transform,
) -> Coverage {
    let side = |length: i32| length.max(1).unsigned_abs();
    let Some(mut mask) = Mask::new(side(width), side(height)) else {
        return Coverage { width: 0, height: 0, data: Vec::new() };
    };
    for path in paths {
        mask.fill_path(path, FillRule::Winding, true, transform);
    }
    Coverage { width: mask.width() as i32, height: mask.height() as i32, data: mask.take() }
}

fn disc(radius: i32) -> Coverage {
    let r = radius as f32;
    coverage(2 * radius, 2 * radius, PathBuilder::from_circle(r, r, r).as_ref(), Transform::identity())
}

fn draw_icon(icon: Icon, size: i32, flipped: bool) -> Coverage {
    let scale = size as f32 / 24.0;
    let (lines, surfaces) = icon.paths();
    let lines = lines.and_then(|path| outline(&path, 2.0));
    let transform = if flipped {
        Transform::from_row(-scale, 0.0, 0.0, scale, size as f32, 0.0)
    } else {
        Transform::from_scale(scale, scale)
    };
    coverage(size, size, lines.iter().chain(&surfaces), transform)
}

/// Three box blurs come close to a Gaussian.
fn shadow(radius: i32) -> Coverage {
    let side = 2 * (radius + 2 * BLUR) + 1;
    let mut builder = PathBuilder::new();
    let (start, length) = (BLUR as f32, (side - 2 * BLUR) as f32);
    round_rect(&mut builder, start, start, length, length, radius as f32);
    let mut shape = coverage(side, side, builder.finish().as_ref(), Transform::identity());
    for _ in 0..3 {
        blur_rows(&mut shape);
        transpose(&mut shape);
        blur_rows(&mut shape);
        transpose(&mut shape);
    }
    for value in &mut shape.data {
        *value = (u16::from(*value) / 7) as u8;
    }
    shape
}

fn blur_rows(shape: &mut Coverage) {
    let reach = BLUR / 3;
    for row in shape.data.chunks_exact_mut(shape.width.max(1) as usize) {
        let before: Vec<u8> = row.to_vec();
        for (x, value) in row.iter_mut().enumerate() {
            let window = (-reach..=reach).map(|by| {
                let at = usize::try_from(x as i32 + by).ok();
                u32::from(at.and_then(|at| before.get(at)).copied().unwrap_or_default())
            });
            *value = (window.sum::<u32>() / (2 * reach + 1).unsigned_abs()) as u8;
        }
    }
}

/// For squares.
fn transpose(shape: &mut Coverage) {
    let side = shape.width as usize;
    for y in 0..side {
        for x in 0..y {
            shape.data.swap(y * side + x, x * side + y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: Color = Color(255, 255, 255);

    #[test]
    fn a_rounded_rectangle_is_round_at_its_corners_and_full_inside() {
        let mut canvas = Canvas::new(60, 40);
        Shapes::default().rounded(&mut canvas, Rect::new(5, 5, 50, 30), 12, WHITE);
        for (x, y) in [(5, 5), (54, 5), (5, 34), (54, 34), (4, 20), (55, 20)] {
            assert_eq!(canvas.at(x, y), Color(0, 0, 0), "{x} {y}");
        }
        for (x, y) in [(30, 5), (30, 34), (5, 20), (54, 20), (9, 9), (50, 30)] {
            assert_eq!(canvas.at(x, y), WHITE, "{x} {y}");
        }
    }

    #[test]
    fn a_shadow_fades_outwards_on_all_sides() {
        let mut canvas = Canvas::new(200, 120);
        Shapes::default().shadow(&mut canvas, Rect::new(40, 30, 120, 60), 12, WHITE);
        assert!(canvas.at(100, 93).0 > canvas.at(100, 99).0);
        assert!(canvas.at(38, 60).0 > canvas.at(32, 60).0);
        assert_eq!(canvas.at(38, 60), canvas.at(161, 60));
        assert_eq!(canvas.at(10, 60), Color(0, 0, 0));
    }

    #[test]
    fn a_flipped_icon_is_the_mirror_image() {
        let (plain, flipped) = (draw_icon(Icon::Back, 48, false), draw_icon(Icon::Back, 48, true));
        let far = plain
            .data
            .chunks_exact(48)
            .zip(flipped.data.chunks_exact(48))
            .flat_map(|(a, b)| a.iter().zip(b.iter().rev()).map(|(a, b)| a.abs_diff(*b)))
            .max();
        assert!(far.unwrap() <= 48, "{far:?}");
        assert!(plain.data.iter().filter(|value| **value > 0).count() > 100);
    }
}
