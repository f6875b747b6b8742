//! Finished encounters, as the screening room makes them.

use farlight::domain::{
    AbstainReason, Answers, Conclusion, Defect, Disposition, EncounterRecord, Finding, Grade, ImageRecord,
    ImageRole, Laterality, ModelRef, Outcome, Patient, Quality, Sex, Stamp, Task, Versions, sha256_hex,
};
use uuid::Uuid;

/// 2026-03-02T09:30:00Z.
pub const MORNING_MS: i64 = 1_772_443_800_000;

fn uuid(seed: &str) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, seed.as_bytes()).to_string()
}

fn stamp(minute: i64) -> Stamp {
    Stamp {
        wall_ms: MORNING_MS + minute * 60_000,
        boot_ms: 1_000_000,
        boot_id: "7b0d8ce0-0000-4000-8000-000000000001".into(),
        trusted: true,
    }
}

fn sha(letter: char) -> String {
    sha256_hex(letter.to_string().as_bytes())
}

fn record(seed: &str, task: Task, disposition: Disposition, reason: &str, due: &str) -> EncounterRecord {
    EncounterRecord {
        id: uuid(seed),
        task,
        patient: Patient {
            id: uuid(&format!("patient {seed}")),
            identifier: format!("KE-{seed}/26"),
            name: "Asha <Devi> & Sons".into(),
            birth_date: Some("1961-04".into()),
            sex: Sex::Female,
        },
        site: "Clinic at the river".into(),
        device: "FL-0007".into(),
        operator: "Nurse Wanjiku".into(),
        opened: stamp(0),
        closed: stamp(6),
        answers: Answers::default(),
        images: Vec::new(),
        findings: Vec::new(),
        conclusion: Conclusion {
            disposition,
            rule: "a-rule".into(),
            reason: reason.into(),
            action: "Send the patient to the eye clinic.".into(),
            due: due.into(),
            warnings: vec!["Past tuberculosis: more false alarms.".into()],
            not_looked_for: vec!["glaucoma".into(), "cataract".into()],
        },
        versions: Versions {
            software: "farlight 0.1.0".into(),
            rule_pack: "dr-default 1".into(),
            rule_pack_sha256: sha('c'),
        },
        research_use: true,
    }
}

fn add(record: &mut EncounterRecord, laterality: Option<Laterality>, outcome: Outcome, score: Option<f32>) {
    let number = record.findings.len();
    let image_id = uuid(&format!("image {} {number}", record.id));
    record.images.push(ImageRecord {
        id: image_id.clone(),
        role: ImageRole::Original,
        laterality,
        sha256: sha(char::from(b'1' + u8::try_from(number).unwrap())),
        media_type: "image/jpeg".into(),
        width_px: 1411,
        height_px: 1411,
        bytes: 269_564,
        source: "phantom".into(),
        attempt: 1,
        taken: stamp(2),
    });
    let ran = score.is_some();
    let model =
        ModelRef { id: format!("{}-first", record.task.code()), version: "2026.1".into(), sha256: sha('a') };
    record.findings.push(Finding {
        id: uuid(&format!("finding {} {number}", record.id)),
        task: record.task,
        laterality,
        image_id: Some(image_id),
        heatmap_id: None,
        gradable: ran,
        quality: Some(Quality {
            score: if ran { 0.91 } else { 0.12 },
            defects: if ran { vec![] } else { vec![Defect::TooDark, Defect::OutOfFocus] },
        }),
        score,
        grade: score.filter(|_| record.task == Task::Dr).and_then(|score| Grade::new((score * 4.0) as u8)),
        outcome,
        abstain_reason: (outcome == Outcome::Abstain).then_some(AbstainReason::Uncertain),
        threshold: ran.then_some(0.37),
        model: ran.then_some(model),
        preprocessing: ran.then(|| "retina-1".into()),
    });
}

pub fn dr_refer(seed: &str) -> EncounterRecord {
    let mut made = record(seed, Task::Dr, Disposition::Refer, "moderate-npdr", "2026-05-31");
    add(&mut made, Some(Laterality::Od), Outcome::Negative, Some(0.06));
    add(&mut made, Some(Laterality::Os), Outcome::Refer, Some(0.71));
    made
}

pub fn dr_urgent(seed: &str) -> EncounterRecord {
    let mut made = record(seed, Task::Dr, Disposition::Urgent, "proliferative", "2026-03-16");
    add(&mut made, Some(Laterality::Od), Outcome::Urgent, Some(1.0));
    add(&mut made, Some(Laterality::Os), Outcome::Abstain, Some(0.38));
    made
}

/// One eye too dark, the other not photographed at all.
pub fn dr_ungradable(seed: &str) -> EncounterRecord {
    let mut made = record(seed, Task::Dr, Disposition::Refer, "ungradable-eye", "2026-03-30");
    add(&mut made, Some(Laterality::Od), Outcome::Ungradable, None);
    add(&mut made, Some(Laterality::Os), Outcome::Ungradable, None);
    made.images.pop();
    made.findings[1].image_id = None;
    made.findings[1].quality = None;
    made
}

pub fn dr_negative(seed: &str) -> EncounterRecord {
    let mut made = record(seed, Task::Dr, Disposition::Negative, "no-sign", "2027-03-02");
    add(&mut made, Some(Laterality::Od), Outcome::Negative, Some(0.02));
    add(&mut made, Some(Laterality::Os), Outcome::Negative, Some(0.04));
    made.research_use = false;
    made
}

/// Neither eye could be decided.
pub fn dr_abstained(seed: &str) -> EncounterRecord {
    let mut made = record(seed, Task::Dr, Disposition::Refer, "not-read", "2026-03-30");
    add(&mut made, Some(Laterality::Od), Outcome::Abstain, Some(0.36));
    add(&mut made, Some(Laterality::Os), Outcome::Abstain, Some(0.38));
    made
}

pub fn tb_negative(seed: &str) -> EncounterRecord {
    let mut made = record(seed, Task::Tb, Disposition::Negative, "no-sign", "2027-03-02");
    add(&mut made, None, Outcome::Negative, Some(0.03));
    made
}

pub fn tb_abstained(seed: &str) -> EncounterRecord {
    let mut made = record(seed, Task::Tb, Disposition::Assess, "not-read", "2026-03-02");
    add(&mut made, None, Outcome::Abstain, Some(0.41));
    made
}

pub fn tb_ungradable(seed: &str) -> EncounterRecord {
    let mut made = record(seed, Task::Tb, Disposition::Assess, "ungradable-film", "2026-03-02");
    add(&mut made, None, Outcome::Ungradable, None);
    made
}

pub fn tb_refer(seed: &str) -> EncounterRecord {
    let mut made = record(seed, Task::Tb, Disposition::Refer, "score-above", "2026-03-02");
    add(&mut made, None, Outcome::Refer, Some(0.83));
    made.patient.birth_date = None;
    made.patient.sex = Sex::Unknown;
    made
}

/// No number, no name, no birth date, a clock that fell back to 1970.
pub fn bare(seed: &str) -> EncounterRecord {
    let mut made = dr_ungradable(seed);
    made.patient.identifier = "  ".into();
    made.patient.name = String::new();
    made.patient.birth_date = Some("unknown".into());
    for stamp in [&mut made.opened, &mut made.closed] {
        stamp.wall_ms = -5;
        stamp.trusted = false;
    }
    made.conclusion.due = "1970-03-31".into();
    made.operator = String::new();
    made
}
