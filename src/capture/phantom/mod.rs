//! The phantom: a camera without hardware that draws its own retinas and chest films, the same
//! for the same seed on the same machine. Everything here is drawn from scratch: no picture of a
//! patient went into it, so it may be shown, printed and shipped.

mod bones;
mod camera;
mod card;
mod chest;
mod faults;
mod findings;
mod fundus;
mod lesions;
mod light_box;
mod plane;
mod rng;
mod scene;
mod spec;
mod vessels;

pub use camera::PhantomCamera;
pub use card::draw as card;
pub use faults::Fault;
pub use findings::Finding;
pub use light_box::{LightBox, on_light_box};
use plane::View;
pub use rng::Rng;
use scene::Scene;

use crate::domain::Laterality;
use crate::imaging::{Gray, Rgb};

/// Length of a side when nothing else is asked for.
pub const DEFAULT_SIZE: usize = 1024;

/// A photograph of a retina, `size` x `size`, with lesions of the ICDR `grade` (0 to 4). Each
/// `attempt` is another photograph of the same eye.
#[must_use]
pub fn fundus(size: usize, seed: u64, eye: Laterality, grade: u8, attempt: u32, faults: &[Fault]) -> Rgb {
    let rng = Rng::new(seed).fork(eye.code()).fork("camera").number(attempt);
    let mut scene = if faults.contains(&Fault::Wrong) {
        faults::wrong_subject(size, &mut rng.fork("subject"))
    } else {
        fundus::draw(aim(size, &mut rng.fork("aim"), 0.945, faults), seed, eye, grade, faults)
    };
    expose(&mut scene, &rng, faults);
    scene.to_rgb()
}

/// A postero-anterior chest film, `size` x `size`.
#[must_use]
pub fn chest(size: usize, seed: u64, finding: Finding, attempt: u32, faults: &[Fault]) -> Gray {
    let rng = Rng::new(seed).fork("film camera").number(attempt);
    let mut scene = if faults.contains(&Fault::Wrong) {
        faults::wrong_subject(size, &mut rng.fork("subject"))
    } else {
        chest::draw(aim(size, &mut rng.fork("aim"), 0.98, faults), seed, finding)
    };
    expose(&mut scene, &rng, faults);
    scene.to_gray()
}

/// Where the subject lies in the frame: nearly in the middle, nearly upright, `filling` about that
/// part of it. Faults of place are made here.
fn aim(size: usize, rng: &mut Rng, filling: f32, faults: &[Fault]) -> View {
    let full = size as f32;
    let mut view = View {
        size,
        centre: (full * rng.range(0.49, 0.51), full * rng.range(0.49, 0.51)),
        scale: 0.5 * full * filling * rng.range(0.96, 1.03),
        turn: rng.range(-0.05, 0.05),
    };
    if faults.contains(&Fault::OffCentre) {
        view.centre.0 += full * rng.sign() * rng.range(0.32, 0.42);
        view.centre.1 += full * rng.range(-0.15, 0.15);
    }
    if faults.contains(&Fault::CutOff) {
        // The bases or one side lie beyond the edge.
        view.scale *= 1.25;
        if rng.chance(0.5) {
            view.centre.1 += full * 0.36;
        } else {
            view.centre.0 += full * 0.36 * rng.sign();
        }
    }
    view
}

/// Lens, exposure, faults and noise.
fn expose(scene: &mut Scene, rng: &Rng, faults: &[Fault]) {
    let mut lens = rng.fork("lens");
    let sharp = lens.range(0.0, 0.0016);
    let (light, noise) = (lens.range(0.90, 1.10), lens.range(0.004, 0.016));
    scene.planes.iter_mut().for_each(|plane| plane.blur(sharp));
    scene.each(|value, _, _| value * light);
    faults::apply(scene, &mut rng.fork("faults"), faults);
    scene.add_noise(&mut rng.fork("noise"), noise);
}
