//! Questions and answers that travel by stick: the box knows what to ask, the relay has the network.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Answers, Case, Found, Mark, Round, Tally, ask, write};
use crate::clock::Clock;
use crate::dimse::is_uid;
use crate::store::{Store, StoreError};
use crate::sync::SendFault;
use crate::sync::config::Destination;

/// No box waits for more at once; it asks for as many itself.
const MOST_CASES: usize = 500;

/// What a box asks of one destination. Says nothing of where that is.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Questions {
    pub(super) cases: Vec<Case>,
    /// Places that were read before, where what is read once never changes.
    pub(super) known: BTreeSet<String>,
    pub(super) mark: Mark,
}

impl Questions {
    /// Referrals that are asked after.
    #[must_use]
    pub fn count(&self) -> usize {
        self.cases.len()
    }
}

/// Handles, UIDs and receipts become parts of addresses: nothing but our own kinds of names may.
fn is_sound(case: &Case) -> bool {
    let handles = [&case.handles.request, &case.handles.task, &case.handles.report];
    handles.into_iter().all(|handle| is_uuid(handle))
        && case.study.as_ref().is_none_or(|study| is_uid(&study.uid))
        && is_receipt(&case.receipt)
}

fn is_uuid(handle: &str) -> bool {
    handle.strip_prefix("urn:uuid:").is_some_and(|id| Uuid::try_parse(id).is_ok())
}

/// Places as `Task/12`, and words about them in brackets.
fn is_receipt(receipt: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || " -./()".contains(letter);
    receipt.chars().all(plain) && !receipt.contains("..")
}

impl Round {
    /// The part that may travel.
    #[must_use]
    pub fn into_questions(self) -> Questions {
        self.questions
    }
}

impl Case {
    /// Whether these words are our own.
    pub(super) fn says(&self, words: &str) -> bool {
        self.ours.iter().any(|ours| ours == words)
    }
}

/// Asks in the place of a box; what no box would ask is passed over.
///
/// # Errors
/// As [`ask`].
pub fn ask_for(
    destination: &Destination,
    mut questions: Questions,
    clock: &dyn Clock,
) -> Result<Answers, SendFault> {
    questions.cases.retain(is_sound);
    questions.cases.truncate(MOST_CASES);
    ask(&Round { destination: destination.clone(), questions, now: clock.now() })
}

/// Writes down what a relay brought from this destination: only what is about a referral that it has
/// and that may still be answered. The second number counts what is not.
///
/// # Errors
/// As the store.
pub fn keep_carried(
    store: &mut Store,
    destination: &Destination,
    mut answers: Answers,
    clock: &dyn Clock,
) -> Result<(Tally, usize), StoreError> {
    let awaited = store.awaited(&destination.name)?;
    let awaited: BTreeSet<String> = awaited.into_iter().map(|awaited| awaited.encounter_id).collect();
    let brought = answers.found.len();
    let now = clock.now();
    answers.found.retain_mut(|found| match found {
        Found::Verdict(verdict) => {
            verdict.received.clone_from(&now);
            verdict.destination == destination.name && awaited.contains(&verdict.encounter_id)
        }
        Found::Refused { encounter_id, .. } => awaited.contains(encounter_id),
    });
    let ignored = brought - answers.found.len();
    Ok((write(store, &destination.name, &answers)?, ignored))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::fhir::Handles;

    fn case(request: &str, receipt: &str) -> Case {
        let uuid = "urn:uuid:6f1c2d7e-0000-4000-8000-000000000001".to_owned();
        let handles =
            Handles { request: request.to_owned(), task: uuid.clone(), report: uuid, patient: Vec::new() };
        let (encounter_id, receipt) = ("1".to_owned(), receipt.to_owned());
        Case { encounter_id, handles, ours: Vec::new(), receipt, own: BTreeSet::new(), study: None }
    }

    #[test]
    fn only_names_of_ours_become_addresses() {
        let good = "urn:uuid:6f1c2d7e-0000-4000-8000-000000000002";
        assert!(is_sound(&case(good, "ServiceRequest/1 Task/2 (by relay ab12)")));
        for request in ["", "urn:uuid:", "urn:uuid:x&_count=1", "6f1c2d7e-0000-4000-8000-000000000002"] {
            assert!(!is_sound(&case(request, "")), "{request}");
        }
        for receipt in ["Task/../Patient", "Task/1?x=1", "Task/1\n", "Task/%2e"] {
            assert!(!is_sound(&case(good, receipt)), "{receipt}");
        }
    }
}
