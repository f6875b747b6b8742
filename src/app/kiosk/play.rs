//! Plays a touch script on the running kiosk: real fingers on real screens, in real time.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::{Duration, Instant};

use super::live::Kiosk;
use super::script::{Command, Line};
use crate::app::AppError;
use crate::display::Touch;
use crate::flow::Action;
use crate::locale::Language;

/// Longer than the guard of a new screen: a calm finger.
const CALM_MS: u64 = 400;

impl Kiosk {
    /// `false` when a line did not come true; the screen as it was then stands on standard error.
    pub(super) fn play(&mut self, lines: &[Line]) -> Result<bool, AppError> {
        for (number, command) in lines {
            if !self.done(command)? {
                eprintln!(
                    "line {number}: {command:?} did not come true. The screen shows:\n{}",
                    self.face.print()
                );
                if self.out.is_some() {
                    self.shoot("failed")?;
                }
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Turns the loop until the command came true, or its time is over.
    fn done(&mut self, command: &Command) -> Result<bool, AppError> {
        let end = Instant::now() + Duration::from_secs(command.patience_s());
        loop {
            self.turn()?;
            if self.attempt(command)? {
                return Ok(true);
            }
            let waits =
                matches!(command, Command::Tap(_) | Command::Wait(..) | Command::Type(_) | Command::Pin(_));
            if !waits || Instant::now() >= end {
                return Ok(false);
            }
        }
    }

    fn attempt(&mut self, command: &Command) -> Result<bool, AppError> {
        let calm = self.now_ms() >= self.moved_ms + CALM_MS;
        match command {
            Command::Tap(name) => match self.face.target(name).filter(|_| calm) {
                Some((x, y)) => {
                    self.note_tap(name, x, y)?;
                    self.press(x, y)?;
                    Ok(true)
                }
                None => Ok(false),
            },
            Command::Type(text) if calm => {
                for letter in text.chars() {
                    self.act(
                        letter.to_digit(10).map_or(Action::Type(letter), |digit| Action::Digit(digit as u8)),
                    );
                }
                Ok(true)
            }
            Command::Pin(digits) if calm => {
                for digit in digits.chars().filter_map(|c| c.to_digit(10)) {
                    self.act(Action::Digit(digit as u8));
                }
                self.act(Action::Next);
                Ok(true)
            }
            Command::Type(_) | Command::Pin(_) => Ok(false),
            Command::Wait(words, _) | Command::Expect(words) => Ok(self.face.shows(words)),
            Command::ExpectNo(words) => Ok(!self.face.shows(words)),
            Command::Screenshot(name) => self.shoot(name).map(|()| true),
            Command::Language(code) => {
                let language = Language::from_code(code)
                    .ok_or_else(|| AppError::Usage(format!("'{code}' is no language of the kiosk")))?;
                self.act(Action::ChooseLanguage(language));
                self.turn()?;
                Ok(self.model.desk.preferences.language == language)
            }
            Command::CutPower => {
                // What was on the screen for a moment is on the disk.
                self.workers.as_ref().map_or(Ok(()), super::workers::Workers::settle)?;
                self.start_again()?;
                Ok(true)
            }
        }
    }

    fn press(&mut self, x: i32, y: i32) -> Result<(), AppError> {
        self.touch(Touch::Down { finger: 0, x, y });
        self.turn()?;
        self.touch(Touch::Up { finger: 0 });
        // The panel's bounce must be over before the next finger.
        for _ in 0..3 {
            self.turn()?;
        }
        Ok(())
    }

    /// Where a finger on a panel of this size has to press: for whoever plays the script on a real one.
    fn note_tap(&self, name: &str, x: i32, y: i32) -> Result<(), AppError> {
        let Some(folder) = &self.out else { return Ok(()) };
        let mut file = OpenOptions::new().create(true).append(true).open(folder.join("taps.txt"))?;
        Ok(writeln!(file, "{x} {y} {name}")?)
    }

    fn shoot(&mut self, name: &str) -> Result<(), AppError> {
        let Some(folder) = self.out.clone() else { return Ok(()) };
        self.turn()?;
        self.face.screenshot(&folder.join(format!("{name}.png")))
    }
}
