//! From the kernel's touch events to fingers on the panel; no I/O.

use std::str::FromStr;

use super::{DisplayError, Rotation, Touch};

/// More fingers than this belong to a palm.
const FINGERS: usize = 10;

/// One event of a touch device, by the kernel's multi-touch protocols A and B
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
    /// SYN_MT_REPORT, protocol A: the place before it is one finger's; without a place, nobody's.
    Part,
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

    /// The panel, and the touch device with it, is mounted turned.
    #[must_use]
    pub fn of(rotation: Rotation) -> Self {
        Self(match rotation {
            Rotation::None => Self::IDENTITY.0,
            Rotation::Quarter => [0.0, -1.0, 1.0, 1.0, 0.0, 0.0],
            Rotation::Half => [-1.0, 0.0, 1.0, 0.0, -1.0, 1.0],
            Rotation::ThreeQuarters => [0.0, 1.0, 0.0, -1.0, 0.0, 1.0],
        })
    }

    /// First this one, then the rotation of the panel that it was measured on.
    #[must_use]
    pub fn then(self, rotation: Rotation) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [p, q, r, s, t, u] = Self::of(rotation).0;
        Self([
            p * a + q * d,
            p * b + q * e,
            p * c + q * f + r,
            s * a + t * d,
            s * b + t * e,
            s * c + t * f + u,
        ])
    }

    fn apply(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + b * y + c, d * x + e * y + f)
    }
}

impl Default for Calibration {
    fn default() -> Self {
        Self::IDENTITY
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
    /// As it was reported last: down, and where on the panel and on the device.
    told: Option<(i32, i32)>,
    was: (i32, i32),
}

/// Gathers events until a report is complete.
pub struct TouchDecoder {
    /// Smallest and largest value of both axes.
    ranges: [(i32, i32); 2],
    size: (usize, usize),
    calibration: Calibration,
    fingers: [Finger; FINGERS],
    slot: usize,
    /// Protocol A: the place that the next [`RawTouch::Part`] ends, and the fingers of this report.
    place: (Option<i32>, Option<i32>),
    parts: Option<Vec<(i32, i32)>>,
    /// Between a dropped report and the next one everything is to be ignored.
    skipping: bool,
}

impl TouchDecoder {
    #[must_use]
    pub fn new(ranges: [(i32, i32); 2], size: (usize, usize), calibration: Calibration) -> Self {
        let fingers = [Finger::default(); FINGERS];
        let (slot, place, parts, skipping) = (0, (None, None), None, false);
        Self { ranges, size, calibration, fingers, slot, place, parts, skipping }
    }

    /// Takes one event; touches come out with [`RawTouch::Report`].
    pub fn feed(&mut self, event: RawTouch) -> Vec<Touch> {
        match event {
            RawTouch::Report if self.skipping => {
                self.skipping = false;
                return self.lift();
            }
            RawTouch::Report => {
                if let Some(parts) = self.parts.take() {
                    self.follow(parts);
                }
                return self.report();
            }
            RawTouch::Dropped => self.skipping = true,
            _ if self.skipping => {}
            RawTouch::Slot(slot) => self.slot = usize::try_from(slot).unwrap_or(FINGERS),
            RawTouch::X(x) => self.fingers[0].x = x,
            RawTouch::Y(y) => self.fingers[0].y = y,
            RawTouch::Contact(down) => self.fingers[0].down = down,
            RawTouch::SlotX(x) => {
                self.place.0 = Some(x);
                self.edit(|finger| finger.x = x);
            }
            RawTouch::SlotY(y) => {
                self.place.1 = Some(y);
                self.edit(|finger| finger.y = y);
            }
            RawTouch::Part => {
                let parts = self.parts.get_or_insert_default();
                if let (Some(x), Some(y)) = std::mem::take(&mut self.place)
                    && parts.len() < FINGERS
                {
                    parts.push((x, y));
                }
            }
            RawTouch::Tracking(id) => self.edit(|finger| finger.down = id >= 0),
        }
        Vec::new()
    }

    /// Every finger is gone: reports were lost, or the device.
    pub fn lift(&mut self) -> Vec<Touch> {
        self.fingers.iter_mut().for_each(|finger| finger.down = false);
        (self.place, self.parts) = ((None, None), None);
        self.report()
    }

    /// Protocol A tells places without names: each goes to the finger that was nearest to it.
    fn follow(&mut self, parts: Vec<(i32, i32)>) {
        let before = self.fingers;
        self.fingers.iter_mut().for_each(|finger| finger.down = false);
        let mut free: Vec<usize> = (0..FINGERS).collect();
        for (x, y) in parts {
            let far = |number: &usize| {
                let finger = before[*number];
                let distance = i64::from(finger.was.0 - x).abs() + i64::from(finger.was.1 - y).abs();
                (finger.told.is_none(), if finger.told.is_some() { distance } else { 0 }, *number)
            };
            let Some(nearest) = free.iter().copied().min_by_key(far) else { return };
            free.retain(|number| *number != nearest);
            self.fingers[nearest] = Finger { x, y, down: true, ..before[nearest] };
        }
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
            self.fingers[number].was = (now.x, now.y);
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
    use super::RawTouch::{Contact, Dropped, Part, Report, Slot, SlotX, SlotY, Tracking, X, Y};
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
        for (degrees, x, y) in [(0, 0, 0), (90, 799, 0), (180, 799, 479), (270, 0, 479)] {
            let touches = decode(Calibration::of(Rotation::from_degrees(degrees).unwrap()), &corner);
            assert_eq!(touches, [Touch::Down { finger: 0, x, y }]);
        }
    }

    #[test]
    fn fingers_without_names_are_followed_by_their_places() {
        let finger = |x: i32, y: i32| [SlotX(x), SlotY(y), Part];
        let events = [
            &finger(0, 0)[..],
            &finger(4095, 4095),
            &[Report],
            // The first one is lifted: the other keeps its number.
            &finger(4000, 4095),
            &[Report, Part, Report, Report],
        ]
        .concat();
        let wanted = [
            Touch::Down { finger: 0, x: 0, y: 0 },
            Touch::Down { finger: 1, x: 799, y: 479 },
            Touch::Up { finger: 0 },
            Touch::Move { finger: 1, x: 781, y: 479 },
            Touch::Up { finger: 1 },
        ];
        assert_eq!(decode(Calibration::IDENTITY, &events), wanted);
    }

    #[test]
    fn a_palm_of_more_fingers_than_there_are_is_cut_short() {
        let mut events: Vec<RawTouch> = (0..40).flat_map(|i| [SlotX(i * 100), SlotY(9), Part]).collect();
        events.extend([Report, Part, Report]);
        let touches = decode(Calibration::IDENTITY, &events);
        assert_eq!(touches.len(), 2 * FINGERS);
    }

    #[test]
    fn a_matrix_comes_before_the_rotation() {
        // A device whose left and right are swapped, on a panel that is turned by a quarter.
        let swapped: Calibration = "-1 0 1 0 1 0".parse().unwrap();
        let touches = decode(swapped.then(Rotation::Quarter), &[X(0), Y(0), Contact(true), Report]);
        assert_eq!(touches, [Touch::Down { finger: 0, x: 799, y: 479 }]);
        assert_eq!(swapped.then(Rotation::None), swapped);
    }

    #[test]
    fn a_calibration_is_six_numbers() {
        assert_eq!("1 0 0 0 1 0".parse::<Calibration>().unwrap(), Calibration::IDENTITY);
        assert!("1 0 0 0 1".parse::<Calibration>().is_err());
        assert!("1 0 0 0 1 nan".parse::<Calibration>().is_err());
    }
}
