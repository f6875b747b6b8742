//! One A4 page and a pen that moves down on it.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Rect, Size, Transform};
use krilla::image::Image;
use krilla::paint::Fill;
use krilla::surface::Surface;

use super::type_setting::{Block, Style, Typesetter};

/// A4 in points.
pub const WIDTH: f32 = 595.0;
pub const HEIGHT: f32 = 842.0;
pub const MARGIN: f32 = 40.0;
/// Between the margins.
pub const INNER: f32 = WIDTH - 2.0 * MARGIN;

pub struct Page<'a> {
    surface: Surface<'a>,
    pub letters: Typesetter,
    /// Where the next thing goes, from the top.
    pub y: f32,
}

impl<'a> Page<'a> {
    pub fn new(surface: Surface<'a>) -> Self {
        Self { surface, letters: Typesetter::new(), y: MARGIN }
    }

    /// A paragraph over the whole width; the pen moves below it.
    pub fn paragraph(&mut self, text: &str, style: Style) {
        let block = self.letters.set(text, style, INNER);
        self.place(&block, MARGIN, self.y);
        self.y += block.height;
    }

    /// A text at a place of its own; the pen stays. Gives the text's height.
    pub fn text(&mut self, text: &str, style: Style, (x, y): (f32, f32), width: f32) -> f32 {
        let block = self.letters.set(text, style, width);
        self.place(&block, x, y);
        block.height
    }

    pub fn place(&mut self, block: &Block, x: f32, y: f32) {
        self.letters.draw(&mut self.surface, block, x, y);
    }

    /// A filled rectangle; nothing where a side is not positive.
    pub fn bar(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), colour: rgb::Color) {
        let Some(rect) = Rect::from_xywh(x, y, width, height) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        self.fill(path, colour);
    }

    /// A regular polygon; with many corners a disc. `turn` is where the first corner lies, in radians
    /// from the right, clockwise.
    pub fn polygon(
        &mut self,
        (x, y): (f32, f32),
        radius: f32,
        (corners, turn): (u8, f32),
        colour: rgb::Color,
    ) {
        let mut path = PathBuilder::new();
        for corner in 0..corners {
            let angle = turn + std::f32::consts::TAU * f32::from(corner) / f32::from(corners);
            let (at_x, at_y) = (x + radius * angle.cos(), y + radius * angle.sin());
            if corner == 0 { path.move_to(at_x, at_y) } else { path.line_to(at_x, at_y) }
        }
        path.close();
        self.fill(path, colour);
    }

    fn fill(&mut self, path: PathBuilder, colour: rgb::Color) {
        if let Some(path) = path.finish() {
            self.surface.set_fill(Some(Fill { paint: colour.into(), ..Fill::default() }));
            self.surface.draw_path(&path);
        }
    }

    pub fn rule(&mut self, colour: rgb::Color) {
        self.bar((MARGIN, self.y), (INNER, 0.6), colour);
        self.y += 6.0;
    }

    pub fn image(&mut self, image: Image, (x, y): (f32, f32), (width, height): (f32, f32)) {
        if let Some(size) = Size::from_wh(width, height) {
            self.surface.push_transform(&Transform::from_translate(x, y));
            self.surface.draw_image(image, size);
            self.surface.pop();
        }
    }
}
