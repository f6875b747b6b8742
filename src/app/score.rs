use std::path::Path;

use serde::Serialize;

use super::args::ScoreArgs;
use super::output::progress;
use super::{App, AppError};
use crate::domain::{Defect, ModelRef, Task};
use crate::imaging::decode::read_file;
use crate::imaging::encode;
use crate::screening::{Examination, Examiner, Gate, ScreeningError, overlay};

/// One line a picture; the names are a contract.
#[derive(Debug, Serialize)]
struct Line {
    file: String,
    task: Task,
    gradable: bool,
    quality: QualityLine,
    score: Option<f32>,
    grade: Option<u8>,
    outcome: &'static str,
    abstain_reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heatmap: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    gated: bool,
    model: ModelRef,
    ms: MillisLine,
}

#[derive(Debug, Serialize)]
struct QualityLine {
    score: f32,
    defects: Vec<Defect>,
}

#[derive(Debug, Serialize)]
struct MillisLine {
    decode: f64,
    quality: f64,
    model: f64,
    total: f64,
}

#[derive(Debug, Serialize)]
struct ErrorLine {
    file: String,
    task: Task,
    error: ErrorBody,
}

/// A failure as machines read it.
#[derive(Debug, Serialize)]
pub struct ErrorBody {
    pub code: &'static str,
    pub message: String,
}

/// Scores every file; unreadable ones get a line of their own. `false` if there were any.
pub fn run(app: &App, args: &ScoreArgs) -> Result<bool, AppError> {
    let task = Task::from(args.task);
    let examiner = app.examiner(task)?;
    if let Some(folder) = &args.heatmaps {
        std::fs::create_dir_all(folder)?;
    }
    let gate = if args.no_gate { Gate::Advisory } else { Gate::Enforced };
    let mut all_read = true;
    for (index, file) in args.files.iter().enumerate() {
        progress(&format!("{} of {}", index + 1, args.files.len()));
        match examine(&examiner, file, gate) {
            Ok(seen) => {
                let heatmap = write_heatmap(args.heatmaps.as_deref(), index, file, &seen)?;
                let line = line(&examiner, file, &seen, heatmap);
                progress("");
                app.out.emit(&line, || prose(&line))?;
            }
            Err(error) => {
                all_read = false;
                let body = ErrorBody { code: error.code(), message: error.to_string() };
                progress("");
                let line = ErrorLine { file: shown(file), task, error: body };
                app.out.emit(&line, || format!("{}: {}", line.file, line.error.message))?;
            }
        }
    }
    Ok(all_read)
}

fn examine(examiner: &Examiner, file: &Path, gate: Gate) -> Result<Examination, ScreeningError> {
    examiner.examine(&read_file(file)?, gate)
}

fn line(examiner: &Examiner, file: &Path, seen: &Examination, heatmap: Option<String>) -> Line {
    let round = |value: f64| (value * 10.0).round() / 10.0;
    Line {
        file: shown(file),
        task: examiner.task(),
        gradable: seen.gradable,
        quality: QualityLine { score: seen.quality.score, defects: seen.quality.defects.clone() },
        score: seen.reading.as_ref().map(|reading| reading.score),
        grade: seen.reading.as_ref().and_then(|reading| reading.grade).map(u8::from),
        outcome: seen.outcome.code(),
        abstain_reason: seen.abstain_reason.map(crate::domain::AbstainReason::code),
        heatmap,
        gated: seen.refused && seen.reading.is_some(),
        model: examiner.pack.model_ref(),
        ms: MillisLine {
            decode: round(seen.ms.decode),
            quality: round(seen.ms.quality),
            model: round(seen.ms.model),
            total: round(seen.ms.total),
        },
    }
}

/// A path as JSON can hold it, whatever its bytes.
fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn prose(line: &Line) -> String {
    let mut text = format!("{}: {}", line.file, line.outcome);
    if let Some(score) = line.score {
        text += &format!(", score {score:.3}");
    }
    if let Some(grade) = line.grade {
        text += &format!(", grade {grade}");
    }
    if let Some(reason) = line.abstain_reason {
        text += &format!(" ({reason})");
    }
    for defect in &line.quality.defects {
        text += &format!("\n    {}: {}", defect.code(), defect.hint());
    }
    text
}

fn write_heatmap(
    folder: Option<&Path>,
    index: usize,
    file: &Path,
    seen: &Examination,
) -> Result<Option<String>, AppError> {
    let (Some(folder), Some(reading), Some(prepared)) = (folder, &seen.reading, &seen.prepared) else {
        return Ok(None);
    };
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let path = folder.join(format!("{index:05}-{stem}.png"));
    std::fs::write(
        &path,
        encode::png_rgb(&overlay(&seen.decoded.picture, prepared, &reading.heat))
            .map_err(ScreeningError::from)?,
    )?;
    Ok(Some(shown(&path)))
}
