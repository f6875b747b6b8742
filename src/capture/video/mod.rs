//! A V4L2 camera: finds it again after a replug, chooses a format, waits no longer than asked.
//!
//! A capture opens the device, drops the frames in which exposure settles, keeps one and closes
//! the device. The live picture keeps it open in a smaller size, and makes way for a
//! capture unless its frames are already as large as the camera can. All that runs on a thread of its own: an ioctl may hang in the kernel, and the crate
//! `v4l` panics on names that are not UTF-8. Whoever waits gets an error instead.

mod choice;
mod film;
mod linux;
mod take;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

pub use choice::{FourCc, Mode, choose, choose_live};

use super::frame::PixelFormat;
use super::{Camera, CaptureError, Request, Shot, Target};
use crate::imaging::Rgb;
use film::Film;
use take::{apart, take};

/// A live picture without a new frame for so long has stalled.
const STALL: Duration = Duration::from_secs(5);
/// Damaged frames of the live picture in a row, a second of it, before it is said.
const DAMAGED_LIVE: u32 = 30;
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
    film: Option<Film>,
    damaged: u32,
    /// Work that may still hold the device although nobody waits for it: whether it ends in time.
    hanging: Option<Ends>,
}

type Ends = Box<dyn Fn(Duration) -> bool + Send>;

impl VideoCamera {
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self::with_driver(path, Arc::new(linux::Kernel))
    }

    /// With an operating system of one's own.
    pub fn with_driver(path: PathBuf, driver: Arc<dyn Driver>) -> Self {
        let name = path.display().to_string();
        let (known, film, hanging) = (None, None, None);
        Self { path, name, known, driver, film, damaged: 0, hanging }
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

    /// Waits for the thread of earlier work, which may hold the device.
    fn settle(&mut self, wait: Duration) -> Result<(), CaptureError> {
        if let Some(ends) = &self.hanging {
            if !ends(wait) {
                return Err(CaptureError::Stalled(wait));
            }
            self.hanging = None;
        }
        Ok(())
    }

    fn known_as(&mut self, node: Node) {
        self.name.clone_from(&node.name);
        self.known = Some(node);
    }

    /// A frame of the running film, when it is as good as a picture that is taken for itself.
    fn filmed(&mut self, wait: Duration) -> Option<Vec<u8>> {
        let frame = self.film.as_ref()?.next(wait).ok()??;
        frame.full.then(|| frame.picture_bytes().ok())?
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
        if let Some(bytes) = self.filmed(wait) {
            return Ok(Shot { bytes, source: self.name.clone() });
        }
        self.rest();
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
                self.hanging = Some(Box::new(move |wait| {
                    !matches!(answer.recv_timeout(wait), Err(RecvTimeoutError::Timeout))
                }));
                return Err(CaptureError::Stalled(wait));
            }
        };
        self.known_as(node);
        Ok(Shot { bytes, source: self.name.clone() })
    }

    fn has_film(&self) -> bool {
        true
    }

    fn film(&mut self, _target: Target, wait: Duration) -> Result<Option<Arc<Rgb>>, CaptureError> {
        if self.film.is_none() {
            self.settle(wait)?;
            self.film = Some(Film::start(&self.driver, self.locate()?, STALL)?);
        }
        let Some(film) = &self.film else { return Ok(None) };
        let node = film.node.clone();
        match film.next(wait) {
            Ok(None) => Ok(None),
            Ok(Some(frame)) => {
                self.known_as(node);
                let pixels = frame.pixels();
                self.damaged = if pixels.is_ok() { 0 } else { self.damaged + 1 };
                match pixels {
                    Ok(picture) => Ok(Some(Arc::new(picture.to_rgb()))),
                    Err(error) if self.damaged > DAMAGED_LIVE => Err(error),
                    Err(_) => Ok(None),
                }
            }
            Err(error) => {
                if matches!(error, CaptureError::Unplugged) {
                    self.known_as(node);
                }
                self.rest();
                Err(error)
            }
        }
    }

    fn rest(&mut self) {
        if let Some(film) = self.film.take() {
            self.hanging = Some(Box::new(film.end()));
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
