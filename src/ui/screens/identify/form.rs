use super::super::parts::{head, sex};
use super::super::{Scene, typing};
use crate::domain::Sex;
use crate::flow::{Action, Field, Form, FormError, Keys};
use crate::locale::{Key, Locale};
use crate::ui::components::{Look, button, choices, field};
use crate::ui::{Align, Icon, Node, column, note, row, space};

const SEXES: [Sex; 4] = [Sex::Female, Sex::Male, Sex::Other, Sex::Unknown];

pub fn screen(scene: &Scene, form: &Form, busy: bool) -> Node<Action> {
    match (scene.model.desk.keys, form.focus) {
        (Keys::Hidden, _) => whole(scene.locale, form, busy),
        (_, Field::Birth) => {
            let words = note(scene.locale.text(Key::BirthHint));
            let entry = entry(scene.locale, form, Field::Birth, true);
            typing::digits(scene, entry, Some(words), false, &Action::ShowKeys(Keys::Hidden))
        }
        (Keys::Auto, Field::Number) => {
            let entry = entry(scene.locale, form, Field::Number, true);
            typing::digits(scene, entry, None, true, &Action::Focus(Field::Birth))
        }
        (_, focus) => {
            let next = if focus == Field::Number { Field::Birth } else { Field::Number };
            let value = if focus == Field::Number { &form.number } else { &form.name };
            let done = (Key::Next, Action::Focus(next));
            let entry = entry(scene.locale, form, focus, true);
            typing::letters(scene, typing::hide(scene.locale), entry, value, done)
        }
    }
}

/// All that is known so far; a touch on a field brings its keys.
fn whole(locale: &Locale, form: &Form, busy: bool) -> Node<Action> {
    let fields = [(Field::Name, 4), (Field::Number, 3), (Field::Birth, 3)];
    let fields = fields.map(|(which, share)| entry(locale, form, which, false).fill_width(share));
    let options = SEXES.map(|one| (locale.text(sex(one)), form.sex == one, Action::ChooseSex(one)));
    let error = form.errors.first().map(|error| typing::wrong(locale.text(said(*error))));
    let go_on = button(Look::Primary, Icon::Check, locale.text(Key::Next), Action::Next).tagged("next");
    column([
        head(locale, locale.text(Key::NewPatient)),
        row(fields).across(Align::End).gap(2),
        column([note(locale.text(Key::Sex)), choices(options)]).gap_by(4),
        space(),
        row([error.unwrap_or_else(space).fill_width(1), go_on.enabled(!busy)]).gap(2),
    ])
    .gap(1)
    .pad(2)
}

fn entry(locale: &Locale, form: &Form, which: Field, focused: bool) -> Node<Action> {
    let (label, value, hint) = match which {
        Field::Number => (Key::Number, form.number.clone(), None),
        Field::Birth => (Key::BirthDate, born(form), Some(Key::BirthHint)),
        _ => (Key::Name, form.name.clone(), None),
    };
    let hint = hint.filter(|_| focused).map(|key| locale.text(key)).unwrap_or_default();
    field(locale.text(label), &value, hint, focused, Action::Focus(which))
}

/// Year, month and day as far as typed, as ISO 8601 writes them.
fn born(form: &Form) -> String {
    let digits = &form.birth_digits;
    let parts = [0..4, 4..6, 6..8].map(|part| {
        let end = part.end.min(digits.len());
        digits.get(part.start..end).unwrap_or_default()
    });
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

fn said(error: FormError) -> Key {
    match error {
        FormError::NameMissing => Key::ErrorName,
        FormError::NumberMissing => Key::ErrorNumber,
        FormError::BirthWrong => Key::ErrorBirth,
    }
}
