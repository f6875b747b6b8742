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
    for (marker, body, after) in segments(bytes) {
        match marker {
            0xC4 | 0xCC => {}
            0xC0..=0xCF => read_frame(&mut header, marker, body)?,
            0xE1 if header.exif.is_none() => header.exif = body.strip_prefix(b"Exif\0\0"),
            0xDA => {
                scans += 1;
                header.single_scan = scans == 1 && body.first() == Some(&header.components);
            }
            END if scans > 0 && header.components > 0 => {
                header.stream = &bytes[..after];
                return Ok(header);
            }
            END => return Err(DecodeError::damaged("the JPEG holds no picture")),
            _ => {}
        }
    }
    Err(DecodeError::damaged("the JPEG data end too early"))
}

const END: u8 = 0xD9;

/// Marker, bytes behind the length field, and where they end, up to and with the end of the image.
/// Stops early where the stream does.
pub fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8], usize)> {
    let mut at = Some(2);
    std::iter::from_fn(move || {
        let (marker, start) = next_marker(bytes, at.take()?)?;
        if marker == END {
            return Some((marker, &bytes[..0], start));
        }
        let body = segment(bytes, start)?;
        let after = start + 2 + body.len();
        at = Some(after);
        Some((marker, body, after))
    })
}

/// The next marker with a segment at or after `at`, and where that starts. Entropy-coded bytes in
/// between are passed over: within them 0xFF is always followed by 0 or a restart marker.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0xFF => at += 1,
            0x00 | 0x01 | 0xD0..=0xD8 => at += 2,
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
        _ => {
            return Err(DecodeError::unsupported(
                "this rare kind of JPEG is not read: save it as plain JPEG",
            ));
        }
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
