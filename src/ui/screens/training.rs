//! What to practise, marked so that nobody takes it for the care of a patient.

use super::Scene;
use super::parts::{grid, head};
use crate::domain::Task;
use crate::flow::{Action, Phantom};
use crate::locale::{Key, Locale};
use crate::ui::components::{Look, button, card};
use crate::ui::theme::RADIUS;
use crate::ui::{Align, Icon, Node, Role, Style, column, icon, row, text, title};

pub fn screen(scene: &Scene) -> Node<Action> {
    let locale = scene.locale;
    let tasks = row([Task::Dr, Task::Tb].map(|task| practice(locale, task).fill()));
    column([
        head(locale, locale.text(Key::ChoosePractice)),
        banner(locale),
        tasks.across(Align::Stretch).gap(2).fill(),
    ])
    .gap(1)
    .pad(2)
}

fn banner(locale: &Locale) -> Node<Action> {
    let line = |key, style| text(locale.text(key), style, Role::OnRefer);
    let words = column([line(Key::Practice, Style::Strong), line(Key::PracticeNote, Style::Note)]);
    row([icon(Icon::Warning, 36, Role::OnRefer), words.fill_width(1)])
        .gap(2)
        .pad_sides(2, 1)
        .filled(Role::Refer)
        .rounded(RADIUS)
        .tagged("practice")
}

fn practice(locale: &Locale, task: Task) -> Node<Action> {
    let (symbol, name) = match task {
        Task::Dr => (Icon::Eye, Key::TaskDr),
        Task::Tb => (Icon::Lungs, Key::TaskTb),
    };
    let heading = row([icon(symbol, 32, Role::AccentInk), title(locale.text(name)).fill_width(1)]).gap(2);
    let options = Phantom::ALL.map(|phantom| {
        let word = locale.text(phantom_word(phantom));
        let both = format!("{} · {word}", locale.text(name));
        let button = button(Look::Secondary, None, word, Action::Practise(task, phantom));
        button.pad_sides(1, 1).named(both).tagged(tag(task, phantom))
    });
    card([heading, grid(2, options.into())]).pad(2)
}

fn phantom_word(phantom: Phantom) -> Key {
    match phantom {
        Phantom::Healthy => Key::PhantomHealthy,
        Phantom::Disease => Key::PhantomDisease,
        Phantom::Dark => Key::PhantomDark,
        Phantom::Blurred => Key::PhantomBlurred,
    }
}

fn tag(task: Task, phantom: Phantom) -> &'static str {
    match (task, phantom) {
        (Task::Dr, Phantom::Healthy) => "practise-dr-healthy",
        (Task::Dr, Phantom::Disease) => "practise-dr-disease",
        (Task::Dr, Phantom::Dark) => "practise-dr-dark",
        (Task::Dr, Phantom::Blurred) => "practise-dr-blurred",
        (Task::Tb, Phantom::Healthy) => "practise-tb-healthy",
        (Task::Tb, Phantom::Disease) => "practise-tb-disease",
        (Task::Tb, Phantom::Dark) => "practise-tb-dark",
        (Task::Tb, Phantom::Blurred) => "practise-tb-blurred",
    }
}
