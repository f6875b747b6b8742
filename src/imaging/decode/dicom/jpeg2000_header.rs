//! Walks the markers of a JPEG 2000 codestream (ITU-T T.800, annex A) before the decoder sees it,
//! and refuses what would make it allocate many times the picture: crowds of tiles, tile-parts and
//! tiny code-blocks. Real encoders use code-blocks of 64x64 or 32x32 and a handful of tiles.

use crate::imaging::decode::DecodeError;

const MAX_TILES: u64 = 1024;
const MAX_TILE_PARTS: usize = 8 * 1024;
/// Powers of two: 32 x 32 samples.
const MIN_CODE_BLOCK_AREA: u8 = 10;
/// Powers of two: a precinct of 64 leaves code-blocks of 32 in its sub-bands.
const MIN_PRECINCT: u8 = 6;

/// What the SIZ segment claims (A.5.1).
#[derive(Debug)]
pub struct Codestream<'a> {
    pub width: u64,
    pub height: u64,
    pub components: u64,
    /// 1 to 16 bits.
    pub precision: u8,
    pub signed: bool,
    /// From SOC on, without a JP2 wrapping.
    pub stream: &'a [u8],
}

pub fn read(coded: &[u8]) -> Result<Codestream<'_>, DecodeError> {
    let broken = || DecodeError::damaged("its JPEG 2000 header is broken");
    let start = coded.windows(4).take(4096).position(|bytes| bytes == [0xFF, 0x4F, 0xFF, 0x51]);
    let stream = &coded[start.ok_or_else(broken)?..];
    let codestream = size(stream).ok_or_else(broken)?;
    let mut at = 2;
    at = segments(stream, at, 0x90)?;
    for _ in 0..MAX_TILE_PARTS {
        // SOT: length 10, tile, Psot from the marker on, part, parts (A.4.2).
        let Some(length) = u32_at(stream, at + 6) else { return Err(broken()) };
        let header_end = segments(stream, at + 12, 0x93)?;
        let end = if length == 0 { stream.len() } else { at.saturating_add(length as usize) };
        if end < header_end {
            return Err(broken());
        }
        at = end;
        if stream.get(at..at.saturating_add(2)) != Some(&[0xFF, 0x90]) {
            return Ok(codestream);
        }
    }
    Err(unusual())
}

fn size(stream: &[u8]) -> Option<Codestream<'_>> {
    let field = |index: usize| u32_at(stream, 8 + index * 4).map(u64::from);
    let [right, bottom, left, top, tile_width, tile_height, tile_left, tile_top] =
        [field(0)?, field(1)?, field(2)?, field(3)?, field(4)?, field(5)?, field(6)?, field(7)?];
    let components = u64::from(u16_at(stream, 40)?);
    let depths = stream.get(42..42 + usize::try_from(components).ok()? * 3)?;
    let first = *depths.first()?;
    // One depth for all, and no component smaller than the picture.
    if depths.chunks_exact(3).any(|depth| depth != [first, 1, 1]) || first & 0x7F > 15 {
        return None;
    }
    let across = right.checked_sub(tile_left)?.checked_div(tile_width)? + 1;
    let down = bottom.checked_sub(tile_top)?.checked_div(tile_height)? + 1;
    (across.checked_mul(down)? <= MAX_TILES).then_some(())?;
    Some(Codestream {
        width: right.checked_sub(left)?,
        height: bottom.checked_sub(top)?,
        components,
        precision: (first & 0x7F) + 1,
        signed: first & 0x80 != 0,
        stream,
    })
}

/// Checks the segments of a header and gives the place of the marker that `ends` it.
fn segments(stream: &[u8], mut at: usize, ends: u8) -> Result<usize, DecodeError> {
    let broken = || DecodeError::damaged("the JPEG 2000 data end too early");
    loop {
        let Some(&[0xFF, marker]) = stream.get(at..at.saturating_add(2)) else { return Err(broken()) };
        if marker == ends {
            return Ok(at);
        }
        let length = usize::from(u16_at(stream, at + 2).ok_or_else(broken)?);
        let body = stream.get(at + 4..at + 2 + length).ok_or_else(broken)?;
        match marker {
            // COD: style, order, layers, transform, then the parameters.
            0x52 => check_style(body.first(), body.get(5..))?,
            // COC: component, style, parameters; with fewer than 257 components.
            0x53 => check_style(body.get(1), body.get(2..))?,
            // POC, PPM, PPT: packet orders and headers of their own, as long as they like.
            0x5F..=0x61 => return Err(unusual()),
            _ => {}
        }
        at += 2 + length;
    }
}

/// Levels, width and height of a code-block, its style, the wavelet, precincts (table A.15).
fn check_style(style: Option<&u8>, parameters: Option<&[u8]>) -> Result<(), DecodeError> {
    let (Some(style), Some(&[_, width, height, coding, _, ref precincts @ ..])) = (style, parameters) else {
        return Err(DecodeError::damaged("its JPEG 2000 header is broken"));
    };
    let small_block = width.saturating_add(height).saturating_add(4) < MIN_CODE_BLOCK_AREA;
    let small = |&precinct: &u8| precinct & 0x0F < MIN_PRECINCT || precinct >> 4 < MIN_PRECINCT;
    // Bypass and termination on each pass: a segment for each pass instead of one a layer.
    if small_block || coding & 0b101 != 0 || (style & 1 == 1 && precincts.iter().any(small)) {
        return Err(unusual());
    }
    Ok(())
}

fn unusual() -> DecodeError {
    DecodeError::unsupported("this rare kind of JPEG 2000 is not read: export the picture uncompressed")
}

fn u16_at(stream: &[u8], at: usize) -> Option<u16> {
    stream.get(at..)?.first_chunk().map(|&bytes| u16::from_be_bytes(bytes))
}

fn u32_at(stream: &[u8], at: usize) -> Option<u32> {
    stream.get(at..)?.first_chunk().map(|&bytes| u32::from_be_bytes(bytes))
}
