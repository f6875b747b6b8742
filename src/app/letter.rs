//! The letter that the patient takes along.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;

use super::args::LetterArgs;
use super::{App, AppError};
use crate::domain::EncounterRecord;
use crate::interop::pdf::{self, LetterWords};
use crate::locale::{Key, Language, Locale};
use crate::store::BOX;

/// Writes it; the file names the patient, so that only its owner may read it.
pub fn run(app: &App, args: &LetterArgs) -> Result<bool, AppError> {
    let language = Language::ALL.into_iter().find(|language| language.code() == args.language);
    let Some(language) = language else {
        let known: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
        let message = format!("there is no language '{}': choose {}", args.language, known.join(", "));
        return Err(AppError::Usage(message));
    };
    let mut store = app.store()?;
    let record = store.encounter(&args.encounter)?;
    let page = pdf::letter(&record, &words(&record, &Locale::new(language, true)))?;
    let details = serde_json::json!({ "language": language.code() });
    // Written first: what leaves the box in clear is on the record even if the write is cut off.
    store.audit(BOX, "letter-written", &record.id, &details)?;
    let file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&args.out);
    let mut file = file.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            AppError::Usage("the file of --out is there already: name a new one".to_owned())
        }
        _ => AppError::Io(error),
    })?;
    file.write_all(&page)?;
    file.sync_all()?;
    let line = serde_json::json!({ "encounter": record.id, "file": args.out });
    app.out.emit(&line, || format!("letter written to {}", args.out.display()))?;
    Ok(true)
}

/// What the patient reads, in their language.
fn words(record: &EncounterRecord, locale: &Locale) -> LetterWords {
    let conclusion = &record.conclusion;
    let date = locale.date_of(&conclusion.due);
    LetterWords {
        language: locale.language().code().to_owned(),
        title: locale.text(Key::SlipTitle),
        disposition: locale.disposition(conclusion.disposition),
        action: locale.pack_text(&conclusion.action),
        due: locale.text_with(Key::Due, &[("date", date.as_str())]),
        keep: locale.text(Key::SlipKeep),
        research: record.research_use.then(|| locale.text(Key::ResearchUse)),
    }
}
