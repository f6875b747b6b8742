//! What must hold for any bytes. The fuzz targets search for bytes that break it; the ordinary tests
//! replay the seeds and whatever was found.

use farlight::capture::frame::{PixelFormat, Range, to_picture_bytes};
use farlight::domain::Task;
use farlight::domain::rules::{RulePack, all_cases};
use farlight::imaging::Picture;
use farlight::imaging::decode::{self, DecodeError, MAX_PIXELS};

pub type Entry = (&'static str, fn(&[u8]));

/// Every entry by the name of its fuzz target.
pub const ENTRIES: &[Entry] =
    &[("decode", decode), ("jpeg", jpeg), ("png", png), ("dicom", dicom), ("frame", frame), ("rules", rules)];

pub fn decode(bytes: &[u8]) {
    let result = decode::decode(bytes);
    if let Ok(decoded) = &result {
        assert_eq!(decoded.dicom.is_some(), decoded.media_type == "application/dicom");
    }
    check(result.map(|decoded| decoded.picture));
}

pub fn jpeg(bytes: &[u8]) {
    check(decode::jpeg::decode(bytes));
}

pub fn png(bytes: &[u8]) {
    check(decode::png::decode(bytes));
}

pub fn dicom(bytes: &[u8]) {
    check(decode::dicom::decode(bytes).map(|(picture, _)| picture));
}

/// Six bytes say what the driver claims of the frame; the rest is the frame. What is taken can be
/// decoded, but for the JPEGs of a broken camera.
pub fn frame(bytes: &[u8]) {
    let Some((claims, data)) = bytes.split_at_checked(6) else { return };
    let formats = [
        PixelFormat::Mjpeg,
        PixelFormat::Yuyv(Range::Limited),
        PixelFormat::Yuyv(Range::Full),
        PixelFormat::Nv12(Range::Limited),
        PixelFormat::Nv12(Range::Full),
        PixelFormat::Grey,
    ];
    let format = formats[usize::from(claims[0]) % formats.len()];
    let (width, height) = (u32::from(claims[1]), u32::from(claims[2]));
    let stride = usize::from(u16::from_le_bytes([claims[3], claims[4]]));
    if let Ok(picture) = to_picture_bytes(format, width, height, stride, data) {
        let decoded = decode::decode(&picture);
        match format {
            PixelFormat::Mjpeg => check(decoded.map(|decoded| decoded.picture)),
            _ => assert_eq!(decoded.unwrap().picture.size(), (width as usize, height as usize)),
        }
    }
}

/// A pack that is taken decides every case.
pub fn rules(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(pack) = RulePack::parse(text) else { return };
    for task in [Task::Dr, Task::Tb] {
        if pack.task == task {
            assert!(all_cases(task).all(|case| pack.decide(&case).is_ok()));
        }
    }
}

/// A picture within its bounds, or an error that can be shown.
fn check(result: Result<Picture, DecodeError>) {
    match result {
        Ok(picture) => {
            let (width, height) = picture.size();
            assert!(width > 0 && height > 0 && (width * height) as u64 <= MAX_PIXELS);
        }
        Err(error) => assert!(!error.code().is_empty() && error.to_string().len() < 500),
    }
}
