//! From the bytes of a stored picture to pixel data.

use dicom_dictionary_std::{tags, uids};

use super::DicomError;
use super::dataset::Dataset;
use crate::imaging::decode::jpeg::{self, Upright};
use crate::imaging::{Picture, Rgb, decode, encode};

/// Of what has to be encoded again: close to the source, 4:4:4.
const QUALITY: u8 = 95;
/// Of a preview.
const PREVIEW_QUALITY: u8 = 85;

/// What is said of bytes that did not travel as they came.
const TURNED: &str = "Encoded again as baseline JPEG, upright: the source is progressive or lies on its side";
const REDUCED: &str = "Reduced for a slow line; the picture as taken follows in the same study";
const DECODED: &str = "Decoded from the source file to 8 bits a sample, not compressed";

enum Coding {
    /// A whole baseline JPEG.
    Jpeg(Vec<u8>),
    /// Interleaved samples of 8 bits, not compressed.
    Native(Vec<u8>),
}

/// A picture on its way into an object: eight bits, grey or colour.
pub struct Pixels {
    columns: u16,
    rows: u16,
    samples: u16,
    photometric: &'static str,
    coding: Coding,
    /// How the bytes differ from those of the file; `None` when they do not.
    pub derivation: Option<&'static str>,
}

impl Pixels {
    /// A baseline JPEG stays as it is, byte by byte; a JPEG that DICOM viewers would refuse or show
    /// on its side is encoded again; everything else is written without loss.
    pub fn of_file(bytes: Vec<u8>) -> Result<Self, DicomError> {
        let facts = jpeg::upright_baseline(&bytes);
        if let Some(Upright { width, height, components, is_rgb }) = facts {
            let photometric = match (components, is_rgb) {
                (1, _) => "MONOCHROME2",
                (_, true) => "RGB",
                _ => "YBR_FULL_422",
            };
            let samples = u16::from(components);
            let coding = Coding::Jpeg(bytes);
            return Ok(Self { columns: width, rows: height, samples, photometric, coding, derivation: None });
        }
        let decoded = decode::decode(&bytes)?;
        drop(bytes);
        if decoded.media_type == "image/jpeg" {
            Self::compressed(&decoded.picture.to_rgb(), QUALITY)
                .map(|pixels| Self { derivation: Some(TURNED), ..pixels })
        } else {
            Self::lossless(decoded.picture)
        }
    }

    /// Baseline JPEG whose longer side has at most `side` pixels.
    pub fn preview(bytes: &[u8], side: usize) -> Result<Self, DicomError> {
        let full = decode::decode(bytes)?.picture.to_rgb();
        let longer = full.width().max(full.height());
        let fit = |length: usize| (length * side).div_ceil(longer.max(1)).max(1);
        let small = if longer > side { full.resize(fit(full.width()), fit(full.height())) } else { full };
        let pixels = Self::compressed(&small, PREVIEW_QUALITY)?;
        Ok(Self { derivation: Some(REDUCED), ..pixels })
    }

    /// The bytes of the JPEG, when it is one.
    pub fn into_jpeg(self) -> Option<Vec<u8>> {
        match self.coding {
            Coding::Jpeg(bytes) => Some(bytes),
            Coding::Native(_) => None,
        }
    }

    /// Baseline JPEG, made here.
    pub fn compressed(picture: &Rgb, quality: u8) -> Result<Self, DicomError> {
        let (columns, rows) = size(picture.width(), picture.height())?;
        let coding = Coding::Jpeg(encode::jpeg(picture, quality)?);
        Ok(Self { columns, rows, samples: 3, photometric: "YBR_FULL_422", coding, derivation: None })
    }

    fn lossless(picture: Picture) -> Result<Self, DicomError> {
        let (width, height) = picture.size();
        let (columns, rows) = size(width, height)?;
        let (samples, photometric, data) = match picture {
            Picture::Gray(image) => (1, "MONOCHROME2", image.into_raw()),
            Picture::Rgb(image) => (3, "RGB", image.into_raw()),
        };
        let coding = Coding::Native(data);
        Ok(Self { columns, rows, samples, photometric, coding, derivation: Some(DECODED) })
    }

    pub fn is_colour(&self) -> bool {
        self.samples == 3
    }

    pub fn transfer_syntax(&self) -> &'static str {
        match self.coding {
            Coding::Jpeg(_) => uids::JPEG_BASELINE8_BIT,
            Coding::Native(_) => uids::EXPLICIT_VR_LITTLE_ENDIAN,
        }
    }

    /// The Image Pixel module (PS3.3, C.7.6.3) with what is known of losses (C.7.6.1.1.5).
    pub fn write(self, object: &mut Dataset) {
        object.put(tags::SAMPLES_PER_PIXEL, self.samples);
        object.put(tags::PHOTOMETRIC_INTERPRETATION, self.photometric);
        if self.is_colour() {
            object.put(tags::PLANAR_CONFIGURATION, 0_u16);
        }
        object.put(tags::ROWS, self.rows);
        object.put(tags::COLUMNS, self.columns);
        object.put(tags::BITS_ALLOCATED, 8_u16);
        object.put(tags::BITS_STORED, 8_u16);
        object.put(tags::HIGH_BIT, 7_u16);
        object.put(tags::PIXEL_REPRESENTATION, 0_u16);
        if let Some(derivation) = self.derivation {
            object.put(tags::DERIVATION_DESCRIPTION, derivation);
        }
        let raw = f64::from(self.columns) * f64::from(self.rows) * f64::from(self.samples);
        match self.coding {
            Coding::Jpeg(bytes) => {
                let ratio = raw / bytes.len().max(1) as f64;
                object.put(tags::LOSSY_IMAGE_COMPRESSION, "01");
                object.put(tags::LOSSY_IMAGE_COMPRESSION_RATIO, format!("{ratio:.2}"));
                object.put(tags::LOSSY_IMAGE_COMPRESSION_METHOD, "ISO_10918_1");
                object.fragment(bytes);
            }
            Coding::Native(bytes) => {
                object.put(tags::LOSSY_IMAGE_COMPRESSION, "00");
                object.bytes(tags::PIXEL_DATA, bytes);
            }
        }
    }
}

fn size(width: usize, height: usize) -> Result<(u16, u16), DicomError> {
    let side = |value: usize| u16::try_from(value).map_err(|_| DicomError::TooWide);
    Ok((side(width)?, side(height)?))
}
