//! What was found: an Observation a picture, the report, and the probabilities.

use serde_json::{Map, Value, json};

use super::Ids;
use super::parts::{
    SNOMED, concept, decimal, instant, notes, own_concept, reason, reference, resource, text,
    uuid_identifier, with,
};
use crate::domain::{EncounterRecord, Finding, Laterality, Task};
use crate::interop::summary;

/// What was seen on one picture. Codes of ours: published ones name a way of grading (as by
/// ophthalmoscopy) that this is not.
pub fn observation(record: &EncounterRecord, finding: &Finding, id: &str, ids: &Ids) -> Map<String, Value> {
    let image = finding.image_id.as_ref().and_then(|id| record.images.iter().find(|image| &image.id == id));
    let seen = image.map_or(&record.closed, |image| &image.taken);
    let mut remarks = notes(record);
    if let Some(remarks) = remarks.as_array_mut() {
        remarks.push(json!({ "text": summary::finding_line(finding) }));
    }
    let code = match finding.task {
        Task::Dr => ("dr-screening", "Diabetic retinopathy on a colour fundus photograph, by model"),
        Task::Tb => ("tb-screening", "Signs of tuberculosis on a chest X-ray, by model"),
    };
    let mut components = components(finding);
    if let Some(image) = image {
        components.push(component("image-sha256", "Picture, SHA-256", "valueString", json!(image.sha256)));
    }
    with(
        resource("Observation", record),
        json!({
            "identifier": [uuid_identifier(id)],
            "status": "preliminary",
            "category": [concept("http://terminology.hl7.org/CodeSystem/observation-category", "imaging", "Imaging")],
            "code": own_concept("observation", code.0, code.1),
            "subject": reference(&ids.patient),
            "effectiveDateTime": instant(seen),
            "issued": instant(&record.closed),
            "valueCodeableConcept":
                own_concept("outcome", finding.outcome.code(), summary::result_name(finding)),
            "bodySite": body_site(finding),
            "method": finding.preprocessing.as_deref().and_then(text)
                .map(|name| json!({ "text": format!("Image model after preparation {name}") })),
            "device": reference(&ids.device),
            "derivedFrom": image.and(ids.study.as_ref()).map(|id| json!([reference(id)])),
            "note": remarks,
            "component": components,
        }),
    )
}

/// SNOMED CT: 18944008 right eye structure, 8966001 left eye structure, 81745001 eye structure,
/// 51185008 thoracic structure.
fn body_site(finding: &Finding) -> Value {
    let (code, display) = match (finding.task, finding.laterality) {
        (Task::Dr, Some(Laterality::Od)) => ("18944008", "Right eye structure"),
        (Task::Dr, Some(Laterality::Os)) => ("8966001", "Left eye structure"),
        (Task::Dr, None) => ("81745001", "Eye structure"),
        (Task::Tb, _) => ("51185008", "Thoracic structure"),
    };
    let mut site = concept(SNOMED, code, display);
    site["text"] = summary::site_name(finding.task, finding.laterality).into();
    site
}

fn component(code: &str, name: &str, field: &str, value: Value) -> Value {
    let mut whole = json!({ "code": own_concept("component", code, name) });
    whole[field] = value;
    whole
}

/// The number, or the word that it is missing: an empty score is never silence.
fn measured(code: &str, name: &str, value: Option<f32>) -> Value {
    if let Some(value) = value.and_then(decimal) {
        let unit = json!({ "value": value, "unit": "1", "system": "http://unitsofmeasure.org", "code": "1" });
        component(code, name, "valueQuantity", unit)
    } else {
        let system = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
        component(code, name, "dataAbsentReason", concept(system, "not-performed", "Not Performed"))
    }
}

