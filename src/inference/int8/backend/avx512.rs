//! AVX-512 with VNNI: one instruction adds four products into each of sixteen sums, without saturation.

use std::arch::x86_64::*;
use std::ops::Range;

use super::super::arith::{Addition, Clamp};
use super::super::layer::{Dense, Depthwise};
use super::pack::{self, Block, Shape, Strip};
use super::reference::Reference;
use super::{Backend, Filter, Product};

const SHAPE: Shape = Shape { lanes: 4, vectors: 4, group: 4 };

#[derive(Debug)]
pub struct Avx512;

impl Avx512 {
    pub fn detected() -> bool {
        is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vnni")
    }
}

impl Backend for Avx512 {
    fn name(&self) -> &'static str {
        "avx512"
    }

    fn product(&self, layer: Dense) -> Box<dyn Product> {
        let blocks = pack::dense(SHAPE, false, &layer);
        Box::new(Packed { depth: layer.depth, channels: layer.channels.len(), clamp: layer.clamp, blocks })
    }

    fn filter(&self, layer: Depthwise) -> Box<dyn Filter> {
        let strip = Strip::new(SHAPE, &layer);
        Box::new(Strips { blocks: pack::depthwise(SHAPE, strip, &layer), strip, layer })
    }

    fn add(&self, addition: &Addition, a: &[u8], b: &[u8], out: &mut [u8]) {
        let length = out.len().min(a.len()).min(b.len());
        // SAFETY: the processor has the features (`detected`); all three hold `length` bytes.
        unsafe { add(addition, a.as_ptr(), b.as_ptr(), out.as_mut_ptr(), length) }
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
    blocks: Vec<Block<i8>>,
}

impl Product for Packed {
    fn run(&self, input: &[u8], out: &mut [u8]) {
        let rows = (input.len() / self.depth).min(out.len() / self.channels);
        let mut row = 0;
        while row < rows {
            let count = (rows - row).min(8);
            // SAFETY: the processor has the features; rows `row..row + count` lie in both slices.
            row += unsafe {
                let (from, to) =
                    (input.as_ptr().add(row * self.depth), out.as_mut_ptr().add(row * self.channels));
                self.tile(from, to, count)
            };
        }
    }
}

impl Packed {
    /// All channels of up to eight rows; says how many rows it did.
    ///
    /// # Safety
    /// `count` rows of `depth` bytes at `input`, of `channels` bytes at `out`.
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    unsafe fn tile(&self, input: *const u8, out: *mut u8, count: usize) -> usize {
        // Six rows keep a block of four vectors in registers, eight one of three or fewer.
        let six = self.blocks[0].vectors == 4;
        let count = if six { count.min(6) } else { count };
        // SAFETY: as above.
        unsafe {
            if six {
                self.rows::<6>(input, out, count);
            } else {
                self.rows::<8>(input, out, count);
            }
        }
        count
    }

    /// # Safety
    /// As `tile`; `count` is at most `R`.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    unsafe fn rows<const R: usize>(&self, input: *const u8, out: *mut u8, count: usize) {
        let (quads, rest) = (self.depth / 4, self.depth % 4);
        // SAFETY: rows past the last one read the last one again.
        let from: [*const u8; R] =
            std::array::from_fn(|r| unsafe { input.add(r.min(count - 1) * self.depth) });
        // The last, unfinished group of inputs; its missing weights are zero.
        let mut ends = [0_i32; R];
        if rest > 0 {
            for (end, from) in ends.iter_mut().zip(from) {
                let mut bytes = [0; 4];
                for (index, byte) in bytes.iter_mut().take(rest).enumerate() {
                    // SAFETY: 4·quads + rest is the row's length.
                    *byte = unsafe { *from.add(4 * quads + index) };
                }
                *end = i32::from_le_bytes(bytes);
            }
        }
        let row = Row { from, ends: (rest > 0).then_some(ends), quads };
        for block in &self.blocks {
            // SAFETY: the block was packed for this depth; its channels lie in every row of `out`.
            unsafe {
                let out = out.add(block.first);
                match block.vectors {
                    4 => self.block::<R, 4>(&row, block, out, count),
                    3 => self.block::<R, 3>(&row, block, out, count),
                    2 => self.block::<R, 2>(&row, block, out, count),
                    _ => self.block::<R, 1>(&row, block, out, count),
                }
            }
        }
    }

    /// # Safety
    /// `block` has `V` vectors; `count` rows of `out` hold its channels.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    unsafe fn block<const R: usize, const V: usize>(
        &self,
        row: &Row<R>,
        block: &Block<i8>,
        out: *mut u8,
        count: usize,
    ) {
        // SAFETY: a block holds V vectors of 64 bytes for each group of inputs, and as many biases
        // and scales; groups are read within the rows.
        unsafe {
            let mut sums: [[__m512i; V]; R] =
                [std::array::from_fn(|v| _mm512_loadu_si512(block.bias.as_ptr().add(16 * v).cast())); R];
            let mut weights = block.weights.as_ptr();
            for quad in 0..row.quads {
                let w: [__m512i; V] = std::array::from_fn(|v| _mm512_loadu_si512(weights.add(64 * v).cast()));
                for r in 0..R {
                    let values = _mm512_set1_epi32(row.from[r].add(4 * quad).cast::<i32>().read_unaligned());
                    for v in 0..V {
                        sums[r][v] = _mm512_dpbusd_epi32(sums[r][v], values, w[v]);
                    }
                }
                weights = weights.add(64 * V);
            }
            if let Some(ends) = row.ends {
                for r in 0..R {
                    for v in 0..V {
                        let w = _mm512_loadu_si512(weights.add(64 * v).cast());
                        sums[r][v] = _mm512_dpbusd_epi32(sums[r][v], _mm512_set1_epi32(ends[r]), w);
                    }
                }
            }
            let narrow = Narrow::<V>::new(block, self.clamp);
            for (r, sums) in sums.iter().enumerate().take(count) {
                narrow.store(*sums, out.add(r * self.channels));
            }
        }
    }
}

