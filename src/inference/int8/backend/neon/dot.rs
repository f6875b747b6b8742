//! With SDOT. std's intrinsics for it are not stable yet, hence two lines of assembler. It takes
//! signed bytes: activations are 128 less, and the bias makes up for it.

use std::arch::asm;

use super::super::pack::{self, Shape, Strip};
use super::*;

const SHAPE: Shape = Shape { lanes: 1, vectors: 2, group: 4 };
/// Rows of a matrix product at once.
const ROWS: usize = 8;

/// `sum + w · x[LANE]`, each of four sums with four products; `x[LANE]` is one group of four bytes.
#[inline]
#[target_feature(enable = "neon,dotprod")]
fn dot_lane<const LANE: i32>(sum: int32x4_t, w: int8x16_t, x: int8x16_t) -> int32x4_t {
    let mut sum = sum;
    // SAFETY: reads and writes registers only; the feature is enabled.
    unsafe {
        asm!("sdot {s:v}.4s, {w:v}.16b, {x:v}.4b[{lane}]", s = inout(vreg) sum, w = in(vreg) w, x = in(vreg) x,
            lane = const LANE, options(pure, nomem, nostack, preserves_flags));
    }
    sum
}

/// `sum + w · x`, each of four sums with four products.
#[inline]
#[target_feature(enable = "neon,dotprod")]
fn dot(sum: int32x4_t, w: int8x16_t, x: int8x16_t) -> int32x4_t {
    let mut sum = sum;
    // SAFETY: reads and writes registers only; the feature is enabled.
    unsafe {
        asm!("sdot {s:v}.4s, {w:v}.16b, {x:v}.16b", s = inout(vreg) sum, w = in(vreg) w, x = in(vreg) x,
            options(pure, nomem, nostack, preserves_flags));
    }
    sum
}

/// A matrix product's weights.
#[derive(Debug)]
pub struct Packed {
    depth: usize,
    channels: usize,
    clamp: Clamp,
    blocks: Vec<Block<i8>>,
}

impl Packed {
    pub fn new(layer: &Dense) -> Self {
        // The depth in sixteens: weights that are missing are zero.
        let filled = layer.clone().padded(16);
        let mut blocks = pack::dense(SHAPE, true, &filled);
        let sum = |channel: usize| {
            layer.weights[channel * layer.depth..][..layer.depth]
                .iter()
                .map(|weight| i32::from(*weight))
                .sum()
        };
        shift(&mut blocks, sum);
        Self { depth: layer.depth, channels: layer.channels.len(), clamp: layer.clamp, blocks }
    }
}

impl Product for Packed {
    fn run(&self, input: &[u8], out: &mut [u8]) {
        let filled = self.depth.next_multiple_of(16);
        let mut rows = vec![0_i8; ROWS * filled];
        for (input, out) in input.chunks(ROWS * self.depth).zip(out.chunks_mut(ROWS * self.channels)) {
            let count = out.len() / self.channels;
            for (to, from) in rows.chunks_exact_mut(filled).zip(input.chunks_exact(self.depth)) {
                for (to, from) in to.iter_mut().zip(from) {
                    *to = (*from ^ 0x80).cast_signed();
                }
            }
            for block in &self.blocks {
                // SAFETY: the processor has the feature (`detected`).
                unsafe { self.block(&rows, filled, block, out, count) }
            }
        }
    }
}

impl Packed {
    #[target_feature(enable = "neon,dotprod")]
    fn block(&self, rows: &[i8], filled: usize, block: &Block<i8>, out: &mut [u8], count: usize) {
        let rows: &[i8] = &rows[..ROWS * filled];
        let weights: &[i8] = &block.weights[..filled * 8];
        let mut sums = [bias(&block.bias); ROWS];
        for input in (0..filled).step_by(16) {
            // SAFETY: both slices hold whole sixteens of inputs: of each row, and of eight channels.
            let (x, w): ([int8x16_t; ROWS], [int8x16_t; 8]) = unsafe {
                (
                    std::array::from_fn(|r| vld1q_s8(rows.as_ptr().add(r * filled + input))),
                    std::array::from_fn(|v| vld1q_s8(weights.as_ptr().add(input * 8 + 16 * v))),
                )
            };
            for (sums, x) in sums.iter_mut().zip(x) {
                for v in 0..2 {
                    sums[v] = dot_lane::<0>(sums[v], w[v], x);
                    sums[v] = dot_lane::<1>(sums[v], w[2 + v], x);
                    sums[v] = dot_lane::<2>(sums[v], w[4 + v], x);
                    sums[v] = dot_lane::<3>(sums[v], w[6 + v], x);
                }
            }
        }
        let narrow = Narrow::new(&block.scale, self.clamp);
        for (r, sums) in sums.into_iter().enumerate().take(count) {
            narrow.store(sums, &mut out[r * self.channels + block.first..], block.channels);
        }
    }
}

/// A depthwise filter by blocks of eight channels.
#[derive(Debug)]
pub struct Strips {
    layer: Depthwise,
    strip: Strip,
    blocks: Vec<Block<i8>>,
}

/// Output columns between two interleavings: what they read stays in the first cache.
const COLUMNS: usize = 16;

impl Strips {
    pub fn new(layer: Depthwise) -> Self {
        let strip = Strip::new(SHAPE, &layer);
        let mut blocks = pack::depthwise(SHAPE, strip, &layer);
        let taps = layer.window.kernel[0] * layer.window.kernel[1];
        shift(&mut blocks, |channel| {
            layer.weights[channel * taps..][..taps].iter().map(|weight| i32::from(*weight)).sum()
        });
        Self { layer, strip, blocks }
    }
}

