//! Counts beside the scores: what was refused, what got no answer, how long it took.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Case;
use super::case::Stages;
use super::estimate::{Proportion, percentile};
use crate::domain::Outcome;

#[derive(Debug, Clone, Serialize)]
pub struct Gradability {
    /// Pictures that the gate stopped.
    pub refused: Option<Proportion>,
    /// Of them, those that are no retina or no chest at all.
    pub wrong_image: usize,
    /// Pictures by named defect; one picture may have several.
    pub defects: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Abstentions {
    /// Gradable pictures without an answer.
    pub abstained: Option<Proportion>,
    pub reasons: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Speed {
    pub pictures_per_second: f64,
    pub decode_ms: Spread,
    pub quality_ms: Spread,
    /// Of the pictures that a model read.
    pub model_ms: Option<Spread>,
    pub total_ms: Spread,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Spread {
    pub median: f64,
    pub p95: f64,
}

pub fn distinct(numbers: impl Iterator<Item = usize>) -> usize {
    numbers.collect::<BTreeSet<_>>().len()
}

fn share(cases: &[&Case], hit: impl Fn(&Case) -> bool) -> Option<Proportion> {
    let hits: Vec<bool> = cases.iter().map(|case| hit(case)).collect();
    Proportion::of(&hits, &cases.iter().map(|case| case.patient).collect::<Vec<_>>())
}

pub fn gradability(cases: &[Case]) -> Gradability {
    let mut defects = BTreeMap::new();
    for defect in cases.iter().flat_map(|case| &case.seen.defects) {
        *defects.entry(defect.code()).or_default() += 1;
    }
    Gradability {
        refused: share(&cases.iter().collect::<Vec<_>>(), |case| !case.seen.gradable),
        wrong_image: cases.iter().filter(|case| case.seen.outcome == Outcome::WrongImage).count(),
        defects,
    }
}

pub fn abstentions(cases: &[Case]) -> Abstentions {
    let gradable: Vec<&Case> = cases.iter().filter(|case| case.seen.gradable).collect();
    let mut reasons = BTreeMap::new();
    for reason in gradable.iter().filter_map(|case| case.seen.abstain_reason) {
        *reasons.entry(reason.code()).or_default() += 1;
    }
    Abstentions { abstained: share(&gradable, |case| case.seen.outcome == Outcome::Abstain), reasons }
}

/// `cases` must not be empty.
pub fn speed(cases: &[Case]) -> Speed {
    let spread = |of: fn(&Stages) -> f64, scored_only: bool| {
        let chosen = cases.iter().filter(|case| !scored_only || case.seen.score.is_some());
        let mut values: Vec<f64> = chosen.map(|case| of(&case.seen.ms)).collect();
        values.sort_by(f64::total_cmp);
        (!values.is_empty())
            .then(|| Spread { median: percentile(&values, 0.5), p95: percentile(&values, 0.95) })
    };
    let all = |of| spread(of, false).unwrap_or(Spread { median: 0.0, p95: 0.0 });
    let seconds: f64 = cases.iter().map(|case| case.seen.ms.total).sum::<f64>() / 1000.0;
    Speed {
        pictures_per_second: cases.len() as f64 / seconds.max(f64::MIN_POSITIVE),
        decode_ms: all(|ms| ms.decode),
        quality_ms: all(|ms| ms.quality),
        model_ms: spread(|ms| ms.model, true),
        total_ms: all(|ms| ms.total),
    }
}
