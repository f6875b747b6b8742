//! Command sets (PS3.7, 6.3 and annex E): little endian, implicit, group 0000 alone. Read where they
//! lie, so that no length claimed in them costs memory.

use super::DimseError;

pub const C_STORE: u16 = 0x0001;
pub const C_FIND: u16 = 0x0020;
pub const C_ECHO: u16 = 0x0030;
/// Set in the command field of an answer.
pub const ANSWER: u16 = 0x8000;
/// In the place of a data set: there is none.
const NO_DATA: u16 = 0x0101;
/// Longer ones are none: a command holds a few numbers and names.
pub const MAX_BYTES: usize = 16 << 10;

/// Statuses (PS3.7, annex C; PS3.4, B.2.3).
pub const SUCCESS: u16 = 0x0000;
pub const OUT_OF_RESOURCES: u16 = 0xA700;
pub const OTHER_CLASS: u16 = 0xA900;
pub const NOT_UNDERSTOOD: u16 = 0xC000;
pub const UNKNOWN_OPERATION: u16 = 0x0211;

/// One command with what is used of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Command {
    pub field: u16,
    pub message_id: u16,
    /// Message that this answers.
    pub answers: u16,
    pub sop_class: String,
    pub sop_instance: String,
    pub status: u16,
    /// Words to a status, at most 64 letters.
    pub comment: String,
    /// A data set follows.
    pub has_data: bool,
}

impl Command {
    /// An answer to `asked`.
    #[must_use]
    pub fn answer(asked: &Self, status: u16, comment: &str) -> Self {
        Self {
            field: asked.field | ANSWER,
            answers: asked.message_id,
            sop_class: asked.sop_class.clone(),
            sop_instance: asked.sop_instance.clone(),
            status,
            comment: comment.chars().filter(char::is_ascii).take(64).collect(),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn is_answer(&self) -> bool {
        self.field & ANSWER != 0
    }

    /// # Errors
    /// [`DimseError::Malformed`].
    pub fn parse(bytes: &[u8]) -> Result<Self, DimseError> {
        let mut command = Self { has_data: true, ..Self::default() };
        let (mut rest, mut named) = (bytes, false);
        while !rest.is_empty() {
            let Some((head, body)) = rest.split_at_checked(8) else { return Err(broken()) };
            let half = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
            let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
            let Some((value, after)) = body.split_at_checked(length) else { return Err(broken()) };
            if half(0) != 0 {
                return Err(DimseError::Malformed("a command holds elements of a data set"));
            }
            named |= half(2) == 0x0100;
            command.set(half(2), value)?;
            rest = after;
        }
        if named { Ok(command) } else { Err(DimseError::Malformed("a command has no command field")) }
    }

    fn set(&mut self, element: u16, value: &[u8]) -> Result<(), DimseError> {
        let number = || value.first_chunk().map(|pair| u16::from_le_bytes(*pair)).ok_or_else(broken);
        match element {
            0x0002 => self.sop_class = uid(value)?,
            0x0100 => self.field = number()?,
            0x0110 => self.message_id = number()?,
            0x0120 => self.answers = number()?,
            0x0800 => self.has_data = number()? != NO_DATA,
            0x0900 => self.status = number()?,
            0x0902 => self.comment = printable(value),
            0x1000 => self.sop_instance = uid(value)?,
            _ => {}
        }
        Ok(())
    }

    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut body = Vec::new();
        let mut put = |element: u16, value: &[u8]| {
            body.extend([0, 0]);
            body.extend(element.to_le_bytes());
            let odd = value.len() % 2;
            body.extend(u32::try_from(value.len() + odd).unwrap_or(0).to_le_bytes());
            body.extend_from_slice(value);
            body.extend(std::iter::repeat_n(0, odd));
        };
        let answer = self.is_answer();
        if !self.sop_class.is_empty() {
            put(0x0002, self.sop_class.as_bytes());
        }
        put(0x0100, &self.field.to_le_bytes());
        if answer {
            put(0x0120, &self.answers.to_le_bytes());
        } else {
            put(0x0110, &self.message_id.to_le_bytes());
            if matches!(self.field, C_STORE | C_FIND) {
                put(0x0700, &[0, 0]);
            }
        }
        put(0x0800, &if self.has_data { [1, 0] } else { NO_DATA.to_le_bytes() });
        if answer {
            put(0x0900, &self.status.to_le_bytes());
            if !self.comment.is_empty() {
                put(0x0902, self.comment.as_bytes());
            }
        }
        if !self.sop_instance.is_empty() {
            put(0x1000, self.sop_instance.as_bytes());
        }
        let mut whole = vec![0, 0, 0, 0, 4, 0, 0, 0];
        whole.extend(u32::try_from(body.len()).unwrap_or(0).to_le_bytes());
        whole.extend(body);
        whole
    }
}

fn broken() -> DimseError {
    DimseError::Malformed("a command is cut off")
}

/// Digits and dots, at most 64 (PS3.5, 9.1).
pub fn is_uid(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn uid(value: &[u8]) -> Result<String, DimseError> {
    let text = std::str::from_utf8(value).unwrap_or("?").trim_matches(['\0', ' ']);
    if text.is_empty() || is_uid(text) {
        Ok(text.to_owned())
    } else {
        Err(DimseError::Malformed("a command names a UID that is none"))
    }
}

fn printable(value: &[u8]) -> String {
    let kept = value.iter().filter(|byte| (b' '..=b'~').contains(*byte)).take(64);
    kept.map(|byte| char::from(*byte)).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let asked = Command {
            field: C_STORE,
            message_id: 7,
            sop_class: "1.2.840.10008.5.1.4.1.1.1".into(),
            sop_instance: "1.2.3".into(),
            has_data: true,
            ..Command::default()
        };
        assert_eq!(Command::parse(&asked.encode()), Ok(asked.clone()));
        let answer = Command::answer(&asked, OUT_OF_RESOURCES, "the disk is full");
        assert_eq!(Command::parse(&answer.encode()), Ok(answer.clone()));
        assert!(answer.is_answer() && answer.answers == 7 && !answer.has_data);
    }

    #[test]
    fn what_is_no_command_is_refused() {
        let good = Command { field: C_ECHO, message_id: 1, ..Command::default() }.encode();
        for cut in 1..good.len() {
            let found = Command::parse(&good[..cut]);
            assert!(matches!(found, Err(DimseError::Malformed(_))) || found.unwrap().field == C_ECHO);
        }
        let mut huge = good.clone();
        huge[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(Command::parse(&huge).is_err());
        let odd = Command { sop_class: "../../etc".into(), ..Command::default() };
        assert!(Command::parse(&odd.encode()).is_err());
        assert!(Command::parse(&[]).is_err());
    }
}
