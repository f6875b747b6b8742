//! Which of a camera's formats is taken.

use std::fmt;

use crate::imaging::decode::MAX_PIXELS;

/// Four letters that name a pixel format (V4L2, "pixelformat").
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FourCc(pub [u8; 4]);

impl FourCc {
    pub const MJPEG: Self = Self(*b"MJPG");
    /// Some drivers say it for the same thing.
    pub const JPEG: Self = Self(*b"JPEG");
    pub const YUYV: Self = Self(*b"YUYV");
    pub const NV12: Self = Self(*b"NV12");
    pub const GREY: Self = Self(*b"GREY");

    /// Better formats are higher; none for those that are not read. MJPEG first: it is the
    /// camera's own picture, and the only one that is fast at full size over USB 2.
    fn rank(self) -> Option<u8> {
        match self {
            Self::MJPEG | Self::JPEG => Some(3),
            Self::NV12 => Some(2),
            Self::YUYV => Some(1),
            Self::GREY => Some(0),
            _ => None,
        }
    }
}

impl fmt::Display for FourCc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.escape_ascii().to_string())
    }
}

impl fmt::Debug for FourCc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A format at a size that a camera offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mode {
    pub fourcc: FourCc,
    pub width: u32,
    pub height: u32,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}x{}", self.fourcc, self.width, self.height)
    }
}

/// Colour before grey, then the most pixels that the decoder still reads, then the better format.
#[must_use]
pub fn choose(modes: &[Mode]) -> Option<&Mode> {
    let pixels = |mode: &Mode| u64::from(mode.width) * u64::from(mode.height);
    modes
        .iter()
        .filter(|mode| mode.fourcc.rank().is_some() && (1..=MAX_PIXELS).contains(&pixels(mode)))
        .max_by_key(|mode| (mode.fourcc != FourCc::GREY, pixels(mode), mode.fourcc.rank()))
}

/// Pixels that a live picture should have at least: enough for the gate and for a small panel.
const LIVE_PIXELS: u64 = 640 * 480;

/// The mode of the live picture: the same part of the scene as [`choose`] gives, and the smallest that
/// is large enough, so that the camera reaches its full rate; the largest when none is. At one size raw
/// frames come before MJPEG, which has to be decoded.
#[must_use]
pub fn choose_live(modes: &[Mode]) -> Option<&Mode> {
    let full = choose(modes)?;
    let pixels = |mode: &Mode| u64::from(mode.width) * u64::from(mode.height);
    // Within a fiftieth: drivers round sizes to whole blocks.
    let alike = |mode: &&Mode| {
        let (a, b) =
            (u64::from(mode.width) * u64::from(full.height), u64::from(full.width) * u64::from(mode.height));
        mode.fourcc.rank().is_some() && pixels(mode) > 0 && a.abs_diff(b) * 50 <= a.max(b)
    };
    let colour = |mode: &&Mode| (mode.fourcc == FourCc::GREY) == (full.fourcc == FourCc::GREY);
    modes.iter().filter(alike).filter(colour).min_by_key(|mode| {
        let small = pixels(mode) < LIVE_PIXELS;
        let distance = pixels(mode).abs_diff(LIVE_PIXELS);
        (small, distance, mode.fourcc == FourCc::MJPEG || mode.fourcc == FourCc::JPEG)
    })
}
