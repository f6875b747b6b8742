//! Who is to be examined: search, card, form, possible duplicates.

mod form;
mod search;

use super::Scene;
use super::parts::{facts, head, loading};
use crate::domain::Patient;
use crate::flow::{Action, Identify, Look};
use crate::locale::Key;
use crate::ui::components::{Look as Button, button, card, link_row, viewer};
use crate::ui::theme::GRID;
use crate::ui::{Icon, Node, Picture, Role, Style, body, column, note, row, space, strong, text};

/// A row of a list with the room below it.
const ROW: i32 = 9 * GRID;

pub fn screen(scene: &Scene, identify: &Identify) -> Node<Action> {
    let busy = identify.is_waiting();
    match &identify.look {
        Look::Search { text, found } => search::screen(scene, text, found.as_deref(), busy),
        Look::Scan => scan(scene),
        Look::Check { patient } => check(scene, patient, busy),
        Look::Form(form) => form::screen(scene, form, busy),
        Look::Duplicates { patients, .. } => duplicates(scene, patients, busy),
    }
}

fn scan(scene: &Scene) -> Node<Action> {
    let locale = scene.locale;
    let camera = match &scene.pictures.preview {
        Some(frame) => viewer("preview", Picture::new(frame.clone()), locale.text(Key::ScanCard)),
        None => column([loading(locale)]).filled(Role::Surface).fill(),
    };
    let beside = column([
        head(locale, locale.text(Key::ScanCard)),
        body(locale.text(Key::ScanHint)),
        space(),
        button(Button::Secondary, Icon::Search, locale.text(Key::Search), Action::Cancel)
            .tagged("search-instead"),
    ]);
    row([camera, beside.gap(2).wide(40 * GRID).fill_height(1)]).gap(2).pad(2)
}

/// The last look before the encounter begins: the name as large as it can be.
fn check(scene: &Scene, patient: &Patient, busy: bool) -> Node<Action> {
    let locale = scene.locale;
    let person = card([
        text(patient.name.clone(), Style::Display, Role::Ink).shrinks(),
        strong(facts(locale, patient)).may_cut(),
    ]);
    let no = button(Button::Secondary, Icon::Close, locale.text(Key::No), Action::Back).tagged("check-no");
    let yes =
        button(Button::Primary, Icon::Check, locale.text(Key::CheckYes), Action::Next).tagged("check-yes");
    column([
        head(locale, locale.text(Key::CheckPatient)),
        space(),
        person.pad(4),
        space(),
        row([no.fill_width(1), yes.enabled(!busy).fill_width(2)]).gap(2),
    ])
    .gap(1)
    .pad(2)
}

fn duplicates(scene: &Scene, patients: &[Patient], busy: bool) -> Node<Action> {
    let locale = scene.locale;
    let none = button(Button::Secondary, Icon::Plus, locale.text(Key::NoneOfThese), Action::NoneOfThese)
        .tagged("none-of-these");
    column([
        head(locale, locale.text(Key::Duplicates)),
        people(scene, patients, 240),
        row([space(), none.enabled(!busy)]),
    ])
    .gap(1)
    .pad(2)
}

/// As many as fit; how many more there are is said, never left out in silence.
fn people(scene: &Scene, patients: &[Patient], taken: i32) -> Node<Action> {
    let room = super::parts::rows_that_fit(scene, taken, ROW);
    let row_of = |patient: &Patient| {
        let choose = Action::ChoosePatient(patient.id.clone());
        let row = link_row(Icon::User, patient.name.clone(), facts(scene.locale, patient), choose);
        row.at_least(0, ROW - GRID).surface().tagged("patient")
    };
    let hidden = patients.len().saturating_sub(room);
    let more = (hidden > 0)
        .then(|| note(scene.locale.text_with(Key::MoreFound, &[("count", hidden as i64)])).lines(1));
    column(patients.iter().take(room).map(row_of).chain(more)).gap(1).fill_height(1)
}
