//! The camera in front of the drawings: makes JPEG files as a camera does, and fails when told to.

use std::sync::Arc;
use std::time::Duration;

use jpeg_encoder::{ColorType, Encoder};

use super::spec::Plan;
use super::{Fault, LightBox, card, chest, fundus, on_light_box};
use crate::capture::{Camera, CaptureError, Request, Shot, Target};
use crate::domain::{Laterality, Task};
use crate::imaging::{Picture, Rgb};

const QUALITY: u8 = 92;
/// Side of the live picture, pixels: drawn at once, and enough for a panel.
const LIVE_SIZE: usize = 448;

pub struct PhantomCamera {
    plan: Plan,
    /// A phantom holds still: its live picture is drawn once for each target.
    live: Option<(Target, Arc<Rgb>)>,
}

impl PhantomCamera {
    /// Reads what stands after `phantom:`.
    ///
    /// # Errors
    /// [`CaptureError::Spec`] with the keys that are known.
    pub fn parse(text: &str) -> Result<Self, CaptureError> {
        Plan::parse(text).map(|plan| Self { plan, live: None })
    }

    fn draw(&self, request: Request, size: usize, faults: &[Fault]) -> Picture {
        let seed = self.plan.seed;
        match request.task {
            Task::Dr => {
                // Without a word about the eye it is the right one.
                let eye = request.laterality.unwrap_or(Laterality::Od);
                Picture::Rgb(fundus(size, seed, eye, self.plan.grade(eye), request.attempt, faults))
            }
            Task::Tb => {
                let film = chest(size, seed, self.plan.finding, request.attempt, faults);
                let hung = || on_light_box(&film, size, seed, LightBox::Bright).0;
                Picture::Gray(if self.plan.light_box { hung() } else { film })
            }
        }
    }

    /// What stands in front of the camera; its faults end or hold up the camera as they say.
    fn faults(&self, request: Request, wait: Duration) -> Result<Vec<Fault>, CaptureError> {
        let faults = self.plan.faults(request);
        if faults.contains(&Fault::Unplug) {
            return Err(CaptureError::Unplugged);
        }
        if faults.contains(&Fault::Stall) {
            std::thread::sleep(wait);
            return Err(CaptureError::Stalled(wait));
        }
        Ok(faults)
    }
}

impl Camera for PhantomCamera {
    fn name(&self) -> &'static str {
        "phantom"
    }

    fn capture(&mut self, request: &Request, wait: Duration) -> Result<Shot, CaptureError> {
        let faults = self.faults(*request, wait)?;
        let size = self.plan.size;
        let mut bytes = match self.draw(*request, size, &faults) {
            Picture::Rgb(image) => jpeg(image.data(), size, ColorType::Rgb)?,
            Picture::Gray(image) => jpeg(image.data(), size, ColorType::Luma)?,
        };
        if faults.contains(&Fault::Truncated) {
            bytes.truncate(bytes.len() * 2 / 5);
        }
        Ok(Shot { bytes, source: "phantom".to_owned() })
    }

    fn has_film(&self) -> bool {
        true
    }

    fn film(&mut self, target: Target, wait: Duration) -> Result<Option<Arc<Rgb>>, CaptureError> {
        if let Target::Picture(request) = target {
            self.faults(request, wait)?;
        }
        if let Some((_, live)) = self.live.as_ref().filter(|(before, _)| *before == target) {
            return Ok(Some(Arc::clone(live)));
        }
        let size = self.plan.size.min(LIVE_SIZE);
        let live = match target {
            Target::Picture(request) => self.draw(request, size, &self.plan.faults(request)).to_rgb(),
            Target::Card => card::draw(size, self.plan.seed, &self.plan.card),
        };
        let live = Arc::new(live);
        self.live = Some((target, Arc::clone(&live)));
        Ok(Some(live))
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
