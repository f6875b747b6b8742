//! From the bytes of a file to pixels, within fixed bounds of memory. Owns the formats and their
//! limits; does not look at what a picture shows. Every input, however broken, ends in a picture or
//! a [`DecodeError`]. Pure functions on the caller's thread, and [`read_file`].

pub mod dicom;
mod huffman;
pub mod jpeg;
mod jpeg_header;
mod jpeg_scan;
mod orientation;
pub mod png;

use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::Picture;
use crate::domain::FaultClass;

/// Longest file that is read.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Refused above this many pixels. With [`MAX_FILE_BYTES`] it keeps the whole process under 300 MB:
/// the file, the picture in colour and a turned copy of it are held at once.
pub const MAX_PIXELS: u64 = 24_000_000;

/// A picture and what its file said of it.
#[derive(Debug, Clone)]
pub struct Decoded {
    pub picture: Picture,
    /// IANA media type of the bytes.
    pub media_type: &'static str,
    pub dicom: Option<DicomFacts>,
}

/// What a DICOM header says of its picture; nothing that names the patient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DicomFacts {
    /// (0008,0060), as `CR`, `DX`, `OP`, `OT`.
    pub modality: Option<String>,
    /// (0018,0015), as `CHEST`.
    pub body_part: Option<String>,
    /// (0018,5101), as `PA`.
    pub view_position: Option<String>,
    /// (0020,0062) or (0020,0060): `L` or `R`.
    pub laterality: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    #[error("the file cannot be read ({0}): check its name, the medium and the permissions")]
    Unreadable(std::io::ErrorKind),
    #[error("the file is empty: copy it again or take the picture again")]
    Empty,
    #[error("not a JPEG, PNG or DICOM file: choose the picture as the camera or X-ray saved it")]
    UnknownFormat,
    #[error("the file is cut short or damaged ({0}): copy it again or take the picture again")]
    Damaged(String),
    #[error(
        "the picture is {width}x{height} pixels, of this kind at most {} million are read: save it smaller",
        limit / 1_000_000
    )]
    TooLarge { width: u64, height: u64, limit: u64 },
    #[error("the file has {0} bytes, at most {MAX_FILE_BYTES} are read: save the picture smaller")]
    FileTooLarge(u64),
    #[error("{0}")]
    Unsupported(String),
}

impl DecodeError {
    /// Stable code for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Empty => "empty-file",
            Self::UnknownFormat => "unknown-format",
            Self::Damaged(_) => "damaged-file",
            Self::TooLarge { .. } | Self::FileTooLarge(_) => "too-large",
            Self::Unsupported(_) => "unsupported",
        }
    }

    #[must_use]
    pub fn class(&self) -> FaultClass {
        FaultClass::NeedsOperator
    }

    fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }

    fn unsupported(what: impl Into<String>) -> Self {
        Self::Unsupported(what.into())
    }
}

/// Reads a whole file of at most [`MAX_FILE_BYTES`].
///
/// # Errors
/// [`DecodeError::Unreadable`] when it is missing, a folder, a device or forbidden;
/// [`DecodeError::FileTooLarge`].
pub fn read_file(path: &Path) -> Result<Vec<u8>, DecodeError> {
    let unreadable = |error: std::io::Error| DecodeError::Unreadable(error.kind());
    // Asked before opening: opening a named pipe would wait for its writer.
    let facts = std::fs::metadata(path).map_err(unreadable)?;
    if facts.is_dir() {
        return Err(DecodeError::Unreadable(std::io::ErrorKind::IsADirectory));
    }
    if !facts.is_file() {
        return Err(DecodeError::Unreadable(std::io::ErrorKind::InvalidInput));
    }
    if facts.len() > MAX_FILE_BYTES {
        return Err(DecodeError::FileTooLarge(facts.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or(0));
    let file = File::open(path).map_err(unreadable)?;
    file.take(MAX_FILE_BYTES).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// Decodes JPEG, PNG or DICOM, told by the content, never by the name.
///
/// # Errors
/// [`DecodeError`] for anything that is not a whole picture within the bounds.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(DecodeError::FileTooLarge(bytes.len() as u64));
    }
    let plain = |picture, media_type| Decoded { picture, media_type, dicom: None };
    match sniff(bytes)? {
        Format::Jpeg => guarded(|| jpeg::decode(bytes)).map(|picture| plain(picture, "image/jpeg")),
        Format::Png => guarded(|| png::decode(bytes)).map(|picture| plain(picture, "image/png")),
        Format::Dicom => guarded(|| dicom::decode(bytes)).map(|(picture, facts)| Decoded {
            picture,
            media_type: "application/dicom",
            dicom: Some(facts),
        }),
    }
}

enum Format {
    Jpeg,
    Png,
    Dicom,
}

fn sniff(bytes: &[u8]) -> Result<Format, DecodeError> {
    match bytes {
        [] => Err(DecodeError::Empty),
        [0xFF, 0xD8, 0xFF, ..] => Ok(Format::Jpeg),
        _ if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Ok(Format::Png),
        _ if dicom::looks_like(bytes) => Ok(Format::Dicom),
        _ => Err(DecodeError::UnknownFormat),
    }
}

/// A panic inside a codec costs one picture, not the process. None is known: the fuzz targets fail
/// on them.
fn guarded<T>(work: impl FnOnce() -> Result<T, DecodeError>) -> Result<T, DecodeError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(DecodeError::damaged("its coding is broken")))
}

/// Holds a header's claim against the bounds before anything is allocated for it.
fn check_size(width: u64, height: u64, limit: u64) -> Result<(), DecodeError> {
    if width == 0 || height == 0 {
        return Err(DecodeError::damaged("the picture has no pixels"));
    }
    if width.saturating_mul(height) > limit {
        return Err(DecodeError::TooLarge { width, height, limit });
    }
    Ok(())
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
