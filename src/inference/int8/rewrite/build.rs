//! Puts the operators in: what goes in, what ends a layer, what comes out.

use tract_onnx::prelude::*;
use tract_onnx::tract_core::ops::nn::{Reduce, Reducer};

use super::super::arith::{Addition, Clamp};
use super::super::ops::{self, Eight, Enter};
use super::find::{Quantized, clamp_of};
use super::{Bytes, Normalisation, Rewriting, conv};

impl Rewriting<'_> {
    pub fn source(&mut self, node: &TypedNode, pixels: Option<&Normalisation>) -> TractResult<()> {
        let fact = node.outputs[0].fact.clone();
        let reader = match &node.outputs[0].successors[..] {
            [only] => self.becomes_bytes(self.old.node(only.node)).map(|quantized| (only.node, quantized)),
            _ => None,
        };
        if let (Some(pixels), Some((reader, quantized)), Some(&[1, channels, high, wide])) =
            (pixels, reader, fact.shape.as_concrete())
            && pixels.mean.len() == channels
            && pixels.std.len() == channels
        {
            let enter = Enter { per_step: quantized.per_step, zero: quantized.zero };
            let tables: Vec<[u8; 256]> = (0..channels)
                .map(|c| {
                    let (mean, std) = (pixels.mean[c], pixels.std[c]);
                    std::array::from_fn(|byte| enter.quantize((byte as f32 / 255.0 - mean) / std))
                })
                .collect();
            let mut wire = self.new.add_source(&node.name, u8::fact([1, high, wide, channels]))?;
            if tables
                .iter()
                .any(|table| table.iter().enumerate().any(|(byte, value)| byte != usize::from(*value)))
            {
                wire = self.new.wire_node(
                    format!("{}.pixels", node.name),
                    Eight::new(ops::Pixels { tables }),
                    &[wire],
                )?[0];
            }
            self.report.takes_pixels = true;
            self.swallowed.insert(reader);
            self.eight.insert(reader.into(), Bytes { wire, scale: quantized.scale, zero: quantized.zero });
            return Ok(());
        }
        let new = self.new.add_source(&node.name, fact)?;
        self.plain.insert(node.id.into(), new);
        Ok(())
    }

    /// A QuantizeLinear: the end of a layer, or the way in from floats.
    pub fn quantized(&mut self, node: &TypedNode, quantized: Quantized) -> TractResult<()> {
        let wire = if let Some((root, chain)) = self.root(node) {
            self.layer(root, &chain, quantized)?
        } else {
            let input = self.as_plain(node.inputs[0])?;
            let enter = Enter { per_step: quantized.per_step, zero: quantized.zero };
            self.new.wire_node(&node.name, Eight::new(enter), &[input])?[0]
        };
        self.eight.insert(node.id.into(), Bytes { wire, scale: quantized.scale, zero: quantized.zero });
        Ok(())
    }

    fn layer(&mut self, root: usize, chain: &[usize], quantized: Quantized) -> TractResult<OutletId> {
        let clamp = self.clamp(chain, quantized);
        self.report.fused.push(self.old.node(root).name.clone());
        match self.add(root, quantized, clamp)? {
            Some(wire) => Ok(wire),
            None => conv::wire(self, root, quantized, clamp),
        }
    }

    /// The clamps of a chain as bytes. Rounding never turns an order round, so clamping after it is
    /// the same as before.
    fn clamp(&self, chain: &[usize], quantized: Quantized) -> Clamp {
        let (mut low, mut high) = (f32::NEG_INFINITY, f32::INFINITY);
        for id in chain.iter().rev() {
            if let Some((_, (at_least, at_most))) = clamp_of(self.old, self.old.node(*id)) {
                low = low.max(at_least).min(at_most);
                high = high.max(at_least).min(at_most);
            }
        }
        let enter = Enter { per_step: quantized.per_step, zero: quantized.zero };
        Clamp { zero: quantized.zero, low: enter.quantize(low), high: enter.quantize(high) }
    }

    fn add(&mut self, root: usize, quantized: Quantized, clamp: Clamp) -> TractResult<Option<OutletId>> {
        let node = self.old.node(root);
        let Some(addends) = self.addends(node) else { return Ok(None) };
        let scales = addends.map(|addend| (f64::from(addend.scale) * f64::from(quantized.per_step)) as f32);
        let addition = Addition::new(addends.map(|addend| addend.zero), scales, clamp)?;
        let wires = [self.eight[&node.inputs[0]].wire, self.eight[&node.inputs[1]].wire];
        let op = Eight::new(ops::Add { addition, backend: self.backend });
        Ok(Some(self.new.wire_node(&node.name, op, &wires)?[0]))
    }

    /// A sum over rows and columns of bytes, in floats: a global average before its division.
    pub fn total(&mut self, node: &TypedNode) -> TractResult<bool> {
        let Some(reduce) = node.op_as::<Reduce>() else { return Ok(false) };
        let Some(bytes) = self.eight.get(&node.inputs[0]).copied() else { return Ok(false) };
        let shape = self.new.outlet_fact(bytes.wire)?.shape.as_concrete().unwrap_or_default().to_vec();
        if reduce.reducer != Reducer::Sum || reduce.axes[..] != [2, 3] || shape[1] * shape[2] > 1 << 23 {
            return Ok(false);
        }
        let total = ops::Total { scale: bytes.scale, zero: bytes.zero, backend: self.backend };
        let new = self.new.wire_node(&node.name, Eight::new(total), &[bytes.wire])?[0];
        self.plain.insert(node.id.into(), new);
        Ok(true)
    }
}
