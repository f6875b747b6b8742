//! The verdict comes home: asks each destination what became of the referrals that it has, believes
//! only what names the right patient and the right study, and hands it to the store.
//!
//! A look has three parts, so that nobody waits for a slow network: [`prepare`] reads the store,
//! [`ask`] speaks with the destination, [`keep`] writes. Runs on the sync thread, or where it is called.
//! A look that is cut off loses nothing: what was not kept is asked for again.
//!
//! Where the box has no network, its [`Questions`] travel to a relay, which asks in its place, and the
//! [`Answers`] travel back: `carried`.

mod carried;
mod dicomweb;
mod fhir;
mod words;

pub use carried::{Questions, ask_for, keep_carried};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::config::{Destination, Kind};
use super::uplink::Line;
use super::{SendFault, SyncError};
use crate::clock::Clock;
use crate::domain::{Channel, EncounterRecord, ImageRecord, Stamp, Verdict};
use crate::interop::dicom::Study;
use crate::interop::fhir::{self as fhir_words, Handles};
use crate::interop::summary;
use crate::store::{Store, StoreError};

const DAY_MS: i64 = 86_400_000;
/// Where a look writes down how far it came.
const KEPT: &str = "verdicts.";

/// A referral that waits for its verdict: what finds it, and what tells our own words there apart.
#[derive(Debug, Serialize, Deserialize)]
struct Case {
    encounter_id: String,
    handles: Handles,
    /// What we wrote there ourselves: a specialist who leaves it untouched has not said it.
    ours: Vec<String>,
    receipt: String,
    /// UIDs of our own instances in the study.
    own: BTreeSet<String>,
    /// `None` at a destination that has no study of it.
    study: Option<StudyKey>,
}

/// What an object must bear to belong to the study of a case.
#[derive(Debug, Serialize, Deserialize)]
struct StudyKey {
    uid: String,
    patient_id: String,
}

/// What one look asks of one destination.
pub struct Round {
    destination: Destination,
    questions: Questions,
    now: Stamp,
}

/// How far the last look came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// The latest change that was seen, as the server wrote it.
    since: Option<String>,
    /// When everything was asked for, whatever its last change.
    whole_wall_ms: Option<i64>,
}

/// What came of a look.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answers {
    found: Vec<Found>,
    mark: Mark,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Found {
    Verdict(Box<Verdict>),
    /// An answer that is not believed.
    Refused {
        encounter_id: String,
        place: String,
        reason: String,
    },
}

/// What a look changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Verdicts that were not known before.
    pub new: u32,
    /// Answers that are not believed, not known before.
    pub refused: u32,
    /// Referrals that were asked after.
    pub asked: u32,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.refused += other.refused;
        self.asked += other.asked;
    }
}

/// One whole look at one destination, where nobody else waits for the store.
///
/// # Errors
/// Outside when the store fails, inside when the destination does not answer as it should.
pub fn look(
    store: &mut Store,
    destination: &Destination,
    clock: &dyn Clock,
) -> Result<Result<Tally, SendFault>, SyncError> {
    let round = prepare(store, destination, clock)?;
    match ask(&round) {
        Ok(answers) => Ok(Ok(keep(store, &round, &answers)?)),
        Err(fault) => Ok(Err(fault)),
    }
}

