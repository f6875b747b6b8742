//! A FHIR server: the transaction is posted, its answer held against it, and what matters read back:
//! by one small batch, or one by one where the server keeps no such batches.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use ureq::http::request::Builder;

use super::answer::{Answer, judge_fhir, not_kept};
use super::line::Line;
use super::{Uplink, wrong_content};
use crate::sync::SendFault;
use crate::sync::config::Destination;
use crate::sync::parcel::{Content, Parcel};
use crate::sync::privacy::Private;
use crate::sync::proof::{Receipt, batch_answers, is_ours, key_entries, receipt};

/// As small as it gets: a referral takes a few milliseconds.
const SMALLEST: Compression = Compression::new(10);
const FHIR_JSON: &str = "application/fhir+json";

pub struct FhirUplink {
    destination: Destination,
    line: Option<Line>,
    refuses_gzip: bool,
    /// It was asked by a batch, and answered otherwise.
    refuses_batch: bool,
}

impl FhirUplink {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(destination: Destination) -> Self {
        Self { destination, line: None, refuses_gzip: false, refuses_batch: false }
    }

    fn deliver(&mut self, body: &Value, private: &Private) -> Result<Receipt, SendFault> {
        let line = Line::kept(&mut self.line, &self.destination)?;
        let text = body.to_string();
        let mut gzip = self.destination.gzip && !self.refuses_gzip;
        let mut answer = keep(line, gzip, &text)?;
        // What it cannot unpack it did not read.
        if gzip && matches!(answer.status, 400 | 415) {
            (gzip, self.refuses_gzip) = (false, true);
            answer = keep(line, gzip, &text)?;
        }
        let receipt = receipt(body, private, &judge_fhir(&answer, private)?)?;
        let sent = key_entries(body, &receipt);
        let proven = if self.refuses_batch { vec![false; sent.len()] } else { look_up(line, gzip, &sent)? };
        self.refuses_batch |= !proven.contains(&true);
        // What the batch did not show is asked for by itself, and says what is wrong with it.
        for ((place, resource), _) in sent.iter().zip(proven).filter(|(_, proven)| !proven) {
            prove(line, place, resource, private)?;
        }
        Ok(receipt)
    }
}

/// The transaction; the answer need not repeat what was sent.
fn keep(line: &Line, gzip: bool, body: &str) -> Result<Answer, SendFault> {
    send(line, to_base(line).header("Prefer", "return=minimal"), gzip, body)
}

fn to_base(line: &Line) -> Builder {
    line.request("POST", "").header("Accept", FHIR_JSON).header("Content-Type", FHIR_JSON)
}

/// 2G: what can be packed is packed.
fn send(line: &Line, request: Builder, gzip: bool, body: &str) -> Result<Answer, SendFault> {
    if !gzip {
        return line.run(request, body.as_bytes());
    }
    let mut packed = GzEncoder::new(Vec::new(), SMALLEST);
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

/// Which of `sent` one batch of searches shows to be kept, each under its place and with our identifier.
/// By searches, because they give the identifier alone also where a read gives all; a server that
/// answers otherwise proves nothing here.
fn look_up(line: &Line, gzip: bool, sent: &[(&str, &Value)]) -> Result<Vec<bool>, SendFault> {
    let search = |(place, _): &(&str, &Value)| {
        let (kind, id) = place.split_once('/').unwrap_or((place, ""));
        let url = format!("{kind}?_id={id}&_elements=identifier");
        json!({ "request": { "method": "GET", "url": url } })
    };
    let entries: Vec<Value> = sent.iter().map(search).collect();
    let batch = json!({ "resourceType": "Bundle", "type": "batch", "entry": entries });
    let answer = send(line, to_base(line), gzip, &batch.to_string())?;
    let body = judge_fhir(&answer, &Private::default()).unwrap_or_default();
    let answers = batch_answers(&body, sent.len());
    let shown = |(index, (place, resource)): (usize, &(&str, &Value))| {
        answers.get(index).is_some_and(|found| found.iter().any(|found| is_ours(place, resource, found)))
    };
    Ok(sent.iter().enumerate().map(shown).collect())
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
