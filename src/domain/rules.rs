//! A rule pack turns what was found into what is done. It is data: rules are read from the top, and
//! the first whose conditions hold decides. [`RulePack::parse`] refuses a pack that leaves any
//! possible case without a rule, or holds a rule that no case can reach.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Answer, Answers, Disposition, Task};

/// The variables of a task with every value that each can take, in the order of the totality check.
pub type Variables = &'static [(&'static str, &'static [&'static str])];

/// Source: WHO consolidated guidelines on tuberculosis, module 2: screening, 2021.
pub const MIN_AGE_TB_YEARS: u32 = 15;

/// Computer reading is recommended from 15 years on only (WHO 2021): younger patients and those whose
/// age nobody knows get the gate, and no score.
#[must_use]
pub fn offers_reading(task: Task, answers: &Answers) -> bool {
    task != Task::Tb || answers.age_years.is_some_and(|years| years >= MIN_AGE_TB_YEARS)
}

const ANSWER: &[&str] = &["no", "yes", "unknown"];

/// One eye at a time; the patient's result is the worse eye.
const DR: Variables = &[
    (
        "finding",
        &["grade-0", "grade-1", "grade-2", "grade-3", "grade-4", "ungradable", "abstain", "not-photographed"],
    ),
    ("score", &["below", "above", "none"]),
    ("maculopathy", &["no", "suspected", "unknown"]),
    ("symptoms", ANSWER),
    ("reduced-acuity", ANSWER),
];

const TB: Variables = &[
    ("age", &["under-15", "15-plus", "unknown"]),
    ("view", &["pa", "other", "unknown"]),
    ("finding", &["below", "above", "ungradable", "abstain", "not-photographed"]),
    ("symptoms", ANSWER),
    ("hiv", ANSWER),
    ("past-tb", ANSWER),
];

#[must_use]
pub fn variables(task: Task) -> Variables {
    match task {
        Task::Dr => DR,
        Task::Tb => TB,
    }
}

/// A value for each variable.
pub type Case = BTreeMap<&'static str, &'static str>;

/// The answers as the rules name them.
#[must_use]
pub fn case_of_answers(task: Task, answers: &Answers) -> Case {
    let code = |answer: Answer| answer.code();
    let mut case = Case::from([("symptoms", code(answers.symptoms))]);
    match task {
        Task::Dr => {
            case.insert("reduced-acuity", code(answers.reduced_acuity));
        }
        Task::Tb => {
            let age = answers
                .age_years
                .map_or("unknown", |years| if years < MIN_AGE_TB_YEARS { "under-15" } else { "15-plus" });
            case.extend([("age", age), ("hiv", code(answers.hiv)), ("past-tb", code(answers.past_tb))]);
        }
    }
    case
}

type Conditions = BTreeMap<String, Vec<String>>;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    pub name: String,
    /// Empty: holds always.
    #[serde(default)]
    when: Conditions,
    pub disposition: Disposition,
    /// Days from the encounter until the action is due.
    pub due_days: u32,
    /// Coded reason, as `ungradable-eye`.
    pub reason: String,
    /// One sentence for staff and slip.
    pub action: String,
    /// Where the rule and its interval come from.
    pub source: String,
}

/// Said beside the result whenever its conditions hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Warning {
    when: Conditions,
    text: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RulePack {
    pub id: String,
    pub version: String,
    pub task: Task,
    pub not_looked_for: Vec<String>,
    #[serde(rename = "rule")]
    rules: Vec<Rule>,
    #[serde(rename = "warning", default)]
    warnings: Vec<Warning>,
}

/// What a pack says of one case.
#[derive(Debug)]
pub struct Decision<'a> {
    pub rule: &'a Rule,
    pub warnings: Vec<&'a str>,
    place: usize,
}

impl Decision<'_> {
    /// Graver first, then sooner due, then higher up in the pack.
    #[must_use]
    pub fn is_worse_than(&self, other: &Self) -> bool {
        let rank = |it: &Self| (it.rule.disposition, Reverse(it.rule.due_days), Reverse(it.place));
        rank(self) > rank(other)
    }
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RuleError {
    #[error("the rule pack cannot be read: {0}")]
    Syntax(String),
    #[error("'{rule}' asks for {variable} = {value}, which this task does not know")]
    UnknownValue { rule: String, variable: String, value: String },
    #[error("no rule covers this case: {0}")]
    NotTotal(String),
    #[error("this case must not end as negative: {0}")]
    UnsafeNegative(String),
    #[error("the rule '{0}' can never be reached")]
    Unreachable(String),
    #[error("two rules are called '{0}'")]
    DoubleName(String),
    #[error("the rule pack is for {found}, not for {wanted}")]
    WrongTask { found: &'static str, wanted: &'static str },
}

