//! The result as a Comprehensive SR (PS3.3, A.35.3) by template TID 1500 "Measurement Report"
//! (PS3.16): a measurement group a finding, then what was made of all of them.

use std::collections::BTreeMap;

use dicom_dictionary_std::tags;

use super::content::Item;
use super::dataset::{Code, Dataset, person, words};
use super::{Instance, Study, modules, uid};
use crate::domain::{EncounterRecord, Finding, Laterality, Task};
use crate::interop::summary;

pub fn write(study: &Study<'_>, object: &mut Dataset, evidence: &[Instance]) {
    let record = study.record;
    object.put(tags::CONTENT_DATE, modules::date(&record.closed));
    object.put(tags::CONTENT_TIME, modules::time(&record.closed));
    object.put(tags::COMPLETION_FLAG, "COMPLETE");
    object.put(tags::VERIFICATION_FLAG, "UNVERIFIED");
    object.put(tags::PRELIMINARY_FLAG, "PRELIMINARY");
    object.empty(&[
        tags::REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE,
        tags::PERFORMED_PROCEDURE_CODE_SEQUENCE,
    ]);
    if !evidence.is_empty() {
        object.items(tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, hierarchy(evidence));
    }
    object.put(tags::VALUE_TYPE, "CONTAINER");
    object.code(tags::CONCEPT_NAME_CODE_SEQUENCE, &Code::dcm("126000", "Imaging Measurement Report"));
    object.put(tags::CONTINUITY_OF_CONTENT, "SEPARATE");
    let mut template = Dataset::default();
    template.put(tags::MAPPING_RESOURCE, "DCMR");
    template.put(tags::TEMPLATE_IDENTIFIER, "1500");
    object.items(tags::CONTENT_TEMPLATE_SEQUENCE, vec![template]);
    object.items(tags::CONTENT_SEQUENCE, tree(study, evidence).into_children());
}

/// Studies, their series, their instances (PS3.3, table C.17-3).
fn hierarchy(evidence: &[Instance]) -> Vec<Dataset> {
    let mut studies: BTreeMap<&str, BTreeMap<&str, Vec<Dataset>>> = BTreeMap::new();
    for instance in evidence {
        let series = studies.entry(&instance.study).or_default().entry(&instance.series).or_default();
        series.push(modules::reference(instance));
    }
    let series_item = |(uid, references): (&str, Vec<Dataset>)| {
        let mut item = Dataset::default();
        item.put(tags::SERIES_INSTANCE_UID, uid);
        item.items(tags::REFERENCED_SOP_SEQUENCE, references);
        item
    };
    let study_item = |(uid, series): (&str, BTreeMap<_, _>)| {
        let mut item = Dataset::default();
        item.put(tags::STUDY_INSTANCE_UID, uid);
        item.items(tags::REFERENCED_SERIES_SEQUENCE, series.into_iter().map(series_item).collect());
        item
    };
    studies.into_iter().map(study_item).collect()
}

fn tree(study: &Study<'_>, evidence: &[Instance]) -> Item {
    let record = study.record;
    let mut root = Item::container(&Code::dcm("126000", "Imaging Measurement Report"));
    let language = Code::dcm("121049", "Language of Content Item and Descendants");
    root.add(Item::code(&language, &Code::new("RFC5646", "en", "English")).modifier());
    observer(record, &mut root);
    let procedure = Code::own(&format!("{}-screening", record.task.code()), summary::task_name(record.task));
    root.add(Item::code(&Code::dcm("121058", "Procedure reported"), &procedure).modifier());
    if !evidence.is_empty() {
        let mut group = Item::container(&Code::dcm("126200", "Image Library Group"));
        for instance in evidence {
            group.add(Item::image(None, instance));
        }
        let mut library = Item::container(&Code::dcm("111028", "Image Library"));
        library.add(group);
        root.add(library);
    }
    let mut measurements = Item::container(&Code::dcm("126010", "Imaging Measurements"));
    for finding in &record.findings {
        measurements.add(group(study, finding));
    }
    root.add(measurements);
    root.add(evaluations(record));
    root
}

/// Who observed, and whom (TID 1001).
fn observer(record: &EncounterRecord, root: &mut Item) {
    let observer = Code::dcm("121005", "Observer Type");
    let mut context = vec![
        Item::code(&observer, &Code::dcm("121007", "Device")),
        Item::uid(&Code::dcm("121012", "Device Observer UID"), &uid::other(record, &record.device)),
        Item::text(&Code::dcm("121013", "Device Observer Name"), &record.device),
        Item::text(&Code::dcm("121014", "Device Observer Manufacturer"), "Farlight"),
        Item::text(&Code::dcm("121015", "Device Observer Model Name"), "Farlight screening box"),
        Item::text(&Code::dcm("121016", "Device Observer Serial Number"), &record.device),
        Item::code(&Code::dcm("121024", "Subject Class"), &Code::dcm("121025", "Patient")),
        Item::text(&Code::dcm("121030", "Subject ID"), &record.patient.identifier),
    ];
    let name = person(&record.patient.name);
    if !name.is_empty() {
        context.push(Item::person(&Code::dcm("121029", "Subject Name"), &name));
    }
    for item in context {
        root.add(item.observation_context());
    }
}

