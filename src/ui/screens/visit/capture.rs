use std::sync::Arc;

use super::Scene;
use super::parts::{back, beside, chip, emblem, eyes, missing, over, page, plan, roomy};
use crate::domain::{Task, utc_date};
use crate::flow::{Action, Aim, Capture, EyeField, Film, Live, Source, Visit};
use crate::locale::Key;
use crate::ui::components::{Look, button, empty, link_row, toggle, viewer};
use crate::ui::screens::parts::grid;
use crate::ui::theme::{GRID, RADIUS};
use crate::ui::{Align, Icon, Node, Picture, Role, Style, column, note, row, space, text, title};

/// The camera's picture as large as it can be, what the gate says of it, and the shutter.
pub fn aim(scene: &Scene, visit: &Visit, capture: &Capture, aim: &Aim) -> Node<Action> {
    let locale = scene.locale;
    let side = capture.side(visit);
    let taking = visit.is_waiting();
    let field = visit.plan.get(capture.shot).and_then(|shot| shot.field).map(|field| match field {
        EyeField::Macula => Key::FieldMacula,
        EyeField::Disc => Key::FieldDisc,
    });
    let live = match &scene.pictures.preview {
        Some(frame) => {
            let target = field.map_or_else(|| locale.side(side), |key| locale.text(key));
            viewer("preview", Picture::new(Arc::clone(frame)), target)
        }
        None => missing(scene, Icon::Camera),
    };
    let hint = aim.live.as_ref().map(|live| hint(scene, live));
    let count = aim.countdown(scene.model.desk.now_ms).filter(|_| !taking).map(|beat| countdown(scene, beat));
    let shutter = button(Look::Primary, Icon::Camera, locale.text(Key::Shutter), Action::Shutter);
    let cannot = button(Look::Secondary, None, locale.text(Key::CannotTake), Action::CannotTake);
    let head = [eyes(scene, visit, side)].into_iter().chain(plan(scene, visit, capture.shot));
    beside(
        scene,
        over(live, hint.into_iter().chain(count)),
        head.chain([
            space(),
            toggle(locale.text(Key::AutoShutter), aim.auto, Action::AutoShutter(!aim.auto))
                .pad_sides(0, 0)
                .at_least(0, 7 * GRID)
                .tagged("auto-shutter"),
            shutter.enabled(!taking).tagged("shutter"),
            row([
                back(scene),
                cannot.pad_sides(1, 0).at_least(0, 7 * GRID).fill_width(1).tagged("cannot-take"),
            ])
            .gap(1),
        ]),
    )
}

/// One thing to do at a time: the first defect that the gate names.
fn hint(scene: &Scene, live: &Live) -> Node<Action> {
    let locale = scene.locale;
    match live.defects.first() {
        None => {
            let words = locale.text(Key::PictureGood);
            chip(Some(Icon::Check), words, (Role::Accent, Role::OnAccent)).tagged("picture-good")
        }
        Some(defect) => {
            let words = locale.hint(*defect);
            chip(Some(Icon::Info), words, (Role::PictureGround, Role::OnPicture)).tagged("quality-hint")
        }
    }
    .placed(Align::Centre, Align::End)
}

fn countdown(scene: &Scene, beat: u8) -> Node<Action> {
    let number = text(scene.locale.number(i64::from(beat)), Style::Display, Role::OnAccent).centred();
    row([number])
        .along(Align::Centre)
        .wide(12 * GRID)
        .tall(12 * GRID)
        .filled(Role::Accent)
        .rounded(6 * GRID)
        .placed(Align::Centre, Align::Centre)
        .tagged("countdown")
}

/// Where a chest film comes from.
pub fn source(scene: &Scene) -> Node<Action> {
    let locale = scene.locale;
    let ways = [
        (Icon::Inbox, Key::SourceInbox, Source::Inbox, "source-inbox"),
        (Icon::Image, Key::SourceFiles, Source::Files, "source-files"),
        (Icon::Sun, Key::SourceLightBox, Source::LightBox, "source-light-box"),
    ];
    let ways = ways.map(|(symbol, key, source, tag)| {
        let words = locale.text(key);
        column([emblem(symbol, 11 * GRID), text(words.clone(), Style::Strong, Role::Ink).centred().lines(4)])
            .along(Align::Centre)
            .across(Align::Centre)
            .gap(2)
            .pad(1)
            .fill()
            .surface()
            .named(words)
            .tagged(tag)
            .on_tap(Action::ChooseSource(source))
    });
    let cannot = button(Look::Quiet, None, locale.text(Key::CannotTake), Action::CannotTake);
    page(
        column([title(locale.text(Key::Source)), row(ways).across(Align::Stretch).gap(2).fill_height(1)])
            .gap(1),
        [back(scene), space(), cannot.tagged("cannot-take")],
    )
}

/// The films that have arrived: those that bear the patient's number first, then the newest, as many as
/// fit, and how many more there are.
pub fn films(scene: &Scene, visit: &Visit, films: Option<&[Film]>) -> Node<Action> {
    let locale = scene.locale;
    let mut hidden = 0;
    let list = match films {
        None => empty(Icon::Clock, locale.text(Key::Source), locale.text(Key::Loading), None),
        Some([]) => empty(Icon::Inbox, locale.text(Key::NoFilms), "", None),
        Some(films) => {
            let mut newest: Vec<&Film> = films.iter().collect();
            newest.sort_by_key(|film| (!is_own(visit, film), std::cmp::Reverse(film.received_wall_ms)));
            let fitting = if roomy(scene) { 10 } else { 6 };
            hidden = newest.len().saturating_sub(fitting);
            newest.truncate(fitting);
            grid(2, newest.into_iter().map(|film| line(scene, visit, film)).collect())
        }
    };
    let more = locale.text_with(Key::FilmsHidden, &[("count", i64::try_from(hidden).unwrap_or(i64::MAX))]);
    let more = if hidden > 0 { note(more).fill_width(1) } else { space() };
    page(list, [back(scene), more])
}

fn is_own(visit: &Visit, film: &Film) -> bool {
    !visit.patient.identifier.is_empty() && film.label.contains(&visit.patient.identifier)
}

fn line(scene: &Scene, visit: &Visit, film: &Film) -> Node<Action> {
    let locale = scene.locale;
    let day = utc_date(film.received_wall_ms).map(|day| locale.date(day)).unwrap_or_default();
    let (name, number) = film.label.split_once(" · ").unwrap_or((&film.label, ""));
    let name = if name.is_empty() { locale.text(Key::FilmUnnamed) } else { name.to_owned() };
    let facts = if number.is_empty() { day } else { format!("{number} · {day}") };
    let own = is_own(visit, film);
    let symbol = if own { Icon::User } else { Icon::Lungs };
    link_row(symbol, name, facts, Action::ChooseFilm(film.id.clone()))
        .surface()
        .rounded(RADIUS)
        .fill_width(1)
        .selected(own)
        .enabled(!visit.is_waiting())
        .tagged("film")
}

/// Shown where a picture of this task stands without one.
pub fn symbol(task: Task) -> Icon {
    match task {
        Task::Dr => Icon::Eye,
        Task::Tb => Icon::Lungs,
    }
}
