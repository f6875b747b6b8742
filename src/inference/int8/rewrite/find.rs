//! Reading tract's nodes: what quantizes, what clamps, and weights behind their scales.

use tract_onnx::prelude::*;
use tract_onnx::tract_core::ops::binary::TypedBinOp;
use tract_onnx::tract_core::ops::element_wise::ElementWiseOp;
use tract_onnx::tract_core::ops::quant::{DequantizeLinearF32, QuantizeLinearI8, QuantizeLinearU8};

/// Scale and zero point of a tensor of bytes. Signed bytes count as unsigned ones with a zero point
/// that lies 128 higher: the same bits but the first.
#[derive(Debug, Clone, Copy)]
pub struct Quantized {
    pub scale: f32,
    /// One over the scale, as tract keeps it.
    pub per_step: f32,
    pub zero: u8,
}

/// What a QuantizeLinear with one scale says.
pub fn quantize(node: &TypedNode) -> Option<Quantized> {
    let op = node.op_as::<ElementWiseOp>()?;
    let (per_step, zero) = if let Some(op) = op.0.downcast_ref::<QuantizeLinearU8>() {
        (op.scale, op.zero_point)
    } else {
        let op = op.0.downcast_ref::<QuantizeLinearI8>()?;
        (op.scale, signed(op.zero_point))
    };
    (per_step.is_normal() && per_step > 0.0).then_some(Quantized { scale: per_step.recip(), per_step, zero })
}

/// What a DequantizeLinear with one scale says.
pub fn dequantize(model: &TypedModel, node: &TypedNode) -> Option<Quantized> {
    let op = node.op_as::<DequantizeLinearF32>()?;
    let kind = model.outlet_fact(node.inputs[0]).ok()?.datum_type;
    let shift = if kind == i8::datum_type() { 128 } else { 0 };
    let zero = u8::try_from(op.zero_point + shift).ok()?;
    Some(Quantized { scale: op.scale, per_step: op.scale.recip(), zero })
}

fn signed(zero: i8) -> u8 {
    (i16::from(zero) + 128) as u8
}

/// A minimum or maximum with a constant number: what it reads, and the range it leaves.
pub fn clamp_of(model: &TypedModel, node: &TypedNode) -> Option<(OutletId, (f32, f32))> {
    let op = node.op_as::<TypedBinOp>()?;
    let number = |outlet: OutletId| {
        let fact = model.outlet_fact(outlet).ok()?;
        let constant = fact.konst.as_ref().filter(|constant| constant.len() == 1)?;
        constant.try_as_plain_ram().ok()?.as_slice::<f32>().ok()?.first().copied()
    };
    let (input, bound) = match (number(node.inputs[0]), number(node.inputs[1])) {
        (None, Some(bound)) => (node.inputs[0], bound),
        (Some(bound), None) => (node.inputs[1], bound),
        _ => return None,
    };
    match op.0.name() {
        "Max" => Some((input, (bound, f32::INFINITY))),
        "Min" => Some((input, (f32::NEG_INFINITY, bound))),
        _ => None,
    }
}

/// The floats of an outlet that hangs on constants only, whether tract has folded them yet or not.
fn floats(model: &TypedModel, outlet: OutletId) -> Option<Vec<f32>> {
    Some(constant(model, outlet)?.try_as_plain_ram().ok()?.as_slice::<f32>().ok()?.to_vec())
}

fn constant(model: &TypedModel, outlet: OutletId) -> Option<Arc<Tensor>> {
    if let Some(known) = &model.outlet_fact(outlet).ok()?.konst {
        return Some(known.clone());
    }
    let node = model.node(outlet.node);
    if node.inputs.is_empty() {
        return None;
    }
    let inputs = node.inputs.iter().map(|input| Some(constant(model, *input)?.into_tvalue()));
    let mut outputs = node.op.eval_out_of_plan(inputs.collect::<Option<TVec<_>>>()?).ok()??;
    (outlet.slot < outputs.len()).then(|| outputs.remove(outlet.slot).into_arc_tensor())
}

/// int8 weights and a scale for each of `channels`, behind an outlet of floats. tract folds int8
/// constants and their scales into floats when it reads a file; they are found again as the finest
/// grid of 127 steps or fewer on which every weight of a channel lies.
pub fn weights(model: &TypedModel, outlet: OutletId, channels: usize) -> Option<(Vec<i8>, Vec<f32>)> {
    let found = floats(model, outlet)?;
    if channels == 0 || found.is_empty() || !found.len().is_multiple_of(channels) {
        return None;
    }
    let mut values = Vec::with_capacity(found.len());
    let mut scales = Vec::with_capacity(channels);
    for row in found.chunks_exact(found.len() / channels) {
        let scale = grid(row)?;
        values.extend(row.iter().map(|value| (f64::from(*value) / scale).round() as i8));
        scales.push(scale as f32);
    }
    Some((values, scales))
}

/// The step of which every value is a whole multiple, at most 127 of them, to within a ten-thousandth of
/// it: f32 has rounded the values, by no more than that.
fn grid(row: &[f32]) -> Option<f64> {
    let largest = f64::from(row.iter().fold(0_f32, |largest, value| largest.max(value.abs())));
    if largest == 0.0 {
        return Some(1e-5); // any: fine enough for the bias
    }
    if !largest.is_finite() {
        return None;
    }
    let fits = |step: f64| {
        row.iter().all(|value| {
            let steps = f64::from(*value) / step;
            (steps - steps.round()).abs() < 1e-4
        })
    };
    (1..=127).rev().map(|steps| largest / f64::from(steps)).find(|step| fits(*step))
}

/// A bias, or its absence, as `channels` floats.
pub fn bias(model: &TypedModel, outlet: OutletId, channels: usize) -> Option<Vec<f32>> {
    let found = floats(model, outlet)?;
    match found.len() {
        1 => Some(vec![found[0]; channels]),
        count => (count == channels).then_some(found),
    }
}
