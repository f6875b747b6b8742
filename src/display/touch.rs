//! From the kernel's touch events to fingers on the panel; no I/O.

use std::str::FromStr;

use super::{DisplayError, Touch};

/// More fingers than this belong to a palm.
const FINGERS: usize = 10;

/// One event of a touch device, by the kernel's multi-touch protocol B
/// (Documentation/input/multi-touch-protocol.rst); the single-touch ones serve resistive panels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawTouch {
    X(i32),
    Y(i32),
    /// BTN_TOUCH.
    Contact(bool),
    Slot(i32),
    SlotX(i32),
    SlotY(i32),
    /// ABS_MT_TRACKING_ID; negative when the finger is lifted.
    Tracking(i32),
    /// SYN_REPORT: what came before belongs together.
    Report,
    /// SYN_DROPPED: the kernel's buffer ran over, fingers may have been lifted unseen.
    Dropped,
}

/// How the device lies on the panel: a matrix on places from 0 to 1, row by row, as libinput's
/// `LIBINPUT_CALIBRATION_MATRIX`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration([f32; 6]);

impl Calibration {
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);

    /// The panel is mounted turned clockwise by so many quarters.
    #[must_use]
    pub fn quarter_turns(turns: u8) -> Self {
        Self(match turns % 4 {
            0 => Self::IDENTITY.0,
            1 => [0.0, -1.0, 1.0, 1.0, 0.0, 0.0],
            2 => [-1.0, 0.0, 1.0, 0.0, -1.0, 1.0],
            _ => [0.0, 1.0, 0.0, -1.0, 0.0, 1.0],
        })
    }

    fn apply(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + b * y + c, d * x + e * y + f)
    }
}

impl FromStr for Calibration {
    type Err = DisplayError;

