//! Lossless JPEG (ITU-T T.81, annex H): Huffman coded differences to a predicted sample, 2 to 16
//! bits. Ours, because no maintained crate decodes it and many archives store radiographs so.

use super::frame::{Samples, same_size, ybr_to_rgb};
use super::header::{Header, Photometric};
use crate::imaging::decode::huffman::{BitReader, Tables};
use crate::imaging::decode::jpeg::MAX_PROGRESSIVE_PIXELS;
use crate::imaging::decode::{DecodeError, check_size, jpeg_header};

pub fn decode(coded: &[u8], header: &Header) -> Result<Samples, DecodeError> {
    let jpeg = jpeg_header::read(coded)?;
    if jpeg.process != jpeg_header::Process::Lossless {
        return Err(broken());
    }
    same_size(header, jpeg.width, jpeg.height, u64::from(jpeg.components))?;
    if header.samples == 1 {
        return samples(jpeg.stream, header, jpeg.precision).map(Samples::Gray);
    }
    // Colour is held twice.
    check_size(jpeg.width, jpeg.height, MAX_PROGRESSIVE_PIXELS)?;
    let surplus = u32::from(jpeg.precision).saturating_sub(8);
    let ybr = matches!(header.photometric, Photometric::YbrFull | Photometric::YbrFull422);
    let values = samples(jpeg.stream, header, jpeg.precision)?;
    let pixel = |values: &[u16]| {
        let triple = [0, 1, 2].map(|channel| (values[channel] >> surplus).min(255) as u8);
        if ybr { ybr_to_rgb(triple) } else { triple }
    };
    Ok(Samples::Rgb(values.chunks_exact(3).flat_map(pixel).collect()))
}

fn broken() -> DecodeError {
    DecodeError::damaged("its lossless JPEG is broken")
}

/// What the tables and headers before a scan have set.
struct Decoder {
    tables: Tables,
    components: Vec<u8>,
    restart_interval: usize,
    precision: u8,
    width: usize,
    height: usize,
    values: Vec<u16>,
}

/// A component of a scan: its place in the pixel, and its table.
struct Selected {
    channel: usize,
    table: usize,
}

/// All samples, interleaved.
fn samples(stream: &[u8], header: &Header, precision: u8) -> Result<Vec<u16>, DecodeError> {
    if !(2..=16).contains(&precision) {
        return Err(broken());
    }
    let mut decoder = Decoder {
        tables: Tables::default(),
        components: Vec::new(),
        restart_interval: 0,
        precision,
        width: header.columns,
        height: header.rows,
        values: vec![0; header.pixels() * header.samples],
    };
    let mut missing = header.samples;
    for (marker, body, after) in jpeg_header::segments(stream) {
        match marker {
            0xC3 => decoder.frame(body)?,
            0xC4 => decoder.tables.define(body).ok_or_else(broken)?,
            0xDD => {
                let &[high, low, ..] = body else { return Err(broken()) };
                decoder.restart_interval = usize::from(u16::from_be_bytes([high, low]));
            }
            0xDA => {
                let done = decoder.scan(body, &stream[after..])?;
                missing = missing.checked_sub(done).ok_or_else(broken)?;
            }
            _ => {}
        }
    }
    if missing == 0 { Ok(decoder.values) } else { Err(broken()) }
}

impl Decoder {
    fn frame(&mut self, body: &[u8]) -> Result<(), DecodeError> {
        for component in body.get(6..).unwrap_or_default().chunks_exact(3) {
            if component[1] != 0x11 {
                return Err(DecodeError::unsupported(
                    "the lossless JPEG halves its colours: export the picture uncompressed",
                ));
            }
            self.components.push(component[0]);
        }
        if self.components.len() * self.width * self.height > self.values.len() {
            return Err(broken());
        }
        Ok(())
    }

    /// One scan; gives the number of its components.
    fn scan(&mut self, body: &[u8], data: &[u8]) -> Result<usize, DecodeError> {
        let count = usize::from(*body.first().ok_or_else(broken)?);
        let (selectors, rest) = body[1..].split_at_checked(count * 2).ok_or_else(broken)?;
        let &[predictor, _, point_transform] = rest else { return Err(broken()) };
        let shift = u32::from(point_transform & 0x0F);
        if !(1..=7).contains(&predictor) || shift >= u32::from(self.precision) {
            return Err(broken());
        }
        let select = |pair: &[u8]| {
            let channel = self.components.iter().position(|&id| id == pair[0])?;
            let table = usize::from(pair[1] >> 4);
            self.tables.dc(table)?;
            Some(Selected { channel, table })
        };
        let selected: Option<Vec<_>> = selectors.chunks_exact(2).map(select).collect();
        let selected = selected.ok_or_else(broken)?;
        self.rows(&selected, predictor, shift, &mut BitReader::new(data)).ok_or_else(broken)?;
        Ok(count)
    }

    fn rows(&mut self, selected: &[Selected], predictor: u8, shift: u32, bits: &mut BitReader) -> Option<()> {
        let (pixel, row) = (self.components.len(), self.components.len() * self.width);
        let start = 1_u16 << (u32::from(self.precision) - shift - 1);
        // A restart begins a row in every real file; only then is the row above unknown (H.1.1).
        if !self.restart_interval.is_multiple_of(self.width) {
            return None;
        }
        let rows_to_restart = self.restart_interval / self.width;
        for y in 0..self.height {
            let restarted = rows_to_restart > 0 && y % rows_to_restart == 0;
            if restarted && y > 0 {
                bits.restart(y / rows_to_restart - 1)?;
            }
            for x in 0..self.width {
                for Selected { channel, table } in selected {
                    let at = y * row + x * pixel + channel;
                    let left = |values: &[u16]| values[at - pixel] >> shift;
                    let above = |values: &[u16]| values[at - row] >> shift;
                    let predicted = match (x, y == 0 || restarted) {
                        (0, true) => start,
                        (0, false) => above(&self.values),
                        (_, true) => left(&self.values),
                        (_, false) => {
                            let corner = self.values[at - row - pixel] >> shift;
                            predict(predictor, left(&self.values), above(&self.values), corner)
                        }
                    };
                    let difference = bits.difference(self.tables.dc(*table)?)?;
                    self.values[at] = predicted.wrapping_add(difference) << shift;
                }
            }
        }
        bits.is_spent().then_some(())
    }
}

/// Table H.1; sums are taken in full and only the result is cut to 16 bits.
fn predict(predictor: u8, left: u16, above: u16, corner: u16) -> u16 {
    let (a, b, c) = (i32::from(left), i32::from(above), i32::from(corner));
    let value = match predictor {
        1 => a,
        2 => b,
        3 => c,
        4 => a + b - c,
        5 => a + ((b - c) >> 1),
        6 => b + ((a - c) >> 1),
        _ => (a + b) >> 1,
    };
    value as u16
}
