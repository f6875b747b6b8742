use std::collections::VecDeque;
use std::path::Path;

use super::{Canvas, DisplayError, Input, Rect, Surface, Touch};
use crate::imaging::encode;

/// A panel in memory: what was presented can be saved, touches are fed in.
pub struct Headless {
    shown: Canvas,
    dpi: f32,
    touches: VecDeque<Touch>,
}

impl Headless {
    #[must_use]
    pub fn new(width: usize, height: usize, dpi: f32) -> Self {
        Self { shown: Canvas::new(width, height), dpi, touches: VecDeque::new() }
    }

    pub fn feed(&mut self, touch: Touch) {
        self.touches.push_back(touch);
    }

    /// What the panel shows.
    #[must_use]
    pub fn shown(&self) -> &Canvas {
        &self.shown
    }
}

impl Surface for Headless {
    fn size(&self) -> (usize, usize) {
        let area = self.shown.area();
        (area.width as usize, area.height as usize)
    }

    fn dpi(&self) -> Option<f32> {
        Some(self.dpi)
    }

    /// Copies the dirty rows only, so that a rectangle that was forgotten shows in the picture.
    fn present(&mut self, canvas: &Canvas, dirty: &[Rect]) -> Result<(), DisplayError> {
        for rect in dirty {
            self.shown.copy_from(canvas, *rect);
        }
        Ok(())
    }
}

impl Input for Headless {
    fn poll(&mut self) -> Result<Vec<Touch>, DisplayError> {
        Ok(self.touches.drain(..).collect())
    }
}

/// Writes the canvas as PNG; a file of this name is whole.
///
/// # Errors
/// [`DisplayError::Screenshot`] when the file cannot be written.
pub fn screenshot(canvas: &Canvas, path: &Path) -> Result<(), DisplayError> {
    let fault = |reason: &dyn std::fmt::Display| DisplayError::Screenshot(reason.to_string());
    let png = encode::png_rgb(&canvas.to_rgb()).map_err(|error| fault(&error))?;
    let part = path.with_extension("part");
    std::fs::write(&part, png).and_then(|()| std::fs::rename(&part, path)).map_err(|error| fault(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::Color;

    #[test]
    fn only_the_dirty_part_arrives() {
        let mut panel = Headless::new(10, 10, 133.0);
        let mut canvas = Canvas::new(10, 10);
        canvas.fill(canvas.area(), Color(9, 9, 9));
        panel.present(&canvas, &[Rect::new(0, 0, 5, 10)]).unwrap();
        assert_eq!(panel.shown().at(4, 4), Color(9, 9, 9));
        assert_eq!(panel.shown().at(5, 4), Color(0, 0, 0));
    }

    #[test]
    fn a_screenshot_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("screen.png");
        let mut canvas = Canvas::new(3, 2);
        canvas.fill(Rect::new(1, 0, 1, 1), Color(1, 2, 3));
        screenshot(&canvas, &path).unwrap();
        let read = crate::imaging::decode::decode(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(read.picture.to_rgb().at(1, 0), [1, 2, 3]);
    }
}
