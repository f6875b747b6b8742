//! Huffman codes of JPEG (ITU-T T.81, annexes C and F), over entropy-coded bytes.

/// For every 16 bits that may come next: length of the code they begin with, and its symbol.
/// Length 0: no code.
pub struct Table {
    codes: Vec<(u8, u8)>,
}

impl Table {
    /// `counts`: how many codes there are of 1 to 16 bits. `None` when they do not fit.
    pub fn new(counts: &[u8], symbols: &[u8]) -> Option<Self> {
        let mut codes = vec![(0, 0); 1 << 16];
        let mut symbols = symbols.iter();
        let mut at = 0;
        for (length, &count) in (1_u8..=16).zip(counts) {
            for _ in 0..count {
                let width = 1 << (16 - length);
                codes.get_mut(at..at + width)?.fill((length, *symbols.next()?));
                at += width;
            }
        }
        Some(Self { codes })
    }
}

/// A hostile file may define tables without end; each costs 128 kB to lay out.
const MAX_DEFINITIONS: u32 = 512;

/// The tables in force, by number: four for DC differences and four for AC coefficients.
#[derive(Default)]
pub struct Tables {
    tables: [[Option<Table>; 4]; 2],
    definitions: u32,
}

impl Tables {
    /// A DHT segment (B.2.4.2).
    pub fn define(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((&id, rest)) = body.split_first() {
            let (counts, rest) = rest.split_at_checked(16)?;
            let total = counts.iter().map(|&count| usize::from(count)).sum();
            let (symbols, rest) = rest.split_at_checked(total)?;
            self.definitions += 1;
            (self.definitions <= MAX_DEFINITIONS).then_some(())?;
            let place = self.tables.get_mut(usize::from(id >> 4))?.get_mut(usize::from(id & 15))?;
            *place = Some(Table::new(counts, symbols)?);
            body = rest;
        }
        Some(())
    }

    pub fn dc(&self, number: usize) -> Option<&Table> {
        self.tables[0].get(number)?.as_ref()
    }

    pub fn ac(&self, number: usize) -> Option<&Table> {
        self.tables[1].get(number)?.as_ref()
    }
}

/// Bits of entropy-coded data, stuffing removed (F.1.2.3). Ends at the first marker.
pub struct BitReader<'a> {
    data: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
}

impl<'a> BitReader<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, held: 0, count: 0 }
    }

    fn fill(&mut self) {
        while self.count <= 56 {
            let (byte, step) = match self.data.get(self.at..) {
                Some(&[0xFF, 0, ..]) => (0xFF, 2),
                Some(&[byte, ..]) if byte != 0xFF => (byte, 1),
                _ => return,
            };
            self.held = self.held << 8 | u64::from(byte);
            self.count += 8;
            self.at += step;
        }
    }

    /// The next 16 bits, zeros after the end.
    fn peek(&mut self) -> u16 {
        if self.count < 16 {
            self.fill();
        }
        let low =
            if self.count >= 16 { self.held >> (self.count - 16) } else { self.held << (16 - self.count) };
        low as u16
    }

    fn drop_bits(&mut self, bits: u32) -> Option<()> {
        self.count = self.count.checked_sub(bits)?;
        Some(())
    }

    pub fn symbol(&mut self, table: &Table) -> Option<u8> {
        let (length, symbol) = table.codes[usize::from(self.peek())];
        if length == 0 {
            return None;
        }
        self.drop_bits(u32::from(length))?;
        Some(symbol)
    }

    /// The next 0 to 15 bits.
    pub fn take(&mut self, size: u32) -> Option<u16> {
        let bits = u32::from(self.peek()) >> (16 - size);
        self.drop_bits(size)?;
        Some(bits as u16)
    }

    /// A difference of 16 bits, modulo 65,536 (F.2.2.1 and H.1.2.2). `None` at the end of the data.
    pub fn difference(&mut self, table: &Table) -> Option<u16> {
        let size = u32::from(self.symbol(table)?);
        match size {
            0 => Some(0),
            // EXTEND, figure F.12.
            1..=15 => {
                let bits = self.take(size)?;
                let negative = bits >> (size - 1) == 0;
                Some(if negative { bits.wrapping_sub((1 << size) - 1) } else { bits })
            }
            16 => Some(0x8000),
            _ => None,
        }
    }

    /// Passes over a restart marker, numbered modulo 8.
    pub fn restart(&mut self, number: usize) -> Option<()> {
        self.fill();
        let marker = 0xD0 | (number % 8) as u8;
        if self.count >= 8 || self.data.get(self.at..self.at + 2) != Some(&[0xFF, marker]) {
            return None;
        }
        (self.held, self.count) = (0, 0);
        self.at += 2;
        Some(())
    }

    /// Whether nothing but padding comes before the next marker.
    pub fn is_spent(&mut self) -> bool {
        self.fill();
        let whole = self.count - self.count % 8;
        let held = self.held & u64::MAX.checked_shr(64 - whole).unwrap_or(0);
        let rest = &self.data[self.at..];
        let zeros = rest.iter().take_while(|&&byte| byte == 0).count();
        held == 0 && matches!(rest[zeros..], [0xFF, 1..=255, ..])
    }
}
