use crate::ui::build::{column, icon, row, text};
use crate::ui::icon::Icon;
use crate::ui::node::{Align, Kind, Node};
use crate::ui::theme::{GRID, RADIUS, Role, Style};

/// A key of the numeric pad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digit {
    Number(u8),
    Erase,
    Done,
}

/// Three by four keys, in the same order in every language. `numerals` are the ten digits as the
/// language writes them.
#[must_use]
pub fn numeric_pad<A>(numerals: [char; 10], ready: bool, action: impl Fn(Digit) -> A) -> Node<A> {
    let key = |digit: Digit| {
        let (inside, name) = match digit {
            Digit::Number(value) => {
                let numeral = numerals[usize::from(value % 10)];
                (text(numeral, Style::Title, Role::Ink).centred(), value.to_string())
            }
            Digit::Erase => (icon(Icon::Erase, 28, Role::Ink), "erase".to_owned()),
            Digit::Done => (icon(Icon::Check, 30, Role::OnAccent), "done".to_owned()),
        };
        let fill = if digit == Digit::Done { Role::Accent } else { Role::Raised };
        row([inside])
            .along(Align::Centre)
            .fill()
            .at_least(8 * GRID, 7 * GRID)
            .filled(fill)
            .rounded(RADIUS)
            .enabled(digit != Digit::Done || ready)
            .tagged("key")
            .named(name)
            .on_tap(action(digit))
    };
    let rows = [[1, 2, 3], [4, 5, 6], [7, 8, 9]].map(|digits| {
        row(digits.map(|value| key(Digit::Number(value)))).across(Align::Stretch).gap(1).fill()
    });
    let last = [Digit::Erase, Digit::Number(0), Digit::Done].map(key);
    column(rows.into_iter().chain([row(last).across(Align::Stretch).gap(1).fill()]))
        .gap(1)
        .unmirrored()
        .tagged("numeric pad")
}

/// How many digits of a PIN were typed, never which.
#[must_use]
pub fn pin_dots<A>(typed: usize, wanted: usize) -> Node<A> {
    let dots = (0..wanted.max(typed)).map(|place| {
        let dot = Node::new("dot", Kind::Group).wide(20).tall(20).rounded(10).edged(Role::Edge, 2);
        dot.filled(if place < typed { Role::AccentInk } else { Role::Surface })
    });
    row(dots).gap(2).along(Align::Centre).tagged("pin")
}
