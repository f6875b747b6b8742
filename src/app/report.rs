//! The month for the programme.

use std::io::Write;

use super::args::ReportArgs;
use super::{App, AppError, verdicts};
use crate::programme::{Cell, Month, MonthReport, dhis2, indicators};

/// The table, CSV or JSON on standard output; the DHIS2 document in its file.
pub fn run(app: &App, args: &ReportArgs) -> Result<bool, AppError> {
    let month = Month::parse(&args.month, app.zone.clone())?;
    let cases = verdicts::cases(&app.store()?)?;
    let report = indicators(&cases, &month, app.clock.now().wall_ms);
    if let Some(file) = &args.dhis2 {
        let set = dhis2::data_value_set(&report, &month, &app.config.dhis2)?;
        std::fs::write(file, serde_json::to_vec_pretty(&set)?)?;
        app.out.say(&format!("{} written", file.display()))?;
    }
    if args.csv {
        std::io::stdout().lock().write_all(csv(&report).as_bytes())?;
        return Ok(true);
    }
    app.out.emit(&report, || table(app, &report))?;
    Ok(true)
}

/// RFC 4180; a count that is hidden is an empty field.
fn csv(report: &MonthReport) -> String {
    let quoted = |text: &str| {
        // A cell that begins like a formula must not become one in a spreadsheet.
        let safe = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() };
        if safe.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", safe.replace('"', "\"\""))
        } else {
            safe
        }
    };
    let shown = |count: Cell| count.value().map(|count| count.to_string()).unwrap_or_default();
    let mut text = "month,task,indicator,by,of,value\r\n".to_owned();
    for row in &report.rows {
        let fields =
            [&report.month, row.task.code(), row.indicator, row.by, &quoted(&row.of), &shown(row.count)];
        text += &format!("{}\r\n", fields.join(","));
    }
    for days in &report.days_to_verdict {
        for (name, value) in [("q1", days.quarter), ("median", days.median), ("q3", days.three_quarters)] {
            let value = value.map(|value| value.to_string()).unwrap_or_default();
            text += &format!("{},{},days-to-verdict-{name},,,{value}\r\n", report.month, days.task.code());
        }
    }
    text += &format!("{},,untrusted-clock,,,{}\r\n", report.month, shown(report.untrusted_clock));
    text
}

fn table(app: &App, report: &MonthReport) -> String {
    let mut text = format!("{}, {} ({})\n", report.month, app.config.site.name, app.config.site.time_zone);
    for days in &report.days_to_verdict {
        let name = match days.task {
            crate::domain::Task::Dr => "Diabetic retinopathy",
            crate::domain::Task::Tb => "Tuberculosis",
        };
        text += &format!("\n{name}\n");
        for row in report.rows.iter().filter(|row| row.task == days.task) {
            let name = match row.by {
                "" => row.indicator.replace('-', " "),
                by => format!("  {} by {by} {}", row.indicator, row.of),
            };
            text += &format!("  {name:40} {:>8}\n", row.count);
        }
        let shown = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"));
        text += &format!(
            "  {:40} {:>8}  (quartiles {} to {})\n",
            "days to verdict, median",
            shown(days.median),
            shown(days.quarter),
            shown(days.three_quarters)
        );
    }
    text += &format!("\nNot counted, for the clock was not right: {}\n", report.untrusted_clock);
    text += "Counts of 1 to 4 are hidden, with those that would give them away.";
    text
}
