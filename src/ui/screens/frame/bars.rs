use crate::domain::{Sex, Task};
use crate::flow::{Action, Alert, Identity, Network, Notice, Screen, Step};
use crate::locale::Key;
use crate::ui::components::{Status, TIGHT, status_bar};
use crate::ui::screens::Scene;
use crate::ui::theme::GRID;
use crate::ui::{Align, Icon, Node, Role, Style, column, icon, note, row, strong, text};

/// Two lines: the name, and what tells two people of one name apart.
const IDENTITY: i32 = 60;

/// The state of the box; while there is a notice, that instead: it lies where nothing is pressed.
pub fn top(scene: &Scene) -> Node<Action> {
    let height = (6 * GRID).max(scene.stage.theme.touch());
    match scene.model.desk.notice {
        // The screen says it itself.
        Some(Notice::NoneFound) if matches!(scene.model.screen, Screen::Identify(_)) => status(scene),
        Some(notice) => notice_bar(scene, notice),
        None => status(scene),
    }
    .tall(height)
}

fn status(scene: &Scene) -> Node<Action> {
    let (locale, status) = (scene.locale, &scene.model.desk.status);
    let counts = status.counts;
    let alert = status.alerts.first().copied().or((!status.clock_trusted).then_some(Alert::ClockNotSet));
    let network = match status.network {
        Network::None => (Icon::NoNetwork, Key::NetworkNone),
        Network::NoServer => (Icon::NoNetwork, Key::NetworkNoServer),
        Network::Online => (Icon::Network, Key::NetworkOnline),
    };
    let told = alert.is_none() && status.network != Network::Online;
    // The home screen says it in a sentence of its own.
    let told_below = matches!(scene.model.screen, Screen::Home) && !status.alerts.is_empty();
    let oldest = || locale.text_with(Key::OldestDays, &[("count", whole(counts.oldest_days))]);
    status_bar(Status {
        site: if scene.is_snug() { String::new() } else { "Farlight".to_owned() },
        clock: clock(scene),
        network: (network.0, told.then(|| locale.text(network.1))),
        waiting: (counts.waiting > 0)
            .then(|| format!("{} · {}", locale.number(whole(counts.waiting)), oldest())),
        alert: alert.filter(|_| !told_below).map(|alert| (Icon::Warning, locale.text(short(alert)))),
    })
}

/// A clock that may be wrong is not shown as if it were right.
fn clock(scene: &Scene) -> String {
    let status = &scene.model.desk.status;
    if !status.clock_trusted {
        return "--:--".to_owned();
    }
    let minutes = status.wall_ms.div_euclid(60_000).rem_euclid(24 * 60);
    scene.locale.date_of(&format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

fn short(alert: Alert) -> Key {
    match alert {
        Alert::DiskFull => Key::ShortDiskFull,
        Alert::DiskLow => Key::ShortDiskLow,
        Alert::PicturesDamaged => Key::ShortPicturesDamaged,
        Alert::AuditBroken => Key::ShortAuditBroken,
        Alert::ClockNotSet => Key::ClockWrong,
        Alert::CameraMissing => Key::ShortCameraMissing,
        Alert::SendingRejected => Key::ShortSendingRejected,
        Alert::SendingMisconfigured => Key::ShortSendingMisconfigured,
        Alert::PrinterMissing => Key::ShortPrinterMissing,
        Alert::Hot => Key::ShortHot,
    }
}

fn notice_bar(scene: &Scene, notice: Notice) -> Node<Action> {
    let (symbol, key) = match notice {
        Notice::WorkKept => (Icon::Check, Key::NoticeWorkKept),
        Notice::ConsentDeclined => (Icon::Info, Key::NoticeConsentDeclined),
        Notice::CardUnknown => (Icon::Info, Key::NoticeCardUnknown),
        Notice::NoneFound => (Icon::Info, Key::NoticeNoneFound),
        Notice::CameraFailed => (Icon::Warning, Key::NoticeCameraFailed),
        Notice::PicturesLost => (Icon::Warning, Key::NoticePicturesLost),
        Notice::NotSaved => (Icon::Warning, Key::NoticeNotSaved),
        Notice::Saved => (Icon::Check, Key::NoticeSaved),
        Notice::Sending => (Icon::Send, Key::NoticeSending),
        Notice::SupportUnderWay => (Icon::Clock, Key::NoticeSupportUnderWay),
        Notice::SupportFailed => (Icon::Warning, Key::NoticeSupportFailed),
        Notice::ScreenshotSaved => (Icon::Check, Key::NoticeScreenshotSaved),
        Notice::ScreenshotRefused => (Icon::Lock, Key::NoticeScreenshotRefused),
        Notice::UserReleased => (Icon::Unlock, Key::NoticeUserReleased),
    };
    let words = scene.locale.text(key);
    row([
        icon(symbol, 26, Role::OnAccent),
        text(words.clone(), Style::Body, Role::OnAccent).lines(1).fill_width(1),
        icon(Icon::Close, 22, Role::OnAccent),
    ])
    .gap(2)
    .pad_sides(3, 0)
    .filled(Role::Accent)
    .tagged("notice")
    .named(words)
    .on_tap(Action::Dismiss)
}

/// Whose encounter this is; of a practice round, that it is nobody's.
pub fn identity(scene: &Scene, identity: &Identity) -> Node<Action> {
    let locale = scene.locale;
    let task = locale.text(match identity.task {
        Task::Dr => Key::TaskDr,
        Task::Tb => Key::TaskTb,
    });
    if identity.training {
        let words = text(locale.text(Key::Practice), Style::Strong, Role::OnRefer).fill_width(1).lines(1);
        let task = text(task, Style::Strong, Role::OnRefer).lines(1);
        return bar([icon(Icon::Practice, 28, Role::OnRefer), words, task])
            .filled(Role::Refer)
            .tagged("practice bar");
    }
    let patient = identity.patient;
    let years = identity.age_years.map(|age| locale.text_with(Key::Years, &[("count", i64::from(age))]));
    let sex = (patient.sex != Sex::Unknown).then(|| locale.sex(patient.sex));
    let facts: Vec<String> = [patient.identifier.clone()].into_iter().chain(years).chain(sex).collect();
    let who =
        column([strong(patient.name.clone()).shrinks(), note(facts.join(" · ")).may_cut()]).gap_by(TIGHT);
    let research =
        is_research(&scene.model.screen).then(|| chip(locale.text(Key::ResearchUse), Role::NotRun));
    bar([icon(Icon::User, 30, Role::AccentInk), who.fill_width(1)]
        .into_iter()
        .chain(research)
        .chain([chip(task, Role::Accent)]))
    .filled(Role::AccentTint)
    .tagged("identity bar")
}

fn bar(children: impl IntoIterator<Item = Node<Action>>) -> Node<Action> {
    row(children).across(Align::Centre).gap(2).pad_sides(2, 0).at_least(0, IDENTITY)
}

fn chip(words: String, fill: Role) -> Node<Action> {
    let ink = if fill == Role::Accent { Role::OnAccent } else { Role::OnNotRun };
    row([text(words, Style::Note, ink).lines(1)]).pad_sides(2, 0).at_least(0, 36).filled(fill).rounded(18)
}

/// Whether what is shown comes of a model that has not cleared its bar.
fn is_research(screen: &Screen) -> bool {
    match screen {
        Screen::Past(past) => past.shown.record.research_use,
        Screen::Visit(visit) => matches!(&visit.step, Step::Result(shown) if shown.record.research_use),
        _ => false,
    }
}

pub fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
