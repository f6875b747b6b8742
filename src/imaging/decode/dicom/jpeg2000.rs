//! JPEG 2000 frames in full depth.

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};

use super::frame::{Frame, same_size, ybr_to_rgb};
use super::header::{Header, Photometric};
use super::jpeg2000_header;
use crate::imaging::decode::{DecodeError, check_size};

/// The decoder holds 32-bit floats, several a pixel.
pub const MAX_JPEG2000_SAMPLES: u64 = 12_000_000;

pub fn decode(coded: &[u8], header: &Header) -> Result<Frame, DecodeError> {
    let limit = MAX_JPEG2000_SAMPLES / header.samples as u64;
    check_size(header.columns as u64, header.rows as u64, limit)?;
    let size = jpeg2000_header::read(coded)?;
    same_size(header, size.width, size.height, size.components)?;
    let settings = DecodeSettings { strict: true, ..DecodeSettings::default() };
    let image = Image::new(size.stream, &settings).map_err(damaged)?;
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(damaged)?;
    let planes: Vec<&[f32]> = decoded.components().iter().map(|component| component.samples()).collect();
    match planes.as_slice() {
        [gray] => {
            // Lossy coding overshoots; the decoder lifts signed samples to start from 0.
            let top = ((1_u32 << size.precision) - 1) as f32;
            let offset = if size.signed { 1 << (size.precision - 1) } else { 0 };
            let word = |&value: &f32| (value.round().clamp(0.0, top) as i32 - offset) as u16;
            Ok(Frame::Gray(gray.iter().map(word).collect()))
        }
        [r, g, b] => {
            let scale = 255.0 / ((1_u32 << size.precision) - 1) as f32;
            let byte = |value: f32| (value * scale).round().clamp(0.0, 255.0) as u8;
            let ybr = header.photometric != Photometric::Rgb;
            let pixel = |((&r, &g), &b): ((&f32, &f32), &f32)| {
                let triple = [r, g, b].map(byte);
                if ybr { ybr_to_rgb(triple) } else { triple }
            };
            Ok(Frame::Rgb(r.iter().zip(*g).zip(*b).flat_map(pixel).collect()))
        }
        _ => Err(damaged("it has an unusual number of components")),
    }
}

fn damaged(what: impl std::fmt::Display) -> DecodeError {
    DecodeError::Damaged(format!("JPEG 2000: {what}"))
}
