//! A PACS over `DICOMweb`: each instance by a STOW-RS request of its own, then looked for by QIDO-RS.
//! The status proves nothing: PACS were seen that answer 200 to a body that was cut off and keep
//! nothing of it, and 400 while they keep a part.

use std::time::Duration;

use serde_json::Value;

use super::answer::{Answer, not_kept, status_fault};
use super::line::Line;
use super::{Uplink, wrong_content};
use crate::interop::dicom::{Instance, Object};
use crate::sync::SendFault;
use crate::sync::config::Destination;
use crate::sync::parcel::{Content, Parcel};
use crate::sync::privacy::Private;
use crate::sync::proof::Receipt;

const DICOM_JSON: &str = "application/dicom+json";
/// A PACS may file what it took a moment later.
const LOOKS: [Duration; 3] = [Duration::ZERO, Duration::from_millis(500), Duration::from_secs(2)];
/// Tags of PS3.18, table 10.5.1-1, as DICOM JSON writes them.
const REFERENCED: &str = "00081199";
const FAILED: &str = "00081198";
const OTHER_FAILURES: &str = "0008119A";
const INSTANCE: &str = "00081155";
const REASON: &str = "00081197";
const SOP_INSTANCE: &str = "00080018";
const DUPLICATE: u64 = 0x0111;

pub struct DicomwebUplink {
    destination: Destination,
    line: Option<Line>,
}

impl DicomwebUplink {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(destination: Destination) -> Self {
        Self { destination, line: None }
    }

    fn deliver(&mut self, object: &Object, private: &Private) -> Result<Receipt, SendFault> {
        let line = Line::kept(&mut self.line, &self.destination)?;
        let instance = &object.instance;
        judge(&store(line, object)?, instance, private)?;
        prove(line, instance)?;
        Ok(Receipt { locations: vec![format!("{}/instances/{}", series(instance), instance.uid)] })
    }
}

impl Uplink for DicomwebUplink {
    fn send(&mut self, parcel: &Parcel) -> Result<Receipt, SendFault> {
        match &parcel.content {
            Content::Instance(object) => {
                let sent = self.deliver(object, &parcel.private);
                Line::drop_after(&mut self.line, &sent);
                sent
            }
            Content::Bundle(_) | Content::Hl7 { .. } => Err(wrong_content()),
        }
    }
}

fn series(instance: &Instance) -> String {
    format!("studies/{}/series/{}", instance.study, instance.series)
}

/// PS3.18, 10.5: one part, one instance.
fn store(line: &Line, object: &Object) -> Result<Answer, SendFault> {
    let boundary = boundary(&object.bytes)?;
    let mut body = format!("--{boundary}\r\nContent-Type: application/dicom\r\n\r\n").into_bytes();
    body.reserve(object.bytes.len() + boundary.len() + 8);
    body.extend_from_slice(&object.bytes);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let kind = format!("multipart/related; type=\"application/dicom\"; boundary={boundary}");
    let request = line.request("POST", "studies").header("Accept", DICOM_JSON).header("Content-Type", kind);
    line.run(request, &body[..])
}

/// Random, and not in the content.
fn boundary(content: &[u8]) -> Result<String, SendFault> {
    for _ in 0..8 {
        let random = getrandom::u64().map_err(|error| SendFault::transient(error.to_string()))?;
        let boundary = format!("farlight-{random:016x}");
        if !content.windows(boundary.len()).any(|window| window == boundary.as_bytes()) {
            return Ok(boundary);
        }
    }
    Err(SendFault::transient("no boundary was found"))
}

