//! Convolutions.

use std::sync::Arc;

use tract_onnx::prelude::*;

use super::super::backend::{Filter, Product};
use super::super::layer::{Dense, Window};
use super::{Work, bytes, in_rows};

/// A convolution with its clamp.
#[derive(Clone, Debug)]
pub struct Conv {
    pub window: Window,
    pub channels: usize,
    pub kernel: Kernel,
}

#[derive(Clone, Debug)]
pub enum Kernel {
    /// 1×1: a matrix product as it stands.
    Pointwise(Arc<dyn Product>),
    /// Each window copied into a row of `depth`, then a matrix product.
    Gathered {
        product: Arc<dyn Product>,
        depth: usize,
        outside: u8,
    },
    Depthwise(Arc<dyn Filter>),
}

impl Work for Conv {
    const NAME: &'static str = "Conv8";

    fn shape(&self, _inputs: &[&[usize]]) -> (DatumType, TVec<usize>) {
        (u8::datum_type(), tvec!(1, self.window.out[0], self.window.out[1], self.channels))
    }

    fn products(&self) -> usize {
        let Window { kernel, out, channels, .. } = self.window;
        let inputs = if matches!(self.kernel, Kernel::Depthwise(_)) { 1 } else { channels };
        out[0] * out[1] * self.channels * kernel[0] * kernel[1] * inputs
    }

    fn run(&self, inputs: &[&Tensor], out: &mut Tensor) -> TractResult<()> {
        let (input, window, channels) = (bytes(inputs[0])?, &self.window, self.channels);
        let (line, work) = (window.out[1] * channels, self.products());
        match &self.kernel {
            Kernel::Pointwise(product) => in_rows(out, channels, work, |first, out: &mut [u8]| {
                let pixels = out.len() / channels;
                product.run(&input[first * window.channels..][..pixels * window.channels], out);
            }),
            Kernel::Gathered { product, depth, outside } => {
                in_rows(out, line, work, |first, out: &mut [u8]| {
                    let mut gathered = vec![*outside; window.out[1] * depth];
                    for (y, out) in out.chunks_exact_mut(line).enumerate() {
                        gather(window, input, first + y, *outside, *depth, &mut gathered);
                        product.run(&gathered, out);
                    }
                })
            }
            Kernel::Depthwise(filter) => in_rows(out, line, 4 * work, |first, out: &mut [u8]| {
                filter.run(input, first..first + out.len() / line, out);
            }),
        }
    }
}

/// The windows of one output row, each a row of `depth`.
fn gather(window: &Window, input: &[u8], y: usize, outside: u8, depth: usize, rows: &mut [u8]) {
    let [high, wide] = window.kernel;
    let across = wide * window.channels;
    for ky in 0..high {
        let line = window.row(y, ky).map(|row| &input[row * window.width * window.channels..]);
        for (x, row) in rows.chunks_exact_mut(depth).enumerate() {
            let to = &mut row[ky * across..][..across];
            let start = (x * window.stride[1]).checked_sub(window.before[1]);
            match (line, start) {
                (Some(line), Some(start)) if start + wide <= window.width => {
                    copy(to, &line[start * window.channels..][..across]);
                }
                (Some(line), _) => {
                    for (kx, to) in to.chunks_exact_mut(window.channels).enumerate() {
                        match window.column(x, kx) {
                            Some(column) => to.copy_from_slice(&line[column * window.channels..][..to.len()]),
                            None => to.fill(outside),
                        }
                    }
                }
                (None, _) => to.fill(outside),
            }
        }
    }
}

/// Three pixels of a colour picture are nine bytes, which the compiler copies without a call.
#[inline]
fn copy(to: &mut [u8], from: &[u8]) {
    match (to.first_chunk_mut::<9>(), from.first_chunk::<9>()) {
        (Some(to), Some(from)) if from.len() == 9 && to.len() == 9 => *to = *from,
        _ => to.copy_from_slice(from),
    }
}

/// A 1×1 convolution that ends in f32 `[1, channels, height, width]`: a map for people to look at.
#[derive(Clone, Debug)]
pub struct Map {
    pub layer: Dense,
}

impl Work for Map {
    const NAME: &'static str = "Map8";

    fn shape(&self, inputs: &[&[usize]]) -> (DatumType, TVec<usize>) {
        (f32::datum_type(), tvec!(1, self.layer.channels.len(), inputs[0][1], inputs[0][2]))
    }

    fn run(&self, inputs: &[&Tensor], out: &mut Tensor) -> TractResult<()> {
        let (input, layer) = (bytes(inputs[0])?, &self.layer);
        let pixels = input.len() / layer.depth;
        in_rows(out, pixels, input.len() * layer.channels.len(), |first, out: &mut [f32]| {
            for (plane, out) in out.chunks_exact_mut(pixels).enumerate() {
                let channel = first + plane;
                let weights = &layer.weights[channel * layer.depth..][..layer.depth];
                for (pixel, out) in input.chunks_exact(layer.depth).zip(out) {
                    let products = pixel.iter().zip(weights).map(|(x, w)| i32::from(*x) * i32::from(*w));
                    let sum = layer.channels.bias[channel] + products.sum::<i32>();
                    *out = sum as f32 * layer.channels.scale[channel];
                }
            }
        })
    }
}
