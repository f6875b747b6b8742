use super::super::Scene;
use super::super::parts::{grid, paged, rows_that_fit};
use super::support;
use crate::flow::{Action, Check, Facts, Network, Settings, Threshold};
use crate::locale::{Arg, Key, Locale};
use crate::ui::components::{Look, button, card, empty, notice};
use crate::ui::theme::GRID;
use crate::ui::{Icon, Kind, Node, Role, Style, column, icon, note, row, space, strong, text, title};

const GIGABYTE: u64 = 1_000_000_000;
/// Bars, heading and margins.
const TAKEN: i32 = 144;

/// Read-only: a limit belongs to one model, one preparation and one class of cameras.
pub fn thresholds(scene: &Scene, settings: &Settings, facts: &Facts) -> Node<Action> {
    let locale = scene.locale;
    let cards: Vec<Node<Action>> = facts.thresholds.iter().map(|limit| threshold(locale, limit)).collect();
    let each = rows_that_fit(scene, TAKEN + 120, 13 * GRID);
    let list = paged(locale, cards, each, settings.part);
    column([list, notice(Icon::Lock, locale.text(Key::ReadOnly))]).gap(1)
}

fn threshold(locale: &Locale, limit: &Threshold) -> Node<Action> {
    let value = locale.decimal(f64::from(limit.value), 3);
    let args = [
        ("model", Arg::from(&*limit.model)),
        ("camera", Arg::from(&*limit.camera_class)),
        ("value", Arg::from(&*value)),
    ];
    let words = text(locale.text_with(Key::ThresholdOf, &args), Style::Strong, Role::Ink).may_cut();
    card([words, note(limit.source.clone()).may_cut()]).pad(2)
}

pub fn cameras(scene: &Scene, settings: &Settings, facts: &Facts) -> Node<Action> {
    let locale = scene.locale;
    if facts.cameras.is_empty() {
        return empty(Icon::Camera, locale.text(Key::AlertCameraMissing), "", None);
    }
    let rows = facts.cameras.iter().map(|(name, answers)| {
        let chosen = *name == facts.camera;
        let mark = chosen.then(|| icon(Icon::Check, 26, Role::AccentInk));
        let state = if *answers { Key::CheckPassed } else { Key::CheckMissing };
        row([icon(Icon::Camera, 28, Role::AccentInk), strong(name.clone()).may_cut().fill_width(1)]
            .into_iter()
            .chain([note(locale.text(state)).lines(1)])
            .chain(mark))
        .gap(2)
        .pad_sides(2, 1)
        .at_least(0, 8 * GRID)
        .surface()
        .selected(chosen)
        .tagged("camera")
        .named(name.clone())
        .on_tap(Action::ChooseCamera(name.clone()))
    });
    paged(locale, rows.collect(), rows_that_fit(scene, TAKEN + 64, 9 * GRID), settings.part)
}

pub fn network(scene: &Scene, settings: &Settings, facts: &Facts) -> Node<Action> {
    let locale = scene.locale;
    let (symbol, key) = match scene.model.desk.status.network {
        Network::None => (Icon::NoNetwork, Key::NetworkNone),
        Network::NoServer => (Icon::NoNetwork, Key::NetworkNoServer),
        Network::Online => (Icon::Network, Key::NetworkOnline),
    };
    let waiting = i64::try_from(scene.model.desk.status.counts.waiting).unwrap_or(i64::MAX);
    let words = column([
        strong(locale.text(key)),
        note(facts.network_name.clone()).may_cut(),
        note(locale.text_with(Key::WaitingCount, &[("count", waiting)])),
    ]);
    let send =
        button(Look::Primary, Icon::Send, locale.text(Key::SendNow), Action::SendNow).tagged("send-now");
    let state = card([row([icon(symbol, 36, Role::AccentInk), words.fill_width(1), send]).gap(2)]).pad(2);
    let rows = facts.destinations.iter().map(|(address, answers)| {
        let (symbol, key) =
            if *answers { (Icon::Check, Key::NetworkOnline) } else { (Icon::Warning, Key::NetworkNoServer) };
        row([
            icon(symbol, 26, Role::AccentInk),
            text(address.clone(), Style::Body, Role::Ink).may_cut().fill_width(1),
        ]
        .into_iter()
        .chain([note(locale.text(key)).lines(1)]))
        .gap(2)
        .pad_sides(2, 1)
        .at_least(0, 7 * GRID)
        .surface()
        .tagged("destination")
    });
    column([state, paged(locale, rows.collect(), rows_that_fit(scene, TAKEN + 200, 8 * GRID), settings.part)])
        .gap(1)
}

pub fn storage(scene: &Scene, _: &Settings, facts: &Facts) -> Node<Action> {
    let locale = scene.locale;
    let gigabytes = |bytes: u64| i64::try_from(bytes / GIGABYTE).unwrap_or_default();
    let args = [("free", gigabytes(facts.free_bytes)), ("total", gigabytes(facts.total_bytes))];
    let used = facts.total_bytes.saturating_sub(facts.free_bytes);
    let share = (u128::from(used) * 1000).checked_div(u128::from(facts.total_bytes)).unwrap_or(1000);
    let bar = Kind::Progress { done: Some(u16::try_from(share).unwrap_or(1000)), phase: 0 };
    let stored = i64::try_from(facts.encounters).unwrap_or(i64::MAX);
    let space_left = card([
        title(locale.text_with(Key::StorageFree, &args)),
        Node::new("progress", bar),
        note(locale.text_with(Key::StoredScreenings, &[("count", stored)])),
    ]);
    column([space_left.gap(2), space(), helping(scene)]).gap(2)
}

fn helping(scene: &Scene) -> Node<Action> {
    row([note(scene.locale.text(Key::SupportNote)).fill_width(1), support(scene)]).gap(2)
}

pub fn self_test(scene: &Scene, _: &Settings, facts: &Facts) -> Node<Action> {
    let locale = scene.locale;
    let running = facts.checks.iter().any(|(_, check)| *check == Check::Running);
    let checks = facts.checks.iter().map(|(name, check)| line(locale, name, *check)).collect();
    let start = button(Look::Primary, Icon::Forward, locale.text(Key::RunSelfTest), Action::RunSelfTest);
    let start = start.tagged("run-self-test").enabled(!running);
    column([
        grid(2, checks),
        space(),
        row([note(locale.text(Key::SupportNote)).fill_width(1), support(scene), start]).gap(2),
    ])
    .gap(1)
}

fn line(locale: &Locale, name: &str, check: Check) -> Node<Action> {
    let (symbol, ink, key) = match check {
        Check::Running => (Icon::Clock, Role::SoftInk, Key::CheckRunning),
        Check::Passed => (Icon::Check, Role::AccentInk, Key::CheckPassed),
        Check::Failed => (Icon::Warning, Role::Danger, Key::CheckFailed),
        Check::NotThere => (Icon::Minus, Role::SoftInk, Key::CheckMissing),
    };
    let words = Key::named(&format!("test-{name}")).map_or_else(|| name.to_owned(), |key| locale.text(key));
    row([icon(symbol, 26, ink), strong(words).may_cut().fill_width(1), note(locale.text(key)).lines(1)])
        .gap(2)
        .pad_sides(2, 0)
        .at_least(0, 7 * GRID)
        .surface()
        .tagged("check")
}
