//! Bad input is normal input: every broken, hostile or wrong file has its code, and none of them
//! costs more than the memory of the box allows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/imaging/decode/samples.rs"]
mod samples;
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use farlight::imaging::decode::{self, MAX_FILE_BYTES};
use jpeg_encoder::ColorType;
use samples::Dicom;

/// Leaves 50 MB of the 300 that the whole process may take, for any input, to what runs beside.
const MAX_PEAK_KB: u64 = 250_000;

fn code(bytes: &[u8]) -> &'static str {
    decode::decode(bytes).map_or_else(|error| error.code(), |_| "ok")
}

fn film() -> Dicom {
    Dicom::gray(samples::EXPLICIT, 12, 16, 12)
}

fn values() -> Vec<u16> {
    (0..192).map(|index| index * 21).collect()
}

#[test]
fn what_is_no_picture_is_told_apart() {
    let cases: [(&str, &[u8]); 9] = [
        ("empty-file", b""),
        ("unknown-format", b"\xFF\xD8\0"),
        ("unknown-format", b"abc"),
        ("unknown-format", b"Patient came in at nine, photograph follows.\n"),
        ("unknown-format", b"<!DOCTYPE html><html><body>Not found</body></html>"),
        ("unknown-format", b"GIF89a\x01\0\x01\0\0\0\0"),
        ("unknown-format", b"%PDF-1.7\n"),
        ("unknown-format", &[0; 4096]),
        ("damaged-file", b"\xFF\xD8\xFF\xD9"),
    ];
    for (expected, bytes) in cases {
        assert_eq!(code(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn files_that_cannot_be_read_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let read = |path: &Path| decode::read_file(path).unwrap_err().code();
    assert_eq!(read(folder.path()), "unreadable");
    assert_eq!(read(&folder.path().join("missing.jpg")), "unreadable");
    assert_eq!(read(Path::new("/dev/zero")), "unreadable");
    let large = folder.path().join("large.png");
    std::fs::File::create(&large).unwrap().set_len(MAX_FILE_BYTES + 1).unwrap();
    assert_eq!(read(&large), "too-large");
    let text = folder.path().join("notes.jpg");
    std::fs::write(&text, "notes, not a picture").unwrap();
    assert_eq!(code(&decode::read_file(&text).unwrap()), "unknown-format");
}

/// A file cut anywhere is never a picture: half a retina must not be graded.
#[test]
fn no_prefix_of_a_file_is_a_picture() {
    let lossless = samples::lossless_jpeg(&values(), 16, 12, 12);
    let coded = |syntax, coded: Vec<u8>| Dicom::gray(syntax, 12, 16, 12).pixel_bytes(coded).bytes();
    let photograph = Dicom::rgb(samples::JPEG_BASELINE, 24, 40).text(0x0028_0004, *b"CS", "YBR_FULL_422");
    let files = [
        ("baseline", samples::jpeg(40, 24, ColorType::Rgb, false)),
        ("progressive", samples::jpeg(40, 24, ColorType::Rgb, true)),
        ("grey", samples::jpeg(40, 24, ColorType::Luma, false)),
        ("turned", samples::with_orientation(&samples::jpeg(40, 24, ColorType::Rgb, false), 6)),
        ("png", samples::plain_png(23, 17, 2)),
        ("native", film().pixel_words(&values()).bytes()),
        ("implicit", Dicom::gray(samples::IMPLICIT, 12, 16, 12).pixel_words(&values()).bytes()),
        ("big endian", Dicom::gray(samples::BIG_ENDIAN, 12, 16, 12).pixel_words(&values()).bytes()),
        ("deflated", Dicom::gray(samples::DEFLATED, 12, 16, 12).pixel_words(&values()).bytes()),
        ("rle", coded(samples::RLE, samples::rle_words(&values()))),
        ("lossless", coded(samples::JPEG_LOSSLESS, lossless)),
        ("photograph", photograph.pixel_bytes(samples::jpeg(40, 24, ColorType::Rgb, false)).bytes()),
    ];
    for (name, bytes) in files {
        assert_eq!(code(&bytes), "ok", "{name}");
        for length in 0..bytes.len() {
            let code = code(&bytes[..length]);
            let refused = ["empty-file", "unknown-format", "damaged-file", "unsupported"].contains(&code);
            assert!(refused, "{name} cut to {length} of {} bytes: {code}", bytes.len());
        }
    }
}

/// Cameras and cables drop bytes within a picture that still ends as it should.
/// A gap of a few bytes may leave as many blocks as there should be; one of a tenth does not.
#[test]
fn a_jpeg_with_a_gap_is_no_picture() {
    for progressive in [false, true] {
        let whole = samples::jpeg(160, 120, ColorType::Rgb, progressive);
        let scan = whole.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap() + 14;
        let data = whole.len() - 2 - scan;
        for gap in [data / 10, data / 4, data / 2] {
            for start in (scan..whole.len() - 2 - gap).step_by(data / 23) {
                let torn = [&whole[..start], &whole[start + gap..]].concat();
                assert_eq!(
                    code(&torn),
                    "damaged-file",
                    "{gap} bytes after {start}, progressive {progressive}"
                );
            }
        }
        for end in (scan..whole.len() - 3).step_by(data / 23) {
            let cut = [&whole[..end], &[0xFF, 0xD9]].concat();
            assert_eq!(code(&cut), "damaged-file", "cut to {end}, progressive {progressive}");
        }
    }
}

#[test]
fn outsized_claims_are_refused_from_the_header() {
    let small = samples::jpeg(16, 16, ColorType::Rgb, false);
    assert_eq!(code(&samples::resized_jpeg(&small, 60_000, 60_000)), "too-large");
    let progressive = samples::jpeg(16, 16, ColorType::Rgb, true);
    assert_eq!(code(&samples::resized_jpeg(&progressive, 5_000, 4_000)), "too-large");
    assert_eq!(code(&samples::png((60_000, 60_000), 8, 2, false, None, &[0; 64])), "too-large");
    assert_eq!(code(&samples::png((u32::MAX, u32::MAX), 16, 6, true, None, &[0; 64])), "too-large");
    for syntax in [samples::EXPLICIT, samples::RLE, samples::JPEG_BASELINE, samples::JPEG_2000] {
        let dicom = Dicom::gray(syntax, 60_000, 60_000, 16).pixel_bytes(small.clone());
        assert_eq!(code(&dicom.bytes()), "too-large", "{syntax}");
    }
    // The coded picture claims more than the DICOM header.
    let inner = samples::resized_jpeg(&samples::jpeg(16, 16, ColorType::Luma, false), 4_000, 4_000);
    assert_eq!(
        code(&Dicom::gray(samples::JPEG_BASELINE, 16, 16, 8).pixel_bytes(inner).bytes()),
        "damaged-file"
    );
}

#[test]
fn absurd_dicom_is_refused() {
    let with_pixels = |dicom: Dicom| code(&dicom.pixel_words(&values()).bytes());
    assert_eq!(with_pixels(film()), "ok");
    assert_eq!(with_pixels(film().word(0x0028_0010, 65_535).word(0x0028_0011, 65_535)), "too-large");
    assert_eq!(with_pixels(film().word(0x0028_0010, 4_000)), "damaged-file");
    assert_eq!(with_pixels(film().word(0x0028_0010, 0)), "damaged-file");
    assert_eq!(with_pixels(film().word(0x0028_0101, 0)), "damaged-file");
    assert_eq!(with_pixels(film().word(0x0028_0101, 17)), "damaged-file");
    assert_eq!(with_pixels(film().word(0x0028_0102, 65_535)), "damaged-file");
    assert_eq!(with_pixels(film().word(0x0028_0100, 12)), "unsupported");
    assert_eq!(with_pixels(film().word(0x0028_0002, 65_535)), "unsupported");
    assert_eq!(with_pixels(film().text(0x0028_0008, *b"IS", "-99999999999999999999")), "ok");
    assert_eq!(with_pixels(film().with(0x0028_0010, *b"FD", vec![1])), "unsupported");
    assert_eq!(with_pixels(film().with(0x0028_3010, *b"SQ", vec![9; 6])), "damaged-file");
    // Windows that are no numbers fall back to what the picture holds.
    for width in ["NaN", "inf", "-5", "0", "1e400", "", "none"] {
        let film = film().text(0x0028_1050, *b"DS", "1e300").text(0x0028_1051, *b"DS", width);
        assert_eq!(with_pixels(film), "ok", "{width}");
    }
    // Coded as the header says it is not.
    let jpeg = samples::jpeg(16, 12, ColorType::Luma, false);
    for syntax in [samples::RLE, samples::JPEG_LOSSLESS, samples::JPEG_2000] {
        assert_eq!(code(&Dicom::gray(syntax, 12, 16, 8).pixel_bytes(jpeg.clone()).bytes()), "damaged-file");
    }
}

#[test]
fn absurd_dicom_structure_is_refused() {
    for depth in [1, 65, 100_000] {
        assert_eq!(code(&samples::nested_dicom(depth)), "damaged-file", "{depth} deep");
    }
    let behind_header = |tail: &[u8]| [&samples::preamble(samples::EXPLICIT), tail].concat();
    let tails: [&[u8]; 6] = [
        // An element as long as a file can be, and longer.
        b"\x08\0\x08\0OB\0\0\xFE\xFF\xFF\xFFabc",
        b"\x08\0\x08\0UT\0\0\xFF\xFF\xFF\x7Fabc",
        // A type that is none.
        b"\x08\0\x08\0\x01\x02\x04\0abcd",
        // Delimiters without a sequence; a sequence of no items.
        b"\x08\0\x40\x11SQ\0\0\xFF\xFF\xFF\xFF\x08\0\x08\0CS\x02\0AB",
        b"\x08\0\x40\x11SQ\0\0\xFF\xFF\xFF\xFF\xFE\xFF\x0D\xE0\0\0\0\0",
        b"\xE0\x7F\x10\0OB\0\0\xFF\xFF\xFF\xFF\xFE\xFF\0\xE0\xF0\xFF\xFF\xFF",
    ];
    for tail in tails {
        assert_eq!(code(&behind_header(tail)), "damaged-file", "{tail:x?}");
    }
    assert_eq!(code(&behind_header(b"")), "unsupported");
}

/// Decodes what the variable names and tells how much memory this process took for it.
#[test]
fn child_decodes_one_file() {
    let Some(path) = std::env::var_os("FARLIGHT_TEST_DECODE") else { return };
    let result = decode::read_file(Path::new(&path)).and_then(|bytes| {
        // The caller keeps the bytes to store them.
        let decoded = decode::decode(&bytes)?;
        Ok((bytes, decoded))
    });
    let code = result.as_ref().map_or_else(decode::DecodeError::code, |_| "ok");
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("\nchild: {code} {}", peak.trim_end_matches("kB").trim());
}

/// Code and peak memory in kB of a process that decodes the file.
fn measured(path: &Path) -> (String, u64) {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["child_decodes_one_file", "--exact", "--nocapture"])
        .env("FARLIGHT_TEST_DECODE", path)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&child.stdout).into_owned();
    let line = output.lines().find_map(|line| line.strip_prefix("child: "));
    let (code, peak) = line.and_then(|line| line.split_once(' ')).unwrap_or((&output, ""));
    (code.to_owned(), peak.parse().unwrap())
}

/// A trailer fills a file up to the size that is still read.
fn filled(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.resize(usize::try_from(MAX_FILE_BYTES).unwrap(), 0);
    bytes
}

fn turned(width: u16, height: u16, progressive: bool) -> Vec<u8> {
    filled(samples::with_orientation(&samples::jpeg(width, height, ColorType::Rgb, progressive), 6))
}

fn with_compressed_text(length: usize) -> Vec<u8> {
    let mut bytes = samples::plain_png(16, 16, 2);
    let end = bytes.split_off(bytes.len() - 12);
    let text = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; length], 6);
    samples::chunk(&mut bytes, *b"zTXt", &[b"Comment\0\0", &text[..]].concat());
    [bytes, end].concat()
}

