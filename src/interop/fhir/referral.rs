//! What is asked of others, and the trail of how it came to be.

use serde_json::{Map, Value, json};

use super::Ids;
use super::parts::{
    SNOMED, concept, date, instant, notes, own_concept, own_system, reason, reference, resource, text,
    uuid_identifier, with,
};
use crate::domain::{Disposition, EncounterRecord, ImageRole};
use crate::interop::summary;

/// FHIR's request priority. Due today or tomorrow is urgent too, whatever the rule calls it.
fn priority(record: &EncounterRecord) -> &'static str {
    let soon = {
        let today = instant(&record.closed);
        let day = |text: &str| text.get(..10).and_then(|day| day.parse::<jiff::civil::Date>().ok());
        match (day(&today), day(&record.conclusion.due)) {
            (Some(today), Some(due)) => due <= today.tomorrow().unwrap_or(today),
            _ => false,
        }
    };
    if soon || record.conclusion.disposition == Disposition::Urgent { "urgent" } else { "routine" }
}

pub fn service_request(record: &EncounterRecord, ids: &Ids) -> Map<String, Value> {
    let mut remarks = notes(record);
    if let Some(remarks) = remarks.as_array_mut() {
        remarks.extend(
            record
                .conclusion
                .warnings
                .iter()
                .filter_map(|line| text(line))
                .map(|line| json!({ "text": line })),
        );
    }
    with(
        resource("ServiceRequest", record),
        json!({
            "identifier": [uuid_identifier(&ids.request)],
            "status": "active",
            "intent": "order",
            "category": [concept(SNOMED, "3457005", "Patient referral")],
            "priority": priority(record),
            "code": own_concept("request", record.task.code(), summary::request_name(record.task)),
            "subject": reference(&ids.patient),
            "occurrencePeriod": date(&record.conclusion.due).map(|due| json!({ "end": due })),
            "authoredOn": instant(&record.closed),
            "requester": reference(&ids.device),
            "reasonCode": [reason(record)],
            "reasonReference": ids.observations.iter().map(|id| reference(id)).collect::<Vec<_>>(),
            "note": remarks,
            "patientInstruction": text(&record.conclusion.action),
        }),
    )
}

pub fn task(record: &EncounterRecord, ids: &Ids) -> Map<String, Value> {
    let description = format!(
        "{}: {}. {}",
        summary::request_name(record.task),
        summary::disposition_name(record.conclusion.disposition),
        summary::cautions(record).join(" ")
    );
    let kind = json!({ "text": "Screening report" });
    with(
        resource("Task", record),
        json!({
            "identifier": [uuid_identifier(&ids.task)],
            "status": "requested",
            "businessStatus": own_concept("referral-status", "awaiting-appointment", "Awaiting an appointment"),
            "intent": "order",
            "priority": priority(record),
            "code": concept("http://hl7.org/fhir/CodeSystem/task-code", "fulfill", "Fulfill the focal request"),
            "description": description,
            "focus": reference(&ids.request),
            "for": reference(&ids.patient),
            "authoredOn": instant(&record.closed),
            "lastModified": instant(&record.closed),
            "requester": reference(&ids.device),
            "reasonCode": reason(record),
            "restriction": date(&record.conclusion.due).map(|due| json!({ "period": { "end": due } })),
            "input": [{ "type": kind, "valueReference": reference(&ids.report) }],
        }),
    )
}

/// Who and what made the result, of which pictures, with which models and rules.
pub fn provenance(record: &EncounterRecord, ids: &Ids) -> Map<String, Value> {
    let mut targets: Vec<&String> = ids.observations.iter().collect();
    targets.push(&ids.report);
    targets.extend(&ids.study);
    if record.conclusion.disposition.is_referral() {
        targets.extend([&ids.request, &ids.task]);
    }
    let role = |code, display| {
        concept("http://terminology.hl7.org/CodeSystem/provenance-participant-type", code, display)
    };
    let mut agents = vec![json!({ "type": role("assembler", "Assembler"), "who": reference(&ids.device) })];
    if let Some(operator) = text(&record.operator) {
        agents.push(json!({ "type": role("enterer", "Enterer"), "who": { "display": operator } }));
    }
    let source = |system: &str, value: &str, display: String| {
        let identifier = json!({ "system": own_system(system), "value": value });
        json!({ "role": "source", "what": { "identifier": identifier, "display": display } })
    };
    let pictures = record.images.iter().filter(|image| image.role == ImageRole::Original);
    let mut entities: Vec<Value> =
        pictures.map(|image| source("image-sha256", &image.sha256, "Picture".into())).collect();
    for model in summary::models(record) {
        entities.push(source("model-sha256", &model.sha256, format!("Model {} {}", model.id, model.version)));
    }
    let rules = format!("Rule pack {}", record.versions.rule_pack);
    entities.push(source("rule-pack-sha256", &record.versions.rule_pack_sha256, rules));
    with(
        resource("Provenance", record),
        json!({
            "target": targets.into_iter().map(|id| reference(id)).collect::<Vec<_>>(),
            "occurredDateTime": instant(&record.closed),
            "recorded": instant(&record.closed),
            "agent": agents,
            "entity": entities,
        }),
    )
}
