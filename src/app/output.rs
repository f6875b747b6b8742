use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

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

/// A bar with the time that remains, on a terminal; a line of the log at each tenth elsewhere.
pub struct Progress {
    done: usize,
    all: usize,
    start: Instant,
}

impl Progress {
    pub fn of(all: usize) -> Self {
        Self { done: 0, all, start: Instant::now() }
    }

    /// One more is done; the line goes with the last one.
    pub fn step(&mut self) {
        self.done += 1;
        let text = if self.done < self.all { self.line(self.start.elapsed()) } else { String::new() };
        progress(&text);
        if self.done * 10 / self.all.max(1) > (self.done - 1) * 10 / self.all.max(1) {
            log::info!("{} of {} done", self.done, self.all);
        }
    }

    fn line(&self, spent: Duration) -> String {
        const WIDTH: usize = 30;
        let full = (self.done * WIDTH / self.all.max(1)).min(WIDTH);
        let left =
            spent.mul_f64(self.all.saturating_sub(self.done) as f64 / self.done.max(1) as f64).as_secs();
        let left = if left < 90 { format!("{left} s") } else { format!("{} min", left.div_ceil(60)) };
        format!(
            "[{}{}] {} of {}, {left} left",
            "#".repeat(full),
            ".".repeat(WIDTH - full),
            self.done,
            self.all
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_tells_what_is_done_and_what_remains() {
        let at = |done, seconds| {
            Progress { done, all: 60, start: Instant::now() }.line(Duration::from_secs(seconds))
        };
        assert_eq!(at(20, 20), "[##########....................] 20 of 60, 40 s left");
        assert_eq!(at(6, 60), "[###...........................] 6 of 60, 9 min left");
    }
}
