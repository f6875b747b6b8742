//! From fingers to gestures. Pure: one finger counts, what comes while it is down is a palm, and a
//! contact that returns at once is the panel's own bounce.

use crate::display::Touch;

/// A finger that strays further than this presses nothing, pixels.
const STRAY: i32 = 16;
/// A contact this soon after the last one ended is the same finger, milliseconds.
const BOUNCE_MS: u64 = 30;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// A finger came down here.
    Down { x: i32, y: i32 },
    /// It moved here, so far since the last report; it came down at `from`.
    Drag { from: (i32, i32), x: i32, y: i32, dx: i32, dy: i32 },
    /// It was lifted where it came down.
    Tap { x: i32, y: i32 },
    /// It was lifted elsewhere.
    Gone,
}

#[derive(Debug, Clone, Copy)]
struct Down {
    finger: u8,
    from: (i32, i32),
    at: (i32, i32),
    strayed: bool,
}

/// Follows the fingers of one panel.
#[derive(Debug, Default)]
pub struct Gestures {
    down: Option<Down>,
    lifted_ms: Option<u64>,
}

impl Gestures {
    /// `now_ms` on the boot clock.
    pub fn feed(&mut self, touch: Touch, now_ms: u64) -> Option<Gesture> {
        match (touch, &mut self.down) {
            (Touch::Down { finger, x, y }, None) => {
                let bounced = self.lifted_ms.is_some_and(|lifted| now_ms < lifted + BOUNCE_MS);
                if bounced {
                    return None;
                }
                self.down = Some(Down { finger, from: (x, y), at: (x, y), strayed: false });
                Some(Gesture::Down { x, y })
            }
            (Touch::Move { finger, x, y }, Some(down)) if down.finger == finger => {
                let (dx, dy) = (x - down.at.0, y - down.at.1);
                let far = (x - down.from.0).abs().max((y - down.from.1).abs()) > STRAY;
                down.strayed |= far;
                if !down.strayed {
                    return None;
                }
                down.at = (x, y);
                Some(Gesture::Drag { from: down.from, x, y, dx, dy })
            }
            (Touch::Up { finger }, Some(down)) if down.finger == finger => {
                let Down { from: (x, y), strayed, .. } = *down;
                self.down = None;
                self.lifted_ms = Some(now_ms);
                Some(if strayed { Gesture::Gone } else { Gesture::Tap { x, y } })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn down(finger: u8, x: i32) -> Touch {
        Touch::Down { finger, x, y: 10 }
    }

    #[test]
    fn a_finger_that_stays_taps_where_it_came_down() {
        let mut gestures = Gestures::default();
        assert_eq!(gestures.feed(down(0, 50), 100), Some(Gesture::Down { x: 50, y: 10 }));
        assert_eq!(gestures.feed(Touch::Move { finger: 0, x: 55, y: 12 }, 120), None);
        assert_eq!(gestures.feed(Touch::Up { finger: 0 }, 150), Some(Gesture::Tap { x: 50, y: 10 }));
    }

    #[test]
    fn a_palm_beside_the_finger_does_nothing() {
        let mut gestures = Gestures::default();
        gestures.feed(down(0, 50), 100);
        assert_eq!(gestures.feed(down(1, 400), 105), None);
        assert_eq!(gestures.feed(Touch::Move { finger: 1, x: 480, y: 90 }, 110), None);
        assert_eq!(gestures.feed(Touch::Up { finger: 1 }, 115), None);
        assert_eq!(gestures.feed(Touch::Up { finger: 0 }, 150), Some(Gesture::Tap { x: 50, y: 10 }));
    }

    #[test]
    fn a_bounce_of_the_panel_is_no_second_touch() {
        let mut gestures = Gestures::default();
        gestures.feed(down(0, 50), 100);
        gestures.feed(Touch::Up { finger: 0 }, 140);
        assert_eq!(gestures.feed(down(0, 50), 150), None);
        assert_eq!(gestures.feed(Touch::Up { finger: 0 }, 155), None);
        assert_eq!(gestures.feed(down(0, 50), 200), Some(Gesture::Down { x: 50, y: 10 }));
    }

    #[test]
    fn a_drag_tells_each_step_and_presses_nothing() {
        let mut gestures = Gestures::default();
        gestures.feed(down(0, 50), 100);
        let step = gestures.feed(Touch::Move { finger: 0, x: 80, y: 10 }, 110);
        assert_eq!(step, Some(Gesture::Drag { from: (50, 10), x: 80, y: 10, dx: 30, dy: 0 }));
        let step = gestures.feed(Touch::Move { finger: 0, x: 78, y: 15 }, 120);
        assert_eq!(step, Some(Gesture::Drag { from: (50, 10), x: 78, y: 15, dx: -2, dy: 5 }));
        assert_eq!(gestures.feed(Touch::Up { finger: 0 }, 130), Some(Gesture::Gone));
    }
}
