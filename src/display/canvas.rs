use std::convert::Infallible;

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{OriginDimensions, Size};
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::primitives::Rectangle;

use super::Rect;
use crate::imaging::Rgb;

/// Red, green and blue as the panel shows them (sRGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    #[must_use]
    pub const fn hex(rgb: u32) -> Self {
        let [_, r, g, b] = rgb.to_be_bytes();
        Self(r, g, b)
    }

    /// XRGB8888.
    #[must_use]
    pub const fn word(self) -> u32 {
        u32::from_be_bytes([0, self.0, self.1, self.2])
    }

    /// `self` with `share` of 255 of `other`.
    #[must_use]
    pub const fn mix(self, other: Self, share: u8) -> Self {
        Self::hex(blend(self.word(), other.word(), share as u32))
    }
}

impl From<Rgb888> for Color {
    fn from(colour: Rgb888) -> Self {
        Self(colour.r(), colour.g(), colour.b())
    }
}

/// Red and blue in one multiplication, green in another; `coverage` from 0 to 255.
const fn blend(under: u32, over: u32, coverage: u32) -> u32 {
    let share = coverage + (coverage >> 7);
    let rest = 256 - share;
    let red_blue = ((under & 0x00FF_00FF) * rest + (over & 0x00FF_00FF) * share + 0x0080_0080) >> 8;
    let green = ((under & 0x0000_FF00) * rest + (over & 0x0000_FF00) * share + 0x0000_8000) >> 8;
    (red_blue & 0x00FF_00FF) | (green & 0x0000_FF00)
}

/// How much of each pixel a shape covers, 0 to 255, rows from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pub width: i32,
    pub height: i32,
    pub data: Vec<u8>,
}

/// XRGB8888 pixels in memory, with a clip that every drawing operation keeps to.
#[derive(Clone)]
pub struct Canvas {
    width: i32,
    height: i32,
    clip: Rect,
    words: Vec<u32>,
}

impl Canvas {
    #[must_use]
    pub fn new(width: usize, height: usize) -> Self {
        let (columns, rows) = (width as i32, height as i32);
        let clip = Rect::new(0, 0, columns, rows);
        Self { width: columns, height: rows, clip, words: vec![0; width * height] }
    }

    #[must_use]
    pub fn area(&self) -> Rect {
        Rect::new(0, 0, self.width, self.height)
    }

    #[must_use]
    pub fn clip(&self) -> Rect {
        self.clip
    }

    /// From here on nothing outside `clip` is touched. Returns the clip that held before.
    pub fn set_clip(&mut self, clip: Rect) -> Rect {
        let clip = clip.intersect(self.area());
        std::mem::replace(&mut self.clip, clip)
    }

    /// All pixels, rows from the top, XRGB8888.
    #[must_use]
    pub fn words(&self) -> &[u32] {
        &self.words
    }

    /// The pixels of row `y` inside `rect`, or nothing when it lies outside the canvas.
    #[must_use]
    pub fn row(&self, rect: Rect, y: i32) -> &[u32] {
        let inside = rect.intersect(self.area());
        if y < inside.y || y >= inside.bottom() {
            return &[];
        }
        let start = (y * self.width + inside.x) as usize;
        &self.words[start..start + inside.width as usize]
    }

    /// The colour at column `x`, row `y`; black outside.
    #[must_use]
    pub fn at(&self, x: i32, y: i32) -> Color {
        self.row(Rect::new(x, y, 1, 1), y).first().map_or(Color(0, 0, 0), |&word| Color::hex(word))
    }

    /// The writable part of row `y` between `from` and `to`, and the column where it starts.
    fn span(&mut self, from: i32, to: i32, y: i32) -> (i32, &mut [u32]) {
        let (left, right) = (from.max(self.clip.x), to.min(self.clip.right()));
        if y < self.clip.y || y >= self.clip.bottom() || left >= right {
            return (left, &mut []);
        }
        let start = (y * self.width + left) as usize;
        (left, &mut self.words[start..start + (right - left) as usize])
    }

    pub fn fill(&mut self, rect: Rect, colour: Color) {
        for y in rect.y.max(self.clip.y)..rect.bottom().min(self.clip.bottom()) {
            self.span(rect.x, rect.right(), y).1.fill(colour.word());
        }
    }

    /// Lays `colour` over the rectangle, `alpha` of 255 strong.
    pub fn tint(&mut self, rect: Rect, colour: Color, alpha: u8) {
        if alpha == u8::MAX {
            return self.fill(rect, colour);
        }
        for y in rect.y.max(self.clip.y)..rect.bottom().min(self.clip.bottom()) {
            for word in self.span(rect.x, rect.right(), y).1 {
                *word = blend(*word, colour.word(), u32::from(alpha));
            }
        }
    }

    /// Blends one row of coverage that starts at column `x`.
    pub fn cover_row(&mut self, x: i32, y: i32, coverage: &[u8], colour: Color) {
        let over = colour.word();
        let (left, words) = self.span(x, x + coverage.len() as i32, y);
        if words.is_empty() {
            return;
        }
        for (word, &share) in words.iter_mut().zip(&coverage[(left - x) as usize..]) {
            match share {
                0 => {}
                u8::MAX => *word = over,
                _ => *word = blend(*word, over, u32::from(share)),
            }
        }
    }

