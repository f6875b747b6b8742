//! What stands around every screen: the bars, and what lies over it.

mod bars;
mod covers;
mod questions;

pub use covers::{asleep, cleaning, fault};

use super::Scene;
use crate::flow::{Action, Screen};
use crate::ui::{Node, column, stack};

/// The screen between the bars, with what lies over it: a notice, a question.
pub fn around(scene: &Scene, inside: Node<Action>) -> Node<Action> {
    let model = scene.model;
    if matches!(model.screen, Screen::Splash { .. }) {
        return inside;
    }
    let identity = model.identity().map(|identity| bars::identity(scene, &identity));
    let page = column([bars::top(scene)].into_iter().chain(identity).chain([inside.fill()]));
    let question = model.desk.ask.as_ref().map(|question| questions::dialog(scene, question));
    stack([page].into_iter().chain(question))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{Kiosk, look};
    use crate::domain::{FaultClass, Task};
    use crate::flow::{Action, Alert, Event, Notice, Phantom, Question};

    #[test]
    fn every_question_fits() {
        let mut kiosk = Kiosk::at_home(2);
        let owner = kiosk.model.desk.users[0].id;
        let questions = [
            Question::AbandonVisit,
            Question::LeaveResult,
            Question::DiscardForm,
            Question::TakeUp(owner),
            Question::RemoveUser(owner),
            Question::Restart,
            Question::ShutDown,
        ];
        for (place, question) in questions.into_iter().enumerate() {
            kiosk.model.desk.ask = Some(question);
            look(&format!("ask-{place}"), &kiosk.model);
        }
    }

    #[test]
    fn every_notice_and_every_alert_fits() {
        let mut kiosk = Kiosk::at_home(0);
        for alert in Alert::ALL {
            kiosk.send(Event::Alerts(vec![alert, Alert::Hot]));
            look(&format!("alert-{alert:?}"), &kiosk.model);
        }
        for notice in [
            Notice::WorkKept,
            Notice::ConsentDeclined,
            Notice::CardUnknown,
            Notice::NoneFound,
            Notice::CameraFailed,
            Notice::PicturesLost,
            Notice::NotSaved,
            Notice::Saved,
            Notice::Sending,
            Notice::SupportUnderWay,
            Notice::SupportFailed,
            Notice::ScreenshotSaved,
            Notice::ScreenshotRefused,
            Notice::UserReleased,
        ] {
            kiosk.model.desk.notice = Some(notice);
            look(&format!("notice-{notice:?}"), &kiosk.model);
        }
    }

    #[test]
    fn the_covers_fit() {
        let mut kiosk = Kiosk::at_home(0);
        kiosk.tap(Action::Clean);
        let cover = look("cleaning", &kiosk.model);
        assert!(cover.contains("30"), "the seconds are told: {cover}");
        kiosk.model.desk.cleaning_until_ms = None;
        for class in
            [FaultClass::Transient, FaultClass::NeedsOperator, FaultClass::NeedsTechnician, FaultClass::Bug]
        {
            kiosk.send(Event::Fault { code: "disk-full".to_owned(), class });
            let fault = look(&format!("fault-{class:?}"), &kiosk.model);
            assert!(fault.contains("disk-full"), "the code is told: {fault}");
        }
        kiosk.model.desk.guard.asleep = true;
        assert!(!look("asleep", &kiosk.model).contains("button"));
    }

    #[test]
    fn a_practice_round_says_so_instead_of_a_name() {
        let mut kiosk = Kiosk::at_home(0);
        kiosk.tap(Action::OpenTraining);
        kiosk.tap(Action::Practise(Task::Dr, Phantom::Healthy));
        let tree = look("practice", &kiosk.model);
        assert!(tree.contains("practice bar"), "{tree}");
    }
}
