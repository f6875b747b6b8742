//! What was found, a row a picture.

use super::page::{INNER, MARGIN, Page};
use super::{black, grey, line, style};
use crate::domain::{Finding, Task};
use crate::interop::summary;

/// Left edges of the columns as shares of the width.
const COLUMNS: [(&str, f32); 5] =
    [("", 0.0), ("Result", 0.2), ("Grade (ICDR)", 0.42), ("Score / threshold", 0.68), ("Picture", 0.86)];

pub fn draw(page: &mut Page<'_>, findings: &[Finding]) {
    let graded = findings.iter().any(|finding| finding.task == Task::Dr);
    row(
        page,
        &COLUMNS.map(|(name, _)| if name.starts_with("Grade") && !graded { "" } else { name }.to_owned()),
        false,
    );
    for finding in findings {
        page.bar((MARGIN, page.y), (INNER, 0.6), line());
        page.y += 5.0;
        row(page, &cells(finding), true);
    }
    page.y += 8.0;
}

fn cells(finding: &Finding) -> [String; 5] {
    let grade = finding.grade.map(|grade| format!("{} – {}", grade.value(), summary::grade_name(grade)));
    let number = |value: Option<f32>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
    let mut result = summary::result_name(finding).to_owned();
    if let Some(reason) = finding.abstain_reason {
        result += &format!(": {}", reason.code().replace('-', " "));
    }
    let defects = finding.quality.iter().flat_map(|quality| &quality.defects);
    let defects: Vec<String> = defects.map(|defect| defect.code().replace('-', " ")).collect();
    let picture = match (&finding.image_id, finding.gradable) {
        (None, _) => "none".to_owned(),
        (_, true) if defects.is_empty() => "good enough".to_owned(),
        (_, true) => defects.join(", "),
        (_, false) => format!("not gradable: {}", defects.join(", ")),
    };
    [
        summary::site_name(finding.task, finding.laterality).to_owned(),
        result,
        grade.unwrap_or_default(),
        format!("{} / {}", number(finding.score), number(finding.threshold)),
        picture,
    ]
}

fn row(page: &mut Page<'_>, cells: &[String; 5], body: bool) {
    let mut height: f32 = 0.0;
    for (index, (text, (_, left))) in cells.iter().zip(COLUMNS).enumerate() {
        let right = COLUMNS.get(index + 1).map_or(1.0, |(_, next)| *next);
        let look = if body { style(10.0, index < 2, black()) } else { style(8.0, false, grey()) };
        let place = (MARGIN + left * INNER, page.y);
        height = height.max(page.text(text, look, place, (right - left) * INNER - 8.0));
    }
    page.y += height + 5.0;
}
