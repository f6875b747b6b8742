//! Replays the seeds of the fuzz targets, and everything that they ever found, through the same
//! entries as the targets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../fuzz/entries.rs"]
mod entries;
#[path = "../src/imaging/decode/samples.rs"]
mod samples;

use std::path::{Path, PathBuf};

use jpeg_encoder::ColorType;
use samples::Dicom;

fn folder(kind: &str, target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join(target)
}

#[test]
fn seeds_and_past_finds_break_nothing() {
    for (target, entry) in entries::ENTRIES {
        let mut replayed = 0;
        for kind in ["seeds", "crashes"] {
            for file in std::fs::read_dir(folder(kind, target)).into_iter().flatten() {
                entry(&std::fs::read(file.unwrap().path()).unwrap());
                replayed += 1;
            }
        }
        assert!(replayed > 0, "{target} has no seeds");
    }
}

/// Run by hand when the samples change: `cargo test --test fuzz_corpus -- --ignored`.
#[test]
#[ignore = "writes the seeds into the source tree"]
fn write_seeds() {
    let values: Vec<u16> = (0..192).map(|index| index * 21).collect();
    let film = |syntax| Dicom::gray(syntax, 12, 16, 12);
    let window = |dicom: Dicom| dicom.text(0x0028_1050, *b"DS", "2048").text(0x0028_1051, *b"DS", "4096");
    let jpeg = [
        ("baseline", samples::jpeg(20, 12, ColorType::Rgb, false)),
        ("progressive", samples::jpeg(20, 12, ColorType::Rgb, true)),
        ("grey", samples::jpeg(20, 12, ColorType::Luma, false)),
        ("cmyk", samples::jpeg(20, 12, ColorType::Cmyk, false)),
        ("turned", samples::with_orientation(&samples::jpeg(20, 12, ColorType::Luma, false), 6)),
    ];
    let png = [
        ("rgb", samples::plain_png(13, 7, 2)),
        ("rgba", samples::plain_png(13, 7, 6)),
        ("grey", samples::plain_png(13, 7, 0)),
        ("palette", samples::png((4, 1), 2, 3, false, Some(&[1, 2, 3, 4, 5, 6, 7, 8, 9]), &[0, 0x18])),
        ("interlaced", samples::png((2, 2), 16, 0, true, None, &[0, 1, 2, 0, 3, 4, 0, 5, 6, 7, 8])),
    ];
    let photograph = Dicom::rgb(samples::JPEG_BASELINE, 12, 20).text(0x0028_0004, *b"CS", "YBR_FULL_422");
    let dicom = [
        ("explicit", window(film(samples::EXPLICIT)).pixel_words(&values).bytes()),
        ("implicit", window(film(samples::IMPLICIT)).pixel_words(&values).bytes()),
        ("big-endian", film(samples::BIG_ENDIAN).word(0x0028_0103, 1).pixel_words(&values).bytes()),
        ("deflated", film(samples::DEFLATED).pixel_words(&values).bytes()),
        ("rle", film(samples::RLE).pixel_bytes(samples::rle_words(&values)).bytes()),
        (
            "lossless",
            film(samples::JPEG_LOSSLESS).pixel_bytes(samples::lossless_jpeg(&values, 16, 12, 12)).bytes(),
        ),
        ("photograph", photograph.pixel_bytes(jpeg[0].1.clone()).bytes()),
        (
            "jpeg-2000",
            Dicom::gray(samples::JPEG_2000, 32, 32, 12)
                .pixel_bytes(samples::JPEG_2000_STREAM.to_vec())
                .bytes(),
        ),
        ("nested", samples::nested_dicom(3)),
    ];
    let rules = ["dr", "tb"].map(|task| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(format!("{task}.toml"));
        (task, std::fs::read(path).unwrap())
    });
    let write = |target: &str, name: &str, bytes: &[u8]| {
        std::fs::create_dir_all(folder("seeds", target)).unwrap();
        std::fs::write(folder("seeds", target).join(name), bytes).unwrap();
    };
    for (target, files) in [("jpeg", &jpeg[..]), ("png", &png), ("dicom", &dicom), ("rules", &rules)] {
        for (name, bytes) in files {
            write(target, name, bytes);
            if target != "rules" {
                write("decode", &format!("{target}-{name}"), bytes);
            }
        }
    }
}