impl RulePack {
    /// Reads a pack and proves that it maps every possible case to exactly one rule.
    ///
    /// # Errors
    /// [`RuleError`] names the first rule or case that is wrong.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let pack: Self = toml::from_str(text).map_err(|error| RuleError::Syntax(error.to_string()))?;
        pack.check_words()?;
        pack.check_total()?;
        Ok(pack)
    }

    /// The one rule for this case, with the warnings that go with it.
    ///
    /// # Errors
    /// [`RuleError::NotTotal`] when the case lacks a variable or holds a word that the task does not
    /// know: a fault of the caller's, which must never read as "no disease".
    pub fn decide(&self, case: &Case) -> Result<Decision<'_>, RuleError> {
        let known =
            |(name, values): &(&str, &[&str])| case.get(name).is_some_and(|value| values.contains(value));
        if !variables(self.task).iter().all(known) {
            return Err(RuleError::NotTotal(describe(case)));
        }
        let place = self.rules.iter().position(|rule| holds(&rule.when, case));
        let place = place.ok_or_else(|| RuleError::NotTotal(describe(case)))?;
        let warnings = self.warnings.iter().filter(|warning| holds(&warning.when, case));
        let warnings = warnings.map(|warning| warning.text.as_str()).collect();
        Ok(Decision { rule: &self.rules[place], warnings, place })
    }

    fn check_words(&self) -> Result<(), RuleError> {
        let known = variables(self.task);
        let rules = self.rules.iter().map(|rule| (rule.name.as_str(), &rule.when));
        let warnings = self.warnings.iter().map(|warning| (warning.text.as_str(), &warning.when));
        for (owner, when) in rules.chain(warnings) {
            for (variable, values) in when {
                let domain = known.iter().find(|(name, _)| name == variable).map(|(_, values)| *values);
                for value in values {
                    if !domain.is_some_and(|domain| domain.contains(&value.as_str())) {
                        let (rule, variable, value) = (owner.to_owned(), variable.clone(), value.clone());
                        return Err(RuleError::UnknownValue { rule, variable, value });
                    }
                }
            }
        }
        for (index, rule) in self.rules.iter().enumerate() {
            if self.rules[..index].iter().any(|earlier| earlier.name == rule.name) {
                return Err(RuleError::DoubleName(rule.name.clone()));
            }
        }
        Ok(())
    }

    fn check_total(&self) -> Result<(), RuleError> {
        let mut reached = vec![false; self.rules.len()];
        for case in all_cases(self.task) {
            match self.rules.iter().position(|rule| holds(&rule.when, &case)) {
                Some(index)
                    if self.rules[index].disposition == Disposition::Negative && !may_be_negative(&case) =>
                {
                    return Err(RuleError::UnsafeNegative(describe(&case)));
                }
                Some(index) => reached[index] = true,
                None => return Err(RuleError::NotTotal(describe(&case))),
            }
        }
        match reached.iter().position(|&hit| !hit) {
            Some(index) => Err(RuleError::Unreachable(self.rules[index].name.clone())),
            None => Ok(()),
        }
    }
}

/// No pack, whoever wrote it, may send these patients home: what was not seen, not read or found
/// is never negative, nor is a patient with symptoms of the eye.
fn may_be_negative(case: &Case) -> bool {
    let is = |name: &str, values: &[&str]| case.get(name).is_none_or(|value| values.contains(value));
    let seen = is("finding", &["grade-0", "grade-1", "below"]);
    let eye = !case.contains_key("score") || (is("score", &["below"]) && is("symptoms", &["no", "unknown"]));
    seen && eye && is("age", &["15-plus"]) && is("view", &["pa", "unknown"])
}

fn holds(when: &Conditions, case: &Case) -> bool {
    when.iter().all(|(variable, values)| {
        case.get(variable.as_str()).is_some_and(|value| values.iter().any(|wanted| wanted == value))
    })
}

fn describe(case: &Case) -> String {
    case.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(", ")
}

/// Every combination of values: a few hundred to a few thousand cases.
pub fn all_cases(task: Task) -> impl Iterator<Item = Case> {
    let known = variables(task);
    let total: usize = known.iter().map(|(_, values)| values.len()).product();
    (0..total).map(move |mut number| {
        let pick = |(name, values): &(&'static str, &'static [&'static str])| {
            let value = values[number % values.len()];
            number /= values.len();
            (*name, value)
        };
        known.iter().map(pick).collect()
    })
}

#[cfg(test)]
mod tests;
