//! The DICOM study of an encounter, as FHIR names it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Ids;
use super::parts::{self, instant, reference, resource, text, with};
use crate::domain::EncounterRecord;
use crate::interop::dicom::{Instance, Study};
use crate::interop::summary;

/// DICOM UIDs as FHIR identifies them (R4, `ImagingStudy`, notes).
const UID_SYSTEM: &str = "urn:dicom:uid";

/// The condition that finds the study by its UID.
pub fn condition(study: &Study<'_>) -> String {
    parts::condition(UID_SYSTEM, &format!("urn:oid:{}", study.uid()))
}

/// The study with its series and instances. "Registered": the pictures follow by their own way, if at
/// all.
pub fn imaging_study(record: &EncounterRecord, study: &Study<'_>, ids: &Ids) -> Map<String, Value> {
    let instances: Vec<Instance> = study.parts().into_iter().map(|part| study.instance(part)).collect();
    let of_study: Vec<&Instance> =
        instances.iter().filter(|instance| instance.study == study.uid()).collect();
    let mut series: BTreeMap<&str, Vec<&Instance>> = BTreeMap::new();
    for instance in &of_study {
        series.entry(&instance.series).or_default().push(instance);
    }
    let (count, of) = (series.len(), of_study.len());
    let series: Vec<Value> = series.into_iter().map(|(uid, instances)| one_series(uid, &instances)).collect();
    with(
        resource("ImagingStudy", record),
        json!({
            "identifier": [{ "system": UID_SYSTEM, "value": format!("urn:oid:{}", study.uid()) }],
            "status": "registered",
            "subject": reference(&ids.patient),
            "started": instant(&record.opened),
            "basedOn": record.conclusion.disposition.is_referral().then(|| json!([reference(&ids.request)])),
            "numberOfSeries": count,
            "numberOfInstances": of,
            "description": text(summary::task_name(record.task)),
            "series": series,
        }),
    )
}

fn one_series(uid: &str, instances: &[&Instance]) -> Value {
    let modality = instances.first().map_or("OT", |instance| &*instance.modality);
    let each = instances.iter().map(|instance| {
        let class = format!("urn:oid:{}", instance.sop_class);
        json!({ "uid": instance.uid, "sopClass": { "system": "urn:ietf:rfc:3986", "code": class } })
    });
    json!({
        "uid": uid,
        "modality": { "system": "http://dicom.nema.org/resources/ontology/DCM", "code": modality },
        "numberOfInstances": instances.len(),
        "instance": each.collect::<Vec<_>>(),
    })
}
