//! A FHIR server: the transaction is posted, its answer held against it, and what matters read back.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::answer::{Answer, judge_fhir, not_kept};
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
    refuses_gzip: bool,
}

impl FhirUplink {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(destination: Destination) -> Self {
        Self { destination, line: None, refuses_gzip: false }
    }

    fn deliver(&mut self, body: &Value, private: &Private) -> Result<Receipt, SendFault> {
        let line = Line::kept(&mut self.line, &self.destination)?;
        let answer = post(line, self.destination.gzip && !self.refuses_gzip, &body.to_string())?;
        // What it cannot unpack it did not read.
        let answer = if matches!(answer.status, 400 | 415) && self.destination.gzip && !self.refuses_gzip {
            self.refuses_gzip = true;
            post(line, false, &body.to_string())?
        } else {
            answer
        };
        let receipt = receipt(body, private, &judge_fhir(&answer, private)?)?;
        for (place, resource) in key_entries(body, &receipt) {
            prove(line, place, resource, private)?;
        }
        Ok(receipt)
    }
}

fn post(line: &Line, gzip: bool, body: &str) -> Result<Answer, SendFault> {
    let request = line.request("POST", "").header("Accept", FHIR_JSON).header("Content-Type", FHIR_JSON);
    // 2G: the answer need not repeat what was sent.
    let request = request.header("Prefer", "return=minimal");
    if !gzip {
        return line.run(request, body.as_bytes());
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let packed = packed.write_all(body.as_bytes()).and_then(|()| packed.finish());
    let packed = packed.map_err(|error| SendFault::Rejected(format!("it cannot be packed: {error}")))?;
    line.run(request.header("Content-Encoding", "gzip"), &packed)
}

impl Uplink for FhirUplink {
    fn send(&mut self, parcel: &Parcel) -> Result<Receipt, SendFault> {
        match &parcel.content {
            Content::Bundle(body) => {
                let sent = self.deliver(body, &parcel.private);
                Line::drop_after(&mut self.line, &sent);
                sent
            }
            Content::Instance(_) | Content::Hl7 { .. } => Err(wrong_content()),
        }
    }
}

/// Reads one resource back: whose it is, not all that it says. A server that cannot choose gives all.
fn prove(line: &Line, place: &str, sent: &Value, private: &Private) -> Result<(), SendFault> {
    let path = format!("{place}?_elements=identifier");
    let answer = line.run(line.request("GET", &path).header("Accept", FHIR_JSON), &[])?;
    let kind = place.split('/').next().unwrap_or_default();
    if matches!(answer.status, 404 | 410) {
        return Err(not_kept(kind));
    }
    if is_ours(place, sent, &judge_fhir(&answer, private)?) {
        return Ok(());
    }
    Err(SendFault::Configuration(format!("the server gives back another {kind} than it was sent")))
}
