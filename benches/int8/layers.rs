//! Where the time goes: each layer's products a second against what the same kernel reaches on a
//! product that stays in the first cache.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use farlight::inference::int8::arith::{Channels, Clamp};
use farlight::inference::int8::backend::{self, Backend};
use farlight::inference::int8::layer::Dense;
use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::{Cost, DimLike, EvalContext, OpState};
use tract_onnx::tract_core::plan;

use super::plan;

const ROUNDS: usize = 15;

pub fn print(file: &Path, size: usize) {
    let backend = backend::best();
    let peak = peak(backend);
    println!("\n## Layers of dr, {}\n", backend.name());
    println!(
        "Wall time, least of {ROUNDS}. The kernel's peak, on a product in the first cache: {peak:.0} GMAC/s.\n"
    );
    println!("| layer | million products | ms | GMAC/s | of peak |\n|---|---:|---:|---:|---:|");
    let mut all = (0.0, 0.0);
    for (name, products, ms) in measure(file, size, backend) {
        let rate = products / ms / 1e6;
        println!("| {name} | {:.1} | {ms:.3} | {rate:.1} | {:.0} % |", products / 1e6, 100.0 * rate / peak);
        all = (all.0 + products, all.1 + ms);
    }
    println!("| all | {:.1} | {:.3} | {:.1} | |", all.0 / 1e6, all.1, all.0 / all.1 / 1e6);
}

/// Name, products and milliseconds of every node, in their order.
fn measure(file: &Path, size: usize, backend: &'static dyn Backend) -> Vec<(String, f64, f64)> {
    let plan = plan(file, size, backend);
    let input = Tensor::zero::<u8>(&[1, size, size, 3]).expect("a tensor");
    let mut least: BTreeMap<usize, f64> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let mut state = plan.spawn().expect("a state");
        let timed = |context: &EvalContext<'_>,
                     state: Option<&mut dyn OpState>,
                     node: &TypedNode,
                     inputs: TVec<TValue>| {
            let start = Instant::now();
            let out = plan::eval(context, state, node, inputs);
            let ms = start.elapsed().as_secs_f64() * 1e3;
            let kept = least.entry(node.id).or_insert(ms);
            *kept = kept.min(ms);
            out
        };
        state.run_plan_with_eval(tvec!(input.clone().into_tvalue()), timed).expect("a forward pass");
    }
    let model = plan.model();
    let described = |(id, ms): (usize, f64)| {
        let node = model.node(id);
        let costs = node.op.cost(&model.node_input_facts(id).expect("facts")).expect("a cost");
        let products = costs.iter().filter(|(cost, _)| matches!(cost, Cost::FMA(_)));
        let products: f64 =
            products.filter_map(|(_, count)| count.to_usize().ok()).map(|count| count as f64).sum();
        (node.name.clone(), products, ms)
    };
    least.into_iter().map(described).filter(|(_, _, ms)| *ms >= 0.001).collect()
}

/// Billions of products a second, everything in the first cache.
fn peak(backend: &dyn Backend) -> f64 {
    let (rows, depth, channels) = (24, 256, 64);
    let weights = vec![3_i8; depth * channels];
    let scales =
        Channels::new(&weights, 0, &vec![0; channels], &vec![1e-4; channels]).expect("sums that fit");
    let product = backend.product(Dense::new(weights, scales, Clamp::wide(0)).expect("a layer"));
    let (input, mut out) = (vec![5_u8; rows * depth], vec![0_u8; rows * channels]);
    let mut best = f64::MAX;
    for _ in 0..200 {
        let start = Instant::now();
        for _ in 0..20 {
            product.run(&input, &mut out);
        }
        best = best.min(start.elapsed().as_secs_f64() / 20.0);
    }
    (rows * depth * channels) as f64 / best / 1e9
}
