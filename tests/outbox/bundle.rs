//! What stands in a bundle.

use std::path::PathBuf;
use std::process::Command;

use farlight::domain::{Answer, Disposition, EncounterRecord, sha256_hex};
use farlight::interop::fhir::{Policy, bundle, bundle_for, needs_sending};
use serde_json::Value;

use crate::peers::{self, records};

fn resources(record: &EncounterRecord) -> Vec<Value> {
    let bundle = bundle(record);
    bundle["entry"].as_array().unwrap().iter().map(|entry| entry["resource"].clone()).collect()
}

fn kinds(record: &EncounterRecord) -> Vec<String> {
    resources(record).iter().map(|resource| resource["resourceType"].as_str().unwrap().to_owned()).collect()
}

fn all() -> [EncounterRecord; 10] {
    [
        records::dr_refer("1"),
        records::dr_urgent("2"),
        records::dr_ungradable("3"),
        records::tb_refer("4"),
        records::dr_negative("5"),
        records::bare("6"),
        records::dr_abstained("7"),
        records::tb_negative("8"),
        records::tb_abstained("9"),
        records::tb_ungradable("10"),
    ]
}

#[test]
fn the_same_record_makes_the_same_bytes() {
    for record in all() {
        assert_eq!(bundle(&record).to_string(), bundle(&record.clone()).to_string());
    }
}

#[test]
fn a_referral_is_whole_and_an_answer_without_one_asks_for_nothing() {
    let refer = kinds(&records::dr_refer("1"));
    let wanted = [
        "Patient",
        "Device",
        "ServiceRequest",
        "Task",
        "Observation",
        "Observation",
        "DiagnosticReport",
        "RiskAssessment",
        "ImagingStudy",
        "Provenance",
    ];
    assert_eq!(refer, wanted);
    let negative = kinds(&records::dr_negative("1"));
    assert!(!negative.iter().any(|kind| kind == "ServiceRequest" || kind == "Task"), "{negative:?}");
    let unscored = kinds(&records::dr_ungradable("1"));
    assert!(!unscored.contains(&"RiskAssessment".to_owned()), "nothing was predicted");
    for record in all() {
        assert!(!kinds(&record).contains(&"AuditEvent".to_owned()));
    }
}

#[test]
fn only_a_negative_result_may_stay_here() {
    let (quiet, open) = (Policy::default(), Policy { send_negative: true, ..Policy::default() });
    for disposition in [Disposition::Negative, Disposition::Assess, Disposition::Refer, Disposition::Urgent] {
        let mut record = records::dr_refer("1");
        record.conclusion.disposition = disposition;
        assert_eq!(needs_sending(&record, &quiet), disposition != Disposition::Negative);
        assert!(needs_sending(&record, &open));
    }
}

/// FHIR knows neither null nor empty lists, objects or strings.
#[test]
fn nothing_in_it_is_empty() {
    fn check(value: &Value, path: &str) {
        match value {
            Value::Null => panic!("{path} is null"),
            Value::String(text) => assert!(!text.trim().is_empty(), "{path} is empty"),
            Value::Array(items) => {
                assert!(!items.is_empty(), "{path} is empty");
                items.iter().enumerate().for_each(|(index, item)| check(item, &format!("{path}[{index}]")));
            }
            Value::Object(fields) => {
                assert!(!fields.is_empty(), "{path} is empty");
                fields.iter().for_each(|(key, item)| check(item, &format!("{path}.{key}")));
            }
            _ => {}
        }
    }
    for record in all() {
        check(&bundle(&record), "Bundle");
    }
}

/// Every reference points into the bundle, so that the server can resolve it.
#[test]
fn references_hold() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            Value::Object(fields) => {
                found.extend(fields.get("reference").and_then(Value::as_str));
                fields.values().for_each(|item| references(item, found));
            }
            _ => {}
        }
    }
    for record in all() {
        let bundle = bundle(&record);
        let mut names: Vec<_> = bundle["entry"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["fullUrl"].as_str().unwrap())
            .collect();
        let mut found = Vec::new();
        references(&bundle, &mut found);
        assert!(found.len() > 10);
        assert!(found.iter().all(|reference| names.contains(reference)), "{found:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), bundle["entry"].as_array().unwrap().len(), "each name once");
    }
}

/// Model, threshold, rules and software are on whatever somebody may read alone.
#[test]
fn versions_and_flags_are_on_every_kind() {
    let record = records::dr_refer("1");
    let all = resources(&record);
    let text =
        |kind: &str| all.iter().rfind(|resource| resource["resourceType"] == kind).unwrap().to_string();
    let sha = sha256_hex(b"a");
    for kind in ["Device", "Observation", "DiagnosticReport", "RiskAssessment", "Provenance"] {
        assert!(text(kind).contains(&sha) && text(kind).contains("2026.1"), "{kind}");
    }
    for kind in ["Observation", "DiagnosticReport", "RiskAssessment"] {
        assert!(text(kind).contains("0.37"), "threshold on {kind}");
    }
    for kind in ["Device", "DiagnosticReport", "Provenance"] {
        assert!(text(kind).contains("dr-default 1"), "rule pack on {kind}");
    }
    let flagged = [
        "Device",
        "ServiceRequest",
        "Task",
        "Observation",
        "DiagnosticReport",
        "RiskAssessment",
        "Provenance",
    ];
    for kind in flagged {
        assert!(text(kind).contains("research-use"), "{kind}");
        assert!(!text(kind).contains("clock-untrusted"), "{kind}");
    }
    for kind in ["ServiceRequest", "Task", "Observation", "DiagnosticReport", "RiskAssessment"] {
        assert!(text(kind).contains("RESEARCH USE ONLY"), "{kind}");
    }
    let cleared = bundle(&EncounterRecord { research_use: false, ..record }).to_string();
    assert!(!cleared.to_lowercase().contains("research"));
}

