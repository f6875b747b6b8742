//! Convolutions of tract as layers of this room.

use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;
use tract_onnx::tract_core::ops::cnn::KernelFormat;
use tract_onnx::tract_core::ops::cnn::conv::Conv;
use tract_onnx::tract_core::ops::nn::DataFormat;

use super::super::arith::{Channels, Clamp};
use super::super::layer::{Dense, Depthwise, Window};
use super::super::ops::{self, Eight, Kernel};
use super::Rewriting;
use super::find::{self, Quantized};

/// A convolution of bytes with int8 weights.
pub struct Found {
    window: Window,
    depthwise: bool,
    /// As ONNX has them: `[out, in, rows, columns]`.
    weights: Vec<i8>,
    steps: Vec<f32>,
    bias: Vec<f32>,
    input: Quantized,
}

/// The convolution of a node, or why it is none that runs in 8 bits.
pub fn find(this: &Rewriting, node: &TypedNode) -> Result<Found, String> {
    let conv = node.op_as::<Conv>().ok_or("no operator for it in 8 bits")?;
    let input = this.bytes_behind(node.inputs[0]).ok_or("its input is not quantized")?;
    let spec = &conv.pool_spec;
    let plain = conv.q_params.is_none()
        && conv.kernel_fmt == KernelFormat::OIHW
        && spec.data_format == DataFormat::NCHW
        && spec.dilations().iter().all(|step| *step == 1)
        && spec.kernel_shape.len() == 2;
    let depthwise = conv.group > 1;
    let even = conv.group == conv.input_channels() && conv.group == conv.output_channels();
    if !plain || (depthwise && !even) {
        return Err("dilated, grouped or not in two dimensions".to_owned());
    }
    let fact = this.old.outlet_fact(node.inputs[0]).map_err(|error| error.to_string())?;
    let shape = fact.shape.as_concrete().ok_or("its shape is not fixed")?;
    let padding = spec.computed_padding(&shape[2..]);
    let window = Window {
        height: shape[2],
        width: shape[3],
        channels: shape[1],
        kernel: [spec.kernel_shape[0], spec.kernel_shape[1]],
        stride: [spec.stride(0), spec.stride(1)],
        before: [padding[0].pad_before, padding[1].pad_before],
        out: [padding[0].convoluted, padding[1].convoluted],
    };
    window.check().map_err(|error| error.to_string())?;
    let channels = conv.output_channels();
    let (weights, steps) = find::weights(this.old, node.inputs[1], channels)
        .ok_or("its weights are not int8 constants around zero")?;
    let bias = find::bias(this.old, node.inputs[2], channels).ok_or("its bias is not constant")?;
    let mut found = Found { window, depthwise, weights, steps, bias, input };
    found.make_room();
    // Whether the sums fit does not hang on the output's scale but for absurd ones.
    found.channels(&found.weights, 1.0).map_err(|error| error.to_string())?;
    Ok(found)
}

/// Biases above this leave no room for the sums.
const LARGEST_BIAS: f64 = (1 << 30) as f64;

impl Found {
    /// A channel that training has left almost without weights has a step so small that its bias is
    /// out of reach. Its step becomes coarser and its weights are rounded to it, which moves the output
    /// by less than 2⁻²² of the bias for each input.
    fn make_room(&mut self) {
        let depth = self.weights.len() / self.bias.len();
        for (channel, row) in self.weights.chunks_exact_mut(depth).enumerate() {
            let step = f64::from(self.input.scale) * f64::from(self.steps[channel]);
            let over = f64::from(self.bias[channel]).abs() / step / LARGEST_BIAS;
            if over > 1.0 && over.is_finite() {
                self.steps[channel] = (f64::from(self.steps[channel]) * over) as f32;
                for weight in row.iter_mut() {
                    *weight = (f64::from(*weight) / over).round_ties_even() as i8;
                }
            }
        }
    }

    fn channels(&self, weights: &[i8], per_step: f32) -> TractResult<Channels> {
        let step = |index: usize| f64::from(self.input.scale) * f64::from(self.steps[index]);
        let bias: Vec<i64> = self
            .bias
            .iter()
            .enumerate()
            .map(|(c, bias)| (f64::from(*bias) / step(c)).round_ties_even() as i64)
            .collect();
        let scale: Vec<f32> = (0..self.bias.len()).map(|c| (step(c) * f64::from(per_step)) as f32).collect();
        Ok(Channels::new(weights, self.input.zero, &bias, &scale)?)
    }

    /// Weights with the channels last, as the pictures lie.
    fn channels_last(&self) -> Vec<i8> {
        let [high, wide] = self.window.kernel;
        let (inputs, taps) = (if self.depthwise { 1 } else { self.window.channels }, high * wide);
        let mut out = Vec::with_capacity(self.weights.len());
        for filter in self.weights.chunks_exact(inputs * taps) {
            out.extend((0..taps).flat_map(|tap| (0..inputs).map(move |input| filter[input * taps + tap])));
        }
        out
    }

    fn pointwise(&self) -> bool {
        let Window { kernel, stride, before, out, height, width, .. } = self.window;
        kernel == [1, 1] && stride == [1, 1] && before == [0, 0] && out == [height, width] && !self.depthwise
    }
}

/// Puts the convolution `root` in, with its clamp.
pub fn wire(this: &mut Rewriting, root: usize, quantized: Quantized, clamp: Clamp) -> TractResult<OutletId> {
    let node = this.old.node(root);
    let found = this.conv(root).map_err(|reason| format_err!("{}: {reason}", node.name))?;
    let (window, outside) = (found.window, found.input.zero);
    let weights = found.channels_last();
    let channels = found.channels(&weights, quantized.per_step)?;
    let count = channels.len();
    let kernel = if found.depthwise {
        let layer = Depthwise::new(window, weights, outside, channels, clamp)?;
        Kernel::Depthwise(this.backend.filter(layer).into())
    } else if found.pointwise() {
        Kernel::Pointwise(this.backend.product(Dense::new(weights, channels, clamp)?).into())
    } else {
        let layer = Dense::new(weights, channels, clamp)?.padded(4);
        let depth = layer.depth;
        Kernel::Gathered { product: this.backend.product(layer).into(), depth, outside }
    };
    let op = Eight::new(ops::Conv { window, channels: count, kernel });
    let input = this.eight[&node.inputs[0]].wire;
    Ok(this.new.wire_node(&node.name, op, &[input])?[0])
}

/// A 1×1 convolution whose floats are wanted.
pub fn map(this: &mut Rewriting, node: &TypedNode) -> TractResult<bool> {
    let Ok(found) = this.conv(node.id) else { return Ok(false) };
    if !found.pointwise() {
        return Ok(false);
    }
    let channels = found.channels(&found.weights, 1.0)?;
    let layer = Dense::new(found.weights.clone(), channels, Clamp::wide(0))?;
    let input = this.eight[&node.inputs[0]].wire;
    let new = this.new.wire_node(&node.name, Eight::new(ops::Map { layer }), &[input])?[0];
    this.plain.insert(node.id.into(), new);
    Ok(true)
}
