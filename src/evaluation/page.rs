//! `report.html`: one file, nothing from elsewhere.

use super::estimate::{Estimate, Proportion, Range};
use super::groups::{Column, SMALLEST};
use super::report::{Report, Threshold};
use super::suffice::{bar, percent};
use super::tallies::Spread;
use super::{NotRead, plots};
use crate::domain::Task;

const STYLE: &str = include_str!("page.css");

/// The report for people.
#[must_use]
pub fn page(report: &Report) -> String {
    let about = &report.about;
    let disease = match about.task {
        Task::Dr => "diabetic retinopathy",
        Task::Tb => "tuberculosis",
    };
    let title = format!("Farlight on labelled pictures: {disease}");
    let research = if about.research_use { r#"<p class="flag">Research use only</p>"# } else { "" };
    let counts = &report.counts;
    let intro = format!(
        "{} pictures of {} patients were examined as <code>farlight score</code> does it: {} with referable disease, {} without. Rows that could not be used: {}.",
        counts.pictures,
        counts.patients,
        counts.positives,
        counts.negatives,
        report.not_read.len()
    );
    let words: String = report.words.iter().map(|words| format!("<li>{}</li>", escape(words))).collect();
    let parts = [
        ("Do the numbers suffice?", format!("<ul class=\"words\">{words}</ul>")),
        ("How well it separates", separation(report)),
        ("At each threshold", thresholds(report)),
        ("As the box acts", acted(report)),
        ("Do the scores tell the truth?", calibration(report)),
        ("What the gate refused", gradability(report)),
        ("What got no answer", abstentions(report)),
        ("Grades", grades(report)),
        ("Groups", report.subgroups.iter().map(group).collect()),
        ("Speed", speed(report)),
        ("Rows that could not be used", not_read(&report.not_read)),
        ("What was examined with", versions(report)),
    ];
    let body: String = parts
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(heading, text)| format!("<section><h2>{heading}</h2>{text}</section>\n"))
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head>\n<body><h1>{title}</h1>{research}<p>{intro}</p>\n{body}</body></html>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn range(Range { low, high }: Range) -> String {
    format!("{} to {}", percent(low), percent(high))
}

fn share(figure: Option<&Proportion>) -> String {
    figure.map_or_else(
        || "–".to_owned(),
        |figure| {
            format!(
                "{} <small>({}/{}; {})</small>",
                percent(figure.value),
                figure.hits,
                figure.of,
                range(figure.wilson)
            )
        },
    )
}

fn figure(Estimate { value, low, high }: Estimate) -> String {
    format!("<strong>{value:.3}</strong> (95 % interval {low:.3} to {high:.3})")
}

fn table(heading: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let heading: String = heading.iter().map(|cell| format!("<th>{cell}</th>")).collect();
    let row = |cells: Vec<String>| {
        format!("<tr>{}</tr>", cells.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>())
    };
    format!("<table><tr>{heading}</tr>{}</table>", rows.map(row).collect::<String>())
}

fn separation(report: &Report) -> String {
    let Some(area) = &report.auc else {
        return "<p>There are too few pictures of one kind for a ROC curve.</p>".to_owned();
    };
    let how = match area.method {
        "delong" => "DeLong",
        _ => "patients drawn again 1000 times",
    };
    let bar = bar(report.about.task);
    let plots = [
        plots::roc(&report.curve, &report.thresholds[0], (bar.sensitivity, bar.specificity)),
        plots::histogram(&report.scored, report.about.threshold),
    ];
    format!(
        "<p>Area under the curve: {}, by {how}. {} pictures have a score.</p><div class=\"plots\">{}</div>",
        figure(area.estimate),
        report.counts.scored,
        plots.concat()
    )
}

fn thresholds(report: &Report) -> String {
    let by_patients = |figure: Option<&Proportion>| {
        figure.and_then(|figure| figure.bootstrap).map_or_else(|| "–".to_owned(), range)
    };
    let row = |row: &Threshold| {
        let name = if row.name.is_empty() { String::new() } else { format!(" <b>{}</b>", row.name) };
        vec![
            format!("{:.4}{name}", row.at),
            share(row.sensitivity.as_ref()),
            by_patients(row.sensitivity.as_ref()),
            share(row.specificity.as_ref()),
            by_patients(row.specificity.as_ref()),
        ]
    };
    let heading =
        ["score from", "sensitivity (Wilson)", "by patients", "specificity (Wilson)", "by patients"];
    table(&heading, report.thresholds.iter().map(row))
}

fn acted(report: &Report) -> String {
    format!(
        "<p>Pictures that were refused, got no answer or showed something else count as sent on: what was not seen is never negative.</p><p>Of the diseased, {} were sent on. Of the healthy, {} were sent home.</p>",
        share(report.as_acted.sensitivity.as_ref()),
        share(report.as_acted.specificity.as_ref())
    )
}

fn calibration(report: &Report) -> String {
    let Some(found) = &report.calibration else { return String::new() };
    let line = match (found.slope, found.intercept) {
        (Some(slope), Some(intercept)) => format!(
            "<p>Slope {slope:.2} (1 is right; below, scores are too extreme), intercept {intercept:+.2} (0 is right; below, scores are too high).</p>"
        ),
        _ => String::new(),
    };
    format!(
        "<p>Expected calibration error: {}.</p>{line}<div class=\"plots\">{}</div>",
        figure(found.error),
        plots::reliability(&found.bins)
    )
}

fn counted<'a>(heading: &str, counts: impl Iterator<Item = (&'a &'static str, &'a usize)>) -> String {
    let rows: Vec<Vec<String>> =
        counts.map(|(name, count)| vec![(*name).to_owned(), count.to_string()]).collect();
    if rows.is_empty() { String::new() } else { table(&[heading, "pictures"], rows.into_iter()) }
}

