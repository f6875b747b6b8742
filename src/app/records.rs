use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::args::ListArgs;
use super::{App, AppError};
use crate::domain::{EncounterRecord, Finding, ImageRecord, ImageRole, standing};
use crate::interop::dicom::{DicomError, Kind, Study};
use crate::interop::{fhir, pdf};
use crate::store::{Filter, Store, StoreError};

/// One line an encounter, newest first.
pub fn list(app: &App, args: &ListArgs) -> Result<bool, AppError> {
    let store = app.store()?;
    let filter = Filter { task: args.task.map(Into::into), ..Filter::default() };
    let found = store.encounters(&filter, args.limit)?;
    if found.is_empty() {
        app.out.say("No encounter yet: farlight screen --help")?;
    }
    let verdicts = store.verdicts(None)?;
    for summary in &found {
        let of: Vec<_> = verdicts.iter().filter(|one| one.encounter_id == summary.id).cloned().collect();
        let answer = standing(&of).map(|verdict| verdict.opinion.code());
        let line = serde_json::json!({
            "id": summary.id, "task": summary.task, "patient": summary.patient.identifier,
            "closed_wall_ms": summary.closed.wall_ms, "disposition": summary.disposition, "due": summary.due,
            "undelivered": summary.undelivered, "verdict": answer,
        });
        app.out.emit(&line, || {
            format!(
                "{}  {}  {:2}  {:8}  due {}  {}{}",
                &summary.id,
                day_and_minute(summary.closed.wall_ms),
                summary.task.code(),
                summary.disposition.code(),
                summary.due,
                summary.patient.identifier,
                answer.map(|answer| format!("  {answer}")).unwrap_or_default(),
            )
        })?;
    }
    Ok(true)
}

/// One encounter whole.
pub fn show(app: &App, id: &str) -> Result<bool, AppError> {
    let mut store = app.store()?;
    let record = store.encounter(id)?;
    let verdicts = store.verdicts(Some(&record.id))?;
    let mut whole = serde_json::to_value(&record)?;
    whole["verdicts"] = verdicts.iter().map(|verdict| super::verdicts::as_json(verdict, false)).collect();
    app.out.emit(&whole, || {
        let lines = verdicts.iter().map(|verdict| format!("\n  Answer {}", super::verdicts::line(verdict)));
        prose(&record) + &lines.collect::<String>()
    })?;
    if !verdicts.is_empty() {
        store.look_at_verdicts(&record.id)?;
    }
    Ok(true)
}

/// Writes one encounter to a folder that people and programs can read without Farlight.
pub fn export(app: &App, id: &str, folder: &Path) -> Result<bool, AppError> {
    let mut store = app.store()?;
    let record = store.encounter(id)?;
    // Written first: what leaves the box in clear is on the record even if the export is cut off.
    store.audit(crate::store::BOX, "encounter-exported", &record.id, &serde_json::json!({}))?;
    empty_private_folder(folder)?;
    let mut files = vec!["record.json".to_owned(), "fhir-bundle.json".to_owned()];
    std::fs::write(folder.join(&files[0]), serde_json::to_vec_pretty(&record)?)?;
    let read = |image: &ImageRecord| store.read_image(&image.id).map_err(Into::into);
    let bundle =
        fhir::bundle_of(&record, Study::open(&record, &read).ok().as_ref(), &fhir::Policy::default());
    std::fs::write(folder.join(&files[1]), serde_json::to_vec_pretty(&bundle)?)?;
    for image in &record.images {
        let side = image.laterality.map_or("chest", crate::domain::Laterality::code);
        let (bytes, role) = match store.read_image(&image.id) {
            Err(StoreError::LetGo) => (store.read_picture(&image.id)?, "small"),
            bytes if image.role == ImageRole::Heatmap => (bytes?, "heatmap"),
            bytes => (bytes?, "original"),
        };
        let ending = match image.media_type.as_str() {
            _ if role == "small" => "jpg",
            "image/jpeg" => "jpg",
            "image/png" => "png",
            _ => "dcm",
        };
        let name = format!("{side}-{}-{role}.{ending}", image.attempt);
        std::fs::write(folder.join(&name), bytes)?;
        files.push(name);
    }
    files.extend(write_dicom(&store, &record, folder)?);
    let line = serde_json::json!({ "encounter": record.id, "folder": folder, "files": files });
    app.out.emit(&line, || format!("{} files written to {}", files.len(), folder.display()))?;
    Ok(true)
}

