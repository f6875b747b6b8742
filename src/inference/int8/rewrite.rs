//! Finds DequantizeLinear → Conv, Add or sum → clamp → QuantizeLinear in tract's graph, as it comes
//! from ONNX and before tract has simplified it, and puts the operators of this room in its place.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::rc::Rc;

use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;
use tract_onnx::tract_core::ops::binary::TypedBinOp;
use tract_onnx::tract_core::ops::cnn::conv::Conv;

use super::backend::Backend;
use super::ops::{self, Eight};

mod build;
mod conv;
mod find;

use find::{Quantized, clamp_of, dequantize, quantize};

/// What the camera's bytes become before the network: `(byte / 255 − mean) / std`, by channel.
#[derive(Debug, Clone)]
pub struct Normalisation {
    pub mean: Vec<f32>,
    pub std: Vec<f32>,
}

/// What now runs in 8 bits, and what stayed as tract has it, by the names of the graph.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub backend: &'static str,
    pub fused: Vec<String>,
    /// With the reason where there is one.
    pub kept: Vec<(String, String)>,
    /// The model takes u8 `[1, height, width, channels]`.
    pub takes_pixels: bool,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { backend, fused, .. } = self;
        writeln!(f, "{} operators in 8 bits on {backend}: {}", fused.len(), fused.join(", "))?;
        for (name, reason) in &self.kept {
            writeln!(f, "kept: {name}: {reason}")?;
        }
        let input = if self.takes_pixels { "the camera's bytes, channels last" } else { "floats" };
        write!(f, "input: {input}")
    }
}

/// Whether there is anything in a model that this room could run.
pub fn is_quantized(model: &TypedModel) -> bool {
    model.nodes.iter().any(|node| quantize(node).is_some())
}

/// The model in 8 bits, for `backend`. Give it a model that is typed and not yet simplified; what it
/// returns may be simplified and optimized as usual. With a normalisation, a model whose input is
/// quantized at once takes the camera's bytes themselves; results are the same to the last bit.
///
/// # Errors
/// tract's, for a graph that contradicts itself. What is not recognised is no error: see the report.
pub fn rewrite(
    model: &TypedModel,
    backend: &'static dyn Backend,
    pixels: Option<&Normalisation>,
) -> TractResult<(TypedModel, Report)> {
    let mut made = Rewriting {
        old: model,
        new: TypedModel::default(),
        backend,
        plain: HashMap::new(),
        eight: HashMap::new(),
        swallowed: HashSet::new(),
        convs: HashMap::new(),
        report: Report { backend: backend.name(), ..Report::default() },
    };
    made.plan();
    for id in model.eval_order()? {
        made.node(id, pixels)?;
    }
    let outputs =
        model.output_outlets()?.iter().map(|old| made.as_plain(*old)).collect::<TractResult<Vec<_>>>()?;
    made.new.select_output_outlets(&outputs)?;
    for (old, new) in model.output_outlets()?.iter().zip(&outputs) {
        if let Some(label) = model.outlet_label(*old) {
            made.new.set_outlet_label(*new, label.to_owned())?;
        }
    }
    Ok((made.new, made.report))
}

/// A tensor of bytes in the new model.
#[derive(Debug, Clone, Copy)]
struct Bytes {
    wire: OutletId,
    scale: f32,
    zero: u8,
}

struct Rewriting<'m> {
    old: &'m TypedModel,
    new: TypedModel,
    backend: &'static dyn Backend,
    /// Old outlets as tract has them.
    plain: HashMap<OutletId, OutletId>,
    /// Old outlets, of QuantizeLinear or DequantizeLinear, that are bytes now.
    eight: HashMap<OutletId, Bytes>,
    /// Nodes that went into another.
    swallowed: HashSet<usize>,
    /// What each convolution is, or why it is none in 8 bits.
    convs: HashMap<usize, Result<Rc<conv::Found>, String>>,
    report: Report,
}

