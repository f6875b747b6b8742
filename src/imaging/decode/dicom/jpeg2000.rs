//! JPEG 2000 frames in full depth, large ones at half their size.

use hayro_jpeg2000::{ComponentData, DecodeSettings, DecoderContext, Image};

use super::frame::{Frame, Samples, same_size, ybr_to_rgb};
use super::header::{Header, Photometric};
use super::jpeg2000_header;
use crate::imaging::decode::{DecodeError, check_size};

/// More samples are decoded at half the width and height, which the stream holds as well: the
/// decoder takes up to 14 bytes for each, and no judgement here needs them.
pub const MAX_FULL_SAMPLES: u64 = 8_000_000;

pub fn decode(coded: &[u8], header: &Header) -> Result<Frame, DecodeError> {
    let size = jpeg2000_header::read(coded)?;
    same_size(header, size.width, size.height, size.components)?;
    let (width, height) = (header.columns, header.rows);
    let halved = size.width * size.height * size.components > MAX_FULL_SAMPLES;
    let target_resolution = halved.then_some(((width / 2) as u32, (height / 2) as u32));
    let settings = DecodeSettings { strict: true, target_resolution, ..DecodeSettings::default() };
    let image = Image::new(size.stream, &settings).map_err(damaged)?;
    let (width, height) = (image.width(), image.height());
    check_size(width.into(), height.into(), MAX_FULL_SAMPLES / size.components)?;
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(damaged)?;
    let planes: Vec<&[f32]> = decoded.components().iter().map(ComponentData::samples).collect();
    let samples = match planes.as_slice() {
        [gray] => {
            // Lossy coding overshoots; the decoder lifts signed samples to start from 0.
            let top = ((1_u32 << size.precision) - 1) as f32;
            let offset = if size.signed { 1 << (size.precision - 1) } else { 0 };
            let word = |&value: &f32| (value.round().clamp(0.0, top) as i32 - offset) as u16;
            Samples::Gray(gray.iter().map(word).collect())
        }
        [r, g, b] => {
            let scale = 255.0 / ((1_u32 << size.precision) - 1) as f32;
            let byte = |value: f32| (value * scale).round().clamp(0.0, 255.0) as u8;
            let ybr = header.photometric != Photometric::Rgb;
            let pixel = |((&r, &g), &b): ((&f32, &f32), &f32)| {
                let triple = [r, g, b].map(byte);
                if ybr { ybr_to_rgb(triple) } else { triple }
            };
            Samples::Rgb(r.iter().zip(*g).zip(*b).flat_map(pixel).collect())
        }
        _ => return Err(damaged("it has an unusual number of components")),
    };
    Ok(Frame { width: width as usize, height: height as usize, samples })
}

fn damaged(what: impl std::fmt::Display) -> DecodeError {
    DecodeError::Damaged(format!("JPEG 2000: {what}"))
}
