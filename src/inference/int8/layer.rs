//! What a back end computes: layers with plain weights, as they come from the file.

use super::arith::{Channels, Clamp, Refusal};

/// A matrix product: rows of `depth` activations by `[channels, depth]` weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Dense {
    pub weights: Vec<i8>,
    pub depth: usize,
    pub channels: Channels,
    pub clamp: Clamp,
}

impl Dense {
    pub fn new(weights: Vec<i8>, channels: Channels, clamp: Clamp) -> Result<Self, Refusal> {
        if weights.is_empty() || !weights.len().is_multiple_of(channels.len()) {
            return Err(Refusal::Shape("weights are no whole rows".to_owned()));
        }
        Ok(Self { depth: weights.len() / channels.len(), weights, channels, clamp })
    }

    /// The same with rows filled up by zeros to a multiple of `step`.
    #[must_use]
    pub fn padded(self, step: usize) -> Self {
        let depth = self.depth.next_multiple_of(step);
        let mut weights = vec![0; depth * self.channels.len()];
        for (to, from) in weights.chunks_exact_mut(depth).zip(self.weights.chunks_exact(self.depth)) {
            to[..self.depth].copy_from_slice(from);
        }
        Self { weights, depth, ..self }
    }
}

/// Where a window lies. Pictures are rows of pixels of channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    pub height: usize,
    pub width: usize,
    pub channels: usize,
    pub kernel: [usize; 2],
    pub stride: [usize; 2],
    /// Rows above and columns to the left; what lies below and to the right follows from `out`.
    pub before: [usize; 2],
    pub out: [usize; 2],
}

impl Window {
    pub fn check(&self) -> Result<(), Refusal> {
        let sides = [self.height, self.width, self.channels, self.out[0], self.out[1]];
        let small = |n: &usize| (1..=1 << 20).contains(n);
        let steps = self.kernel.iter().chain(&self.stride).all(|n| (1..=64).contains(n));
        if sides.iter().all(small) && steps && self.before.iter().all(|n| *n < 64) {
            Ok(())
        } else {
            Err(Refusal::Shape(format!("{self:?}")))
        }
    }

    /// Input row of tap `ky` of output row `y`, where there is one.
    #[inline]
    pub fn row(&self, y: usize, ky: usize) -> Option<usize> {
        (y * self.stride[0] + ky).checked_sub(self.before[0]).filter(|row| *row < self.height)
    }

    /// Input column of tap `kx` of output column `x`, where there is one.
    #[inline]
    pub fn column(&self, x: usize, kx: usize) -> Option<usize> {
        (x * self.stride[1] + kx).checked_sub(self.before[1]).filter(|column| *column < self.width)
    }
}

/// A depthwise convolution: weights `[channels, kernel rows, kernel columns]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Depthwise {
    pub window: Window,
    pub weights: Vec<i8>,
    /// What lies outside the picture.
    pub outside: u8,
    pub channels: Channels,
    pub clamp: Clamp,
}

impl Depthwise {
    pub fn new(
        window: Window,
        weights: Vec<i8>,
        outside: u8,
        channels: Channels,
        clamp: Clamp,
    ) -> Result<Self, Refusal> {
        window.check()?;
        let taps = window.kernel[0] * window.kernel[1];
        if weights.len() != window.channels * taps || channels.len() != window.channels {
            return Err(Refusal::Shape("depthwise weights".to_owned()));
        }
        Ok(Self { window, weights, outside, channels, clamp })
    }
}
