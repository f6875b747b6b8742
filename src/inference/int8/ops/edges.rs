//! Where bytes meet floats, and the camera's bytes the network's.

use tract_onnx::prelude::*;

use super::super::backend::Backend;
use super::{Work, bytes, in_rows};

/// f32 `[1, channels, height, width]` to bytes, as tract's own operator rounds.
#[derive(Clone, Debug)]
pub struct Enter {
    /// One over the scale.
    pub per_step: f32,
    pub zero: u8,
}

impl Enter {
    pub fn quantize(&self, value: f32) -> u8 {
        ((value * self.per_step).round_ties_even() as i32).saturating_add(i32::from(self.zero)).clamp(0, 255)
            as u8
    }
}

impl Work for Enter {
    const NAME: &'static str = "Enter8";

    fn shape(&self, inputs: &[&[usize]]) -> (DatumType, TVec<usize>) {
        (u8::datum_type(), tvec!(1, inputs[0][2], inputs[0][3], inputs[0][1]))
    }

    fn run(&self, inputs: &[&Tensor], out: &mut Tensor) -> TractResult<()> {
        let input = inputs[0].try_as_plain_ram()?.as_slice::<f32>()?;
        let channels = inputs[0].shape()[1];
        let plane = input.len() / channels;
        in_rows(out, channels, 64 * input.len(), |first, out: &mut [u8]| {
            for (pixel, out) in out.chunks_exact_mut(channels).enumerate() {
                for (channel, out) in out.iter_mut().enumerate() {
                    *out = self.quantize(input[channel * plane + first + pixel]);
                }
            }
        })
    }
}

/// Bytes to f32 `[1, channels, height, width]`, for what stays as tract has it.
#[derive(Clone, Debug)]
pub struct Leave {
    pub scale: f32,
    pub zero: u8,
}

impl Work for Leave {
    const NAME: &'static str = "Leave8";

    fn shape(&self, inputs: &[&[usize]]) -> (DatumType, TVec<usize>) {
        (f32::datum_type(), tvec!(1, inputs[0][3], inputs[0][1], inputs[0][2]))
    }

    fn run(&self, inputs: &[&Tensor], out: &mut Tensor) -> TractResult<()> {
        let (input, channels) = (bytes(inputs[0])?, inputs[0].shape()[3]);
        let plane = input.len() / channels;
        in_rows(out, plane, 64 * input.len(), |first, out: &mut [f32]| {
            for (channel, out) in out.chunks_exact_mut(plane).enumerate() {
                for (out, pixel) in out.iter_mut().zip(input.chunks_exact(channels)) {
                    let value = i32::from(pixel[first + channel]) - i32::from(self.zero);
                    *out = value as f32 * self.scale;
                }
            }
        })
    }
}

/// The camera's bytes as the network's: a table a channel, where they differ.
#[derive(Clone, Debug)]
pub struct Pixels {
    pub tables: Vec<[u8; 256]>,
}

impl Work for Pixels {
    const NAME: &'static str = "Pixels8";

    fn shape(&self, inputs: &[&[usize]]) -> (DatumType, TVec<usize>) {
        (u8::datum_type(), inputs[0].into())
    }

    fn run(&self, inputs: &[&Tensor], out: &mut Tensor) -> TractResult<()> {
        let (input, channels) = (bytes(inputs[0])?, self.tables.len());
        in_rows(out, channels, 16 * input.len(), |first, out: &mut [u8]| {
            let from = &input[first * channels..][..out.len()];
            for (index, (out, value)) in out.iter_mut().zip(from).enumerate() {
                *out = self.tables[index % channels][usize::from(*value)];
            }
        })
    }
}

/// Sums over all pixels, as f32 `[1, channels, 1, 1]`: the global average once it is divided.
#[derive(Clone, Debug)]
pub struct Total {
    pub scale: f32,
    pub zero: u8,
    pub backend: &'static dyn Backend,
}

impl Work for Total {
    const NAME: &'static str = "Total8";

    fn shape(&self, inputs: &[&[usize]]) -> (DatumType, TVec<usize>) {
        (f32::datum_type(), tvec!(1, inputs[0][3], 1, 1))
    }

    fn run(&self, inputs: &[&Tensor], out: &mut Tensor) -> TractResult<()> {
        let (channels, pixels) = (inputs[0].shape()[3], inputs[0].shape()[1] * inputs[0].shape()[2]);
        let mut sums = vec![0; channels];
        self.backend.total(bytes(inputs[0])?, &mut sums);
        let nothing = i64::from(self.zero) * pixels as i64;
        let mut out = out.try_as_plain_ram_mut()?;
        for (out, sum) in out.as_slice_mut::<f32>()?.iter_mut().zip(sums) {
            *out = (i64::from(sum) - nothing) as f32 * self.scale;
        }
        Ok(())
    }
}
