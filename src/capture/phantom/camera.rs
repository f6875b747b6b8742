//! The camera in front of the drawings: makes JPEG files as a camera does, and fails when told to.

use std::time::Duration;

use jpeg_encoder::{ColorType, Encoder};

use super::spec::Plan;
use super::{Fault, chest, fundus};
use crate::capture::{Camera, CaptureError, Request, Shot};
use crate::domain::{Laterality, Task};

const QUALITY: u8 = 92;

pub struct PhantomCamera {
    plan: Plan,
}

impl PhantomCamera {
    /// Reads what stands after `phantom:`.
    ///
    /// # Errors
    /// [`CaptureError::Spec`] with the keys that are known.
    pub fn parse(text: &str) -> Result<Self, CaptureError> {
        Plan::parse(text).map(|plan| Self { plan })
    }

    fn draw(&self, request: Request, faults: &[Fault]) -> Result<Vec<u8>, CaptureError> {
        let (size, seed) = (self.plan.size, self.plan.seed);
        match request.task {
            Task::Dr => {
                // Without a word about the eye it is the right one.
                let eye = request.laterality.unwrap_or(Laterality::Od);
                let image = fundus(size, seed, eye, self.plan.grade(eye), request.attempt, faults);
                jpeg(image.data(), size, ColorType::Rgb)
            }
            Task::Tb => {
                let image = chest(size, seed, self.plan.finding, request.attempt, faults);
                jpeg(image.data(), size, ColorType::Luma)
            }
        }
    }
}

impl Camera for PhantomCamera {
    fn name(&self) -> &'static str {
        "phantom"
    }

    fn capture(&mut self, request: &Request, wait: Duration) -> Result<Shot, CaptureError> {
        let faults = self.plan.faults(*request);
        if faults.contains(&Fault::Unplug) {
            return Err(CaptureError::Unplugged);
        }
        if faults.contains(&Fault::Stall) {
            std::thread::sleep(wait);
            return Err(CaptureError::Stalled(wait));
        }
        let mut bytes = self.draw(*request, &faults)?;
        if faults.contains(&Fault::Truncated) {
            bytes.truncate(bytes.len() * 2 / 5);
        }
        Ok(Shot { bytes, source: "phantom".to_owned() })
    }
}

fn jpeg(pixels: &[u8], size: usize, colour: ColorType) -> Result<Vec<u8>, CaptureError> {
    let pixels_a_side = u16::try_from(size).map_err(|error| CaptureError::Encode(error.to_string()))?;
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, QUALITY)
        .encode(pixels, pixels_a_side, pixels_a_side, colour)
        .map_err(|error| CaptureError::Encode(error.to_string()))?;
    Ok(bytes)
}