fn deflated_bomb(length: usize) -> Vec<u8> {
    Dicom::gray(samples::DEFLATED, 12, 16, 12).with(0x0028_3006, *b"OW", vec![0; length]).bytes()
}

fn colour_film(rows: u16, columns: u16) -> Vec<u8> {
    let pixels = vec![7; usize::from(columns) * usize::from(rows) * 3];
    let head = Dicom::rgb(samples::RLE, rows, columns).bytes();
    [head, samples::fragments(&samples::rle_bytes(&pixels), 1 << 20)].concat()
}

fn empty_fragments(count: usize) -> Vec<u8> {
    let head = Dicom::gray(samples::RLE, 12, 16, 12).bytes();
    let start = b"\xE0\x7F\x10\0OB\0\0\xFF\xFF\xFF\xFF".to_vec();
    [head, start, b"\xFE\xFF\0\xE0\0\0\0\0".repeat(count), b"\xFE\xFF\xDD\xE0\0\0\0\0".to_vec()].concat()
}

/// Name, expected code, bytes.
type Case = (&'static str, &'static str, fn() -> Vec<u8>);

const HEAVY: &[Case] = &[
    ("a 24-megapixel photograph", "ok", || turned(6_000, 4_000, false)),
    ("a 16-megapixel progressive one", "ok", || turned(4_000, 4_000, true)),
    ("a 16-bit PNG with alpha", "ok", || {
        samples::png((6_000, 4_000), 16, 6, false, None, &vec![0; 4_000 * 48_001])
    }),
    ("a PNG with more rows than it says", "ok", || {
        samples::png((16, 16), 8, 2, false, None, &vec![0; 300_000_000])
    }),
    ("a text that unpacks to 300 MB", "ok", || with_compressed_text(300_000_000)),
    ("a 24-megapixel film", "ok", || {
        filled(Dicom::gray(samples::EXPLICIT, 4_000, 6_000, 16).pixel_words(&vec![7; 24_000_000]).bytes())
    }),
    ("a 22-megapixel colour film in many fragments", "ok", || colour_film(4_000, 5_500)),
    ("a deflated bomb", "damaged-file", || deflated_bomb(300_000_000)),
    ("a deep nest", "damaged-file", || samples::nested_dicom(3_000_000)),
    ("a crowd of empty fragments", "damaged-file", || filled(empty_fragments(8_000_000))),
    ("a crowd of empty elements", "unsupported", || filled(samples::preamble(samples::IMPLICIT))),
];

