use std::path::{Path, PathBuf};

use evdev::{AbsoluteAxisCode, Device, EventSummary, KeyCode, SynchronizationCode};

use super::{Calibration, DisplayError, Input, RawTouch, Touch, TouchDecoder};

/// A touch panel at `/dev/input/event*`.
pub struct EvdevInput {
    device: Device,
    path: PathBuf,
    decoder: TouchDecoder,
}

impl EvdevInput {
    /// `size` is that of the surface in pixels.
    ///
    /// # Errors
    /// [`DisplayError::TouchDevice`] when the device cannot be opened or has no axes.
    pub fn open(path: &Path, size: (usize, usize), calibration: Calibration) -> Result<Self, DisplayError> {
        let device = Device::open(path).map_err(|error| fault(path, &error))?;
        device.set_nonblocking(true).map_err(|error| fault(path, &error))?;
        let mut ranges = [None; 2];
        for (axis, facts) in device.get_absinfo().map_err(|error| fault(path, &error))? {
            let range = Some((facts.minimum(), facts.maximum()));
            match axis {
                AbsoluteAxisCode::ABS_MT_POSITION_X => ranges[0] = range,
                AbsoluteAxisCode::ABS_MT_POSITION_Y => ranges[1] = range,
                AbsoluteAxisCode::ABS_X => ranges[0] = ranges[0].or(range),
                AbsoluteAxisCode::ABS_Y => ranges[1] = ranges[1].or(range),
                _ => {}
            }
        }
        let [Some(x), Some(y)] = ranges else {
            return Err(fault(path, &"it has no absolute axes"));
        };
        let decoder = TouchDecoder::new([x, y], size, calibration);
        Ok(Self { device, path: path.to_owned(), decoder })
    }

    /// The first device that reports touches.
    ///
    /// # Errors
    /// [`DisplayError::TouchDevice`] when there is none.
    pub fn find(size: (usize, usize), calibration: Calibration) -> Result<Self, DisplayError> {
        let touch = evdev::enumerate().find(|(_, device)| {
            device.supported_keys().is_some_and(|keys| keys.contains(KeyCode::BTN_TOUCH))
                && device.supported_absolute_axes().is_some()
        });
        let nothing = || fault(Path::new("/dev/input"), &"no touch device was found");
        let (path, _) = touch.ok_or_else(nothing)?;
        Self::open(&path, size, calibration)
    }
}

impl Input for EvdevInput {
    fn poll(&mut self) -> Result<Vec<Touch>, DisplayError> {
        let events = match self.device.fetch_events() {
            Ok(events) => events,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return Ok(Vec::new()),
            Err(error) => return Err(fault(&self.path, &error)),
        };
        let raw = events.filter_map(|event| raw(&event.destructure()));
        Ok(raw.flat_map(|event| self.decoder.feed(event)).collect())
    }
}

fn raw(event: &EventSummary) -> Option<RawTouch> {
    match *event {
        EventSummary::AbsoluteAxis(_, axis, value) => match axis {
            AbsoluteAxisCode::ABS_X => Some(RawTouch::X(value)),
            AbsoluteAxisCode::ABS_Y => Some(RawTouch::Y(value)),
            AbsoluteAxisCode::ABS_MT_SLOT => Some(RawTouch::Slot(value)),
            AbsoluteAxisCode::ABS_MT_POSITION_X => Some(RawTouch::SlotX(value)),
            AbsoluteAxisCode::ABS_MT_POSITION_Y => Some(RawTouch::SlotY(value)),
            AbsoluteAxisCode::ABS_MT_TRACKING_ID => Some(RawTouch::Tracking(value)),
            _ => None,
        },
        EventSummary::Key(_, KeyCode::BTN_TOUCH, value) => Some(RawTouch::Contact(value != 0)),
        EventSummary::Synchronization(_, SynchronizationCode::SYN_REPORT, _) => Some(RawTouch::Report),
        EventSummary::Synchronization(_, SynchronizationCode::SYN_DROPPED, _) => Some(RawTouch::Dropped),
        _ => None,
    }
}

fn fault(path: &Path, reason: &dyn std::fmt::Display) -> DisplayError {
    DisplayError::TouchDevice { path: path.display().to_string(), reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_device_is_refused_by_name() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = EvdevInput::open(file.path(), (800, 480), Calibration::IDENTITY).err().unwrap();
        assert!(error.to_string().contains(&file.path().display().to_string()), "{error}");
    }
}
