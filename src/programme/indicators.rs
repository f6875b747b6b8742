//! What happened to the people who were screened in one month. All of them are followed to the day of
//! the report: somebody who was screened in March and seen in May counts as seen for March.

use std::collections::BTreeMap;

use serde::Serialize;

use super::suppress::{Cell, protect};
use super::{Case, Month};
use crate::domain::{Disposition, ImageRole, Opinion, Outcome, Task, Verdict};
use crate::evaluation::percentile;

const DAY_MS: f64 = 86_400_000.0;

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    pub task: Task,
    /// As `screened`.
    pub indicator: &'static str,
    /// `operator` or `camera`; empty for all.
    pub by: &'static str,
    /// Whose count it is.
    pub of: String,
    pub count: Cell,
}

/// Days from screening to the first answer; `None` where fewer than five people have one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Days {
    pub task: Task,
    pub quarter: Option<f64>,
    pub median: Option<f64>,
    pub three_quarters: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthReport {
    pub month: String,
    /// Encounters whose clock was not known to be right, whatever month it told: in none of the rows.
    pub untrusted_clock: Cell,
    pub rows: Vec<Row>,
    pub days_to_verdict: Vec<Days>,
}

/// Every indicator that has one number a month.
const TOTALS: [&str; 15] = [
    "screened",
    "not-referred",
    "referred",
    "referred-urgent",
    "referred-routine",
    "referred-assess",
    "ungradable",
    "abstained",
    "answered",
    "unanswered",
    "not-attended",
    "attended",
    "confirmed",
    "not-confirmed",
    "overdue",
];

/// The names under which DHIS2 data elements may be given, as `dr.screened`.
#[must_use]
pub fn names() -> Vec<String> {
    let days = ["days-to-verdict-q1", "days-to-verdict-median", "days-to-verdict-q3"];
    let each = |task: &str| TOTALS.iter().chain(&days).map(move |name| format!("{task}.{name}")).collect();
    ["dr", "tb"].iter().flat_map(|task| -> Vec<String> { each(task) }).collect()
}

/// The indicators of `month`, as known at `now_wall_ms`.
#[must_use]
pub fn indicators(cases: &[Case], month: &Month, now_wall_ms: i64) -> MonthReport {
    let untrusted = cases.iter().filter(|case| !case.record.closed.trusted).count() as u64;
    let of_month: Vec<&Case> = cases
        .iter()
        .filter(|case| case.record.closed.trusted && month.holds(case.record.closed.wall_ms))
        .collect();
    let today = month.day(now_wall_ms);
    let mut rows = Vec::new();
    let mut days_to_verdict = Vec::new();
    for task in [Task::Dr, Task::Tb] {
        let cases: Vec<&Case> = of_month.iter().copied().filter(|case| case.record.task == task).collect();
        totals(task, &cases, &today, &mut rows);
        breakdown(task, "operator", &cases, operator, &mut rows);
        breakdown(task, "camera", &cases, camera, &mut rows);
        days_to_verdict.push(days(task, &cases));
    }
    MonthReport { month: month.to_string(), untrusted_clock: Cell::alone(untrusted), rows, days_to_verdict }
}

fn totals(task: Task, cases: &[&Case], today: &str, rows: &mut Vec<Row>) {
    let count = |holds: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| holds(case)).count() as u64;
    let of = |disposition: Disposition| count(&|case| case.record.conclusion.disposition == disposition);
    let screened = Cell::alone(cases.len() as u64);
    let (negative, parts) = (
        of(Disposition::Negative),
        [of(Disposition::Urgent), of(Disposition::Refer), of(Disposition::Assess)],
    );
    let referred = parts.iter().sum::<u64>();
    let level = protect(screened, &[negative, referred], &[]);
    let referred_parts = protect(level[1], &parts, &[]);
    // A count and what is left of the total are a table, too.
    let all = cases.len() as u64;
    let beside = |part: u64, total: Cell, whole: u64| protect(total, &[part, whole - part], &[])[0];

    let asked = |case: &Case| case.record.conclusion.disposition.is_referral();
    let answered = count(&|case| asked(case) && case.standing().is_some());
    let level_answers = protect(level[1], &[answered, referred - answered], &[]);
    let stayed_away = count(&|case| asked(case) && opinion(case) == Some(Opinion::NotAttended));
    let level_attended = protect(level_answers[0], &[stayed_away, answered - stayed_away], &[]);
    let confirmed = |wanted: bool| {
        count(&|case| asked(case) && case.standing().and_then(|v| v.confirms(&case.record)) == Some(wanted))
    };
    let (yes, no) = (confirmed(true), confirmed(false));
    let open = (answered - stayed_away).saturating_sub(yes + no);
    let level_confirmed = protect(level_attended[1], &[yes, no, open], &[]);
    let overdue = count(&|case| {
        asked(case) && case.standing().is_none() && case.record.conclusion.due.as_str() < today
    });
    let counts = [
        screened,
        level[0],
        level[1],
        referred_parts[0],
        referred_parts[1],
        referred_parts[2],
        beside(count(&|case| has(case, &[Outcome::Ungradable, Outcome::WrongImage])), screened, all),
        beside(count(&|case| has(case, &[Outcome::Abstain])), screened, all),
        level_answers[0],
        level_answers[1],
        level_attended[0],
        level_attended[1],
        level_confirmed[0],
        level_confirmed[1],
        beside(overdue, level_answers[1], referred - answered),
    ];
    rows.extend(TOTALS.into_iter().zip(counts).map(|(indicator, count)| Row {
        task,
        indicator,
        by: "",
        of: String::new(),
        count,
    }));
}

