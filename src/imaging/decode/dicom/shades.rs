//! From stored words to the shades of the film: modality LUT, VOI LUT or window, polarity
//! (PS3.3, C.11.1 and C.11.2). One table for all words, so a picture costs one look-up a pixel.

use super::header::{Header, Photometric};
use super::reader::Attributes;
use crate::imaging::decode::DecodeError;

/// Without a window: this share of the pixels may be clipped at each end.
const CLIPPED: f64 = 0.005;

/// An 8-bit shade for each stored word up to the largest in the picture; air is black whatever the
/// polarity in the file.
pub fn table(attributes: &Attributes<'_>, header: &Header, words: &[u16]) -> Result<Vec<u8>, DecodeError> {
    let modality = Modality::read(attributes, header)?;
    let value_of = |word: usize| modality.apply(stored_value(header, word as u16));
    let voi = match Voi::read(attributes, header)? {
        Some(voi) => voi,
        None => automatic(attributes, header, words, value_of),
    };
    let inverted = header.photometric == Photometric::Monochrome1;
    let shade = |word: usize| {
        let brightness = voi.apply(value_of(word)).clamp(0.0, 1.0);
        let shade = (brightness * 255.0).round() as u8;
        if inverted { 255 - shade } else { shade }
    };
    let largest = words.iter().copied().max().unwrap_or(0);
    Ok((0..=usize::from(largest)).map(shade).collect())
}

/// The stored bits of a word as a number.
fn stored_value(header: &Header, word: u16) -> i32 {
    let bits = header.bits_stored;
    let value = i32::from(word >> header.shift) & ((1 << bits) - 1);
    if header.signed && value >> (bits - 1) == 1 { value - (1 << bits) } else { value }
}

/// A look-up table as a LUT sequence holds it.
struct Lut {
    first: f64,
    values: Vec<u16>,
    top: f64,
}

impl Lut {
    /// Descriptor: number of entries (0 means 65,536), first value mapped, bits of an entry.
    fn read(item: &Attributes<'_>, header: &Header) -> Result<Self, DecodeError> {
        let broken = || DecodeError::damaged("a DICOM look-up table is broken");
        let &[entries, first, bits] = item.words(0x0028_3002).as_slice() else { return Err(broken()) };
        let entries = if entries == 0 { 65536 } else { usize::from(entries) };
        let data = item.get(0x0028_3006).ok_or_else(broken)?.value;
        let mut values = if data.len() < entries * 2 {
            data.iter().map(|&byte| u16::from(byte)).collect()
        } else {
            item.words(0x0028_3006)
        };
        if values.len() < entries || !(8..=16).contains(&bits) {
            return Err(broken());
        }
        values.truncate(entries);
        let first = if header.signed { f64::from(first.cast_signed()) } else { f64::from(first) };
        Ok(Self { first, values, top: f64::from((1_u32 << bits) - 1) })
    }

    /// Values outside the table take its ends.
    fn apply(&self, value: f64) -> f64 {
        let index = (value - self.first).round().clamp(0.0, (self.values.len() - 1) as f64);
        f64::from(self.values[index as usize])
    }
}

enum Modality {
    Linear { slope: f64, intercept: f64 },
    Table(Lut),
}

impl Modality {
    fn read(attributes: &Attributes<'_>, header: &Header) -> Result<Self, DecodeError> {
        if let Some(item) = attributes.item(0x0028_3000)? {
            return Lut::read(&item, header).map(Self::Table);
        }
        let slope = attributes.decimal(0x0028_1053).filter(|&slope| slope != 0.0).unwrap_or(1.0);
        Ok(Self::Linear { slope, intercept: attributes.decimal(0x0028_1052).unwrap_or(0.0) })
    }

    fn apply(&self, value: i32) -> f64 {
        match self {
            Self::Linear { slope, intercept } => f64::from(value) * slope + intercept,
            Self::Table(lut) => lut.apply(f64::from(value)),
        }
    }
}

enum Voi {
    Table(Lut),
    Linear { centre: f64, width: f64 },
    LinearExact { centre: f64, width: f64 },
    Sigmoid { centre: f64, width: f64 },
}

impl Voi {
    /// The maker's table before the first window, which only approximates it.
    fn read(attributes: &Attributes<'_>, header: &Header) -> Result<Option<Self>, DecodeError> {
        if let Some(item) = attributes.item(0x0028_3010)? {
            return Lut::read(&item, header).map(|lut| Some(Self::Table(lut)));
        }
        let (Some(centre), Some(width)) = (attributes.decimal(0x0028_1050), attributes.decimal(0x0028_1051))
        else {
            return Ok(None);
        };
        Ok(match attributes.text(0x0028_1056) {
            Some("SIGMOID") if width > 0.0 => Some(Self::Sigmoid { centre, width }),
            Some("LINEAR_EXACT") if width > 0.0 => Some(Self::LinearExact { centre, width }),
            _ if width >= 1.0 => Some(Self::Linear { centre, width }),
            _ => None,
        })
    }

    /// Share of full brightness; below 0 and above 1 outside the window (C.11.2.1.2 and C.11.2.1.3).
    fn apply(&self, value: f64) -> f64 {
        match *self {
            Self::Table(ref lut) => lut.apply(value) / lut.top,
            Self::Linear { centre, width } if width <= 1.0 => f64::from(value > centre - 0.5),
            Self::Linear { centre, width } => (value - (centre - 0.5)) / (width - 1.0) + 0.5,
            Self::LinearExact { centre, width } => (value - centre) / width + 0.5,
            Self::Sigmoid { centre, width } => 1.0 / (1.0 + (-4.0 * (value - centre) / width).exp()),
        }
    }
}

/// A window over what the picture holds, without its outermost pixels and its padding.
fn automatic(
    attributes: &Attributes<'_>,
    header: &Header,
    words: &[u16],
    value_of: impl Fn(usize) -> f64,
) -> Voi {
    let mut counts = vec![0_u32; 65536];
    for &word in words {
        counts[usize::from(word)] += 1;
    }
    let padding = padding(attributes, header);
    let is_padding =
        |word: usize| padding.is_some_and(|(a, b)| (a..=b).contains(&stored_value(header, word as u16)));
    let mut held: Vec<(f64, u32)> = (0..counts.len())
        .filter(|&word| counts[word] > 0 && !is_padding(word))
        .map(|word| (value_of(word), counts[word]))
        .collect();
    held.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = held.iter().map(|&(_, count)| f64::from(count)).sum();
    let at = |share: f64| {
        let mut left = total * share;
        let reached = |&&(_, count): &&(f64, u32)| {
            left -= f64::from(count);
            left <= 0.0
        };
        held.iter().find(reached).or(held.last()).map_or(0.0, |&(value, _)| value)
    };
    let (low, high) = (at(CLIPPED), at(1.0 - CLIPPED));
    Voi::LinearExact { centre: f64::midpoint(low, high), width: (high - low).max(1e-9) }
}

/// Pixel padding value and its range limit (PS3.3, C.7.5.1.1.2), lower one first.
fn padding(attributes: &Attributes<'_>, header: &Header) -> Option<(i32, i32)> {
    let signed = |word: u16| if header.signed { i32::from(word.cast_signed()) } else { i32::from(word) };
    let value = signed(attributes.word(0x0028_0120)?);
    let limit = attributes.word(0x0028_0121).map_or(value, signed);
    Some((value.min(limit), value.max(limit)))
}