struct Row<const R: usize> {
    from: [*const u8; R],
    ends: Option<[i32; R]>,
    quads: usize,
}

/// From sums to bytes.
struct Narrow<const V: usize> {
    scale: [__m512; V],
    zero: __m512i,
    low: __m512i,
    high: __m512i,
    order: __m512i,
    mask: __mmask64,
}

impl<const V: usize> Narrow<V> {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn new(block: &Block<i8>, clamp: Clamp) -> Self {
        let places: [i32; 16] = std::array::from_fn(|j| (4 * (j / V).min(3) + j % V) as i32);
        // SAFETY: a block has V·16 scales.
        unsafe {
            Self {
                scale: std::array::from_fn(|v| _mm512_loadu_ps(block.scale.as_ptr().add(16 * v))),
                zero: _mm512_set1_epi16(i16::from(clamp.zero)),
                low: _mm512_set1_epi8(clamp.low.cast_signed()),
                high: _mm512_set1_epi8(clamp.high.cast_signed()),
                order: _mm512_loadu_si512(places.as_ptr().cast()),
                mask: u64::MAX >> (64 - block.channels),
            }
        }
    }

    /// Both narrowings saturate, which changes nothing that the clamp would not change as well.
    ///
    /// # Safety
    /// The block's channels fit behind `out`.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn store(&self, sums: [__m512i; V], out: *mut u8) {
        let whole = |v: usize| {
            let v = v.min(V - 1);
            _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_cvtepi32_ps(sums[v]), self.scale[v]))
        };
        let first = _mm512_adds_epi16(_mm512_packs_epi32(whole(0), whole(1)), self.zero);
        let second = _mm512_adds_epi16(_mm512_packs_epi32(whole(2), whole(3)), self.zero);
        let bytes = _mm512_packus_epi16(first, second);
        let mut bytes = _mm512_min_epu8(_mm512_max_epu8(bytes, self.low), self.high);
        if V < 4 {
            bytes = _mm512_permutexvar_epi32(self.order, bytes);
        }
        // SAFETY: the mask covers the block's channels only.
        unsafe { _mm512_mask_storeu_epi8(out.cast(), self.mask, bytes) }
    }
}

/// A depthwise filter's weights.
#[derive(Debug)]
struct Strips {
    layer: Depthwise,
    strip: Strip,
    blocks: Vec<Block<i8>>,
}

/// Output columns between two interleavings: what they read stays in the first cache.
const COLUMNS: usize = 16;

