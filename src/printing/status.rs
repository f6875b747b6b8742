//! What a printer says of itself.
//!
//! Source: Epson, ESC/POS Command Reference (DLE EOT n: bits 1 and 4 of every answer are set, bits 0 and
//! 7 are not); USB printer class 1.1, GET_PORT_STATUS, as linux/lp.h hands it on.

use super::PrintError;

/// Asks for the cause of being offline, and for the paper sensors.
pub const QUESTIONS: [&[u8]; 2] = [b"\x10\x04\x02", b"\x10\x04\x04"];

/// Whether the answers to [`QUESTIONS`] let it print. Other bytes than answers say nothing.
pub fn check(offline: Option<u8>, paper: Option<u8>) -> Result<(), PrintError> {
    let answer = |byte: Option<u8>| byte.filter(|byte| byte & 0b1001_0011 == 0b0001_0010).unwrap_or(0);
    let (offline, paper) = (answer(offline), answer(paper));
    if offline & 0x04 != 0 {
        Err(PrintError::CoverOpen)
    } else if offline & 0x20 != 0 || paper & 0x60 != 0 {
        Err(PrintError::NoPaper)
    } else if offline & 0x40 != 0 {
        Err(PrintError::Faulty)
    } else {
        Ok(())
    }
}

/// The three lines of a USB printer's port: paper empty, selected, no error.
pub fn check_port(status: u8) -> Result<(), PrintError> {
    if status & 0x20 != 0 {
        Err(PrintError::NoPaper)
    } else if status & 0x08 == 0 || status & 0x10 == 0 {
        Err(PrintError::Faulty)
    } else {
        Ok(())
    }
}
