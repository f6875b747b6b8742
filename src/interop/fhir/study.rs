//! The DICOM study of an encounter, as FHIR names it.

use std::collections::BTreeSet;

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

/// The study by its UID, with what kinds of objects are in it. Its series and instances are not listed:
/// two numbers of 39 digits an object weigh as much as a page of text on a slow line, and who opens the
/// study has them from the archive. "Registered": the pictures follow by their own way, if at all.
pub fn imaging_study(record: &EncounterRecord, study: &Study<'_>, ids: &Ids) -> Map<String, Value> {
    let instances: Vec<Instance> = study.parts().into_iter().map(|part| study.instance(part)).collect();
    let of_study: Vec<&Instance> =
        instances.iter().filter(|instance| instance.study == study.uid()).collect();
    let series: BTreeSet<&str> = of_study.iter().map(|instance| &*instance.series).collect();
    let kinds: BTreeSet<&str> = of_study.iter().map(|instance| &*instance.modality).collect();
    let modality =
        |code: &&str| json!({ "system": "http://dicom.nema.org/resources/ontology/DCM", "code": code });
    with(
        resource("ImagingStudy", record),
        json!({
            "identifier": [{ "system": UID_SYSTEM, "value": format!("urn:oid:{}", study.uid()) }],
            "status": "registered",
            "modality": kinds.iter().map(modality).collect::<Vec<_>>(),
            "subject": reference(&ids.patient),
            "started": instant(&record.opened),
            "basedOn": record.conclusion.disposition.is_referral().then(|| json!([reference(&ids.request)])),
            "numberOfSeries": series.len(),
            "numberOfInstances": of_study.len(),
            "description": text(summary::task_name(record.task)),
        }),
    )
}
