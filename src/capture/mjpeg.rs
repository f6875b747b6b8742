//! Frames of Motion JPEG are the camera's own pictures and are kept byte for byte, with one
//! exception: many cameras leave out the Huffman tables, which the format (USB Video Class, MJPEG
//! payload; AVI1) takes as known. Without them it is no JPEG, so the standard ones are put in.

use super::CaptureError;

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const DHT: u8 = 0xc4;

/// Checks that a frame is one whole JPEG and completes it with Huffman tables where it has none.
pub fn whole(frame: &[u8]) -> Result<Vec<u8>, CaptureError> {
    let bad = |words: &str| CaptureError::BadFrame(words.to_owned());
    if !frame.starts_with(&[0xff, SOI]) {
        return Err(bad("not a JPEG"));
    }
    let header = Header::read(frame).ok_or_else(|| bad("the JPEG's header is damaged"))?;
    let scan = frame.get(header.scan..).unwrap_or_default();
    if !scan.windows(2).any(|pair| pair == [0xff, EOI]) {
        return Err(bad("the JPEG ends too early"));
    }
    if header.has_tables {
        return Ok(frame.to_vec());
    }
    let (before, after) = frame.split_at(header.scan);
    Ok([before, &standard_tables(), after].concat())
}

struct Header {
    /// Where the start-of-scan marker lies.
    scan: usize,
    has_tables: bool,
}

impl Header {
    /// Walks the marker segments up to the first scan (ITU-T T.81, B.1).
    fn read(frame: &[u8]) -> Option<Self> {
        let (mut at, mut has_tables) = (2, false);
        loop {
            let marker = match *frame.get(at..at + 2)? {
                [0xff, 0xff] => {
                    at += 1;
                    continue;
                }
                [0xff, marker] => marker,
                _ => return None,
            };
            match marker {
                SOS => return Some(Self { scan: at, has_tables }),
                DHT => has_tables = true,
                SOI | EOI | 0 => return None,
                _ => {}
            }
            let length = u16::from_be_bytes(frame.get(at + 2..at + 4)?.try_into().ok()?);
            at += 2 + usize::from(length.max(2));
        }
    }
}

/// The segment with the typical tables of ITU-T T.81, K.3: each is its class and number, how many
/// codes of 1 to 16 bits there are, and their values.
fn standard_tables() -> Vec<u8> {
    let mut body = Vec::with_capacity(416);
    for (id, counts, values) in [
        (0x00, &DC_LUMA, &DC_VALUES[..]),
        (0x10, &AC_LUMA, &AC_LUMA_VALUES[..]),
        (0x01, &DC_CHROMA, &DC_VALUES[..]),
        (0x11, &AC_CHROMA, &AC_CHROMA_VALUES[..]),
    ] {
        body.push(id);
        body.extend_from_slice(counts);
        body.extend_from_slice(values);
    }
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX).to_be_bytes();
    [&[0xff, DHT], &length[..], &body].concat()
}

const DC_LUMA: [u8; 16] = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_CHROMA: [u8; 16] = [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
const DC_VALUES: [u8; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const AC_LUMA: [u8; 16] = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d];
const AC_CHROMA: [u8; 16] = [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77];
#[rustfmt::skip]
const AC_LUMA_VALUES: [u8; 162] = [
    0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71,
    0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72,
    0x82, 0x09, 0x0a, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x34, 0x35, 0x36, 0x37,
    0x38, 0x39, 0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59,
    0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x83,
    0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0xa2, 0xa3,
    0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3,
    0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xe1, 0xe2,
    0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
];
#[rustfmt::skip]
const AC_CHROMA_VALUES: [u8; 162] = [
    0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13, 0x22,
    0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xa1, 0xb1, 0xc1, 0x09, 0x23, 0x33, 0x52, 0xf0, 0x15, 0x62, 0x72, 0xd1,
    0x0a, 0x16, 0x24, 0x34, 0xe1, 0x25, 0xf1, 0x17, 0x18, 0x19, 0x1a, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x35, 0x36,
    0x37, 0x38, 0x39, 0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58,
    0x59, 0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a,
    0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a,
    0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba,
    0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda,
    0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
];

#[cfg(test)]
mod tests {
    use jpeg_encoder::{ColorType, Encoder};

    use super::*;

    fn jpeg() -> Vec<u8> {
        let pixels: Vec<u8> = (0..48 * 40 * 3).map(|i| u8::try_from(i * 7 % 251).unwrap()).collect();
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 90).encode(&pixels, 48, 40, ColorType::Rgb).unwrap();
        bytes
    }

    /// The same picture as cameras send it: without tables.
    fn without_tables(bytes: &[u8]) -> Vec<u8> {
        let mut out = bytes[..2].to_vec();
        let mut at = 2;
        loop {
            let marker = bytes[at + 1];
            if marker == SOS {
                out.extend_from_slice(&bytes[at..]);
                return out;
            }
            let end = at + 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
            if marker != DHT {
                out.extend_from_slice(&bytes[at..end]);
            }
            at = end;
        }
    }

    fn decode(bytes: &[u8]) -> Vec<u8> {
        zune_jpeg::JpegDecoder::new(std::io::Cursor::new(bytes)).decode().unwrap()
    }

    #[test]
    fn a_whole_jpeg_is_kept_byte_for_byte() {
        let bytes = jpeg();
        assert_eq!(whole(&bytes).unwrap(), bytes);
    }

    #[test]
    fn missing_tables_are_put_in_and_nothing_else() {
        let bytes = jpeg();
        let bare = without_tables(&bytes);
        assert!(bare.len() + 400 < bytes.len());
        let mended = whole(&bare).unwrap();
        assert_eq!(mended.len(), bare.len() + 420);
        assert_eq!(decode(&mended), decode(&bytes));
    }

    #[test]
    fn damaged_frames_are_refused_wherever_they_end() {
        let bytes = jpeg();
        for end in 0..bytes.len() - 1 {
            assert_eq!(whole(&bytes[..end]).unwrap_err().code(), "bad-frame", "cut at {end}");
        }
        assert!(whole(b"GIF89a").is_err());
        assert!(whole(&[0xff, SOI, 0xff, 0xff, 0xff]).is_err());
    }
}
