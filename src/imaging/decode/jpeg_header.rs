//! Walks the markers of a JPEG stream (ITU-T T.81, annex B) once, before any decoder sees it: what
//! it claims, and whether it is whole.

use super::DecodeError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Process {
    /// SOF0 and SOF1.
    Sequential,
    /// SOF2.
    Progressive,
    /// SOF3: Huffman coded, predictive (annex H).
    Lossless,
}

#[derive(Debug, Clone)]
pub struct JpegHeader<'a> {
    pub process: Process,
    pub width: u64,
    pub height: u64,
    pub components: u8,
    /// Bits a sample.
    pub precision: u8,
    /// Whether one scan carries all components, so that rows can be finished one by one.
    pub single_scan: bool,
    /// TIFF structure of the first Exif segment.
    pub exif: Option<&'a [u8]>,
    /// From SOI to EOI; what follows, as a second picture, is left out.
    pub stream: &'a [u8],
}

/// # Errors
/// [`DecodeError::Damaged`] for a stream that breaks off before its end, [`DecodeError::Unsupported`]
/// for arithmetic coding and hierarchical frames.
pub fn read(bytes: &[u8]) -> Result<JpegHeader<'_>, DecodeError> {
    let cut = || DecodeError::damaged("the JPEG data end too early");
    let mut header = JpegHeader {
        process: Process::Sequential,
        width: 0,
        height: 0,
        components: 0,
        precision: 0,
        single_scan: false,
        exif: None,
        stream: bytes,
    };
    let mut scans = 0_u32;
    let mut at = 2;
    loop {
        let (marker, start) = next_marker(bytes, at).ok_or_else(cut)?;
        match marker {
            0xD9 if scans > 0 => {
                header.stream = &bytes[..start];
                return Ok(header);
            }
            0xD9 => return Err(DecodeError::damaged("the JPEG holds no picture")),
            0x01 | 0xD0..=0xD8 => {
                at = start;
                continue;
            }
            _ => {}
        }
        let body = segment(bytes, start).ok_or_else(cut)?;
        at = start + 2 + body.len();
        match marker {
            0xC4 | 0xCC => {}
            0xC0..=0xCF => read_frame(&mut header, marker, body)?,
            0xE1 if header.exif.is_none() => header.exif = body.strip_prefix(b"Exif\0\0"),
            0xDA => {
                if header.components == 0 {
                    return Err(DecodeError::damaged("a JPEG scan comes before its frame"));
                }
                scans += 1;
                header.single_scan = scans == 1 && body.first() == Some(&header.components);
            }
            _ => {}
        }
    }
}

/// The next marker at or after `at`, and where its segment starts. Entropy-coded bytes in between
/// are passed over: within them 0xFF is always followed by 0 or a restart marker.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0xFF => at += 1,
            0x00 => at += 2,
            &marker => return Some((marker, at + 2)),
        }
    }
}

/// The bytes of a segment behind its length field.
fn segment(bytes: &[u8], start: usize) -> Option<&[u8]> {
    let length = usize::from(u16::from_be_bytes([*bytes.get(start)?, *bytes.get(start + 1)?]));
    bytes.get(start + 2..start.checked_add(length)?)
}

fn read_frame(header: &mut JpegHeader<'_>, marker: u8, body: &[u8]) -> Result<(), DecodeError> {
    if header.components != 0 {
        return Err(DecodeError::damaged("the JPEG has two frame headers"));
    }
    header.process = match marker {
        0xC0 | 0xC1 => Process::Sequential,
        0xC2 => Process::Progressive,
        0xC3 => Process::Lossless,
        _ => return Err(DecodeError::unsupported("this rare kind of JPEG is not read: save it as plain JPEG")),
    };
    let &[precision, h1, h0, w1, w0, components, ..] = body else {
        return Err(DecodeError::damaged("its JPEG frame header is too short"));
    };
    header.precision = precision;
    header.height = u64::from(u16::from_be_bytes([h1, h0]));
    header.width = u64::from(u16::from_be_bytes([w1, w0]));
    header.components = components;
    if components == 0 {
        return Err(DecodeError::damaged("the JPEG has no components"));
    }
    Ok(())
}