#[test]
fn a_clock_that_was_not_right_is_said_so() {
    let all = resources(&records::bare("1"));
    for resource in all
        .iter()
        .filter(|resource| !["Patient", "Device"].contains(&resource["resourceType"].as_str().unwrap()))
    {
        assert!(resource.to_string().contains("clock-untrusted"), "{}", resource["resourceType"]);
    }
    let report = all.iter().find(|resource| resource["resourceType"] == "DiagnosticReport").unwrap();
    assert_eq!(report["issued"], "1970-01-01T00:00:00Z");
    assert!(report["conclusion"].as_str().unwrap().contains("check every date"));
}

#[test]
fn the_worse_eye_is_named_by_its_side() {
    let all = resources(&records::dr_refer("1"));
    let eyes: Vec<_> = all.iter().filter(|resource| resource["resourceType"] == "Observation").collect();
    assert_eq!(eyes[0]["bodySite"]["coding"][0]["code"], "18944008");
    assert_eq!(eyes[1]["bodySite"]["text"], "Left eye (OS)");
    assert_eq!(eyes[1]["valueCodeableConcept"]["coding"][0]["code"], "refer");
    let score = &eyes[1]["component"][1];
    assert_eq!(score["valueQuantity"]["value"].to_string(), "0.71", "no more digits than were measured");
}

#[test]
fn symptoms_go_with_the_referral_and_hiv_status_does_not() {
    let mut record = records::tb_refer("1");
    record.answers.symptoms = Answer::Yes;
    record.answers.symptom_names = vec!["cough".into(), "fever".into()];
    record.answers.hiv = Answer::Yes;
    let text = bundle(&record).to_string();
    assert!(text.contains("Symptoms: yes (cough, fever)."));
    assert!(!text.to_lowercase().contains("hiv"));
}

#[test]
fn an_eye_without_a_score_says_so() {
    let all = resources(&records::dr_ungradable("1"));
    let eye = all.iter().find(|resource| resource["resourceType"] == "Observation").unwrap();
    assert_eq!(eye["component"][0]["valueBoolean"], false);
    assert_eq!(eye["component"][1]["dataAbsentReason"]["coding"][0]["code"], "not-performed");
    assert!(eye.to_string().contains("too-dark"));
    assert_eq!(eye["valueCodeableConcept"]["text"], "Ungradable picture");
    let unseen = all.iter().rfind(|resource| resource["resourceType"] == "Observation").unwrap();
    assert_eq!(unseen["valueCodeableConcept"]["text"], "Not photographed");
    assert!(unseen["note"].to_string().contains("Left eye (OS): Not photographed."), "{}", unseen["note"]);
}

/// Number 12 of one clinic is not number 12 of another, and each is found again by a retry.
#[test]
fn patients_of_two_clinics_stay_apart() {
    let here = records::dr_refer("1");
    let there = EncounterRecord { site: "Clinic on the hill".into(), ..here.clone() };
    let condition = |record: &EncounterRecord| bundle(record)["entry"][0]["request"]["ifNoneExist"].clone();
    assert_ne!(condition(&here), condition(&there));
    let policy = Policy { patient_system: Some("https://h.example/mrn".into()), ..Policy::default() };
    let shared =
        |record: &EncounterRecord| bundle_for(record, &policy)["entry"][0]["request"]["ifNoneExist"].clone();
    assert_eq!(shared(&here), shared(&there));
    assert_eq!(shared(&here), "identifier=https:%2F%2Fh.example%2Fmrn%7CKE-1%2F26");
    assert!(condition(&records::bare("1")).as_str().unwrap().contains("rfc:3986"), "no number: our own id");
}

#[test]
fn due_today_is_urgent_whatever_it_is_called() {
    let priority = |record: &EncounterRecord| resources(record)[2]["priority"].clone();
    assert_eq!(priority(&records::tb_refer("1")), "urgent");
    assert_eq!(priority(&records::dr_urgent("1")), "urgent");
    assert_eq!(priority(&records::dr_refer("1")), "routine");
}

#[test]
fn numbers_and_dates_that_fhir_cannot_say_are_left_out() {
    let mut record = records::dr_refer("1");
    record.findings[0].score = Some(f32::NAN);
    record.findings[1].threshold = Some(f32::INFINITY);
    record.conclusion.due = "soon".into();
    record.closed.wall_ms = i64::MAX;
    for date in ["1961-13", "61", "1961-02-30", "0000", "19é1"] {
        record.patient.birth_date = Some(date.into());
        let all = resources(&record);
        assert_eq!(all[0]["birthDate"], Value::Null, "{date}");
        assert_eq!(all[2]["occurrencePeriod"], Value::Null);
        assert!(all[2]["authoredOn"].as_str().unwrap().starts_with("9999-12-30"));
        assert!(all[4].to_string().contains("not-performed"));
    }
}

/// Validators that know nothing of us agree; that they can tell good from bad is tested first.
#[test]
fn two_validators_find_no_error() {
    if !peers::get("validate") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, value: &Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, value.to_string()).unwrap();
        path
    };
    let validate = |files: &[PathBuf]| Command::new(peers::script("validate")).args(files).output().unwrap();

    let mut bad = resources(&records::dr_refer("1"))[6].clone();
    bad["status"] = "nonsense".into();
    assert!(!validate(&[write("bad.json", &bad)]).status.success());

    let mut files = Vec::new();
    for (number, record) in all().iter().enumerate() {
        files.push(write(&format!("{number}-bundle.json"), &bundle(record)));
        for (index, resource) in resources(record).iter().enumerate() {
            files.push(write(&format!("{number}-{index}.json"), resource));
        }
    }
    let output = validate(&files);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
