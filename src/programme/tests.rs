use jiff::tz::TimeZone;
use serde_json::json;

use super::agreement::{Said, agreement};
use super::dhis2::{Dhis2, Dhis2Error, data_value_set};
use super::*;
use crate::domain::{
    Answers, Channel, Conclusion, Disposition, EyeGrade, Finding, Grade, ImageRecord, ImageRole, Laterality,
    Opinion, Outcome, Patient, Sex, Stamp, Task, Versions,
};

/// 2026-03-31T22:30:00Z: in Nairobi it is April already.
const LATE_MS: i64 = 1_774_996_200_000;
const DAY_MS: i64 = 86_400_000;

fn stamp(wall_ms: i64, trusted: bool) -> Stamp {
    Stamp { wall_ms, boot_ms: 1, boot_id: "boot".into(), trusted }
}

fn case(number: usize, outcome: Outcome, wall_ms: i64) -> Case {
    let disposition = if outcome == Outcome::Negative { Disposition::Negative } else { Disposition::Refer };
    let image = ImageRecord {
        id: format!("image {number}"),
        role: ImageRole::Original,
        laterality: Some(Laterality::Od),
        sha256: String::new(),
        media_type: "image/jpeg".into(),
        width_px: 1,
        height_px: 1,
        bytes: 1,
        source: if number.is_multiple_of(2) { "camera a" } else { "camera b" }.into(),
        attempt: 1,
        taken: stamp(wall_ms, true),
    };
    let finding = Finding {
        id: format!("finding {number}"),
        task: Task::Dr,
        laterality: Some(Laterality::Od),
        image_id: Some(image.id.clone()),
        heatmap_id: None,
        gradable: outcome != Outcome::Ungradable,
        quality: None,
        score: None,
        grade: None,
        outcome,
        abstain_reason: None,
        threshold: None,
        model: None,
        preprocessing: None,
    };
    let record = EncounterRecord {
        id: number.to_string(),
        task: Task::Dr,
        patient: Patient {
            id: number.to_string(),
            identifier: number.to_string(),
            name: "nobody".into(),
            birth_date: None,
            sex: Sex::Unknown,
        },
        site: "clinic".into(),
        device: "box".into(),
        operator: "nurse".into(),
        opened: stamp(wall_ms, true),
        closed: stamp(wall_ms, true),
        answers: Answers::default(),
        images: vec![image],
        findings: vec![finding],
        conclusion: Conclusion {
            disposition,
            rule: "rule".into(),
            reason: "reason".into(),
            action: "action".into(),
            due: "2026-04-20".into(),
            warnings: Vec::new(),
            not_looked_for: Vec::new(),
        },
        versions: Versions { software: "1".into(), rule_pack: "1".into(), rule_pack_sha256: "1".into() },
        research_use: true,
    };
    Case { record, verdicts: Vec::new() }
}

/// A regrade here is to grade 1: nothing to refer.
fn answered(mut case: Case, opinion: Opinion, days: i64) -> Case {
    let closed = case.record.closed.wall_ms;
    let eye = EyeGrade { laterality: Some(Laterality::Od), grade: Grade::new(1).unwrap() };
    case.verdicts.push(Verdict {
        encounter_id: case.record.id.clone(),
        opinion,
        grades: if opinion == Opinion::Regrade { vec![eye] } else { Vec::new() },
        words: String::new(),
        channel: Channel::Task,
        destination: "hospital".into(),
        place: "Task/1".into(),
        decided_wall_ms: Some(closed + days * DAY_MS),
        received: stamp(closed + (days + 1) * DAY_MS, true),
    });
    case
}

