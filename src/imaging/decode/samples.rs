//! Makes small files of every format for tests and fuzz seeds, broken ones among them.
#![allow(dead_code, clippy::unwrap_used)]

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// A gradient with some texture, so that codecs have something to do.
pub fn pixels(width: usize, height: usize, channels: usize) -> Vec<u8> {
    let value = |index: usize| {
        let (x, y, c) = (index / channels % width, index / channels / width, index % channels);
        (x * 160 / width + y * 60 / height + ((x * 7) ^ (y * 13)) % 8 + c * 20).min(255) as u8
    };
    (0..width * height * channels).map(value).collect()
}

pub fn jpeg(width: u16, height: u16, colour: ColorType, progressive: bool) -> Vec<u8> {
    let channels = match colour {
        ColorType::Luma => 1,
        ColorType::Cmyk => 4,
        _ => 3,
    };
    let data = pixels(usize::from(width), usize::from(height), channels);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.set_progressive(progressive);
    encoder.encode(&data, width, height, colour).unwrap();
    bytes
}

/// Puts an Exif segment that holds only the orientation behind the start of a JPEG.
pub fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"\xFF\xE1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    [&jpeg[..2], &exif, &jpeg[2..]].concat()
}

/// Claims another size in the frame header.
pub fn resized_jpeg(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg.to_vec();
    let frame = bytes.windows(2).position(|pair| pair[0] == 0xFF && matches!(pair[1], 0xC0..=0xC2)).unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// A PNG around `rows`: unpacked scan lines, each with its filter byte. `colour` as in the IHDR.
pub fn png(
    size: (u32, u32),
    depth: u8,
    colour: u8,
    interlaced: bool,
    palette: Option<&[u8]>,
    rows: &[u8],
) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [size.0.to_be_bytes(), size.1.to_be_bytes()].concat();
    header.extend([depth, colour, 0, 0, u8::from(interlaced)]);
    chunk(&mut bytes, *b"IHDR", &header);
    if let Some(palette) = palette {
        chunk(&mut bytes, *b"PLTE", palette);
    }
    chunk(&mut bytes, *b"IDAT", &miniz_oxide::deflate::compress_to_vec_zlib(rows, 6));
    chunk(&mut bytes, *b"IEND", &[]);
    bytes
}

/// An 8-bit PNG, not interlaced; colour 0 is grey, 2 RGB, 4 grey with alpha, 6 RGB with alpha.
pub fn plain_png(width: usize, height: usize, colour: u8) -> Vec<u8> {
    let channels = [1, 0, 3, 0, 2, 0, 4][usize::from(colour)];
    let data = pixels(width, height, channels);
    let rows: Vec<u8> = data.chunks_exact(width * channels).flat_map(|row| [&[0], row].concat()).collect();
    png((width as u32, height as u32), 8, colour, false, None, &rows)
}

