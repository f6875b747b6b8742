use super::Scene;
use super::consent::band;
use super::parts::{back, page};
use crate::domain::rules::offers_reading;
use crate::domain::{Answer, Task, symptoms};
use crate::flow::{Action, Topic, Visit};
use crate::locale::Key;
use crate::ui::components::{Look, button};
use crate::ui::theme::{GRID, RADIUS};
use crate::ui::{Align, Icon, Node, Role, Style, column, icon, note, row, space, stack, strong, text};

/// Everything that is asked, on one screen: a band a question, each answer as large as a thumb.
pub fn screen(scene: &Scene, visit: &Visit) -> Node<Action> {
    let locale = scene.locale;
    let (answers, task) = (&visit.answers, visit.task);
    let mut bands = vec![band(locale.text(Key::Symptoms), complaints(scene, visit))];
    let ask = |tags, key, topic, given| band(locale.text(key), answer(scene, tags, topic, given));
    bands.push(match task {
        Task::Dr => ask(ACUITY, Key::AskAcuity, Topic::ReducedAcuity, answers.reduced_acuity),
        Task::Tb => row([
            ask(HIV, Key::AskHiv, Topic::Hiv, answers.hiv).fill_width(1),
            ask(PAST_TB, Key::AskPastTb, Topic::PastTb, answers.past_tb).fill_width(1),
        ])
        .across(Align::Start)
        .gap(2),
    });
    if task == Task::Tb && !visit.age_known {
        bands.push(age(scene, answers.age_years));
    }
    let bands = bands.into_iter().flat_map(|band| [space(), band]).chain([space()]);
    let warning = (!offers_reading(task, answers)).then(|| {
        row([icon(Icon::Info, 26, Role::AccentInk), note(locale.text(Key::NoReading)).fill_width(1)])
    });
    let next =
        button(Look::Primary, None, locale.text(Key::Next), Action::Next).at_least(160, 64).tagged("next");
    page(
        column(bands),
        [back(scene), warning.map_or_else(space, |warning| warning.gap(1).fill_width(1)), next],
    )
}

fn complaints(scene: &Scene, visit: &Visit) -> Node<Action> {
    let (locale, answers) = (scene.locale, &visit.answers);
    let named = symptoms(visit.task).iter().enumerate().map(|(place, name)| {
        let chosen = answers.symptom_names.iter().any(|known| known == name);
        choice(locale.symptom(name), chosen, Action::Symptom(place)).tagged(name)
    });
    let none = choice(locale.text(Key::NoSymptoms), answers.symptoms == Answer::No, Action::NoSymptoms);
    row(named.chain([none.tagged("no-symptoms")])).across(Align::Stretch).gap(1)
}

/// Tags of yes, no and not known.
type Tags = [&'static str; 3];
const ACUITY: Tags = ["acuity-yes", "acuity-no", "acuity-unknown"];
const HIV: Tags = ["hiv-yes", "hiv-no", "hiv-unknown"];
const PAST_TB: Tags = ["past-tb-yes", "past-tb-no", "past-tb-unknown"];

fn answer(scene: &Scene, tags: Tags, topic: Topic, given: Answer) -> Node<Action> {
    let options = [(Answer::Yes, Key::Yes), (Answer::No, Key::No), (Answer::Unknown, Key::Unknown)];
    let options = options.into_iter().zip(tags).map(|((answer, key), tag)| {
        let words = scene.locale.text(key);
        choice(words, given == answer, Action::Answer(topic, answer)).tagged(tag)
    });
    row(options).across(Align::Stretch).gap(1)
}

/// Filled and checked when it is chosen.
fn choice(words: String, chosen: bool, action: Action) -> Node<Action> {
    let (fill, ink) = if chosen { (Role::Accent, Role::OnAccent) } else { (Role::Raised, Role::Ink) };
    // The check lies in the corner, so that no word moves when it comes.
    let check = chosen.then(|| icon(Icon::Check, 18, ink).placed(Align::End, Align::Start));
    let label = text(words.clone(), Style::Strong, ink).centred().lines(3);
    let mut label = column([label]).along(Align::Centre);
    label.padding = [0, 4, 0, 4];
    stack([label].into_iter().chain(check))
        .pad_by(4)
        .fill_width(1)
        .at_least(0, 7 * GRID)
        .filled(fill)
        .rounded(RADIUS)
        .selected(chosen)
        .named(words)
        .on_tap(action)
}

const DIGITS: [&str; 10] = [
    "digit-0", "digit-1", "digit-2", "digit-3", "digit-4", "digit-5", "digit-6", "digit-7", "digit-8",
    "digit-9",
];

/// The age on one line: what was typed, and the keys for it.
fn age(scene: &Scene, years: Option<u32>) -> Node<Action> {
    let locale = scene.locale;
    let typed = years.map_or_else(|| "–".to_owned(), |years| locale.number(i64::from(years)));
    let keys = (1..=9).chain([0]).map(|digit: u8| {
        key(text(locale.number(i64::from(digit)), Style::Strong, Role::Ink).centred(), digit.to_string())
            .tagged(DIGITS[usize::from(digit)])
            .on_tap(Action::Digit(digit))
    });
    let erase = key(icon(Icon::Erase, 24, Role::Ink), "erase".to_owned()).tagged("erase");
    let keys = row(keys.chain([erase.on_tap(Action::Backspace)])).gap_by(4).unmirrored();
    let told = row([
        note(locale.text(Key::Age)).lines(2).fill_width(1),
        strong(typed).centred().wide(6 * GRID).tagged("age"),
    ]);
    row([told.fill_width(1), keys]).gap(1)
}

fn key(inside: Node<Action>, name: String) -> Node<Action> {
    row([inside])
        .along(Align::Centre)
        .wide(6 * GRID)
        .tall(6 * GRID + 4)
        .filled(Role::Raised)
        .rounded(RADIUS - 4)
        .named(name)
}
