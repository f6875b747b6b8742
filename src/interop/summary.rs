//! The words of a result, the same in every format that leaves the box.

use crate::domain::{
    Answer, Disposition, EncounterRecord, Finding, Grade, Laterality, ModelRef, Outcome, Task,
};

/// Said on everything that a model made which has not cleared its bar.
pub const RESEARCH_USE: &str =
    "RESEARCH USE ONLY: this model has not cleared its accuracy bar. Not for care decisions by itself.";

/// Said when dates come from a clock that was not known to be right.
pub const CLOCK_UNTRUSTED: &str =
    "The clock of the box was not known to be right: check every date of this result, also the due date.";

/// Said on every result: a machine made it.
pub const PRELIMINARY: &str = "Preliminary result of a screening program; a clinician has not confirmed it.";

#[must_use]
pub fn task_name(task: Task) -> &'static str {
    match task {
        Task::Dr => "Diabetic retinopathy screening",
        Task::Tb => "Tuberculosis screening by chest X-ray",
    }
}

/// What is asked of whoever takes the referral.
#[must_use]
pub fn request_name(task: Task) -> &'static str {
    match task {
        Task::Dr => "Eye examination after diabetic retinopathy screening",
        Task::Tb => "Tuberculosis testing after chest X-ray screening",
    }
}

#[must_use]
pub fn disposition_name(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Negative => "No referral",
        Disposition::Assess => "Clinical assessment",
        Disposition::Refer => "Refer",
        Disposition::Urgent => "Refer urgently",
    }
}

#[must_use]
pub fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Negative => "No sign found",
        Outcome::Refer => "Suspected",
        Outcome::Urgent => "Suspected, urgent",
        Outcome::Ungradable => "Ungradable picture",
        Outcome::Abstain => "Needs a human read",
        Outcome::WrongImage => "Not a picture of this kind",
    }
}

/// What a finding says. An eye that was never photographed is not a bad picture.
#[must_use]
pub fn result_name(finding: &Finding) -> &'static str {
    match (finding.outcome, &finding.image_id) {
        (Outcome::Ungradable, None) => "Not photographed",
        (outcome, _) => outcome_name(outcome),
    }
}

/// Which part of the body a finding is about.
#[must_use]
pub fn site_name(task: Task, laterality: Option<Laterality>) -> &'static str {
    match (task, laterality) {
        (Task::Dr, Some(Laterality::Od)) => "Right eye (OD)",
        (Task::Dr, Some(Laterality::Os)) => "Left eye (OS)",
        (Task::Dr, None) => "Eye, side not recorded",
        (Task::Tb, _) => "Chest",
    }
}

/// Source: Wilkinson et al., Ophthalmology 2003;110:1677-82.
#[must_use]
pub fn grade_name(grade: Grade) -> &'static str {
    match grade.value() {
        0 => "No apparent retinopathy",
        1 => "Mild non-proliferative retinopathy",
        2 => "Moderate non-proliferative retinopathy",
        3 => "Severe non-proliferative retinopathy",
        _ => "Proliferative retinopathy",
    }
}

/// `id version, SHA-256 …`.
#[must_use]
pub fn model_name(model: &ModelRef) -> String {
    format!("{} {}, SHA-256 {}", model.id, model.version, model.sha256)
}

/// Every model that spoke, once each, in the order of the findings.
#[must_use]
pub fn models(record: &EncounterRecord) -> Vec<&ModelRef> {
    let mut seen: Vec<&ModelRef> = Vec::new();
    for model in record.findings.iter().filter_map(|finding| finding.model.as_ref()) {
        if !seen.contains(&model) {
            seen.push(model);
        }
    }
    seen
}

/// One sentence on one picture.
#[must_use]
pub fn finding_line(finding: &Finding) -> String {
    let mut facts = vec![result_name(finding).to_owned()];
    facts.extend(finding.grade.map(|grade| format!("ICDR grade {}", grade.value())));
    let finite = |number: Option<f32>| number.filter(|number| number.is_finite());
    facts.extend(finite(finding.score).map(|score| format!("score {score}")));
    facts.extend(finite(finding.threshold).map(|threshold| format!("threshold {threshold}")));
    facts.extend(finding.abstain_reason.map(|reason| reason.code().to_owned()));
    facts.extend(
        finding.quality.iter().flat_map(|quality| &quality.defects).map(|defect| defect.code().to_owned()),
    );
    format!("{}: {}.", site_name(finding.task, finding.laterality), facts.join(", "))
}

/// The sentences that must stand on everything made of this encounter.
#[must_use]
pub fn cautions(record: &EncounterRecord) -> Vec<&'static str> {
    let mut lines = Vec::new();
    if record.research_use {
        lines.push(RESEARCH_USE);
    }
    if !record.closed.trusted {
        lines.push(CLOCK_UNTRUSTED);
    }
    lines.push(PRELIMINARY);
    lines
}

/// What the patient answered, as far as whoever takes the referral needs it. HIV status is not
/// among it: the clinic tells that itself, to whom it must.
#[must_use]
pub fn answers(record: &EncounterRecord) -> Vec<String> {
    let given = &record.answers;
    let mut lines = Vec::new();
    if given.symptoms != Answer::Unknown {
        let names = given.symptom_names.join(", ");
        let names = if names.is_empty() { names } else { format!(" ({names})") };
        lines.push(format!("Symptoms: {}{names}.", given.symptoms.code()));
    }
    if record.task == Task::Dr && given.reduced_acuity != Answer::Unknown {
        lines.push(format!("Visual acuity below 6/12: {}.", given.reduced_acuity.code()));
    }
    lines
}

/// The whole result, a line a fact: the text of every report.
#[must_use]
pub fn report(record: &EncounterRecord) -> Vec<String> {
    let conclusion = &record.conclusion;
    let mut lines: Vec<String> = cautions(record).into_iter().map(str::to_owned).collect();
    lines.push(format!(
        "{}: {} ({}). {}",
        task_name(record.task),
        disposition_name(conclusion.disposition),
        conclusion.reason,
        conclusion.action
    ));
    if conclusion.disposition.is_referral() {
        lines.push(format!("Due by {}.", conclusion.due));
    }
    lines.extend(record.findings.iter().map(finding_line));
    lines.extend(answers(record));
    lines.extend(conclusion.warnings.iter().cloned());
    if !conclusion.not_looked_for.is_empty() {
        lines.push(format!("Not looked for: {}.", conclusion.not_looked_for.join(", ")));
    }
    lines.extend(versions(record));
    lines
}

/// Everything that the result depends on besides the pictures.
#[must_use]
pub fn versions(record: &EncounterRecord) -> Vec<String> {
    let mut lines: Vec<String> =
        models(record).into_iter().map(|model| format!("Model {}.", model_name(model))).collect();
    lines.push(format!(
        "Rule pack {}, SHA-256 {}; rule {}. Software {}.",
        record.versions.rule_pack,
        record.versions.rule_pack_sha256,
        record.conclusion.rule,
        record.versions.software
    ));
    lines
}