/// The study as other systems get it, a file an object.
fn write_dicom(store: &Store, record: &EncounterRecord, folder: &Path) -> Result<Vec<String>, AppError> {
    let read = |image: &ImageRecord| store.read_image(&image.id).map_err(Into::into);
    let study = Study::open(record, &read)?;
    let mut files = Vec::new();
    for (number, part) in study.parts().into_iter().enumerate() {
        let kind = match part.kind() {
            Kind::Report => "report",
            Kind::Summary => "summary",
            Kind::Heatmap => "heatmap",
            Kind::Preview => "preview",
            Kind::Picture => "picture",
        };
        let name = format!("dicom-{}-{kind}.dcm", number + 1);
        let here = |image: &ImageRecord| !matches!(store.read_image(&image.id), Err(StoreError::LetGo));
        if !part.original().is_none_or(here) {
            // The archive has it.
            continue;
        }
        std::fs::write(folder.join(&name), study.encode(part)?.bytes)?;
        files.push(name);
    }
    let page = pdf::summary(record, &|image| store.read_picture(&image.id).ok()).map_err(DicomError::from)?;
    std::fs::write(folder.join("summary.pdf"), page)?;
    files.push("summary.pdf".to_owned());
    Ok(files)
}

/// A folder that only its owner may read, with nothing of another patient in it.
pub fn empty_private_folder(folder: &Path) -> Result<(), AppError> {
    std::fs::create_dir_all(folder)?;
    if std::fs::read_dir(folder)?.next().is_some() {
        return Err(AppError::Usage("the folder of --out is not empty: name a new one".to_owned()));
    }
    Ok(std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?)
}

/// Recomputes the audit chain; `false` when it was tampered with.
pub fn verify_audit(app: &App) -> Result<bool, AppError> {
    let report = app.store()?.audit_verify()?;
    let problem = report.problem.as_ref().map(ToString::to_string);
    let line = serde_json::json!({ "ok": problem.is_none(), "entries": report.entries, "problem": problem });
    app.out.emit(&line, || match &problem {
        None => format!("ok: {} entries, unbroken", report.entries),
        Some(problem) => format!("BROKEN: {problem}. Keep this box as it is, and call the programme"),
    })?;
    Ok(report.problem.is_none())
}

/// A result as a person reads it.
pub fn prose(record: &EncounterRecord) -> String {
    let conclusion = &record.conclusion;
    let mut text = format!("{} {}\n", symbol(record), conclusion.action);
    text += &format!("  Due {}  (encounter {})\n", conclusion.due, record.id);
    for finding in &record.findings {
        text += &format!("  {}\n", finding_line(finding));
    }
    for warning in &conclusion.warnings {
        text += &format!("  ! {warning}\n");
    }
    text += &format!("  Not looked for: {}.", conclusion.not_looked_for.join(", "));
    if record.research_use {
        text += "\n  RESEARCH USE ONLY: the model has not cleared its accuracy bar.";
    }
    text
}

fn symbol(record: &EncounterRecord) -> &'static str {
    use crate::domain::Disposition::{Assess, Negative, Refer, Urgent};
    match record.conclusion.disposition {
        Negative => "● NO SIGN.",
        Assess => "◆ CLINICAL ASSESSMENT.",
        Refer => "▲ REFER.",
        Urgent => "■ URGENT.",
    }
}

fn finding_line(finding: &Finding) -> String {
    let side = finding.laterality.map_or("chest", crate::domain::Laterality::code);
    let mut text = format!("{side}: {}", finding.outcome.code());
    if let (Some(score), Some(threshold)) = (finding.score, finding.threshold) {
        text += &format!(", score {score:.2} (threshold {threshold:.2})");
    }
    if let Some(grade) = finding.grade {
        text += &format!(", ICDR grade {}", grade.value());
    }
    if let Some(reason) = finding.abstain_reason {
        text += &format!(", {}", reason.code());
    }
    if finding.image_id.is_none() {
        text += ", not photographed";
    }
    for defect in finding.quality.iter().flat_map(|quality| &quality.defects) {
        text += &format!(", {}", defect.code());
    }
    text
}

pub fn day_and_minute(wall_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(wall_ms)
        .map_or_else(|_| "unknown time".to_owned(), |moment| moment.strftime("%Y-%m-%d %H:%M").to_string())
}
