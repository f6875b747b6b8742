//! A V4L2 camera: finds it again after a replug, chooses a format, waits no longer than asked.
//!
//! A capture opens the device, drops the frames in which exposure settles, keeps one and closes
//! the device. All that runs on a thread of its own: an ioctl may hang in the kernel, and the crate
//! `v4l` panics on names that are not UTF-8. Whoever waits gets an error instead.

mod choice;
mod linux;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

pub use choice::{FourCc, Mode, choose};

use super::frame::{PixelFormat, to_picture_bytes};
use super::{Camera, CaptureError, Request, Shot};

/// Frames that go by while a camera finds its exposure and white balance.
const SETTLING_FRAMES: u32 = 6;
/// Frames in a row that may arrive damaged before it is said.
const DAMAGED_FRAMES: u32 = 5;
/// How long `doctor` waits for one device.
const LIST_WAIT: Duration = Duration::from_secs(2);

/// A camera that is plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameraInfo {
    pub path: PathBuf,
    /// As the camera calls itself.
    pub name: String,
    /// Where it is plugged in; stays the same when the number of the device changes.
    pub bus: String,
    pub formats: Vec<Mode>,
}

/// What the picture logic needs of the operating system; a test puts its own in.
pub trait Driver: Send + Sync + 'static {
    /// Name and bus of each device node, without opening it.
    fn nodes(&self) -> Vec<Node>;
    /// Opens a device.
    fn open(&self, path: &Path) -> std::io::Result<Box<dyn Session>>;
}

/// A device node before anyone asked what it can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub path: PathBuf,
    pub name: String,
    pub bus: String,
    /// Which of the nodes of one camera it is: some have a second one for metadata.
    pub index: u32,
}

/// An open device.
pub trait Session {
    /// Empty when it is no camera.
    fn modes(&mut self) -> std::io::Result<Vec<Mode>>;
    /// Starts streaming; the driver may choose another size and says which.
    fn start(&mut self, mode: &Mode) -> std::io::Result<Started>;
    /// The next frame; `None` for one that the driver marks as damaged.
    fn frame(&mut self, wait: Duration) -> std::io::Result<Option<Vec<u8>>>;
}

/// What the frames look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Started {
    pub format: PixelFormat,
    pub width: u32,
    pub height: u32,
    /// Bytes a row, 0 when the driver does not say.
    pub stride: usize,
}

pub struct VideoCamera {
    path: PathBuf,
    name: String,
    /// Which camera it was when it last gave a picture.
    known: Option<Node>,
    driver: Arc<dyn Driver>,
    /// The answer of a capture that nobody waits for any more.
    hanging: Option<Receiver<Result<Vec<u8>, CaptureError>>>,
}

impl VideoCamera {
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self::with_driver(path, Arc::new(linux::Kernel))
    }

    /// With an operating system of one's own.
    pub fn with_driver(path: PathBuf, driver: Arc<dyn Driver>) -> Self {
        let name = path.display().to_string();
        Self { path, name, known: None, driver, hanging: None }
    }

    /// The device that is this camera now: the path as long as the same camera is behind it, else
    /// the same camera under another number.
    fn locate(&self) -> Result<Node, CaptureError> {
        let path = std::fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let nodes = self.driver.nodes();
        let here = nodes.iter().find(|node| node.path == path);
        let Some(known) = &self.known else {
            let unlisted =
                || Node { path: path.clone(), name: self.name.clone(), bus: String::new(), index: 0 };
            return Ok(here.cloned().unwrap_or_else(unlisted));
        };
        let alike = |node: &&Node| node.name == known.name && node.index == known.index;
        let same = |node: &&Node| alike(node) && node.bus == known.bus;
        here.filter(same)
            .or_else(|| nodes.iter().find(same))
            .or_else(|| here.filter(alike))
            .or_else(|| nodes.iter().find(alike))
            .cloned()
            .ok_or(CaptureError::Unplugged)
    }

    /// Waits for the thread of an earlier capture, which may hold the device.
    fn settle(&mut self, wait: Duration) -> Result<(), CaptureError> {
        if let Some(hanging) = &self.hanging {
            if matches!(hanging.recv_timeout(wait), Err(RecvTimeoutError::Timeout)) {
                return Err(CaptureError::Stalled(wait));
            }
            self.hanging = None;
        }
        Ok(())
    }
}

impl Camera for VideoCamera {
    fn is_live(&self) -> bool {
        true
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn capture(&mut self, _request: &Request, wait: Duration) -> Result<Shot, CaptureError> {
        let end = Instant::now() + wait.min(Duration::from_hours(1));
        self.settle(wait)?;
        let node = self.locate()?;
        let (driver, path) = (Arc::clone(&self.driver), node.path.clone());
        let answer = apart(move || take(driver.as_ref(), &path, end, wait))?;
        let left = end.saturating_duration_since(Instant::now());
        let bytes = match answer.recv_timeout(left) {
            Ok(result) => result?,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(CaptureError::Driver("it answered nonsense".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) => {
                self.hanging = Some(answer);
                return Err(CaptureError::Stalled(wait));
            }
        };
        self.name.clone_from(&node.name);
        self.known = Some(node);
        Ok(Shot { bytes, source: self.name.clone() })
    }
}

/// Runs `work` on a thread of its own; the channel closes without an answer if it panics.
fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<Receiver<T>, CaptureError> {
    let (answer, receiver) = mpsc::sync_channel(1);
    std::thread::Builder::new()
        .name("camera".to_owned())
        // Nobody may listen any more: then the answer is dropped.
        .spawn(move || drop(answer.send(work())))
        .map_err(|error| CaptureError::Driver(error.to_string()))?;
    Ok(receiver)
}

/// One picture from an unopened device, no later than `end`.
fn take(driver: &dyn Driver, path: &Path, end: Instant, wait: Duration) -> Result<Vec<u8>, CaptureError> {
    let meaning = |error: std::io::Error| CaptureError::from_io(path, wait, &error);
    let mut session = driver.open(path).map_err(meaning)?;
    let modes = session.modes().map_err(meaning)?;
    if modes.is_empty() {
        return Err(CaptureError::NotACamera(path.to_owned()));
    }
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

/// The cameras that are plugged in, for `doctor`; devices that are no cameras are left out.
#[must_use]
pub fn list_cameras() -> Vec<CameraInfo> {
    list_with(&(Arc::new(linux::Kernel) as Arc<dyn Driver>))
}

fn list_with(driver: &Arc<dyn Driver>) -> Vec<CameraInfo> {
    let mut found = Vec::new();
    for Node { path, name, bus, .. } in driver.nodes() {
        let (device, at) = (Arc::clone(driver), path.clone());
        let answer = apart(move || device.open(&at).and_then(|mut session| session.modes()));
        let modes = answer.ok().and_then(|answer| answer.recv_timeout(LIST_WAIT).ok());
        if let Some(Ok(formats)) = modes
            && !formats.is_empty()
        {
            found.push(CameraInfo { path, name, bus, formats });
        }
    }
    found
}
