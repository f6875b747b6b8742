//! Without dot products: SMULL and SMLAL make two i16 products a lane, SADALP adds them in pairs into
//! i32. 2·127·128 fits an i16.

use super::*;

/// Channels of a block, and rows at once.
const CHANNELS: usize = 4;
const ROWS: usize = 4;

/// Weights by blocks of four channels, then eight inputs at a time.
#[derive(Debug)]
pub struct Packed {
    depth: usize,
    channels: usize,
    clamp: Clamp,
    /// Inputs of a row, filled up to eights.
    padded: usize,
    weights: Vec<i8>,
    /// For activations that are 128 less, filled up to whole pairs of blocks, as are the scales.
    bias: Vec<i32>,
    scale: Vec<f32>,
}

impl Packed {
    pub fn new(layer: &Dense) -> Self {
        let (depth, channels) = (layer.depth, layer.channels.len());
        let padded = depth.next_multiple_of(8);
        let filled = channels.next_multiple_of(2 * CHANNELS);
        let mut weights = Vec::with_capacity(filled * padded);
        for block in (0..filled).step_by(CHANNELS) {
            // Sixteen inputs of each channel, then the next sixteen; at the end perhaps eight.
            for first in (0..padded).step_by(16) {
                let width = (padded - first).min(16);
                for channel in block..block + CHANNELS {
                    weights.extend((first..first + width).map(|input| {
                        if channel < channels && input < depth {
                            layer.weights[channel * depth + input]
                        } else {
                            0
                        }
                    }));
                }
            }
        }
        let mut bias = vec![0; filled];
        let mut scale = vec![0.0; filled];
        for channel in 0..channels {
            let row = &layer.weights[channel * depth..][..depth];
            let sum: i32 = row.iter().map(|weight| i32::from(*weight)).sum();
            bias[channel] = layer.channels.bias[channel] + 128 * sum;
            scale[channel] = layer.channels.scale[channel];
        }
        Self { depth, channels, clamp: layer.clamp, padded, weights, bias, scale }
    }
}

impl Product for Packed {
    fn run(&self, input: &[u8], out: &mut [u8]) {
        let mut rows = vec![0_i8; ROWS * self.padded];
        for (input, out) in input.chunks(ROWS * self.depth).zip(out.chunks_mut(ROWS * self.channels)) {
            let count = out.len() / self.channels;
            for (to, from) in rows.chunks_exact_mut(self.padded).zip(input.chunks_exact(self.depth)) {
                for (to, from) in to.iter_mut().zip(from) {
                    *to = (*from ^ 0x80).cast_signed();
                }
            }
            for first in (0..self.channels).step_by(2 * CHANNELS) {
                let narrow = Narrow::new(&self.scale[first..], self.clamp);
                let left = self.block(&rows, first);
                let right = self.block(&rows, first + CHANNELS);
                let bias = bias(&self.bias[first..]);
                for r in 0..count {
                    // SAFETY: every aarch64 has NEON.
                    let sums = unsafe { [vaddq_s32(left[r], bias[0]), vaddq_s32(right[r], bias[1])] };
                    narrow.store(sums, &mut out[r * self.channels + first..], self.channels - first);
                }
            }
        }
    }
}

impl Packed {
    /// Sums of four channels for each of four rows.
    #[inline]
    fn block(&self, rows: &[i8], first: usize) -> [int32x4_t; ROWS] {
        let weights: &[i8] = &self.weights[first * self.padded..][..CHANNELS * self.padded];
        let rows: &[i8] = &rows[..ROWS * self.padded];
        // SAFETY: both slices hold whole eights of every row and channel; every aarch64 has NEON.
        unsafe {
            let mut sums = [[vdupq_n_s32(0); CHANNELS]; ROWS];
            let mut at = weights.as_ptr();
            for input in (0..self.padded / 16 * 16).step_by(16) {
                let w: [int8x16_t; CHANNELS] = std::array::from_fn(|c| vld1q_s8(at.add(16 * c)));
                at = at.add(16 * CHANNELS);
                for (r, sums) in sums.iter_mut().enumerate() {
                    let x = vld1q_s8(rows.as_ptr().add(r * self.padded + input));
                    for (sum, w) in sums.iter_mut().zip(w) {
                        let low = vmull_s8(vget_low_s8(x), vget_low_s8(w));
                        *sum = vpadalq_s16(*sum, vmlal_high_s8(low, x, w));
                    }
                }
            }
            if self.padded % 16 > 0 {
                for (r, sums) in sums.iter_mut().enumerate() {
                    let x = vld1_s8(rows.as_ptr().add((r + 1) * self.padded - 8));
                    for (c, sum) in sums.iter_mut().enumerate() {
                        *sum = vpadalq_s16(*sum, vmull_s8(x, vld1_s8(at.add(8 * c))));
                    }
                }
            }
            sums.map(|s| vpaddq_s32(vpaddq_s32(s[0], s[1]), vpaddq_s32(s[2], s[3])))
        }
    }
}

/// A depthwise filter by blocks of eight channels; activations and weights become i16.
#[derive(Debug)]
pub struct Strips {
    layer: Depthwise,
    /// By block, kernel row, kernel column, channel.
    weights: Vec<i16>,
    bias: Vec<i32>,
    scale: Vec<f32>,
}

/// Output columns at once.
const COLUMNS: usize = 8;

