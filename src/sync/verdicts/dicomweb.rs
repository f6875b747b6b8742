//! Verdicts from a PACS: a verified structured report that somebody else put into the study.
//!
//! QIDO-RS knows no "modified since": the series of each study that waits are listed, and an instance
//! that was not read before is fetched without its pixels (WADO-RS metadata).

use serde_json::Value;

use super::words::{GRADE, Said, VERDICT};
use super::{Answers, Case, Found, Round, StudyKey};
use crate::domain::{Channel, EyeGrade, Grade, Laterality};
use crate::sync::SendFault;
use crate::sync::uplink::{Answer, Line, status_fault};

/// Reports that are read of one study; a hostile server has no more of our time.
const MOST_REPORTS: usize = 20;
/// Content items of one report, and how deep they nest.
const MOST_ITEMS: usize = 5000;
const DEEPEST: usize = 24;
/// After so many studies in a row that cannot be asked for, the server itself is off.
const PATIENCE: usize = 3;
const OWN: &str = "99FARLIGHT";

pub fn ask(line: &Line, round: &Round) -> Result<Answers, SendFault> {
    let (mut found, mut last) = (Vec::new(), None);
    let (mut failed, mut readable) = (0, false);
    for case in &round.questions.cases {
        let Some(study) = &case.study else { continue };
        match of_study(line, round, case, study) {
            Ok(answers) => {
                (failed, readable) = (0, true);
                found.extend(answers);
            }
            Err(fault @ SendFault::Transient { .. }) => {
                return Err(fault);
            }
            // One answer that cannot be read must not hide those of the others.
            Err(fault) => {
                failed += 1;
                if failed == PATIENCE {
                    return Err(fault);
                }
                found.push(round.refused(case, &study.uid, &fault.to_string()));
                last = Some(fault);
            }
        }
    }
    if let Some(fault) = last.filter(|_| !readable) {
        return Err(fault);
    }
    Ok(Answers { found, mark: round.questions.mark.clone() })
}

fn of_study(line: &Line, round: &Round, case: &Case, study: &StudyKey) -> Result<Vec<Found>, SendFault> {
    let mut found = Vec::new();
    let base = format!("studies/{}/series", study.uid);
    for series in list(line, &format!("{base}?Modality=SR"))? {
        let Some(series) = uid(&series, "0020000E") else { continue };
        for instance in list(line, &format!("{base}/{series}/instances"))? {
            let Some(instance) = uid(&instance, "00080018") else { continue };
            if case.own.contains(&instance)
                || round.questions.known.contains(&instance)
                || found.len() == MOST_REPORTS
            {
                continue;
            }
            let path = format!("{base}/{series}/instances/{instance}/metadata");
            if let Some(report) = list(line, &path)?.first() {
                found.extend(read(round, case, study, &instance, report));
            }
        }
    }
    Ok(found)
}

/// A list of datasets; what is not there is an empty one.
fn list(line: &Line, path: &str) -> Result<Vec<Value>, SendFault> {
    let request = line.request("GET", path).header("Accept", "application/dicom+json");
    let answer: Answer = line.run(request, &[])?;
    if matches!(answer.status, 204 | 404) {
        return Ok(Vec::new());
    }
    if let Some(fault) = status_fault(&answer, "DICOMweb") {
        return Err(fault);
    }
    match serde_json::from_slice(&answer.body) {
        Ok(Value::Array(items)) if answer.status == 200 => Ok(items),
        _ if answer.status == 200 && answer.body.is_empty() => Ok(Vec::new()),
        _ => Err(SendFault::Configuration(format!(
            "it does not answer as a DICOMweb server ({})",
            answer.status
        ))),
    }
}

/// `None` while nobody has verified it.
fn read(round: &Round, case: &Case, study: &StudyKey, instance: &str, report: &Value) -> Option<Found> {
    let refused = |reason| Some(round.refused(case, instance, reason));
    if text(report, "0040A493") != "VERIFIED" {
        return None;
    }
    if uid(report, "00080018").as_deref() != Some(instance)
        || uid(report, "0020000D").as_deref() != Some(&study.uid)
    {
        return refused("it does not bear the UIDs under which it lies");
    }
    if text(report, "00100020") != study.patient_id {
        return refused("it is about another patient");
    }
    let mut said = Said::default();
    let mut left = MOST_ITEMS;
    walk(report, None, DEEPEST, &mut left, &mut said);
    if left == 0 {
        return refused("it has more parts than a report of this kind would");
    }
    Some(round.verdict(case, said, (Channel::Sr, instance), verified_at(report)))
}

