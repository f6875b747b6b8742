use super::Scene;
use super::parts::{back, emblem, page, roomy};
use crate::domain::Task;
use crate::flow::{Action, Visit};
use crate::locale::Key;
use crate::ui::components::{Look, button};
use crate::ui::theme::GRID;
use crate::ui::{Align, Icon, Node, Role, Style, body, column, row, space, strong, text};

/// What is read to the patient before anything is done.
pub fn screen(scene: &Scene, visit: &Visit) -> Node<Action> {
    let locale = scene.locale;
    let (symbol, what) = match visit.task {
        Task::Dr => (Icon::Eye, Key::ConsentEye),
        Task::Tb => (Icon::Lungs, Key::ConsentChest),
    };
    let size = if roomy(scene) { Style::Title } else { Style::Strong };
    let headline = roomy(scene).then(|| text(locale.text(Key::Consent), Style::Display, Role::Ink));
    let words = [text(locale.text(what), size, Role::Ink), body(locale.text(Key::ConsentStored))];
    let words = column([space()].into_iter().chain(headline).chain(words).chain([space()]));
    let mark = column([emblem(symbol, 9 * GRID)]).along(Align::Centre).fill_height(1);
    let decline = button(Look::Secondary, Icon::Close, locale.text(Key::Decline), Action::Decline);
    let agree = button(Look::Primary, Icon::Check, locale.text(Key::Agree), Action::Agree);
    page(
        row([mark.wide(9 * GRID), words.gap(1).fill()]).gap(2),
        [back(scene), decline.tagged("decline").fill_width(1), agree.tagged("agree").fill_width(1)],
    )
}

/// A heading above what belongs to it.
pub fn band(heading: String, inside: Node<Action>) -> Node<Action> {
    column([strong(heading), inside]).gap_by(2)
}
