use super::lock::ask_to_take_up;
use super::{
    Action, Attempts, Desk, Draft, Effect, Event, Identify, List, Lock, Notice, Phantom, Screen, Settings,
    StartStage, Visit, draft,
};
use crate::domain::{Patient, Sex, Task};

/// The glass may be wiped for so long.
const CLEANING_MS: u64 = 30_000;

/// The splash hears how the start goes.
pub(super) fn start(
    event: Event,
    stage: &mut StartStage,
    failed: &mut Option<String>,
    desk: &mut Desk,
) -> Option<Screen> {
    match event {
        Event::Starting(reached) => *stage = reached,
        Event::StartFailed { code } => *failed = Some(code),
        Event::Started(begin) => {
            desk.attempts = Attempts::restored(begin.failed, desk.now_ms);
            desk.users = begin.users;
            desk.preferences = begin.preferences;
            if !begin.fields.is_empty() {
                desk.fields = begin.fields;
            }
            let readable = |draft: &Draft| draft.version == draft::DRAFT_VERSION;
            let drafts = begin.drafts.into_iter().filter(readable);
            desk.set_aside.extend(drafts.map(|draft| (draft.owner, draft)));
            return Some(Screen::Lock(Lock::default()));
        }
        _ => {}
    }
    None
}

/// Home, and the choice of what to practise.
pub(super) fn act(action: &Action, desk: &mut Desk, out: &mut Vec<Effect>) -> Option<Screen> {
    match action {
        Action::New(task) => return Some(Screen::Identify(Identify::new(*task))),
        Action::OpenList(kind) => return Some(Screen::List(List::open(*kind, desk, out))),
        Action::OpenSettings => return Some(Screen::Settings(Settings::default())),
        Action::OpenTraining => return Some(Screen::Training),
        Action::Practise(task, phantom) => return practise(*task, *phantom, desk),
        Action::Back => return Some(Screen::Home),
        Action::Clean => desk.cleaning_until_ms = Some(desk.now_ms + CLEANING_MS),
        Action::ChooseUser(owner) => ask_to_take_up(*owner, desk),
        Action::SendNow => {
            out.push(Effect::Sync);
            desk.notice = Some(Notice::Sending);
        }
        _ => {}
    }
    None
}

/// A practice round begins with a patient who is nobody, and never touches the store.
fn practise(task: Task, phantom: Phantom, desk: &mut Desk) -> Option<Screen> {
    let id = desk.practice_id();
    let patient = Patient {
        id: id.clone(),
        identifier: "PRACTICE".to_owned(),
        name: String::new(),
        birth_date: Some("1970".to_owned()),
        sex: Sex::Unknown,
    };
    let visit = Visit::new(id, patient, task, Some(phantom), desk)?;
    Some(Screen::Visit(Box::new(visit)))
}
