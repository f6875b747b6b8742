//! Ours against ONNX Runtime, one thread each, in turn, on the same ONNX file.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::{Bench, DR, TB};

const ROUNDS: usize = 25;

/// Answers each line on standard input with the milliseconds of one inference.
const PEER: &str = r"
import sys, time
import numpy, onnxruntime
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
# Widen the 8-bit weights once, as we do: left alone it does so on each call and takes twice as long.
options.add_session_config_entry('session.disable_quant_qdq', '1')
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=['CPUExecutionProvider'])
source = session.get_inputs()[0]
tensor = numpy.random.default_rng(7).normal(size=source.shape).astype(numpy.float32)
session.run(None, {source.name: tensor})
print(onnxruntime.__version__, flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    session.run(None, {source.name: tensor})
    print((time.perf_counter() - start) * 1000, flush=True)
";

pub fn print() {
    for (name, bench) in [("dr", &*DR), ("tb", &*TB)] {
        match compare(name, bench) {
            Some((version, ours, theirs)) => println!(
                "\nforward pass {name}: tract {ours:.1} ms, ONNX Runtime {version} {theirs:.1} ms, ratio {:.2} (medians of {ROUNDS}, one thread, in turn)",
                ours / theirs
            ),
            None => println!("\nforward pass {name}: ONNX Runtime is not installed (make bench installs it)"),
        }
    }
}

fn compare(name: &str, bench: &Bench) -> Option<(String, f64, f64)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = root.join("models").join(name).join("model.onnx");
    let mut peer = Command::new(root.join(".cache/bench/bin/python"))
        .args(["-c", PEER])
        .arg(model)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut ask = peer.stdin.take()?;
    let mut answers = BufReader::new(peer.stdout.take()?).lines();
    let version = answers.next()?.ok()?;
    let prepared = bench.prepared();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        bench.read(&prepared);
        ours.push(start.elapsed().as_secs_f64() * 1000.0);
        writeln!(ask).ok()?;
        theirs.push(answers.next()?.ok()?.parse().ok()?);
    }
    drop(ask);
    peer.wait().ok()?;
    Some((version, median(ours), median(theirs)))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
