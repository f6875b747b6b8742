//! What must hold for any bytes. The fuzz targets search for bytes that break it; the ordinary tests
//! replay the seeds and whatever was found.

use std::io::{Cursor, Read, Write};
use std::time::Duration;

use farlight::capture::frame::{PixelFormat, Range, to_picture_bytes};
use farlight::dimse::{self, Budget, Command, Deposit, Header, Kept, Received, Refusal, Rules, Wire};
use farlight::domain::Task;
use farlight::domain::rules::{RulePack, all_cases};
use farlight::imaging::Picture;
use farlight::imaging::decode::{self, DecodeError, MAX_PIXELS};

pub type Entry = (&'static str, fn(&[u8]));

/// Every entry by the name of its fuzz target.
pub const ENTRIES: &[Entry] = &[
    ("decode", decode),
    ("jpeg", jpeg),
    ("png", png),
    ("dicom", dicom),
    ("dimse", dimse),
    ("frame", frame),
    ("rules", rules),
];

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

/// What a peer sends to the receiver, from the first byte on; and the same as a command and a header.
pub fn dimse(bytes: &[u8]) {
    let _ = Command::parse(bytes);
    let _ = Header::of_file(bytes);
    for charset in
        ["", "ISO_IR 192", "\\ISO 2022 IR 87", "ISO 2022 IR 13\\ISO 2022 IR 87", "\\ISO 2022 IR 149"]
    {
        let _ = dimse::decode(bytes, charset);
    }
    let rules = Rules { ae_title: "BOX".to_owned(), peers: vec![("PANEL".to_owned(), None)] };
    let mut wire = Wire::new(Box::new(Peer(Cursor::new(bytes.to_vec()))));
    // It ends, one way or the other, when the peer says no more.
    let _ = dimse::converse(&mut wire, &rules, None, &Budget::new(1 << 20, 1 << 19), &Nowhere);
}

/// A peer that has said everything beforehand, and does not listen.
struct Peer(Cursor<Vec<u8>>);

impl Read for Peer {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Peer {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        Ok(buffer.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl dimse::Limited for Peer {
    fn allow(&mut self, _: Duration) {}
}

struct Nowhere;

impl Deposit for Nowhere {
    fn keep(&self, object: &Received<'_>) -> Result<Kept, Refusal> {
        assert!(object.file.len() <= (1 << 19) + 2048 && !object.header.sop_instance.is_empty());
        Ok(Kept::New)
    }
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