#[test]
fn no_input_takes_more_memory_than_the_box_has() {
    let folder = tempfile::tempdir().unwrap();
    for (name, expected, bytes) in HEAVY {
        let path = folder.path().join("input");
        std::fs::write(&path, bytes()).unwrap();
        let (code, peak) = measured(&path);
        println!("{name}: {code}, {} MB", peak / 1000);
        assert_eq!(code, *expected, "{name}");
        assert!(peak < MAX_PEAK_KB, "{name} took {peak} kB");
    }
}

fn packages() -> Option<PathBuf> {
    let folder = support::picture(support::RETINA)?;
    support::picture(&support::xray("RG1_UNCI"))?;
    folder.ancestors().nth(4).map(PathBuf::from)
}

/// Real films in four encodings: lossless pairs agree exactly, lossy ones nearly.
#[test]
fn real_films_look_the_same_in_every_encoding() {
    let Some(folder) = packages() else { return };
    let film = |name: &str| {
        let bytes = decode::read_file(&folder.join("pydicom-data/data_store/data").join(name)).unwrap();
        decode::decode(&bytes).unwrap()
    };
    for part in ["RG1", "RG3"] {
        let reference = film(&format!("{part}_UNCR.dcm"));
        assert_eq!(reference.dicom.as_ref().unwrap().modality.as_deref(), Some("CR"));
        for (coding, most) in [("J2KR", 0), ("UNCI", 4), ("J2KI", 4)] {
            let other = film(&format!("{part}_{coding}.dcm"));
            let (a, b) = (reference.picture.to_gray(), other.picture.to_gray());
            let largest = a.data().iter().zip(b.data()).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
            assert!(largest <= most, "{part}_{coding} differs by {largest}");
        }
    }
}

/// Whole and cut at many places, every real file ends in a picture or a code.
#[test]
fn real_files_cut_anywhere_are_refused() {
    let Some(folder) = packages() else { return };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("pydicom-data/data_store/data"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .chain([folder.join("scikit-image/skimage/data/retina.jpg")])
        .collect();
    files.sort();
    for path in files {
        let bytes = decode::read_file(&path).unwrap();
        let whole = code(&bytes);
        println!("{}: {whole}", path.file_name().unwrap().display());
        if whole == "ok" {
            for part in 0..16 {
                let length = bytes.len() * part / 16;
                assert_ne!(code(&bytes[..length]), "ok", "{} cut to {length}", path.display());
            }
        }
    }
}
