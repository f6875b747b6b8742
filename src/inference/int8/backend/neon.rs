//! aarch64: `Neon` for every processor (Cortex-A72), `DotProduct` where SDOT is there (Cortex-A76).

mod dot;
mod long;

use std::arch::aarch64::*;
use std::ops::Range;

use super::super::arith::{Addition, Clamp};
use super::super::layer::{Dense, Depthwise};
use super::pack::Block;
use super::reference::Reference;
use super::{Backend, Filter, Product};

/// Multiplies bytes into i16, two products deep, and adds pairs of those into i32.
#[derive(Debug)]
pub struct Neon;

/// One instruction adds four products into each of four sums.
#[derive(Debug)]
pub struct DotProduct;

impl DotProduct {
    pub fn detected() -> bool {
        std::arch::is_aarch64_feature_detected!("dotprod")
    }
}

impl Backend for Neon {
    fn name(&self) -> &'static str {
        "neon"
    }

    fn product(&self, layer: Dense) -> Box<dyn Product> {
        Box::new(long::Packed::new(&layer))
    }

    fn filter(&self, layer: Depthwise) -> Box<dyn Filter> {
        Box::new(long::Strips::new(layer))
    }

    fn add(&self, addition: &Addition, a: &[u8], b: &[u8], out: &mut [u8]) {
        add(addition, a, b, out);
    }

    fn total(&self, input: &[u8], sums: &mut [u32]) {
        Reference.total(input, sums);
    }
}

impl Backend for DotProduct {
    fn name(&self) -> &'static str {
        "dotprod"
    }

    fn product(&self, layer: Dense) -> Box<dyn Product> {
        Box::new(dot::Packed::new(&layer))
    }

    fn filter(&self, layer: Depthwise) -> Box<dyn Filter> {
        Box::new(dot::Strips::new(layer))
    }

    fn add(&self, addition: &Addition, a: &[u8], b: &[u8], out: &mut [u8]) {
        add(addition, a, b, out);
    }

    fn total(&self, input: &[u8], sums: &mut [u32]) {
        Reference.total(input, sums);
    }
}

/// From the sums of eight channels to bytes.
#[derive(Clone, Copy)]
struct Narrow {
    scale: [float32x4_t; 2],
    zero: int16x8_t,
    low: uint8x8_t,
    high: uint8x8_t,
}

impl Narrow {
    #[inline]
    fn new(scale: &[f32], clamp: Clamp) -> Self {
        let scale: &[f32] = &scale[..8];
        // SAFETY: eight scales; every aarch64 has NEON.
        unsafe {
            Self {
                scale: [vld1q_f32(scale.as_ptr()), vld1q_f32(scale.as_ptr().add(4))],
                zero: vdupq_n_s16(i16::from(clamp.zero)),
                low: vdup_n_u8(clamp.low),
                high: vdup_n_u8(clamp.high),
            }
        }
    }

    /// Both narrowings saturate, which changes nothing that the clamp would not change as well.
    #[inline]
    fn bytes(&self, sums: [int32x4_t; 2]) -> uint8x8_t {
        // SAFETY: every aarch64 has NEON.
        unsafe {
            let whole = |v: usize| vcvtnq_s32_f32(vmulq_f32(vcvtq_f32_s32(sums[v]), self.scale[v]));
            let words = vqaddq_s16(vqmovn_high_s32(vqmovn_s32(whole(0)), whole(1)), self.zero);
            vmin_u8(vmax_u8(vqmovun_s16(words), self.low), self.high)
        }
    }

    /// The first `count` of the bytes, at most eight.
    #[inline]
    fn store(&self, sums: [int32x4_t; 2], out: &mut [u8], count: usize) {
        put(self.bytes(sums), out, count);
    }
}

#[inline]
fn put(bytes: uint8x8_t, out: &mut [u8], count: usize) {
    if count >= 8 {
        let out: &mut [u8] = &mut out[..8];
        // SAFETY: eight bytes.
        unsafe { vst1_u8(out.as_mut_ptr(), bytes) }
    } else {
        let mut all = [0_u8; 8];
        // SAFETY: eight bytes.
        unsafe { vst1_u8(all.as_mut_ptr(), bytes) }
        out[..count].copy_from_slice(&all[..count]);
    }
}

/// Biases of eight channels.
#[inline]
fn bias(block: &[i32]) -> [int32x4_t; 2] {
    let block: &[i32] = &block[..8];
    // SAFETY: eight values.
    unsafe { [vld1q_s32(block.as_ptr()), vld1q_s32(block.as_ptr().add(4))] }
}

/// The same blocks for activations that are 128 less: 128·Σ weight goes into the bias, which
/// `Channels::new` has made room for.
fn shift(blocks: &mut [Block<i8>], sum: impl Fn(usize) -> i32) {
    for block in blocks {
        for (place, bias) in block.bias.iter_mut().enumerate().take(block.channels) {
            *bias += 128 * sum(block.first + place);
        }
    }
}

fn add(addition: &Addition, a: &[u8], b: &[u8], out: &mut [u8]) {
    let narrow = Narrow::new(&[1.0; 8], addition.clamp);
    let whole = out.len() / 8 * 8;
    for start in (0..whole).step_by(8) {
        let (a, b): (&[u8], &[u8]) = (&a[start..start + 8], &b[start..start + 8]);
        // SAFETY: eight bytes each; every aarch64 has NEON.
        unsafe {
            let part = |from: &[u8], index: usize| {
                let wide = vreinterpretq_s16_u16(vmovl_u8(vld1_u8(from.as_ptr())));
                let wide = vsubq_s16(wide, vdupq_n_s16(i16::from(addition.zeros[index])));
                let floats =
                    [vmovl_s16(vget_low_s16(wide)), vmovl_high_s16(wide)].map(|half| vcvtq_f32_s32(half));
                floats.map(|half| vmulq_n_f32(half, addition.scales[index]))
            };
            let (x, y) = (part(a, 0), part(b, 1));
            let sums = [vcvtnq_s32_f32(vaddq_f32(x[0], y[0])), vcvtnq_s32_f32(vaddq_f32(x[1], y[1]))];
            let words = vqaddq_s16(vqmovn_high_s32(vqmovn_s32(sums[0]), sums[1]), narrow.zero);
            let bytes = vmin_u8(vmax_u8(vqmovun_s16(words), narrow.low), narrow.high);
            put(bytes, &mut out[start..], 8);
        }
    }
    Reference.add(addition, &a[whole..], &b[whole..], &mut out[whole..]);
}
