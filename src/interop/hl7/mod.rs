//! HL7 v2.5, for radiology systems that know nothing newer: one ORU^R01 (unsolicited result) an
//! encounter, in UTF-8, which MSH-18 says. Codes of ours are those of the FHIR and DICOM documents.
//!
//! Original acknowledgement mode: MSH-15 and MSH-16 stay empty, the receiver's application answers.

mod segment;

use segment::{Field, Segment, coded, components};

use super::dicom::Study;
use super::summary;
use crate::domain::{Disposition, EncounterRecord, Finding, ImageRecord, Outcome, Sex, Stamp, sha256_hex};

pub use segment::unescape;

/// What an outbox calls a message of this kind.
pub const KIND: &str = "hl7-oru";

/// The name by which answers refer to a message (MSH-10, at most 20 letters): the same content has the
/// same name, so that a receiver can tell a repetition.
#[must_use]
pub fn control_id(record: &EncounterRecord) -> String {
    let content = serde_json::to_vec(record).unwrap_or_default();
    sha256_hex(&content).chars().take(20).collect()
}

/// The whole message, segments ended by carriage returns.
#[must_use]
pub fn oru(record: &EncounterRecord) -> String {
    let mut observations = Vec::new();
    for (number, finding) in record.findings.iter().enumerate() {
        of_finding(record, finding, number + 1, &mut observations);
    }
    of_conclusion(record, record.findings.len() + 1, &mut observations);
    let mut segments = vec![header(record), patient(record), order(record)];
    segments.extend(observations.into_iter().enumerate().map(|(index, observation)| {
        let mut segment = Segment::new("OBX").plain(&(index + 1).to_string());
        for field in observation {
            segment = segment.field(field);
        }
        segment
    }));
    segments.iter().map(Segment::text).collect()
}

fn header(record: &EncounterRecord) -> Segment {
    Segment::new("MSH")
        .raw("^~\\&")
        .plain("FARLIGHT")
        .plain(&record.site)
        .plain("")
        .plain("")
        .plain(&moment(&record.closed))
        .plain("")
        .field(components(&["ORU", "R01", "ORU_R01"]))
        .plain(&control_id(record))
        .plain("P")
        .plain("2.5")
        .skip(5)
        .plain("UNICODE UTF-8")
}

fn patient(record: &EncounterRecord) -> Segment {
    let person = &record.patient;
    let own = components(&[&person.id, "", "", "FARLIGHT", "PI"]);
    let number = person.identifier.trim();
    let identifiers = if number.is_empty() {
        own
    } else {
        Field::repeated(vec![components(&[number, "", "", &record.site, "MR"]), own])
    };
    // A name must be given (PID-5).
    let name = Some(person.name.trim()).filter(|name| !name.is_empty()).unwrap_or("Unknown");
    let birth =
        person.birth_date.as_deref().filter(|date| date.bytes().all(|b| b.is_ascii_digit() || b == b'-'));
    let sex = match person.sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Other => "O",
        Sex::Unknown => "U",
    };
    Segment::new("PID")
        .plain("1")
        .plain("")
        .field(identifiers)
        .plain("")
        .plain(name)
        .plain("")
        .plain(&birth.unwrap_or_default().replace('-', ""))
        .plain(sex)
}

fn order(record: &EncounterRecord) -> Segment {
    let number: String = record.id.chars().filter(char::is_ascii_hexdigit).collect();
    let number = &number[number.len().saturating_sub(16)..];
    Segment::new("OBR")
        .plain("1")
        .plain("")
        .field(components(&[number, "FARLIGHT"]))
        .field(coded(record.task.code(), summary::task_name(record.task)))
        .skip(2)
        .plain(&moment(&record.opened))
        .skip(14)
        .plain(&moment(&record.closed))
        .skip(2)
        .plain("P")
}

/// The fields of an OBX from the second on.
type Observation = Vec<Field>;

/// `group` joins what is said of one picture (OBX-4).
struct Group<'a> {
    record: &'a EncounterRecord,
    number: usize,
    flag: &'static str,
}

impl Group<'_> {
    fn observe(&self, kind: &str, code: Field, value: Field, unit: &str) -> Observation {
        vec![
            Field::plain(kind),
            code,
            Field::plain(&self.number.to_string()),
            value,
            Field::plain(unit),
            Field::plain(""),
            Field::plain(self.flag),
            Field::plain(""),
            Field::plain(""),
            Field::plain("P"),
            Field::plain(""),
            Field::plain(""),
            Field::plain(&moment(&self.record.closed)),
        ]
    }

    fn code(&self, code: &str, name: &str, (value, words): (&str, &str)) -> Observation {
        self.observe("CE", coded(code, name), coded(value, words), "")
    }

    fn number(&self, code: &str, name: &str, value: Option<f32>) -> Option<Observation> {
        let value = value.filter(|value| value.is_finite())?;
        Some(self.observe("NM", coded(code, name), Field::plain(&value.to_string()), "1"))
    }

    fn text(&self, code: &str, name: &str, value: &str) -> Option<Observation> {
        let value = value.trim();
        (!value.is_empty()).then(|| self.observe("ST", coded(code, name), Field::plain(value), ""))
    }
}

