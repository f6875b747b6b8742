use super::super::parts::{head, paged, rows_that_fit};
use super::super::{Scene, typing};
use crate::flow::{Action, Editor, EditorError, Field, Keys, Role as Person, User};
use crate::locale::{Key, Locale};
use crate::ui::components::{Look, button, choices, field, icon_button, list_row};
use crate::ui::theme::GRID;
use crate::ui::{Align, Icon, Node, Role, column, icon, note, row, space};

/// The way to a new one, and all that there are.
pub fn list(scene: &Scene, part: usize) -> (Node<Action>, Node<Action>) {
    let locale = scene.locale;
    let rows = scene.model.desk.users.iter().map(|user| line(scene, user)).collect();
    let add =
        button(Look::Secondary, Icon::Plus, locale.text(Key::AddUser), Action::AddUser).tagged("add-user");
    let each = rows_that_fit(scene, 152, 10 * GRID);
    let each = if scene.model.desk.users.len() > each { each - 1 } else { each };
    (add, paged(locale, rows, each, part))
}

/// Nobody removes the account that they work with.
fn line(scene: &Scene, user: &User) -> Node<Action> {
    let locale = scene.locale;
    let more = icon(Icon::Forward, 22, Role::SoftInk);
    let row_of = list_row(
        Some(icon(Icon::User, 28, Role::AccentInk)),
        user.name.clone(),
        locale.text(role(user.role)),
        Some(more),
    );
    let edit = row_of.surface().fill_width(1).tagged("user").on_tap(Action::EditUser(user.id));
    let remove = (scene.model.desk.user != Some(user.id)).then(|| {
        let name = format!("{} {}", locale.text(Key::RemoveUser), user.name);
        icon_button(Icon::Trash, name, Action::RemoveUser(user.id)).tagged("remove-user")
    });
    row([edit].into_iter().chain(remove)).gap(1)
}

pub fn editor(scene: &Scene, editor: &Editor) -> Node<Action> {
    let locale = scene.locale;
    let finish = |next| Action::Focus(next);
    match (scene.model.desk.keys, editor.focus) {
        (Keys::Hidden, _) => whole(locale, editor),
        (_, Field::Pin) => {
            let words = note(locale.text(Key::ErrorPinShort));
            typing::digits(
                scene,
                entry(locale, editor, Field::Pin, true),
                Some(words),
                false,
                &finish(Field::PinAgain),
            )
        }
        (_, Field::PinAgain) => {
            let entry = entry(locale, editor, Field::PinAgain, true);
            typing::digits(scene, entry, None, false, &Action::ShowKeys(Keys::Hidden))
        }
        _ => {
            let done = (Key::Next, Action::ShowKeys(Keys::Hidden));
            let entry = entry(locale, editor, Field::Name, true);
            typing::letters(scene, typing::hide(locale), entry, &editor.name, done)
        }
    }
}

fn whole(locale: &Locale, editor: &Editor) -> Node<Action> {
    let heading = if editor.id.is_some() { Key::EditUser } else { Key::AddUser };
    let fields = [(Field::Name, 2), (Field::Pin, 1), (Field::PinAgain, 1)];
    let fields = fields.map(|(which, share)| entry(locale, editor, which, false).fill_width(share));
    let roles = Person::ALL.map(|one| (locale.text(role(one)), editor.role == one, Action::ChooseRole(one)));
    let error = editor.error.map(|error| typing::wrong(locale.text(said(error))));
    let save =
        button(Look::Primary, Icon::Check, locale.text(Key::Save), Action::SaveUser).tagged("save-user");
    column([
        head(locale, locale.text(heading)),
        row(fields).across(Align::End).gap(2),
        choices(roles),
        space(),
        row([error.unwrap_or_else(space).fill_width(1), save]).gap(2),
    ])
    .gap(2)
    .pad(2)
}

/// Of a PIN only its length is shown.
fn entry(locale: &Locale, editor: &Editor, which: Field, focused: bool) -> Node<Action> {
    let (label, value) = match which {
        Field::Pin => (Key::PinNew, "•".repeat(editor.pin.len())),
        Field::PinAgain => (Key::PinAgain, "•".repeat(editor.again.len())),
        _ => (Key::Name, editor.name.clone()),
    };
    field(locale.text(label), &value, "", focused, Action::Focus(which))
}

fn role(role: Person) -> Key {
    match role {
        Person::Operator => Key::RoleOperator,
        Person::Supervisor => Key::RoleSupervisor,
        Person::Technician => Key::RoleTechnician,
    }
}

fn said(error: EditorError) -> Key {
    match error {
        EditorError::NameMissing => Key::ErrorName,
        EditorError::NameTaken => Key::ErrorNameTaken,
        EditorError::PinShort => Key::ErrorPinShort,
        EditorError::PinsDiffer => Key::ErrorPinsDiffer,
        EditorError::LastSupervisor => Key::ErrorLastSupervisor,
    }
}
