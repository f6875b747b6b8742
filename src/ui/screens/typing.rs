//! The screen while something is typed: the field, and the keys that its value asks for.

use super::Scene;
use crate::flow::{Action, Keys};
use crate::locale::{Key as Word, Locale};
use crate::ui::components::{Digit, Look, button, icon_button, numeric_pad};
use crate::ui::keyboard::{Key, Layout, Page, keyboard};
use crate::ui::theme::GRID;
use crate::ui::{Align, Icon, Node, Role, column, icon, row, space, strong};

const PAD: i32 = 42 * GRID;

/// Letters in the script of the language below the field. `done` ends the typing with this word.
pub fn letters(
    scene: &Scene,
    leave: Node<Action>,
    field: Node<Action>,
    value: &str,
    done: (Word, Action),
) -> Node<Action> {
    let layout = Layout::of_language(scene.locale.language().code());
    let mut line = row([leave, field.fill_width(1)]).across(Align::End).gap(2);
    line.padding = [2 * GRID, GRID / 2, 2 * GRID, 0];
    column([line, space(), keys(scene, layout, value, done)])
}

fn keys(scene: &Scene, layout: Layout, value: &str, (word, finish): (Word, Action)) -> Node<Action> {
    let capital = layout == Layout::Latin && value.chars().next_back().is_none_or(|last| last == ' ');
    let page = match scene.model.desk.keys {
        Keys::Shifted => Page::Shifted,
        Keys::Symbols => Page::Symbols,
        Keys::Auto | Keys::Hidden if capital => Page::Shifted,
        Keys::Auto | Keys::Hidden | Keys::Letters => Page::Letters,
    };
    let (bar, word) = (scene.locale.text(Word::SpaceBar), scene.locale.text(word));
    let last = value.chars().next_back();
    keyboard(layout, page, last, (&bar, &word), |key| match key {
        Key::Insert(letter) => Action::Type(letter),
        Key::Replace(letter) => Action::Replace(letter),
        Key::Erase => Action::Backspace,
        Key::Shift if page == Page::Shifted => Action::ShowKeys(Keys::Letters),
        Key::Shift => Action::ShowKeys(Keys::Shifted),
        Key::Symbols if page == Page::Symbols => Action::ShowKeys(Keys::Letters),
        Key::Symbols => Action::ShowKeys(Keys::Symbols),
        Key::Done => finish.clone(),
    })
}

/// Digits beside what they are typed into. `words` says more about the field; `letters` offers the
/// keyboard to a number that has letters.
pub fn digits(
    scene: &Scene,
    field: Node<Action>,
    words: Option<Node<Action>>,
    letters: bool,
    finish: &Action,
) -> Node<Action> {
    let locale = scene.locale;
    let more = letters.then(|| {
        let action = Action::ShowKeys(Keys::Shifted);
        button(Look::Secondary, Icon::Keyboard, "ABC", action).tagged("letters")
    });
    let beside = column(
        [row([hide(locale)]), field]
            .into_iter()
            .chain(words)
            .chain([space()])
            .chain(more.map(|more| row([more]))),
    );
    let pad = numeric_pad(numerals(locale), true, |digit| match digit {
        Digit::Number(number) => Action::Digit(number),
        Digit::Erase => Action::Backspace,
        Digit::Done => finish.clone(),
    });
    let pad = column([pad.fill()]).wide(PAD).fill_height(1);
    row([beside.gap(2).fill(), pad]).gap(3).pad(2)
}

/// Puts the keys away.
pub fn hide(locale: &Locale) -> Node<Action> {
    let action = Action::ShowKeys(Keys::Hidden);
    icon_button(Icon::Back, locale.text(Word::Back), action).tagged("hide-keys")
}

fn numerals(locale: &Locale) -> [char; 10] {
    let written = |digit| locale.number(digit).chars().next().unwrap_or('0');
    std::array::from_fn(|digit| written(digit as i64))
}

/// What was wrong, in the place where it can be mended.
pub fn wrong(words: String) -> Node<Action> {
    row([icon(Icon::Warning, 26, Role::Danger), strong(words).fill_width(1)]).gap(1).tagged("wrong")
}
