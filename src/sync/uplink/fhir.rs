//! A FHIR server: the transaction is posted, its answer held against it, and what matters read back.

use serde_json::Value;

use super::answer::{judge_fhir, not_kept};
use super::line::Line;
use super::{Uplink, wrong_content};
use crate::sync::SendFault;
use crate::sync::config::Destination;
use crate::sync::parcel::{Content, Parcel};
use crate::sync::privacy::Private;
use crate::sync::proof::{Receipt, is_ours, key_entries, receipt};

const FHIR_JSON: &str = "application/fhir+json";

pub struct FhirUplink {
    destination: Destination,
    line: Option<Line>,
}

impl FhirUplink {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(destination: Destination) -> Self {
        Self { destination, line: None }
    }

    fn deliver(&mut self, body: &Value, private: &Private) -> Result<Receipt, SendFault> {
        let line = match self.line.take() {
            Some(line) => line,
            None => Line::open(&self.destination)?,
        };
        let request = line.request("POST", "").header("Accept", FHIR_JSON).header("Content-Type", FHIR_JSON);
        // 2G: the answer need not repeat what was sent.
        let request = request.header("Prefer", "return=minimal");
        let answer = line.run(request, body.to_string())?;
        let receipt = receipt(body, private, &judge_fhir(&answer, private)?)?;
        for (place, resource) in key_entries(body, &receipt) {
            prove(&line, place, resource, private)?;
        }
        self.line = Some(line);
        Ok(receipt)
    }
}

impl Uplink for FhirUplink {
    fn send(&mut self, parcel: &Parcel) -> Result<Receipt, SendFault> {
        match &parcel.content {
            Content::Bundle(body) => self.deliver(body, &parcel.private),
            Content::Instance(_) | Content::Hl7 { .. } => Err(wrong_content()),
        }
    }
}

/// Reads one resource back.
fn prove(line: &Line, place: &str, sent: &Value, private: &Private) -> Result<(), SendFault> {
    let answer = line.run(line.request("GET", place).header("Accept", FHIR_JSON), ())?;
    let kind = place.split('/').next().unwrap_or_default();
    if matches!(answer.status, 404 | 410) {
        return Err(not_kept(kind));
    }
    if is_ours(place, sent, &judge_fhir(&answer, private)?) {
        return Ok(());
    }
    Err(SendFault::Configuration(format!("the server gives back another {kind} than it was sent")))
}
