//! Who was screened, and by what.

use serde_json::{Map, Value, json};

use super::parts::{condition, date, own_concept, resource, text, uuid_condition, uuid_identifier, with};
use super::{Ids, derived};
use crate::domain::{EncounterRecord, Sex};
use crate::interop::summary;

/// The patient, with the condition that finds them if the server knows them already. It bears no
/// flags: a person is not for research use only, a result is.
pub fn patient(record: &EncounterRecord, ids: &Ids) -> (Map<String, Value>, String) {
    let person = &record.patient;
    let mut ours = uuid_identifier(&ids.patient);
    let mut identifiers = Vec::new();
    let mut search = uuid_condition(&ids.patient);
    if let Some(number) = text(&person.identifier) {
        search = condition(&ids.patient_system, &number);
        identifiers.push(json!({
            "use": "usual", "system": ids.patient_system, "value": number,
            "assigner": text(&record.site).map(|site| json!({ "display": site })),
        }));
        ours["use"] = "secondary".into();
    }
    identifiers.push(ours);
    for identifier in &mut identifiers {
        if let Some(fields) = identifier.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
    }
    let gender = match person.sex {
        Sex::Female => "female",
        Sex::Male => "male",
        Sex::Other => "other",
        Sex::Unknown => "unknown",
    };
    let begun = Map::from_iter([("resourceType".to_owned(), Value::from("Patient"))]);
    let whole = with(
        begun,
        json!({
            "identifier": identifiers,
            "name": text(&person.name).map(|name| json!([{ "text": name }])),
            "gender": gender,
            "birthDate": person.birth_date.as_deref().and_then(date),
        }),
    );
    (whole, search)
}

/// One Device for each box *and* set of versions: an update makes a new one, and old results keep
/// pointing at what made them.
pub fn device_id(record: &EncounterRecord) -> String {
    let mut words: Vec<&str> = vec!["device", &record.site, &record.device];
    words.extend([
        record.versions.software.as_str(),
        &record.versions.rule_pack,
        &record.versions.rule_pack_sha256,
    ]);
    for model in summary::models(record) {
        words.extend([model.id.as_str(), &model.version, &model.sha256]);
    }
    if record.research_use {
        words.push("research-use");
    }
    derived(&words)
}

pub fn device(record: &EncounterRecord, ids: &Ids) -> Map<String, Value> {
    let version = |kind: &str, value: &str| {
        text(value).map(|value| json!({ "type": own_concept("version-type", kind, kind), "value": value }))
    };
    let mut versions = vec![
        version("software", &record.versions.software),
        version("rule-pack", &record.versions.rule_pack),
        version("rule-pack-sha256", &record.versions.rule_pack_sha256),
    ];
    for model in summary::models(record) {
        versions.push(version("model", &format!("{} {}", model.id, model.version)));
        versions.push(version("model-sha256", &model.sha256));
    }
    // The clock of one encounter says nothing of the device.
    let begun = {
        let mut trusted = record.clone();
        trusted.closed.trusted = true;
        resource("Device", &trusted)
    };
    let research = record.research_use.then(|| json!([{ "text": summary::RESEARCH_USE }]));
    with(
        begun,
        json!({
            "identifier": [uuid_identifier(&ids.device)],
            "status": "active",
            "serialNumber": text(&record.device),
            "deviceName": [{ "name": "Farlight", "type": "user-friendly-name" }],
            "type": own_concept("device-type", "screening-box", "Screening box with image analysis software"),
            "version": versions.into_iter().flatten().collect::<Vec<_>>(),
            "note": research,
        }),
    )
}