    /// Draws a shape in one colour with its left top corner at (`x`, `y`).
    pub fn cover(&mut self, x: i32, y: i32, shape: &Coverage, colour: Color) {
        if !Rect::new(x, y, shape.width, shape.height).meets(self.clip) {
            return;
        }
        for (line, row) in shape.data.chunks_exact(shape.width.max(1) as usize).enumerate() {
            self.cover_row(x, y + line as i32, row, colour);
        }
    }

    /// Copies a picture pixel for pixel.
    pub fn picture(&mut self, x: i32, y: i32, picture: &Rgb) {
        let width = picture.width();
        for (line, row) in picture.data().chunks_exact((width * 3).max(1)).enumerate() {
            let (left, words) = self.span(x, x + width as i32, y + line as i32);
            if words.is_empty() {
                continue;
            }
            for (word, p) in words.iter_mut().zip(row[(left - x) as usize * 3..].chunks_exact(3)) {
                *word = u32::from_be_bytes([0, p[0], p[1], p[2]]);
            }
        }
    }

    /// Copies `rect` from a canvas of the same size.
    pub fn copy_from(&mut self, other: &Self, rect: Rect) {
        for y in rect.y..rect.bottom() {
            let from = other.row(rect, y);
            let (_, words) = self.span(rect.x, rect.right(), y);
            if words.len() == from.len() {
                words.copy_from_slice(from);
            }
        }
    }

    /// A copy without the unused byte, for a screenshot.
    #[must_use]
    pub fn to_rgb(&self) -> Rgb {
        let bytes = self.words.iter().flat_map(|word| {
            let [_, r, g, b] = word.to_be_bytes();
            [r, g, b]
        });
        let (width, height) = (self.width as usize, self.height as usize);
        Rgb::from_raw(width, height, bytes.collect()).unwrap_or_else(|| Rgb::filled(width, height, [0; 3]))
    }
}

impl OriginDimensions for Canvas {
    fn size(&self) -> Size {
        Size::new(self.width.unsigned_abs(), self.height.unsigned_abs())
    }
}

impl DrawTarget for Canvas {
    type Color = Rgb888;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb888>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        for Pixel(point, colour) in pixels {
            if let Some(word) = self.span(point.x, point.x.saturating_add(1), point.y).1.first_mut() {
                *word = Color::from(colour).word();
            }
        }
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, colour: Rgb888) -> Result<(), Infallible> {
        self.fill(Rect::from(*area), colour.into());
        Ok(())
    }

    fn fill_contiguous<I: IntoIterator<Item = Rgb888>>(
        &mut self,
        area: &Rectangle,
        colours: I,
    ) -> Result<(), Infallible> {
        let rect = Rect::from(*area);
        let mut colours = colours.into_iter();
        for y in rect.y..rect.bottom() {
            let (left, words) = self.span(rect.x, rect.right(), y);
            let skipped = if words.is_empty() { rect.width } else { left - rect.x };
            let mut row = colours.by_ref().take(rect.width as usize).skip(skipped as usize);
            for (word, colour) in words.iter_mut().zip(&mut row) {
                *word = Color::from(colour).word();
            }
            row.for_each(drop);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use embedded_graphics::geometry::Point;

    const WHITE: Color = Color(255, 255, 255);

    #[test]
    fn blending_ends_at_both_colours() {
        assert_eq!(Color(10, 20, 30).mix(WHITE, 0), Color(10, 20, 30));
        assert_eq!(Color(10, 20, 30).mix(WHITE, 255), WHITE);
        assert_eq!(Color(0, 0, 0).mix(WHITE, 128), Color(128, 128, 128));
    }

    #[test]
    fn nothing_leaves_the_clip() {
        let mut canvas = Canvas::new(8, 8);
        canvas.set_clip(Rect::new(2, 2, 3, 3));
        canvas.fill(Rect::new(-5, -5, 50, 50), WHITE);
        let white = canvas.words().iter().filter(|&&word| word == WHITE.word()).count();
        assert_eq!(white, 9);
    }

    #[test]
    fn a_filled_run_that_hangs_over_the_edge_stays_in_step() {
        let mut canvas = Canvas::new(4, 4);
        let area = Rectangle::new(Point::new(-1, -1), Size::new(4, 4));
        let colours = (0..16).map(|step| Rgb888::new(step, 0, 0));
        canvas.fill_contiguous(&area, colours).unwrap();
        assert_eq!(canvas.at(0, 0), Color(5, 0, 0));
        assert_eq!(canvas.at(2, 2), Color(15, 0, 0));
        assert_eq!(canvas.at(3, 3), Color(0, 0, 0));
    }

    #[test]
    fn coverage_is_cut_at_the_left_edge() {
        let mut canvas = Canvas::new(4, 1);
        canvas.cover_row(-2, 0, &[0, 0, 255, 128], WHITE);
        assert_eq!(canvas.at(0, 0), WHITE);
        assert_eq!(canvas.at(1, 0), Color(128, 128, 128));
    }
}
