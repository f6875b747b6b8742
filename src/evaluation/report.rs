use serde::Serialize;

use super::agreement::{Grades, grades};
use super::calibration::{Calibration, calibration};
use super::estimate::{Estimate, Proportion, bootstrap};
use super::groups::{Column, columns};
use super::roc::{self, Point};
use super::suffice::{self, bar};
use super::tallies::{self, Abstentions, Gradability, Speed};
use super::{Case, EvaluationError, NotRead};
use crate::domain::{ModelRef, Task};

/// What was held against the pictures.
#[derive(Debug, Clone, Serialize)]
pub struct About {
    pub task: Task,
    pub software: String,
    pub model: ModelRef,
    pub preprocessing: String,
    pub research_use: bool,
    /// Name and version of the rule pack.
    pub rules: String,
    pub rules_sha256: String,
    pub camera_class: String,
    /// The operating point in force, on the calibrated score.
    pub threshold: f64,
    /// Coordinated universal time.
    pub made: String,
}

/// `report.json`. Figures of scores rest on the pictures that got one.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    #[serde(flatten)]
    pub about: About,
    pub counts: Counts,
    /// What the numbers say and whether they suffice, in plain words.
    pub words: Vec<String>,
    pub auc: Option<Area>,
    /// The operating point in force comes first.
    pub thresholds: Vec<Threshold>,
    /// Refer or not, as the box acts: what was not seen or not read is sent on.
    pub as_acted: Acted,
    pub calibration: Option<Calibration>,
    pub gradability: Gradability,
    pub abstentions: Abstentions,
    pub grades: Option<Grades>,
    pub subgroups: Vec<Column>,
    pub speed: Speed,
    pub not_read: Vec<NotRead>,
    /// For the plots.
    #[serde(skip)]
    pub curve: Vec<Point>,
    #[serde(skip)]
    pub scored: Scored,
}

#[derive(Debug, Clone, Serialize)]
pub struct Counts {
    pub rows: usize,
    pub pictures: usize,
    pub patients: usize,
    pub positives: usize,
    pub negatives: usize,
    pub scored: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct Area {
    #[serde(flatten)]
    pub estimate: Estimate,
    /// `delong`, or `patient-bootstrap` where patients have several pictures.
    pub method: &'static str,
}

#[derive(Debug, Clone, Serialize)]
pub struct Threshold {
    pub name: String,
    /// Scores from here on count as positive.
    pub at: f64,
    pub sensitivity: Option<Proportion>,
    pub specificity: Option<Proportion>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Acted {
    pub sensitivity: Option<Proportion>,
    pub specificity: Option<Proportion>,
}

/// The pictures with a score, as columns.
#[derive(Debug, Clone, Default)]
pub struct Scored {
    pub scores: Vec<f64>,
    pub labels: Vec<bool>,
    pub patients: Vec<usize>,
}

impl Scored {
    fn of(cases: &[Case]) -> Self {
        let mut scored = Self::default();
        for case in cases {
            if let Some(score) = case.seen.score {
                scored.scores.push(f64::from(score));
                scored.labels.push(case.label);
                scored.patients.push(case.patient);
            }
        }
        scored
    }

    fn area(&self, clustered: bool) -> Option<Area> {
        let delong = roc::auc_delong(&self.scores, &self.labels)?;
        if !clustered {
            return Some(Area { estimate: delong, method: "delong" });
        }
        let drawn = |chosen: &[usize]| {
            let (scores, labels): (Vec<f64>, Vec<bool>) =
                chosen.iter().map(|index| (self.scores[*index], self.labels[*index])).unzip();
            roc::auc(&scores, &labels)
        };
        let range = bootstrap(&self.patients, drawn)?;
        let estimate = Estimate { value: delong.value, low: range.low, high: range.high };
        Some(Area { estimate, method: "patient-bootstrap" })
    }

