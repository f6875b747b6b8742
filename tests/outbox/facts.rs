//! One encounter says the same in FHIR, DICOM, HL7 and on paper.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;
use farlight::domain::EncounterRecord;
use farlight::interop::dicom::{Part, Study};
use farlight::interop::{fhir, hl7, pdf};
use serde_json::Value;

use crate::peers::pictures::{furnish, retina};
use crate::peers::records;

/// What is said of each picture, in the order of the pictures: codes with their values.
type Facts = Vec<BTreeSet<(String, String)>>;

const ASKED: [&str; 9] = [
    "outcome",
    "gradable",
    "score",
    "threshold",
    "icdr-grade",
    "abstain-reason",
    "defect",
    "quality",
    "model",
];

fn put(facts: &mut BTreeSet<(String, String)>, code: &str, value: &str) {
    let value = match (code, value) {
        ("gradable", "true" | "373066001") => "yes",
        ("gradable", "false" | "373067005") => "no",
        ("icdr-grade", value) => value.trim_start_matches("icdr-"),
        (_, value) => value,
    };
    let number = ["score", "threshold", "quality"].contains(&code).then(|| value.parse::<f32>().unwrap());
    if ASKED.contains(&code) {
        facts.insert((code.to_owned(), number.map_or_else(|| value.to_owned(), |number| number.to_string())));
    }
}

fn in_fhir(record: &EncounterRecord) -> Facts {
    let bundle = fhir::bundle(record);
    let resources = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    let code = |concept: &Value| concept["coding"][0]["code"].as_str().map(str::to_owned);
    let one = |eye: &Value| {
        let mut facts = BTreeSet::new();
        put(&mut facts, "outcome", &code(&eye["valueCodeableConcept"]).unwrap());
        for part in eye["component"].as_array().unwrap() {
            let name = code(&part["code"]).unwrap();
            let value = match part {
                part if part["valueQuantity"].is_object() => part["valueQuantity"]["value"].to_string(),
                part if part["valueBoolean"].is_boolean() => part["valueBoolean"].to_string(),
                part if part["valueString"].is_string() => part["valueString"].as_str().unwrap().to_owned(),
                part if part["dataAbsentReason"].is_object() => continue,
                part => code(&part["valueCodeableConcept"]).unwrap(),
            };
            put(&mut facts, &name, &value.replace(", SHA-256 ", " "));
        }
        facts
    };
    resources.filter(|resource| resource["resourceType"] == "Observation").map(one).collect()
}

fn in_hl7(record: &EncounterRecord) -> Facts {
    let message = hl7::oru(record);
    let mut groups: BTreeMap<usize, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for segment in message.split('\r').filter(|segment| segment.starts_with("OBX|")) {
        let fields: Vec<&str> = segment.split('|').collect();
        let first = |field: &str| hl7::unescape(field.split('^').next().unwrap());
        let group = groups.entry(fields[4].parse().unwrap()).or_default();
        group.entry(first(fields[3])).or_default().push(first(fields[5]));
    }
    let one = |group: &BTreeMap<String, Vec<String>>| {
        let mut facts = BTreeSet::new();
        for (code, values) in group {
            for value in values {
                let whole = match code.as_str() {
                    "model" => format!("{value} {}", group["model-sha256"][0]),
                    _ => value.clone(),
                };
                put(&mut facts, code, &whole);
            }
        }
        facts
    };
    groups.values().map(one).take(record.findings.len()).collect()
}

fn text(item: &InMemDicomObject, tag: Tag) -> String {
    item.element_opt(tag)
        .unwrap()
        .map_or(String::new(), |element| element.to_str().unwrap().trim().to_owned())
}

fn items(item: &InMemDicomObject, tag: Tag) -> Vec<InMemDicomObject> {
    let element = item.element_opt(tag).unwrap();
    element.and_then(|element| element.items()).map_or(Vec::new(), <[InMemDicomObject]>::to_vec)
}

fn code(item: &InMemDicomObject, tag: Tag) -> String {
    let Some(code) = items(item, tag).pop() else { return String::new() };
    let short = text(&code, tags::CODE_VALUE);
    if short.is_empty() { text(&code, tags::LONG_CODE_VALUE) } else { short }
}