/// Whether the answer names the instance among those that are kept.
fn judge(answer: &Answer, instance: &Instance, private: &Private) -> Result<(), SendFault> {
    // Some servers refuse with 409, others with 400, and name the reason in the same way as with 200.
    let body: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let listed = |tag: &str| body.as_ref().and_then(|body| entry(body, tag, &instance.uid));
    if let Some(failure) = listed(FAILED) {
        // It has it already, and says so by refusing (PS3.7, C.4.2).
        return if reason(failure) == DUPLICATE { Ok(()) } else { Err(failed(failure)) };
    }
    if answer.status < 300 && listed(REFERENCED).is_some() {
        return Ok(());
    }
    if let Some(fault) = status_fault(answer, "DICOMweb") {
        return Err(fault);
    }
    let status = answer.status;
    match &body {
        Some(body) if status < 300 && body.is_object() => match values(body, OTHER_FAILURES).first() {
            Some(failure) => Err(failed(failure)),
            // What a PACS answers to a body that was cut off on its way.
            None => Err(SendFault::transient(format!(
                "the server answers {status}, but does not say that it keeps the instance: was it cut off?"
            ))),
        },
        _ if status < 300 => {
            Err(SendFault::Configuration(format!("something else than a DICOMweb server answers ({status})")))
        }
        Some(body) => match values(body, FAILED).first() {
            Some(failure) => Err(failed(failure)),
            None => Err(SendFault::Rejected(format!("{} ({status})", words(body, private)))),
        },
        None => Err(SendFault::Configuration(format!(
            "it refuses the request, and not as a DICOMweb server would ({status})"
        ))),
    }
}

fn values<'a>(dataset: &'a Value, tag: &str) -> &'a [Value] {
    dataset.get(tag).and_then(|element| element.get("Value")?.as_array()).map_or(&[], Vec::as_slice)
}

fn text<'a>(dataset: &'a Value, tag: &str) -> &'a str {
    values(dataset, tag).first().and_then(Value::as_str).unwrap_or_default()
}

/// The item of a sequence that names the instance.
fn entry<'a>(dataset: &'a Value, tag: &str, uid: &str) -> Option<&'a Value> {
    values(dataset, tag).iter().find(|item| text(item, INSTANCE) == uid)
}

fn reason(failure: &Value) -> u64 {
    values(failure, REASON).first().and_then(Value::as_u64).unwrap_or_default()
}

/// Failure reasons of PS3.18, annex I.2, which are those of C-STORE (PS3.4, table B.2-1) and of PS3.7,
/// annex C.
fn failed(failure: &Value) -> SendFault {
    let code = reason(failure);
    let why = match code {
        0xA700..=0xA7FF => return SendFault::transient("the server has no room for it now (A7xx)"),
        0x0124 => {
            return SendFault::Configuration("the server does not allow this box to store (0124)".into());
        }
        0x0122 => "it takes no objects of this kind",
        0xA900..=0xA9FF => "the object does not fit its kind",
        0x0110 => "it failed on the object",
        0xC122 => "it does not take this transfer syntax",
        0xC000..=0xCFFF => "it cannot understand the object",
        _ => "it gives no reason that is known",
    };
    SendFault::Rejected(format!("{why} ({code:04X})"))
}

/// What a server says that answers in JSON of its own.
fn words(body: &Value, private: &Private) -> String {
    let said = ["Details", "Message", "message", "error"].into_iter().find_map(|key| body.get(key)?.as_str());
    let said = said.filter(|said| !said.is_empty()).unwrap_or("no reason given");
    private.mask(said).chars().take(300).collect()
}

/// QIDO-RS: the instance is found where it was put.
fn prove(line: &Line, instance: &Instance) -> Result<(), SendFault> {
    let path = format!("{}/instances?SOPInstanceUID={}", series(instance), instance.uid);
    for pause in LOOKS {
        std::thread::sleep(pause);
        let answer = line.run(line.request("GET", &path).header("Accept", DICOM_JSON), &[])?;
        let found: Option<Vec<Value>> = serde_json::from_slice(&answer.body).ok();
        if answer.status == 200
            && found.iter().flatten().any(|found| text(found, SOP_INSTANCE) == instance.uid)
        {
            return Ok(());
        }
        // Nothing found is 204, an empty list, or for some a series that is not there.
        let answered = matches!(answer.status, 204 | 404) || (answer.status == 200 && found.is_some());
        if !answered {
            let strange = || SendFault::Configuration("it does not answer searches as DICOMweb does".into());
            return Err(status_fault(&answer, "DICOMweb").unwrap_or_else(strange));
        }
    }
    Err(not_kept("instance"))
}
