//! Owns where pixels go and where touches come from: the canvas, the surfaces (a window,
//! memory) and the touch panel. Knows nothing of what is drawn. Everything runs on the
//! kiosk's own thread; nothing here waits.

mod canvas;
mod evdev;
mod geometry;
mod headless;
mod touch;
mod window;

pub use canvas::{Canvas, Color, Coverage};
pub use evdev::EvdevInput;
pub use geometry::Rect;
pub use headless::{Headless, screenshot};
pub use touch::{Calibration, RawTouch, TouchDecoder};
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
    #[error("the window cannot be used: {0}")]
    Window(String),
    #[error("the screenshot cannot be written: {0}")]
    Screenshot(String),
    #[error("'{0}' is not a calibration: six numbers, separated by spaces")]
    Calibration(String),
}

impl DisplayError {
    #[must_use]
    pub fn class(&self) -> FaultClass {
        FaultClass::NeedsTechnician
    }
}