    fn from_str(text: &str) -> Result<Self, DisplayError> {
        let numbers: Result<Vec<f32>, _> = text.split_whitespace().map(str::parse).collect();
        numbers
            .ok()
            .filter(|numbers| numbers.iter().all(|number| number.is_finite()))
            .and_then(|numbers| <[f32; 6]>::try_from(numbers).ok())
            .map(Self)
            .ok_or_else(|| DisplayError::Calibration(text.to_owned()))
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Finger {
    x: i32,
    y: i32,
    down: bool,
    /// As it was reported last: down, and where.
    told: Option<(i32, i32)>,
}

/// Gathers events until a report is complete.
pub struct TouchDecoder {
    /// Smallest and largest value of both axes.
    ranges: [(i32, i32); 2],
    size: (usize, usize),
    calibration: Calibration,
    fingers: [Finger; FINGERS],
    slot: usize,
    /// Between a dropped report and the next one everything is to be ignored.
    skipping: bool,
}

impl TouchDecoder {
    #[must_use]
    pub fn new(ranges: [(i32, i32); 2], size: (usize, usize), calibration: Calibration) -> Self {
        Self { ranges, size, calibration, fingers: [Finger::default(); FINGERS], slot: 0, skipping: false }
    }

    /// Takes one event; touches come out with [`RawTouch::Report`].
    pub fn feed(&mut self, event: RawTouch) -> Vec<Touch> {
        match event {
            RawTouch::Report if self.skipping => {
                self.skipping = false;
                self.fingers.iter_mut().for_each(|finger| finger.down = false);
                return self.report();
            }
            RawTouch::Report => return self.report(),
            RawTouch::Dropped => self.skipping = true,
            _ if self.skipping => {}
            RawTouch::Slot(slot) => self.slot = usize::try_from(slot).unwrap_or(FINGERS),
            RawTouch::X(x) => self.fingers[0].x = x,
            RawTouch::Y(y) => self.fingers[0].y = y,
            RawTouch::Contact(down) => self.fingers[0].down = down,
            RawTouch::SlotX(x) => self.edit(|finger| finger.x = x),
            RawTouch::SlotY(y) => self.edit(|finger| finger.y = y),
            RawTouch::Tracking(id) => self.edit(|finger| finger.down = id >= 0),
        }
        Vec::new()
    }

    fn edit(&mut self, change: impl FnOnce(&mut Finger)) {
        if let Some(finger) = self.fingers.get_mut(self.slot) {
            change(finger);
        }
    }

    fn report(&mut self) -> Vec<Touch> {
        let mut touches = Vec::new();
        for number in 0..FINGERS {
            let now = self.fingers[number];
            let place = now.down.then(|| self.on_panel(now));
            let finger = number as u8;
            match (now.told, place) {
                (None, Some((x, y))) => touches.push(Touch::Down { finger, x, y }),
                (Some(before), Some((x, y))) if before != (x, y) => {
                    touches.push(Touch::Move { finger, x, y });
                }
                (Some(_), None) => touches.push(Touch::Up { finger }),
                _ => {}
            }
            self.fingers[number].told = place;
        }
        touches
    }

    fn on_panel(&self, finger: Finger) -> (i32, i32) {
        let share =
            |value: i32, (least, most): (i32, i32)| (value - least) as f32 / (most - least).max(1) as f32;
        let (x, y) = self.calibration.apply(share(finger.x, self.ranges[0]), share(finger.y, self.ranges[1]));
        let pixel = |share: f32, side: usize| (share * side as f32).clamp(0.0, side as f32 - 1.0) as i32;
        (pixel(x, self.size.0), pixel(y, self.size.1))
    }
}

#[cfg(test)]
mod tests {
    use super::RawTouch::{Contact, Dropped, Report, Slot, SlotX, SlotY, Tracking, X, Y};
    use super::*;

    fn decode(calibration: Calibration, events: &[RawTouch]) -> Vec<Touch> {
        let mut decoder = TouchDecoder::new([(0, 4095), (0, 4095)], (800, 480), calibration);
        events.iter().flat_map(|event| decoder.feed(*event)).collect()
    }

    #[test]
    fn one_finger_on_a_resistive_panel() {
        let events =
            [X(2048), Y(2048), Contact(true), Report, X(4095), Report, Report, Contact(false), Report];
        let wanted = [
            Touch::Down { finger: 0, x: 400, y: 240 },
            Touch::Move { finger: 0, x: 799, y: 240 },
            Touch::Up { finger: 0 },
        ];
        assert_eq!(decode(Calibration::IDENTITY, &events), wanted);
    }

    #[test]
    fn two_fingers_are_told_apart() {
        let events = [
            Slot(0),
            Tracking(7),
            SlotX(0),
            SlotY(0),
            Slot(1),
            Tracking(8),
            SlotX(4095),
            SlotY(4095),
            Report,
            Slot(0),
            Tracking(-1),
            Report,
        ];
        let wanted = [
            Touch::Down { finger: 0, x: 0, y: 0 },
            Touch::Down { finger: 1, x: 799, y: 479 },
            Touch::Up { finger: 0 },
        ];
        assert_eq!(decode(Calibration::IDENTITY, &events), wanted);
    }

    #[test]
    fn a_lost_report_lifts_every_finger() {
        let events = [Tracking(1), SlotX(9), SlotY(9), Report, Dropped, SlotX(4000), Report, Report];
        let touches = decode(Calibration::IDENTITY, &events);
        assert_eq!(touches.last(), Some(&Touch::Up { finger: 0 }));
        assert_eq!(touches.len(), 2);
    }

    #[test]
    fn a_turned_panel_and_a_slot_that_does_not_exist() {
        let corner = [Slot(0), Tracking(1), SlotX(0), SlotY(0), Slot(99), Tracking(2), SlotX(5), Report];
        for (turns, x, y) in [(0, 0, 0), (1, 799, 0), (2, 799, 479), (3, 0, 479)] {
            let touches = decode(Calibration::quarter_turns(turns), &corner);
            assert_eq!(touches, [Touch::Down { finger: 0, x, y }]);
        }
    }

    #[test]
    fn a_calibration_is_six_numbers() {
        assert_eq!("1 0 0 0 1 0".parse::<Calibration>().unwrap(), Calibration::IDENTITY);
        assert!("1 0 0 0 1".parse::<Calibration>().is_err());
        assert!("1 0 0 0 1 nan".parse::<Calibration>().is_err());
    }
}
