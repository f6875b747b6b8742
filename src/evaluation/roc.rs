//! How well scores separate: ROC curve, area under it, and DeLong's variance.

use serde::Serialize;

use super::estimate::{Estimate, Z, two_sided};

/// One point of the curve: everything at or above `threshold` counts as positive.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    pub threshold: f64,
    pub sensitivity: f64,
    pub specificity: f64,
}

/// A point for each distinct score, from the highest down; `None` without both classes.
#[must_use]
pub fn curve(scores: &[f64], labels: &[bool]) -> Option<Vec<Point>> {
    let mut pairs: Vec<(f64, bool)> = scores.iter().copied().zip(labels.iter().copied()).collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives = labels.iter().filter(|label| **label).count() as f64;
    let negatives = labels.len() as f64 - positives;
    if positives < 1.0 || negatives < 1.0 {
        return None;
    }
    let (mut hits, mut alarms) = (0.0, 0.0);
    let mut points = Vec::new();
    for same in pairs.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let here = same.iter().filter(|pair| pair.1).count() as f64;
        hits += here;
        alarms += same.len() as f64 - here;
        points.push(Point {
            threshold: same[0].0,
            sensitivity: hits / positives,
            specificity: 1.0 - alarms / negatives,
        });
    }
    Some(points)
}

/// Area under the ROC curve by the trapezium rule, which counts ties half: the chance that a positive
/// scores above a negative. Source: Hanley and McNeil, Radiology 1982;143:29-36.
#[must_use]
pub fn auc(scores: &[f64], labels: &[bool]) -> Option<f64> {
    let (mut area, mut sensitivity, mut alarms) = (0.0, 0.0, 0.0);
    for point in curve(scores, labels)? {
        let next = 1.0 - point.specificity;
        area += (next - alarms) * (point.sensitivity + sensitivity) / 2.0;
        (sensitivity, alarms) = (point.sensitivity, next);
    }
    Some(area)
}

/// Share of the other class that each picture outranks.
/// Source: DeLong, DeLong and Clarke-Pearson, Biometrics 1988;44:837-45; by mid-ranks as in Sun and
/// Xu, IEEE Signal Process Lett 2014;21:1389-93.
struct Placements {
    positives: Vec<f64>,
    negatives: Vec<f64>,
}

impl Placements {
    fn of(scores: &[f64], labels: &[bool]) -> Option<Self> {
        let pick = |wanted: bool| -> Vec<usize> {
            (0..scores.len()).filter(|index| labels[*index] == wanted).collect()
        };
        let (positive, negative) = (pick(true), pick(false));
        if positive.len() < 2 || negative.len() < 2 {
            return None;
        }
        let all = midranks(scores);
        let share = |chosen: &[usize], others: usize| -> Vec<f64> {
            let own = midranks(&chosen.iter().map(|index| scores[*index]).collect::<Vec<_>>());
            chosen.iter().zip(own).map(|(index, own)| (all[*index] - own) / others as f64).collect()
        };
        Some(Self {
            positives: share(&positive, negative.len()),
            negatives: share(&negative, positive.len()).into_iter().map(|share| 1.0 - share).collect(),
        })
    }

    fn auc(&self) -> f64 {
        mean(&self.positives)
    }

    /// Of the two areas; with itself, the variance.
    fn covariance(&self, other: &Self) -> f64 {
        covariance(&self.positives, &other.positives) / self.positives.len() as f64
            + covariance(&self.negatives, &other.negatives) / self.negatives.len() as f64
    }
}

/// The area with its interval by DeLong; `None` with fewer than two of either class.
#[must_use]
pub fn auc_delong(scores: &[f64], labels: &[bool]) -> Option<Estimate> {
    let placements = Placements::of(scores, labels)?;
    let (value, error) = (placements.auc(), placements.covariance(&placements).sqrt());
    Some(Estimate { value, low: (value - Z * error).max(0.0), high: (value + Z * error).min(1.0) })
}

/// Two areas on the same pictures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    pub a: f64,
    pub b: f64,
    /// `b - a`.
    pub gain: Estimate,
    /// Two-sided; 1 where nothing differs.
    pub p: f64,
}

