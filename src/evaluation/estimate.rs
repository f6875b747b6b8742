//! Figures with 95 % intervals.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// 97.5th percentile of the standard normal distribution.
pub const Z: f64 = 1.959_963_984_540_054;
/// Draws of the bootstrap.
const RESAMPLES: usize = 1000;
/// Always the same: a report on the same pictures says the same.
const SEED: u64 = 20_170_101;

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Range {
    pub low: f64,
    pub high: f64,
}

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// A share of pictures, with the interval of independent pictures and that of whole patients.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Proportion {
    pub hits: usize,
    pub of: usize,
    pub value: f64,
    pub wilson: Range,
    /// Patients drawn again with all of their pictures.
    pub bootstrap: Option<Range>,
}

impl Proportion {
    /// `None` of nothing. `patients` says whom each picture belongs to.
    pub fn of(hits: &[bool], patients: &[usize]) -> Option<Self> {
        let count = hits.iter().filter(|hit| **hit).count();
        let share = |chosen: &[usize]| {
            let count = chosen.iter().filter(|index| hits[**index]).count();
            (!chosen.is_empty()).then(|| count as f64 / chosen.len() as f64)
        };
        Some(Self {
            hits: count,
            of: hits.len(),
            value: (!hits.is_empty()).then(|| count as f64 / hits.len() as f64)?,
            wilson: wilson(count, hits.len())?,
            bootstrap: bootstrap(patients, share),
        })
    }

    /// The wider view where patients have several pictures.
    #[must_use]
    pub fn interval(&self, clustered: bool) -> Range {
        self.bootstrap.filter(|_| clustered).map_or(self.wilson, |range| Range {
            low: range.low.min(self.wilson.low),
            high: range.high.max(self.wilson.high),
        })
    }
}

/// The score interval of a proportion; `None` of nothing.
/// Source: Wilson, J Am Stat Assoc 1927;22:209-12.
#[must_use]
pub fn wilson(hits: usize, of: usize) -> Option<Range> {
    if of == 0 {
        return None;
    }
    let (n, p) = (of as f64, hits as f64 / of as f64);
    let centre = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    Some(Range { low: (centre - half).max(0.0), high: (centre + half).min(1.0) })
}

/// The middle 95 % of a figure when whole patients are drawn again; `None` when it is undefined in
/// half of the draws. `figure` gets the places of the pictures that were drawn.
/// Source: Field and Welsh, J R Stat Soc B 2007;69:369-90 (cluster bootstrap, percentile interval).
#[must_use]
pub fn bootstrap(patients: &[usize], figure: impl Fn(&[usize]) -> Option<f64>) -> Option<Range> {
    let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, patient) in patients.iter().enumerate() {
        of.entry(*patient).or_default().push(place);
    }
    let of: Vec<Vec<usize>> = of.into_values().collect();
    let mut rng = Rng(SEED);
    let mut drawn = Vec::with_capacity(RESAMPLES);
    let mut chosen = Vec::with_capacity(patients.len());
    for _ in 0..RESAMPLES {
        chosen.clear();
        for _ in 0..of.len() {
            chosen.extend(&of[rng.below(of.len())]);
        }
        drawn.extend(figure(&chosen).filter(|value| value.is_finite()));
    }
    drawn.sort_by(f64::total_cmp);
    (drawn.len() * 2 > RESAMPLES)
        .then(|| Range { low: percentile(&drawn, 0.025), high: percentile(&drawn, 0.975) })
}

/// Of sorted values, which must not be empty; linear between neighbours.
#[must_use]
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = share * sorted.len().saturating_sub(1) as f64;
    let (low, rest) = (place.floor() as usize, place.fract());
    let high = sorted[(low + 1).min(sorted.len() - 1)];
    sorted[low] + rest * (high - sorted[low])
}

/// Chance that a standard normal variable lies further from 0 than `z`, on either side.
#[must_use]
pub fn two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// SplitMix64. Source: Steele, Lea and Flood, OOPSLA 2014.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: Newcombe, Stat Med 1998;17:857-72, table I, method 3: 81/263, 15/148, 0/20, 1/29.
    #[test]
    fn wilson_is_that_of_the_textbook() {
        let table = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ];
        for (hits, of, low, high) in table {
            let range = wilson(hits, of).unwrap();
            assert!(
                (range.low - low).abs() < 5e-5 && (range.high - high).abs() < 5e-5,
                "{hits}/{of}: {range:?}"
            );
        }
        assert_eq!(wilson(0, 0), None);
        assert!((wilson(20, 20).unwrap().high - 1.0).abs() < 1e-12);
    }

    #[test]
    fn two_sided_tails_are_those_of_the_normal_table() {
        for (z, p) in [(0.0, 1.0), (Z, 0.05), (-2.575_829_303_549, 0.01), (1.0, 0.317_310_507_863)] {
            assert!((two_sided(z) - p).abs() < 1e-10, "{z}");
        }
    }

    #[test]
    fn percentiles_lie_between_neighbours() {
        assert!((percentile(&[1.0, 2.0, 4.0], 0.75) - 3.0).abs() < 1e-12);
        assert!((percentile(&[7.0], 0.3) - 7.0).abs() < 1e-12);
    }

    /// The share of 400 independent pictures: the bootstrap must agree with the normal interval.
    #[test]
    fn the_bootstrap_agrees_with_theory_and_widens_for_clusters() {
        let hits: Vec<bool> = (0..400).map(|index| index % 4 == 0).collect();
        let alone: Vec<usize> = (0..400).collect();
        let range = Proportion::of(&hits, &alone).unwrap().bootstrap.unwrap();
        let half = Z * (0.25_f64 * 0.75 / 400.0).sqrt();
        assert!(
            (range.low - (0.25 - half)).abs() < 0.01 && (range.high - (0.25 + half)).abs() < 0.01,
            "{range:?}"
        );
        // The same pictures, ten a patient who are all alike: as good as 40 pictures.
        let (hits, patients): (Vec<bool>, Vec<usize>) =
            (0..400).map(|index| (index / 10 % 4 == 0, index / 10)).unzip();
        let wide = Proportion::of(&hits, &patients).unwrap();
        let half = Z * (0.25_f64 * 0.75 / 40.0).sqrt();
        let found = wide.bootstrap.unwrap();
        assert!((found.high - found.low - 2.0 * half).abs() < 0.05, "{found:?}");
        assert!(wide.interval(true).low < wide.interval(false).low);
    }

    #[test]
    fn the_bootstrap_says_the_same_each_time_and_nothing_of_nothing() {
        let patients: Vec<usize> = (0..50).collect();
        let mean = |chosen: &[usize]| Some(chosen.iter().sum::<usize>() as f64 / chosen.len() as f64);
        assert_eq!(bootstrap(&patients, mean), bootstrap(&patients, mean));
        assert_eq!(bootstrap(&patients, |_| None), None);
        assert!(Proportion::of(&[], &[]).is_none());
    }
}
