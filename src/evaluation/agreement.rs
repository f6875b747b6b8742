//! How well the grades given agree with the true ones.

use serde::Serialize;

use super::estimate::{Estimate, Range, bootstrap};

const GRADES: usize = 5;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grades {
    /// Pictures by true grade (rows) and given grade (columns), ICDR 0 to 4.
    pub confusion: [[usize; GRADES]; GRADES],
    /// Cohen's kappa with quadratic weights; `None` where one grade is all there is.
    pub kappa: Option<Estimate>,
}

/// Of pairs of true and given grade, 0 to 4; `None` of nothing.
#[must_use]
pub fn grades(pairs: &[(u8, u8)], patients: &[usize]) -> Option<Grades> {
    if pairs.is_empty() {
        return None;
    }
    let table = |chosen: &mut dyn Iterator<Item = (u8, u8)>| {
        let mut table = [[0; GRADES]; GRADES];
        chosen.for_each(|(truth, given)| table[usize::from(truth)][usize::from(given)] += 1);
        table
    };
    let confusion = table(&mut pairs.iter().copied());
    let drawn = |chosen: &[usize]| kappa(&table(&mut chosen.iter().map(|index| pairs[*index])));
    let kappa = kappa(&confusion).map(|value| {
        let range = bootstrap(patients, drawn).unwrap_or(Range { low: -1.0, high: 1.0 });
        Estimate { value, low: range.low, high: range.high }
    });
    Some(Grades { confusion, kappa })
}

/// Source: Cohen, Psychol Bull 1968;70:213-20.
fn kappa(table: &[[usize; GRADES]; GRADES]) -> Option<f64> {
    let rows: Vec<f64> = table.iter().map(|row| row.iter().sum::<usize>() as f64).collect();
    let columns: Vec<f64> =
        (0..GRADES).map(|given| table.iter().map(|row| row[given]).sum::<usize>() as f64).collect();
    let total: f64 = rows.iter().sum();
    let (mut seen, mut chance) = (0.0, 0.0);
    for (truth, row) in table.iter().enumerate() {
        for (given, count) in row.iter().enumerate() {
            let weight = (truth.abs_diff(given) * truth.abs_diff(given)) as f64;
            seen += weight * *count as f64;
            chance += weight * rows[truth] * columns[given] / total;
        }
    }
    (chance > 0.0).then(|| 1.0 - seen / chance)
}

#[cfg(test)]
mod tests {
    use super::*;
    /// Source: scikit-learn 1.9.1, `cohen_kappa_score(…, weights="quadratic")`.
    #[test]
    fn kappa_is_that_of_scikit_learn() {
        let text = "44 34 33 23 44 11 11 33 33 00 00 34 44 32 44 11 10 32 01 00 \
                    00 11 00 34 44 12 00 32 00 34 00 43 34 44 32 32 12 44 00 00";
        let pairs: Vec<(u8, u8)> =
            text.split(' ').map(|pair| (pair.as_bytes()[0] - b'0', pair.as_bytes()[1] - b'0')).collect();
        let patients: Vec<usize> = (0..pairs.len()).collect();
        let found = grades(&pairs, &patients).unwrap();
        let kappa = found.kappa.unwrap();
        assert!((kappa.value - 0.919_191_919_191_919_2).abs() < 1e-12, "{kappa:?}");
        assert!(kappa.low < kappa.value && kappa.value < kappa.high && kappa.high < 1.0, "{kappa:?}");
        assert_eq!(found.confusion[3], [0, 0, 5, 3, 5]);
    }

    #[test]
    fn one_grade_alone_has_no_kappa() {
        assert_eq!(grades(&[(2, 2); 9], &[0; 9]).unwrap().kappa, None);
        assert_eq!(grades(&[], &[]), None);
    }
}
