use crate::ui::build::{icon, note, row, space, strong, text};
use crate::ui::icon::Icon;
use crate::ui::node::{Align, Node};
use crate::ui::theme::{GRID, Role, Style};

/// What every screen says about the box.
pub struct Status {
    pub site: String,
    pub clock: String,
    /// A symbol, and a word while something is wrong.
    pub network: (Icon, Option<String>),
    /// "7 waiting, oldest 12 days"; `None` when all was sent.
    pub waiting: Option<String>,
    /// The battery, the printer, the clock that is not trusted: a symbol with a word.
    pub alert: Option<(Icon, String)>,
}

/// The bar at the top of every screen.
#[must_use]
pub fn status_bar<A>(status: Status) -> Node<A> {
    let told = |symbol, words: String| row([icon(symbol, 22, Role::SoftInk), note(words).lines(1)]).gap(1);
    let (symbol, words) = status.network;
    let network =
        row([icon(symbol, 22, Role::SoftInk)].into_iter().chain(words.map(|words| note(words).lines(1))))
            .gap(1);
    let alert = status.alert.map(|(symbol, words)| {
        row([icon(symbol, 20, Role::OnRefer), text(words, Style::Note, Role::OnRefer).lines(1)])
            .gap(1)
            .pad_sides(1, 0)
            .at_least(0, 32)
            .filled(Role::Refer)
            .rounded(8)
    });
    row([note(status.site).may_cut(), space()]
        .into_iter()
        .chain(alert)
        .chain(status.waiting.map(|words| told(Icon::Send, words)))
        .chain([network, strong(status.clock).lines(1)]))
    .gap(3)
    .pad_sides(3, 0)
    .tall(6 * GRID)
    .filled(Role::Surface)
    .tagged("status bar")
}

/// Whose encounter this is.
pub struct Identity {
    pub name: String,
    /// Identifier, age, sex: what tells two patients of one name apart.
    pub facts: String,
    /// "OD · right eye" where a side matters.
    pub side: Option<String>,
}

/// On every screen of an encounter: two patients can never be mixed.
#[must_use]
pub fn identity_bar<A>(identity: Identity) -> Node<A> {
    let side = identity.side.map(|side| {
        row([text(side, Style::Strong, Role::OnAccent).lines(1)])
            .pad_sides(2, 0)
            .at_least(0, 40)
            .filled(Role::Accent)
            .rounded(8)
    });
    row([
        icon(Icon::User, 26, Role::AccentInk),
        strong(identity.name).may_cut(),
        note(identity.facts).may_cut().fill_width(1),
    ]
    .into_iter()
    .chain(side))
    .across(Align::Centre)
    .gap(2)
    .pad_sides(3, 0)
    .tall(7 * GRID)
    .filled(Role::AccentTint)
    .tagged("identity bar")
}
