//! Where the time of one screening goes: each stage alone, then the whole of `score`, as shares; and
//! the forward pass against ONNX Runtime on the same file in the same run.
//! `make bench`; numbers are for comparing, not for quoting.

#![allow(clippy::expect_used, clippy::missing_panics_doc)] // a bench that cannot start measures nothing

#[path = "stages/peer.rs"]
mod peer;
#[path = "stages/pictures.rs"]
mod pictures;
#[path = "stages/shares.rs"]
mod shares;

use std::path::Path;
use std::sync::LazyLock;

use divan::{Bencher, black_box};
use farlight::domain::Task;
use farlight::domain::rules::RulePack;
use farlight::imaging::{Prepared, decode::decode, prepare};
use farlight::inference::{Pack, Reading};
use farlight::screening::{ANY_CAMERA, Examiner, Gate, overlay};
use farlight::signing::PublicKey;
use farlight::{imaging::encode, quality};

fn main() {
    divan::main();
    shares::print();
    peer::print();
}

fn load(task: Task) -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(task.code());
    Pack::load(&folder, task, &PublicKey::development().expect("the key")).expect("a model pack")
}

pub struct Bench {
    pub examiner: Examiner,
    /// A camera's JPEG.
    pub bytes: Vec<u8>,
}

impl Bench {
    fn new(task: Task) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let pack = load(task);
        let text =
            std::fs::read_to_string(root.join("rules").join(format!("{}.toml", task.code()))).expect("rules");
        let rules = RulePack::parse(&text).expect("a rule pack");
        let examiner =
            Examiner::new(pack, rules, String::new(), ANY_CAMERA.to_owned()).expect("a pack that fits");
        Self { examiner, bytes: pictures::jpeg(task, None) }
    }

    pub fn prepared(&self) -> Prepared {
        let decoded = decode(&self.bytes).expect("a picture");
        prepare(self.examiner.task(), &decoded.picture, self.examiner.pack.size())
    }

    pub fn read(&self, prepared: &Prepared) -> Reading {
        self.examiner.pack.read(prepared, "any").expect("a reading")
    }
}

pub static DR: LazyLock<Bench> = LazyLock::new(|| Bench::new(Task::Dr));
pub static TB: LazyLock<Bench> = LazyLock::new(|| Bench::new(Task::Tb));

fn of(task: &str) -> &'static Bench {
    if task == "dr" { &DR } else { &TB }
}

const TASKS: [&str; 2] = ["dr", "tb"];

/// Signature, every file's hash, and the network: what a start costs before the golden pictures.
#[divan::bench(args = TASKS)]
fn start_load(bencher: Bencher, task: &str) {
    let task = of(task).examiner.task();
    bencher.bench(|| load(task));
}

/// The golden pictures, without which there is no examiner.
#[divan::bench(args = TASKS)]
fn start_golden(bencher: Bencher, task: &str) {
    let bench = of(task);
    let rules = &bench.examiner.rules;
    let pack = || (load(bench.examiner.task()), rules.clone());
    bencher
        .with_inputs(pack)
        .bench_values(|(pack, rules)| Examiner::new(pack, rules, String::new(), ANY_CAMERA.to_owned()));
}

#[divan::bench(args = TASKS)]
fn stage_decode(bencher: Bencher, task: &str) {
    let bench = of(task);
    bencher.bench(|| decode(black_box(&bench.bytes)));
}

#[divan::bench(args = TASKS)]
fn stage_gate(bencher: Bencher, task: &str) {
    let bench = of(task);
    let decoded = decode(&bench.bytes).expect("a picture");
    bencher.bench(|| quality::judge(bench.examiner.task(), black_box(&decoded.picture)));
}

#[divan::bench(args = TASKS)]
fn stage_harmonise(bencher: Bencher, task: &str) {
    let bench = of(task);
    let decoded = decode(&bench.bytes).expect("a picture");
    bencher.bench(|| prepare(bench.examiner.task(), black_box(&decoded.picture), bench.examiner.pack.size()));
}

#[divan::bench(args = TASKS)]
fn stage_model(bencher: Bencher, task: &str) {
    let bench = of(task);
    let prepared = bench.prepared();
    bencher.bench(|| bench.read(black_box(&prepared)));
}

#[divan::bench(args = TASKS)]
fn stage_heatmap(bencher: Bencher, task: &str) {
    let bench = of(task);
    let decoded = decode(&bench.bytes).expect("a picture");
    let prepared = bench.prepared();
    let reading = bench.read(&prepared);
    bencher.bench(|| encode::png_rgb(&overlay(&decoded.picture, black_box(&prepared), &reading.heat)));
}

#[divan::bench]
fn stage_commit(bencher: Bencher) {
    let mut box_ = pictures::Committing::new(&DR);
    bencher.bench_local(|| box_.commit_one());
}

#[divan::bench(args = TASKS)]
fn whole_score(bencher: Bencher, task: &str) {
    let bench = of(task);
    bencher.bench(|| bench.examiner.examine(black_box(&bench.bytes), Gate::Enforced));
}
