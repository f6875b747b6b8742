//! A body that leaves no faster than the line is lent to us.

use std::io::Read;
use std::time::{Duration, Instant};

/// At most this is handed over at once.
const PIECE: usize = 2048;

pub struct Throttled<'a> {
    rest: &'a [u8],
    bytes_s: u64,
    given: u64,
    begun: Instant,
}

impl<'a> Throttled<'a> {
    pub fn new(body: &'a [u8], bytes_s: u64) -> Self {
        Self { rest: body, bytes_s: bytes_s.max(1), given: 0, begun: Instant::now() }
    }
}

impl Read for Throttled<'_> {
    fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
        let due = Duration::from_millis(self.given.saturating_mul(1000) / self.bytes_s);
        if let Some(early) = due.checked_sub(self.begun.elapsed()) {
            std::thread::sleep(early);
        }
        let end = target.len().min(PIECE);
        let count = self.rest.read(&mut target[..end])?;
        self.given += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_leaves_whole_and_no_faster() {
        let body: Vec<u8> = (0..10_000_u32).map(|n| n as u8).collect();
        let (begun, mut got) = (Instant::now(), Vec::new());
        Throttled::new(&body, 40_000).read_to_end(&mut got).unwrap();
        assert_eq!(got, body);
        assert!(begun.elapsed() >= Duration::from_millis(200), "10 kB at 40 kB/s, less the last piece");
    }
}
