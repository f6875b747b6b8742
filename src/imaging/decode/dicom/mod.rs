//! DICOM pictures of one frame: radiographs, fundus photographs and secondary captures, grey or
//! colour, to 8 bits as the film would look, air black.
//!
//! The data set is walked where it lies instead of through a tree of objects: nothing is allocated
//! for what a length field claims, nesting costs no stack, and names never leave the file's bytes.

mod elements;
mod frame;
mod header;
mod jpeg2000;
mod jpeg2000_header;
mod lossless;
mod reader;
mod rle;
mod shades;
mod syntax;

use std::borrow::Cow;

pub use elements::Elements;

use super::{DecodeError, DicomFacts, MAX_FILE_BYTES};
use crate::imaging::{Gray, Picture, Rgb};
use frame::Samples;
use header::Header;
use reader::{Attributes, Reader};
use syntax::Syntax;

/// Told by the preamble, or by a first element of group 2 or 8 where an old file has none.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes.get(128..132) == Some(b"DICM") || matches!(bytes, [0x02 | 0x08, 0, _, 0, _, _, _, _, ..])
}

/// # Errors
/// [`DecodeError`] unless the file holds one whole picture of a kind that is read.
pub fn decode(bytes: &[u8]) -> Result<(Picture, DicomFacts), DecodeError> {
    let (syntax, body) = open(bytes)?;
    let attributes = Attributes::read(Reader::new(&body, syntax.encoding(&body)))?;
    let header = Header::read(&attributes, syntax)?;
    let facts = facts(&attributes);
    let frame = frame::read(&attributes, &header, syntax)?;
    let (width, height) = (frame.width, frame.height);
    let picture = match frame.samples {
        Samples::Gray(values) => {
            let table = shades::table(&attributes, &header, &values)?;
            let data = values.iter().map(|&value| table[usize::from(value)]).collect();
            Gray::from_raw(width, height, data).map(Picture::Gray)
        }
        Samples::Rgb(data) => Rgb::from_raw(width, height, data).map(Picture::Rgb),
    };
    let picture = picture.ok_or_else(|| DecodeError::damaged("the DICOM frame has too few pixels"))?;
    Ok((picture, facts))
}

/// The data set, and how it is written.
fn open(bytes: &[u8]) -> Result<(Syntax, Cow<'_, [u8]>), DecodeError> {
    let start = if bytes.get(128..132) == Some(b"DICM") { 132 } else { 0 };
    let (syntax, body) = syntax::open(&bytes[start..])?;
    let body = match syntax {
        Syntax::Deflated => Cow::Owned(inflate(body)?),
        _ => Cow::Borrowed(body),
    };
    Ok((syntax, body))
}

/// PS3.5, A.5: raw deflate from the first element on.
fn inflate(body: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let limit = usize::try_from(MAX_FILE_BYTES).unwrap_or(usize::MAX);
    miniz_oxide::inflate::decompress_to_vec_with_limit(body, limit)
        .map_err(|_| DecodeError::damaged("its deflated data are broken or unpack to too much"))
}

fn facts(attributes: &Attributes<'_>) -> DicomFacts {
    let code = |tag| attributes.text(tag).filter(|text| is_code(text)).map(str::to_owned);
    let side = code(0x0020_0062).or_else(|| code(0x0020_0060));
    DicomFacts {
        modality: code(0x0008_0060),
        body_part: code(0x0018_0015),
        view_position: attributes.text(0x0018_5101).map(str::trim).filter(|text| !text.is_empty()).map(view),
        laterality: side.filter(|side| side == "L" || side == "R"),
    }
}

/// A view that is told in no known way is some other view.
fn view(text: &str) -> String {
    let upper = text.to_ascii_uppercase();
    if is_code(&upper) { upper } else { "OTHER".to_owned() }
}

/// A code string (PS3.5, 6.2), so that free text with a name in it is not taken along.
fn is_code(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ' || c == '_';
    (1..=16).contains(&text.len()) && text.chars().all(allowed)
}
