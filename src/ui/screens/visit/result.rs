//! The result: readable from two metres, and what it rests on one tap deeper.

mod detail;

use super::Scene;
use super::parts::{back, page, roomy};
use crate::domain::{Disposition, EncounterRecord, Finding, Outcome};
use crate::flow::{Action, Shown, Tab, Visit};
use crate::locale::Key;
use crate::ui::components::{Look, Sign, TIGHT, button};
use crate::ui::theme::{GRID, RADIUS};
use crate::ui::{Align, Icon, Node, Style, body, column, icon, note, row, space, strong, text};

/// Longer sentences are set in lighter letters.
const LONG: usize = 80;
/// From this height on what is done is as large as the result itself, in pixels.
const TALL: i32 = 720;

pub fn screen(scene: &Scene, visit: &Visit, shown: &Shown) -> Node<Action> {
    let summary = shown.tab == Tab::Summary;
    let back = (!summary).then(|| back(scene));
    let next = summary.then(|| next(scene, visit));
    page(content(scene, shown), back.into_iter().chain(tabs(scene, shown)).chain(next))
}

/// What the chosen tab shows.
pub fn content(scene: &Scene, shown: &Shown) -> Node<Action> {
    match shown.tab {
        Tab::Summary => summary(scene, &shown.record),
        Tab::Score => detail::score(scene, shown),
        Tab::Heatmap => detail::heatmap(scene, shown),
        Tab::Priors => detail::priors(scene, shown),
        Tab::Remarks => detail::remarks(scene, shown),
    }
}

fn next(scene: &Scene, visit: &Visit) -> Node<Action> {
    let (symbol, key) = match visit.training {
        None => (Icon::Printer, Key::PrintSlip),
        Some(_) => (Icon::Check, Key::Done),
    };
    let pad = if scene.is_snug() { 1 } else { 2 };
    let next = button(Look::Primary, symbol, scene.locale.text(key), Action::Next).pad_sides(pad, 0);
    next.at_least(0, 7 * GRID).tagged("next")
}

/// The ways deeper.
pub fn tabs(scene: &Scene, shown: &Shown) -> Vec<Node<Action>> {
    let locale = scene.locale;
    let tab = |tab: Tab, key, symbol, tag| {
        let chosen = shown.tab == tab;
        let look = if chosen { Look::Chosen } else { Look::Secondary };
        let symbol = roomy(scene).then_some(symbol);
        let mut button = button(look, symbol, locale.text(key), Action::ShowTab(tab)).pad_sides(1, 0);
        if scene.is_snug() {
            button = button.pad_by(4).styled(Style::Note);
        }
        button.fill_width(1).at_least(0, 7 * GRID).selected(chosen).tagged(tag)
    };
    let mut tabs = vec![
        tab(Tab::Score, Key::Score, Icon::List, "tab-score"),
        tab(Tab::Heatmap, Key::Heatmap, Icon::Heat, "tab-heatmap"),
        tab(Tab::Priors, Key::Priors, Icon::Compare, "tab-priors"),
    ];
    if !shown.record.conclusion.warnings.is_empty() {
        tabs.push(tab(Tab::Remarks, Key::Remarks, Icon::Info, "tab-remarks"));
    }
    tabs
}

/// The shape, the word and the colour of what is done with the patient.
pub fn sign(record: &EncounterRecord) -> Sign {
    let unseen = |finding: &Finding| matches!(finding.outcome, Outcome::Ungradable | Outcome::Abstain);
    let suspected = |finding: &Finding| matches!(finding.outcome, Outcome::Refer | Outcome::Urgent);
    match record.conclusion.disposition {
        Disposition::Negative => Sign::NoSign,
        Disposition::Urgent => Sign::Urgent,
        Disposition::Assess => Sign::Ungradable,
        Disposition::Refer
            if record.findings.iter().any(unseen) && !record.findings.iter().any(suspected) =>
        {
            Sign::Ungradable
        }
        Disposition::Refer => Sign::Refer,
    }
}

/// "Due: 30 November 2026", or that it is due today.
pub fn due(scene: &Scene, record: &EncounterRecord) -> String {
    let locale = scene.locale;
    let today = crate::domain::utc_date(record.closed.wall_ms).map(|day| day.to_string());
    if today.as_deref() == Some(record.conclusion.due.as_str()) {
        return locale.text(Key::DueToday);
    }
    let date = locale.date_of(&record.conclusion.due);
    locale.text_with(Key::Due, &[("date", date.as_str())])
}

fn summary(scene: &Scene, record: &EncounterRecord) -> Node<Action> {
    let beside = (record.findings.iter().map(|finding| side(scene, finding)))
        .chain([space(), not_looked_for(scene, record)]);
    let wide = if roomy(scene) { 44 * GRID } else { 39 * GRID };
    row([panel(scene, record).fill(), column(beside).gap(1).wide(wide).fill_height(1)]).gap(2)
}

/// What is read from two metres.
fn panel(scene: &Scene, record: &EncounterRecord) -> Node<Action> {
    let locale = scene.locale;
    let sign = sign(record);
    let (fill, ink) = sign.roles();
    let action = locale.pack_text(&record.conclusion.action);
    let long = action.chars().count() > LONG;
    let style = match (roomy(scene), long) {
        (true, false) if scene.stage.size.1 >= TALL => Style::Display,
        (true, _) => Style::Title,
        (false, true) => Style::Body,
        (false, false) => Style::Strong,
    };
    let (large, size) = match (roomy(scene), scene.is_snug()) {
        (true, _) => (Style::Display, 136),
        (false, false) => (Style::Display, 84),
        (false, true) => (Style::Title, 64),
    };
    let word = text(locale.disposition(record.conclusion.disposition), large, ink).lines(2);
    let head = row([icon(sign.icon(), size, ink), word.fill_width(1)]).gap(2);
    let due = row([
        icon(Icon::Calendar, 30, ink),
        text(due(scene, record), Style::Title, ink).lines(2).fill_width(1),
    ]);
    column([head, space(), text(action, style, ink).tagged("action"), space(), due.gap(1).tagged("due")])
        .pad(2)
        .filled(fill)
        .rounded(RADIUS + 4)
        .tagged("result")
}

/// One eye, or the chest: what it is, then shape and word of what was found.
fn side(scene: &Scene, finding: &Finding) -> Node<Action> {
    let sign = Sign::from(finding.outcome);
    let (fill, ink) = sign.roles();
    let mark =
        row([icon(sign.icon(), 22, ink)]).along(Align::Centre).wide(40).tall(40).filled(fill).rounded(20);
    let name = scene.locale.side(finding.laterality);
    let words =
        column([note(name).lines(2), strong(scene.locale.outcome(finding.outcome)).lines(2)]).gap_by(TIGHT);
    row([mark, words.fill_width(1)]).gap(1).tagged("side")
}

fn not_looked_for(scene: &Scene, record: &EncounterRecord) -> Node<Action> {
    let locale = scene.locale;
    let names = record.conclusion.not_looked_for.iter().map(|name| locale.pack_text(name));
    let list = names.collect::<Vec<_>>().join(", ");
    if list.is_empty() {
        return body("");
    }
    note(locale.text_with(Key::NotLookedFor, &[("list", list.as_str())])).tagged("not-looked-for")
}
