//! Owns where pixels go and touches come from: the canvas, the surfaces (DRM, framebuffer, a window,
//! memory) and the touch panel. Knows nothing of what is drawn. Everything runs on the kiosk's own
//! thread; nothing here waits longer than for one picture of the panel.

mod canvas;
mod drm;
mod evdev;
mod framebuffer;
mod geometry;
mod headless;
mod panel;
mod pixels;
mod rotation;
mod touch;
#[cfg(feature = "window")]
mod window;

pub use canvas::{Canvas, Color, Coverage};
pub use drm::Drm;
pub use evdev::{EvdevInput, Touchscreen};
pub use framebuffer::Framebuffer;
pub use geometry::Rect;
pub use headless::{Headless, screenshot};
pub use panel::{Output, Panel, Settings, open};
pub use pixels::{Layout, PixelFormat};
pub use rotation::Rotation;
pub use touch::{Calibration, RawTouch, TouchDecoder};
#[cfg(feature = "window")]
pub use window::Window;

use crate::domain::FaultClass;

/// Where a finished picture goes.
pub trait Surface {
    /// Columns and rows of the panel in pixels.
    fn size(&self) -> (usize, usize);
    /// Dots per inch, when the panel says how large it is.
    fn dpi(&self) -> Option<f32>;
    /// Shows the canvas; only what lies in `dirty` has changed since the last call.
    ///
    /// # Errors
    /// [`DisplayError`] when the panel is gone.
    fn present(&mut self, canvas: &Canvas, dirty: &[Rect]) -> Result<(), DisplayError>;
}

/// Where touches come from.
pub trait Input {
    /// What happened since the last call, oldest first. Returns at once.
    ///
    /// # Errors
    /// [`DisplayError`] when the device is gone.
    fn poll(&mut self) -> Result<Vec<Touch>, DisplayError>;
}

/// One finger; `x` and `y` are pixels of the surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    Down {
        finger: u8,
        x: i32,
        y: i32,
    },
    Move {
        finger: u8,
        x: i32,
        y: i32,
    },
    Up {
        finger: u8,
    },
    /// The user closed the window, on a desk.
    Closed,
}

#[derive(Debug, thiserror::Error)]
pub enum DisplayError {
    #[error("no display was found: {0}")]
    NoDisplay(String),
    #[error("the touch device {path} cannot be used: {reason}")]
    TouchDevice { path: String, reason: String },
    #[error("the panel shows nothing any more: {0}. Check its cable, then start again")]
    Lost(String),
    #[error("the window cannot be used: {0}")]
    Window(String),
    #[error("the screenshot cannot be written: {0}")]
    Screenshot(String),
    #[error("'{0}' is not a calibration: six numbers, separated by spaces")]
    Calibration(String),
    #[error("'{0}' is not a rotation: 0, 90, 180 or 270 degrees")]
    Rotation(String),
}

/// What a width in millimetres means; `None` when the panel tells none, or one that cannot be
/// (monitors name sizes of their picture's shape instead of their own).
fn dots_per_inch(pixels: usize, width_mm: u32) -> Option<f32> {
    let dpi = pixels as f32 * 25.4 / width_mm as f32;
    (50.0..=600.0).contains(&dpi).then_some(dpi)
}

impl DisplayError {
    #[must_use]
    pub fn class(&self) -> FaultClass {
        FaultClass::NeedsTechnician
    }
}

#[cfg(test)]
mod tests {
    use super::dots_per_inch;

    #[test]
    fn a_width_that_cannot_be_tells_nothing() {
        // The 7-inch panel of Raspberry Pi: 800 columns on 154 mm.
        assert!((dots_per_inch(800, 154).unwrap() - 132.0).abs() < 0.1);
        assert_eq!(dots_per_inch(800, 0), None);
        assert_eq!(dots_per_inch(1920, 16), None, "a shape of 16 to 9, told as a size");
    }
}
