use crate::domain::Outcome;
use crate::ui::build::{body, column, icon, row, text};
use crate::ui::icon::Icon;
use crate::ui::node::Node;
use crate::ui::theme::{RADIUS, Role, Style};

/// A result as it is shown: a shape, a word and a colour, never a colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    NoSign,
    Refer,
    Urgent,
    Ungradable,
    NotRun,
}

impl From<Outcome> for Sign {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Negative => Self::NoSign,
            Outcome::Refer => Self::Refer,
            Outcome::Urgent => Self::Urgent,
            Outcome::Ungradable | Outcome::Abstain => Self::Ungradable,
            Outcome::WrongImage => Self::NotRun,
        }
    }
}

impl Sign {
    pub const ALL: [Self; 5] = [Self::NoSign, Self::Refer, Self::Urgent, Self::Ungradable, Self::NotRun];

    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::NoSign => Icon::Disc,
            Self::Refer => Icon::Triangle,
            Self::Urgent => Icon::Square,
            Self::Ungradable => Icon::Diamond,
            Self::NotRun => Icon::Ring,
        }
    }

    /// The colour of the sign and the ink that is read on it.
    #[must_use]
    pub fn roles(self) -> (Role, Role) {
        match self {
            Self::NoSign => (Role::NoSign, Role::OnNoSign),
            Self::Refer => (Role::Refer, Role::OnRefer),
            Self::Urgent => (Role::Urgent, Role::OnUrgent),
            Self::Ungradable => (Role::Ungradable, Role::OnUngradable),
            Self::NotRun => (Role::NotRun, Role::OnNotRun),
        }
    }
}

/// A result in a list: shape and word.
#[must_use]
pub fn badge<A>(sign: Sign, word: impl Into<String>) -> Node<A> {
    let (fill, ink) = sign.roles();
    row([icon(sign.icon(), 18, ink), text(word, Style::Note, ink).lines(1)])
        .gap(1)
        .pad_sides(2, 0)
        .at_least(0, 36)
        .filled(fill)
        .rounded(18)
        .tagged("badge")
}

/// The result of a screening: a large shape, one sentence, what is done and by when.
#[must_use]
pub fn result<A>(sign: Sign, sentence: impl Into<String>, action: impl Into<String>) -> Node<A> {
    let (fill, ink) = sign.roles();
    let words =
        column([text(sentence, Style::Display, ink).lines(2), text(action, Style::Body, ink).lines(3)]);
    row([icon(sign.icon(), 88, ink), words.fill_width(1)])
        .gap(3)
        .pad_sides(4, 3)
        .filled(fill)
        .rounded(RADIUS)
        .tagged("result")
}

/// What is not in order and what to do about it.
#[must_use]
pub fn warning<A>(symbol: Icon, words: impl Into<String>) -> Node<A> {
    row([icon(symbol, 26, Role::OnCaution), text(words, Style::Body, Role::OnCaution).fill_width(1)])
        .gap(2)
        .pad_sides(2, 1)
        .filled(Role::Caution)
        .rounded(RADIUS)
        .tagged("warning")
}

/// A remark that stays on the screen: research use, not reviewed, what was not looked for.
#[must_use]
pub fn notice<A>(symbol: Icon, words: impl Into<String>) -> Node<A> {
    row([icon(symbol, 26, Role::AccentInk), body(words).fill_width(1)])
        .gap(2)
        .pad_sides(2, 1)
        .filled(Role::AccentTint)
        .rounded(RADIUS)
        .tagged("notice")
}
