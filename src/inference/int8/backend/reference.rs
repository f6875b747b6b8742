//! The arithmetic in plain loops.

use std::ops::Range;

use super::super::arith::{Addition, requantize};
use super::super::layer::{Dense, Depthwise};
use super::{Backend, Filter, Product};

#[derive(Debug)]
pub struct Reference;

impl Backend for Reference {
    fn name(&self) -> &'static str {
        "reference"
    }

    fn product(&self, layer: Dense) -> Box<dyn Product> {
        Box::new(layer)
    }

    fn filter(&self, layer: Depthwise) -> Box<dyn Filter> {
        Box::new(layer)
    }

    fn add(&self, addition: &Addition, a: &[u8], b: &[u8], out: &mut [u8]) {
        for ((a, b), out) in a.iter().zip(b).zip(out) {
            *out = addition.apply(*a, *b);
        }
    }

    fn total(&self, input: &[u8], sums: &mut [u32]) {
        sums.fill(0);
        for pixel in input.chunks_exact(sums.len()) {
            for (sum, value) in sums.iter_mut().zip(pixel) {
                *sum += u32::from(*value);
            }
        }
    }
}

impl Product for Dense {
    fn run(&self, input: &[u8], out: &mut [u8]) {
        let rows = input.chunks_exact(self.depth).zip(out.chunks_exact_mut(self.channels.len()));
        for (row, out) in rows {
            for (channel, out) in out.iter_mut().enumerate() {
                let weights = &self.weights[channel * self.depth..][..self.depth];
                let sum: i32 = row
                    .iter()
                    .zip(weights)
                    .map(|(value, weight)| i32::from(*value) * i32::from(*weight))
                    .sum();
                *out =
                    requantize(sum + self.channels.bias[channel], self.channels.scale[channel], self.clamp);
            }
        }
    }
}

impl Filter for Depthwise {
    fn run(&self, input: &[u8], rows: Range<usize>, out: &mut [u8]) {
        let (window, channels) = (&self.window, self.window.channels);
        let pixels = rows.flat_map(|y| (0..window.out[1]).map(move |x| (y, x)));
        for ((y, x), out) in pixels.zip(out.chunks_exact_mut(channels)) {
            for (channel, out) in out.iter_mut().enumerate() {
                let sum = self.channels.bias[channel] + self.taps(input, y, x, channel);
                *out = requantize(sum, self.channels.scale[channel], self.clamp);
            }
        }
    }
}

impl Depthwise {
    fn taps(&self, input: &[u8], y: usize, x: usize, channel: usize) -> i32 {
        let (window, [high, wide]) = (&self.window, self.window.kernel);
        let mut sum = 0;
        for (ky, kx) in (0..high).flat_map(|ky| (0..wide).map(move |kx| (ky, kx))) {
            let value = match (window.row(y, ky), window.column(x, kx)) {
                (Some(row), Some(column)) => input[(row * window.width + column) * window.channels + channel],
                _ => self.outside,
            };
            sum += i32::from(value) * i32::from(self.weights[(channel * high + ky) * wide + kx]);
        }
        sum
    }
}
