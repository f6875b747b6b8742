//! What several screens are built of and only the product knows.

use super::Scene;
use crate::domain::{Patient, Sex};
use crate::flow::Action;
use crate::locale::{Key, Locale};
use crate::ui::components::{empty, icon_button};
use crate::ui::{Align, Icon, Node, column, note, row, space, title};

/// The way back, and what the screen is about.
pub fn head(locale: &Locale, words: String) -> Node<Action> {
    row([back(locale), title(words).fill_width(1).lines(2)]).gap(2)
}

pub fn back(locale: &Locale) -> Node<Action> {
    icon_button(Icon::Back, locale.text(Key::Back), Action::Back).tagged("back")
}

/// While something is read outside.
pub fn loading(locale: &Locale) -> Node<Action> {
    empty(Icon::Clock, locale.text(Key::Loading), "", None)
}

/// Nodes of one size beside and below each other.
pub fn grid(columns: usize, nodes: Vec<Node<Action>>) -> Node<Action> {
    let mut rows = Vec::new();
    let mut nodes = nodes.into_iter().peekable();
    while nodes.peek().is_some() {
        let mut cells: Vec<Node<Action>> =
            nodes.by_ref().take(columns).map(|node| node.fill_width(1)).collect();
        cells.resize_with(columns, space);
        rows.push(row(cells).across(Align::Stretch).gap(1));
    }
    column(rows).gap(1)
}

/// Part of a list that is longer than the screen, with the way to the others.
pub fn paged(locale: &Locale, nodes: Vec<Node<Action>>, each: usize, part: usize) -> Node<Action> {
    let parts = nodes.len().div_ceil(each.max(1)).max(1);
    let part = part.min(parts - 1);
    let shown = nodes.into_iter().skip(part * each).take(each);
    let pager = (parts > 1).then(|| {
        let args = [("page", part as i64 + 1), ("pages", parts as i64)];
        let step = |symbol, key, tag, to: usize, there| {
            icon_button(symbol, locale.text(key), Action::Page(to)).tagged(tag).enabled(there)
        };
        row([
            step(Icon::Up, Key::Back, "page-back", part.saturating_sub(1), part > 0),
            note(locale.text_with(Key::PageOf, &args)).centred().lines(1).fill_width(1),
            step(Icon::Down, Key::Next, "page-next", part + 1, part + 1 < parts),
        ])
        .gap(2)
    });
    column([column(shown).gap(1).fill_height(1)].into_iter().chain(pager)).gap(1).fill_height(1)
}

/// Rows of `height` pixels that fit below the bars when `taken` pixels are used otherwise.
pub fn rows_that_fit(scene: &Scene, taken: i32, height: i32) -> usize {
    usize::try_from((scene.stage.size.1 - taken) / height).unwrap_or_default().max(1)
}

/// What tells two patients of one name apart. Our own words stand first, so that the line runs as the
/// language does.
pub fn facts(locale: &Locale, patient: &Patient) -> String {
    let born = patient.birth_date.as_deref().map(|date| locale.date_of(date));
    let sex = (patient.sex != Sex::Unknown).then(|| locale.text(sex(patient.sex)));
    let facts: Vec<String> = sex.into_iter().chain(born).chain([patient.identifier.clone()]).collect();
    facts.join(" · ")
}

pub fn sex(sex: Sex) -> Key {
    match sex {
        Sex::Female => Key::SexFemale,
        Sex::Male => Key::SexMale,
        Sex::Other => Key::SexOther,
        Sex::Unknown => Key::SexUnknown,
    }
}
