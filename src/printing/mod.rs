//! Owns how a picture of a slip gets onto paper: the bytes that receipt printers speak, the ways to a
//! printer, and what a printer says of itself. Knows nothing of what stands on the slip. Runs on the
//! caller's thread, which waits no longer than [`PATIENCE`]; a cable that hangs is left to a thread of
//! its own.

mod escpos;
mod printer;
mod status;
#[cfg(test)]
mod tests;
mod wire;

pub use escpos::{job, read_raster};
pub use printer::{PAPER_DOTS, PATIENCE, Printer};

use crate::domain::FaultClass;

/// Why there is no slip. The slip can be printed again: nothing is lost with it.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    #[error("`{0}` is no printer: give usb:/dev/usb/lp0, tcp:ADDRESS, file:PATH or pdf:FOLDER")]
    Setting(String),
    #[error("the printer does not answer ({0}): check that it is switched on, and its cable")]
    Missing(String),
    #[error("the printer has no paper")]
    NoPaper,
    #[error("the printer's cover is open")]
    CoverOpen,
    #[error("the printer reports a fault of its own: switch it off and on")]
    Faulty,
    #[error("the printer took nothing for {0} s: check paper and cable, or switch it off and on")]
    Stalled(u64),
    #[error("the slip cannot be written: {0}")]
    Write(String),
}

impl PrintError {
    /// Stable code for machines; the kiosk has words for each.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Setting(_) => "printer-setting",
            Self::Missing(_) => "printer-missing",
            Self::NoPaper => "printer-no-paper",
            Self::CoverOpen => "printer-cover-open",
            Self::Faulty => "printer-faulty",
            Self::Stalled(_) => "printer-stalled",
            Self::Write(_) => "printer-write",
        }
    }

    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::Setting(_) | Self::Write(_) => FaultClass::NeedsTechnician,
            _ => FaultClass::NeedsOperator,
        }
    }
}
