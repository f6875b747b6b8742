use super::Scene;
use crate::domain::utc_date;
use crate::flow::{Action, Alert, ListKind, Role as Job};
use crate::locale::Key;
use crate::ui::components::{Look, TIGHT, button, icon_button, warning};
use crate::ui::theme::RADIUS;
use crate::ui::{Align, Icon, Node, Role, Style, column, icon, note, row, space, text, title};

/// From this width on the symbols have their words beside them, in pixels.
const WIDE: i32 = 1280;

pub fn screen(scene: &Scene) -> Node<Action> {
    let tiles = row([
        tile(scene, Icon::Eye, Key::NewEye, Action::NEW_EYE).tagged("new-eye"),
        tile(scene, Icon::Lungs, Key::NewChest, Action::NEW_CHEST).tagged("new-chest"),
    ])
    .across(Align::Stretch)
    .gap(2)
    .fill_height(1);
    column([head(scene)].into_iter().chain(alerts(scene)).chain([tiles, counts(scene)]))
        .gap(if scene.is_snug() { 1 } else { 2 })
        .pad_sides(3, 2)
}

/// Who is at the screen, the day, and the ways to what is not screening.
fn head(scene: &Scene) -> Node<Action> {
    let (locale, desk) = (scene.locale, &scene.model.desk);
    let name = desk.user().map_or_else(String::new, |user| user.name.clone());
    let today = utc_date(desk.status.wall_ms).filter(|_| desk.status.clock_trusted);
    let day = today.map_or_else(|| locale.text(Key::ClockWrong), |date| locale.date(date));
    let ways = [
        (Icon::Practice, Key::Training, Action::OpenTraining, "training"),
        (Icon::Drop, Key::Cleaning, Action::Clean, "clean"),
        (Icon::Settings, Key::Settings, Action::OpenSettings, "settings"),
        (Icon::Lock, Key::Lock, Action::Lock, "lock"),
    ]
    .map(|(symbol, name, action, tag)| {
        let way = if scene.stage.size.0 < WIDE {
            icon_button(symbol, locale.text(name), action)
        } else {
            button(Look::Secondary, symbol, locale.text(name), action).pad_sides(2, 0).styled(Style::Note)
        };
        way.tagged(tag)
    });
    let day = (!is_crowded(scene) || !scene.is_snug()).then(|| note(day).lines(1));
    let who = column([title(name).may_cut()].into_iter().chain(day)).gap_by(TIGHT).fill_width(1);
    row([who].into_iter().chain(unfinished(scene)).chain(ways)).gap(1)
}

/// What the bar says too gives way: how long the oldest waits.
fn is_crowded(scene: &Scene) -> bool {
    scene.stage.size.1 < super::ROOMY && !scene.model.desk.status.alerts.is_empty()
}

/// Somebody else's unfinished work, which a supervisor may take up.
fn unfinished(scene: &Scene) -> Option<Node<Action>> {
    let desk = &scene.model.desk;
    desk.user().filter(|user| user.role == Job::Supervisor)?;
    let owner = desk.user_by_id(*desk.set_aside.keys().next()?)?;
    let words = scene.locale.text_with(Key::WorkOf, &[("name", owner.name.as_str())]);
    let way = row([
        icon(Icon::Inbox, 24, Role::AccentInk),
        note(words.clone()).inked(Role::Ink).lines(2).fill_width(1),
    ])
    .gap(1)
    .pad_sides(2, 0)
    .wide(220)
    .at_least(0, 56)
    .filled(Role::AccentTint)
    .rounded(RADIUS)
    .tagged("take-up")
    .named(words)
    .on_tap(Action::ChooseUser(owner.id));
    Some(way)
}

/// The gravest first; as many as the panel has room for, and how many more there are.
fn alerts(scene: &Scene) -> Vec<Node<Action>> {
    let alerts = &scene.model.desk.status.alerts;
    let room = if scene.stage.size.1 < 600 { 1 } else { 2 };
    let more = alerts.len().saturating_sub(room);
    let mut shown: Vec<_> = alerts
        .iter()
        .take(room)
        .map(|alert| warning(Icon::Warning, scene.locale.text(sentence(*alert))).tagged("alert"))
        .collect();
    if more > 0
        && let Some(last) = shown.pop()
    {
        let more = format!("+{}", scene.locale.number(i64::try_from(more).unwrap_or(i64::MAX)));
        shown.push(last.with([text(more, Style::Strong, Role::OnCaution).lines(1)]));
    }
    shown
}

