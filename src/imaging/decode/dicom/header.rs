//! The image pixel module (PS3.3, C.7.6.3), checked before anything is allocated for it.

use super::reader::Attributes;
use super::syntax::Syntax;
use crate::imaging::decode::{DecodeError, MAX_PIXELS, check_size};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Photometric {
    /// Low values are bright.
    Monochrome1,
    Monochrome2,
    Rgb,
    /// Full-range BT.601 (PS3.3, C.7.6.3.1.2).
    YbrFull,
    /// The same with half the columns of colour.
    YbrFull422,
}

#[derive(Debug, Clone)]
pub struct Header {
    pub rows: usize,
    pub columns: usize,
    /// 1 or 3.
    pub samples: usize,
    /// 8 or 16.
    pub bits_allocated: u32,
    /// 1 to `bits_allocated`.
    pub bits_stored: u32,
    /// Unused bits below the stored ones.
    pub shift: u32,
    pub signed: bool,
    pub photometric: Photometric,
    /// All of one colour after the other.
    pub planar: bool,
}

impl Header {
    pub fn read(attributes: &Attributes<'_>, syntax: Syntax) -> Result<Self, DecodeError> {
        let missing = || DecodeError::unsupported("the DICOM file holds no picture: export the image itself");
        let number = |tag| attributes.word(tag).ok_or_else(missing);
        let (rows, columns) = (number(0x0028_0010)?, number(0x0028_0011)?);
        check_size(u64::from(columns), u64::from(rows), MAX_PIXELS)?;
        let frames = attributes.decimal(0x0028_0008).unwrap_or(1.0);
        if frames > 1.0 {
            return Err(DecodeError::unsupported(
                "the DICOM file holds several pictures: export the one to be screened",
            ));
        }
        let bits_allocated = u32::from(number(0x0028_0100)?);
        if bits_allocated != 8 && bits_allocated != 16 {
            return Err(DecodeError::Unsupported(format!(
                "the DICOM picture has {bits_allocated} bits a sample: export it with 8 or 16"
            )));
        }
        let stored = |tag, missing: u32| attributes.word(tag).map_or(missing, u32::from);
        let bits_stored = stored(0x0028_0101, bits_allocated);
        let high_bit = stored(0x0028_0102, bits_stored.saturating_sub(1));
        let fits = (1..=bits_allocated).contains(&bits_stored);
        if !fits || high_bit >= bits_allocated || high_bit + 1 < bits_stored {
            return Err(DecodeError::damaged("its DICOM header contradicts itself"));
        }
        let samples = usize::from(attributes.word(0x0028_0002).unwrap_or(1));
        let photometric = photometric(attributes.text(0x0028_0004), samples)?;
        Ok(Self {
            rows: usize::from(rows),
            columns: usize::from(columns),
            samples,
            bits_allocated,
            bits_stored,
            // Codecs give values, not words with unused bits.
            shift: if syntax.is_encapsulated() && syntax != Syntax::Rle {
                0
            } else {
                high_bit + 1 - bits_stored
            },
            signed: attributes.word(0x0028_0103) == Some(1),
            photometric,
            planar: attributes.word(0x0028_0006) == Some(1),
        })
    }

    pub fn pixels(&self) -> usize {
        self.rows * self.columns
    }

    /// Coding makes a picture shorter, or little longer; anything else is no picture.
    pub fn longest_coding(&self) -> usize {
        self.pixels() * self.samples * (self.bits_allocated / 8) as usize * 2 + 64 * 1024
    }
}

fn photometric(name: Option<&str>, samples: usize) -> Result<Photometric, DecodeError> {
    let not_read = |what: &str| {
        DecodeError::Unsupported(format!("the DICOM picture is stored as {what}: export it as grey or RGB"))
    };
    match (name.unwrap_or("MONOCHROME2"), samples) {
        ("MONOCHROME1", 1) => Ok(Photometric::Monochrome1),
        ("MONOCHROME2", 1) => Ok(Photometric::Monochrome2),
        // The transforms of JPEG 2000 (RCT, ICT) are undone by its decoder.
        ("RGB" | "YBR_RCT" | "YBR_ICT", 3) => Ok(Photometric::Rgb),
        ("YBR_FULL", 3) => Ok(Photometric::YbrFull),
        ("YBR_FULL_422", 3) => Ok(Photometric::YbrFull422),
        ("PALETTE COLOR", _) => Err(not_read("palette colours")),
        _ => Err(not_read("an unusual kind of colour")),
    }
}