impl Filter for Strips {
    fn run(&self, input: &[u8], rows: Range<usize>, out: &mut [u8]) {
        let window = &self.layer.window;
        let line = window.out[1] * window.channels;
        assert!(
            input.len() >= window.height * window.width * window.channels && out.len() >= rows.len() * line
        );
        let columns = (COLUMNS - 1) * window.stride[1] + window.kernel[1];
        let mut scratch = vec![0_u8; columns * self.strip.groups * 256];
        let empty = vec![self.layer.outside; window.channels.next_multiple_of(64)];
        for y in rows.clone().step_by(self.strip.rows) {
            let count = self.strip.rows.min(rows.end - y);
            let to = &mut out[(y - rows.start) * line..][..count * line];
            for block in &self.blocks {
                for x in (0..window.out[1]).step_by(COLUMNS) {
                    let across = COLUMNS.min(window.out[1] - x);
                    // SAFETY: the processor has the features; the lengths were checked above.
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
    /// Puts the bytes of four input rows side by side, channel by channel, for every column that the
    /// outputs from `at` on read.
    ///
    /// # Safety
    /// `input` is a whole picture.
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn interleave(
        &self,
        input: &[u8],
        empty: &[u8],
        block: &Block<i8>,
        at: [usize; 2],
        across: usize,
        scratch: &mut [u8],
    ) {
        let window = &self.layer.window;
        let mask = u64::MAX >> (64 - block.channels);
        let groups = self.strip.groups;
        for group in 0..groups {
            let rows: [Option<usize>; 4] = std::array::from_fn(|r| window.row(at[0], 4 * group + r));
            let columns = (across - 1) * window.stride[1] + window.kernel[1];
            for column in 0..columns {
                let x = window.column(at[1], column);
                let load = |row: Option<usize>| {
                    let from = match (row, x) {
                        (Some(row), Some(x)) => {
                            &input[(row * window.width + x) * window.channels + block.first..]
                        }
                        _ => empty,
                    };
                    // SAFETY: the mask covers the block's channels, which lie in the slice.
                    unsafe { _mm512_maskz_loadu_epi8(mask, from.as_ptr().cast()) }
                };
                let [a, b, c, d] = [load(rows[0]), load(rows[1]), load(rows[2]), load(rows[3])];
                let (ab, cd) = (_mm512_unpacklo_epi8(a, b), _mm512_unpacklo_epi8(c, d));
                let (ab2, cd2) = (_mm512_unpackhi_epi8(a, b), _mm512_unpackhi_epi8(c, d));
                let quads = [
                    _mm512_unpacklo_epi16(ab, cd),
                    _mm512_unpackhi_epi16(ab, cd),
                    _mm512_unpacklo_epi16(ab2, cd2),
                    _mm512_unpackhi_epi16(ab2, cd2),
                ];
                let to = &mut scratch[(column * groups + group) * 256..][..256];
                for (to, quad) in to.chunks_exact_mut(64).zip(quads) {
                    // SAFETY: 64 bytes each.
                    unsafe { _mm512_storeu_si512(to.as_mut_ptr().cast(), quad) }
                }
            }
        }
    }

    /// `R` output rows of one block from interleaved columns; the first `count` of them are stored.
    ///
    /// # Safety
    /// `scratch` holds the columns of `across` outputs; `out` holds `count` lines.
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    unsafe fn strip<const R: usize>(
        &self,
        scratch: &[u8],
        block: &Block<i8>,
        first: usize,
        across: usize,
        out: &mut [u8],
        count: usize,
    ) {
        let window = &self.layer.window;
        let (groups, wide) = (self.strip.groups, window.kernel[1]);
        let line = window.out[1] * window.channels;
        // SAFETY: the block was packed for `R` rows, `groups` and `wide`: 256 bytes each.
        unsafe {
            let narrow = Narrow::<4>::new(block, self.layer.clamp);
            let bias: [__m512i; 4] =
                std::array::from_fn(|v| _mm512_loadu_si512(block.bias.as_ptr().add(16 * v).cast()));
            for x in 0..across {
                let mut sums = [bias; R];
                for kx in 0..wide {
                    for group in 0..groups {
                        let from = scratch.as_ptr().add(((x * window.stride[1] + kx) * groups + group) * 256);
                        let values: [__m512i; 4] =
                            std::array::from_fn(|v| _mm512_loadu_si512(from.add(64 * v).cast()));
                        for (r, sums) in sums.iter_mut().enumerate() {
                            let w = block.weights.as_ptr().add(((r * groups + group) * wide + kx) * 256);
                            for v in 0..4 {
                                let w = _mm512_loadu_si512(w.add(64 * v).cast());
                                sums[v] = _mm512_dpbusd_epi32(sums[v], values[v], w);
                            }
                        }
                    }
                }
                let to = out.as_mut_ptr().add((first + x) * window.channels + block.first);
                for (r, sums) in sums.iter().enumerate().take(count) {
                    narrow.store(*sums, to.add(r * line));
                }
            }
        }
    }
}

/// # Safety
/// `length` bytes at each pointer.
#[target_feature(enable = "avx512f,avx512bw")]
unsafe fn add(addition: &Addition, a: *const u8, b: *const u8, out: *mut u8, length: usize) {
    let zeros = addition.zeros.map(|zero| _mm512_set1_epi32(i32::from(zero)));
    let scales = addition.scales.map(|scale| _mm512_set1_ps(scale));
    let Clamp { zero, low, high } = addition.clamp;
    let bounds = [zero, low, high].map(|value| _mm512_set1_epi32(i32::from(value)));
    for start in (0..length).step_by(16) {
        let mask = 0xffff_u16 >> (16 - (length - start).min(16));
        // SAFETY: the mask covers what is left of the bytes.
        unsafe {
            let part = |from: *const u8, index: usize| {
                let wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(_mm512_maskz_loadu_epi8(
                    u64::from(mask),
                    from.add(start).cast(),
                )));
                _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_sub_epi32(wide, zeros[index])), scales[index])
            };
            let whole = _mm512_cvtps_epi32(_mm512_add_ps(part(a, 0), part(b, 1)));
            let whole = _mm512_add_epi32(whole, bounds[0]);
            let whole = _mm512_min_epi32(_mm512_max_epi32(whole, bounds[1]), bounds[2]);
            _mm512_mask_cvtepi32_storeu_epi8(out.add(start).cast(), mask, whole);
        }
    }
}
