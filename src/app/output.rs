use std::io::{IsTerminal, Write};

use serde::Serialize;

use super::AppError;

/// Where results go: prose for people, or one JSON object a line.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    pub json: bool,
}

impl Output {
    /// Writes one result; `human` is asked only when a person reads.
    pub fn emit(self, value: &impl Serialize, human: impl FnOnce() -> String) -> Result<(), AppError> {
        let text = if self.json { serde_json::to_string(value)? } else { human() };
        if text.is_empty() {
            return Ok(());
        }
        let mut out = std::io::stdout().lock();
        Ok(writeln!(out, "{text}").and_then(|()| out.flush())?)
    }

    /// A line for people alone.
    pub fn say(self, text: &str) -> Result<(), AppError> {
        if self.json {
            return Ok(());
        }
        Ok(writeln!(std::io::stdout().lock(), "{text}")?)
    }
}

/// Overwrites one line on a terminal's standard error while long work goes on.
pub fn progress(text: &str) {
    let mut err = std::io::stderr().lock();
    if err.is_terminal() {
        // A lost progress line harms nobody.
        let _ = write!(err, "\r\x1b[2K{text}").and_then(|()| err.flush());
    }
}
