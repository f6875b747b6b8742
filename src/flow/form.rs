use serde::{Deserialize, Serialize};

use super::{Action, Field};
use crate::domain::{Patient, Sex, is_birth_date};

const LONGEST: usize = 60;
const BIRTH_DIGITS: usize = 8;

/// A new patient. `Debug` prints no identifying value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    pub name: String,
    /// As written on the card.
    pub number: String,
    /// Digits of year, month and day, as far as known.
    pub birth_digits: String,
    pub sex: Sex,
    pub focus: Field,
    /// What was wrong when it was last sent on.
    pub errors: Vec<FormError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormError {
    NameMissing,
    NumberMissing,
    BirthWrong,
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Form")
            .field("focus", &self.focus)
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}

impl Form {
    #[must_use]
    pub fn new(number: &str) -> Self {
        Self {
            name: String::new(),
            number: number.to_owned(),
            birth_digits: String::new(),
            sex: Sex::Unknown,
            focus: Field::Name,
            errors: Vec::new(),
        }
    }

    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, once the digits say as much.
    #[must_use]
    pub fn birth_date(&self) -> Option<String> {
        let part = |range: std::ops::Range<usize>| self.birth_digits.get(range).unwrap_or_default();
        match self.birth_digits.len() {
            0 => None,
            4 => Some(part(0..4).to_owned()),
            6 => Some(format!("{}-{}", part(0..4), part(4..6))),
            _ => Some(format!("{}-{}-{}", part(0..4), part(4..6), part(6..8))),
        }
    }

    /// As the possible patient; the id comes with the admission.
    #[must_use]
    pub fn patient(&self) -> Patient {
        Patient {
            id: String::new(),
            identifier: self.number.trim().to_owned(),
            name: self.name.split_whitespace().collect::<Vec<_>>().join(" "),
            birth_date: self.birth_date(),
            sex: self.sex,
        }
    }

    pub(super) fn act(&mut self, action: &Action) {
        match action {
            Action::Focus(field @ (Field::Name | Field::Number | Field::Birth)) => self.focus = *field,
            Action::ChooseSex(sex) => self.sex = *sex,
            Action::Digit(digit) if *digit <= 9 => self.push(char::from(b'0' + digit)),
            Action::Type(letter) if !letter.is_control() => self.push(*letter),
            Action::Replace(letter) if !letter.is_control() => {
                self.focused().pop();
                self.push(*letter);
            }
            Action::Backspace => {
                self.focused().pop();
            }
            Action::Clear => self.focused().clear(),
            _ => {}
        }
    }

    fn focused(&mut self) -> &mut String {
        match self.focus {
            Field::Number => &mut self.number,
            Field::Birth => &mut self.birth_digits,
            _ => &mut self.name,
        }
    }

    fn push(&mut self, letter: char) {
        let birth = self.focus == Field::Birth;
        let room = if birth { BIRTH_DIGITS } else { LONGEST };
        let fits = !birth || letter.is_ascii_digit();
        let text = self.focused();
        if fits && text.chars().count() < room {
            text.push(letter);
        }
    }

    /// Whether it may be sent on; leaves what is wrong in `errors`. Without a trusted clock no date
    /// of birth is called a future one.
    pub(super) fn check(&mut self, now_wall_ms: Option<i64>) -> bool {
        let patient = self.patient();
        let birth_wrong = |date: &str| !is_birth_date(date, now_wall_ms.unwrap_or(FAR_FUTURE_MS));
        self.errors.clear();
        if patient.name.is_empty() {
            self.errors.push(FormError::NameMissing);
        }
        if patient.identifier.is_empty() {
            self.errors.push(FormError::NumberMissing);
        }
        if patient.birth_date.as_deref().is_some_and(birth_wrong) {
            self.errors.push(FormError::BirthWrong);
        }
        self.errors.is_empty()
    }
}

/// 2100-01-01 UTC.
const FAR_FUTURE_MS: i64 = 4_102_444_800_000;
