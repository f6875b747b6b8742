use std::collections::BTreeMap;

use serde::Serialize;

use super::estimate::{Range, bootstrap};
use super::roc::{self, Difference};
use super::scores::{Line, Scores};
use super::suffice::percent;
use super::{EvaluationError, tallies};

/// Below this, a difference is hardly chance.
const SIGNIFICANT: f64 = 0.05;

/// Two packs on the same pictures.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// Pictures that both reports hold.
    pub pictures: usize,
    pub only_in_a: usize,
    pub only_in_b: usize,
    /// Pictures that got a score from both.
    pub scored: usize,
    /// `None` with fewer than two scored pictures of either class.
    pub auc: Option<Difference>,
    /// Of the difference of the areas, when whole patients are drawn again.
    pub auc_difference_by_patients: Option<Range>,
    /// Diseased: right is sent on.
    pub positives: Decisions,
    /// Healthy: right is sent home.
    pub negatives: Decisions,
    pub words: Vec<String>,
}

/// What the two packs did with the same pictures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Decisions {
    pub both_right: usize,
    pub only_a_right: usize,
    pub only_b_right: usize,
    pub both_wrong: usize,
    /// Two-sided, exact. Source: McNemar, Psychometrika 1947;12:153-7, by the binomial distribution.
    pub p: f64,
}

/// Holds two reports' scores against one another, picture by picture.
///
/// # Errors
/// [`EvaluationError::Incomparable`] without a common picture, or when their labels differ.
pub fn compare(a: &Scores, b: &Scores) -> Result<Comparison, EvaluationError> {
    let by_picture: BTreeMap<&str, &Line> = b.0.iter().map(|score| (score.picture.as_str(), score)).collect();
    let pairs: Vec<(&Line, &Line)> =
        a.0.iter().filter_map(|one| Some((one, *by_picture.get(one.picture.as_str())?))).collect();
    let incomparable = |text: String| Err(EvaluationError::Incomparable(text));
    if pairs.is_empty() {
        return incomparable("they have no picture in common".to_owned());
    }
    let differing = pairs.iter().filter(|(one, other)| one.label != other.label).count();
    if differing > 0 {
        return incomparable(format!("{differing} pictures have other labels in one than in the other"));
    }
    let scored: Vec<(f64, f64, bool, usize)> = pairs
        .iter()
        .filter_map(|(one, other)| Some((one.score?, other.score?, one.label, one.patient)))
        .collect();
    let (auc, by_patients) = areas(&scored);
    let (positives, negatives) = (decisions(&pairs, true), decisions(&pairs, false));
    Ok(Comparison {
        pictures: pairs.len(),
        only_in_a: a.0.len() - pairs.len(),
        only_in_b: b.0.len() - pairs.len(),
        scored: scored.len(),
        auc,
        auc_difference_by_patients: by_patients,
        positives,
        negatives,
        words: words(auc.as_ref(), by_patients, &positives, &negatives),
    })
}

fn areas(scored: &[(f64, f64, bool, usize)]) -> (Option<Difference>, Option<Range>) {
    let columns = |chosen: &mut dyn Iterator<Item = &(f64, f64, bool, usize)>| {
        let mut columns = (Vec::new(), Vec::new(), Vec::new());
        for (a, b, label, _) in chosen {
            columns.0.push(*a);
            columns.1.push(*b);
            columns.2.push(*label);
        }
        columns
    };
    let (a, b, labels) = columns(&mut scored.iter());
    let patients: Vec<usize> = scored.iter().map(|row| row.3).collect();
    if tallies::distinct(patients.iter().copied()) == patients.len() {
        return (roc::delong_test(&a, &b, &labels), None);
    }
    let drawn = |chosen: &[usize]| {
        let (a, b, labels) = columns(&mut chosen.iter().map(|index| &scored[*index]));
        Some(roc::auc(&b, &labels)? - roc::auc(&a, &labels)?)
    };
    (roc::delong_test(&a, &b, &labels), bootstrap(&patients, drawn))
}

fn decisions(pairs: &[(&Line, &Line)], label: bool) -> Decisions {
    let mut table = [0; 4];
    for (a, b) in pairs.iter().filter(|(a, _)| a.label == label) {
        let right = |score: &Line| score.sent_on == label;
        table[usize::from(!right(a)) * 2 + usize::from(!right(b))] += 1;
    }
    let [both_right, only_a_right, only_b_right, both_wrong] = table;
    Decisions { both_right, only_a_right, only_b_right, both_wrong, p: sign_test(only_a_right, only_b_right) }
}

/// Chance of a split at least as uneven when both sides are as likely.
fn sign_test(a: usize, b: usize) -> f64 {
    let n = (a + b) as f64;
    let term = |k: usize| {
        let k = k as f64;
        (libm::lgamma(n + 1.0)
            - libm::lgamma(k + 1.0)
            - libm::lgamma(n - k + 1.0)
            - n * std::f64::consts::LN_2)
            .exp()
    };
    (2.0 * (0..=a.min(b)).map(term).sum::<f64>()).min(1.0)
}

