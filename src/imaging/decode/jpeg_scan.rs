//! Proves that a JPEG holds every block it promises, by walking its Huffman codes without making
//! pixels (ITU-T T.81, F.2 and G.2). Cameras and cables lose bytes in the middle of a picture and
//! still end it properly; decoders fill what is missing with grey, and nobody may grade that.

use super::DecodeError;
use super::huffman::{BitReader, Table, Tables};
use super::jpeg_header::{self, JpegHeader, Process};

/// Real progressive files have about ten.
const MAX_SCANS: usize = 100;

struct Component {
    id: u8,
    /// Blocks of an interleaved unit, across and down.
    across: usize,
    down: usize,
    /// Blocks of a scan of this component alone.
    columns: usize,
    rows: usize,
    /// Blocks in a row, with those that only fill up the last unit.
    stride: usize,
    /// For each block the coefficients that are not zero, where a later scan needs to know.
    nonzero: Vec<u64>,
    /// Coefficients that have all their bits.
    complete: u64,
}

struct Walk {
    progressive: bool,
    components: Vec<Component>,
    units_across: usize,
    units_down: usize,
    tables: Tables,
    restart_interval: usize,
}

/// A component's part in a scan.
struct Part {
    component: usize,
    dc: usize,
    ac: usize,
}

/// What a scan codes: coefficients `first..=last`, all bits down to `low`, or only bit `low`.
#[derive(Clone, Copy)]
struct Band {
    first: u32,
    last: u32,
    refines: bool,
}

/// # Errors
/// [`DecodeError::Damaged`] when blocks are missing, or bytes are left over, in any scan.
pub fn check(header: &JpegHeader<'_>) -> Result<(), DecodeError> {
    walk(header).ok_or_else(|| DecodeError::damaged("a part of the JPEG is missing"))
}

fn walk(header: &JpegHeader<'_>) -> Option<()> {
    let mut walk = None;
    let (mut tables, mut restart_interval, mut scans) = (Tables::default(), 0, 0);
    for (marker, body, after) in jpeg_header::segments(header.stream) {
        match marker {
            0xC0..=0xC2 => walk = Some(Walk::new(header, body)?),
            0xC4 => tables.define(body)?,
            0xDD => restart_interval = usize::from(u16::from_be_bytes(*body.first_chunk()?)),
            0xDA => {
                let walk: &mut Walk = walk.as_mut()?;
                walk.restart_interval = restart_interval;
                std::mem::swap(&mut walk.tables, &mut tables);
                walk.scan(body, &header.stream[after..])?;
                std::mem::swap(&mut walk.tables, &mut tables);
                scans += 1;
                (scans <= MAX_SCANS).then_some(())?;
            }
            _ => {}
        }
    }
    walk?.components.iter().all(|component| component.complete == u64::MAX).then_some(())
}

impl Walk {
    fn new(header: &JpegHeader<'_>, frame: &[u8]) -> Option<Self> {
        let (width, height) = (usize::try_from(header.width).ok()?, usize::try_from(header.height).ok()?);
        let factors = frame.get(6..6 + usize::from(header.components) * 3)?;
        let factors =
            || factors.chunks_exact(3).map(|c| (c[0], usize::from(c[1] >> 4), usize::from(c[1] & 15)));
        let valid = factors().all(|(_, h, v)| (1..=4).contains(&h) && (1..=4).contains(&v));
        let (most_across, most_down) = (factors().map(|f| f.1).max()?, factors().map(|f| f.2).max()?);
        valid.then_some(())?;
        let (units_across, units_down) = (width.div_ceil(8 * most_across), height.div_ceil(8 * most_down));
        let progressive = header.process == Process::Progressive;
        let component = |(id, across, down)| Component {
            id,
            across,
            down,
            columns: (width * across).div_ceil(8 * most_across),
            rows: (height * down).div_ceil(8 * most_down),
            stride: units_across * across,
            nonzero: if progressive {
                vec![0; units_across * across * units_down * down]
            } else {
                Vec::new()
            },
            complete: 0,
        };
        let components = factors().map(component).collect();
        let tables = Tables::default();
        Some(Self { progressive, components, units_across, units_down, tables, restart_interval: 0 })
    }

    /// B.2.3.
    fn scan(&mut self, body: &[u8], data: &[u8]) -> Option<()> {
        let (&count, rest) = body.split_first()?;
        let (selectors, rest) = rest.split_at_checked(usize::from(count) * 2)?;
        let &[first, last, bits, ..] = rest else { return None };
        let part = |pair: &[u8]| {
            let component = self.components.iter().position(|component| component.id == pair[0])?;
            Some(Part { component, dc: usize::from(pair[1] >> 4), ac: usize::from(pair[1] & 15) })
        };
        let parts: Vec<Part> = selectors.chunks_exact(2).map(part).collect::<Option<_>>()?;
        let (first, last) = if self.progressive { (u32::from(first), u32::from(last)) } else { (0, 63) };
        let band = Band { first, last, refines: self.progressive && bits >> 4 > 0 };
        let allowed = last <= 63 && first <= last && (first == 0 || count == 1);
        let mixed = self.progressive && first == 0 && last > 0;
        (allowed && !mixed).then_some(())?;
        let last_bit = bits.trailing_zeros() >= 4;
        if !self.progressive || last_bit {
            let covered = (u64::MAX >> (63 - last)) & (u64::MAX << first);
            for part in &parts {
                self.components[part.component].complete |= covered;
            }
        }
        self.blocks(&parts, band, &mut BitReader::new(data))
    }