pub fn chunk(bytes: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    bytes.extend((data.len() as u32).to_be_bytes());
    let body = [&name, data].concat();
    bytes.extend(&body);
    bytes.extend(crc32(&body).to_be_bytes());
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| crc >> 1 ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

pub const IMPLICIT: &str = "1.2.840.10008.1.2";
pub const EXPLICIT: &str = "1.2.840.10008.1.2.1";
pub const DEFLATED: &str = "1.2.840.10008.1.2.1.99";
pub const BIG_ENDIAN: &str = "1.2.840.10008.1.2.2";
pub const RLE: &str = "1.2.840.10008.1.2.5";
pub const JPEG_BASELINE: &str = "1.2.840.10008.1.2.4.50";
pub const JPEG_LOSSLESS: &str = "1.2.840.10008.1.2.4.70";
pub const JPEG_2000: &str = "1.2.840.10008.1.2.4.90";

/// A DICOM file in the making; elements in the order of their tags.
#[derive(Clone)]
pub struct Dicom {
    syntax: &'static str,
    elements: Vec<(u32, [u8; 2], Vec<u8>)>,
}

impl Dicom {
    /// A grey radiograph of `bits` bits in words of 16, or of 8 where that is enough.
    pub fn gray(syntax: &'static str, rows: u16, columns: u16, bits: u16) -> Self {
        let dicom = Self { syntax, elements: Vec::new() };
        let allocated = if bits > 8 { 16 } else { 8 };
        dicom
            .text(0x0008_0060, *b"CS", "CR")
            .text(0x0010_0010, *b"PN", "Doe^Jane")
            .text(0x0018_0015, *b"CS", "CHEST")
            .text(0x0018_5101, *b"CS", "PA")
            .word(0x0028_0002, 1)
            .text(0x0028_0004, *b"CS", "MONOCHROME2")
            .word(0x0028_0010, rows)
            .word(0x0028_0011, columns)
            .word(0x0028_0100, allocated)
            .word(0x0028_0101, bits)
            .word(0x0028_0102, bits.wrapping_sub(1))
            .word(0x0028_0103, 0)
    }

    pub fn rgb(syntax: &'static str, rows: u16, columns: u16) -> Self {
        let gray = Self::gray(syntax, rows, columns, 8);
        gray.word(0x0028_0002, 3).text(0x0028_0004, *b"CS", "RGB").word(0x0028_0006, 0)
    }

    fn big_endian(&self) -> bool {
        self.syntax == BIG_ENDIAN
    }

    /// Adds or replaces an element.
    pub fn with(mut self, tag: u32, vr: [u8; 2], value: Vec<u8>) -> Self {
        self.elements.retain(|element| element.0 != tag);
        let place = self.elements.partition_point(|element| element.0 < tag);
        self.elements.insert(place, (tag, vr, value));
        self
    }

    pub fn text(self, tag: u32, vr: [u8; 2], value: &str) -> Self {
        let padded = if value.len() % 2 == 1 { format!("{value} ") } else { value.to_owned() };
        self.with(tag, vr, padded.into_bytes())
    }

    pub fn words(self, tag: u32, vr: [u8; 2], values: &[u16]) -> Self {
        let big = self.big_endian();
        let bytes = |value: &u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
        let value = values.iter().flat_map(bytes).collect();
        self.with(tag, vr, value)
    }

    pub fn word(self, tag: u32, value: u16) -> Self {
        self.words(tag, *b"US", &[value])
    }

    /// Native pixels.
    pub fn pixel_words(self, values: &[u16]) -> Self {
        self.words(0x7FE0_0010, *b"OW", values)
    }

    pub fn pixel_bytes(self, mut values: Vec<u8>) -> Self {
        values.resize(values.len().next_multiple_of(2), 0);
        self.with(0x7FE0_0010, *b"OB", values)
    }

    /// The whole file; compressed pixels are put into one fragment.
    pub fn bytes(&self) -> Vec<u8> {
        let encapsulated = ![IMPLICIT, EXPLICIT, DEFLATED, BIG_ENDIAN].contains(&self.syntax);
        let mut body = Vec::new();
        for (tag, vr, value) in &self.elements {
            if *tag == 0x7FE0_0010 && encapsulated {
                body.extend(fragments(value, value.len().max(1)));
            } else {
                self.element(&mut body, *tag, *vr, value);
            }
        }
        if self.syntax == DEFLATED {
            body = miniz_oxide::deflate::compress_to_vec(&body, 6);
        }
        [preamble(self.syntax), body].concat()
    }

    pub fn element(&self, out: &mut Vec<u8>, tag: u32, vr: [u8; 2], value: &[u8]) {
        let big = self.big_endian();
        let two = |value: u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
        let length = value.len() as u32;
        let four = if big { length.to_be_bytes() } else { length.to_le_bytes() };
        out.extend(two((tag >> 16) as u16));
        out.extend(two(tag as u16));
        if self.syntax == IMPLICIT {
            out.extend(four);
        } else if [*b"OB", *b"OW", *b"SQ", *b"UN"].contains(&vr) {
            out.extend([vr[0], vr[1], 0, 0]);
            out.extend(four);
        } else {
            out.extend(vr);
            out.extend(two(length as u16));
        }
        out.extend(value);
    }
}

/// Preamble, prefix and a meta group with the transfer syntax alone.
pub fn preamble(syntax: &str) -> Vec<u8> {
    let mut uid = syntax.as_bytes().to_vec();
    uid.resize(uid.len().next_multiple_of(2), 0);
    let mut bytes = vec![0; 128];
    bytes.extend(b"DICM\x02\0\x10\0UI");
    bytes.extend((uid.len() as u16).to_le_bytes());
    bytes.extend(uid);
    bytes
}

/// One sequence within the other, `depth` deep, all of undefined length and none closed.
pub fn nested_dicom(depth: usize) -> Vec<u8> {
    let mut bytes = preamble(EXPLICIT);
    bytes.extend(b"\x08\0\x40\x11SQ\0\0\xFF\xFF\xFF\xFF\xFE\xFF\0\xE0\xFF\xFF\xFF\xFF".repeat(depth));
    bytes
}

/// Lossless JPEG with predictor 1 of grey words, every difference in the same table.
pub fn lossless_jpeg(values: &[u16], width: u16, height: u16, precision: u8) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xC3, 0, 11, precision];
    bytes.extend([height.to_be_bytes(), width.to_be_bytes()].concat());
    bytes.extend([1, 1, 0x11, 0]);
    // 17 categories as codes of 5 bits.
    bytes.extend([0xFF, 0xC4, 0, 36, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(0..17);
    bytes.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 0, 0]);
    let (mut held, mut count) = (0_u64, 0);
    let width = usize::from(width);
    for (index, &value) in values.iter().enumerate() {
        let predicted = match index {
            0 => 1 << (precision - 1),
            _ if index % width == 0 => values[index - width],
            _ => values[index - 1],
        };
        let difference = i32::from(value.wrapping_sub(predicted).cast_signed());
        let size = if difference == -32768 { 16 } else { 32 - difference.unsigned_abs().leading_zeros() };
        let extra = if difference < 0 { difference - 1 } else { difference } as u64 & ((1 << size) - 1);
        (held, count) = (held << 5 | u64::from(size), count + 5);
        if size < 16 {
            (held, count) = (held << size | extra, count + size);
        }
        while count >= 8 {
            count -= 8;
            stuff(&mut bytes, (held >> count) as u8);
        }
    }
    if count > 0 {
        stuff(&mut bytes, (held << (8 - count)) as u8 | (0xFF >> count));
    }
    bytes.extend([0xFF, 0xD9]);
    bytes
}