fn components(finding: &Finding) -> Vec<Value> {
    let mut all = vec![
        component("gradable", "Picture good enough", "valueBoolean", json!(finding.gradable)),
        measured("score", "Calibrated probability of referable disease", finding.score),
        measured("threshold", "Operating point of the score", finding.threshold),
    ];
    if let Some(grade) = finding.grade {
        let value = own_concept("icdr-grade", &grade.value().to_string(), summary::grade_name(grade));
        all.push(component("icdr-grade", "ICDR severity grade", "valueCodeableConcept", value));
    }
    if let Some(reason) = finding.abstain_reason {
        let value = own_concept("abstain-reason", reason.code(), reason.code());
        all.push(component("abstain-reason", "Why the model does not answer", "valueCodeableConcept", value));
    }
    if let Some(quality) = &finding.quality {
        all.push(measured("quality", "Quality of the picture, 0 to 1", Some(quality.score)));
        for defect in &quality.defects {
            let value = own_concept("defect", defect.code(), defect.hint());
            all.push(component("defect", "Defect of the picture", "valueCodeableConcept", value));
        }
    }
    if let Some(model) = &finding.model {
        all.push(component("model", "Model", "valueString", json!(summary::model_name(model))));
    }
    all
}

/// Its words stand in the conclusion, once: a narrative beside it would say the same again on a slow line.
pub fn diagnostic_report(record: &EncounterRecord, ids: &Ids) -> Map<String, Value> {
    let conclusion = &record.conclusion;
    let lines = summary::report(record);
    let based_on = conclusion.disposition.is_referral().then(|| json!([reference(&ids.request)]));
    let (category, category_name) = match record.task {
        Task::Dr => ("OTH", "Other"),
        Task::Tb => ("RAD", "Radiology"),
    };
    let disposition = summary::disposition_name(conclusion.disposition);
    with(
        resource("DiagnosticReport", record),
        json!({
            "identifier": [uuid_identifier(&ids.report)],
            "basedOn": based_on,
            "status": "preliminary",
            "category": [concept("http://terminology.hl7.org/CodeSystem/v2-0074", category, category_name)],
            "code": own_concept("report", record.task.code(), summary::task_name(record.task)),
            "subject": reference(&ids.patient),
            "effectiveDateTime": instant(&record.opened),
            "issued": instant(&record.closed),
            "performer": text(&record.site).map(|site| json!([{ "display": site }])),
            "imagingStudy": ids.study.as_ref().map(|id| json!([reference(id)])),
            "result": ids.observations.iter().map(|id| reference(id)).collect::<Vec<_>>(),
            "conclusion": lines.join("\n"),
            "conclusionCode": [
                own_concept("disposition", conclusion.disposition.code(), disposition),
                reason(record),
            ],
        }),
    )
}

/// The probabilities of all pictures that a model saw; `None` when it saw none.
pub fn risk_assessment(record: &EncounterRecord, ids: &Ids) -> Option<Map<String, Value>> {
    let outcome = match record.task {
        Task::Dr => "Referable diabetic retinopathy",
        Task::Tb => "Tuberculosis",
    };
    let predict = |(finding, id): (&Finding, &String)| {
        let probability = finding.score.filter(|score| (0.0..=1.0).contains(score)).and_then(decimal)?;
        let prediction = json!({
            "outcome": own_concept("predicted", record.task.code(), outcome),
            "probabilityDecimal": probability,
            "rationale": summary::finding_line(finding),
        });
        Some((prediction, reference(id)))
    };
    let scored = record.findings.iter().zip(&ids.observations).filter_map(predict);
    let (predictions, basis): (Vec<_>, Vec<_>) = scored.unzip();
    if predictions.is_empty() {
        return None;
    }
    let models: Vec<String> = summary::models(record).into_iter().map(summary::model_name).collect();
    Some(with(
        resource("RiskAssessment", record),
        json!({
            "identifier": [uuid_identifier(&ids.risk)],
            "status": "preliminary",
            "method": text(&models.join("; ")).map(|models| json!({ "text": models })),
            "subject": reference(&ids.patient),
            "occurrenceDateTime": instant(&record.closed),
            "performer": reference(&ids.device),
            "basis": basis,
            "prediction": predictions,
            "mitigation": text(&record.conclusion.action),
            "note": notes(record),
        }),
    ))
}
