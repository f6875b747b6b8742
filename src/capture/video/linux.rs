//! The kernel's V4L2 by the crate `v4l` 0.14. Built and tried against devices that are no cameras;
//! pictures from a real or virtual camera are tested where the kernel has one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use v4l::buffer::{Flags, Type};
use v4l::format::{Colorspace, Quantization};
use v4l::framesize::FrameSizeEnum;
use v4l::io::mmap::Stream;
use v4l::io::traits::{CaptureStream as _, Stream as _};
use v4l::video::Capture as _;
use v4l::{Device, Format, FourCC};

use super::choice::{FourCc, Mode};
use super::{Driver, Node, Session, Started};
use crate::capture::frame::{PixelFormat, Range};
use crate::imaging::decode::MAX_PIXELS;

const CLASS: &str = "/sys/class/video4linux";
const BUFFERS: u32 = 4;
const ENODEV: i32 = 19;

pub struct Kernel;

impl Driver for Kernel {
    /// From sysfs: the crate's own query panics when the name is not UTF-8.
    fn nodes(&self) -> Vec<Node> {
        let mut nodes: Vec<Node> = fs::read_dir(CLASS)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let number: u32 = entry.file_name().to_str()?.strip_prefix("video")?.parse().ok()?;
                let name = fs::read(entry.path().join("name")).unwrap_or_default();
                let index = fs::read_to_string(entry.path().join("index")).unwrap_or_default();
                let bus = fs::canonicalize(entry.path().join("device")).unwrap_or_default();
                let node = Node {
                    path: PathBuf::from(format!("/dev/video{number}")),
                    name: String::from_utf8_lossy(&name).trim().to_owned(),
                    bus: bus.display().to_string(),
                    index: index.trim().parse().unwrap_or(0),
                };
                Some(node)
            })
            .collect();
        nodes.sort_by(|a, b| {
            a.path.as_os_str().len().cmp(&b.path.as_os_str().len()).then(a.path.cmp(&b.path))
        });
        nodes
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Session>> {
        // The crate unwraps on a zero byte.
        if path.as_os_str().as_encoded_bytes().contains(&0) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let device = Device::with_path(path)?;
        Ok(Box::new(Open { device, stream: None }))
    }
}

struct Open {
    device: Device,
    stream: Option<Stream<'static>>,
}

impl Session for Open {
    fn modes(&mut self) -> io::Result<Vec<Mode>> {
        let mut modes = Vec::new();
        for format in self.device.enum_formats()? {
            let fourcc = FourCc(format.fourcc.repr);
            let sizes = match self.device.enum_framesizes(format.fourcc) {
                Ok(sizes) => sizes.iter().map(|size| largest(&size.size)).collect(),
                Err(error) if error.raw_os_error() == Some(ENODEV) => return Err(error),
                // Drivers of one size need not list it.
                Err(_) => self.device.format().map(|now| vec![(now.width, now.height)]).unwrap_or_default(),
            };
            modes.extend(sizes.into_iter().map(|(width, height)| Mode { fourcc, width, height }));
        }
        Ok(modes)
    }

    fn start(&mut self, mode: &Mode) -> io::Result<Started> {
        let wanted = Format::new(mode.width, mode.height, FourCC::new(&mode.fourcc.0));
        let now = self.device.set_format(&wanted)?;
        let range = match (now.quantization, now.colorspace) {
            (Quantization::FullRange, _) | (Quantization::Default, Colorspace::JPEG) => Range::Full,
            _ => Range::Limited,
        };
        let format = match FourCc(now.fourcc.repr) {
            FourCc::MJPEG | FourCc::JPEG => PixelFormat::Mjpeg,
            FourCc::YUYV => PixelFormat::Yuyv(range),
            FourCc::NV12 => PixelFormat::Nv12(range),
            FourCc::GREY => PixelFormat::Grey,
            other => return Err(io::Error::other(format!("it switched to {other}"))),
        };
        self.stream = Some(Stream::with_buffers(&self.device, Type::VideoCapture, BUFFERS)?);
        Ok(Started { format, width: now.width, height: now.height, stride: now.stride as usize })
    }

    fn frame(&mut self, wait: Duration) -> io::Result<Option<Vec<u8>>> {
        let Some(stream) = &mut self.stream else { return Err(io::ErrorKind::NotConnected.into()) };
        // poll(2) with whole milliseconds; 0 would not wait at all.
        stream.set_timeout(wait.clamp(Duration::from_millis(1), Duration::from_hours(1)));
        let (bytes, meta) = stream.next()?;
        let used = bytes.get(..meta.bytesused as usize).unwrap_or(bytes);
        Ok((!meta.flags.contains(Flags::ERROR) && !used.is_empty()).then(|| used.to_vec()))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // The crate's own drop panics when the stream cannot be stopped for any other reason than
        // an unplugged camera; then its buffers are left to the end of the process.
        if let Some(mut stream) = self.stream.take()
            && stream.stop().is_err_and(|error| error.raw_os_error() != Some(ENODEV))
        {
            std::mem::forget(stream);
        }
    }
}

/// A camera with a range of sizes is asked for the largest that is read.
fn largest(size: &FrameSizeEnum) -> (u32, u32) {
    match size {
        FrameSizeEnum::Discrete(size) => (size.width, size.height),
        FrameSizeEnum::Stepwise(range) => {
            let (mut width, mut height) = (range.max_width, range.max_height);
            while u64::from(width) * u64::from(height) > MAX_PIXELS {
                (width, height) = (width / 2, height / 2);
            }
            (width.max(range.min_width), height.max(range.min_height))
        }
    }
}
