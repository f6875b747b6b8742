//! RLE lossless (PS3.5, annex G): `PackBits`, one segment for each byte of a sample.

use super::header::Header;
use crate::imaging::decode::DecodeError;

/// The frame as native little-endian data, interleaved.
pub fn decode(coded: &[u8], header: &Header) -> Result<Vec<u8>, DecodeError> {
    let broken = || DecodeError::damaged("its RLE data are broken");
    let bytes = (header.bits_allocated / 8) as usize;
    let segments = header.samples * bytes;
    let number = |index: usize| {
        let word = coded.get(index * 4..index * 4 + 4)?;
        usize::try_from(u32::from_le_bytes([word[0], word[1], word[2], word[3]])).ok()
    };
    if number(0) != Some(segments) {
        return Err(broken());
    }
    let mut out = vec![0; header.pixels() * segments];
    for segment in 0..segments {
        let start = number(1 + segment).filter(|&start| start >= 64).ok_or_else(broken)?;
        let packed = coded.get(start..).ok_or_else(broken)?;
        // Segments run from the most significant byte of the first sample on.
        let (sample, low) = (segment / bytes, bytes - 1 - segment % bytes);
        let plane = sample * bytes + low;
        unpack(packed, out.iter_mut().skip(plane).step_by(segments)).ok_or_else(broken)?;
    }
    Ok(out)
}

/// `None` when the runs end before the last pixel.
fn unpack<'a>(packed: &[u8], mut out: impl ExactSizeIterator<Item = &'a mut u8>) -> Option<()> {
    let mut at = 0;
    while out.len() > 0 {
        let control = usize::from(*packed.get(at)?);
        at += 1;
        match control {
            0..=127 => {
                let literal = packed.get(at..=at + control)?;
                at += literal.len();
                out.by_ref().zip(literal).for_each(|(out, &value)| *out = value);
            }
            128 => {}
            _ => {
                let value = *packed.get(at)?;
                at += 1;
                out.by_ref().take(257 - control).for_each(|out| *out = value);
            }
        }
    }
    Some(())
}