fn words(
    auc: Option<&Difference>,
    by_patients: Option<Range>,
    positives: &Decisions,
    negatives: &Decisions,
) -> Vec<String> {
    let mut words = Vec::new();
    match auc {
        None => words
            .push("Too few pictures of both classes got a score: the areas cannot be compared.".to_owned()),
        Some(Difference { a, b, gain, p }) => {
            let Range { low, high } = by_patients.unwrap_or(Range { low: gain.low, high: gain.high });
            let verdict = match (low > 0.0, high < 0.0) {
                (true, _) => "B separates better",
                (_, true) => "A separates better",
                _ => "the pictures do not show that one separates better",
            };
            words.push(format!(
                "The area under the curve is {a:.3} for A and {b:.3} for B; the difference is {:+.3} (95 % interval {low:+.3} to {high:+.3}, DeLong p = {p:.3}): {verdict}.",
                gain.value
            ));
        }
    }
    let one = |who: &str, what: &str, table: &Decisions| {
        let all = table.both_right + table.only_a_right + table.only_b_right + table.both_wrong;
        if all == 0 {
            return format!("There is no {who} picture.");
        }
        let share = |right: usize| percent((table.both_right + right) as f64 / all as f64);
        let verdict = if table.p >= SIGNIFICANT { "may be chance" } else { "is hardly chance" };
        format!(
            "Of {all} {who} pictures A {what} {}, B {}: {} that A alone had right, {} that B alone had right; this {verdict} (McNemar p = {:.3}).",
            share(table.only_a_right),
            share(table.only_b_right),
            table.only_a_right,
            table.only_b_right,
            table.p
        )
    };
    words.push(one("diseased", "sent on", positives));
    words.push(one("healthy", "sent home", negatives));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(picture: usize, label: bool, score: f64, patient: usize) -> Line {
        Line {
            picture: picture.to_string(),
            patient,
            label,
            grade: None,
            gradable: true,
            outcome: if score >= 0.5 { "refer" } else { "negative" }.to_owned(),
            sent_on: score >= 0.5,
            score: Some(score),
            given_grade: None,
            file: None,
        }
    }

    /// Source: scipy 1.17.1, `binomtest(min(b, c), b + c)`.
    #[test]
    fn the_exact_test_is_that_of_scipy() {
        let table = [
            (5, 15, 0.041_389_465_332_031_25),
            (0, 4, 0.125),
            (121, 59, 4.434_449_263_755e-6),
            (600, 700, 0.006_015_793_861_044_939_5),
            (3, 3, 1.0),
            (0, 0, 1.0),
        ];
        for (a, b, p) in table {
            assert!((sign_test(a, b) - p).abs() < 1e-9 * p.max(1e-3), "{a} {b}: {}", sign_test(a, b));
        }
    }

    #[test]
    fn decisions_are_counted_by_picture_whatever_the_order() {
        let a = Scores(vec![
            score(1, true, 0.9, 1),
            score(2, true, 0.2, 2),
            score(3, false, 0.7, 3),
            score(9, false, 0.1, 4),
        ]);
        let b = Scores(vec![score(3, false, 0.3, 1), score(2, true, 0.8, 2), score(1, true, 0.8, 3)]);
        let found = compare(&a, &b).unwrap();
        assert_eq!((found.pictures, found.only_in_a, found.only_in_b), (3, 1, 0));
        let table = |d: &Decisions| [d.both_right, d.only_a_right, d.only_b_right, d.both_wrong];
        assert_eq!(table(&found.positives), [1, 0, 1, 0]);
        assert_eq!(table(&found.negatives), [0, 0, 1, 0]);
        assert!(found.auc.is_none() && found.words[0].starts_with("Too few"));
    }

    #[test]
    fn a_clearly_better_pack_is_called_better() {
        let noise = |index: usize| (index * 7919 % 100) as f64 / 100.0;
        let build = |gain: f64| {
            let one = |index: usize| {
                let label = index.is_multiple_of(2);
                score(
                    index,
                    label,
                    (noise(index) + gain * f64::from(u8::from(label))) / (1.0 + gain),
                    index / 2,
                )
            };
            Scores((0..200).map(one).collect())
        };
        let found = compare(&build(0.1), &build(1.5)).unwrap();
        assert!(found.words[0].ends_with("B separates better."), "{}", found.words[0]);
        assert!(found.auc_difference_by_patients.unwrap().low > 0.0);
        let same = compare(&build(0.1), &build(0.1)).unwrap();
        assert!(same.words[0].contains("do not show"), "{}", same.words[0]);
    }

    #[test]
    fn reports_of_other_pictures_or_labels_are_refused() {
        let one = Scores(vec![score(1, true, 0.9, 1)]);
        assert!(compare(&one, &Scores(vec![score(2, true, 0.9, 1)])).is_err());
        let refused = compare(&one, &Scores(vec![score(1, false, 0.9, 1)])).unwrap_err();
        assert!(refused.to_string().contains("other labels"), "{refused}");
    }
}
