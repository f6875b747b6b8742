//! The phantom: a camera without hardware that draws its own retinas and chest films, the same
//! for the same seed on the same machine. Everything here is drawn from scratch: no picture of a
//! patient went into it, so it may be shown, printed and shipped.

mod chest;
mod faults;
mod findings;
mod fundus;
mod lesions;
mod plane;
mod rng;
mod scene;
mod vessels;

pub use faults::Fault;
pub use findings::Finding;
pub use rng::Rng;
use scene::Scene;

use crate::domain::Laterality;
use crate::imaging::{Gray, Rgb};

/// Length of a side when nothing else is asked for.
pub const DEFAULT_SIZE: usize = 1024;

/// A photograph of a retina, `size` x `size`, with lesions of the ICDR `grade` (0 to 4).
#[must_use]
pub fn fundus(size: usize, seed: u64, eye: Laterality, grade: u8, faults: &[Fault]) -> Rgb {
    let rng = Rng::new(seed).fork("camera").fork(eye.code());
    let mut scene = if faults.contains(&Fault::Wrong) {
        faults::wrong_subject(size, &mut rng.fork("subject"))
    } else {
        fundus::draw(size, seed, eye, grade, faults)
    };
    expose(&mut scene, rng, faults);
    scene.to_rgb()
}

/// A postero-anterior chest film, `size` x `size`.
#[must_use]
pub fn chest(size: usize, seed: u64, finding: Finding, faults: &[Fault]) -> Gray {
    let rng = Rng::new(seed).fork("film camera");
    let mut scene = if faults.contains(&Fault::Wrong) {
        faults::wrong_subject(size, &mut rng.fork("subject"))
    } else {
        chest::draw(size, seed, finding, faults)
    };
    expose(&mut scene, rng, faults);
    scene.to_gray()
}

/// Lens, exposure, faults and noise.
fn expose(scene: &mut Scene, rng: Rng, faults: &[Fault]) {
    let mut lens = rng.fork("lens");
    let sharp = lens.range(0.0, 0.0016);
    let (light, noise) = (lens.range(0.90, 1.10), lens.range(0.004, 0.016));
    scene.planes.iter_mut().for_each(|plane| plane.blur(sharp));
    scene.each(|value, _, _| value * light);
    faults::apply(scene, &mut rng.fork("faults"), faults);
    scene.add_noise(&mut rng.fork("noise"), noise);
}