    fn at(&self, name: String, at: f64) -> Threshold {
        let called: Vec<bool> = self.scores.iter().map(|score| *score >= at).collect();
        let (sensitivity, specificity) = both(&called, &self.labels, &self.patients);
        Threshold { name, at, sensitivity, specificity }
    }
}

/// Sensitivity and specificity of calls.
fn both(called: &[bool], labels: &[bool], patients: &[usize]) -> (Option<Proportion>, Option<Proportion>) {
    let class = |wanted: bool| {
        let of = (0..labels.len()).filter(|index| labels[*index] == wanted);
        let (right, patients): (Vec<bool>, Vec<usize>) =
            of.map(|index| (called[index] == wanted, patients[index])).unzip();
        Proportion::of(&right, &patients)
    };
    (class(true), class(false))
}

/// Scores at which the table is drawn up, beside the operating point.
const GRID: [f64; 11] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// Draws everything up. `columns_named` are the columns of the labels, `with_patients` whether the
/// labels told patients apart.
///
/// # Errors
/// [`EvaluationError::Nothing`] without a single picture.
pub fn report(
    about: About,
    cases: &[Case],
    not_read: Vec<NotRead>,
    columns_named: &[String],
    with_patients: bool,
) -> Result<Report, EvaluationError> {
    if cases.is_empty() {
        return Err(EvaluationError::Nothing);
    }
    let scored = Scored::of(cases);
    let patients = tallies::distinct(cases.iter().map(|case| case.patient));
    let clustered = patients < cases.len();
    let mut thresholds = vec![scored.at("in force".to_owned(), about.threshold)];
    thresholds.extend(GRID.iter().map(|at| scored.at(String::new(), *at)));
    let called: Vec<bool> = cases.iter().map(Case::sent_on).collect();
    let labels: Vec<bool> = cases.iter().map(|case| case.label).collect();
    let (sensitivity, specificity) =
        both(&called, &labels, &cases.iter().map(|case| case.patient).collect::<Vec<_>>());
    let counts = Counts {
        rows: cases.len() + not_read.len(),
        pictures: cases.len(),
        patients,
        positives: labels.iter().filter(|label| **label).count(),
        negatives: labels.iter().filter(|label| !**label).count(),
        scored: scored.scores.len(),
    };
    let auc = scored.area(clustered);
    let words = words(&about, &scored, &thresholds[0], auc.as_ref(), clustered, with_patients);
    Ok(Report {
        counts,
        words,
        auc,
        thresholds,
        as_acted: Acted { sensitivity, specificity },
        calibration: calibration(&scored.scores, &scored.labels, &scored.patients),
        gradability: tallies::gradability(cases),
        abstentions: tallies::abstentions(cases),
        grades: given_grades(cases),
        subgroups: columns(columns_named, cases, about.threshold),
        speed: tallies::speed(cases),
        not_read,
        curve: roc::curve(&scored.scores, &scored.labels).unwrap_or_default(),
        scored,
        about,
    })
}

fn given_grades(cases: &[Case]) -> Option<Grades> {
    let graded =
        cases.iter().filter_map(|case| Some((case.grade?.value(), case.seen.grade?.value(), case.patient)));
    let (pairs, patients): (Vec<_>, Vec<_>) =
        graded.map(|(truth, given, patient)| ((truth, given), patient)).unzip();
    grades(&pairs, &patients)
}

fn words(
    about: &About,
    scored: &Scored,
    in_force: &Threshold,
    auc: Option<&Area>,
    clustered: bool,
    with_patients: bool,
) -> Vec<String> {
    let count = |label: bool| {
        let of = scored.labels.iter().zip(&scored.patients).filter(|(other, _)| **other == label);
        tallies::distinct(of.map(|(_, patient)| *patient))
    };
    let (positives, negatives) = (count(true), count(false));
    let mut words = suffice::words(about.task, positives, negatives, with_patients);
    let bar = bar(about.task);
    words.push(suffice::against("sensitivity", in_force.sensitivity.as_ref(), bar.sensitivity, clustered));
    words.push(suffice::against("specificity", in_force.specificity.as_ref(), bar.specificity, clustered));
    words.push(format!("The bars are those of {}.", bar.source));
    if auc.is_some_and(|area| area.estimate.low >= area.estimate.high) {
        let text = "Every positive scored above every negative: with so few pictures the interval of the area says nothing.";
        words.push(text.to_owned());
    }
    if about.research_use {
        words.push("The pack is for research use only, whatever this report says.".to_owned());
    }
    words
}

#[cfg(test)]
pub(super) mod tests;
