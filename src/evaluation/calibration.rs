//! Whether a score of 0.3 means three in ten.

use serde::Serialize;

use super::estimate::{Estimate, Range, bootstrap, wilson};

const BINS: usize = 10;
/// Newton's method needs fewer than ten steps where there is a solution.
const MAX_STEPS: usize = 50;

/// Pictures of similar scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    pub pictures: usize,
    pub mean_score: f64,
    /// Share of them that have the disease.
    pub observed: f64,
    pub wilson: Range,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Expected calibration error over equally filled bins.
    pub error: Estimate,
    pub bins: Vec<Bin>,
    /// 1 when scores are spread rightly; below 1 they are too extreme. `None` where the scores
    /// separate the classes wholly.
    pub slope: Option<f64>,
    /// 0 when scores are right on the whole; above 0 they are too low.
    pub intercept: Option<f64>,
}

/// `None` of nothing.
#[must_use]
pub fn calibration(scores: &[f64], labels: &[bool], patients: &[usize]) -> Option<Calibration> {
    let error = |chosen: &[usize]| {
        let pick = |index: &usize| (scores[*index], labels[*index]);
        error(chosen.iter().map(pick).collect())
    };
    let value = error(&(0..scores.len()).collect::<Vec<_>>())?;
    let range = bootstrap(patients, error).unwrap_or(Range { low: 0.0, high: 1.0 });
    let (slope, intercept) = recalibration(scores, labels).unzip();
    let error = Estimate { value, low: range.low, high: range.high };
    Some(Calibration { error, bins: bins(scores, labels), slope, intercept })
}

/// Sorted by score and cut into parts that differ by one picture at most.
fn split(mut pairs: Vec<(f64, bool)>) -> Vec<Vec<(f64, bool)>> {
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (each, more) = (pairs.len() / BINS, pairs.len() % BINS);
    let mut rest = pairs.as_slice();
    let parts = (0..BINS).map(|index| {
        let (part, after) = rest.split_at(each + usize::from(index < more));
        rest = after;
        part.to_vec()
    });
    parts.filter(|part| !part.is_empty()).collect()
}

fn means(part: &[(f64, bool)]) -> (f64, f64) {
    let n = part.len() as f64;
    let score: f64 = part.iter().map(|pair| pair.0).sum();
    (score / n, part.iter().filter(|pair| pair.1).count() as f64 / n)
}

/// Mean gap between score and observed share, weighted by the pictures of each bin.
/// Source: Naeini, Cooper and Hauskrecht, AAAI 2015.
fn error(pairs: Vec<(f64, bool)>) -> Option<f64> {
    let count = pairs.len();
    let parts = split(pairs);
    let gap = |part: &Vec<(f64, bool)>| {
        let (score, observed) = means(part);
        (score - observed).abs() * part.len() as f64
    };
    (count > 0).then(|| parts.iter().map(gap).sum::<f64>() / count as f64)
}

fn bins(scores: &[f64], labels: &[bool]) -> Vec<Bin> {
    let parts = split(scores.iter().copied().zip(labels.iter().copied()).collect());
    let bin = |part: &Vec<(f64, bool)>| {
        let (mean_score, observed) = means(part);
        let hits = part.iter().filter(|pair| pair.1).count();
        Some(Bin { pictures: part.len(), mean_score, observed, wilson: wilson(hits, part.len())? })
    };
    parts.iter().filter_map(bin).collect()
}

/// Slope and intercept of a logistic regression of the label on the score's log odds, by maximum
/// likelihood. Source: Cox, Biometrika 1958;45:562-5.
fn recalibration(scores: &[f64], labels: &[bool]) -> Option<(f64, f64)> {
    let odds = |score: &f64| {
        let score = score.clamp(1e-6, 1.0 - 1e-6);
        (score / (1.0 - score)).ln()
    };
    let x: Vec<f64> = scores.iter().map(odds).collect();
    let (mut slope, mut intercept) = (1.0, 0.0);
    for _ in 0..MAX_STEPS {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (x, label) in x.iter().zip(labels) {
            let p = 1.0 / (1.0 + (-(slope * x + intercept)).exp());
            let (residual, weight) = (f64::from(u8::from(*label)) - p, p * (1.0 - p));
            g0 += residual;
            g1 += residual * x;
            h00 += weight;
            h01 += weight * x;
            h11 += weight * x * x;
        }
        let determinant = h00 * h11 - h01 * h01;
        let step = ((h00 * g1 - h01 * g0) / determinant, (h11 * g0 - h01 * g1) / determinant);
        slope += step.0;
        intercept += step.1;
        if !(slope.is_finite() && intercept.is_finite() && slope.abs() < 50.0) {
            return None;
        }
        if step.0.abs().max(step.1.abs()) < 1e-9 {
            return Some((slope, intercept));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::roc::tests::{A, labels};

    /// Source: numpy 2 and scipy 1.17.1 on the same values: `array_split` of the stable order, and
    /// the minimum of the logistic loss.
    #[test]
    fn error_slope_and_intercept_are_those_of_numpy_and_scipy() {
        let found = calibration(&A, &labels(), &(0..A.len()).collect::<Vec<_>>()).unwrap();
        assert!((found.error.value - 0.277_666_666_666_666_7).abs() < 1e-12, "{:?}", found.error);
        assert!(found.error.low <= found.error.value, "{:?}", found.error);
        assert!((found.slope.unwrap() - 1.036_668).abs() < 1e-5, "{:?}", found.slope);
        assert!((found.intercept.unwrap() + 0.165_899).abs() < 1e-5, "{:?}", found.intercept);
        assert_eq!(found.bins.iter().map(|bin| bin.pictures).sum::<usize>(), A.len());
    }

    #[test]
    fn scores_that_tell_the_truth_have_no_error() {
        let scores: Vec<f64> = (0..100).map(|index| if index < 50 { 0.2 } else { 0.8 }).collect();
        let labels: Vec<bool> = (0..100).map(|index| index % 10 < if index < 50 { 2 } else { 8 }).collect();
        let found = calibration(&scores, &labels, &(0..100).collect::<Vec<_>>()).unwrap();
        assert!(found.error.value < 1e-12);
        assert!((found.slope.unwrap() - 1.0).abs() < 1e-9 && found.intercept.unwrap().abs() < 1e-9);
    }

    #[test]
    fn classes_that_are_wholly_separate_have_no_slope() {
        let labels: Vec<bool> = (0..20).map(|index| index >= 10).collect();
        let scores: Vec<f64> = labels.iter().map(|label| if *label { 0.9 } else { 0.1 }).collect();
        assert_eq!(calibration(&scores, &labels, &(0..20).collect::<Vec<_>>()).unwrap().slope, None);
        assert!(calibration(&[], &[], &[]).is_none());
    }
}
