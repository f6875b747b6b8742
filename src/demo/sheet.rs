use embedded_graphics::Drawable;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Dimensions, OriginDimensions, Point, Size};
use embedded_graphics::mono_font::MonoTextStyle;
use embedded_graphics::mono_font::ascii::FONT_9X18_BOLD;
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::text::{Baseline, Text};

use crate::imaging::Rgb;

const TILE: usize = 300;
const GAP: usize = 16;
const CAPTION: usize = 52;
const PAPER: [u8; 3] = [18, 22, 28];
const INK: Rgb888 = Rgb888::new(226, 230, 236);

/// One picture with up to two lines below it.
pub struct Tile {
    pub picture: Rgb,
    pub caption: [String; 2],
}

/// Lays tiles out in rows, each with its caption.
#[must_use]
pub fn draw(tiles: &[Tile], columns: usize) -> Rgb {
    let columns = columns.max(1);
    let rows = tiles.len().div_ceil(columns);
    let (width, height) = (columns * (TILE + GAP) + GAP, rows * (TILE + CAPTION + GAP) + GAP);
    let mut sheet = Sheet(Rgb::filled(width, height, PAPER));
    for (index, tile) in tiles.iter().enumerate() {
        let x = GAP + index % columns * (TILE + GAP);
        let y = GAP + index / columns * (TILE + CAPTION + GAP);
        sheet.place(&tile.picture, x, y);
        for (line, text) in tile.caption.iter().enumerate() {
            sheet.write(text, x, y + TILE + 8 + line * 20);
        }
    }
    sheet.0
}

struct Sheet(Rgb);

impl Sheet {
    fn place(&mut self, picture: &Rgb, x: usize, y: usize) {
        let longest = picture.width().max(picture.height()).max(1);
        let (width, height) = (picture.width() * TILE / longest, picture.height() * TILE / longest);
        let small = picture.resize(width.max(1), height.max(1));
        let (left, top) = (x + (TILE - small.width()) / 2, y + (TILE - small.height()) / 2);
        for row in 0..small.height() {
            for column in 0..small.width() {
                self.0.put(left + column, top + row, small.at(column, row));
            }
        }
    }

    fn write(&mut self, text: &str, x: usize, y: usize) {
        let style = MonoTextStyle::new(&FONT_9X18_BOLD, INK);
        let place = Point::new(i32::try_from(x).unwrap_or(0), i32::try_from(y).unwrap_or(0));
        // Drawing into memory cannot fail.
        let _ = Text::with_baseline(text, place, style, Baseline::Top).draw(self);
    }
}

impl OriginDimensions for Sheet {
    fn size(&self) -> Size {
        let side = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Size::new(side(self.0.width()), side(self.0.height()))
    }
}

impl DrawTarget for Sheet {
    type Color = Rgb888;
    type Error = std::convert::Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Self::Error>
    where
        I: IntoIterator<Item = embedded_graphics::Pixel<Self::Color>>,
    {
        let bounds = self.bounding_box();
        for embedded_graphics::Pixel(place, colour) in pixels {
            if bounds.contains(place) {
                let (x, y) = (place.x.unsigned_abs() as usize, place.y.unsigned_abs() as usize);
                self.0.put(x, y, [colour.r(), colour.g(), colour.b()]);
            }
        }
        Ok(())
    }
}
