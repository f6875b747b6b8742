//! One picture as large as the camera takes it, on a thread of its own.

use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use super::{Driver, Mode, Session, Started, choose};
use crate::capture::CaptureError;
use crate::capture::frame::to_picture_bytes;

/// Frames that go by while a camera finds its exposure and white balance.
pub const SETTLING_FRAMES: u32 = 6;
/// Frames in a row that may arrive damaged before it is said.
pub const DAMAGED_FRAMES: u32 = 5;

/// Runs `work` on a thread of its own; the channel closes without an answer if it panics.
pub fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Receiver<T>, CaptureError> {
    let (answer, receiver) = mpsc::sync_channel(1);
    std::thread::Builder::new()
        .name("camera".to_owned())
        // Nobody may listen any more: then the answer is dropped.
        .spawn(move || drop(answer.send(work())))
        .map_err(|error| CaptureError::Driver(error.to_string()))?;
    Ok(receiver)
}

/// One picture from an unopened device, no later than `end`.
pub fn take(driver: &dyn Driver, path: &Path, end: Instant, wait: Duration) -> Result<Vec<u8>, CaptureError> {
    let meaning = |error: std::io::Error| CaptureError::from_io(path, wait, &error);
    let mut session = driver.open(path).map_err(meaning)?;
    let modes = modes_of(session.as_mut(), path, wait)?;
    let mode = choose(&modes).ok_or(CaptureError::NoFormat)?;
    let started = session.start(mode).map_err(meaning)?;
    let (mut seen, mut damaged) = (0, 0);
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(CaptureError::Stalled(wait));
        }
        let frame = session.frame(left).map_err(meaning)?;
        seen += 1;
        if seen <= SETTLING_FRAMES {
            continue;
        }
        let Started { format, width, height, stride } = started;
        let picture = match frame {
            Some(bytes) => to_picture_bytes(format, width, height, stride, &bytes),
            None => Err(CaptureError::BadFrame("the driver marked it".to_owned())),
        };
        damaged += 1;
        if picture.is_ok() || damaged == DAMAGED_FRAMES {
            return picture;
        }
    }
}

/// What the open device offers.
pub fn modes_of(session: &mut dyn Session, path: &Path, wait: Duration) -> Result<Vec<Mode>, CaptureError> {
    let modes = session.modes().map_err(|error| CaptureError::from_io(path, wait, &error))?;
    if modes.is_empty() { Err(CaptureError::NotACamera(path.to_owned())) } else { Ok(modes) }
}
