use super::Scene;
use super::parts::{beside, emblem, eyes, photograph, plan, side_of};
use crate::flow::{Action, Analysing, Visit};
use crate::locale::Key;
use crate::ui::components::{Look, button};
use crate::ui::theme::GRID;
use crate::ui::{Align, Icon, Kind, Node, Role, Style, column, row, space, text, title};

/// How long the mark of unknown length takes to wander through, milliseconds.
const ROUND_MS: u64 = 1_600;

pub fn screen(scene: &Scene, visit: &Visit, work: &Analysing) -> Node<Action> {
    match work {
        Analysing::Picture { shot, picture, percent } => reading(scene, visit, *shot, picture, *percent),
        Analysing::Concluding => concluding(scene, visit),
    }
}

fn reading(scene: &Scene, visit: &Visit, shot: usize, picture: &str, percent: u8) -> Node<Action> {
    let locale = scene.locale;
    let side = visit.plan.get(shot).and_then(|shot| shot.side);
    let share = format!("{} %", locale.number(i64::from(percent)));
    let share = text(share, Style::Strong, Role::AccentInk).lines(1);
    let work = [
        space(),
        title(locale.text(Key::Analysing)),
        row([bar(Some(u16::from(percent.min(100)) * 10), 0).fill_width(1), share]).gap(2),
        space(),
        button(Look::Secondary, Icon::Close, locale.text(Key::Cancel), Action::Cancel).tagged("cancel"),
    ];
    let head = [eyes(scene, visit, side)].into_iter().chain(plan(scene, visit, shot));
    beside(scene, photograph(scene, picture, side_of(scene, visit, shot)), head.chain(work))
}

fn concluding(scene: &Scene, visit: &Visit) -> Node<Action> {
    let phase = scene.model.desk.now_ms % ROUND_MS * 1000 / ROUND_MS;
    let words = column([
        title(scene.locale.text(Key::Concluding)).centred(),
        bar(None, u16::try_from(phase).unwrap_or_default()),
    ]);
    column([emblem(super::capture::symbol(visit.task), 14 * GRID), words.gap(2).wide(56 * GRID)])
        .gap(3)
        .along(Align::Centre)
        .across(Align::Centre)
        .fill()
}

fn bar(done: Option<u16>, phase: u16) -> Node<Action> {
    Node::new("progress", Kind::Progress { done, phase }).tall(2 * GRID)
}
