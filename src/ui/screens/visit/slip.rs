use super::Scene;
use super::parts::{back, roomy, side_width};
use super::result::{due, sign};
use crate::domain::EncounterRecord;
use crate::flow::{Action, Slip, Visit};
use crate::locale::Key;
use crate::ui::components::{Look, button, qr, warning};
use crate::ui::theme::{GRID, RADIUS};
use crate::ui::{Align, Icon, Node, Role, Style, column, icon, note, row, space, strong, text, title};

/// What the patient takes along, as it is printed, and what the printer said.
pub fn screen(scene: &Scene, visit: &Visit, slip: &Slip) -> Node<Action> {
    let locale = scene.locale;
    let waiting = visit.is_waiting();
    let (symbol, said) = match (&slip.fault, slip.printed) {
        _ if waiting => (Icon::Clock, Some(Key::Printing)),
        (Some(code), _) => {
            let words = Key::named(&format!("fault-{code}")).unwrap_or(Key::PrintFailed);
            (Icon::Warning, Some(words))
        }
        (None, 0) => (Icon::Printer, None),
        (None, _) => (Icon::Check, Some(Key::Printed)),
    };
    let printed = slip.printed > 0 && slip.fault.is_none();
    let state = said.map(|key| match slip.fault {
        Some(_) if !waiting => warning(symbol, locale.text(key)),
        _ => row([icon(symbol, 32, Role::AccentInk), strong(locale.text(key)).fill_width(1)]).gap(1),
    });
    let code = slip.fault.as_ref().map(|code| note(locale.text_with(Key::Code, &[("code", code.as_str())])));
    let look = |first: bool| if first { Look::Primary } else { Look::Secondary };
    let print = if slip.fault.is_some() { Key::Retry } else { Key::PrintSlip };
    let print = button(look(!printed), Icon::Printer, locale.text(print), Action::Print);
    let on = if printed { Key::Done } else { Key::WithoutSlip };
    let on = button(look(printed), Icon::Forward, locale.text(on), Action::Next);
    let heading = state.is_none().then(|| title(locale.text(Key::SlipTitle)));
    let actions = heading.into_iter().chain(state).chain(code).chain([
        space(),
        print.enabled(!waiting).tagged("print"),
        row([back(scene), on.pad_sides(1, 0).fill_width(1).at_least(0, 7 * GRID).tagged("next")]).gap(1),
    ]);
    row([paper(scene, &slip.record).fill(), column(actions).gap(1).wide(side_width(scene)).fill_height(1)])
        .gap(2)
        .pad_sides(2, 1)
        .fill()
}

fn paper(scene: &Scene, record: &EncounterRecord) -> Node<Action> {
    let locale = scene.locale;
    let sign = sign(record);
    let word = locale.disposition(record.conclusion.disposition);
    let code = qr(&record.referral_id(), if roomy(scene) { 5 } else { 3 });
    let head = column([
        strong(record.patient.name.clone()).may_cut(),
        note(record.patient.identifier.clone()).may_cut(),
        row([icon(sign.icon(), 32, Role::Ink), text(word, Style::Strong, Role::Ink).lines(2).fill_width(1)])
            .gap(1),
    ]);
    let id: String = record.referral_id().chars().take(8).collect();
    let operator = locale.text_with(Key::Operator, &[("name", record.operator.as_str())]);
    let lines = [
        row([head.fill_width(1)].into_iter().chain(code)).across(Align::Start).gap(1),
        note(locale.pack_text(&record.conclusion.action)),
        strong(due(scene, record)).lines(1),
        space(),
        note(locale.text(Key::SlipKeep)),
        row([note(locale.text_with(Key::ReferralId, &[("id", id.as_str())])).lines(1)]),
        note(operator).may_cut(),
    ];
    column(lines.into_iter().chain(record.research_use.then(|| research(scene))))
        .pad_sides(2, 1)
        .filled(Role::Surface)
        .edged(Role::Edge, 1)
        .rounded(RADIUS / 2)
        .lifted()
        .tagged("paper")
}

/// Is printed while the model has not cleared its bar.
fn research(scene: &Scene) -> Node<Action> {
    row([
        icon(Icon::Warning, 22, Role::AccentInk),
        text(scene.locale.text(Key::ResearchUse), Style::Note, Role::Ink).fill_width(1),
    ])
    .gap(1)
    .pad_by(4)
    .filled(Role::AccentTint)
    .rounded(8)
    .tagged("research-use")
}

/// The end of an encounter: what became of it, and the ways on.
pub fn done(scene: &Scene, visit: &Visit) -> Node<Action> {
    let locale = scene.locale;
    let words = if visit.training.is_some() { Key::DonePractice } else { Key::DoneKept };
    let mut buttons = Vec::new();
    if visit.training.is_none() {
        let eye =
            button(Look::Secondary, Icon::Eye, locale.text(Key::NewEye), Action::NEW_EYE).tagged("new-eye");
        let chest = button(Look::Secondary, Icon::Lungs, locale.text(Key::NewChest), Action::NEW_CHEST);
        buttons.extend([eye.fill_width(1), chest.tagged("new-chest").fill_width(1)]);
    }
    buttons.push(
        button(Look::Primary, Icon::Check, locale.text(Key::Done), Action::Next).fill_width(1).tagged("done"),
    );
    let mark = row([icon(Icon::Check, 56, Role::OnAccent)])
        .along(Align::Centre)
        .wide(12 * GRID)
        .tall(12 * GRID)
        .filled(Role::Accent)
        .rounded(6 * GRID);
    let said = column([
        text(locale.text(Key::Done), Style::Display, Role::Ink),
        text(locale.text(words), Style::Body, Role::SoftInk),
    ]);
    let end = column([space(), row([mark, said.fill_width(1)]).gap(3).pad_sides(2, 0), space()]).fill();
    column([end, row(buttons).across(Align::Stretch).gap(1)]).pad(2).fill()
}
