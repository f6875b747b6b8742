//! tract against ONNX Runtime on the same file and the same prepared pictures. ONNX Runtime comes
//! from `tools/setup test`; without it the test says so and is skipped. The whole comparison, on 500
//! pictures of the sets in `../shared/data` where they are: `cargo test --release --test parity -- --ignored`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use farlight::capture::phantom::{Finding, chest, fundus};
use farlight::domain::{Laterality, Task};
use farlight::imaging::decode::decode;
use farlight::imaging::{Picture, Prepared, prepare};
use farlight::inference::Pack;
use farlight::signing::PublicKey;

/// Largest difference of two scores, 0 to 1.
const TOLERANCE: f32 = 0.005;

/// Reads raw RGB pictures from standard input and prints the logit of each.
const PEER: &str = "
import sys, numpy, onnxruntime
path, size, mean, std = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(path, options, providers=['CPUExecutionProvider'])
while len(raw := sys.stdin.buffer.read(size * size * 3)):
    pixels = numpy.frombuffer(raw, numpy.uint8).reshape(1, size, size, 3).transpose(0, 3, 1, 2)
    image = (pixels.astype(numpy.float32) / 255 - mean) / std
    print(session.run(['referable'], {'image': image})[0].item())
";

fn python() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = [".cache/bench/bin/python", ".venv/bin/python"].map(|name| root.join(name));
    let able = |path: &PathBuf| {
        Command::new(path)
            .args(["-c", "import onnxruntime, numpy"])
            .output()
            .is_ok_and(|out| out.status.success())
    };
    let found = found.into_iter().find(able);
    if found.is_none() {
        println!("skipped: no ONNX Runtime here; `tools/setup test` installs it");
    }
    found
}

/// The largest difference between the scores of both engines.
fn largest_difference(python: &Path, task: Task, pictures: &[Picture]) -> f32 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(task.code());
    let pack = Pack::load(&folder, task, &PublicKey::development().unwrap()).unwrap();
    let input = &pack.manifest.input;
    assert!(
        input.mean.iter().all(|mean| mean.to_bits() == input.mean[0].to_bits()),
        "the peer knows one mean"
    );
    let mut peer = Command::new(python)
        .args(["-c", PEER])
        .arg(folder.join(&pack.manifest.model.file))
        .args([input.size.to_string(), input.mean[0].to_string(), input.std[0].to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let prepared: Vec<Prepared> = pictures.iter().map(|p| prepare(task, p, input.size)).collect();
    let mut stdin = peer.stdin.take().unwrap();
    let pixels: Vec<Vec<u8>> = prepared.iter().map(|one| one.image.data().to_vec()).collect();
    let writer = std::thread::spawn(move || pixels.iter().for_each(|raw| stdin.write_all(raw).unwrap()));
    let ours: Vec<f32> = prepared.iter().map(|one| pack.read(one, "any").unwrap().score).collect();
    let output = peer.wait_with_output().unwrap();
    writer.join().unwrap();
    let theirs: Vec<f32> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| pack.manifest.calibration.score(line.parse().unwrap()))
        .collect();
    assert_eq!(ours.len(), theirs.len(), "ONNX Runtime did not read every picture");
    let largest = ours.iter().zip(&theirs).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    println!("{}: {} pictures, largest difference {largest:.6}", task.code(), ours.len());
    largest
}

fn phantoms(task: Task, count: u64) -> Vec<Picture> {
    let draw = |seed: u64| match task {
        Task::Dr => Picture::Rgb(fundus(320, seed, Laterality::Od, (seed % 5) as u8, 1, &[])),
        Task::Tb => {
            let finding = Finding::ALL[seed as usize % Finding::ALL.len()];
            Picture::Gray(chest(256, seed, finding, 1, &[]))
        }
    };
    (0..count).map(draw).collect()
}

#[test]
fn phantoms_score_as_in_onnx_runtime() {
    let Some(python) = python() else { return };
    for task in [Task::Dr, Task::Tb] {
        let largest = largest_difference(&python, task, &phantoms(task, 10));
        assert!(largest <= TOLERANCE, "{}: {largest}", task.code());
    }
}

/// Every file below a folder, in order.
fn files(folder: &Path, out: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for path in entries.iter().map(std::fs::DirEntry::path) {
        if path.is_dir() {
            files(&path, out)?;
        } else {
            out.push(path);
        }
    }
    Ok(())
}

/// Pictures evenly spread over the sets of a task.
fn of_the_sets(task: Task, count: usize) -> Vec<Picture> {
    let sets: &[&str] = match task {
        Task::Dr => &["fundus/eyepacs", "fundus/idrid", "fundus/srahim600"],
        Task::Tb => &["chest/shenzhen128", "chest/mixed256"],
    };
    let mut out = Vec::new();
    for set in sets {
        let mut found = Vec::new();
        if files(&Path::new("../shared/data").join(set), &mut found).is_err() {
            println!("skipped: ../shared/data/{set} is not here");
            continue;
        }
        let step = (found.len() * sets.len() / count).max(1);
        let decoded = found.iter().step_by(step).map(|file| decode(&std::fs::read(file).unwrap()));
        out.extend(decoded.filter_map(Result::ok).map(|one| one.picture));
    }
    out
}

#[test]
#[ignore = "minutes: 500 pictures a task; run it after every change to a pack or to the engine"]
fn five_hundred_pictures_score_as_in_onnx_runtime() {
    let Some(python) = python() else { return };
    for task in [Task::Dr, Task::Tb] {
        let mut pictures = of_the_sets(task, 450);
        let missing = 500_usize.saturating_sub(pictures.len()) as u64;
        pictures.extend(phantoms(task, missing));
        let largest = largest_difference(&python, task, &pictures);
        assert!(largest <= TOLERANCE, "{}: {largest}", task.code());
    }
}
