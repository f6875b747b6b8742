//! Whether there are enough pictures to say anything, in plain words.

use super::estimate::{Proportion, Range, Z};
use crate::domain::Task;

/// What a test must reach before it is worth using.
#[derive(Debug, Clone, Copy)]
pub struct Bar {
    pub sensitivity: f64,
    pub specificity: f64,
    pub source: &'static str,
}

#[must_use]
pub fn bar(task: Task) -> Bar {
    match task {
        Task::Dr => Bar { sensitivity: 0.85, specificity: 0.825, source: "FDA De Novo DEN180001" },
        Task::Tb => Bar {
            sensitivity: 0.90,
            specificity: 0.70,
            source: "WHO target product profile, triage test for tuberculosis, 2014",
        },
    }
}

/// Half the width of the interval that is asked for: 10 points.
const HALF: f64 = 0.10;
/// A share that sample sizes are counted for.
const SENSITIVITY: f64 = 0.90;

/// Confirmed cases needed for a share near `share` to be known to plus or minus `half`:
/// `z² p (1 - p) / d²`, rounded up. Source: Buderer, Acad Emerg Med 1996;3:895-900.
#[must_use]
pub fn needed(share: f64, half: f64) -> usize {
    (Z * Z * share * (1.0 - share) / (half * half)).ceil() as usize
}

/// What the pictures are enough for. `have` counts patients where they are known.
#[must_use]
pub fn words(task: Task, positives: usize, negatives: usize, with_patients: bool) -> Vec<String> {
    let specificity = bar(task).specificity;
    let whom = if with_patients { " (patients, each counted once)" } else { "" };
    let one = |kind: &str, share: f64, what: &str, have: usize| {
        let need = needed(share, HALF);
        let verdict = if have >= need {
            "enough".to_owned()
        } else {
            format!("{} more are wanted before this figure is relied on", need - have)
        };
        format!(
            "{need} confirmed {kind} are needed for ±{:.0} points at {} {what}; you have {have}{whom}: {verdict}.",
            HALF * 100.0,
            percent(share),
        )
    };
    let mut words = vec![
        one("positives", SENSITIVITY, "sensitivity", positives),
        one("negatives", specificity, "specificity", negatives),
    ];
    if !with_patients {
        let text = "The labels name no patients, so each picture counts as a patient of its own; where patients have two pictures, the intervals are too narrow.";
        words.push(text.to_owned());
    }
    words
}

/// A figure against its bar.
#[must_use]
pub fn against(name: &str, figure: Option<&Proportion>, bar: f64, clustered: bool) -> String {
    let Some(figure) = figure else {
        return format!("The {name} cannot be told: no such picture has a score.");
    };
    let Range { low, high } = figure.interval(clustered);
    let verdict = if low >= bar {
        "the bar is reached"
    } else if high < bar {
        "the bar is missed"
    } else {
        "whether the bar is reached stays open"
    };
    format!(
        "The {name} is {} (95 % interval {} to {}); the bar is {}: {verdict}.",
        percent(figure.value),
        percent(low),
        percent(high),
        percent(bar)
    )
}

/// `82.5 %`, without a needless zero.
#[must_use]
pub fn percent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sample_sizes_are_those_of_the_formula() {
        // 1.96² · 0.9 · 0.1 / 0.1² = 34.6; the same for ±5 points: 138.3; 1.96² · 0.7 · 0.3 / 0.1² = 80.7.
        assert_eq!([needed(0.9, 0.1), needed(0.9, 0.05), needed(0.7, 0.1)], [35, 139, 81]);
    }

    #[test]
    fn the_words_name_what_is_there_and_what_is_wanted() {
        let words = words(Task::Dr, 12, 300, true);
        assert!(words[0].starts_with(
            "35 confirmed positives are needed for ±10 points at 90 % sensitivity; you have 12"
        ));
        assert!(words[0].contains("23 more"), "{}", words[0]);
        assert!(words[1].ends_with("enough."), "{}", words[1]);
        assert!(words[1].contains("82.5 % specificity"));
        assert_eq!(words.len(), 2);
    }

    #[test]
    fn a_bar_is_reached_only_by_the_whole_interval() {
        let of = |hits: usize, all: usize| {
            let list: Vec<bool> = (0..all).map(|index| index < hits).collect();
            against("sensitivity", Proportion::of(&list, &(0..all).collect::<Vec<_>>()).as_ref(), 0.85, false)
        };
        assert!(of(190, 200).ends_with("the bar is reached."));
        assert!(of(18, 20).ends_with("stays open."));
        assert!(of(100, 200).ends_with("the bar is missed."));
        assert!(of(0, 0).contains("cannot be told"));
    }
}
