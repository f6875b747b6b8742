use super::{Action, Desk, Effect, Field, Pin, Role, User, UserId};

const LONGEST: usize = 40;

/// A user being added or changed. `Debug` prints no PIN.
#[derive(Debug, Clone, PartialEq)]
pub struct Editor {
    /// `None` for a new user.
    pub id: Option<UserId>,
    pub name: String,
    pub role: Role,
    /// Empty keeps the PIN of a known user.
    pub pin: Pin,
    pub again: Pin,
    pub focus: Field,
    pub error: Option<EditorError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditorError {
    NameMissing,
    NameTaken,
    PinShort,
    PinsDiffer,
    /// Somebody must be left who can manage users.
    LastSupervisor,
}

impl Editor {
    pub(super) fn new() -> Self {
        Self {
            id: None,
            name: String::new(),
            role: Role::Operator,
            pin: Pin::default(),
            again: Pin::default(),
            focus: Field::Name,
            error: None,
        }
    }

    pub(super) fn of(user: &User) -> Self {
        Self { id: Some(user.id), name: user.name.clone(), role: user.role, ..Self::new() }
    }

    pub(super) fn act(&mut self, action: &Action) {
        match action {
            Action::Focus(field @ (Field::Name | Field::Pin | Field::PinAgain)) => self.focus = *field,
            Action::ChooseRole(role) => self.role = *role,
            Action::Type(letter) if self.focus == Field::Name && !letter.is_control() => self.push(*letter),
            Action::Replace(letter) if self.focus == Field::Name && !letter.is_control() => {
                self.name.pop();
                self.push(*letter);
            }
            Action::Digit(digit) if *digit <= 9 => match self.focus {
                Field::Pin => self.pin.push(*digit),
                Field::PinAgain => self.again.push(*digit),
                _ => self.push(char::from(b'0' + digit)),
            },
            Action::Backspace => match self.focus {
                Field::Pin => self.pin.pop(),
                Field::PinAgain => self.again.pop(),
                _ => drop(self.name.pop()),
            },
            Action::Clear => match self.focus {
                Field::Pin => self.pin = Pin::default(),
                Field::PinAgain => self.again = Pin::default(),
                _ => self.name.clear(),
            },
            _ => {}
        }
    }

    fn push(&mut self, letter: char) {
        if self.name.chars().count() < LONGEST {
            self.name.push(letter);
        }
    }

    /// The request under which it is saved, when nothing is wrong.
    pub(super) fn save(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) -> Option<u32> {
        self.error = self.wrong(desk);
        if self.error.is_some() {
            return None;
        }
        let request = desk.request();
        let pin = (!self.pin.is_empty()).then(|| self.pin.clone());
        let name = self.name.trim().to_owned();
        out.push(Effect::SaveUser { request, id: self.id, name, role: self.role, pin });
        Some(request)
    }

    fn wrong(&self, desk: &Desk) -> Option<EditorError> {
        let name = self.name.trim();
        let same = |user: &User| user.name.to_lowercase() == name.to_lowercase() && Some(user.id) != self.id;
        let other_supervisor = |user: &User| user.role == Role::Supervisor && Some(user.id) != self.id;
        let keeps_pin = self.id.is_some() && self.pin.is_empty();
        match () {
            () if name.is_empty() => Some(EditorError::NameMissing),
            () if desk.users.iter().any(same) => Some(EditorError::NameTaken),
            () if !keeps_pin && !self.pin.is_long_enough() => Some(EditorError::PinShort),
            () if self.pin != self.again => Some(EditorError::PinsDiffer),
            () if self.role != Role::Supervisor && !desk.users.iter().any(other_supervisor) => {
                Some(EditorError::LastSupervisor)
            }
            () => None,
        }
    }
}