/// DeLong's test of two packs on the same pictures.
#[must_use]
pub fn delong_test(a: &[f64], b: &[f64], labels: &[bool]) -> Option<Difference> {
    let (one, other) = (Placements::of(a, labels)?, Placements::of(b, labels)?);
    let value = other.auc() - one.auc();
    let variance = one.covariance(&one) + other.covariance(&other) - 2.0 * one.covariance(&other);
    let error = variance.max(0.0).sqrt();
    let p = if error > 0.0 { two_sided(value / error) } else { f64::from(u8::from(value.abs() < 1e-12)) };
    let gain = Estimate { value, low: value - Z * error, high: value + Z * error };
    Some(Difference { a: one.auc(), b: other.auc(), gain, p })
}

/// Ranks from 1; ties share the middle of theirs.
fn midranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for same in order.chunk_by(|a, b| values[*a].total_cmp(&values[*b]).is_eq()) {
        for index in same {
            ranks[*index] = before as f64 + f64::midpoint(same.len() as f64, 1.0);
        }
        before += same.len();
    }
    ranks
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let (middle_a, middle_b) = (mean(a), mean(b));
    let sum: f64 = a.iter().zip(b).map(|(a, b)| (a - middle_a) * (b - middle_b)).sum();
    sum / (a.len() as f64 - 1.0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub const A: [f64; 30] = [
        0.47, 0.35, 0.3, 0.46, 0.63, 0.69, 0.54, 0.2, 0.54, 0.74, 0.73, 0.37, 0.17, 0.73, 0.4, 0.26, 0.65,
        0.15, 0.23, 0.25, 0.5, 0.78, 0.34, 0.23, 0.45, 0.82, 0.28, 0.3, 0.17, 0.32,
    ];
    const B: [f64; 30] = [
        0.33, 0.54, 0.36, 0.37, 0.29, 0.58, 0.39, 0.14, 0.5, 0.31, 0.84, 0.67, 0.09, 0.58, 0.22, 0.5, 0.65,
        0.09, 0.3, 0.3, 0.75, 0.46, 0.53, 0.18, 0.36, 0.54, 0.76, 0.48, 0.77, 0.5,
    ];

    /// Two positives, three negatives, and again.
    pub fn labels() -> Vec<bool> {
        (0..30).map(|index| index % 5 < 2).collect()
    }

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-9, "{found} instead of {wanted}");
    }

    /// Source: scikit-learn 1.9.1 (`roc_auc_score`); variances by the double sum over all pairs that
    /// the paper of 1988 gives, in numpy; tail by scipy 1.17.1. MLstatkit 0.1.91 says the same.
    #[test]
    fn areas_and_delong_are_those_of_the_references() {
        near(auc(&A, &labels()).unwrap(), 0.754_629_629_629_629_7);
        let alone = auc_delong(&A, &labels()).unwrap();
        near(alone.value, 0.754_629_629_629_629_7);
        near(alone.low, 0.578_776_407_602_181_3);
        near(alone.high, 0.930_482_851_657_078);
        let test = delong_test(&A, &B, &labels()).unwrap();
        near(test.b, 0.840_277_777_777_777_9);
        near(test.gain.value, 0.085_648_148_148_148_25);
        near(test.gain.low, -0.140_087_073_474_810_1);
        near(test.gain.high, 0.311_383_369_771_106_6);
        near(test.p, 0.457_090_154_063_729_44);
    }

    #[test]
    fn a_pack_does_not_differ_from_itself() {
        let test = delong_test(&A, &A, &labels()).unwrap();
        near(test.gain.value, 0.0);
        near(test.p, 1.0);
    }

    #[test]
    fn the_curve_ends_at_everything() {
        let points = curve(&A, &labels()).unwrap();
        let last = points.last().unwrap();
        near(last.sensitivity, 1.0);
        near(last.specificity, 0.0);
        assert!(points.windows(2).all(|pair| pair[0].threshold > pair[1].threshold));
    }

    #[test]
    fn one_class_alone_has_no_area() {
        assert_eq!(auc(&[0.1, 0.2], &[true, true]), None);
        assert_eq!(auc_delong(&[0.1, 0.2], &[true, false]), None);
    }
}
