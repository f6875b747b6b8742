//! Bad files given to the real binary, with both model packs in memory's reach: each has its code,
//! and none costs 300 MB.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Appliance, RETINA, picture, xray};

const LIMIT_KB: u64 = 300 * 1000;

/// Runs a command and prints its peak memory in kB as the last line of standard error.
const MEASURE: &str = "import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(status)";

fn score(task: &str, file: &Path) -> (serde_json::Value, u64) {
    let appliance = Appliance::new();
    let inner = appliance.command(&["score", "--json", "--task", task, file.to_str().unwrap()]);
    let mut command = Command::new("python3");
    command.args(["-c", MEASURE]).arg(inner.get_program()).args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let output = command.output().unwrap();
    let kb = String::from_utf8_lossy(&output.stderr).lines().last().unwrap().trim().parse().unwrap();
    (serde_json::from_slice(&output.stdout).unwrap(), kb)
}

fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    drop(encoder.write_header().unwrap());
    bytes
}

/// 20,000 x 20,000 pixels of nothing in a few hundred kilobytes.
fn zip_bomb() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 20_000, 20_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    let mut stream = writer.stream_writer().unwrap();
    let row = vec![0_u8; 20_000];
    for _ in 0..20_000 {
        stream.write_all(&row).unwrap();
    }
    stream.finish().unwrap();
    drop(writer);
    bytes
}

fn cut(name: &str) -> Option<Vec<u8>> {
    let bytes = std::fs::read(picture(name)?).unwrap();
    Some(bytes[..bytes.len() * 3 / 5].to_vec())
}

#[test]
fn every_bad_file_has_its_code_and_stays_small() {
    let folder = tempfile::tempdir().unwrap();
    let mut cases: Vec<(&str, &str, Vec<u8>, &str)> = vec![
        ("dr", "empty.jpg", Vec::new(), "empty-file"),
        ("dr", "three.jpg", vec![0xFF, 0xD8, 0xFF], "damaged-file"),
        ("dr", "letter.jpg", b"Dear colleague,".to_vec(), "unknown-format"),
        ("dr", "huge.png", png_header(60_000, 60_000), "too-large"),
        ("tb", "bomb.png", zip_bomb(), "too-large"),
    ];
    if let Some(bytes) = cut(RETINA) {
        cases.push(("dr", "cut.jpg", bytes, "damaged-file"));
    }
    if let Some(bytes) = cut(&xray("RG1_UNCI")) {
        cases.push(("tb", "cut.dcm", bytes, "damaged-file"));
    }
    for (task, name, bytes, code) in cases {
        let path: PathBuf = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let (line, kb) = score(task, &path);
        assert_eq!(line["error"]["code"], code, "{name}: {line}");
        assert!(line["error"]["message"].as_str().unwrap().len() > 10);
        assert!(kb < LIMIT_KB, "{name} took {kb} kB");
    }
    let (line, _) = score("dr", folder.path());
    assert_eq!(line["error"]["code"], "unreadable");
}

#[test]
fn the_largest_picture_that_is_read_stays_below_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.jpg");
    let (width, height) = (5_900_u16, 4_000_u16);
    let pixels: Vec<u8> =
        (0..usize::from(width) * usize::from(height) * 3).map(|index| (index / 977) as u8).collect();
    let encoder = jpeg_encoder::Encoder::new_file(&path, 80).unwrap();
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    let (line, kb) = score("dr", &path);
    assert!(line.get("error").is_none(), "{line}");
    assert_eq!(line["gradable"], false);
    assert!(kb < LIMIT_KB, "{kb} kB");
}
