//! What specialists answered.

use super::args::VerdictsArgs;
use super::{App, AppError};
use crate::domain::{EyeGrade, Laterality, Verdict};
use crate::programme::Case;
use crate::programme::agreement::{Agreement, agreement};
use crate::store::{Filter, Store, StoreError};

/// The list, or how often they agree.
pub fn run(app: &App, args: &VerdictsArgs) -> Result<bool, AppError> {
    let store = app.store()?;
    if args.agreement {
        return tell_agreement(app, &store);
    }
    let unseen = store.unseen_verdicts()?;
    let mut verdicts = store.verdicts(None)?;
    verdicts.retain(|verdict| !args.new || unseen.contains(&verdict.encounter_id));
    if verdicts.is_empty() {
        app.out.say("No answer yet")?;
    }
    for verdict in verdicts.iter().rev() {
        let new = unseen.contains(&verdict.encounter_id);
        app.out.emit(&as_json(verdict, new), || {
            let mark = if new { "new  " } else { "     " };
            format!("{mark}{}  {}", verdict.encounter_id, line(verdict))
        })?;
    }
    for refused in store.refused_answers()? {
        let body = serde_json::json!({
            "refused": refused.reason, "encounter": refused.encounter_id,
            "destination": refused.destination, "place": refused.place,
            "first_wall_ms": refused.first_wall_ms,
        });
        app.out.emit(&body, || {
            format!(
                "!    {}  an answer from {} is not believed: {} ({})",
                refused.encounter_id, refused.destination, refused.reason, refused.place
            )
        })?;
    }
    Ok(true)
}

pub fn as_json(verdict: &Verdict, new: bool) -> serde_json::Value {
    serde_json::json!({
        "encounter": verdict.encounter_id, "opinion": verdict.opinion, "grades": verdict.grades,
        "words": verdict.words, "channel": verdict.channel, "destination": verdict.destination,
        "place": verdict.place, "decided_wall_ms": verdict.decided_wall_ms,
        "received_wall_ms": verdict.received.wall_ms, "new": new,
    })
}

/// One verdict as a person reads it.
pub fn line(verdict: &Verdict) -> String {
    let when = verdict.decided_wall_ms.unwrap_or(verdict.received.wall_ms);
    let day = crate::domain::utc_date(when).map(|day| day.to_string()).unwrap_or_default();
    let grade = |eye: &EyeGrade| {
        format!(", {} grade {}", eye.laterality.map_or("", Laterality::code), eye.grade.value())
    };
    let grades: String = verdict.grades.iter().map(grade).collect();
    let words = verdict.words.replace('\n', " ");
    let words = if words.is_empty() { words } else { format!(": {words}") };
    format!("{day}  {}: {}{grades}{words}", verdict.destination, verdict.opinion.code())
}

/// Every stored encounter with what came back about it.
pub fn cases(store: &Store) -> Result<Vec<Case>, StoreError> {
    let mut verdicts: std::collections::HashMap<String, Vec<Verdict>> = std::collections::HashMap::new();
    for verdict in store.verdicts(None)? {
        verdicts.entry(verdict.encounter_id.clone()).or_default().push(verdict);
    }
    let all = store.encounters(&Filter::default(), usize::MAX)?;
    let case = |id: String| {
        let verdicts = verdicts.remove(&id).unwrap_or_default();
        Ok(Case { record: store.encounter(&id)?, verdicts })
    };
    all.into_iter().map(|summary| summary.id).map(case).collect()
}

fn tell_agreement(app: &App, store: &Store) -> Result<bool, AppError> {
    let all = agreement(&cases(store)?);
    if all.is_empty() {
        app.out.say("No answer yet: nothing to compare")?;
    }
    for one in &all {
        app.out.emit(one, || prose(one))?;
    }
    if !all.is_empty() {
        app.out.say("Mostly referred patients have an answer: this tells how many of them were ill, not how many of the ill were found.")?;
    }
    Ok(true)
}

fn prose(one: &Agreement) -> String {
    let name = if one.of.is_empty() { one.by.to_owned() } else { format!("{} {}", one.by, one.of) };
    let mut text = format!("{} {name}\n", one.task.code());
    text += "                 disease  no disease  ungradable  unclear  not attended\n";
    for line in &one.table {
        let said = match line.said {
            crate::programme::agreement::Said::Suspected => "suspected",
            crate::programme::agreement::Said::NotSuspected => "not suspected",
            crate::programme::agreement::Said::NotRead => "not read",
        };
        text += &format!(
            "  {said:14} {:7}  {:10}  {:10}  {:7}  {:12}\n",
            line.disease, line.no_disease, line.ungradable, line.unclear, line.not_attended
        );
    }
    text += &match one.confirmed {
        Some(share) => format!(
            "  confirmed of those suspected: {} of {}, {:.0} % (95 % interval {:.0} to {:.0} %)",
            share.hits,
            share.of,
            share.value * 100.0,
            share.range.low * 100.0,
            share.range.high * 100.0
        ),
        None => "  nobody suspected has been judged yet".to_owned(),
    };
    text
}
