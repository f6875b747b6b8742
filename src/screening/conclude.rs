//! From the cases of all sides to what is done with the patient.

use super::{Examiner, ScreeningError, entries};
use crate::domain::rules::{Case, case_of_answers};
use crate::domain::{Answers, Conclusion, Laterality, Stamp};

/// Applies the rules to every side; the worse one decides, and the warnings of all are told. A side
/// without a picture counts as not seen.
pub fn conclude(
    examiner: &Examiner,
    answers: &Answers,
    sides: &[(Option<Laterality>, Option<&Case>)],
    closed: &Stamp,
) -> Result<Conclusion, ScreeningError> {
    let decided = sides
        .iter()
        .map(|(name, case)| Ok((*name, examiner.rules.decide(&with_answers(examiner, answers, *case))?)))
        .collect::<Result<Vec<_>, ScreeningError>>()?;
    let mut sides = decided.iter();
    let first = sides.next().ok_or(ScreeningError::NoSide)?;
    let worst = sides.fold(first, |worst, side| if side.1.is_worse_than(&worst.1) { side } else { worst });
    let rule = worst.1.rule;
    let alike = decided.iter().all(|(_, decision)| decision.rule.name == rule.name);
    let mut warnings: Vec<String> = Vec::new();
    if !closed.trusted {
        warnings.push("The clock of the box is not set: count the due day from today.".to_owned());
    }
    for text in decided.iter().flat_map(|(_, decision)| &decision.warnings) {
        if !warnings.iter().any(|known| known == text) {
            warnings.push((*text).to_owned());
        }
    }
    Ok(Conclusion {
        disposition: rule.disposition,
        rule: rule.name.clone(),
        reason: rule.reason.clone(),
        action: action(&rule.action, worst.0.filter(|_| !alike)),
        due: entries::day_after(closed.wall_ms, rule.due_days).ok_or(ScreeningError::Clock)?,
        warnings,
        not_looked_for: not_looked_for(examiner),
    })
}

/// A side's case with what the patient answered; a side without a picture was not seen.
pub fn with_answers(examiner: &Examiner, answers: &Answers, case: Option<&Case>) -> Case {
    let task = examiner.task();
    let mut whole = case_of_answers(task, answers);
    whole.extend(case.cloned().unwrap_or_else(|| entries::case_not_seen(task)));
    whole
}

/// Names the eye when the eyes differ.
fn action(text: &str, side: Option<Laterality>) -> String {
    match side {
        Some(Laterality::Od) => format!("Right eye (OD): {text}"),
        Some(Laterality::Os) => format!("Left eye (OS): {text}"),
        None => text.to_owned(),
    }
}

/// What neither the programme nor the network looks for.
fn not_looked_for(examiner: &Examiner) -> Vec<String> {
    let mut names = examiner.rules.not_looked_for.clone();
    for name in &examiner.pack.manifest.not_looked_for {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}