/// Screened and ungradable by somebody or something; both columns add up to the totals.
fn breakdown(
    task: Task,
    by: &'static str,
    cases: &[&Case],
    name: impl Fn(&Case) -> String,
    rows: &mut Vec<Row>,
) {
    let mut groups: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for case in cases {
        let group = groups.entry(name(case)).or_default();
        group.0 += 1;
        group.1 += u64::from(has(case, &[Outcome::Ungradable, Outcome::WrongImage]));
    }
    let screened: Vec<u64> = groups.values().map(|group| group.0).collect();
    let ungradable: Vec<u64> = groups.values().map(|group| group.1).collect();
    let shown = protect(Cell::alone(screened.iter().sum()), &screened, &[]);
    // A group of which all but a few are ungradable tells of the few.
    let telling = |place: &usize| shown[*place] == Cell::Hidden || few(screened[*place] - ungradable[*place]);
    let forced: Vec<usize> = (0..groups.len()).filter(telling).collect();
    let (bad, all) = (ungradable.iter().sum::<u64>(), cases.len() as u64);
    let total = protect(Cell::alone(all), &[bad, all - bad], &[])[0];
    let hidden = protect(total, &ungradable, &forced);
    for (place, of) in groups.into_keys().enumerate() {
        let row = |indicator, count| Row { task, indicator, by, of: of.clone(), count };
        rows.push(row("screened", shown[place]));
        rows.push(row("ungradable", hidden[place]));
    }
}

fn few(count: u64) -> bool {
    Cell::alone(count) == Cell::Hidden
}

fn operator(case: &Case) -> String {
    case.record.operator.clone()
}

/// Of the first picture; all of an encounter come from one camera.
fn camera(case: &Case) -> String {
    let picture = case.record.images.iter().find(|image| image.role == ImageRole::Original);
    picture.map_or_else(|| "none".to_owned(), |image| image.source.clone())
}

fn has(case: &Case, outcomes: &[Outcome]) -> bool {
    case.record.findings.iter().any(|finding| outcomes.contains(&finding.outcome))
}

fn opinion(case: &Case) -> Option<Opinion> {
    case.standing().map(|verdict| verdict.opinion)
}

/// To the first answer that says more than that nobody came.
fn days(task: Task, cases: &[&Case]) -> Days {
    let first = |case: &&Case| {
        let closed = case.record.closed.wall_ms;
        let at = |verdict: &Verdict| {
            let decided = verdict.decided_wall_ms.filter(|decided| *decided >= closed);
            decided.or(verdict.received.trusted.then_some(verdict.received.wall_ms))
        };
        let seen = case.verdicts.iter().find(|verdict| verdict.opinion != Opinion::NotAttended)?;
        Some((at(seen)? - closed).max(0) as f64 / DAY_MS)
    };
    let mut days: Vec<f64> = cases.iter().filter_map(first).collect();
    days.sort_by(f64::total_cmp);
    let enough = days.len() as u64 >= super::SMALLEST;
    let share = |share: f64| enough.then(|| (percentile(&days, share) * 10.0).round() / 10.0);
    Days { task, quarter: share(0.25), median: share(0.5), three_quarters: share(0.75) }
}
