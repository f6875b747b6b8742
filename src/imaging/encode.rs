//! Pictures to bytes, for the store, the kiosk and the slip.

use jpeg_encoder::{ColorType, Encoder};

use super::{Gray, Rgb};
use crate::domain::FaultClass;

#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    #[error("a picture of {width}x{height} pixels cannot be saved as JPEG")]
    Size { width: usize, height: usize },
    #[error("the picture cannot be saved as JPEG: {0}")]
    Jpeg(#[from] jpeg_encoder::EncodingError),
    #[error("the picture cannot be saved as PNG: {0}")]
    Png(#[from] png::EncodingError),
}

impl EncodeError {
    #[must_use]
    pub fn class(&self) -> FaultClass {
        FaultClass::Bug
    }
}

/// Baseline JPEG, 4:2:0 below quality 90; `quality` from 1 to 100.
///
/// # Errors
/// [`EncodeError`] for an empty picture or one of more than 65,535 columns or rows.
pub fn jpeg(image: &Rgb, quality: u8) -> Result<Vec<u8>, EncodeError> {
    let too_large = || EncodeError::Size { width: image.width(), height: image.height() };
    let width = u16::try_from(image.width()).map_err(|_| too_large())?;
    let height = u16::try_from(image.height()).map_err(|_| too_large())?;
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, quality.clamp(1, 100)).encode(image.data(), width, height, ColorType::Rgb)?;
    Ok(bytes)
}

/// Lossless, 8 bits a channel.
///
/// # Errors
/// [`EncodeError`] for an empty picture.
pub fn png_rgb(image: &Rgb) -> Result<Vec<u8>, EncodeError> {
    png(image.width(), image.height(), image.data(), png::ColorType::Rgb)
}

/// Lossless, 8 bits.
///
/// # Errors
/// [`EncodeError`] for an empty picture.
pub fn png_gray(image: &Gray) -> Result<Vec<u8>, EncodeError> {
    png(image.width(), image.height(), image.data(), png::ColorType::Grayscale)
}

fn png(width: usize, height: usize, data: &[u8], colour: png::ColorType) -> Result<Vec<u8>, EncodeError> {
    let size = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size(width), size(height));
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(data)?;
    writer.finish()?;
    Ok(bytes)
}