impl Rewriting<'_> {
    /// Marks the nodes between a layer's inputs and its QuantizeLinear.
    fn plan(&mut self) {
        for node in self.old.nodes.iter().filter(|node| node.op_is::<Conv>()) {
            self.convs.insert(node.id, conv::find(self, node).map(Rc::new));
        }
        for node in &self.old.nodes {
            if self.becomes_bytes(node).is_some()
                && let Some((_, chain)) = self.root(node)
            {
                self.swallowed.extend(chain);
            }
        }
    }

    /// The convolution of a node, or why there is none in 8 bits.
    fn conv(&self, id: usize) -> Result<Rc<conv::Found>, String> {
        self.convs.get(&id).cloned().unwrap_or_else(|| Err("no operator for it in 8 bits".to_owned()))
    }

    /// The scale and zero point of a QuantizeLinear on `[1, c, h, w]` that only DequantizeLinear reads.
    fn becomes_bytes(&self, node: &TypedNode) -> Option<Quantized> {
        let found = quantize(node)?;
        let shape = self.old.outlet_fact(node.id.into()).ok()?.shape.as_concrete()?;
        let readers = &node.outputs[0].successors;
        let read = readers.iter().all(|reader| dequantize(self.old, self.old.node(reader.node)).is_some());
        let output = self.old.output_outlets().ok()?.contains(&node.id.into());
        (shape.len() == 4 && shape[0] == 1 && read && !output).then_some(found)
    }

    /// The bytes that a DequantizeLinear reads, if they are.
    fn bytes_behind(&self, outlet: OutletId) -> Option<Quantized> {
        let node = self.old.node(outlet.node);
        let said = dequantize(self.old, node)?;
        self.becomes_bytes(self.old.node(node.inputs[0].node))?;
        Some(said)
    }

    /// The layer that a QuantizeLinear ends, below its clamps, and all nodes from there to it.
    fn root(&self, node: &TypedNode) -> Option<(usize, Vec<usize>)> {
        let mut at = self.old.node(node.inputs[0].node);
        let mut chain = Vec::new();
        loop {
            if at.outputs.len() != 1
                || at.outputs[0].successors.len() != 1
                || self.old.output_outlets().ok()?.contains(&at.id.into())
            {
                return None;
            }
            chain.push(at.id);
            match clamp_of(self.old, at) {
                Some((next, _)) => at = self.old.node(next.node),
                None => break,
            }
        }
        let fits = self.conv(at.id).is_ok() || self.addends(at).is_some();
        fits.then_some((at.id, chain))
    }

    /// Both inputs of an addition of bytes of one shape.
    fn addends(&self, node: &TypedNode) -> Option<[Quantized; 2]> {
        let op = node.op_as::<TypedBinOp>()?;
        let facts = self.old.node_input_facts(node.id).ok()?;
        if op.0.name() != "Add" || facts[0].shape != facts[1].shape {
            return None;
        }
        Some([self.bytes_behind(node.inputs[0])?, self.bytes_behind(node.inputs[1])?])
    }

    fn node(&mut self, id: usize, pixels: Option<&Normalisation>) -> TractResult<()> {
        let node = self.old.node(id);
        if self.swallowed.contains(&id) {
            return Ok(());
        }
        if self.old.input_outlets()?.contains(&id.into()) {
            return self.source(node, pixels);
        }
        if let Some(quantized) = self.becomes_bytes(node) {
            return self.quantized(node, quantized);
        }
        if let Some(said) = self.bytes_behind(id.into()) {
            let wire = self.eight[&node.inputs[0]].wire;
            self.eight.insert(id.into(), Bytes { wire, scale: said.scale, zero: said.zero });
            return Ok(());
        }
        if self.total(node)? || conv::map(self, node)? {
            self.report.fused.push(node.name.clone());
            return Ok(());
        }
        self.keep(node)
    }

    /// Copies a node as it is. Worth a line in the report where it reads what could have been bytes.
    fn keep(&mut self, node: &TypedNode) -> TractResult<()> {
        if node.inputs.iter().any(|input| self.eight.contains_key(input)) {
            let reason =
                self.conv(node.id).err().unwrap_or_else(|| "its floats are wanted elsewhere".to_owned());
            self.report.kept.push((node.name.clone(), format!("{}: {reason}", node.op.name())));
        }
        let inputs =
            node.inputs.iter().map(|input| self.as_plain(*input)).collect::<TractResult<TVec<_>>>()?;
        let outlets = if node.inputs.is_empty() {
            tvec!(
                self.new
                    .add_node(node.name.clone(), node.op.clone(), tvec!(node.outputs[0].fact.clone()))?
                    .into()
            )
        } else {
            self.new.wire_node(&node.name, node.op.clone(), &inputs)?
        };
        for (slot, outlet) in outlets.into_iter().enumerate() {
            self.plain.insert(OutletId::new(node.id, slot), outlet);
        }
        Ok(())
    }

    /// An old outlet as tract has it, from bytes where needed.
    fn as_plain(&mut self, old: OutletId) -> TractResult<OutletId> {
        if let Some(new) = self.plain.get(&old) {
            return Ok(*new);
        }
        let bytes = self.eight.get(&old).with_context(|| format!("nothing made outlet {old:?}"))?;
        let name = format!("{}.f32", self.old.node(old.node).name);
        let leave = Eight::new(ops::Leave { scale: bytes.scale, zero: bytes.zero });
        let new = self.new.wire_node(name, leave, &[bytes.wire])?[0];
        self.plain.insert(old, new);
        Ok(new)
    }
}