impl Strips {
    pub fn new(layer: Depthwise) -> Self {
        let (channels, taps) = (layer.window.channels, layer.window.kernel[0] * layer.window.kernel[1]);
        let filled = channels.next_multiple_of(8);
        let mut weights = Vec::with_capacity(filled * taps);
        for block in (0..filled).step_by(8) {
            for tap in 0..taps {
                weights.extend((block..block + 8).map(|channel| {
                    if channel < channels { i16::from(layer.weights[channel * taps + tap]) } else { 0 }
                }));
            }
        }
        let mut bias = layer.channels.bias.clone();
        let mut scale = layer.channels.scale.clone();
        bias.resize(filled, 0);
        scale.resize(filled, 0.0);
        Self { layer, weights, bias, scale }
    }

    /// What the outputs from `at` on read, where it leaves the picture or the block is not full:
    /// `columns` of eight channels for each kernel row.
    fn collect(&self, input: &[u8], at: [usize; 2], first: usize, columns: usize, scratch: &mut [u8]) {
        let window = &self.layer.window;
        let count = (window.channels - first).min(8);
        for (ky, line) in scratch.chunks_exact_mut(columns * 8).enumerate() {
            let row = window.row(at[0], ky);
            for (column, to) in line.chunks_exact_mut(8).enumerate() {
                match (row, window.column(at[1], column)) {
                    (Some(row), Some(x)) => {
                        let from = (row * window.width + x) * window.channels + first;
                        to[..count].copy_from_slice(&input[from..from + count]);
                    }
                    _ => to.fill(self.layer.outside),
                }
            }
        }
    }
}

impl Filter for Strips {
    fn run(&self, input: &[u8], rows: Range<usize>, out: &mut [u8]) {
        match (self.layer.window.kernel[1], self.layer.window.stride[1]) {
            (3, 1) => self.rows::<3, 1>(input, rows, out),
            (3, 2) => self.rows::<3, 2>(input, rows, out),
            (5, 1) => self.rows::<5, 1>(input, rows, out),
            (5, 2) => self.rows::<5, 2>(input, rows, out),
            // No network of ours has another: the plain loops do.
            _ => self.layer.run(input, rows, out),
        }
    }
}

impl Strips {
    fn rows<const W: usize, const S: usize>(&self, input: &[u8], rows: Range<usize>, out: &mut [u8]) {
        let window = &self.layer.window;
        let [high, _] = window.kernel;
        let line = window.out[1] * window.channels;
        let columns = (COLUMNS - 1) * S + W;
        let mut scratch = vec![0_u8; high * columns * 8];
        let empty = vec![self.layer.outside; columns * 8];
        let mut from: Vec<(*const u8, usize)> = Vec::with_capacity(high);
        for (y, out) in rows.zip(out.chunks_exact_mut(line)) {
            for first in (0..window.channels).step_by(8) {
                let count = (window.channels - first).min(8);
                let narrow = Narrow::new(&self.scale[first..], self.layer.clamp);
                for x in (0..window.out[1]).step_by(COLUMNS) {
                    let left = (x * S).checked_sub(window.before[1]);
                    let inside = left.filter(|left| left + columns <= window.width && count == 8);
                    from.clear();
                    if let Some(left) = inside {
                        from.extend((0..high).map(|ky| match window.row(y, ky) {
                            Some(row) => {
                                let at = (row * window.width + left) * window.channels + first;
                                (input[at..][..(columns - 1) * window.channels + 8].as_ptr(), window.channels)
                            }
                            None => (empty.as_ptr(), 8),
                        }));
                    } else {
                        self.collect(input, [y, x], first, columns, &mut scratch);
                        from.extend(scratch.chunks_exact(columns * 8).map(|line| (line.as_ptr(), 8)));
                    }
                    // SAFETY: each pointer has `columns` eights behind it, its stride apart.
                    let sums = unsafe { self.sums::<W, S>(&from, first) };
                    for (column, sums) in sums.into_iter().enumerate().take(window.out[1] - x) {
                        narrow.store(sums, &mut out[(x + column) * window.channels + first..], count);
                    }
                }
            }
        }
    }

    /// # Safety
    /// `from` holds for each kernel row a pointer to `(COLUMNS − 1)·S + W` eights of bytes, and how
    /// far they lie apart.
    #[inline]
    unsafe fn sums<const W: usize, const S: usize>(
        &self,
        from: &[(*const u8, usize)],
        first: usize,
    ) -> [[int32x4_t; 2]; COLUMNS] {
        let weights: &[i16] = &self.weights[first * from.len() * W..][..8 * from.len() * W];
        let mut sums = [bias(&self.bias[first..]); COLUMNS];
        // SAFETY: the caller's promise; a row's weights are W eights.
        unsafe {
            for (ky, (row, apart)) in from.iter().enumerate() {
                let w: [int16x8_t; W] =
                    std::array::from_fn(|kx| vld1q_s16(weights.as_ptr().add((ky * W + kx) * 8)));
                for column in 0..(COLUMNS - 1) * S + W {
                    let x = vreinterpretq_s16_u16(vmovl_u8(vld1_u8(row.add(column * apart))));
                    for kx in 0..W {
                        // The output that sees this column through tap kx.
                        if column >= kx && (column - kx) % S == 0 && (column - kx) / S < COLUMNS {
                            let sums = &mut sums[(column - kx) / S];
                            sums[0] = vmlal_s16(sums[0], vget_low_s16(x), vget_low_s16(w[kx]));
                            sums[1] = vmlal_high_s16(sums[1], x, w[kx]);
                        }
                    }
                }
            }
        }
        sums
    }
}