fn of_finding(record: &EncounterRecord, finding: &Finding, number: usize, all: &mut Vec<Observation>) {
    let flag = match finding.outcome {
        Outcome::Urgent => "AA",
        Outcome::Refer => "A",
        _ => "",
    };
    let group = Group { record, number, flag };
    let site = summary::site_name(finding.task, finding.laterality);
    let side = finding.laterality.map_or("chest", crate::domain::Laterality::code);
    all.push(group.code("site", "Part of the body", (side, site)));
    let outcome = (finding.outcome.code(), summary::result_name(finding));
    all.push(group.code("outcome", "Result of the picture", outcome));
    let gradable = if finding.gradable { ("yes", "Yes") } else { ("no", "No") };
    all.push(group.code("gradable", "Picture good enough", gradable));
    all.extend(group.number("score", "Calibrated probability of referable disease", finding.score));
    all.extend(group.number("threshold", "Operating point of the score", finding.threshold));
    let quality = finding.quality.as_ref();
    all.extend(group.number(
        "quality",
        "Quality of the picture, 0 to 1",
        quality.map(|quality| quality.score),
    ));
    if let Some(grade) = finding.grade {
        let value = grade.value().to_string();
        let value = (&*value, summary::grade_name(grade));
        all.push(group.code("icdr-grade", "ICDR severity grade", value));
    }
    if let Some(reason) = finding.abstain_reason {
        all.push(group.code(
            "abstain-reason",
            "Why the model does not answer",
            (reason.code(), reason.code()),
        ));
    }
    for defect in quality.iter().flat_map(|quality| &quality.defects) {
        all.push(group.code("defect", "Defect of the picture", (defect.code(), defect.code())));
    }
    if let Some(model) = &finding.model {
        all.extend(group.text("model", "Model", &format!("{} {}", model.id, model.version)));
        all.extend(group.text("model-sha256", "Model, SHA-256", &model.sha256));
    }
    all.extend(group.text(
        "preprocessing",
        "Preparation",
        finding.preprocessing.as_deref().unwrap_or_default(),
    ));
}

fn of_conclusion(record: &EncounterRecord, number: usize, all: &mut Vec<Observation>) {
    let conclusion = &record.conclusion;
    let flag = match conclusion.disposition {
        Disposition::Urgent => "AA",
        Disposition::Refer | Disposition::Assess => "A",
        Disposition::Negative => "",
    };
    let group = Group { record, number, flag };
    let disposition = (conclusion.disposition.code(), summary::disposition_name(conclusion.disposition));
    all.push(group.code("disposition", "What is to be done", disposition));
    let reason = conclusion.reason.replace('-', " ");
    if !reason.trim().is_empty() {
        all.push(group.code("reason", "Reason", (&conclusion.reason, &reason)));
    }
    let research = if record.research_use { ("yes", "Yes") } else { ("no", "No") };
    all.push(group.code("research-use", "Research use only", research));
    let versions = &record.versions;
    let texts = [
        ("action", "Action", &*conclusion.action),
        ("due", "Due by", &conclusion.due),
        ("rule-pack", "Rule pack", &versions.rule_pack),
        ("rule-pack-sha256", "Rule pack, SHA-256", &versions.rule_pack_sha256),
        ("rule", "Rule that decided", &conclusion.rule),
        ("software", "Software version", &versions.software),
        ("encounter", "Encounter", &record.id),
    ];
    all.extend(texts.into_iter().filter_map(|(code, name, value)| group.text(code, name, value)));
    let none = |_: &ImageRecord| Err("not at hand".into());
    if let Some(study) = Study::open(record, &none).ok().filter(Study::has_pictures) {
        all.extend(group.text("study-uid", "DICOM study", study.uid()));
    }
    let lines = summary::report(record).iter().map(|line| Field::plain(line)).collect();
    all.push(group.observe("TX", coded("report", "The whole result"), Field::repeated(lines), ""));
}

/// In UTC; a clock before 1970 is drawn to it.
fn moment(stamp: &Stamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(stamp.wall_ms.max(0)).unwrap_or(jiff::Timestamp::MAX);
    moment.strftime("%Y%m%d%H%M%S+0000").to_string()
}