fn sentence(alert: Alert) -> Key {
    match alert {
        Alert::DiskFull => Key::AlertDiskFull,
        Alert::DiskLow => Key::AlertDiskLow,
        Alert::PicturesDamaged => Key::AlertPicturesDamaged,
        Alert::AuditBroken => Key::AlertAuditBroken,
        Alert::ClockNotSet => Key::AlertClockNotSet,
        Alert::CameraMissing => Key::AlertCameraMissing,
        Alert::SendingRejected => Key::AlertSendingRejected,
        Alert::SendingMisconfigured => Key::AlertSendingMisconfigured,
        Alert::PrinterMissing => Key::AlertPrinterMissing,
        Alert::Hot => Key::AlertHot,
    }
}

/// What the box is for: nothing on this screen is larger.
fn tile(scene: &Scene, symbol: Icon, label: Key, action: Action) -> Node<Action> {
    let label = scene.locale.text(label);
    let (side, style) =
        if scene.stage.size.1 < super::ROOMY { (72, Style::Title) } else { (104, Style::Display) };
    let mark = row([icon(symbol, side * 5 / 8, Role::OnAccent)])
        .along(Align::Centre)
        .wide(side)
        .tall(side)
        .filled(Role::Accent)
        .rounded(side / 4);
    row([mark, text(label.clone(), style, Role::Ink).lines(3).fill_width(1)])
        .gap(2)
        .pad_sides(3, 0)
        .fill()
        .filled(Role::AccentTint)
        .rounded(RADIUS + 4)
        .named(label)
        .on_tap(action)
}

fn counts(scene: &Scene) -> Node<Action> {
    let (locale, counts) = (scene.locale, scene.model.desk.status.counts);
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let oldest = (counts.waiting > 0 && !is_crowded(scene))
        .then(|| locale.text_with(Key::OldestDays, &[("count", whole(counts.oldest_days))]));
    let cell = |symbol, count: u64, label, calls, more: Option<String>, kind| {
        let words = locale.text(label);
        let ink = if calls && count > 0 { Role::AccentInk } else { Role::SoftInk };
        let number = text(locale.number(whole(count)), Style::Title, Role::Ink).lines(1);
        let label = [note(words.clone()).inked(Role::Ink).lines(2)];
        column(
            [row([icon(symbol, 28, ink), space(), number]).gap(1)]
                .into_iter()
                .chain(label)
                .chain(more.map(|more| note(more).lines(2))),
        )
        .pad_sides(2, 1)
        .fill_width(1)
        .surface()
        .named(words)
        .on_tap(Action::OpenList(kind))
    };
    row([
        cell(Icon::List, counts.today, Key::Today, false, None, ListKind::Today).tagged("today"),
        cell(Icon::Send, counts.waiting, Key::Waiting, true, oldest, ListKind::Waiting).tagged("waiting"),
        cell(Icon::Inbox, counts.returned, Key::Returned, true, None, ListKind::Returned).tagged("returned"),
        cell(Icon::Bell, counts.overdue, Key::Overdue, true, None, ListKind::Overdue).tagged("overdue"),
    ])
    .across(Align::Stretch)
    .gap(1)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{Kiosk, look};
    use crate::domain::Task;
    use crate::flow::{Action, Alert, Counts, Event, Network};

    #[test]
    fn home_fits_when_calm_and_when_much_is_wrong() {
        let mut kiosk = Kiosk::at_home(0);
        kiosk.send(Event::Network(Network::Online));
        look("home-calm", &kiosk.model);
        kiosk.send(Event::Network(Network::None));
        let counts = Counts { today: 14, waiting: 7, oldest_days: 12, returned: 2, overdue: 1 };
        kiosk.send(Event::Counts(counts));
        let tree = look("home", &kiosk.model);
        assert!(tree.contains("new-eye") && tree.contains("oldest: 12 days"), "{tree}");
        kiosk.send(Event::Alerts(vec![Alert::Hot, Alert::SendingMisconfigured, Alert::PrinterMissing]));
        let tree = look("home-alerts", &kiosk.model);
        assert!(tree.contains("+2"), "{tree}");
    }

    #[test]
    fn a_supervisor_sees_unfinished_work() {
        let mut kiosk = Kiosk::at_home(0);
        kiosk.tap(Action::New(Task::Dr));
        kiosk.tap(Action::Lock);
        kiosk.unlock(2);
        let tree = look("home-supervisor", &kiosk.model);
        assert!(tree.contains("take-up"), "{tree}");
    }
}