    /// Every block of a scan in its order (A.2).
    fn blocks(&mut self, parts: &[Part], band: Band, bits: &mut BitReader<'_>) -> Option<()> {
        let alone = match parts {
            [] => return None,
            [part] => Some(&self.components[part.component]),
            _ => None,
        };
        let (across, down) = alone
            .map_or((self.units_across, self.units_down), |component| (component.columns, component.rows));
        let alone = alone.is_some();
        let mut run = 0;
        for unit in 0..across * down {
            if self.restart_interval > 0 && unit > 0 && unit % self.restart_interval == 0 {
                (run == 0).then_some(())?;
                bits.restart(unit / self.restart_interval - 1)?;
            }
            for part in parts {
                let component = &self.components[part.component];
                let (wide, high) = if alone { (1, 1) } else { (component.across, component.down) };
                for block in 0..wide * high {
                    let column = unit % across * wide + block % wide;
                    let row = unit / across * high + block / wide;
                    self.block(
                        part,
                        band,
                        row * self.components[part.component].stride + column,
                        &mut run,
                        bits,
                    )?;
                }
            }
        }
        (run == 0 && bits.is_spent()).then_some(())
    }

    fn block(
        &mut self,
        part: &Part,
        band: Band,
        at: usize,
        run: &mut u32,
        bits: &mut BitReader<'_>,
    ) -> Option<()> {
        if !self.progressive {
            bits.difference(self.tables.dc(part.dc)?)?;
            return skip_coefficients(bits, self.tables.ac(part.ac)?);
        }
        if band.first == 0 {
            if band.refines {
                return bits.take(1).map(|_| ());
            }
            return bits.difference(self.tables.dc(part.dc)?).map(|_| ());
        }
        let nonzero = self.components[part.component].nonzero.get_mut(at)?;
        let table = self.tables.ac(part.ac)?;
        if band.refines {
            refine(bits, table, band, nonzero, run)
        } else {
            begin(bits, table, band, nonzero, run)
        }
    }
}

/// The 63 coefficients of a sequential block (F.2.2.2).
fn skip_coefficients(bits: &mut BitReader<'_>, table: &Table) -> Option<()> {
    let mut k = 1;
    while k <= 63 {
        match split(bits.symbol(table)?) {
            (15, 0) => k += 16,
            (_, 0) => break,
            (zeros, size) => {
                k += zeros + 1;
                bits.take(size)?;
            }
        }
    }
    (k <= 64).then_some(())
}

/// First bits of a band (G.1.2.2): `run` blocks that follow hold nothing more.
fn begin(
    bits: &mut BitReader<'_>,
    table: &Table,
    band: Band,
    nonzero: &mut u64,
    run: &mut u32,
) -> Option<()> {
    if *run > 0 {
        *run -= 1;
        return Some(());
    }
    let mut k = band.first;
    while k <= band.last {
        match split(bits.symbol(table)?) {
            (15, 0) => k += 16,
            (exponent, 0) => {
                *run = (1 << exponent) - 1 + u32::from(bits.take(exponent)?);
                break;
            }
            (zeros, size) => {
                k += zeros;
                bits.take(size)?;
                *nonzero |= 1_u64.checked_shl(k)?;
                k += 1;
            }
        }
    }
    (k <= band.last + 16).then_some(())
}

/// One more bit of a band (G.1.2.3): each coefficient that is not zero yet has its correction bit.
fn refine(
    bits: &mut BitReader<'_>,
    table: &Table,
    band: Band,
    nonzero: &mut u64,
    run: &mut u32,
) -> Option<()> {
    let mut k = band.first;
    while k <= band.last && *run == 0 {
        let (mut zeros, size) = split(bits.symbol(table)?);
        if size == 0 && zeros < 15 {
            *run = (1 << zeros) + u32::from(bits.take(zeros)?);
            break;
        }
        (size <= 1).then_some(())?;
        bits.take(size)?;
        while k <= band.last {
            if *nonzero >> k & 1 == 1 {
                bits.take(1)?;
            } else if zeros == 0 {
                break;
            } else {
                zeros -= 1;
            }
            k += 1;
        }
        if size == 1 {
            (k <= band.last).then_some(())?;
            *nonzero |= 1 << k;
        }
        k += 1;
    }
    if *run > 0 {
        for k in k..=band.last {
            if *nonzero >> k & 1 == 1 {
                bits.take(1)?;
            }
        }
        *run -= 1;
    }
    Some(())
}

/// Zeros before, and size of, a coefficient.
fn split(symbol: u8) -> (u32, u32) {
    (u32::from(symbol >> 4), u32::from(symbol & 15))
}
