//! Pictures of the inbox on their way to a screening: whose they are is held against what the
//! operator says, and two patients are never mixed.

use std::collections::BTreeSet;
use std::io::IsTerminal;

use super::args::{ScreenArgs, SexArg};
use super::inbox::Note;
use super::{App, AppError};
use crate::capture::Shot;
use crate::dimse::Header;
use crate::domain::{Laterality, Task};
use crate::store::{Inbox, Store};

/// Pictures of one patient.
pub struct Films {
    inbox: Inbox,
    notes: Vec<(String, Note)>,
    pub shots: Vec<(Option<Laterality>, Shot)>,
    /// The command line with what the pictures add.
    pub args: ScreenArgs,
}

impl Films {
    /// `None` when the command line names none.
    ///
    /// # Errors
    /// [`AppError::Usage`] when the pictures are another patient's, or it is not sure whose.
    pub fn take(app: &App, store: &Store, args: &ScreenArgs) -> Result<Option<Self>, AppError> {
        if args.inbox.is_empty() {
            return Ok(None);
        }
        let inbox = store.inbox(app.inbox_limits());
        let (mut notes, mut shots, mut headers) = (Vec::new(), Vec::new(), Vec::new());
        for begin in &args.inbox {
            let waits = inbox.find(begin)?;
            if waits.done {
                return usage("this picture was screened already: farlight inbox list --all tells as what");
            }
            let bytes = inbox.read(&waits.id)?;
            let header = Header::of_file(&bytes).unwrap_or_default();
            shots.push((side(&header)?, Shot { bytes, source: "inbox".to_owned() }));
            headers.push(header);
            notes.push((waits.id, serde_json::from_slice(&waits.note).unwrap_or_default()));
        }
        let Some(header) = headers.first().filter(|first| headers.iter().all(|one| same_person(one, first)))
        else {
            return usage("these pictures are not of one patient: screen each on its own");
        };
        confirm(app, args, header)?;
        let args = joined(store, args, header)?;
        Ok(Some(Self { inbox, notes, shots, args }))
    }

    /// # Errors
    /// When eyes and chest are mixed, or an eye or chest comes twice.
    pub fn task(&self) -> Result<Task, AppError> {
        let sides: Vec<_> = self.shots.iter().map(|(side, _)| *side).collect();
        match sides[..] {
            [None] => Ok(Task::Tb),
            [Some(_)] => Ok(Task::Dr),
            [Some(one), Some(other)] if one != other => Ok(Task::Dr),
            _ => usage("one chest film, or one picture of each eye, makes a screening"),
        }
    }

    /// The encounter is stored: the pictures wait no longer.
    ///
    /// # Errors
    /// When the inbox cannot be written.
    pub fn finish(self, encounter: &str) -> Result<(), AppError> {
        for (id, note) in self.notes {
            let note = Note { encounter: Some(encounter.to_owned()), ..note };
            self.inbox.finish(&id, &serde_json::to_vec(&note)?)?;
        }
        Ok(())
    }
}

fn usage<T>(words: &str) -> Result<T, AppError> {
    Err(AppError::Usage(words.to_owned()))
}

/// Which eye; `None` for a chest.
fn side(header: &Header) -> Result<Option<Laterality>, AppError> {
    match (header.modality.as_str(), header.laterality.as_str()) {
        ("OP", "R") => Ok(Some(Laterality::Od)),
        ("OP", "L") => Ok(Some(Laterality::Os)),
        ("OP", _) => {
            usage("the photograph does not say which eye it shows: set the laterality at the camera")
        }
        _ => Ok(None),
    }
}

fn same_person(one: &Header, other: &Header) -> bool {
    one.patient_number == other.patient_number
        && one.issuer == other.issuer
        && same_name(&one.patient_name, &other.patient_name)
        && one.birth_date == other.birth_date
}

/// The same words in any order and case; an unknown name contradicts nothing.
pub fn same_name(one: &str, other: &str) -> bool {
    let words = |name: &str| {
        let lower = name.to_lowercase();
        let parts = lower.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let (one, other) = (words(one), words(other));
    one.is_empty() || other.is_empty() || one == other
}

/// Fills in what the command line leaves open; refuses what the picture contradicts.
fn joined(store: &Store, args: &ScreenArgs, header: &Header) -> Result<ScreenArgs, AppError> {
    let mut joined = args.clone();
    let told = args.patient.as_deref().map(str::trim).filter(|number| !number.is_empty());
    let same = |number: &str| number.eq_ignore_ascii_case(header.patient_number.trim());
    match told {
        None if header.patient_number.trim().is_empty() => {
            return usage("the picture bears no patient number: give --patient");
        }
        None => joined.patient = Some(header.patient_number.clone()),
        Some(number) if same(number) || header.patient_number.trim().is_empty() || args.other_number => {}
        Some(_) => {
            return usage(
                "the picture bears another patient's number: check the card, and farlight inbox show; where \
                 the X-ray has numbers of its own, say --other-number",
            );
        }
    }
    let stored = store.patient_by_identifier(joined.patient.as_deref().unwrap_or_default().trim())?;
    let known = stored.as_ref().map(|patient| patient.name.as_str()).filter(|name| !name.is_empty());
    let name = args.name.as_deref().or(known).unwrap_or_default();
    if !same_name(name, &header.patient_name) {
        return usage("the picture bears another name: check the card, and farlight inbox show");
    }
    if args.other_number && (name.trim().is_empty() || header.patient_name.is_empty()) {
        return usage("--other-number needs a name on the card and on the picture");
    }
    if known.is_none() && args.name.is_none() && !header.patient_name.is_empty() {
        joined.name = Some(header.patient_name.clone());
    }
    join_facts(&mut joined, header)?;
    Ok(joined)
}

fn join_facts(joined: &mut ScreenArgs, header: &Header) -> Result<(), AppError> {
    let date = Some(header.birth_date.as_str()).filter(|date| !date.is_empty());
    if let Some(date) = date {
        let told = joined.birth_date.get_or_insert_with(|| date.to_owned());
        if !date.starts_with(told.as_str()) {
            return usage("the picture bears another date of birth: check the card, and farlight inbox show");
        }
    } else if joined.birth_date.is_none() && joined.age.is_none() {
        joined.age = header.age_years;
    }
    let sex = match header.sex.as_str() {
        "F" => SexArg::Female,
        "M" => SexArg::Male,
        "O" => SexArg::Other,
        _ => SexArg::Unknown,
    };
    if joined.sex == SexArg::Unknown {
        joined.sex = sex;
    } else if sex != SexArg::Unknown && sex != joined.sex {
        return usage("the picture bears another sex: check the card, and farlight inbox show");
    }
    Ok(())
}

/// Whoever typed the number of the card has said who it is; everybody else is asked.
fn confirm(app: &App, args: &ScreenArgs, header: &Header) -> Result<(), AppError> {
    let bears_a_number = !header.patient_number.trim().is_empty();
    if args.confirmed || args.other_number || (bears_a_number && args.patient.is_some()) {
        return Ok(());
    }
    if app.out.json || !std::io::stdin().is_terminal() {
        return usage(
            "say who it is: --patient with the number on the card, or --confirmed after farlight inbox show",
        );
    }
    eprintln!(
        "Number {}, name {}, born {}. Is this the person at hand? Type yes:",
        header.patient_number, header.patient_name, header.birth_date
    );
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    if line.trim().eq_ignore_ascii_case("yes") { Ok(()) } else { usage("not confirmed: nothing was stored") }
}
