//! Light that reaches the sensor, and the sensor: noise, eight bits.

use super::plane::{Plane, View};
use super::rng::Rng;
use crate::imaging::{Gray, Rgb};

/// Planes of light, 0 dark to 1 white, and where the subject lies.
pub struct Scene {
    pub planes: Vec<Plane>,
    /// 1 within the field or the film.
    pub inside: Plane,
}

impl Scene {
    pub fn new(view: View, channels: usize) -> Self {
        Self { planes: vec![Plane::new(view); channels], inside: Plane::new(view) }
    }

    pub fn size(&self) -> usize {
        self.inside.view.size
    }

    /// Swaps left and right.
    pub fn mirror(&mut self) {
        let size = self.size().max(1);
        for plane in self.planes.iter_mut().chain([&mut self.inside]) {
            plane.data.chunks_exact_mut(size).for_each(<[f32]>::reverse);
        }
    }

    /// Changes every value; `change` gets it, its channel and its pixel.
    pub fn each(&mut self, mut change: impl FnMut(f32, usize, usize) -> f32) {
        for (channel, plane) in self.planes.iter_mut().enumerate() {
            for (i, value) in plane.data.iter_mut().enumerate() {
                *value = change(*value, channel, i);
            }
        }
    }

    /// Shot noise (grows with the root of the light) and read noise, `strength` about 0.01.
    pub fn add_noise(&mut self, rng: &mut Rng, strength: f32) {
        self.each(|value, _, _| value + rng.normal() * strength * (0.35 + value.max(0.0).sqrt()));
    }

    pub fn to_rgb(&self) -> Rgb {
        let [r, g, b] = std::array::from_fn(|c| &self.planes[c.min(self.planes.len() - 1)].data);
        let mut image = Rgb::filled(self.size(), self.size(), [0; 3]);
        for (i, pixel) in image.data_mut().chunks_exact_mut(3).enumerate() {
            pixel.copy_from_slice(&[byte(r[i]), byte(g[i]), byte(b[i])]);
        }
        image
    }

    pub fn to_gray(&self) -> Gray {
        let mut image = Gray::filled(self.size(), self.size(), [0]);
        for (pixel, &value) in image.data_mut().iter_mut().zip(&self.planes[0].data) {
            *pixel = byte(value);
        }
        image
    }
}

fn byte(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

/// Rises smoothly from 0 at `from` to 1 at `to`; falls when `to` is the smaller.
pub fn step(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
