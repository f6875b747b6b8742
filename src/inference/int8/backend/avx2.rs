//! AVX2: activations and weights as i16, multiplied and added in pairs into i32. `maddubs` would take
//! bytes, but its pairs saturate at 16 bits: 255·127·2 does not fit.

use std::arch::x86_64::*;
use std::ops::Range;

use super::super::arith::{Addition, Clamp};
use super::super::layer::{Dense, Depthwise};
use super::pack::{self, Block, Shape, Strip};
use super::reference::Reference;
use super::{Backend, Filter, Product};

const SHAPE: Shape = Shape { lanes: 2, vectors: 2, group: 2 };
/// Rows of a matrix product at once.
const ROWS: usize = 6;

#[derive(Debug)]
pub struct Avx2;

impl Avx2 {
    pub fn detected() -> bool {
        is_x86_feature_detected!("avx2")
    }
}

impl Backend for Avx2 {
    fn name(&self) -> &'static str {
        "avx2"
    }

    fn product(&self, layer: Dense) -> Box<dyn Product> {
        let blocks = pack::dense(SHAPE, true, &layer);
        Box::new(Packed { depth: layer.depth, channels: layer.channels.len(), clamp: layer.clamp, blocks })
    }

    fn filter(&self, layer: Depthwise) -> Box<dyn Filter> {
        let strip = Strip::new(SHAPE, &layer);
        Box::new(Strips { blocks: pack::depthwise(SHAPE, strip, &layer), strip, layer })
    }

    fn add(&self, addition: &Addition, a: &[u8], b: &[u8], out: &mut [u8]) {
        // SAFETY: the processor has the feature.
        unsafe { add(addition, a, b, out) }
    }

    fn total(&self, input: &[u8], sums: &mut [u32]) {
        Reference.total(input, sums);
    }
}

/// A matrix product's weights.
#[derive(Debug)]
struct Packed {
    depth: usize,
    channels: usize,
    clamp: Clamp,
    blocks: Vec<Block<i16>>,
}

impl Product for Packed {
    fn run(&self, input: &[u8], out: &mut [u8]) {
        let wide = self.depth.next_multiple_of(2);
        let mut widened = vec![0_i16; ROWS * wide];
        let rows = input.chunks(ROWS * self.depth).zip(out.chunks_mut(ROWS * self.channels));
        for (input, out) in rows {
            let count = out.len() / self.channels;
            for (to, from) in widened.chunks_exact_mut(wide).zip(input.chunks_exact(self.depth)) {
                for (to, from) in to.iter_mut().zip(from) {
                    *to = i16::from(*from);
                }
            }
            for block in &self.blocks {
                let out = &mut out[block.first..];
                // SAFETY: the processor has the feature; `widened` holds ROWS rows.
                unsafe { self.block(&widened, block, out, count) }
            }
        }
    }
}

impl Packed {
    /// One block of channels of `ROWS` rows, the first `count` of which are stored.
    ///
    /// # Safety
    /// `widened` holds `ROWS` rows of whole pairs.
    #[target_feature(enable = "avx2")]
    unsafe fn block(&self, widened: &[i16], block: &Block<i16>, out: &mut [u8], count: usize) {
        let pairs = self.depth.div_ceil(2);
        // SAFETY: a block holds two vectors for each pair of inputs, and as many biases.
        unsafe {
            let bias: [__m256i; 2] =
                std::array::from_fn(|v| _mm256_loadu_si256(block.bias.as_ptr().add(8 * v).cast()));
            let mut sums = [bias; ROWS];
            let mut weights = block.weights.as_ptr();
            for pair in 0..pairs {
                let w: [__m256i; 2] = std::array::from_fn(|v| _mm256_loadu_si256(weights.add(16 * v).cast()));
                weights = weights.add(32);
                for (r, sums) in sums.iter_mut().enumerate() {
                    let values = widened.as_ptr().add(2 * (r * pairs + pair)).cast::<i32>().read_unaligned();
                    let values = _mm256_set1_epi32(values);
                    for v in 0..2 {
                        sums[v] = _mm256_add_epi32(sums[v], _mm256_madd_epi16(values, w[v]));
                    }
                }
            }
            let narrow = Narrow::new(block, self.clamp);
            for (r, sums) in sums.iter().enumerate().take(count) {
                narrow.store(*sums, &mut out[r * self.channels..]);
            }
        }
    }
}

