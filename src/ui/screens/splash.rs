use super::Scene;
use crate::flow::{Action, StartStage};
use crate::locale::Key;
use crate::ui::components::{Look, button, fault, progress};
use crate::ui::{Align, Icon, Node, Role, Style, column, icon, row, text};

/// Drawn before anything else works, so that a start that fails is seen and says what to do.
pub fn screen(scene: &Scene, stage: StartStage, failed: Option<&str>) -> Node<Action> {
    let locale = scene.locale;
    if let Some(code) = failed {
        let restart = button(Look::Primary, Icon::Power, locale.text(Key::Restart), Action::Restart);
        return fault(
            locale.text(Key::StartFailed),
            locale.text(Key::StartFailedHelp),
            locale.text_with(Key::Code, &[("code", code)]),
            [restart.tagged("restart")],
        );
    }
    let (words, done) = match stage {
        StartStage::Hardware => (Key::StartHardware, 100),
        StartStage::Store => (Key::StartStore, 350),
        StartStage::Models => (Key::StartModels, 600),
        StartStage::Camera => (Key::StartCamera, 850),
    };
    let mark = row([icon(Icon::Eye, 64, Role::OnAccent)])
        .along(Align::Centre)
        .wide(112)
        .tall(112)
        .filled(Role::Accent)
        .rounded(32);
    column([
        mark,
        text("Farlight", Style::Display, Role::Ink).centred(),
        progress(locale.text(words), done).wide(420),
    ])
    .gap(3)
    .along(Align::Centre)
    .across(Align::Centre)
    .filled(Role::Ground)
    .tagged("splash")
}

#[cfg(test)]
mod tests {
    use super::super::samples::{Kiosk, look};
    use crate::flow::{Event, StartStage};

    #[test]
    fn the_start_is_seen_and_its_failure_says_what_to_do() {
        let mut kiosk = Kiosk::default();
        for stage in [StartStage::Hardware, StartStage::Store, StartStage::Models, StartStage::Camera] {
            kiosk.send(Event::Starting(stage));
            look(&format!("splash-{stage:?}"), &kiosk.model);
        }
        kiosk.send(Event::StartFailed { code: "store-locked".to_owned() });
        let tree = look("splash-failed", &kiosk.model);
        assert!(tree.contains("store-locked") && tree.contains("restart"), "{tree}");
    }
}
