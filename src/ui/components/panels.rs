use crate::ui::build::{body, column, icon, note, row, space, stack, strong, text, title};
use crate::ui::icon::Icon;
use crate::ui::node::{Align, Chart, Kind, Node};
use crate::ui::theme::{GRID, RADIUS, Role, Style};

/// A quiet surface that holds what belongs together.
#[must_use]
pub fn card<A>(children: impl IntoIterator<Item = Node<A>>) -> Node<A> {
    column(children).gap(1).pad(3).surface().tagged("card")
}

/// Content that is higher than its place, `scrolled` pixels up.
#[must_use]
pub fn scroll<A>(content: Node<A>, scrolled: i32) -> Node<A> {
    column([content]).scrolled(scrolled).tagged("scroll")
}

/// A question over the screen: nothing else can be pressed until it is answered. The safe answer
/// stands first.
#[must_use]
pub fn dialog<A>(
    symbol: Icon,
    question: impl Into<String>,
    explanation: impl Into<String>,
    buttons: impl IntoIterator<Item = Node<A>>,
) -> Node<A> {
    let question = question.into();
    let explanation = explanation.into();
    let buttons = buttons.into_iter().map(|button| button.fill_width(1));
    let head = row([icon(symbol, 36, Role::AccentInk), title(question.clone()).fill_width(1)]).gap(2);
    let panel = column(
        [head]
            .into_iter()
            .chain((!explanation.is_empty()).then(|| body(explanation)))
            .chain([row(buttons).across(Align::Stretch).gap(2)]),
    )
    .gap(3)
    .pad(4)
    .wide(76 * GRID)
    .filled(Role::Surface)
    .edged(Role::Hairline, 1)
    .rounded(RADIUS + 4)
    .lifted()
    .placed(Align::Centre, Align::Centre)
    .tagged("dialog")
    .named(question);
    stack([Node::new("scrim", Kind::Scrim), panel])
}

/// A message that goes by itself; says nothing that must be read.
#[must_use]
pub fn toast<A>(symbol: Icon, words: impl Into<String>) -> Node<A> {
    let panel = row([icon(symbol, 26, Role::AccentInk), strong(words)])
        .gap(2)
        .pad_sides(3, 2)
        .filled(Role::Surface)
        .edged(Role::Hairline, 1)
        .rounded(RADIUS)
        .lifted()
        .placed(Align::Centre, Align::End)
        .tagged("toast");
    stack([panel]).pad(3)
}

/// What a list shows when there is nothing in it, and what to do about it.
#[must_use]
pub fn empty<A>(
    symbol: Icon,
    headline: impl Into<String>,
    words: impl Into<String>,
    button: Option<Node<A>>,
) -> Node<A> {
    let mark = row([icon(symbol, 44, Role::SoftInk)])
        .along(Align::Centre)
        .wide(11 * GRID)
        .tall(11 * GRID)
        .filled(Role::Raised)
        .rounded(11 * GRID / 2);
    let words = column([title(headline).centred(), text(words, Style::Body, Role::SoftInk).centred()]);
    column([mark, words].into_iter().chain(button))
        .gap(2)
        .pad(3)
        .along(Align::Centre)
        .across(Align::Centre)
        .fill()
        .tagged("empty")
}

/// The whole screen when nothing else can be done: what happened, what to do, a code for support.
#[must_use]
pub fn fault<A>(
    headline: impl Into<String>,
    what_to_do: impl Into<String>,
    code: impl Into<String>,
    buttons: impl IntoIterator<Item = Node<A>>,
) -> Node<A> {
    let mark = row([icon(Icon::Warning, 48, Role::OnDanger)])
        .along(Align::Centre)
        .wide(12 * GRID)
        .tall(12 * GRID)
        .filled(Role::Danger)
        .rounded(6 * GRID);
    let words = column([title(headline), body(what_to_do), note(code)]).gap(2).fill_width(1);
    column([
        space(),
        row([mark, words]).across(Align::Start).gap(4),
        row(buttons).gap(2).along(Align::End),
        space(),
    ])
    .gap(4)
    .pad(6)
    .filled(Role::Ground)
    .tagged("fault")
}

/// Values over time or by kind, with the labels of the first and the last below.
#[must_use]
pub fn chart<A>(values: Vec<f32>, line: bool, marked: Option<usize>, from: &str, to: &str) -> Node<A> {
    let plot = Node::new("chart", Kind::Chart(Chart { values, line, marked })).fill_height(1);
    column([plot, row([note(from).lines(1), space(), note(to).lines(1)])]).gap(1).unmirrored()
}
