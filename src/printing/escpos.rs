//! ESC/POS as far as a slip needs it: a picture in black and white, paper fed, paper cut. Letters are
//! drawn by us: printers have no Amharic.
//!
//! Source of the commands: Epson, ESC/POS Command Reference (ESC @, GS v 0, ESC d, GS V).

use crate::imaging::Gray;

const RESET: &[u8] = b"\x1b@";
const RASTER: &[u8] = b"\x1dv0\0";
/// Lines of one raster command: cheap printers keep only a few kilobytes.
const BAND: usize = 64;
/// The slip clears the tear bar.
const FEED: &[u8] = b"\x1bd\x05";
/// Feed to the cutter and cut partly; printers without one pass over it.
const CUT: &[u8] = b"\x1dVB\0";
/// Darker is ink.
const BLACK_BELOW: u8 = 128;

/// The whole job for one slip. The picture is as wide as the paper; what is left of its last eight
/// columns stays white.
#[must_use]
pub fn job(slip: &Gray) -> Vec<u8> {
    let (width, height) = (slip.width(), slip.height());
    let row_bytes = width.div_ceil(8);
    let mut bytes = RESET.to_vec();
    for top in (0..height).step_by(BAND) {
        let lines = BAND.min(height - top);
        bytes.extend_from_slice(RASTER);
        for number in [row_bytes, lines] {
            bytes.extend(u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes());
        }
        for row in slip.data().chunks_exact(width.max(1)).skip(top).take(lines) {
            bytes.extend(row.chunks(8).map(|eight| {
                eight
                    .iter()
                    .enumerate()
                    .fold(0, |byte, (place, &value)| byte | u8::from(value < BLACK_BELOW) << (7 - place))
            }));
        }
    }
    bytes.extend_from_slice(FEED);
    bytes.extend_from_slice(CUT);
    bytes
}

/// What a printer would put on paper, black 0 and white 255; `None` for bytes that [`job`] does not
/// write. For tests, and to show what was printed.
#[must_use]
pub fn read_raster(job: &[u8]) -> Option<Gray> {
    let mut rest = job.strip_prefix(RESET)?;
    let (mut width, mut data) = (0, Vec::new());
    while let Some(band) = rest.strip_prefix(RASTER) {
        let number =
            |at: usize| Some(usize::from(u16::from_le_bytes(band.get(at..at + 2)?.try_into().ok()?)));
        let (row_bytes, lines) = (number(0)?, number(2)?);
        let pixels = band.get(4..4 + row_bytes * lines)?;
        if width != 0 && width != row_bytes * 8 {
            return None;
        }
        width = row_bytes * 8;
        let dots = |byte: &u8| {
            let byte = *byte;
            (0..8).rev().map(move |place| if byte >> place & 1 == 1 { 0 } else { 255 })
        };
        data.extend(pixels.iter().flat_map(dots));
        rest = &band[4 + row_bytes * lines..];
    }
    let whole = rest.strip_prefix(FEED)?.strip_prefix(CUT)?.is_empty();
    let height = data.len().checked_div(width).unwrap_or_default();
    whole.then(|| Gray::from_raw(width, height, data))?
}