fn gradability(report: &Report) -> String {
    let found = &report.gradability;
    format!(
        "<p>Refused: {}; {} of them show something else.</p>{}",
        share(found.refused.as_ref()),
        found.wrong_image,
        counted("defect", found.defects.iter())
    )
}

fn abstentions(report: &Report) -> String {
    let found = &report.abstentions;
    format!(
        "<p>Of the pictures that were good enough: {}.</p>{}",
        share(found.abstained.as_ref()),
        counted("reason", found.reasons.iter())
    )
}

fn grades(report: &Report) -> String {
    let Some(grades) = &report.grades else { return String::new() };
    let kappa = grades
        .kappa
        .map_or_else(String::new, |kappa| format!("<p>Kappa with quadratic weights: {}.</p>", figure(kappa)));
    let row = |(truth, row): (usize, &[usize; 5])| {
        std::iter::once(format!("true {truth}")).chain(row.iter().map(ToString::to_string)).collect()
    };
    let heading = ["ICDR", "given 0", "given 1", "given 2", "given 3", "given 4"];
    format!("{kappa}{}", table(&heading, grades.confusion.iter().enumerate().map(row)))
}

fn group(column: &Column) -> String {
    let rows = column.groups.iter().map(|group| {
        let auc = group.auc.map_or_else(
            || "–".to_owned(),
            |auc| format!("{:.3} <small>({:.3} to {:.3})</small>", auc.value, auc.low, auc.high),
        );
        vec![
            escape(&group.value),
            group.pictures.to_string(),
            share(group.gradable.as_ref()),
            auc,
            share(group.sensitivity.as_ref()),
            share(group.specificity.as_ref()),
        ]
    });
    let name = escape(&column.name);
    let heading = [name.as_str(), "pictures", "gradable", "area", "sensitivity", "specificity"];
    let hidden = match column.suppressed {
        0 => String::new(),
        count => format!(
            "<p><small>{count} pictures lie in groups that are not shown, because fewer than {SMALLEST} pictures could be told by them.</small></p>"
        ),
    };
    format!("{}{hidden}", table(&heading, rows))
}

fn speed(report: &Report) -> String {
    let speed = &report.speed;
    let row = |name: &str, spread: &Spread| {
        vec![name.to_owned(), format!("{:.0}", spread.median), format!("{:.0}", spread.p95)]
    };
    let mut rows = vec![row("decode", &speed.decode_ms), row("gate", &speed.quality_ms)];
    rows.extend(speed.model_ms.as_ref().map(|spread| row("prepare and read", spread)));
    rows.push(row("whole", &speed.total_ms));
    format!(
        "<p>{:.1} pictures a second on this machine, one after the other.</p>{}",
        speed.pictures_per_second,
        table(&["stage", "median ms", "95 % within ms"], rows.into_iter())
    )
}

fn not_read(rows: &[NotRead]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    table(
        &["row of the labels", "reason"],
        rows.iter().map(|row| vec![row.row.to_string(), escape(&row.code)]),
    )
}

fn versions(report: &Report) -> String {
    let about = &report.about;
    let rows = [
        ("Model", format!("{} {}", about.model.id, about.model.version)),
        ("SHA-256", about.model.sha256.clone()),
        ("Preparation", about.preprocessing.clone()),
        ("Threshold", format!("{:.4}, cameras of class '{}'", about.threshold, about.camera_class)),
        ("Rules", about.rules.clone()),
        ("Farlight", about.software.clone()),
        ("Made", about.made.clone()),
    ];
    let rows = rows.into_iter().map(|(name, value)| vec![name.to_owned(), escape(&value)]);
    format!(
        "{}<p><small>Intervals are 95 %: of shares by Wilson's score method and by a bootstrap over patients, of the area by DeLong's method or that bootstrap. Needed numbers: z²p(1−p)/d², Buderer 1996.</small></p>",
        table(&["", ""], rows)
    )
}
