//! The live picture: a thread reads every frame that the driver has, and the newest wins. A reader
//! that is slow never makes the picture late, and a driver that hangs never holds the reader up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use super::take::{apart, modes_of};
use super::{Driver, Node, Started, choose, choose_live};
use crate::capture::latest::Latest;
use crate::capture::{CaptureError, frame};
use crate::imaging::Picture;

/// One frame as the camera gave it.
pub struct Frame {
    started: Started,
    bytes: Vec<u8>,
    /// It is as large as the pictures that are taken.
    pub full: bool,
}

impl Frame {
    pub fn pixels(&self) -> Result<Picture, CaptureError> {
        let Started { format, width, height, stride } = self.started;
        frame::to_pixels(format, width, height, stride, &self.bytes)
    }

    pub fn picture_bytes(&self) -> Result<Vec<u8>, CaptureError> {
        let Started { format, width, height, stride } = self.started;
        frame::to_picture_bytes(format, width, height, stride, &self.bytes)
    }
}

pub struct Film {
    frames: Arc<Latest<Result<Frame, CaptureError>>>,
    running: Running,
    ended: Receiver<()>,
    pub node: Node,
}

/// The thread goes on as long as this is there.
struct Running(Arc<AtomicBool>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Film {
    /// `stall`: a camera that gives no frame for so long is stalled.
    pub fn start(driver: &Arc<dyn Driver>, node: Node, stall: Duration) -> Result<Self, CaptureError> {
        let (frames, goes_on) = (Arc::new(Latest::default()), Arc::new(AtomicBool::new(true)));
        let ended = {
            let (driver, path) = (Arc::clone(driver), node.path.clone());
            let (frames, goes_on) = (Arc::clone(&frames), Arc::clone(&goes_on));
            apart(move || {
                if let Err(error) = roll(driver.as_ref(), &path, stall, &frames, &goes_on) {
                    frames.put(Err(error));
                }
                frames.close();
            })?
        };
        Ok(Self { frames, running: Running(goes_on), ended, node })
    }

    /// The newest frame; `None` when there is no new one within `wait`.
    ///
    /// # Errors
    /// Why the film ended; it must be started again.
    pub fn next(&self, wait: Duration) -> Result<Option<Frame>, CaptureError> {
        if let Some(frame) = self.frames.take(wait) {
            return frame.map(Some);
        }
        match self.ended.try_recv() {
            Err(TryRecvError::Empty) => Ok(None),
            // The thread is gone without a word: the crate panicked.
            _ => Err(CaptureError::Driver("it answered nonsense".to_owned())),
        }
    }

    /// Gives the device back; whether it did so within `wait` is told by the answer, which can be
    /// asked again.
    pub fn end(self) -> impl Fn(Duration) -> bool + Send {
        let Self { running, ended, .. } = self;
        drop(running);
        move |wait| !matches!(ended.recv_timeout(wait), Err(RecvTimeoutError::Timeout))
    }
}

fn roll(
    driver: &dyn Driver,
    path: &std::path::Path,
    stall: Duration,
    frames: &Latest<Result<Frame, CaptureError>>,
    goes_on: &AtomicBool,
) -> Result<(), CaptureError> {
    let meaning = |error: std::io::Error| CaptureError::from_io(path, stall, &error);
    let mut session = driver.open(path).map_err(meaning)?;
    let modes = modes_of(session.as_mut(), path, stall)?;
    let full = choose(&modes).ok_or(CaptureError::NoFormat)?;
    let mode = choose_live(&modes).unwrap_or(full);
    let started = session.start(mode).map_err(meaning)?;
    while goes_on.load(Ordering::Acquire) {
        if let Some(bytes) = session.frame(stall).map_err(meaning)? {
            frames.put(Ok(Frame { started, bytes, full: mode == full }));
        }
    }
    Ok(())
}
