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

    /// A difference of 16 bits, modulo 65,536 (H.1.2.2). `None` at the end of the data.
    pub fn difference(&mut self, table: &Table) -> Option<u16> {
        let (length, size) = table.codes[usize::from(self.peek())];
        if length == 0 || size > 16 {
            return None;
        }
        self.drop_bits(u32::from(length))?;
        match size {
            0 => Some(0),
            16 => Some(0x8000),
            _ => {
                let size = u32::from(size);
                let bits = self.peek() >> (16 - size);
                self.drop_bits(size)?;
                // EXTEND, figure F.12.
                let negative = bits >> (size - 1) == 0;
                Some(if negative { bits.wrapping_sub((1 << size) - 1) } else { bits })
            }
        }
    }

    /// Passes over a restart marker.
    pub fn restart(&mut self) -> Option<()> {
        self.fill();
        if self.count >= 8 || !matches!(self.data.get(self.at..), Some(&[0xFF, 0xD0..=0xD7, ..])) {
            return None;
        }
        (self.held, self.count) = (0, 0);
        self.at += 2;
        Some(())
    }
}