/// From sums to bytes.
struct Narrow {
    scale: [__m256; 2],
    zero: __m256i,
    low: __m256i,
    high: __m256i,
    channels: usize,
}

impl Narrow {
    #[inline]
    #[target_feature(enable = "avx2")]
    fn new(block: &Block<i16>, clamp: Clamp) -> Self {
        let scale: &[f32] = &block.scale[..16];
        // SAFETY: sixteen scales.
        let scale = std::array::from_fn(|v| unsafe { _mm256_loadu_ps(scale.as_ptr().add(8 * v)) });
        Self {
            scale,
            zero: _mm256_set1_epi16(i16::from(clamp.zero)),
            low: _mm256_set1_epi8(clamp.low.cast_signed()),
            high: _mm256_set1_epi8(clamp.high.cast_signed()),
            channels: block.channels,
        }
    }

    /// Both narrowings saturate, which changes nothing that the clamp would not change as well.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn store(&self, sums: [__m256i; 2], out: &mut [u8]) {
        let whole = |v: usize| _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_cvtepi32_ps(sums[v]), self.scale[v]));
        let words = _mm256_adds_epi16(_mm256_packs_epi32(whole(0), whole(1)), self.zero);
        let bytes = _mm256_packus_epi16(words, words);
        let bytes = _mm256_min_epu8(_mm256_max_epu8(bytes, self.low), self.high);
        put(_mm256_castsi256_si128(_mm256_permute4x64_epi64::<0b1000>(bytes)), out, self.channels);
    }
}

/// The first `count` bytes, at most sixteen.
#[inline]
#[target_feature(enable = "avx2")]
fn put(bytes: __m128i, out: &mut [u8], count: usize) {
    if count >= 16 {
        let out: &mut [u8] = &mut out[..16];
        // SAFETY: sixteen bytes.
        unsafe { _mm_storeu_si128(out.as_mut_ptr().cast(), bytes) }
    } else {
        let mut all = [0_u8; 16];
        // SAFETY: sixteen bytes.
        unsafe { _mm_storeu_si128(all.as_mut_ptr().cast(), bytes) }
        out[..count].copy_from_slice(&all[..count]);
    }
}

/// The first `count` bytes, at most sixteen, and zeros.
#[inline]
#[target_feature(enable = "avx2")]
fn get(from: &[u8], count: usize) -> __m128i {
    if count >= 16 {
        let from: &[u8] = &from[..16];
        // SAFETY: sixteen bytes.
        unsafe { _mm_loadu_si128(from.as_ptr().cast()) }
    } else {
        let mut all = [0_u8; 16];
        all[..count].copy_from_slice(&from[..count]);
        // SAFETY: sixteen bytes.
        unsafe { _mm_loadu_si128(all.as_ptr().cast()) }
    }
}

/// A depthwise filter's weights.
#[derive(Debug)]
struct Strips {
    layer: Depthwise,
    strip: Strip,
    blocks: Vec<Block<i16>>,
}

/// Output columns between two interleavings: what they read stays in the first cache.
const COLUMNS: usize = 16;

