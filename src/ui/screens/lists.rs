mod past;

pub use past::past;

use super::Scene;
use crate::domain::{Disposition, Task};
use crate::flow::{Action, Entry, FollowUp, List, ListKind};
use crate::locale::Key;
use crate::ui::components::{Look, Sign, TIGHT, badge, button, empty, icon_button};
use crate::ui::{Align, Icon, Node, Role, column, icon, note, row, strong, title};

/// The badges stand below each other as a column.
const BADGE: i32 = 190;
/// Five lines fit below the bar on the smallest panel.
const LINE: i32 = 60;

pub fn screen(scene: &Scene, list: &List) -> Node<Action> {
    let inside = match &list.entries {
        None => empty(Icon::Clock, scene.locale.text(Key::Loading), scene.locale.text(name(list.kind)), None),
        Some(entries) if entries.is_empty() => {
            let words = match list.kind {
                ListKind::Waiting => scene.locale.text_with(Key::WaitingCount, &[("count", 0)]),
                _ => String::new(),
            };
            empty(symbol(list.kind), scene.locale.text(Key::EmptyList), words, None)
        }
        Some(_) => column(list.shown().map(|entry| line(scene, entry))).gap_by(4),
    };
    column([head(scene, list), inside]).gap(1).pad_sides(2, 1)
}

fn name(kind: ListKind) -> Key {
    match kind {
        ListKind::Today => Key::Today,
        ListKind::Waiting => Key::Waiting,
        ListKind::Returned => Key::Returned,
        ListKind::Overdue => Key::Overdue,
        ListKind::Referrals => Key::Referrals,
    }
}

fn symbol(kind: ListKind) -> Icon {
    match kind {
        ListKind::Today => Icon::List,
        ListKind::Waiting => Icon::Check,
        ListKind::Returned | ListKind::Referrals => Icon::Inbox,
        ListKind::Overdue => Icon::Bell,
    }
}

fn head(scene: &Scene, list: &List) -> Node<Action> {
    let locale = scene.locale;
    let more = match list.kind {
        ListKind::Waiting => Some(
            button(Look::Secondary, Icon::Send, locale.text(Key::SendNow), Action::SendNow)
                .tagged("send-now"),
        ),
        ListKind::Returned | ListKind::Overdue => {
            let to = Action::OpenList(ListKind::Referrals);
            Some(button(Look::Quiet, None, locale.text(Key::Referrals), to).tagged("referrals"))
        }
        ListKind::Today | ListKind::Referrals => None,
    };
    let back = icon_button(Icon::Back, locale.text(Key::Back), Action::Back).tagged("back");
    let head = title(locale.text(name(list.kind))).lines(2).fill_width(1);
    row([back, head].into_iter().chain(more).chain(pages(scene, list))).gap(2).tall(64)
}

/// Nothing when there is one page.
fn pages(scene: &Scene, list: &List) -> Vec<Node<Action>> {
    let (page, pages) = (list.page, list.pages());
    if pages < 2 {
        return Vec::new();
    }
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let place = [("page", whole(page + 1)), ("pages", whole(pages))];
    vec![
        icon_button(Icon::Up, "page up", Action::Page(page.saturating_sub(1))).enabled(page > 0),
        note(scene.locale.text_with(Key::PageOf, &place)).lines(1),
        icon_button(Icon::Down, "page down", Action::Page(page + 1)).enabled(page + 1 < pages),
    ]
}

/// One screening: whose, which, what came of it, and how far it is.
fn line(scene: &Scene, entry: &Entry) -> Node<Action> {
    let (locale, patient) = (scene.locale, &entry.patient);
    let task = if entry.task == Task::Dr { Icon::Eye } else { Icon::Lungs };
    let age = patient.age_years(entry.closed.wall_ms);
    let years = age.map(|age| locale.text_with(Key::Years, &[("count", i64::from(age))]));
    let due = entry.disposition.is_referral().then(|| {
        let date = locale.date_of(&entry.due);
        locale.text_with(Key::Due, &[("date", date.as_str())])
    });
    // What is cut off where a name leaves no room is the age.
    let facts: Vec<_> = [patient.identifier.clone()].into_iter().chain(due).chain(years).collect();
    let words =
        column([strong(patient.name.clone()).may_cut(), note(facts.join(" · ")).may_cut()]).gap_by(TIGHT);
    let word = locale.disposition(entry.disposition);
    row([icon(task, 28, Role::SoftInk), words.fill_width(1)]
        .into_iter()
        .chain(state(scene, entry))
        .chain([badge(sign(entry.disposition), word).along(Align::Centre).at_least(BADGE, 36)]))
    .gap(2)
    .pad_sides(2, 0)
    .at_least(0, LINE)
    .surface()
    .tagged("entry")
    .named(format!("{} {} {}", patient.name, patient.identifier, entry.due))
    .on_tap(Action::OpenEntry(entry.encounter.clone()))
}

fn state(scene: &Scene, entry: &Entry) -> Option<Node<Action>> {
    let (symbol, key) = match entry.follow_up {
        None if entry.waiting == 0 => return None,
        None | Some(FollowUp::NotSent) => (Icon::Send, Key::FollowNotSent),
        Some(FollowUp::Overdue) => (Icon::Bell, Key::FollowOverdue),
        Some(FollowUp::DidNotAttend) => (Icon::Bell, Key::FollowDidNotAttend),
        Some(FollowUp::Confirmed) => (Icon::Check, Key::FollowConfirmed),
        Some(FollowUp::NotConfirmed) => (Icon::Minus, Key::FollowNotConfirmed),
        Some(FollowUp::Treated) => (Icon::Check, Key::FollowTreated),
        Some(FollowUp::Seen) => (Icon::Eye, Key::FollowSeen),
        Some(FollowUp::Sent) => (Icon::Network, Key::FollowSent),
    };
    let words = note(scene.locale.text(key)).inked(Role::Ink).lines(2).fill_width(1);
    Some(row([icon(symbol, 22, Role::AccentInk), words]).gap(1).wide(172))
}

/// The shape of what is to be done with a patient.
fn sign(disposition: Disposition) -> Sign {
    match disposition {
        Disposition::Negative => Sign::NoSign,
        Disposition::Assess => Sign::Ungradable,
        Disposition::Refer => Sign::Refer,
        Disposition::Urgent => Sign::Urgent,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{Kiosk, entries, look};
    use crate::flow::{Action, Event, ListKind};

    #[test]
    fn every_list_fits_empty_and_full() {
        for kind in ListKind::ALL {
            let mut kiosk = Kiosk::at_home(0);
            kiosk.tap(Action::OpenList(kind));
            look(&format!("list-{kind:?}-loading"), &kiosk.model);
            let request = kiosk.request();
            kiosk.send(Event::Listed { request, entries: Vec::new() });
            look(&format!("list-{kind:?}-empty"), &kiosk.model);
            kiosk.tap(Action::OpenList(kind));
            let request = kiosk.request();
            kiosk.send(Event::Listed { request, entries: entries() });
            let tree = look(&format!("list-{kind:?}"), &kiosk.model);
            assert_eq!(tree.matches("entry \"").count(), 5, "{tree}");
            kiosk.tap(Action::Page(1));
            let tree = look(&format!("list-{kind:?}-second"), &kiosk.model);
            assert_eq!(tree.matches("entry \"").count(), 3, "{tree}");
        }
    }
}
