use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use evdev::{AbsoluteAxisCode, Device, EventSummary, KeyCode, SynchronizationCode};

use super::{Calibration, DisplayError, Input, RawTouch, Touch, TouchDecoder};

/// Between two looks for a touch device that is not there.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A touch panel at `/dev/input/event*`.
pub struct EvdevInput {
    device: Device,
    path: PathBuf,
    decoder: TouchDecoder,
    /// What tells that a finger is down: a tablet, and some panels, press a mouse's button.
    contact: KeyCode,
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
        let contact = contact_of(&device).ok_or_else(|| fault(path, &"it tells no touches"))?;
        let decoder = TouchDecoder::new([x, y], size, calibration);
        Ok(Self { device, path: path.to_owned(), decoder, contact })
    }

    /// The first device that reports touches.
    ///
    /// # Errors
    /// [`DisplayError::TouchDevice`] when there is none.
    pub fn find(size: (usize, usize), calibration: Calibration) -> Result<Self, DisplayError> {
        let touch = |(_, device): &(PathBuf, Device)| {
            let axes = device.supported_absolute_axes();
            let flat = axes.is_some_and(|axes| {
                axes.contains(AbsoluteAxisCode::ABS_X) || axes.contains(AbsoluteAxisCode::ABS_MT_POSITION_X)
            });
            flat && contact_of(device).is_some()
        };
        let mut found: Vec<PathBuf> = evdev::enumerate().filter(touch).map(|(path, _)| path).collect();
        found.sort();
        let nothing = || fault(Path::new("/dev/input"), &"no touch device was found");
        Self::open(found.first().ok_or_else(nothing)?, size, calibration)
    }
}

fn contact_of(device: &Device) -> Option<KeyCode> {
    let keys = device.supported_keys()?;
    [KeyCode::BTN_TOUCH, KeyCode::BTN_LEFT].into_iter().find(|key| keys.contains(*key))
}

/// A touch device that may come and go: USB panels do when their cable moves.
pub struct Touchscreen {
    path: Option<PathBuf>,
    size: (usize, usize),
    calibration: Calibration,
    device: Option<EvdevInput>,
    looked: Option<Instant>,
}

impl Touchscreen {
    /// At `path`, or the first one that is found; it need not be there yet.
    #[must_use]
    pub fn new(path: Option<PathBuf>, size: (usize, usize), calibration: Calibration) -> Self {
        Self { path, size, calibration, device: None, looked: None }
    }

    fn look(&mut self) {
        if self.looked.is_some_and(|looked| looked.elapsed() < LOOK_EVERY) {
            return;
        }
        let first = self.looked.replace(Instant::now()).is_none();
        let found = match &self.path {
            Some(path) => EvdevInput::open(path, self.size, self.calibration),
            None => EvdevInput::find(self.size, self.calibration),
        };
        match found {
            Ok(device) => {
                log::info!("touch device {}", device.path.display());
                self.device = Some(device);
            }
            Err(error) if first => log::warn!("{error}; it is looked for every second"),
            Err(_) => {}
        }
    }
}

impl Input for Touchscreen {
    /// A device that is gone lifts its fingers.
    fn poll(&mut self) -> Result<Vec<Touch>, DisplayError> {
        let Some(device) = &mut self.device else {
            self.look();
            return Ok(Vec::new());
        };
        let error = match device.poll() {
            Ok(touches) => return Ok(touches),
            Err(error) => error,
        };
        log::warn!("{error}");
        let lifted = device.decoder.lift();
        (self.device, self.looked) = (None, None);
        Ok(lifted)
    }
}

impl Input for EvdevInput {
    fn poll(&mut self) -> Result<Vec<Touch>, DisplayError> {
        let events = match self.device.fetch_events() {
            Ok(events) => events,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return Ok(Vec::new()),
            Err(error) => return Err(fault(&self.path, &error)),
        };
        let contact = self.contact;
        let raw = events.filter_map(|event| raw(&event.destructure(), contact));
        Ok(raw.flat_map(|event| self.decoder.feed(event)).collect())
    }
}

fn raw(event: &EventSummary, contact: KeyCode) -> Option<RawTouch> {
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
        EventSummary::Key(_, key, value) if key == contact => Some(RawTouch::Contact(value != 0)),
        EventSummary::Synchronization(_, SynchronizationCode::SYN_MT_REPORT, _) => Some(RawTouch::Part),
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
    use evdev::InputEvent;

    use super::*;

    /// `struct input_event` on 64 bits, as a tablet under QEMU sent it for one touch at 60 % of the width
    /// and 80 % of the height: time, then type, code and value, little-endian.
    const RECORDED: [&str; 6] = [
        "1613066b0000000025bc06000000000003000000cc4c0000",
        "1613066b0000000025bc0600000000000300010065660000",
        "1613066b0000000025bc0600000000000100100101000000",
        "1613066b0000000025bc0600000000000000000000000000",
        "1613066b00000000c8100900000000000100100100000000",
        "1613066b00000000c8100900000000000000000000000000",
    ];

    #[test]
    fn what_a_device_sent_is_one_touch() {
        let mut decoder = TouchDecoder::new([(0, 32_767), (0, 32_767)], (800, 480), Calibration::IDENTITY);
        let touches: Vec<Touch> = RECORDED
            .iter()
            .filter_map(|record| {
                let byte = |at: usize| u8::from_str_radix(&record[2 * at..2 * at + 2], 16).unwrap();
                let short = |at: usize| u16::from_le_bytes([byte(at), byte(at + 1)]);
                let value = i32::from_le_bytes([byte(20), byte(21), byte(22), byte(23)]);
                raw(&InputEvent::new(short(16), short(18), value).destructure(), KeyCode::BTN_LEFT)
            })
            .flat_map(|event| decoder.feed(event))
            .collect();
        assert_eq!(touches, [Touch::Down { finger: 0, x: 479, y: 383 }, Touch::Up { finger: 0 }]);
    }

    #[test]
    fn a_device_that_is_not_there_is_waited_for() {
        let mut screen =
            Touchscreen::new(Some("/dev/input/event-nowhere".into()), (800, 480), Calibration::IDENTITY);
        assert_eq!(screen.poll().unwrap(), []);
        assert_eq!(screen.poll().unwrap(), []);
    }

    #[test]
    fn a_file_that_is_no_device_is_refused_by_name() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = EvdevInput::open(file.path(), (800, 480), Calibration::IDENTITY).err().unwrap();
        assert!(error.to_string().contains(&file.path().display().to_string()), "{error}");
    }
}