impl Filter for Strips {
    fn run(&self, input: &[u8], rows: Range<usize>, out: &mut [u8]) {
        let window = &self.layer.window;
        let line = window.out[1] * window.channels;
        let columns = (COLUMNS - 1) * window.stride[1] + window.kernel[1];
        let mut scratch = vec![0_i8; columns * self.strip.groups * 32];
        for y in rows.clone().step_by(self.strip.rows) {
            let count = self.strip.rows.min(rows.end - y);
            let to = &mut out[(y - rows.start) * line..][..count * line];
            for block in &self.blocks {
                for x in (0..window.out[1]).step_by(COLUMNS) {
                    let across = COLUMNS.min(window.out[1] - x);
                    self.interleave(input, block, [y, x], across, &mut scratch);
                    // SAFETY: the processor has the feature (`detected`).
                    unsafe {
                        match self.strip.rows {
                            4 => self.strip::<4>(&scratch, block, x, across, to, count),
                            2 => self.strip::<2>(&scratch, block, x, across, to, count),
                            _ => self.strip::<1>(&scratch, block, x, across, to, count),
                        }
                    }
                }
            }
        }
    }
}

impl Strips {
    /// Puts the bytes of four input rows side by side, channel by channel, for every column that the
    /// outputs from `at` on read.
    fn interleave(&self, input: &[u8], block: &Block<i8>, at: [usize; 2], across: usize, scratch: &mut [i8]) {
        let window = &self.layer.window;
        let groups = self.strip.groups;
        let columns = (across - 1) * window.stride[1] + window.kernel[1];
        // SAFETY: every aarch64 has NEON.
        let (empty, half) = unsafe { (vdup_n_u8(self.layer.outside), vdup_n_u8(0x80)) };
        for group in 0..groups {
            let rows: [Option<usize>; 4] = std::array::from_fn(|r| window.row(at[0], 4 * group + r));
            for column in 0..columns {
                let x = window.column(at[1], column);
                let load = |row: Option<usize>| match (row, x) {
                    (Some(row), Some(x)) => get(
                        &input[(row * window.width + x) * window.channels + block.first..],
                        block.channels,
                    ),
                    _ => empty,
                };
                let [a, b, c, d] = [load(rows[0]), load(rows[1]), load(rows[2]), load(rows[3])];
                let to: &mut [i8] = &mut scratch[(column * groups + group) * 32..][..32];
                // SAFETY: thirty-two bytes; every aarch64 has NEON.
                unsafe {
                    let flip = |x: uint8x8_t| veor_u8(x, half);
                    let ab = vcombine_u8(vzip1_u8(flip(a), flip(b)), vzip2_u8(flip(a), flip(b)));
                    let cd = vcombine_u8(vzip1_u8(flip(c), flip(d)), vzip2_u8(flip(c), flip(d)));
                    let (ab, cd) = (vreinterpretq_u16_u8(ab), vreinterpretq_u16_u8(cd));
                    let quads = [vzip1q_u16(ab, cd), vzip2q_u16(ab, cd)];
                    for (v, quad) in quads.into_iter().enumerate() {
                        vst1q_s8(to.as_mut_ptr().add(16 * v), vreinterpretq_s8_u16(quad));
                    }
                }
            }
        }
    }

    /// `R` output rows of one block from interleaved columns; the first `count` of them are stored.
    #[target_feature(enable = "neon,dotprod")]
    fn strip<const R: usize>(
        &self,
        scratch: &[i8],
        block: &Block<i8>,
        first: usize,
        across: usize,
        out: &mut [u8],
        count: usize,
    ) {
        let window = &self.layer.window;
        let (groups, wide) = (self.strip.groups, window.kernel[1]);
        let line = window.out[1] * window.channels;
        let narrow = Narrow::new(&block.scale, self.layer.clamp);
        let start = bias(&block.bias);
        let load = |from: &[i8]| -> [int8x16_t; 2] {
            let from: &[i8] = &from[..32];
            // SAFETY: thirty-two bytes.
            unsafe { [vld1q_s8(from.as_ptr()), vld1q_s8(from.as_ptr().add(16))] }
        };
        // Two outputs side by side share the weights.
        for x in (0..across).step_by(2) {
            let pair = [x, (x + 1).min(across - 1)];
            let mut sums = [[start; 2]; R];
            for kx in 0..wide {
                for group in 0..groups {
                    let values =
                        pair.map(|x| load(&scratch[((x * window.stride[1] + kx) * groups + group) * 32..]));
                    for (r, sums) in sums.iter_mut().enumerate() {
                        let w = load(&block.weights[((r * groups + group) * wide + kx) * 32..]);
                        for (sums, values) in sums.iter_mut().zip(values) {
                            sums[0] = dot(sums[0], w[0], values[0]);
                            sums[1] = dot(sums[1], w[1], values[1]);
                        }
                    }
                }
            }
            for (r, sums) in sums.iter().enumerate().take(count) {
                for (sums, x) in sums.iter().zip(pair) {
                    let to = &mut out[r * line + (first + x) * window.channels + block.first..];
                    narrow.store(*sums, to, block.channels);
                }
            }
        }
    }
}

/// The first `count` bytes, at most eight, and zeros.
#[inline]
fn get(from: &[u8], count: usize) -> uint8x8_t {
    if count >= 8 {
        let from: &[u8] = &from[..8];
        // SAFETY: eight bytes.
        unsafe { vld1_u8(from.as_ptr()) }
    } else {
        let mut all = [0_u8; 8];
        all[..count].copy_from_slice(&from[..count]);
        // SAFETY: eight bytes.
        unsafe { vld1_u8(all.as_ptr()) }
    }
}