fn clinic() -> Vec<Case> {
    let mut cases: Vec<Case> = (0..40).map(|number| case(number, Outcome::Negative, LATE_MS)).collect();
    cases.extend((40..60).map(|number| case(number, Outcome::Refer, LATE_MS)));
    for (number, slot) in cases.iter_mut().enumerate().take(55).skip(40) {
        let opinion = match number {
            40..48 => Opinion::Agree,
            48..53 => Opinion::Regrade,
            _ => Opinion::NotAttended,
        };
        let plain = case(number, Outcome::Refer, LATE_MS);
        *slot = answered(plain, opinion, number as i64 - 40);
    }
    cases
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn count(report: &MonthReport, indicator: &str) -> Cell {
    let row = |row: &&Row| row.task == Task::Dr && row.by.is_empty() && row.indicator == indicator;
    report.rows.iter().find(row).unwrap().count
}

#[test]
fn a_month_is_the_clinics_own() {
    let march = |name: &str| Month::parse("2026-03", zone(name)).unwrap();
    assert!(march("UTC").holds(LATE_MS));
    assert!(!march("Africa/Nairobi").holds(LATE_MS));
    assert!(Month::parse("2026-04", zone("Africa/Nairobi")).unwrap().holds(LATE_MS));
    // Summer time begins in Santiago's April: a fixed offset would be an hour off.
    assert!(Month::parse("2026-04", zone("America/Santiago")).unwrap().holds(1_777_607_999_000));
    assert_eq!(march("UTC").period(), "202603");
    for bad in ["2026", "2026-13", "26-03", "2026-3", "march", "1969-12", "2026-03-01"] {
        assert_eq!(Month::parse(bad, TimeZone::UTC).unwrap_err(), MonthError::NoMonth(bad.into()), "{bad}");
    }
}

#[test]
fn indicators_count_the_month_and_hide_what_is_small() {
    let mut cases = clinic();
    for number in 60..67 {
        let mut odd = case(number, Outcome::Refer, LATE_MS);
        odd.record.closed.trusted = false;
        cases.push(odd);
    }
    cases.push(case(90, Outcome::Refer, LATE_MS + 40 * DAY_MS));
    let month = Month::parse("2026-03", TimeZone::UTC).unwrap();
    let report = indicators(&cases, &month, LATE_MS + 60 * DAY_MS);
    assert_eq!(report.untrusted_clock, Cell::Shown(7));
    let shown = |name: &str| count(&report, name).value();
    assert_eq!((shown("screened"), shown("not-referred"), shown("referred")), (Some(60), Some(40), Some(20)));
    assert_eq!((shown("answered"), shown("unanswered"), shown("overdue")), (Some(15), Some(5), Some(5)));
    // Two who did not come are too few, and what is left of fifteen would tell them: both are hidden,
    // and so is everything that adds up to the attended.
    for name in ["not-attended", "attended", "confirmed", "not-confirmed"] {
        assert_eq!(shown(name), None, "{name}");
    }
    assert_eq!(shown("ungradable"), Some(0));
    let days = report.days_to_verdict[0];
    assert_eq!((days.quarter, days.median, days.three_quarters), (Some(3.0), Some(6.0), Some(9.0)));
    let before = indicators(&cases, &month, LATE_MS + DAY_MS);
    assert_eq!(count(&before, "overdue"), Cell::Shown(0));
}

#[test]
fn columns_of_a_breakdown_do_not_give_away_the_hidden() {
    let mut cases = clinic();
    for case in &mut cases[..3] {
        case.record.operator = "locum".into();
    }
    let month = Month::parse("2026-03", TimeZone::UTC).unwrap();
    let report = indicators(&cases, &month, LATE_MS);
    let by = |name: &str| -> Vec<Cell> {
        let rows = report.rows.iter().filter(|row| row.by == name && row.indicator == "screened");
        rows.map(|row| row.count).collect()
    };
    assert_eq!(by("operator"), [Cell::Hidden, Cell::Hidden], "57 of 60 would tell the 3");
    assert_eq!(by("camera"), [Cell::Shown(30), Cell::Shown(30)]);
}

#[test]
fn dhis2_gets_what_is_shown_under_its_own_names() {
    let month = Month::parse("2026-03", TimeZone::UTC).unwrap();
    let report = indicators(&clinic(), &month, LATE_MS);
    let element = |name: &str, uid: &str| (name.to_owned(), uid.to_owned());
    let config = Dhis2 {
        org_unit: "DiszpKrYNg8".into(),
        data_set: Some("pBOMPrpg1QX".into()),
        data_elements: [
            element("dr.screened", "fbfJHSPpUQD"),
            element("dr.attended", "cYeuwXTCPkU"),
            element("dr.days-to-verdict-median", "Jtf34kNZhzP"),
        ]
        .into(),
    };
    let set = data_value_set(&report, &month, &config).unwrap();
    let wanted = json!({ "period": "202603", "orgUnit": "DiszpKrYNg8", "dataSet": "pBOMPrpg1QX",
        "dataValues": [{ "dataElement": "Jtf34kNZhzP", "value": "6" },
            { "dataElement": "fbfJHSPpUQD", "value": "60" }] });
    assert_eq!(set, wanted, "the attended are hidden, and not sent as zero");
    let fault = |change: &dyn Fn(&mut Dhis2)| {
        let mut bad = config.clone();
        change(&mut bad);
        data_value_set(&report, &month, &bad).unwrap_err()
    };
    assert!(matches!(fault(&|bad| bad.org_unit = "clinic".into()), Dhis2Error::NoUid(..)));
    assert!(matches!(fault(&|bad| bad.data_elements.clear()), Dhis2Error::NoElements));
    let stranger = |bad: &mut Dhis2| drop(bad.data_elements.insert("dr.seen".into(), "fbfJHSPpUQD".into()));
    assert!(matches!(fault(&stranger), Dhis2Error::NoIndicator(..)));
}

#[test]
fn agreement_is_of_those_who_were_judged() {
    let all = agreement(&clinic());
    let names: Vec<_> = all.iter().map(|one| (one.by, one.of.as_str())).collect();
    let wanted = [
        ("all", ""),
        ("site", "clinic"),
        ("camera", "camera a"),
        ("camera", "camera b"),
        ("operator", "nurse"),
    ];
    assert_eq!(names, wanted);
    let line = all[0].table[0];
    assert_eq!((line.said, line.disease, line.no_disease, line.not_attended), (Said::Suspected, 8, 5, 2));
    let share = all[0].confirmed.unwrap();
    assert_eq!((share.hits, share.of), (8, 13));
    assert!(share.range.low < share.value && share.value < share.range.high);
    assert!(agreement(&[case(1, Outcome::Refer, LATE_MS)]).is_empty());
}
