use crate::domain::FaultClass;
use crate::flow::{Action, Fault};
use crate::locale::Key;
use crate::ui::components::{Look, button, fault as fault_page};
use crate::ui::screens::Scene;
use crate::ui::{Align, Icon, Node, Role, Style, column, icon, text};

use super::bars::whole;

pub fn asleep() -> Node<Action> {
    column([]).filled(Role::PictureGround).tagged("asleep")
}

/// What happened in plain words, what to do, and the code to say.
pub fn fault(scene: &Scene, fault: &Fault) -> Node<Action> {
    let locale = scene.locale;
    let close =
        button(Look::Secondary, Icon::Close, locale.text(Key::Close), Action::Dismiss).tagged("close");
    let helps = match fault.class {
        FaultClass::Transient | FaultClass::NeedsOperator => {
            button(Look::Primary, Icon::Retake, locale.text(Key::Retry), Action::Retry).tagged("retry")
        }
        FaultClass::NeedsTechnician | FaultClass::Bug => {
            button(Look::Primary, Icon::Power, locale.text(Key::Restart), Action::Restart).tagged("restart")
        }
    };
    fault_page(
        locale.text(Key::WentWrong),
        locale.fault(&fault.code, fault.class),
        locale.text_with(Key::Code, &[("code", fault.code.as_str())]),
        [close, helps],
    )
}

/// Touch is off while the glass is wiped; the seconds that are left.
pub fn cleaning(scene: &Scene) -> Node<Action> {
    let desk = &scene.model.desk;
    let left_ms = desk.cleaning_until_ms.unwrap_or_default().saturating_sub(desk.now_ms);
    column([
        icon(Icon::Drop, 88, Role::AccentInk),
        text(scene.locale.number(whole(left_ms.div_ceil(1000))), Style::Display, Role::Ink).centred(),
        text(scene.locale.text(Key::CleaningNote), Style::Title, Role::SoftInk).centred(),
    ])
    .gap(3)
    .pad(6)
    .along(Align::Centre)
    .across(Align::Centre)
    .filled(Role::Ground)
    .tagged("cleaning")
}
