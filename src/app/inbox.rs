//! Pictures that came from panels and wait for their encounter.

use serde::{Deserialize, Serialize};

use super::{App, AppError};
use crate::store::BOX;

/// What is noted beside a picture of the inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    pub received_wall_ms: i64,
    /// AE title of the sender.
    pub from: String,
    pub patient: String,
    pub name: String,
    pub birth_date: String,
    pub sex: String,
    pub modality: String,
    pub study_date: String,
    pub laterality: String,
    /// Encounter that it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encounter: Option<String>,
}

/// Takes a picture out for good.
pub fn remove(app: &App, picture: &str, operator: &str) -> Result<bool, AppError> {
    let mut store = app.store()?;
    let inbox = store.inbox(app.inbox_limits());
    let id = inbox.find(picture)?.id;
    let actor = if operator.is_empty() { BOX } else { operator };
    store.audit(actor, "inbox-removed", &id, &serde_json::json!({}))?;
    inbox.remove(&id)?;
    app.out.emit(&serde_json::json!({ "id": id, "removed": true }), || format!("{id} removed"))?;
    Ok(true)
}

/// What waits, and with `all` what was screened.
pub fn list(app: &App, all: bool) -> Result<bool, AppError> {
    let inbox = app.store()?.inbox(app.inbox_limits());
    let found = inbox.list()?;
    if !found.iter().any(|waits| all || !waits.done) {
        app.out.say("Nothing waits in the inbox")?;
    }
    for waits in found.iter().filter(|waits| all || !waits.done) {
        let note: Note = serde_json::from_slice(&waits.note).unwrap_or_default();
        let line =
            serde_json::json!({ "id": waits.id, "done": waits.done, "twin": waits.twin, "note": note });
        app.out.emit(&line, || {
            let twin = if waits.twin { "  ! same UID as another" } else { "" };
            let done = if waits.done { "  screened" } else { "" };
            format!(
                "{}  {}  {:3} {}  {}  {}{done}{twin}",
                waits.id,
                super::records::day_and_minute(note.received_wall_ms),
                note.modality,
                note.from,
                note.patient,
                note.name
            )
        })?;
    }
    Ok(true)
}

/// One picture with what its header says.
pub fn show(app: &App, picture: &str) -> Result<bool, AppError> {
    let inbox = app.store()?.inbox(app.inbox_limits());
    let waits = inbox.find(picture)?;
    let note: Note = serde_json::from_slice(&waits.note).unwrap_or_default();
    let line = serde_json::json!({ "id": waits.id, "done": waits.done, "twin": waits.twin, "note": note });
    app.out.emit(&line, || {
        let dash = |text: &str| if text.is_empty() { "not said".to_owned() } else { text.to_owned() };
        let mut text = format!("{}\n  patient     {}\n", waits.id, dash(&note.patient));
        text += &format!("  name        {}\n  born        {}\n", dash(&note.name), dash(&note.birth_date));
        text += &format!("  sex         {}\n  modality    {}\n", dash(&note.sex), dash(&note.modality));
        text += &format!("  study date  {}\n  sent by     {}", dash(&note.study_date), dash(&note.from));
        if let Some(encounter) = &note.encounter {
            text += &format!("\n  screened    {encounter}");
        }
        text
    })?;
    Ok(true)
}
