//! JPEG photographs: baseline and progressive, grey and colour, turned upright as EXIF says.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use super::jpeg_header::{self, JpegHeader, Process};
use super::{DecodeError, MAX_PIXELS, check_size, jpeg_scan, orientation};
use crate::imaging::{Gray, Picture, Rgb};

/// A JPEG in several scans is held as 16-bit coefficients until the last one: three times the memory.
pub const MAX_PROGRESSIVE_PIXELS: u64 = 16_000_000;

/// How the three components of a colour JPEG are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Components {
    /// As its own markers say: JFIF and EXIF are YCbCr.
    AsMarked,
    /// RGB whatever the markers say, because the DICOM header says so.
    Rgb,
}

/// # Errors
/// [`DecodeError`] unless the file holds one whole grey or colour picture within the bounds.
pub fn decode(bytes: &[u8]) -> Result<Picture, DecodeError> {
    let header = jpeg_header::read(bytes)?;
    let turn = header.exif.map_or(1, orientation::of_exif);
    Ok(orientation::upright(pixels(&header, Components::AsMarked)?, turn))
}

/// The pixels as they lie in the stream, not turned.
pub(super) fn pixels(header: &JpegHeader<'_>, components: Components) -> Result<Picture, DecodeError> {
    check(header)?;
    jpeg_scan::check(header)?;
    let gray = header.components == 1;
    let colour = if gray { ColorSpace::Luma } else { ColorSpace::RGB };
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(colour);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(header.stream), options);
    if components == Components::Rgb && !gray {
        decoder.decode_headers().map_err(|error| damaged(&error))?;
        if decoder.input_colorspace() == Some(ColorSpace::YCbCr) {
            // The same components out as in: no conversion.
            decoder.set_options(options.jpeg_set_out_colorspace(ColorSpace::YCbCr));
        }
    }
    let data = decoder.decode().map_err(|error| damaged(&error))?;
    let (width, height) = decoder.dimensions().unwrap_or_default();
    let picture = if gray {
        Gray::from_raw(width, height, data).map(Picture::Gray)
    } else {
        Rgb::from_raw(width, height, data).map(Picture::Rgb)
    };
    picture.ok_or_else(|| DecodeError::damaged("the JPEG holds fewer pixels than it says"))
}

fn check(header: &JpegHeader<'_>) -> Result<(), DecodeError> {
    if header.process == Process::Lossless {
        return Err(DecodeError::unsupported(
            "lossless JPEG is read only inside DICOM: save it as plain JPEG",
        ));
    }
    match header.components {
        1 | 3 => {}
        4 => {
            return Err(DecodeError::unsupported(
                "the JPEG is in printing colours (CMYK): convert to RGB and try again",
            ));
        }
        _ => return Err(DecodeError::unsupported("the JPEG is neither grey nor colour: convert to RGB")),
    }
    if header.precision != 8 {
        return Err(DecodeError::unsupported("the JPEG has more than 8 bits a sample: save it with 8 bits"));
    }
    let whole_at_once = header.process == Process::Progressive || !header.single_scan;
    let limit = if whole_at_once { MAX_PROGRESSIVE_PIXELS } else { MAX_PIXELS };
    check_size(header.width, header.height, limit)
}

/// The decoder's own words tell where it failed, never what the file holds.
fn damaged(error: &DecodeErrors) -> DecodeError {
    DecodeError::Damaged(format!("JPEG: {error:?}"))
}

/// What a baseline JPEG shows to a reader that knows no EXIF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upright {
    pub width: u16,
    pub height: u16,
    /// 1 or 3.
    pub components: u8,
    /// The three components are red, green and blue instead of YCbCr.
    pub is_rgb: bool,
}

/// Facts of a baseline JPEG (SOF0, 8 bits) that is stored upright; `None` for every other file.
#[must_use]
pub fn upright_baseline(bytes: &[u8]) -> Option<Upright> {
    bytes.starts_with(&[0xFF, 0xD8, 0xFF]).then_some(())?;
    let header = jpeg_header::read(bytes).ok()?;
    let baseline = jpeg_header::segments(bytes).any(|(marker, ..)| marker == 0xC0);
    let upright = header.exif.map_or(1, orientation::of_exif) == 1;
    if !baseline || !upright || header.precision != 8 || !matches!(header.components, 1 | 3) {
        return None;
    }
    // Adobe's segment (APP14): the last byte tells the transform, 0 for none.
    let adobe = jpeg_header::segments(bytes)
        .find_map(|(marker, body, _)| (marker == 0xEE).then(|| body.strip_prefix(b"Adobe")).flatten());
    Some(Upright {
        width: u16::try_from(header.width).ok()?,
        height: u16::try_from(header.height).ok()?,
        components: header.components,
        is_rgb: header.components == 3 && adobe.is_some_and(|body| body.get(6) == Some(&0)),
    })
}
