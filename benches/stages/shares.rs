//! The share of each stage in one score.

use farlight::screening::Gate;

use super::{Bench, DR, TB};

const RUNS: usize = 15;

pub fn print() {
    for (name, bench) in [("dr", &*DR), ("tb", &*TB)] {
        println!("\nscore --task {name}: share of each stage, medians of {RUNS} runs");
        for (stage, ms, share) in shares(bench) {
            println!("  {stage:<8} {ms:8.1} ms  {share:5.1} %");
        }
    }
}

fn shares(bench: &Bench) -> Vec<(&'static str, f64, f64)> {
    let runs: Vec<_> = (0..RUNS)
        .map(|_| bench.examiner.examine(&bench.bytes, Gate::Advisory).expect("an examination").ms)
        .collect();
    let median = |of: fn(&farlight::screening::Millis) -> f64| {
        let mut values: Vec<f64> = runs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[RUNS / 2]
    };
    let total = median(|ms| ms.total);
    [
        ("decode", median(|ms| ms.decode)),
        ("gate", median(|ms| ms.quality)),
        ("model", median(|ms| ms.model)),
        ("total", total),
    ]
    .map(|(stage, ms)| (stage, ms, 100.0 * ms / total))
    .to_vec()
}