fn stuff(bytes: &mut Vec<u8>, byte: u8) {
    bytes.push(byte);
    if byte == 0xFF {
        bytes.push(0);
    }
}

/// `PackBits` segments of words, high bytes first, as literals.
pub fn rle_words(values: &[u16]) -> Vec<u8> {
    let pack = |shift: u32| {
        let plane: Vec<u8> = values.iter().map(|value| (value >> shift) as u8).collect();
        let literal = |run: &[u8]| [&[(run.len() - 1) as u8], run].concat();
        plane.chunks(128).flat_map(literal).collect::<Vec<u8>>()
    };
    let (high, low) = (pack(8), pack(0));
    let mut bytes: Vec<u8> =
        [2, 64, 64 + high.len() as u32].iter().flat_map(|word| word.to_le_bytes()).collect();
    bytes.resize(64, 0);
    [bytes, high, low].concat()
}

/// `PackBits` segments of RGB bytes, one a colour, as literals.
pub fn rle_bytes(values: &[u8]) -> Vec<u8> {
    let pack = |channel: usize| {
        let plane: Vec<u8> = values.iter().skip(channel).step_by(3).copied().collect();
        plane.chunks(128).flat_map(|run| [&[(run.len() - 1) as u8], run].concat()).collect::<Vec<u8>>()
    };
    let planes = [pack(0), pack(1), pack(2)];
    let length = planes[0].len() as u32;
    let mut bytes: Vec<u8> =
        [3, 64, 64 + length, 64 + 2 * length].iter().flat_map(|word| word.to_le_bytes()).collect();
    bytes.resize(64, 0);
    [bytes, planes.concat()].concat()
}

/// An element of encapsulated pixels, cut into fragments.
pub fn fragments(coded: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = b"\xE0\x7F\x10\0OB\0\0\xFF\xFF\xFF\xFF\xFE\xFF\0\xE0\0\0\0\0".to_vec();
    for fragment in coded.chunks(length) {
        bytes.extend(b"\xFE\xFF\0\xE0");
        bytes.extend((fragment.len() as u32).to_le_bytes());
        bytes.extend(fragment);
    }
    bytes.extend(b"\xFE\xFF\xDD\xE0\0\0\0\0");
    bytes
}

/// A lossless codestream of 32 by 32 pixels and 12 bits, as `OpenJPEG` wrote it: the pixel in row y
/// and column x is 60 y + 40 x.
pub const JPEG_2000_STREAM: &[u8] = include_bytes!("sample.j2k");
