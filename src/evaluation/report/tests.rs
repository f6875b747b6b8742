use super::*;
use crate::domain::{Defect, Grade, Outcome};
use crate::evaluation::{Seen, Stages, page};

/// Case `number`, a patient of its own.
pub fn case(number: usize, label: bool, score: f32) -> Case {
    let outcome = if score >= 0.4 { Outcome::Refer } else { Outcome::Negative };
    Case {
        picture: format!("{number:032x}"),
        file: None,
        patient: number,
        label,
        grade: Grade::new(if label { 3 } else { 0 }),
        groups: vec![if number.is_multiple_of(3) { "left" } else { "right" }.to_owned()],
        seen: Seen {
            gradable: true,
            defects: Vec::new(),
            score: Some(score),
            grade: Grade::new(if score >= 0.4 { 2 } else { 0 }),
            outcome,
            abstain_reason: None,
            ms: Stages { decode: 2.0, quality: 3.0, model: 5.0, total: 10.0 },
        },
    }
}

fn about() -> About {
    About {
        task: Task::Dr,
        software: "0".to_owned(),
        model: ModelRef { id: "m<1>".to_owned(), version: "1".to_owned(), sha256: "00".to_owned() },
        preprocessing: "retina-1".to_owned(),
        research_use: true,
        rules: "rules 1".to_owned(),
        rules_sha256: "00".to_owned(),
        camera_class: "any".to_owned(),
        threshold: 0.4,
        made: "2026-01-01T00:00:00Z".to_owned(),
    }
}

/// 60 pictures, every fourth diseased; every tenth picture scores on the wrong side.
fn set() -> Vec<Case> {
    (0..60)
        .map(|number| {
            let label = number % 4 == 0;
            let high = label != (number % 10 == 9);
            case(number, label, if high { 0.7 } else { 0.1 } + number as f32 / 1000.0)
        })
        .collect()
}

fn made(cases: &[Case]) -> Report {
    report(about(), cases, Vec::new(), &["eye".to_owned()], true).unwrap()
}

#[test]
fn the_counts_add_up() {
    let report = made(&set());
    assert_eq!((report.counts.pictures, report.counts.positives, report.counts.negatives), (60, 15, 45));
    let first = &report.thresholds[0];
    assert_eq!(first.sensitivity.as_ref().map(|it| (it.hits, it.of)), Some((15, 15)));
    assert_eq!(first.specificity.as_ref().map(|it| (it.hits, it.of)), Some((39, 45)));
    assert_eq!(report.auc.as_ref().unwrap().method, "delong");
    assert_eq!(report.grades.as_ref().unwrap().confusion[3], [0, 0, 15, 0, 0]);
    assert!((report.speed.pictures_per_second - 100.0).abs() < 1e-9);
    assert!(report.words[0].contains("you have 15"), "{:?}", report.words);
}

#[test]
fn what_was_refused_or_not_answered_is_sent_on() {
    let mut cases = set();
    // A healthy one with a low score is refused, a diseased one with a high score gets no answer.
    cases[1].seen.gradable = false;
    cases[1].seen.defects = vec![Defect::TooDark];
    (cases[1].seen.score, cases[1].seen.outcome) = (None, Outcome::Ungradable);
    cases[4].seen.outcome = Outcome::Abstain;
    cases[4].seen.abstain_reason = Some(crate::domain::AbstainReason::Uncertain);
    let report = made(&cases);
    assert_eq!(report.as_acted.sensitivity.as_ref().map(|it| it.hits), Some(15));
    assert_eq!(report.as_acted.specificity.as_ref().map(|it| it.hits), Some(38));
    assert_eq!(report.thresholds[0].specificity.as_ref().map(|it| (it.hits, it.of)), Some((38, 44)));
    assert_eq!(report.gradability.defects.get("too-dark"), Some(&1));
    assert_eq!(report.abstentions.reasons.get("uncertain"), Some(&1));
    assert_eq!(report.counts.scored, 59);
}

#[test]
fn patients_with_several_pictures_are_drawn_whole() {
    let mut cases = set();
    for case in &mut cases {
        case.patient /= 2;
    }
    let report = made(&cases);
    assert_eq!((report.counts.patients, report.auc.as_ref().unwrap().method), (30, "patient-bootstrap"));
    let area = report.auc.unwrap().estimate;
    assert!(area.low <= area.value && area.value <= area.high);
}

#[test]
fn one_class_alone_still_makes_a_report() {
    let cases: Vec<Case> = (0..12).map(|number| case(number, false, 0.1)).collect();
    let report = made(&cases);
    assert!(report.auc.is_none());
    assert!(report.words.iter().any(|words| words.contains("cannot be told")));
    assert!(page(&report).contains("too few pictures of one kind"));
    assert!(super::report(about(), &[], Vec::new(), &[], true).is_err());
}

#[test]
fn the_page_stands_alone_and_escapes_what_it_is_given() {
    let text = page(&made(&set()));
    assert!(text.contains("m&lt;1&gt; 1") && !text.contains("m<1>"));
    assert_eq!(text.matches("<svg").count(), 3);
    for outside in ["http", "src=", "@import", "<script", "NaN"] {
        assert!(!text.contains(outside), "{outside}");
    }
    assert_eq!(text.matches("<section>").count(), text.matches("</section>").count());
}

#[test]
fn the_same_pictures_give_the_same_report() {
    let json = |report: &Report| serde_json::to_string(report).unwrap();
    assert_eq!(json(&made(&set())), json(&made(&set())));
}