impl Filter for Strips {
    fn run(&self, input: &[u8], rows: Range<usize>, out: &mut [u8]) {
        let window = &self.layer.window;
        let line = window.out[1] * window.channels;
        let columns = (COLUMNS - 1) * window.stride[1] + window.kernel[1];
        let mut scratch = vec![0_i16; columns * self.strip.groups * 32];
        let empty = vec![self.layer.outside; window.channels];
        for y in rows.clone().step_by(self.strip.rows) {
            let count = self.strip.rows.min(rows.end - y);
            let to = &mut out[(y - rows.start) * line..][..count * line];
            for block in &self.blocks {
                for x in (0..window.out[1]).step_by(COLUMNS) {
                    let across = COLUMNS.min(window.out[1] - x);
                    // SAFETY: the processor has the feature; `scratch` holds `columns`.
                    unsafe {
                        self.interleave(input, &empty, block, [y, x], across, &mut scratch);
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
    /// Puts the values of two input rows side by side, channel by channel, for every column that the
    /// outputs from `at` on read.
    #[target_feature(enable = "avx2")]
    fn interleave(
        &self,
        input: &[u8],
        empty: &[u8],
        block: &Block<i16>,
        at: [usize; 2],
        across: usize,
        scratch: &mut [i16],
    ) {
        let window = &self.layer.window;
        let groups = self.strip.groups;
        let columns = (across - 1) * window.stride[1] + window.kernel[1];
        for group in 0..groups {
            let rows: [Option<usize>; 2] = std::array::from_fn(|r| window.row(at[0], 2 * group + r));
            for column in 0..columns {
                let x = window.column(at[1], column);
                let load = |row: Option<usize>| {
                    let from = match (row, x) {
                        (Some(row), Some(x)) => {
                            &input[(row * window.width + x) * window.channels + block.first..]
                        }
                        _ => empty,
                    };
                    _mm256_cvtepu8_epi16(get(from, block.channels))
                };
                let (a, b) = (load(rows[0]), load(rows[1]));
                let to: &mut [i16] = &mut scratch[(column * groups + group) * 32..][..32];
                // SAFETY: thirty-two values.
                unsafe {
                    _mm256_storeu_si256(to.as_mut_ptr().cast(), _mm256_unpacklo_epi16(a, b));
                    _mm256_storeu_si256(to.as_mut_ptr().add(16).cast(), _mm256_unpackhi_epi16(a, b));
                }
            }
        }
    }

    /// `R` output rows of one block from interleaved columns; the first `count` of them are stored.
    ///
    /// # Safety
    /// `scratch` holds the columns of `across` outputs.
    #[target_feature(enable = "avx2")]
    unsafe fn strip<const R: usize>(
        &self,
        scratch: &[i16],
        block: &Block<i16>,
        first: usize,
        across: usize,
        out: &mut [u8],
        count: usize,
    ) {
        let window = &self.layer.window;
        let (groups, wide) = (self.strip.groups, window.kernel[1]);
        let line = window.out[1] * window.channels;
        let narrow = Narrow::new(block, self.layer.clamp);
        for x in 0..across {
            // SAFETY: the block was packed for `R` rows, `groups` and `wide`: 32 values each.
            let sums = unsafe {
                let bias: [__m256i; 2] =
                    std::array::from_fn(|v| _mm256_loadu_si256(block.bias.as_ptr().add(8 * v).cast()));
                let mut sums = [bias; R];
                for kx in 0..wide {
                    for group in 0..groups {
                        let from = scratch.as_ptr().add(((x * window.stride[1] + kx) * groups + group) * 32);
                        let values: [__m256i; 2] =
                            std::array::from_fn(|v| _mm256_loadu_si256(from.add(16 * v).cast()));
                        for (r, sums) in sums.iter_mut().enumerate() {
                            let w = block.weights.as_ptr().add(((r * groups + group) * wide + kx) * 32);
                            for v in 0..2 {
                                let w = _mm256_loadu_si256(w.add(16 * v).cast());
                                sums[v] = _mm256_add_epi32(sums[v], _mm256_madd_epi16(values[v], w));
                            }
                        }
                    }
                }
                sums
            };
            for (r, sums) in sums.iter().enumerate().take(count) {
                narrow.store(*sums, &mut out[r * line + (first + x) * window.channels + block.first..]);
            }
        }
    }
}

#[target_feature(enable = "avx2")]
fn add(addition: &Addition, a: &[u8], b: &[u8], out: &mut [u8]) {
    let zeros = addition.zeros.map(|zero| _mm256_set1_epi32(i32::from(zero)));
    let scales = addition.scales.map(|scale| _mm256_set1_ps(scale));
    let Clamp { zero, low, high } = addition.clamp;
    let zero = _mm256_set1_epi32(i32::from(zero));
    let (low, high) = (_mm_set1_epi8(low.cast_signed()), _mm_set1_epi8(high.cast_signed()));
    for ((a, b), out) in a.chunks(16).zip(b.chunks(16)).zip(out.chunks_mut(16)) {
        let (x, y) = (get(a, a.len()), get(b, b.len()));
        let part = |bytes: __m128i, index: usize| {
            let wide = _mm256_sub_epi32(_mm256_cvtepu8_epi32(bytes), zeros[index]);
            _mm256_mul_ps(_mm256_cvtepi32_ps(wide), scales[index])
        };
        let whole = |x: __m128i, y: __m128i| {
            _mm256_add_epi32(_mm256_cvtps_epi32(_mm256_add_ps(part(x, 0), part(y, 1))), zero)
        };
        let first = whole(x, y);
        let second = whole(_mm_srli_si128::<8>(x), _mm_srli_si128::<8>(y));
        let words = _mm256_permute4x64_epi64::<0b1101_1000>(_mm256_packs_epi32(first, second));
        let bytes = _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words));
        put(_mm_min_epu8(_mm_max_epu8(bytes, low), high), out, out.len());
    }
}
