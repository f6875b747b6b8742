//! The packs' networks in full 8 bits: ours on every back end of this processor, tract's f32 path, and
//! the peers of `int8/peers.py`, in turn, in processor time. `make bench-int8` makes the quantized
//! files first and writes what this prints to `docs/int8-bench.md`.

#![allow(clippy::expect_used, clippy::missing_panics_doc)] // a bench that cannot start measures nothing

#[path = "int8/layers.rs"]
mod layers;
#[path = "int8/peers.rs"]
mod peers;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use farlight::inference::int8::{self, Normalisation, backend};
use rustix::time::{ClockId, clock_gettime};
use tract_onnx::prelude::*;
use tract_onnx::tract_core;

const ROUNDS: usize = 25;
const TASKS: [(&str, usize); 2] = [("dr", 320), ("tb", 160)];
/// 1: what ratios refer to.
const YARDSTICK: &str = "ONNX Runtime u8s8";

fn main() {
    println!("# Eight bits against its peers\n");
    println!(
        "Written by `make bench-int8`. Milliseconds of processor time of one forward pass on one thread, the least and \
         the median of {ROUNDS} in turn; the ratio is between the least ones, to {YARDSTICK}. ONNX Runtime and LiteRT \
         cannot be told to do without AVX-512: `avx2` is ours alone without it.\n"
    );
    println!("Processor: {}\n", processor());
    for (task, size) in TASKS {
        print(task, size);
    }
    layers::print(&quantized("dr", "u8"), 320);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Where `make bench-int8` leaves the quantized network.
fn quantized(task: &str, kind: &str) -> PathBuf {
    root().join(".cache/bench-int8").join(format!("{task}.{kind}.onnx"))
}

fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("model name"));
    line.and_then(|line| line.split(": ").nth(1)).unwrap_or("unknown").to_owned()
}

/// A way to run the network once.
struct Entrant {
    name: String,
    run: Box<dyn FnMut() -> f64>,
    times: Vec<f64>,
}

fn print(task: &str, size: usize) {
    let mut entrants = ours(task, size);
    entrants.push(floats(task, size));
    entrants.extend(peers::start(task));
    for round in 0..ROUNDS + 2 {
        for entrant in &mut entrants {
            let time = (entrant.run)();
            if round >= 2 {
                entrant.times.push(time);
            }
        }
    }
    println!("\n## {task}, {size} px\n\n| engine | least | median | ratio |\n|---|---:|---:|---:|");
    for entrant in &mut entrants {
        entrant.times.sort_by(f64::total_cmp);
    }
    let yardstick = entrants.iter().find(|entrant| entrant.name == YARDSTICK).map(|entrant| entrant.times[0]);
    for Entrant { name, times, .. } in &entrants {
        let ratio = yardstick.map_or("–".to_owned(), |one| format!("{:.2}", times[0] / one));
        println!("| {name} | {:.2} | {:.2} | {ratio} |", times[0], times[times.len() / 2]);
    }
}

fn ours(task: &str, size: usize) -> Vec<Entrant> {
    let picture: Vec<u8> =
        (0..size * size * 3).map(|i| (i / 3 % size + i / 3 / size * (i % 3)) as u8).collect();
    let input = Tensor::from_shape(&[1, size, size, 3], &picture).expect("a tensor");
    let mut made = Vec::new();
    for backend in backend::available().into_iter().filter(|backend| backend.name() != "reference") {
        let start = Instant::now();
        let plan = plan(&quantized(task, "u8"), size, backend);
        let name =
            format!("ours, {} (loads in {:.0} ms)", backend.name(), start.elapsed().as_secs_f64() * 1e3);
        made.push(entrant(name, plan, input.clone()));
    }
    made
}

/// A quantized file in 8 bits, from the camera's bytes on.
fn plan(file: &Path, size: usize, backend: &'static dyn backend::Backend) -> Arc<TypedRunnableModel> {
    let typed = typed(file, size).expect("a network; make bench-int8 makes it");
    let plain = Normalisation { mean: vec![127.0 / 255.0; 3], std: vec![128.0 / 255.0; 3] };
    let (model, report) = int8::rewrite(&typed, backend, Some(&plain)).expect("a graph");
    assert!(report.takes_pixels && report.kept.is_empty(), "{report}");
    model.into_optimized().and_then(TypedModel::into_runnable).expect("a plan")
}

fn typed(file: &Path, size: usize) -> TractResult<TypedModel> {
    tract_onnx::onnx()
        .model_for_path(file)?
        .with_input_fact(0, f32::fact([1, 3, size, size]).into())?
        .with_outputs_by_name(["referable", "heat", "outlier"])?
        .into_typed()
}

/// What the product runs today.
fn floats(task: &str, size: usize) -> Entrant {
    let mut model = typed(&root().join("models").join(task).join("model.onnx"), size)
        .and_then(TypedModel::into_decluttered)
        .expect("the pack's network");
    let nhwc = tract_core::transform::get_transform("conv_nhwc").expect("transforms").expect("conv_nhwc");
    model.transform(&*nhwc).expect("a transform");
    let plan = model.into_optimized().and_then(TypedModel::into_runnable).expect("a plan");
    let values: Vec<f32> = (0..3 * size * size).map(|i| (i % 255) as f32 / 128.0 - 1.0).collect();
    entrant("tract f32".to_owned(), plan, Tensor::from_shape(&[1, 3, size, size], &values).expect("a tensor"))
}

fn entrant(name: String, plan: Arc<TypedRunnableModel>, input: Tensor) -> Entrant {
    let run = Box::new(move || {
        let start = processor_time();
        plan.run(tvec!(input.clone().into_tvalue())).expect("a forward pass");
        processor_time().saturating_sub(start).as_secs_f64() * 1e3
    });
    Entrant { name, run, times: Vec::new() }
}

/// Of all threads of this process.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}
