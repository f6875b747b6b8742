use super::super::parts::{back, head, loading};
use super::super::{Scene, typing};
use super::people;
use crate::domain::Patient;
use crate::flow::{Action, Field, Keys};
use crate::locale::Key;
use crate::ui::components::{Look, button, empty, field, tile};
use crate::ui::{Align, Icon, Node, column, row};

pub fn screen(scene: &Scene, text: &str, found: Option<&[Patient]>, busy: bool) -> Node<Action> {
    match found {
        Some(patients) => results(scene, text, patients),
        None if scene.model.desk.keys != Keys::Hidden => {
            let done = (if busy { Key::Loading } else { Key::Search }, Action::Search);
            typing::letters(scene, back(scene.locale), entry(scene, text, true), text, done)
        }
        None => ways(scene, text, busy),
    }
}

fn entry(scene: &Scene, text: &str, focused: bool) -> Node<Action> {
    let hint = scene.locale.text(Key::SearchHint);
    field(hint.clone(), text, hint, focused, Action::Focus(Field::Name)).tagged("search-field")
}

/// The card first: nobody types what can be scanned.
fn ways(scene: &Scene, text: &str, busy: bool) -> Node<Action> {
    let locale = scene.locale;
    let way = |symbol, key, hint, action, tag| {
        tile(symbol, locale.text(key), locale.text(hint), action).tagged(tag).fill()
    };
    let choices = row([
        way(Icon::Qr, Key::ScanCard, Key::ScanHint, Action::ScanCard, "scan-card"),
        way(Icon::Search, Key::Search, Key::SearchHint, Action::Focus(Field::Name), "search"),
        way(Icon::Plus, Key::NewPatient, Key::NewPatientHint, Action::NewPatient, "new-patient"),
    ])
    .across(Align::Stretch)
    .gap(2)
    .fill();
    let below = if busy { loading(locale) } else { choices };
    let typed = (!text.is_empty()).then(|| entry(scene, text, false));
    column([head(locale, locale.text(Key::Who))].into_iter().chain(typed).chain([below])).gap(2).pad(2)
}

fn results(scene: &Scene, text: &str, patients: &[Patient]) -> Node<Action> {
    let locale = scene.locale;
    let register = || {
        button(Look::Secondary, Icon::Plus, locale.text(Key::NewPatient), Action::NewPatient)
            .pad_sides(2, 0)
            .at_least(0, 56)
            .tagged("new-patient")
    };
    let beside = (!patients.is_empty()).then(register);
    let field = entry(scene, text, false).fill_width(1);
    let top = row([back(locale), field].into_iter().chain(beside)).across(Align::End).gap(2);
    let shown = if patients.is_empty() {
        empty(Icon::Search, locale.text(Key::NoticeNoneFound), "", Some(register()))
    } else {
        people(scene, patients, 200)
    };
    column([top, shown]).gap(1).pad(2)
}
