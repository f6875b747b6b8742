//! What tract calls. Tensors are u8 `[1, height, width, channels]` unless said otherwise.

use std::fmt::Debug;
use std::sync::Arc;

use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;
use tract_onnx::tract_core::tract_linalg::multithread::par_chunks_mut;

use super::arith::Addition;
use super::backend::Backend;

mod conv;
mod edges;

pub use conv::{Conv, Kernel, Map};
pub use edges::{Enter, Leave, Pixels, Total};

/// An operator's work on whole tensors; what tract wants to know besides follows from it.
pub trait Work: Clone + Debug + Send + Sync + 'static {
    const NAME: &'static str;
    /// Datum type and shape of the output.
    fn shape(&self, inputs: &[&[usize]]) -> (DatumType, TVec<usize>);
    /// Multiplications of one run.
    fn products(&self) -> usize {
        0
    }
    fn run(&self, inputs: &[&Tensor], out: &mut Tensor) -> TractResult<()>;
}

/// Makes a piece of work an operator of tract. No two are equal: their weights are not compared.
#[derive(Clone, Debug)]
pub struct Eight<W>(Arc<W>);

impl<W: Work> Eight<W> {
    pub fn new(work: W) -> Self {
        Self(Arc::new(work))
    }
}

impl<W> PartialEq for Eight<W> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<W> Eq for Eight<W> {}

impl<W: Work> Op for Eight<W> {
    fn name(&self) -> StaticName {
        W::NAME.into()
    }

    op_as_typed_op!();
}

impl<W: Work> EvalOp for Eight<W> {
    op_out_of_plan!();

    fn eval(&self, _ctx: &EvalContext, inputs: TVec<TValue>) -> TractResult<TVec<TValue>> {
        let shapes: TVec<&[usize]> = inputs.iter().map(|input| input.shape()).collect();
        let (kind, shape) = self.0.shape(&shapes);
        // SAFETY: bytes or floats, any bits of which are values; `run` writes every one of them.
        let mut out = unsafe { Tensor::uninitialized_dt(kind, &shape)? };
        let inputs: TVec<&Tensor> = inputs.iter().map(|input| &**input).collect();
        self.0.run(&inputs, &mut out)?;
        Ok(tvec!(out.into_tvalue()))
    }
}

impl<W: Work> TypedOp for Eight<W> {
    fn output_facts(&self, inputs: &[&TypedFact]) -> TractResult<TVec<TypedFact>> {
        let shapes = inputs
            .iter()
            .map(|fact| {
                fact.shape.as_concrete().ok_or_else(|| format_err!("{}: the shape is not fixed", W::NAME))
            })
            .collect::<TractResult<TVec<_>>>()?;
        let (kind, shape) = self.0.shape(&shapes);
        Ok(tvec!(kind.fact(shape)))
    }

    fn cost(&self, _inputs: &[&TypedFact]) -> TractResult<TVec<(Cost, TDim)>> {
        Ok(tvec!((Cost::FMA(u8::datum_type()), self.0.products().to_dim())))
    }

    as_op!();
}

pub fn bytes(tensor: &Tensor) -> TractResult<&[u8]> {
    tensor.try_as_plain_ram()?.as_slice::<u8>()
}

/// `f` on stretches of whole rows of `out`, on as many threads as tract's executor has, when there is
/// enough to do: `work` counts multiplications of 8 bits.
pub fn in_rows<T: Datum + Send>(
    out: &mut Tensor,
    row: usize,
    work: usize,
    f: impl Fn(usize, &mut [T]) + Send + Sync,
) -> TractResult<()> {
    let mut out = out.try_as_plain_ram_mut()?;
    // tract counts floats: sixteen of our products take the time of about one of its elements.
    par_chunks_mut(out.as_slice_mut::<T>()?, row, work / 16, |first, rows| {
        f(first, rows);
        Ok(())
    })
}

/// A residual addition with its clamp.
#[derive(Clone, Debug)]
pub struct Add {
    pub addition: Addition,
    pub backend: &'static dyn Backend,
}

impl Work for Add {
    const NAME: &'static str = "Add8";

    fn shape(&self, inputs: &[&[usize]]) -> (DatumType, TVec<usize>) {
        (u8::datum_type(), inputs[0].into())
    }

    fn run(&self, inputs: &[&Tensor], out: &mut Tensor) -> TractResult<()> {
        let (a, b) = (bytes(inputs[0])?, bytes(inputs[1])?);
        let row = out.shape()[3];
        in_rows(out, row, 4 * a.len(), |first, out: &mut [u8]| {
            let part = first * row..first * row + out.len();
            self.backend.add(&self.addition, &a[part.clone()], &b[part], out);
        })
    }
}
