//! From the canvas to the bytes of a panel's memory; no I/O.

use super::{Canvas, Rect, Rotation};

/// Of one pixel in memory, little-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelFormat {
    /// Four bytes: blue, green, red, nothing.
    Xrgb8888,
    /// Four bytes: red, green, blue, nothing.
    Xbgr8888,
    /// Two bytes: five bits of red, six of green, five of blue.
    Rgb565,
}

impl PixelFormat {
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::Xrgb8888 | Self::Xbgr8888 => 4,
            Self::Rgb565 => 2,
        }
    }

    fn write(self, words: impl Iterator<Item = u32>, line: &mut Vec<u8>) {
        line.clear();
        match self {
            Self::Xrgb8888 => line.extend(words.flat_map(u32::to_le_bytes)),
            Self::Xbgr8888 => line.extend(words.flat_map(|word| {
                let [blue, green, red, _] = word.to_le_bytes();
                [red, green, blue, 0]
            })),
            Self::Rgb565 => line.extend(words.flat_map(|word| {
                let [blue, green, red, _] = word.to_le_bytes().map(u16::from);
                ((red >> 3) << 11 | (green >> 2) << 5 | blue >> 3).to_le_bytes()
            })),
        }
    }
}

/// How a panel's memory is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    pub format: PixelFormat,
    /// Columns and rows of the panel as it is built, whatever its rotation.
    pub size: (usize, usize),
    /// From one row to the next, bytes.
    pub stride: usize,
    /// Of the first pixel that is shown, bytes.
    pub start: usize,
}

impl Layout {
    /// `None` when rows would overlap, or the memory has no room for the last one.
    #[must_use]
    pub fn checked(self, memory: usize) -> Option<Self> {
        let row = self.size.0.checked_mul(self.format.bytes())?;
        let last = self.stride.checked_mul(self.size.1.checked_sub(1)?)?.checked_add(self.start)?;
        (self.size.0 > 0 && row <= self.stride && last.checked_add(row)? <= memory).then_some(self)
    }

    /// Hands on the panel's rows, or parts of them, that `dirty` touches: where they lie in memory,
    /// and their bytes.
    ///
    /// # Errors
    /// The first one of `put`.
    pub fn rows<E>(
        &self,
        canvas: &Canvas,
        dirty: &[Rect],
        rotation: Rotation,
        mut put: impl FnMut(usize, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let area = canvas.area();
        let size = (area.width, area.height);
        let (columns, lines) = self.size;
        let panel = Rect::new(0, 0, columns as i32, lines as i32);
        let mut line = Vec::new();
        for rect in dirty {
            let part = rotation.on_panel(rect.intersect(area), size).intersect(panel);
            for y in part.y..part.bottom() {
                let (start, step) = rotation.source((part.x, y), size);
                let words = (0..part.width).map(|x| canvas.words()[(start + x * step) as usize]);
                self.format.write(words, &mut line);
                let offset = self.start + y as usize * self.stride + part.x as usize * self.format.bytes();
                put(offset, &line)?;
            }
        }
        Ok(())
    }

    /// Writes the damage into a mapped panel; what lies beyond the memory is left out.
    pub fn copy(&self, canvas: &Canvas, dirty: &[Rect], rotation: Rotation, memory: &mut [u8]) {
        let never: Result<(), std::convert::Infallible> =
            self.rows(canvas, dirty, rotation, |offset, bytes| {
                if let Some(place) = memory.get_mut(offset..offset + bytes.len()) {
                    place.copy_from_slice(bytes);
                }
                Ok(())
            });
        let Ok(()) = never;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::Color;

    fn layout(format: PixelFormat, size: (usize, usize)) -> Layout {
        Layout { format, size, stride: size.0 * format.bytes() + 6, start: 0 }
    }

    /// A canvas whose pixels all differ.
    fn canvas(width: usize, height: usize) -> Canvas {
        let mut canvas = Canvas::new(width, height);
        for (y, x) in (0..height as i32).flat_map(|y| (0..width as i32).map(move |x| (y, x))) {
            canvas.fill(Rect::new(x, y, 1, 1), Color(8 * x as u8, 8 * y as u8, 40));
        }
        canvas
    }

    #[test]
    fn colours_have_their_bits() {
        let mut canvas = Canvas::new(1, 1);
        canvas.fill(canvas.area(), Color(0xFF, 0x84, 0x08));
        for (format, wanted) in [
            (PixelFormat::Xrgb8888, &[0x08, 0x84, 0xFF, 0][..]),
            (PixelFormat::Xbgr8888, &[0xFF, 0x84, 0x08, 0]),
            (PixelFormat::Rgb565, &0xfc21_u16.to_le_bytes()),
        ] {
            let mut memory = vec![0; 10];
            layout(format, (1, 1)).copy(&canvas, &[canvas.area()], Rotation::None, &mut memory);
            assert_eq!(&memory[..format.bytes()], wanted, "{format:?}");
        }
    }

    #[test]
    fn only_the_damage_is_written_and_padding_never() {
        let canvas = canvas(6, 4);
        let layout = layout(PixelFormat::Rgb565, (6, 4));
        let mut written = Vec::new();
        let dirty = [Rect::new(4, 2, 90, 90), Rect::new(-5, 0, 6, 1)];
        let put = |offset: usize, bytes: &[u8]| -> Result<(), ()> {
            written.push((offset, bytes.len()));
            Ok(())
        };
        layout.rows(&canvas, &dirty, Rotation::None, put).unwrap();
        assert_eq!(written, [(2 * 18 + 8, 4), (3 * 18 + 8, 4), (0, 2)]);
    }

    #[test]
    fn a_turned_panel_shows_the_same_picture() {
        let canvas = canvas(6, 4);
        for (rotation, seen) in [
            (Rotation::Quarter, (|x, y| (5 - y, x)) as fn(usize, usize) -> (usize, usize)),
            (Rotation::Half, |x, y| (5 - x, 3 - y)),
            (Rotation::ThreeQuarters, |x, y| (y, 3 - x)),
        ] {
            let size = rotation.turned((6, 4));
            let layout = layout(PixelFormat::Xrgb8888, size);
            let mut memory = vec![0; layout.stride * size.1];
            layout.copy(&canvas, &[canvas.area()], rotation, &mut memory);
            for (y, x) in (0..size.1).flat_map(|y| (0..size.0).map(move |x| (y, x))) {
                let at = y * layout.stride + 4 * x;
                let (column, row) = seen(x, y);
                assert_eq!(memory[at..at + 3], [40, 8 * row as u8, 8 * column as u8], "{rotation:?} {x} {y}");
            }
        }
    }

    #[test]
    fn a_layout_that_reaches_beyond_its_memory_is_refused() {
        let good = Layout { format: PixelFormat::Rgb565, size: (4, 3), stride: 8, start: 0 };
        assert!(good.checked(24).is_some());
        assert!(good.checked(23).is_none());
        assert!(Layout { stride: 7, ..good }.checked(99).is_none());
        assert!(Layout { start: 1, ..good }.checked(24).is_none());
        assert!(Layout { size: (0, 0), ..good }.checked(24).is_none());
        assert!(Layout { stride: usize::MAX, ..good }.checked(24).is_none());
    }
}