/// What is to be asked of this destination.
///
/// # Errors
/// When the store cannot be read.
pub fn prepare(store: &Store, destination: &Destination, clock: &dyn Clock) -> Result<Round, StoreError> {
    let now = clock.now();
    if matches!(destination.kind, Kind::Hl7 | Kind::Dimse) {
        let questions = Questions::default();
        return Ok(Round { destination: destination.clone(), questions, now });
    }
    let kept = store.kept(&format!("{KEPT}{}", destination.name))?;
    let mut mark: Mark = kept.and_then(|kept| serde_json::from_slice(&kept).ok()).unwrap_or_default();
    // Once a day everything is asked for, and after the clock went back: a wrong mark hides nothing long.
    let whole =
        !mark.whole_wall_ms.is_some_and(|last| (last..last.saturating_add(DAY_MS)).contains(&now.wall_ms));
    if whole {
        mark = Mark { since: None, whole_wall_ms: Some(now.wall_ms) };
    }
    let mut cases = Vec::new();
    for awaited in store.awaited(&destination.name)? {
        // An instance never changes: after the first verdict, a day's patience is enough.
        if destination.kind == Kind::Dicomweb && awaited.answered && !whole {
            continue;
        }
        let record = match store.encounter(&awaited.encounter_id) {
            Ok(record) => record,
            Err(StoreError::Damaged(_) | StoreError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        cases.push(case(store, destination, &record, awaited.receipt));
    }
    let known = match destination.kind {
        Kind::Dicomweb => store.answer_places(&destination.name)?.into_iter().collect(),
        _ => BTreeSet::new(),
    };
    Ok(Round { destination: destination.clone(), questions: Questions { cases, known, mark }, now })
}

fn case(store: &Store, destination: &Destination, record: &EncounterRecord, receipt: String) -> Case {
    let study = (destination.kind == Kind::Dicomweb).then(|| study_key(store, record)).flatten();
    let (study, own) = study.unzip();
    let mut ours: Vec<String> = summary::cautions(record).into_iter().map(Into::into).collect();
    ours.push(summary::report(record).join("\n"));
    Case {
        encounter_id: record.id.clone(),
        handles: fhir_words::handles(record, &destination.policy()),
        ours,
        receipt,
        own: own.unwrap_or_default(),
        study,
    }
}

fn study_key(store: &Store, record: &EncounterRecord) -> Option<(StudyKey, BTreeSet<String>)> {
    let read = |image: &ImageRecord| store.read_image(&image.id).map_err(Into::into);
    let study = Study::open(record, &read).ok()?;
    let own = study.parts().into_iter().map(|part| study.instance(part).uid).collect();
    Some((StudyKey { uid: study.uid().to_owned(), patient_id: study.patient_id() }, own))
}

impl Round {
    /// Whether there is anybody to ask after.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.questions.cases.is_empty()
    }
}

/// Asks the destination.
///
/// # Errors
/// [`SendFault`] when it does not answer, or not as a server of its kind would.
pub fn ask(round: &Round) -> Result<Answers, SendFault> {
    if round.is_empty() {
        return Ok(Answers { found: Vec::new(), mark: round.questions.mark.clone() });
    }
    let line = Line::open(&round.destination)?;
    match round.destination.kind {
        Kind::Fhir => fhir::ask(&line, round),
        Kind::Dicomweb => dicomweb::ask(&line, round),
        // Nothing comes back that way but the acknowledgement.
        Kind::Hl7 | Kind::Dimse => Ok(Answers { found: Vec::new(), mark: round.questions.mark.clone() }),
    }
}

/// Writes down what came home. What is known already changes nothing.
///
/// # Errors
/// When the store cannot be written; the next look brings the same again.
pub fn keep(store: &mut Store, round: &Round, answers: &Answers) -> Result<Tally, StoreError> {
    let asked = u32::try_from(round.questions.cases.len()).unwrap_or(u32::MAX);
    Ok(Tally { asked, ..write(store, &round.destination.name, answers)? })
}

fn write(store: &mut Store, name: &str, answers: &Answers) -> Result<Tally, StoreError> {
    let mut tally = Tally::default();
    for found in &answers.found {
        match found {
            Found::Verdict(verdict) => {
                let new = store.take_verdict(verdict)?;
                tally.new += u32::from(new);
                if new {
                    log::info!("encounter {}: a verdict came from {name}", verdict.encounter_id);
                }
            }
            Found::Refused { encounter_id, place, reason } => {
                let new = store.refuse_answer(encounter_id, (name, place), reason)?;
                tally.refused += u32::from(new);
                if new {
                    log::warn!("encounter {encounter_id}: an answer from {name} is not believed: {reason}");
                }
            }
        }
    }
    if let Ok(mark) = serde_json::to_vec(&answers.mark) {
        store.keep(&format!("{KEPT}{name}"), &mark)?;
    }
    Ok(tally)
}

impl Round {
    fn verdict(&self, case: &Case, said: words::Said, from: (Channel, &str), decided: Option<i64>) -> Found {
        let (channel, place) = from;
        if said.contradicts {
            return self.refused(case, place, "it says two things that exclude each other");
        }
        let (opinion, grades, words) = said.conclude();
        Found::Verdict(Box::new(Verdict {
            encounter_id: case.encounter_id.clone(),
            opinion,
            grades,
            words,
            channel,
            destination: self.destination.name.clone(),
            place: place.to_owned(),
            decided_wall_ms: decided,
            received: self.now.clone(),
        }))
    }

    #[allow(clippy::unused_self)] // reads beside `verdict`
    fn refused(&self, case: &Case, place: &str, reason: &str) -> Found {
        Found::Refused {
            encounter_id: case.encounter_id.clone(),
            place: place.to_owned(),
            reason: reason.to_owned(),
        }
    }
}
