//! FHIR R4: one transaction Bundle an encounter, written by hand.
//!
//! Posting it twice changes nothing. What has a business identifier is a conditional create
//! (`ifNoneExist`), so that a retry also leaves alone what the specialist has changed since.
//! Provenance has no identifier to search for and is a PUT with an id of ours. All ids are `UUIDv5` of
//! the encounter's id. `AuditEvent` never rides along: some servers refuse it, and the whole with it.

mod parts;
mod referral;
mod result;
mod study;
mod subject;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::dicom::Study;
use crate::domain::{EncounterRecord, ImageRecord, derived_id as derived};

/// What an outbox calls a message of this kind.
pub const KIND: &str = "fhir-bundle";

/// What a destination wants to be told, and in whose numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Send the report of an encounter without a referral too.
    pub send_negative: bool,
    /// The URI of the system that gives out the patients' numbers. Without one, the numbers are the
    /// clinic's own, so that number 12 of two clinics is never one person.
    pub patient_system: Option<String>,
}

/// Whether anybody has to be told. Every disposition but "negative" is always sent.
#[must_use]
pub fn needs_sending(record: &EncounterRecord, policy: &Policy) -> bool {
    record.conclusion.disposition.is_referral() || policy.send_negative
}

/// The bundle with the clinic's own patient numbers: [`bundle_for`] with the default policy.
#[must_use]
pub fn bundle(record: &EncounterRecord) -> Value {
    bundle_for(record, &Policy::default())
}

/// [`bundle_of`] where no picture is at hand: an encounter whose pictures came as DICOM then names no
/// imaging study, for whose study it is stands in them.
#[must_use]
pub fn bundle_for(record: &EncounterRecord, policy: &Policy) -> Value {
    let none = |_: &ImageRecord| Err("not at hand".into());
    bundle_of(record, Study::open(record, &none).ok().as_ref(), policy)
}

/// A transaction Bundle of everything that is to be known of an encounter, with the DICOM study that
/// belongs to it. A negative one holds the report, but no `ServiceRequest` and no Task; one without
/// pictures no `ImagingStudy`.
#[must_use]
pub fn bundle_of(record: &EncounterRecord, study: Option<&Study<'_>>, policy: &Policy) -> Value {
    let mut ids = Ids::of(record, policy);
    let study = study.filter(|study| study.has_pictures());
    ids.study = study.map(|study| own(record, &["imaging-study", study.uid()]));
    let (patient, condition) = subject::patient(record, &ids);
    let mut entries = vec![post(&ids.patient, &patient, &condition)];
    let mut create =
        |id: &str, resource: Map<_, _>| entries.push(post(id, &resource, &parts::uuid_condition(id)));

    create(&ids.device, subject::device(record, &ids));
    if record.conclusion.disposition.is_referral() {
        create(&ids.request, referral::service_request(record, &ids));
        create(&ids.task, referral::task(record, &ids));
    }
    for (finding, id) in record.findings.iter().zip(&ids.observations) {
        create(id, result::observation(record, finding, id, &ids));
    }
    create(&ids.report, result::diagnostic_report(record, &ids));
    if let Some(risk) = result::risk_assessment(record, &ids) {
        create(&ids.risk, risk);
    }
    if let (Some(study), Some(id)) = (study, &ids.study) {
        let resource = study::imaging_study(record, study, &ids);
        // By its UID: the hospital may know the study of a film that it made itself.
        entries.push(post(id, &resource, &study::condition(study)));
    }
    entries.push(put(&ids.provenance, referral::provenance(record, &ids)));
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries })
}

/// What finds an encounter's referral again at a server: business identifiers, as `system|value` of
/// RFC 3986 without the escapes of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handles {
    pub request: String,
    pub task: String,
    pub report: String,
    /// `(system, value)` pairs; the patient at the server bears one of them.
    pub patient: Vec<(String, String)>,
}

/// The handles of what [`bundle_of`] makes for this destination.
#[must_use]
pub fn handles(record: &EncounterRecord, policy: &Policy) -> Handles {
    let ids = Ids::of(record, policy);
    let uri = |id: &str| format!("urn:uuid:{id}");
    let mut patient = vec![("urn:ietf:rfc:3986".to_owned(), uri(&ids.patient))];
    patient
        .extend(parts::text(&record.patient.identifier).map(|number| (ids.patient_system.clone(), number)));
    Handles { request: uri(&ids.request), task: uri(&ids.task), report: uri(&ids.report), patient }
}

/// The ids of an encounter's resources: UUIDs, made of the encounter's id alone, so that a retry
/// makes them again.
struct Ids {
    /// The URI in whose numbers [`crate::domain::Patient::identifier`] is.
    patient_system: String,
    patient: String,
    device: String,
    request: String,
    task: String,
    /// One a finding.
    observations: Vec<String>,
    report: String,
    risk: String,
    /// Of the imaging study, when the bundle has one.
    study: Option<String>,
    provenance: String,
}

impl Ids {
    fn of(record: &EncounterRecord, policy: &Policy) -> Self {
        let own = |part: &str| own(record, &[part]);
        let site_system = || format!("urn:uuid:{}", derived(&["patient-numbers", &record.site]));
        Self {
            patient_system: policy.patient_system.clone().unwrap_or_else(site_system),
            patient: derived(&["patient", &record.patient.id]),
            device: subject::device_id(record),
            request: record.referral_id(),
            task: own("task"),
            observations: (0..record.findings.len()).map(|n| own(&format!("observation-{n}"))).collect(),
            report: own("diagnostic-report"),
            risk: own("risk-assessment"),
            study: None,
            provenance: own("provenance"),
        }
    }
}

/// The id of a part of an encounter.
fn own(record: &EncounterRecord, parts: &[&str]) -> String {
    derived(&[&["encounter", record.id.as_str()], parts].concat())
}

fn kind(resource: &Map<String, Value>) -> String {
    resource.get("resourceType").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn post(id: &str, resource: &Map<String, Value>, condition: &str) -> Value {
    let request = json!({ "method": "POST", "url": kind(resource), "ifNoneExist": condition });
    json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": resource, "request": request })
}

fn put(id: &str, mut resource: Map<String, Value>) -> Value {
    resource.insert("id".into(), id.into());
    let request = json!({ "method": "PUT", "url": format!("{}/{id}", kind(&resource)) });
    json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": resource, "request": request })
}
