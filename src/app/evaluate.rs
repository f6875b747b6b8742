use std::collections::HashSet;
use std::path::Path;
use std::time::Instant;

use serde_json::json;

use super::args::{EvaluateArgs, EvaluateCommand, EvaluateSet};
use super::output::Progress;
use super::{App, AppError};
use crate::domain::{Task, sha256_hex};
use crate::evaluation::{
    About, Case, EvaluationError, Labels, NotRead, Row, Scores, Seen, Stages, compare, page, report,
};
use crate::imaging::decode::read_file;
use crate::screening::{Examiner, Gate, ScreeningError};

const JSON: &str = "report.json";
const SCORES: &str = "scores.csv";

/// Writes a report on labelled pictures, or compares two.
pub fn run(app: &App, args: EvaluateArgs) -> Result<bool, AppError> {
    match (args.command, args.set) {
        (Some(EvaluateCommand::Compare { a, b }), _) => compare_reports(app, &a, &b),
        (None, Some(set)) => evaluate(app, &set),
        (None, None) => Err(AppError::Usage("give --task, --labels, --out and a folder".to_owned())),
    }
}

/// Examines every picture of the labels; `false` when some rows could not be used.
fn evaluate(app: &App, set: &EvaluateSet) -> Result<bool, AppError> {
    let task = Task::from(set.task);
    let bytes = std::fs::read(&set.labels)?;
    let labels = Labels::parse(&bytes, task)?;
    let examiner = app.examiner(task)?;
    let about = about(app, &examiner)?;
    let (cases, mut not_read) = examine_all(&examiner, &labels.rows, set);
    not_read.extend(labels.not_read);
    not_read.sort_by_key(|row| row.row);
    if !set.names {
        for row in &mut not_read {
            row.file = None;
        }
    }
    let report = report(about, &cases, not_read, &labels.columns, labels.with_patients)?;
    std::fs::create_dir_all(&set.out)?;
    std::fs::write(set.out.join("report.html"), page(&report))?;
    std::fs::write(set.out.join(JSON), serde_json::to_string_pretty(&report)? + "\n")?;
    std::fs::write(set.out.join(SCORES), Scores::of(&cases).to_csv())?;
    let line = json!({
        "report": set.out.join("report.html").to_string_lossy(), "counts": report.counts,
        "not_read": report.not_read.len(), "auc": report.auc, "words": report.words,
    });
    app.out.emit(&line, || {
        let words = report.words.join("\n");
        format!(
            "{words}\nRows that could not be used: {}.\n{}",
            report.not_read.len(),
            set.out.join("report.html").display()
        )
    })?;
    Ok(report.not_read.is_empty())
}

fn about(app: &App, examiner: &Examiner) -> Result<About, AppError> {
    let manifest = &examiner.pack.manifest;
    let point = manifest.operating_point(&examiner.camera_class)?;
    let made = jiff::Timestamp::from_millisecond(app.clock.now().wall_ms).unwrap_or_default();
    Ok(About {
        task: examiner.task(),
        software: env!("CARGO_PKG_VERSION").to_owned(),
        model: examiner.pack.model_ref(),
        preprocessing: manifest.input.preprocessing.clone(),
        research_use: manifest.research_use,
        rules: format!("{} {}", examiner.rules.id, examiner.rules.version),
        rules_sha256: examiner.rules_sha256.clone(),
        camera_class: examiner.camera_class.clone(),
        threshold: f64::from(point.threshold),
        made: made.to_string(),
    })
}

fn examine_all(examiner: &Examiner, rows: &[Row], set: &EvaluateSet) -> (Vec<Case>, Vec<NotRead>) {
    let (mut cases, mut not_read) = (Vec::new(), Vec::new());
    let mut known = HashSet::new();
    let mut progress = Progress::of(rows.len());
    for row in rows {
        match examine(examiner, row, set) {
            Ok(case) if known.insert(case.picture.clone()) => cases.push(case),
            Ok(_) => not_read.push(refused(row, "listed-twice")),
            Err(error) => not_read.push(refused(row, error.code())),
        }
        progress.step();
    }
    (cases, not_read)
}

fn refused(row: &Row, code: &str) -> NotRead {
    NotRead { row: row.row, code: code.to_owned(), file: Some(row.file.clone()) }
}

/// The way of `farlight score`: the same gate, model and rules.
fn examine(examiner: &Examiner, row: &Row, set: &EvaluateSet) -> Result<Case, ScreeningError> {
    let start = Instant::now();
    let bytes = read_file(&set.folder.join(&row.file))?;
    let seen = examiner.examine(&bytes, Gate::Enforced)?;
    let ms = Stages {
        decode: seen.ms.decode,
        quality: seen.ms.quality,
        model: seen.ms.model,
        total: start.elapsed().as_secs_f64() * 1000.0,
    };
    let mut picture = sha256_hex(&bytes);
    picture.truncate(32);
    Ok(Case {
        picture,
        file: set.names.then(|| row.file.clone()),
        patient: row.patient,
        label: row.label,
        grade: row.grade,
        groups: row.groups.clone(),
        seen: Seen {
            gradable: seen.gradable,
            defects: seen.quality.defects,
            score: seen.reading.as_ref().map(|reading| reading.score),
            grade: seen.reading.as_ref().and_then(|reading| reading.grade),
            outcome: seen.outcome,
            abstain_reason: seen.abstain_reason,
            ms,
        },
    })
}

fn compare_reports(app: &App, a: &Path, b: &Path) -> Result<bool, AppError> {
    let (task_a, name_a, scores_a) = read_report(a)?;
    let (task_b, name_b, scores_b) = read_report(b)?;
    if task_a != task_b {
        return Err(EvaluationError::Incomparable("they are for different diseases".to_owned()).into());
    }
    let found = compare(&scores_a, &scores_b)?;
    let line = json!({ "a": name_a, "b": name_b, "comparison": found });
    app.out.emit(&line, || {
        let words = found.words.join("\n");
        format!("A: {name_a}\nB: {name_b}\n{} pictures are in both reports.\n{words}", found.pictures)
    })?;
    Ok(true)
}

/// Disease, pack and scores of a report's folder.
fn read_report(folder: &Path) -> Result<(String, String, Scores), AppError> {
    let no_report = |reason: String| EvaluationError::NoReport { what: JSON, reason };
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join(JSON))?)
        .map_err(|error| no_report(error.to_string()))?;
    let word = |value: &serde_json::Value, key: &str| {
        value[key].as_str().map(str::to_owned).ok_or_else(|| no_report(format!("it has no '{key}'")))
    };
    let model = &report["model"];
    let name = format!("{} {} ({:.12})", word(model, "id")?, word(model, "version")?, word(model, "sha256")?);
    Ok((word(&report, "task")?, name, Scores::parse(&std::fs::read(folder.join(SCORES))?)?))
}
