use crate::ui::build::{icon, note, row, strong, text};
use crate::ui::icon::Icon;
use crate::ui::node::{Align, Kind, Node};
use crate::ui::theme::{GRID, Role, Style};

/// Where the work stands: one mark a step, the name of this one, and its number.
/// `now` counts from 0.
#[must_use]
pub fn stepper<A>(steps: usize, now: usize, name: impl Into<String>) -> Node<A> {
    let marks = (0..steps).map(|step| {
        let (role, inside) = match step.cmp(&now) {
            std::cmp::Ordering::Less => (Role::Accent, icon(Icon::Check, 16, Role::OnAccent)),
            std::cmp::Ordering::Equal => (Role::Accent, number(step + 1, Role::OnAccent)),
            std::cmp::Ordering::Greater => (Role::Raised, number(step + 1, Role::SoftInk)),
        };
        let wide = if step == now { 7 * GRID } else { 4 * GRID };
        row([inside]).along(Align::Centre).wide(wide).tall(4 * GRID).filled(role).rounded(2 * GRID)
    });
    row([row(marks).gap_by(6), strong(name).fill_width(1).lines(1)]).gap(2).tagged("stepper")
}

fn number<A>(number: usize, ink: Role) -> Node<A> {
    text(number.to_string(), Style::Note, ink).centred()
}

/// Work of which the length is known, in shares of 1000, with what is being done.
#[must_use]
pub fn progress<A>(words: impl Into<String>, done: u16) -> Node<A> {
    bar(words, Some(done), 0)
}

/// Work of unknown length; `phase` runs from 0 to 1000 again and again.
#[must_use]
pub fn busy<A>(words: impl Into<String>, phase: u16) -> Node<A> {
    bar(words, None, phase)
}

fn bar<A>(words: impl Into<String>, done: Option<u16>, phase: u16) -> Node<A> {
    let share = done.map(|done| note(format!("{} %", done / 10)).lines(1));
    let line = row([note(words).fill_width(1)].into_iter().chain(share)).gap(2);
    let bar = Node::new("progress", Kind::Progress { done, phase });
    crate::ui::build::column([line, bar]).gap(1)
}
