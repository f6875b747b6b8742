//! Owns where pictures come from: a V4L2 camera, a folder, the phantom. Does not judge them
//! (quality) and does not read their pixels (imaging). Runs on the thread of the caller, which
//! waits no longer than it said; a V4L2 camera works on a thread of its own, because a driver may
//! hang in the kernel.

mod error;
mod folder;
pub mod frame;
mod latest;
mod mjpeg;
pub mod phantom;
pub mod video;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use error::CaptureError;
pub use latest::Latest;
pub use video::{CameraInfo, list_cameras};

use crate::domain::{Laterality, Task};
use crate::imaging::Rgb;

/// What a picture is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    pub task: Task,
    /// Which eye; none for a chest film.
    pub laterality: Option<Laterality>,
    /// 1 for the first picture, 2 and 3 for retakes.
    pub attempt: u32,
}

/// What the live picture is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Picture(Request),
    /// A patient's card with a QR code.
    Card,
}

/// A picture as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shot {
    /// JPEG as the camera made it, PNG of a raw frame, or the bytes of a file.
    pub bytes: Vec<u8>,
    /// `folder`, `phantom`, or the camera's name: goes into the record.
    pub source: String,
}

pub trait Camera: Send {
    /// For people: what the camera calls itself.
    fn name(&self) -> &str;

    /// Whether somebody has to point it before each picture.
    fn is_live(&self) -> bool {
        false
    }

    /// Takes one picture, within about `wait`.
    ///
    /// # Errors
    /// [`CaptureError`]; the camera stays usable, and a later call finds it again after a replug.
    fn capture(&mut self, request: &Request, wait: Duration) -> Result<Shot, CaptureError>;

    /// Whether it has a live picture.
    fn has_film(&self) -> bool {
        false
    }

    /// The newest frame of the live picture, which may be smaller than what [`Camera::capture`] takes;
    /// `None` when there is no new one within `wait`. Begins the live picture when it does not run.
    ///
    /// # Errors
    /// [`CaptureError`]; a later call begins it again, also after a replug.
    fn film(&mut self, _target: Target, _wait: Duration) -> Result<Option<Arc<Rgb>>, CaptureError> {
        Ok(None)
    }

    /// Ends the live picture, and gives the device back.
    fn rest(&mut self) {}
}

/// Opens `v4l:/dev/video0`, `dir:PATH` or `phantom[:key=value,…]`.
///
/// A V4L2 camera that is not plugged in yet is no error here, but of the first capture.
///
/// # Errors
/// [`CaptureError::Spec`] with the forms that are known.
pub fn open(spec: &str) -> Result<Box<dyn Camera>, CaptureError> {
    let (kind, rest) = spec.split_once(':').unwrap_or((spec, ""));
    match (kind, rest) {
        ("phantom", _) => Ok(Box::new(phantom::PhantomCamera::parse(rest)?)),
        ("v4l" | "dir", "") => Err(CaptureError::Spec(format!("`{kind}:` needs a path, as {kind}:PATH"))),
        ("v4l", path) => Ok(Box::new(video::VideoCamera::at(PathBuf::from(path)))),
        ("dir", path) => Ok(Box::new(folder::Folder::at(PathBuf::from(path)))),
        _ => Err(CaptureError::Spec(format!(
            "`{kind}` is no kind of camera; known are v4l:/dev/video0, dir:PATH and phantom[:key=value,…]"
        ))),
    }
}