/// Takes the items below this one in; `side` is the eye that a group above speaks of.
fn walk(item: &Value, side: Option<Laterality>, deep: usize, left: &mut usize, said: &mut Said) {
    let children = items(item, "0040A730");
    let side = children.iter().find_map(|child| eye(child, 2)).or(side);
    for child in children {
        if *left == 0 || deep == 0 {
            return;
        }
        *left -= 1;
        let (scheme, name) = code(child, "0040A043");
        match text(child, "0040A040") {
            "CODE" if scheme == OWN => {
                let (scheme, value) = code(child, "0040A168");
                if scheme == OWN && [VERDICT, GRADE].contains(&name) {
                    said.code(name, value);
                }
                let grade = value.strip_prefix("icdr-").and_then(|grade| Grade::new(grade.parse().ok()?));
                if let Some(grade) = grade.filter(|_| name == "icdr-grade") {
                    said.grade(EyeGrade { laterality: side, grade });
                }
            }
            // Finding, impression, conclusion, comment (PS3.16, annex D).
            "TEXT" if scheme == "DCM" && ["121071", "121073", "121077", "121106"].contains(&name) => {
                said.text(text(child, "0040A160"));
            }
            _ => {}
        }
        walk(child, side, deep - 1, left, said);
    }
}

/// The laterality that an item or one just below it names.
fn eye(item: &Value, deep: usize) -> Option<Laterality> {
    if code(item, "0040A043").1 == "272741003" {
        return match code(item, "0040A168").1 {
            "24028007" => Some(Laterality::Od),
            "7771000" => Some(Laterality::Os),
            _ => None,
        };
    }
    let below = if deep > 0 { items(item, "0040A730") } else { Default::default() };
    let modifies = |child: &&Value| text(child, "0040A010") == "HAS CONCEPT MOD";
    below.iter().filter(modifies).find_map(|child| eye(child, deep - 1))
}

/// When the last person verified it, as far as it says.
fn verified_at(report: &Value) -> Option<i64> {
    let observers = items(report, "0040A073").iter();
    let times = observers.map(|observer| text(observer, "0040A030"));
    times.filter_map(|time| date_time(time, text(report, "00080201"))).max()
}

/// `YYYYMMDDHHMMSS`, with a fraction and an offset or without (PS3.5, 6.2); `zone` holds without.
fn date_time(text: &str, zone: &str) -> Option<i64> {
    let (text, own) = match text.find(['+', '-']) {
        Some(index) => text.split_at(index),
        None => (text, zone),
    };
    let digits = text.split('.').next()?;
    let moment = jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", digits.get(..14)?).ok()?;
    let utc = jiff::tz::Offset::UTC.to_timestamp(moment).ok()?.as_millisecond();
    let minutes = match own.len() {
        5 => {
            let (hours, minutes): (i64, i64) = (own.get(1..3)?.parse().ok()?, own.get(3..5)?.parse().ok()?);
            (hours * 60 + minutes) * if own.starts_with('-') { -1 } else { 1 }
        }
        _ => 0,
    };
    Some(utc - minutes * 60_000)
}

fn items<'v>(dataset: &'v Value, tag: &str) -> &'v [Value] {
    dataset.get(tag).and_then(|element| element.get("Value")?.as_array()).map_or(&[], Vec::as_slice)
}

fn text<'v>(dataset: &'v Value, tag: &str) -> &'v str {
    items(dataset, tag).first().and_then(Value::as_str).unwrap_or_default().trim()
}

fn uid(dataset: &Value, tag: &str) -> Option<String> {
    let uid = text(dataset, tag);
    let plain = uid.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    ((1..=64).contains(&uid.len()) && plain).then(|| uid.to_owned())
}

/// Scheme and value of a coded entry; a long code has an attribute of its own.
fn code<'v>(item: &'v Value, tag: &str) -> (&'v str, &'v str) {
    let Some(entry) = items(item, tag).first() else { return ("", "") };
    let short = text(entry, "00080100");
    (text(entry, "00080102"), if short.is_empty() { text(entry, "00080119") } else { short })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_dicom_are_read_with_their_zone() {
        let noon = 1_772_452_800_000;
        assert_eq!(date_time("20260302120000", ""), Some(noon));
        assert_eq!(date_time("20260302150000.25+0300", ""), Some(noon));
        assert_eq!(date_time("20260302113000", "-0030"), Some(noon));
        for bad in ["", "20261302120000", "2026", "2026030212000é"] {
            assert_eq!(date_time(bad, ""), None, "{bad}");
        }
    }
}