/// One finding (TID 1501).
fn group(study: &Study<'_>, finding: &Finding) -> Item {
    let mut group = Item::container(&Code::dcm("125007", "Measurement Group"));
    let name = summary::site_name(finding.task, finding.laterality);
    group.add(Item::text(&Code::dcm("112039", "Tracking Identifier"), name).observation_context());
    let tracking = uid::other(study.record, &finding.id);
    group.add(Item::uid(&Code::dcm("112040", "Tracking Unique Identifier"), &tracking).observation_context());
    group.add(site(finding));
    algorithm(finding, &mut group);
    for image_id in [&finding.image_id, &finding.heatmap_id].into_iter().flatten() {
        if let Some(instance) = study.instance_of(image_id) {
            group.add(Item::image(Some(&Code::sct("260753009", "Source")), &instance));
        }
    }
    let outcome = Code::own(finding.outcome.code(), summary::result_name(finding));
    group.add(Item::code(&Code::dcm("121071", "Finding"), &outcome));
    group.add(Item::code(&Code::own("gradable", "Picture good enough"), &yes_no(finding.gradable)));
    measurements(finding, &mut group);
    group.add(Item::text(&Code::dcm("121106", "Comment"), &summary::finding_line(finding)));
    group
}

/// SNOMED CT: 81745001 eye, 51185008 thorax; the side is a modifier of its own.
fn site(finding: &Finding) -> Item {
    let place = match finding.task {
        Task::Dr => Code::sct("81745001", "Eye"),
        Task::Tb => Code::sct("51185008", "Thorax"),
    };
    let mut site = Item::code(&Code::sct("363698007", "Finding Site"), &place).modifier();
    let side = finding.laterality.map(|side| match side {
        Laterality::Od => Code::sct("24028007", "Right"),
        Laterality::Os => Code::sct("7771000", "Left"),
    });
    if let Some(side) = side {
        site.add(Item::code(&Code::sct("272741003", "Laterality"), &side).modifier());
    }
    site
}

/// Algorithm identification (TID 4019).
fn algorithm(finding: &Finding, group: &mut Item) {
    let Some(model) = &finding.model else { return };
    let mut parameters = vec![format!("sha256={}", model.sha256)];
    parameters.extend(finding.threshold.map(|threshold| format!("threshold={threshold}")));
    parameters.extend(finding.preprocessing.as_ref().map(|name| format!("preprocessing={name}")));
    group.add(Item::text(&Code::dcm("111001", "Algorithm Name"), &model.id).modifier());
    group.add(Item::text(&Code::dcm("111003", "Algorithm Version"), &model.version).modifier());
    for parameter in parameters {
        group.add(Item::text(&Code::dcm("111002", "Algorithm Parameters"), &parameter).modifier());
    }
}

fn measurements(finding: &Finding, group: &mut Item) {
    let quality = finding.quality.as_ref();
    let numbers = [
        ("score", "Calibrated probability of referable disease", finding.score),
        ("threshold", "Operating point of the score", finding.threshold),
        ("quality", "Quality of the picture, 0 to 1", quality.map(|quality| quality.score)),
    ];
    for (code, name, value) in numbers {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            group.add(Item::number(&Code::own(code, name), value));
        }
    }
    if let Some(grade) = finding.grade {
        let value = Code::own(&format!("icdr-{}", grade.value()), summary::grade_name(grade));
        group.add(Item::code(&Code::own("icdr-grade", "ICDR severity grade"), &value));
    }
    if let Some(reason) = finding.abstain_reason {
        let value = Code::own(reason.code(), &reason.code().replace('-', " "));
        group.add(Item::code(&Code::own("abstain-reason", "Why the model does not answer"), &value));
    }
    for defect in quality.iter().flat_map(|quality| &quality.defects) {
        let value = Code::own(defect.code(), &defect.code().replace('-', " "));
        group.add(Item::code(&Code::own("defect", "Defect of the picture"), &value));
    }
}

/// What was made of all findings, and every sentence that all formats share.
fn evaluations(record: &EncounterRecord) -> Item {
    let conclusion = &record.conclusion;
    let mut all = Item::container(&Code::new("UMLS", "C0034375", "Qualitative Evaluations"));
    let disposition = conclusion.disposition;
    let value = Code::own(disposition.code(), summary::disposition_name(disposition));
    all.add(Item::code(&Code::own("disposition", "What is to be done"), &value));
    let reason = words(&conclusion.reason, 64);
    let value = Code::own(&reason, &reason.replace('-', " "));
    all.add(Item::code(&Code::own("reason", "Reason"), &value));
    all.add(Item::code(&Code::own("research-use", "Research use only"), &yes_no(record.research_use)));
    let versions = &record.versions;
    let rules = format!("{}, SHA-256 {}", versions.rule_pack, versions.rule_pack_sha256);
    all.add(Item::text(&Code::own("action", "Action"), &conclusion.action));
    all.add(Item::text(&Code::own("due", "Due by"), &conclusion.due));
    all.add(Item::text(&Code::own("rule-pack", "Rule pack"), &rules));
    all.add(Item::text(&Code::own("rule", "Rule that decided"), &conclusion.rule));
    all.add(Item::text(&Code::own("software", "Software version"), &versions.software));
    for line in summary::report(record) {
        all.add(Item::text(&Code::dcm("121106", "Comment"), &line));
    }
    all
}

fn yes_no(value: bool) -> Code {
    if value { Code::sct("373066001", "Yes") } else { Code::sct("373067005", "No") }
}
