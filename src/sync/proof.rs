//! What counts as delivered.
//!
//! A good status proves nothing: captive portals and careless servers say 200 and keep nothing. The
//! answer must be a transaction-response with one good entry for each that was sent, and what
//! matters is read back.

use serde_json::Value;

use super::SendFault;
use super::outcome::explain;
use super::privacy::Private;

/// Proof of delivery: where the server keeps what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// `Type/id` of each resource, in the order of the bundle; of an instance its path in the study,
    /// as `studies/1.2/series/1.2.3/instances/1.2.3.4`.
    pub locations: Vec<String>,
}

/// The places of the request, the task and the report, or of the instance, by which the verdict is found. It is kept in the outbox and the audit chain, and some
/// servers make the patient's number the id of the Patient: that one is not said.
impl std::fmt::Display for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said = |place: &&String| {
            ["ServiceRequest/", "Task/", "DiagnosticReport/", "studies/", "hl7/"]
                .iter()
                .any(|start| place.starts_with(start))
        };
        let places: Vec<&str> = self.locations.iter().filter(said).map(String::as_str).collect();
        f.write_str(&places.join(" "))
    }
}

/// Where each entry of `sent` lies, by the server's answer.
///
/// # Errors
/// `Configuration` when the answer is no transaction-response for this bundle; `Rejected` or
/// `Transient` when an entry failed.
pub fn receipt(sent: &Value, private: &Private, answer: &Value) -> Result<Receipt, SendFault> {
    let is = |key: &str, wanted: &str| answer.get(key).and_then(Value::as_str) == Some(wanted);
    if !is("resourceType", "Bundle") || !is("type", "transaction-response") {
        return Err(no_server("the answer is no transaction-response"));
    }
    let (asked, answered) = (entries(sent), entries(answer));
    if asked.len() != answered.len() {
        return Err(no_server(&format!("{} of {} entries were answered", answered.len(), asked.len())));
    }
    let mut locations = Vec::with_capacity(asked.len());
    for (asked, answered) in asked.iter().zip(answered) {
        let response = answered.get("response").unwrap_or(&Value::Null);
        check_status(response, private)?;
        let kind = asked.pointer("/resource/resourceType").and_then(Value::as_str).unwrap_or_default();
        let place = response.get("location").or_else(|| chosen(asked)).and_then(Value::as_str);
        let place = place.and_then(|place| local(place, kind));
        locations.push(place.ok_or_else(|| no_server(&format!("no place is given for the {kind}")))?);
    }
    Ok(Receipt { locations })
}

fn entries(bundle: &Value) -> &[Value] {
    bundle.get("entry").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The place of a PUT is ours to choose, and a server need not repeat it.
fn chosen(asked: &Value) -> Option<&Value> {
    let put = asked.pointer("/request/method").is_some_and(|method| method == "PUT");
    asked.pointer("/request/url").filter(|_| put)
}

fn no_server(what: &str) -> SendFault {
    SendFault::Configuration(format!(
        "this address does not act as a FHIR server that keeps transactions: {what}"
    ))
}

fn check_status(response: &Value, private: &Private) -> Result<(), SendFault> {
    let status = response.get("status").and_then(Value::as_str).unwrap_or_default();
    let code: u16 = status.get(..3).and_then(|code| code.parse().ok()).unwrap_or_default();
    match code {
        200 | 201 => Ok(()),
        500.. => Err(SendFault::transient(format!("the server failed on a part of the message ({code})"))),
        _ => {
            let words = response.get("outcome").and_then(|outcome| explain(outcome, private));
            Err(SendFault::Rejected(format!("part of it ({code}): {}", words.unwrap_or_default())))
        }
    }
}

/// `Type/id` out of a location, which may be relative or absolute, with or without a version. The
/// host is dropped on purpose: nothing is fetched from where an answer points to.
fn local(location: &str, kind: &str) -> Option<String> {
    let mut parts = location.split('/').skip_while(|part| *part != kind);
    let (kind, id) = (parts.next()?, parts.next()?);
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    (!id.is_empty() && id.len() <= 64 && id.bytes().all(legal)).then(|| format!("{kind}/{id}"))
}

/// What is read back, with what was sent: all that a specialist needs to act on the referral.
pub fn key_entries<'a>(sent: &'a Value, receipt: &'a Receipt) -> Vec<(&'a str, &'a Value)> {
    let key = |resource: &Value| {
        let kind = resource.get("resourceType").and_then(Value::as_str);
        matches!(kind, Some("ServiceRequest" | "Task" | "Observation" | "DiagnosticReport"))
    };
    let pairs = entries(sent)
        .iter()
        .zip(&receipt.locations)
        .filter_map(|(entry, place)| Some((place, entry.get("resource")?)));
    pairs.filter(|(_, resource)| key(resource)).map(|(place, resource)| (place.as_str(), resource)).collect()
}

/// What each search of a batch of `count` found; nothing when `answer` is no answer to it.
pub fn batch_answers(answer: &Value, count: usize) -> Vec<Vec<&Value>> {
    let answers = entries(answer);
    if answer.get("type").and_then(Value::as_str) != Some("batch-response") || answers.len() != count {
        return Vec::new();
    }
    answers
        .iter()
        .map(|answer| {
            let bundle = answer.get("resource").unwrap_or(&Value::Null);
            entries(bundle).iter().filter_map(|entry| entry.get("resource")).collect()
        })
        .collect()
}

/// Whether what was read back at `place` is what was sent: same type, the id of the place, and our
/// identifier on it. The rest may have changed already: a specialist was quick.
pub fn is_ours(place: &str, sent: &Value, found: &Value) -> bool {
    let word = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let found_place =
        word(found, "resourceType").zip(word(found, "id")).map(|(kind, id)| format!("{kind}/{id}"));
    let pair = |identifier: &Value| word(identifier, "system").zip(word(identifier, "value"));
    let identifiers = |resource: &Value| -> Vec<(String, String)> {
        let all = resource.get("identifier").and_then(Value::as_array).into_iter().flatten();
        all.filter_map(pair).collect()
    };
    let theirs = identifiers(found);
    let ours = identifiers(sent);
    found_place.as_deref() == Some(place)
        && !ours.is_empty()
        && ours.iter().all(|identifier| theirs.contains(identifier))
}
