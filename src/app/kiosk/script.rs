//! Touch scripts: one command a line, by the words on the screen or by the names of its parts.
//!
//! ```text
//! # a comment
//! tap "New eye screening"      presses it once it is there
//! type "Asha Patel"            as the keyboard on the screen would
//! pin 2580                     types the digits, and goes on
//! wait for "Result" 30         at most so many seconds; 20 without a number
//! expect "OD"                  is on the screen now
//! expect no "OD"               is not
//! screenshot result            into the folder of --out, as result.png
//! language fr                  where the screen lets one choose it
//! cut power                    everything is gone but the data folder; then it starts again
//! ```

use super::AppError;

/// What `wait for` and `tap` wait without a number, seconds.
const PATIENCE_S: u64 = 20;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Tap(String),
    Type(String),
    Pin(String),
    Wait(String, u64),
    Expect(String),
    ExpectNo(String),
    Screenshot(String),
    Language(String),
    CutPower,
}

/// A command with the number of its line.
pub type Line = (usize, Command);

/// Reads a whole script before anything is done.
///
/// # Errors
/// [`AppError::Usage`] with the number of the line that is not understood.
pub fn parse(text: &str) -> Result<Vec<Line>, AppError> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let spoken = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    spoken
        .map(|(number, line)| match command(line) {
            Some(command) => Ok((number, command)),
            None => Err(AppError::Usage(format!("line {number} of the script is not understood: {line}"))),
        })
        .collect()
}

fn command(line: &str) -> Option<Command> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rest = rest.trim();
    match word {
        "tap" => quoted(rest).map(Command::Tap),
        "type" => quoted(rest).map(Command::Type),
        "pin" => rest.chars().all(|c| c.is_ascii_digit()).then(|| Command::Pin(rest.to_owned())),
        "wait" => {
            let rest = rest.strip_prefix("for ")?.trim();
            let (words, seconds) = rest.strip_prefix('"')?.rsplit_once('"')?;
            let seconds = seconds.trim();
            let seconds = if seconds.is_empty() { PATIENCE_S } else { seconds.parse().ok()? };
            Some(Command::Wait(words.to_owned(), seconds))
        }
        "expect" => match rest.strip_prefix("no ") {
            Some(rest) => quoted(rest.trim()).map(Command::ExpectNo),
            None => quoted(rest).map(Command::Expect),
        },
        "screenshot" => is_file_name(rest).then(|| Command::Screenshot(rest.to_owned())),
        "language" => (!rest.is_empty()).then(|| Command::Language(rest.to_owned())),
        "cut" if rest == "power" => Some(Command::CutPower),
        _ => None,
    }
}

fn quoted(text: &str) -> Option<String> {
    text.strip_prefix('"')?.strip_suffix('"').map(str::to_owned)
}

fn is_file_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

impl Command {
    /// Seconds until it is given up.
    pub fn patience_s(&self) -> u64 {
        match self {
            Self::Wait(_, seconds) => *seconds,
            _ => PATIENCE_S,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_read() {
        let text = "# hello\n\ntap \"New eye\"\n  type \"Asha Patel\"\npin 2580\nwait for \"Done\"\n\
            wait for \"Done\" 90\nexpect \"a\"\nexpect no \"b \"\nscreenshot one-1\nlanguage fr\ncut power";
        let commands: Vec<Command> = parse(text).unwrap().into_iter().map(|(_, command)| command).collect();
        let wanted = [
            Command::Tap("New eye".into()),
            Command::Type("Asha Patel".into()),
            Command::Pin("2580".into()),
            Command::Wait("Done".into(), PATIENCE_S),
            Command::Wait("Done".into(), 90),
            Command::Expect("a".into()),
            Command::ExpectNo("b ".into()),
            Command::Screenshot("one-1".into()),
            Command::Language("fr".into()),
            Command::CutPower,
        ];
        assert_eq!(commands, wanted);
    }

    #[test]
    fn a_line_that_is_not_understood_is_named() {
        for bad in
            ["tap New", "tap \"New", "wait \"x\"", "wait for \"x\" soon", "screenshot ../x", "jump", "pin 1a"]
        {
            let error = parse(&format!("# first\n{bad}")).unwrap_err();
            assert!(matches!(&error, AppError::Usage(text) if text.contains("line 2")), "{bad}");
        }
    }
}
