use super::{Action, Look, Model, Screen};

/// What stands on the screen for typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keys {
    /// Nothing: all of the screen is seen.
    #[default]
    Hidden,
    /// What the field asks for: digits for a number, a capital where a word begins.
    Auto,
    Letters,
    /// Capitals, or the second page of a script.
    Shifted,
    Symbols,
}

impl Keys {
    pub(super) fn after(self, action: &Action) -> Self {
        match action {
            Action::ShowKeys(keys) => *keys,
            Action::Focus(_) | Action::Type(' ') => Self::Auto,
            Action::Type(_) | Action::Replace(_) if self == Self::Hidden => Self::Auto,
            // Holds for one letter.
            Action::Type(_) if self == Self::Shifted => Self::Letters,
            _ => self,
        }
    }
}

impl Model {
    /// On coming to a screen: an empty form waits for its first name.
    pub(super) fn keys_at_first(&self) -> Keys {
        let waits = match &self.screen {
            Screen::Identify(identify) => {
                matches!(&identify.look, Look::Form(form) if form.name.is_empty())
            }
            Screen::Settings(settings) => settings.editor.as_ref().is_some_and(|user| user.name.is_empty()),
            _ => false,
        };
        if waits { Keys::Auto } else { Keys::Hidden }
    }
}