fn in_sr(report: &InMemDicomObject) -> Facts {
    fn groups(item: &InMemDicomObject, found: &mut Vec<InMemDicomObject>) {
        for child in items(item, tags::CONTENT_SEQUENCE) {
            if code(&child, tags::CONCEPT_NAME_CODE_SEQUENCE) == "125007" {
                found.push(child);
            } else {
                groups(&child, found);
            }
        }
    }
    let mut found = Vec::new();
    groups(report, &mut found);
    let one = |group: &InMemDicomObject| {
        let (mut facts, mut model) = (BTreeSet::new(), Vec::new());
        for item in items(group, tags::CONTENT_SEQUENCE) {
            let name = code(&item, tags::CONCEPT_NAME_CODE_SEQUENCE);
            let text_value = text(&item, tags::TEXT_VALUE);
            match name.as_str() {
                "121071" => put(&mut facts, "outcome", &code(&item, tags::CONCEPT_CODE_SEQUENCE)),
                "111001" | "111003" => model.push(text_value),
                "111002" => model.extend(text_value.strip_prefix("sha256=").map(str::to_owned)),
                _ => {
                    let measured = items(&item, tags::MEASURED_VALUE_SEQUENCE).pop();
                    let value = measured.map(|measured| text(&measured, tags::NUMERIC_VALUE));
                    put(
                        &mut facts,
                        &name,
                        &value.unwrap_or_else(|| code(&item, tags::CONCEPT_CODE_SEQUENCE)),
                    );
                }
            }
        }
        if !model.is_empty() {
            put(&mut facts, "model", &model.join(" "));
        }
        facts
    };
    found.iter().map(one).collect()
}

fn all_text(item: &InMemDicomObject, into: &mut String) {
    for element in item.iter() {
        if let Some(items) = element.items() {
            for item in items {
                all_text(item, into);
            }
        } else if let Ok(text) = element.to_str() {
            into.push_str(text.trim());
            into.push('\n');
        }
    }
}

#[test]
fn every_format_says_the_same() {
    for mut record in
        [records::dr_refer("1"), records::dr_urgent("2"), records::dr_ungradable("3"), records::tb_refer("4")]
    {
        let pictures = furnish(&mut record, |eye| retina(96, eye));
        let read = |image: &farlight::domain::ImageRecord| Ok(pictures[&image.id].clone());
        let study = Study::open(&record, &read).unwrap();
        let object = study.encode(Part::Report).unwrap();
        let report = dicom_object::from_reader(object.bytes.as_slice()).unwrap().into_inner();
        let facts = in_fhir(&record);
        assert_eq!(facts.len(), record.findings.len());
        assert!(facts.iter().all(|facts| facts.len() >= 2), "{facts:?}");
        assert_eq!(facts, in_hl7(&record), "FHIR and HL7");
        assert_eq!(facts, in_sr(&report), "FHIR and DICOM");

        let bundle = fhir::bundle(&record).to_string();
        let message = hl7::oru(&record);
        let mut said = String::new();
        all_text(&report, &mut said);
        assert!(bundle.contains(study.uid()) && message.contains(study.uid()) && said.contains(study.uid()));
        let versions = &record.versions;
        let mut shared = vec![
            &versions.software,
            &versions.rule_pack,
            &versions.rule_pack_sha256,
            &record.conclusion.rule,
        ];
        shared.extend([&record.conclusion.action, &record.conclusion.due, &record.id]);
        for model in record.findings.iter().filter_map(|finding| finding.model.as_ref()) {
            shared.extend([&model.id, &model.version, &model.sha256]);
        }
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("page.pdf");
        std::fs::write(&page, pdf::summary(&record, &|image| Some(pictures[&image.id].clone())).unwrap())
            .unwrap();
        let paper = Command::new("pdftotext").args(["-raw"]).arg(&page).arg("-").output();
        let paper = paper.map(|output| {
            String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
        });
        if paper.is_err() {
            println!("SKIPPED: pdftotext is not installed (tools/setup test installs poppler-utils)");
        }
        for fact in shared {
            // The report names the encounter by the UIDs made of it.
            assert!(said.contains(fact.as_str()) || fact == &record.id, "DICOM lacks {fact}");
            assert!(message.contains(fact.as_str()), "HL7 lacks {fact}");
            assert!(bundle.contains(fact.as_str()) || fact == &record.id, "FHIR lacks {fact}");
            if let Ok(paper) = &paper {
                let plain = |text: &str| text.replace(' ', "");
                assert!(plain(paper).contains(&plain(fact)), "the page lacks {fact}");
            }
        }
    }
}
