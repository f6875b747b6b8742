use crate::flow::{Action, Question, UserId};
use crate::locale::Key;
use crate::ui::components::{Look, button, dialog as panel};
use crate::ui::screens::Scene;
use crate::ui::{Icon, Node};

/// Stands before the screen until it is answered; what destroys looks like it.
pub fn dialog(scene: &Scene, question: &Question) -> Node<Action> {
    let locale = scene.locale;
    let (symbol, asked, yes, destroys) = match question {
        Question::AbandonVisit => (Icon::Trash, Key::AskAbandon, Key::Yes, true),
        Question::LeaveResult => (Icon::Printer, Key::AskLeaveResult, Key::WithoutSlip, false),
        Question::DiscardForm => (Icon::Trash, Key::AskDiscardForm, Key::Yes, true),
        Question::TakeUp(_) => (Icon::User, Key::AskTakeUp, Key::Yes, false),
        Question::RemoveUser(_) => (Icon::Trash, Key::AskRemoveUser, Key::RemoveUser, true),
        Question::Restart => (Icon::Power, Key::AskRestart, Key::Restart, false),
        Question::ShutDown => (Icon::Power, Key::AskShutDown, Key::ShutDown, true),
    };
    let look = if destroys { Look::Danger } else { Look::Primary };
    let about = match question {
        Question::TakeUp(user) | Question::RemoveUser(user) => name(scene, *user),
        _ => String::new(),
    };
    let no = button(Look::Secondary, None, locale.text(Key::Cancel), Action::Dismiss).tagged("no");
    let yes = button(look, destroys.then_some(symbol), locale.text(yes), Action::Confirm).tagged("yes");
    panel(symbol, locale.text(asked), about, [no, yes])
}

fn name(scene: &Scene, user: UserId) -> String {
    scene.model.desk.user_by_id(user).map_or_else(String::new, |user| user.name.clone())
}
