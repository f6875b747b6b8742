//! Results by the columns that the labels hold, so that nobody can be picked out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::estimate::{Estimate, Proportion};
use super::{Case, roc};

/// Smaller groups are not shown: few people in a clinic can be told apart by a table.
pub const SMALLEST: usize = 10;
/// A column with more values holds names, numbers or dates rather than groups.
const MOST_VALUES: usize = 20;

/// One column of the labels.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    pub name: String,
    pub groups: Vec<Group>,
    /// Pictures in groups that are not shown.
    pub suppressed: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct Group {
    pub value: String,
    pub pictures: usize,
    /// Of all pictures: those that the gate let pass.
    pub gradable: Option<Proportion>,
    /// The following stand only where enough pictures of a class have a score.
    pub auc: Option<Estimate>,
    pub sensitivity: Option<Proportion>,
    pub specificity: Option<Proportion>,
}

/// A table for each column that holds groups; the others are left out.
#[must_use]
pub fn columns(names: &[String], cases: &[Case], threshold: f64) -> Vec<Column> {
    let one = |(place, name): (usize, &String)| column(place, name, cases, threshold);
    names.iter().enumerate().filter_map(one).collect()
}

fn column(place: usize, name: &str, cases: &[Case], threshold: f64) -> Option<Column> {
    let mut members: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        members.entry(case.groups[place].as_str()).or_default().push(case);
    }
    if members.len() > MOST_VALUES || members.len() < 2 {
        return None;
    }
    let hidden = hidden(&members);
    let suppressed = hidden.iter().map(|value| members[value].len()).sum();
    let shown = members.iter().filter(|(value, _)| !hidden.contains(value));
    let groups: Vec<Group> = shown.map(|(value, cases)| group(value, cases, threshold)).collect();
    (!groups.is_empty()).then(|| Column { name: name.to_owned(), groups, suppressed })
}

/// The small groups; and, where what they hold together could be told by subtraction, the smallest
/// of the others, too.
fn hidden<'a>(members: &BTreeMap<&'a str, Vec<&Case>>) -> Vec<&'a str> {
    let mut sizes: Vec<(usize, &str)> = members.iter().map(|(value, cases)| (cases.len(), *value)).collect();
    sizes.sort_unstable();
    let mut hidden = Vec::new();
    let mut held = 0;
    for (size, value) in sizes {
        if size >= SMALLEST && (held == 0 || held >= SMALLEST) {
            break;
        }
        hidden.push(value);
        held += size;
    }
    hidden
}

fn group(value: &str, cases: &[&Case], threshold: f64) -> Group {
    let patients = |chosen: &[&Case]| chosen.iter().map(|case| case.patient).collect::<Vec<_>>();
    let gradable: Vec<bool> = cases.iter().map(|case| case.seen.gradable).collect();
    let scored: Vec<(&Case, f64)> =
        cases.iter().filter_map(|case| case.seen.score.map(|score| (*case, f64::from(score)))).collect();
    let class = |label: bool| -> Option<Proportion> {
        let (chosen, right): (Vec<&Case>, Vec<bool>) = scored
            .iter()
            .filter(|(case, _)| case.label == label)
            .map(|(case, score)| (*case, (*score >= threshold) == label))
            .unzip();
        if chosen.len() < SMALLEST { None } else { Proportion::of(&right, &patients(&chosen)) }
    };
    let (sensitivity, specificity) = (class(true), class(false));
    let auc = || {
        let (scores, labels): (Vec<f64>, Vec<bool>) =
            scored.iter().map(|(case, score)| (*score, case.label)).unzip();
        roc::auc_delong(&scores, &labels)
    };
    Group {
        value: value.to_owned(),
        pictures: cases.len(),
        gradable: Proportion::of(&gradable, &patients(cases)),
        auc: if sensitivity.is_some() && specificity.is_some() { auc() } else { None },
        sensitivity,
        specificity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::report::tests::case;

    fn cases(sizes: &[(&str, usize)]) -> Vec<Case> {
        let mut all = Vec::new();
        for (value, size) in sizes {
            for _ in 0..*size {
                let number = all.len();
                all.push(Case { groups: vec![(*value).to_owned()], ..case(number, number % 2 == 0, 0.5) });
            }
        }
        all
    }

    fn shown(sizes: &[(&str, usize)]) -> Option<(Vec<String>, usize)> {
        let found = columns(&["site".to_owned()], &cases(sizes), 0.4).pop()?;
        Some((found.groups.into_iter().map(|group| group.value).collect(), found.suppressed))
    }

    #[test]
    fn small_groups_are_hidden_and_cannot_be_told_by_subtraction() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(shown(&[("a", 30), ("b", 12)]), Some((names(&["a", "b"]), 0)));
        assert_eq!(shown(&[("a", 30), ("b", 12), ("c", 3)]), Some((names(&["a"]), 15)));
        assert_eq!(shown(&[("a", 30), ("b", 12), ("c", 6), ("d", 5)]), Some((names(&["a", "b"]), 11)));
        assert_eq!(shown(&[("a", 12), ("b", 9)]), None);
    }

    #[test]
    fn columns_of_names_or_of_one_value_are_left_out() {
        let many: Vec<String> = (0..30).map(|number| format!("p{number}")).collect();
        let many: Vec<(&str, usize)> = many.iter().map(|name| (name.as_str(), 11)).collect();
        assert_eq!(shown(&many), None);
        assert_eq!(shown(&[("a", 40)]), None);
    }

    #[test]
    fn figures_of_few_pictures_are_not_given() {
        let found = columns(&["eye".to_owned()], &cases(&[("left", 40), ("right", 12)]), 0.4);
        let [left, right] = &found[0].groups[..] else { panic!("two groups") };
        assert!((left.sensitivity.unwrap().value - 1.0).abs() < 1e-12);
        assert!((left.specificity.unwrap().value - 0.0).abs() < 1e-12);
        assert!((left.auc.unwrap().value - 0.5).abs() < 1e-12);
        assert_eq!((right.pictures, right.sensitivity, right.specificity), (12, None, None));
    }
}
