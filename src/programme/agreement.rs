//! How often specialists agree with the box, for whoever watches over it.
//!
//! Mostly those who were referred have a verdict: what can be told is how many of them were ill, not how
//! many of the ill were found. Nothing here is a sensitivity.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Case;
use crate::domain::{ImageRole, Opinion, Task, suspects};
use crate::evaluation::{Range, wilson};

/// What the box said, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    Suspected,
    NotSuspected,
    /// Ungradable, or the model did not answer.
    NotRead,
}

/// Of one task, for everybody or for one site, camera or operator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    pub task: Task,
    /// `all`, `site`, `camera` or `operator`.
    pub by: &'static str,
    pub of: String,
    pub table: Vec<Line>,
    /// Of those suspected and judged, how many have it, with Wilson's 95 % interval.
    pub confirmed: Option<Share>,
}

/// One row of the confusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Line {
    pub said: Said,
    pub disease: usize,
    pub no_disease: usize,
    pub ungradable: usize,
    /// Another disease, or an answer that does not tell.
    pub unclear: usize,
    pub not_attended: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    pub hits: usize,
    pub of: usize,
    pub value: f64,
    pub range: Range,
}

/// Overall, then by site, camera and operator, each task for itself. Encounters without a verdict are
/// not among them.
#[must_use]
pub fn agreement(cases: &[Case]) -> Vec<Agreement> {
    let mut groups: BTreeMap<(&str, u8, &'static str, String), Vec<&Case>> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.standing().is_some()) {
        let record = &case.record;
        let camera = record.images.iter().find(|image| image.role == ImageRole::Original);
        let camera = camera.map_or("none", |image| &image.source);
        let keys = [("all", ""), ("site", &*record.site), ("camera", camera), ("operator", &record.operator)];
        for (order, (by, of)) in (0..).zip(keys) {
            groups.entry((record.task.code(), order, by, of.to_owned())).or_default().push(case);
        }
    }
    let one = |((_, _, by, of), cases): ((&str, u8, &'static str, String), Vec<&Case>)| {
        let task = cases.first().map_or(Task::Dr, |case| case.record.task);
        let table: Vec<Line> =
            [Said::Suspected, Said::NotSuspected, Said::NotRead].map(|said| line(said, &cases)).to_vec();
        let (hits, of_those) = (table[0].disease, table[0].disease + table[0].no_disease);
        let share = |range| Share { hits, of: of_those, value: hits as f64 / of_those as f64, range };
        Agreement { task, by, of, confirmed: wilson(hits, of_those).map(share), table }
    };
    groups.into_iter().map(one).collect()
}

fn line(said: Said, cases: &[&Case]) -> Line {
    let mut line = Line { said, disease: 0, no_disease: 0, ungradable: 0, unclear: 0, not_attended: 0 };
    let ours = |case: &Case| match suspects(&case.record) {
        Some(true) => Said::Suspected,
        Some(false) => Said::NotSuspected,
        None => Said::NotRead,
    };
    for case in cases.iter().filter(|case| ours(case) == said) {
        let Some(verdict) = case.standing() else { continue };
        let place = match (verdict.confirms(&case.record), verdict.opinion) {
            (Some(true), _) => &mut line.disease,
            (Some(false), _) => &mut line.no_disease,
            (None, Opinion::Ungradable) => &mut line.ungradable,
            (None, Opinion::NotAttended) => &mut line.not_attended,
            (None, _) => &mut line.unclear,
        };
        *place += 1;
    }
    line
}
