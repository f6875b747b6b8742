//! The part of `capture` that meets a camera's bytes; the rest of the room asks the kernel.

#[path = "../../src/capture/error.rs"]
mod error;
#[path = "../../src/capture/frame.rs"]
pub mod frame;
#[path = "../../src/capture/mjpeg.rs"]
mod mjpeg;

pub use error::CaptureError;
