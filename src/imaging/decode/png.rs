//! PNG of every colour type and depth, to 8 bits; transparent parts become black.

use std::io::Cursor;

use png::{ColorType, Decoder, DecodingError, Limits, Transformations};

use super::{DecodeError, MAX_PIXELS, check_size};
use crate::imaging::{Gray, Picture, Rgb};

/// For the palette, a row or two, and inflating; the picture itself is ours and counted before.
const MAX_CODEC_BYTES: usize = 16 * 1024 * 1024;

/// # Errors
/// [`DecodeError`] unless the file holds one whole picture within the bounds.
pub fn decode(bytes: &[u8]) -> Result<Picture, DecodeError> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MAX_CODEC_BYTES });
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    // 16 bits become their upper 8, palettes and 1 to 4 bits are spread out.
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let info = decoder.read_header_info().map_err(|error| damaged(&error))?;
    let (width, height) = (info.width, info.height);
    check_size(u64::from(width), u64::from(height), MAX_PIXELS)?;
    let mut reader = decoder.read_info().map_err(|error| damaged(&error))?;
    let samples = reader.output_color_type().0.samples();
    let colour = matches!(reader.output_color_type().0, ColorType::Rgb | ColorType::Rgba);

    let (width, height) = (width as usize, height as usize);
    let kept = if colour { 3 } else { 1 };
    let mut data = vec![0; width * height * kept];
    for (y, x, step) in places(reader.info().interlaced, width, height) {
        let row = reader.next_interlaced_row().map_err(|error| damaged(&error))?;
        let row = row.ok_or_else(|| DecodeError::damaged("the PNG holds too few rows"))?;
        let line = &mut data[y * width * kept..][..width * kept];
        let targets = line.chunks_exact_mut(kept).skip(x).step_by(step);
        for (target, source) in targets.zip(row.data().chunks_exact(samples)) {
            lay_on_black(target, source);
        }
    }
    reader.finish().map_err(|error| damaged(&error))?;
    let picture = if colour {
        Rgb::from_raw(width, height, data).map(Picture::Rgb)
    } else {
        Gray::from_raw(width, height, data).map(Picture::Gray)
    };
    picture.ok_or_else(|| DecodeError::damaged("the PNG holds fewer pixels than it says"))
}

/// Row, first column and distance between columns of each stored row (PNG, third edition, 8.1).
fn places(interlaced: bool, width: usize, height: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    const ONCE: &[[usize; 4]] = &[[0, 1, 0, 1]];
    const ADAM7: &[[usize; 4]] =
        &[[0, 8, 0, 8], [0, 8, 4, 8], [4, 8, 0, 4], [0, 4, 2, 4], [2, 4, 0, 2], [0, 2, 1, 2], [1, 2, 0, 1]];
    let passes = if interlaced { ADAM7 } else { ONCE };
    passes
        .iter()
        .filter(move |pass| pass[2] < width)
        .flat_map(move |&[y, y_step, x, x_step]| (y..height).step_by(y_step).map(move |row| (row, x, x_step)))
}

/// One pixel; a sample more than the target holds is its opacity.
fn lay_on_black(target: &mut [u8], source: &[u8]) {
    let opacity = if source.len() > target.len() { u32::from(source[target.len()]) } else { 255 };
    for (out, &value) in target.iter_mut().zip(source) {
        *out = ((u32::from(value) * opacity + 127) / 255) as u8;
    }
}

fn damaged(error: &DecodingError) -> DecodeError {
    match error {
        DecodingError::LimitsExceeded => {
            DecodeError::unsupported("the PNG unpacks to far more than a picture: save it again")
        }
        _ => DecodeError::Damaged(format!("PNG: {error}")),
    }
}
