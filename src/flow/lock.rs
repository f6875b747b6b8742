use super::{Action, Desk, Effect, Model, Notice, Pin, Question, Role, Screen, UserId};

/// Who are you, and your PIN.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lock {
    pub chosen: Option<UserId>,
    pub purpose: Purpose,
    pub pin: Pin,
    /// The last PIN was wrong.
    pub wrong: bool,
    waiting: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    #[default]
    Enter,
    /// Somebody else lets this barred user in again.
    Release(UserId),
}

impl Lock {
    pub(super) fn detail(&self) -> &'static str {
        match (self.chosen, self.purpose) {
            (None, Purpose::Enter) => "choose",
            (None, Purpose::Release(_)) => "choose-supervisor",
            (Some(_), Purpose::Enter) => "pin",
            (Some(_), Purpose::Release(_)) => "supervisor-pin",
        }
    }

    #[must_use]
    pub fn is_checking(&self) -> bool {
        self.waiting.is_some()
    }

    /// Those who may be chosen now.
    pub fn choices<'a>(&self, desk: &'a Desk) -> impl Iterator<Item = &'a super::User> {
        let releasing = matches!(self.purpose, Purpose::Release(_));
        desk.users.iter().filter(move |user| !releasing || user.role >= Role::Supervisor)
    }

    pub(super) fn act(&mut self, action: &Action, desk: &mut Desk, out: &mut Vec<Effect>) -> Option<Screen> {
        if self.is_checking() {
            return None;
        }
        match action {
            Action::ChooseUser(id) if self.choices(desk).any(|user| user.id == *id) => {
                *self = Self { chosen: Some(*id), purpose: self.purpose, ..Self::default() };
            }
            Action::Back | Action::Cancel => *self = Self::default(),
            Action::Digit(digit) => self.pin.push(*digit),
            Action::Backspace => self.pin.pop(),
            Action::Clear => self.pin = Pin::default(),
            Action::Release if self.is_barred(desk) => {
                let purpose = self.chosen.map_or(Purpose::Enter, Purpose::Release);
                *self = Self { purpose, ..Self::default() };
            }
            Action::Next | Action::Confirm => self.check(desk, out),
            // Whoever cannot read this screen must be able to change its language.
            Action::ChooseLanguage(language) => {
                desk.preferences.language = *language;
                out.push(Effect::SavePreferences(desk.preferences.clone()));
            }
            _ => {}
        }
        None
    }

    fn is_barred(&self, desk: &Desk) -> bool {
        let user = self.chosen.and_then(|id| desk.user_by_id(id));
        user.is_some_and(|user| desk.attempts.is_barred(user))
    }

    /// The attempt counts before it is made: whoever pulls the plug has spent it.
    fn check(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) {
        let Some(user) = self.chosen else { return };
        if !self.pin.is_long_enough() || self.is_barred(desk) || desk.attempts.wait_ms(user, desk.now_ms) > 0
        {
            return;
        }
        desk.attempts.spend(user, desk.now_ms);
        desk.persist_attempts(out);
        let request = desk.request();
        self.waiting = Some(request);
        out.push(Effect::CheckPin { request, user, pin: std::mem::take(&mut self.pin) });
    }
}

impl Model {
    pub(super) fn pin_checked(&mut self, request: u32, right: bool, out: &mut Vec<Effect>) {
        let Screen::Lock(lock) = &mut self.screen else { return };
        if lock.waiting != Some(request) {
            return;
        }
        lock.waiting = None;
        lock.wrong = !right;
        let (Some(user), true) = (lock.chosen, right) else { return };
        self.desk.attempts.forgive(user);
        match lock.purpose {
            Purpose::Release(barred) => {
                self.desk.attempts.forgive(barred);
                *lock = Lock::default();
                self.desk.notice = Some(Notice::UserReleased);
            }
            Purpose::Enter => {
                self.desk.user = Some(user);
                self.screen = Screen::Home;
                self.take_up(user, out);
            }
        }
        self.desk.persist_attempts(out);
    }
}

/// A supervisor may take up what somebody else left; nobody else even sees it.
pub(super) fn ask_to_take_up(owner: UserId, desk: &mut Desk) {
    let supervisor = desk.user().is_some_and(|user| user.role == Role::Supervisor);
    if supervisor && desk.set_aside.contains_key(&owner) {
        desk.ask = Some(Question::TakeUp(owner));
    }
}
