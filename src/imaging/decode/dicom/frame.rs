//! The stored samples of the one frame, out of whichever coding.

use super::header::{Header, Photometric};
use super::reader::{Attributes, PIXEL_DATA, word};
use super::syntax::Syntax;
use super::{jpeg2000, lossless, rle};
use crate::imaging::Picture;
use crate::imaging::decode::{DecodeError, jpeg, jpeg_header};

pub struct Frame {
    pub width: usize,
    pub height: usize,
    pub samples: Samples,
}

pub enum Samples {
    /// Words as stored, unused bits and all: `width * height`.
    Gray(Vec<u16>),
    /// Interleaved, 8 bits.
    Rgb(Vec<u8>),
}

pub fn read(attributes: &Attributes<'_>, header: &Header, syntax: Syntax) -> Result<Frame, DecodeError> {
    let missing = || DecodeError::damaged("the DICOM pixels are missing");
    let pixels = attributes.get(PIXEL_DATA).ok_or_else(missing)?;
    if pixels.encapsulated != syntax.is_encapsulated() {
        return Err(DecodeError::damaged("its DICOM pixels are not coded as the header says"));
    }
    if syntax == Syntax::Jpeg2000 {
        return jpeg2000::decode(&attributes.fragments(header.longest_coding())?, header);
    }
    let samples = if syntax.is_encapsulated() {
        coded(attributes, header, syntax)?
    } else {
        // 8-bit samples that are written as big-endian words lie in swapped pairs.
        let swapped =
            syntax == Syntax::ExplicitBig && header.bits_allocated == 8 && pixels.vr == Some(*b"OW");
        native(pixels.value, header, attributes.encoding.big_endian, swapped)?
    };
    Ok(Frame { width: header.columns, height: header.rows, samples })
}

fn coded(attributes: &Attributes<'_>, header: &Header, syntax: Syntax) -> Result<Samples, DecodeError> {
    let coded = attributes.fragments(header.longest_coding())?;
    match syntax {
        Syntax::Rle => {
            let unpacked = rle::decode(&coded, header)?;
            drop(coded);
            native(&unpacked, header, false, false)
        }
        Syntax::JpegLossless => lossless::decode(&coded, header),
        _ => photograph(&coded, header),
    }
}

fn photograph(coded: &[u8], header: &Header) -> Result<Samples, DecodeError> {
    let rgb = header.photometric == Photometric::Rgb;
    let components = if rgb { jpeg::Components::Rgb } else { jpeg::Components::AsMarked };
    let jpeg = jpeg_header::read(coded)?;
    same_size(header, jpeg.width, jpeg.height, u64::from(jpeg.components))?;
    Ok(match jpeg::pixels(&jpeg, components)? {
        Picture::Gray(image) => Samples::Gray(image.data().iter().map(|&value| u16::from(value)).collect()),
        Picture::Rgb(image) => Samples::Rgb(image.into_raw()),
    })
}

/// A coded frame must be as large as the header says, which was held against the bounds.
pub fn same_size(header: &Header, width: u64, height: u64, samples: u64) -> Result<(), DecodeError> {
    if (width, height, samples) == (header.columns as u64, header.rows as u64, header.samples as u64) {
        return Ok(());
    }
    Err(DecodeError::damaged("its DICOM header and its coded picture differ in size"))
}

fn native(data: &[u8], header: &Header, big_endian: bool, swapped: bool) -> Result<Samples, DecodeError> {
    let (pixels, wide) = (header.pixels(), header.bits_allocated == 16);
    let samples = if header.photometric == Photometric::YbrFull422 {
        header.rows * header.columns.next_multiple_of(2) * 2
    } else {
        pixels * header.samples
    };
    let length = if wide { samples * 2 } else { samples };
    let length = if swapped { length.next_multiple_of(2) } else { length };
    let data = data.get(..length).ok_or_else(|| DecodeError::damaged("the DICOM pixels end too early"))?;
    if header.samples == 1 {
        return Ok(Samples::Gray(if wide {
            data.chunks_exact(2).map(|pair| word(pair, big_endian)).collect()
        } else {
            (0..pixels).map(|index| u16::from(byte(data, index, swapped))).collect()
        }));
    }
    let top = header.bits_stored.saturating_sub(8);
    let sample = |index: usize| {
        if !wide {
            return byte(data, index, swapped);
        }
        let value = word(&data[index * 2..], big_endian) >> header.shift;
        (value >> top).min(255) as u8
    };
    if header.photometric == Photometric::YbrFull422 {
        return Ok(Samples::Rgb(subsampled(header, sample)));
    }
    let (next_pixel, next_sample) = if header.planar { (1, pixels) } else { (3, 1) };
    let mut rgb = Vec::with_capacity(pixels * 3);
    for pixel in 0..pixels {
        let triple = [0, 1, 2].map(|channel| sample(pixel * next_pixel + channel * next_sample));
        rgb.extend(if header.photometric == Photometric::YbrFull { ybr_to_rgb(triple) } else { triple });
    }
    Ok(Samples::Rgb(rgb))
}

fn byte(data: &[u8], index: usize, swapped: bool) -> u8 {
    data[if swapped { index ^ 1 } else { index }]
}

/// Two pixels share their colour: Y Y Cb Cr (PS3.3, C.7.6.3.1.2).
fn subsampled(header: &Header, sample: impl Fn(usize) -> u8) -> Vec<u8> {
    let pairs = header.columns.div_ceil(2);
    let mut rgb = Vec::with_capacity(header.pixels() * 3);
    for row in 0..header.rows {
        for column in 0..header.columns {
            let group = (row * pairs + column / 2) * 4;
            rgb.extend(ybr_to_rgb([sample(group + column % 2), sample(group + 2), sample(group + 3)]));
        }
    }
    rgb
}

/// Full-range BT.601, the inverse of the equations in PS3.3, C.7.6.3.1.2.
pub fn ybr_to_rgb([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb]
        .map(|value| value.round().clamp(0.0, 255.0) as u8)
}
