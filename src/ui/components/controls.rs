use crate::ui::build::{column, icon, note, row, space, strong, text};
use crate::ui::icon::Icon;
use crate::ui::node::{Align, Kind, Node};
use crate::ui::theme::{GRID, RADIUS, Role, Style};

const BUTTON_HEIGHT: i32 = 64;
const ICON: i32 = 26;
/// A name and the line that belongs to it stand closer than two lines of a text.
pub const TIGHT: i32 = -4;

/// How much a button calls for being pressed. One primary button a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Primary,
    Secondary,
    /// A secondary one that shows where one is.
    Chosen,
    Quiet,
    /// Destroys or stops something; always asks again in a dialog.
    Danger,
}

impl Look {
    fn roles(self) -> (Option<Role>, Role) {
        match self {
            Self::Primary => (Some(Role::Accent), Role::OnAccent),
            Self::Secondary => (Some(Role::Raised), Role::Ink),
            Self::Chosen => (Some(Role::AccentTint), Role::AccentInk),
            Self::Quiet => (None, Role::AccentInk),
            Self::Danger => (Some(Role::Danger), Role::OnDanger),
        }
    }
}

/// A button as wide as its words; `fill_width` makes it as wide as its row.
#[must_use]
pub fn button<A>(
    look: Look,
    symbol: impl Into<Option<Icon>>,
    label: impl Into<String>,
    action: A,
) -> Node<A> {
    let (fill, ink) = look.roles();
    let label = label.into();
    let words = text(label.clone(), Style::Strong, ink).centred().lines(3);
    let symbol = symbol.into().map(|symbol| icon(symbol, ICON, ink));
    let mut node = row(symbol.into_iter().chain([words]))
        .along(Align::Centre)
        .gap(1)
        .pad_sides(3, 1)
        .at_least(0, BUTTON_HEIGHT)
        .rounded(RADIUS)
        .tagged("button")
        .named(label)
        .on_tap(action);
    node.skin.fill = fill;
    node
}

/// A square button that shows a symbol only; `name` says what it does.
#[must_use]
pub fn icon_button<A>(symbol: Icon, name: impl Into<String>, action: A) -> Node<A> {
    row([icon(symbol, ICON, Role::Ink)])
        .along(Align::Centre)
        .at_least(7 * GRID, 7 * GRID)
        .surface()
        .tagged("button")
        .named(name)
        .on_tap(action)
}

/// A large way into a piece of work: a symbol, a name, one line of what it is.
#[must_use]
pub fn tile<A>(symbol: Icon, label: impl Into<String>, hint: impl Into<String>, action: A) -> Node<A> {
    let label = label.into();
    let mark = row([icon(symbol, 40, Role::AccentInk)])
        .along(Align::Centre)
        .wide(9 * GRID)
        .tall(9 * GRID)
        .filled(Role::AccentTint)
        .rounded(RADIUS);
    let words = column([text(label.clone(), Style::Title, Role::Ink).lines(2), note(hint).lines(3)]);
    column([row([mark]), words, space()])
        .gap(2)
        .pad(3)
        .surface()
        .lifted()
        .tagged("tile")
        .named(label)
        .on_tap(action)
}

/// One of several that stand beside each other; exactly one is selected.
#[must_use]
pub fn choices<A, L: Into<String>>(options: impl IntoIterator<Item = (L, bool, A)>) -> Node<A> {
    let options = options.into_iter().map(|(label, selected, action)| {
        let label = label.into();
        let (fill, ink) = if selected { (Role::Accent, Role::OnAccent) } else { (Role::Raised, Role::Ink) };
        let check = selected.then(|| icon(Icon::Check, 22, ink));
        row(check.into_iter().chain([text(label.clone(), Style::Strong, ink).centred().lines(2)]))
            .along(Align::Centre)
            .gap(1)
            .pad_sides(2, 1)
            .fill_width(1)
            .at_least(0, BUTTON_HEIGHT - GRID)
            .filled(fill)
            .rounded(RADIUS - 4)
            .selected(selected)
            .tagged("choice")
            .named(label)
            .on_tap(action)
    });
    row(options)
        .across(Align::Stretch)
        .gap_by(4)
        .pad_by(4)
        .filled(Role::Raised)
        .rounded(RADIUS)
        .tagged("choices")
}

/// A setting that is on or off; the whole row can be pressed.
#[must_use]
pub fn toggle<A>(label: impl Into<String>, on: bool, action: A) -> Node<A> {
    let label = label.into();
    let (track, symbol) = if on { (Role::Accent, Icon::Check) } else { (Role::Edge, Icon::Minus) };
    let knob = row([icon(symbol, 18, if on { Role::AccentInk } else { Role::Ink })])
        .along(Align::Centre)
        .wide(30)
        .tall(30)
        .filled(Role::Surface)
        .rounded(15);
    let knobs = if on { vec![space(), knob] } else { vec![knob, space()] };
    let switch = row(knobs).pad_by(4).wide(72).tall(38).filled(track).rounded(19);
    row([text(label.clone(), Style::Body, Role::Ink).fill_width(1), switch])
        .gap(2)
        .pad_sides(2, 1)
        .at_least(0, BUTTON_HEIGHT)
        .selected(on)
        .tagged("toggle")
        .named(label)
        .on_tap(action)
}

/// A value that is typed. While it is `focused` the keyboard writes into it.
#[must_use]
pub fn field<A>(
    label: impl Into<String>,
    value: &str,
    hint: impl Into<String>,
    focused: bool,
    action: A,
) -> Node<A> {
    let label = label.into();
    let shown = if value.is_empty() && !focused {
        text(hint, Style::Body, Role::SoftInk)
    } else {
        text(value, Style::Body, Role::Ink)
    };
    let caret = focused.then(|| Node::new("caret", Kind::Group).wide(2).tall(28).filled(Role::AccentInk));
    let (edge, width) = if focused { (Role::AccentInk, 2) } else { (Role::Edge, 1) };
    let line = row([shown.may_cut()].into_iter().chain(caret))
        .gap(0)
        .pad_sides(2, 0)
        .tall(56)
        .filled(Role::Surface)
        .edged(edge, width)
        .rounded(RADIUS - 4)
        .selected(focused)
        .tagged("field")
        .named(label.clone())
        .on_tap(action);
    column([text(label, Style::Note, Role::SoftInk), line]).gap_by(4)
}

/// A row of a list: a symbol, a name, a second line, and what stands at its end.
#[must_use]
pub fn list_row<A>(
    symbol: Option<Node<A>>,
    label: impl Into<String>,
    detail: impl Into<String>,
    end: Option<Node<A>>,
) -> Node<A> {
    let label = label.into();
    let words = column([strong(label.clone()).may_cut(), note(detail).may_cut()]).gap_by(TIGHT).fill_width(1);
    row(symbol.into_iter().chain([words]).chain(end))
        .gap(2)
        .pad_sides(2, 1)
        .at_least(0, 9 * GRID)
        .tagged("list row")
        .named(label)
}

/// A row of a list that leads on.
#[must_use]
pub fn link_row<A>(symbol: Icon, label: impl Into<String>, detail: impl Into<String>, action: A) -> Node<A> {
    let more = icon(Icon::Forward, 22, Role::SoftInk);
    list_row(Some(icon(symbol, 28, Role::AccentInk)), label, detail, Some(more)).on_tap(action)
}

/// Sets a share of 1000 by sliding or tapping.
#[must_use]
pub fn slider<A>(name: impl Into<String>, value: u16, action: fn(u16) -> A) -> Node<A> {
    Node::new("slider", Kind::Slider { value }).fill_width(1).named(name).on_slide(action)
}
