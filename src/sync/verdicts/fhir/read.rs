//! What a Task or a report says, and of whom.

use serde_json::Value;

use super::json::{list, pairs, place_of, time, word};
use super::{Asked, Look};
use crate::domain::Channel;
use crate::sync::SendFault;
use crate::sync::verdicts::words::{GRADE, Said, VERDICT};

/// How we mark what we expect of a Task; the specialist's word stands beside or instead.
const OWN_STATUS: &str = "urn:farlight:referral-status";

impl<'a> Look<'a> {
    pub(super) fn task(&mut self, asked: &Asked<'a>, task: &Value) -> Result<(), SendFault> {
        let Some(place) = place_of(task) else { return Ok(()) };
        let status = word(task, "/status");
        let mut said = Said::default();
        let business = task.get("businessStatus").unwrap_or(&Value::Null);
        concept(&mut said, business);
        for output in list(task, "output") {
            concept(&mut said, output.get("valueCodeableConcept").unwrap_or(&Value::Null));
            said.text(word(output, "/valueString"));
        }
        let ended = ["completed", "rejected", "failed", "cancelled"].contains(&status);
        if status == "entered-in-error" {
            self.withdraw(asked, (Channel::Task, &place), time(task, "/lastModified"));
            return Ok(());
        }
        if said.opinion.is_none() && said.grades.is_empty() && !ended {
            return Ok(());
        }
        if !own_status(business) {
            said.text(word(business, "/text"));
        }
        said.text(word(task, "/statusReason/text"));
        for note in list(task, "note") {
            let text = word(note, "/text");
            if !asked.case.says(text) {
                said.text(text);
            }
        }
        if ended && said.opinion.is_none() {
            said.text(&format!("The referral is {status}."));
        }
        let wrong = self.wrong_patient(asked, word(task, "/for/reference"))?;
        self.conclude(asked, said, (Channel::Task, &place), time(task, "/lastModified"), wrong);
        Ok(())
    }

    pub(super) fn report(&mut self, asked: &Asked<'a>, report: &Value) -> Result<(), SendFault> {
        let Some(place) = place_of(report) else { return Ok(()) };
        let issued = time(report, "/issued");
        match word(report, "/status") {
            "final" | "amended" | "corrected" | "appended" => {}
            "entered-in-error" | "cancelled" => {
                self.withdraw(asked, (Channel::Report, &place), issued);
                return Ok(());
            }
            _ => return Ok(()),
        }
        let mut said = Said::default();
        for code in list(report, "conclusionCode") {
            concept(&mut said, code);
        }
        let words = word(report, "/conclusion");
        let untouched = asked.case.says(words);
        said.text(if untouched { "The report was made final as it was sent." } else { words });
        let wrong = self.wrong_patient(asked, word(report, "/subject/reference"))?;
        self.conclude(asked, said, (Channel::Report, &place), issued, wrong);
        Ok(())
    }

    fn conclude(
        &mut self,
        asked: &Asked<'a>,
        said: Said,
        from: (Channel, &str),
        decided: Option<i64>,
        wrong: Option<&'static str>,
    ) {
        let found = match wrong {
            Some(reason) => self.round.refused(asked.case, from.1, reason),
            None => self.round.verdict(asked.case, said, from, decided),
        };
        self.found.push(found);
    }

    fn withdraw(&mut self, asked: &Asked<'a>, from: (Channel, &str), decided: Option<i64>) {
        let said = Said::withdrawn();
        self.found.push(self.round.verdict(asked.case, said, from, decided));
    }

    /// Why the answer is about somebody else; `None` when it is about our patient.
    fn wrong_patient(
        &mut self,
        asked: &Asked<'a>,
        reference: &str,
    ) -> Result<Option<&'static str>, SendFault> {
        let id = reference.strip_prefix("Patient/").map(|id| id.split('/').next().unwrap_or_default());
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
        let Some(id) = id.filter(|id| !id.is_empty() && id.len() <= 64 && id.bytes().all(legal)) else {
            return Ok(Some("it names no patient of its own server"));
        };
        if !self.patients.contains_key(id) {
            let known = match self.get(&format!("Patient/{id}")) {
                Ok(patient) => Some(pairs(&patient)),
                Err(SendFault::Configuration(_) | SendFault::Rejected(_)) => None,
                Err(fault) => return Err(fault),
            };
            self.patients.insert(id.to_owned(), known);
        }
        Ok(match self.patients.get(id).and_then(Option::as_ref) {
            None => Some("the patient whom it names is not there"),
            Some(known) if asked.handles.patient.iter().any(|ours| known.contains(ours)) => None,
            Some(_) => Some("it is about another patient"),
        })
    }
}

/// The codes of our vocabulary in a `CodeableConcept`.
fn concept(said: &mut Said, concept: &Value) {
    for coding in list(concept, "coding") {
        let name = word(coding, "/system").strip_prefix("urn:farlight:");
        if let Some(name) = name.filter(|name| [VERDICT, GRADE].contains(name)) {
            said.code(name, word(coding, "/code"));
        }
    }
}

fn own_status(concept: &Value) -> bool {
    list(concept, "coding").iter().any(|coding| word(coding, "/system") == OWN_STATUS)
}
