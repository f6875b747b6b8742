//! Weights in the order in which a processor reads them.
//!
//! A vector holds 32-bit sums in `lanes` parts of four. Narrowing to bytes works part by part, so the
//! channels of a block of `vectors` are dealt out such that the narrowed bytes lie in order within
//! each part: part l, vector v, place e holds channel `4·vectors·l + 4·v + e`.

use super::super::layer::{Dense, Depthwise};

/// The shape of a processor's vectors.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// 128-bit parts of a vector.
    pub lanes: usize,
    /// Vectors of a full block.
    pub vectors: usize,
    /// Products that one instruction adds into one sum.
    pub group: usize,
}

impl Shape {
    pub fn block(self) -> usize {
        4 * self.lanes * self.vectors
    }

    /// The channel of each 32-bit sum of a block of `vectors`, in the order of the vectors.
    fn order(self, vectors: usize) -> impl Iterator<Item = usize> {
        let lanes = self.lanes;
        (0..vectors * lanes * 4).map(move |index| {
            let (vector, lane, place) = (index / 4 / lanes, index / 4 % lanes, index % 4);
            4 * vectors * lane + 4 * vector + place
        })
    }
}

/// One block of output channels; what lies beyond the last channel is zero.
#[derive(Debug, Clone)]
pub struct Block<W> {
    pub first: usize,
    pub channels: usize,
    #[cfg_attr(target_arch = "aarch64", allow(dead_code))] // always two there
    pub vectors: usize,
    /// By group of inputs, then vector, then sum, then input.
    pub weights: Vec<W>,
    pub bias: Vec<i32>,
    pub scale: Vec<f32>,
}

/// Blocks of channels in vector order; `weight(channel, group)` gives the weights of one sum.
fn blocks<W: Copy + Default>(
    shape: Shape,
    channels: &super::super::arith::Channels,
    full: bool,
    groups: usize,
    mut weight: impl FnMut(usize, usize, &mut [W]),
) -> Vec<Block<W>> {
    let mut made = Vec::new();
    for first in (0..channels.len()).step_by(shape.block()) {
        let count = shape.block().min(channels.len() - first);
        let vectors = if full { shape.vectors } else { count.div_ceil(4 * shape.lanes) };
        let order: Vec<usize> = shape.order(vectors).collect();
        let mut weights = vec![W::default(); groups * order.len() * shape.group];
        for (index, out) in weights.chunks_exact_mut(shape.group).enumerate() {
            let (group, place) = (index / order.len(), index % order.len());
            if order[place] < count {
                weight(first + order[place], group, out);
            }
        }
        let of = |place: &usize| (*place < count).then_some(first + place);
        let bias = order.iter().map(|place| of(place).map_or(0, |c| channels.bias[c])).collect();
        let scale = order.iter().map(|place| of(place).map_or(0.0, |c| channels.scale[c])).collect();
        made.push(Block { first, channels: count, vectors, weights, bias, scale });
    }
    made
}

/// The weights of a matrix product; the depth is filled up to whole groups.
pub fn dense<W: Copy + Default + From<i8>>(shape: Shape, full: bool, layer: &Dense) -> Vec<Block<W>> {
    blocks(shape, &layer.channels, full, layer.depth.div_ceil(shape.group), |channel, group, out| {
        let row = &layer.weights[channel * layer.depth..][..layer.depth];
        for (to, from) in out.iter_mut().zip(&row[group * shape.group..]) {
            *to = W::from(*from);
        }
    })
}

/// How a depthwise filter runs over a picture: `rows` output rows at once, read from `groups` groups
/// of input rows, so that what was interleaved once serves several outputs.
#[derive(Debug, Clone, Copy)]
pub struct Strip {
    pub rows: usize,
    pub groups: usize,
}

impl Strip {
    pub fn new(shape: Shape, layer: &Depthwise) -> Self {
        let (kernel, stride) = (layer.window.kernel[0], layer.window.stride[0]);
        let groups = kernel.div_ceil(shape.group);
        let fits = (groups * shape.group - kernel) / stride + 1;
        Self {
            rows: if fits >= 4 {
                4
            } else if fits >= 2 {
                2
            } else {
                1
            },
            groups,
        }
    }
}

/// The weights of a depthwise filter, by output row of the strip, group of input rows and column.
pub fn depthwise<W: Copy + Default + From<i8>>(
    shape: Shape,
    strip: Strip,
    layer: &Depthwise,
) -> Vec<Block<W>> {
    let [high, wide] = layer.window.kernel;
    blocks(shape, &layer.channels, true, strip.rows * strip.groups * wide, |channel, index, out| {
        let (row, group, kx) = (index / wide / strip.groups, index / wide % strip.groups, index % wide);
        for (place, to) in out.iter_mut().enumerate() {
            let tap = (group * shape.group + place).checked_sub(row * layer.window.stride[0]);
            if let Some(ky) = tap.filter(|ky| *ky < high) {
                *to = W::from(layer.weights[(channel * high + ky) * wide + kx]);
            }
        }
    })
}
