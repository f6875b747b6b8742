//! Verdicts from a FHIR server: changed Tasks of our referrals, and final reports on them.
//!
//! Everything is found by identifiers of ours, and by the id of the request that they lead to. Links
//! and addresses in an answer are not followed.

mod json;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use self::json::{based_on, bears, list, place_of, word};
use super::{Answers, Case, Found, Round};
use crate::interop::fhir::Handles;
use crate::sync::SendFault;
use crate::sync::privacy::Private;
use crate::sync::uplink::{Line, judge_fhir};

/// Referrals that one request asks after: an address of 8 kB is the longest that servers take.
const BATCH: usize = 40;
/// Resources that one answer may hold; what is over that is not read.
const MOST: usize = 400;
/// After so many referrals in a row that cannot be asked after one by one, the server itself is off.
const PATIENCE: usize = 3;
/// What changes while a look is under way, after its own kind was asked for, is seen by the next.
const OVERLAP: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

pub fn ask(line: &Line, round: &Round) -> Result<Answers, SendFault> {
    let mut look = Look {
        line,
        round,
        patients: BTreeMap::new(),
        since: round.questions.mark.since.clone(),
        latest: round.questions.mark.since.clone(),
        found: Vec::new(),
    };
    for batch in round.questions.cases.chunks(BATCH) {
        let cases: Vec<Asked> = batch.iter().map(Asked::of).collect();
        let before = look.found.len();
        match look.batch(&cases) {
            Ok(()) => {}
            Err(fault @ SendFault::Transient { .. }) => return Err(fault),
            // One answer that cannot be read must not hide those of the others.
            Err(fault) if cases.len() == 1 => return Err(fault),
            Err(fault) => {
                look.found.truncate(before);
                look.one_by_one(cases, &fault)?;
            }
        }
    }
    let since = look.latest.as_deref().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let since = since.map(|at| at.saturating_sub(OVERLAP).unwrap_or(at).to_string());
    let mark = super::Mark { since, ..round.questions.mark.clone() };
    Ok(Answers { found: look.found, mark })
}

/// A case with what finds it there.
struct Asked<'a> {
    case: &'a Case,
    handles: &'a Handles,
    /// `ServiceRequest/…`, once it is known.
    request: Option<String>,
}

impl<'a> Asked<'a> {
    fn of(case: &'a Case) -> Self {
        let places = case.receipt.split_whitespace();
        let request = places.into_iter().find(|place| place.starts_with("ServiceRequest/"));
        Self { case, handles: &case.handles, request: request.map(str::to_owned) }
    }

    fn place(&self, kind: &str) -> Option<&str> {
        self.case.receipt.split_whitespace().find(|place| place.starts_with(kind))
    }
}

struct Look<'a> {
    line: &'a Line,
    round: &'a Round,
    /// `Patient/…` with its identifiers; `None` when it is not there.
    patients: BTreeMap<String, Option<Vec<(String, String)>>>,
    /// Given up when the server does not know the parameter.
    since: Option<String>,
    latest: Option<String>,
    found: Vec<Found>,
}

impl<'a> Look<'a> {
    fn one_by_one(&mut self, cases: Vec<Asked<'a>>, whole: &SendFault) -> Result<(), SendFault> {
        let (mut in_a_row, mut readable) = (0, false);
        for asked in cases {
            let case = asked.case;
            match self.batch(std::slice::from_ref(&asked)) {
                Ok(()) => (in_a_row, readable) = (0, true),
                Err(fault @ SendFault::Transient { .. }) => return Err(fault),
                Err(fault) => {
                    in_a_row += 1;
                    if in_a_row == PATIENCE {
                        return Err(whole.clone());
                    }
                    let place = asked.place("Task/").unwrap_or("Task").to_owned();
                    self.found.push(self.round.refused(case, &place, &fault.to_string()));
                }
            }
        }
        if readable { Ok(()) } else { Err(whole.clone()) }
    }

    fn batch(&mut self, cases: &[Asked<'a>]) -> Result<(), SendFault> {
        let requests = self.requests(cases)?;
        let tasks = identifiers(cases, |handles| &handles.task);
        for task in self.search("Task", &tasks, cases, "Task/")? {
            if let Some(asked) = cases.iter().find(|asked| bears(&task, &asked.handles.task)) {
                self.task(asked, &task)?;
            }
        }
        let ours = identifiers(cases, |handles| &handles.report);
        let mut reports = self.search("DiagnosticReport", &ours, cases, "DiagnosticReport/")?;
        let based: Vec<&str> = requests.keys().map(String::as_str).collect();
        if !based.is_empty() {
            let query = format!("based-on={}", based.join(","));
            reports.extend(self.search("DiagnosticReport", &query, &[], "")?);
        }
        let mut read = BTreeSet::new();
        for report in reports {
            if !read.insert(place_of(&report)) {
                continue;
            }
            let by_request = || based_on(&report).into_iter().find_map(|place| requests.get(&place).copied());
            let index =
                cases.iter().position(|asked| bears(&report, &asked.handles.report)).or_else(by_request);
            if let Some(asked) = index.and_then(|index| cases.get(index)) {
                self.report(asked, &report)?;
            }
        }
        Ok(())
    }

    /// `ServiceRequest/…` of every case, with its place in `cases`.
    fn requests(&mut self, cases: &[Asked<'a>]) -> Result<BTreeMap<String, usize>, SendFault> {
        let mut requests = BTreeMap::new();
        let mut unknown = Vec::new();
        for (index, asked) in cases.iter().enumerate() {
            match &asked.request {
                Some(place) => {
                    requests.insert(place.clone(), index);
                }
                None => unknown.push(index),
            }
        }
        if unknown.is_empty() {
            return Ok(requests);
        }
        let values: Vec<String> = unknown.iter().map(|index| token(&cases[*index].handles.request)).collect();
        let query = format!("ServiceRequest?identifier={}&_count={MOST}", values.join(","));
        let answer = match self.get(&query) {
            Err(fault @ SendFault::Transient { .. }) => return Err(fault),
            // A server that does not search: reports on these are found by our own identifier only.
            answer => answer.unwrap_or_default(),
        };
        for request in entries(&answer, "ServiceRequest") {
            let index = cases.iter().position(|asked| bears(&request, &asked.handles.request));
            requests.extend(place_of(&request).zip(index));
        }
        Ok(requests)
    }

    /// Resources of a type, changed since the last look where the server can tell, else all; else, of
    /// a server that does not search, those that the receipts of `cases` name.
    fn search(
        &mut self,
        kind: &str,
        query: &str,
        cases: &[Asked<'a>],
        by_id: &str,
    ) -> Result<Vec<Value>, SendFault> {
        let whole = format!("{kind}?{query}&_count={MOST}");
        let mut answer = match &self.since {
            Some(since) => self.get(&format!("{whole}&_lastUpdated=ge{}", percent(since))),
            None => self.get(&whole),
        };
        if self.since.is_some() && matches!(answer, Err(SendFault::Rejected(_))) {
            self.since = None;
            answer = self.get(&whole);
        }
        let found = match answer {
            Ok(bundle) => entries(&bundle, kind),
            Err(fault @ SendFault::Transient { .. }) => return Err(fault),
            // Not every server searches, or answers what is searched for in a size that we read.
            Err(_) => {
                let places = cases.iter().filter_map(|asked| asked.place(by_id));
                places.map(|place| self.get(place)).collect::<Result<_, _>>()?
            }
        };
        for resource in &found {
            let updated = resource.pointer("/meta/lastUpdated").and_then(Value::as_str);
            self.saw(updated.filter(|text| text.parse::<jiff::Timestamp>().is_ok()));
        }
        Ok(found)
    }

    /// A date far ahead of everything would hide what comes: it does not move the mark.
    fn saw(&mut self, updated: Option<&str>) {
        let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
        let Some((text, at)) = updated.and_then(|text| Some((text, time(text)?))) else { return };
        let tomorrow = self.round.now.wall_ms.saturating_add(super::DAY_MS);
        let sane = !self.round.now.trusted || at.as_millisecond() <= tomorrow;
        if sane && self.latest.as_deref().and_then(time).is_none_or(|latest| latest < at) {
            self.latest = Some(text.to_owned());
        }
    }

    fn get(&self, path: &str) -> Result<Value, SendFault> {
        let request = self.line.request("GET", path).header("Accept", "application/fhir+json");
        judge_fhir(&self.line.run(request, &[])?, &Private::default())
    }
}

fn identifiers(cases: &[Asked], which: impl Fn(&Handles) -> &String) -> String {
    let values: Vec<String> = cases.iter().map(|asked| token(which(asked.handles))).collect();
    format!("identifier={}", values.join(","))
}

/// `system|value`; none of ours holds a letter that search would have to escape.
fn token(uri: &str) -> String {
    format!("{}%7C{}", percent(json::UUIDS), percent(uri))
}

fn percent(text: &str) -> String {
    text.replace('%', "%25").replace(':', "%3A").replace('+', "%2B")
}

fn entries(bundle: &Value, kind: &str) -> Vec<Value> {
    let all = list(bundle, "entry").iter().filter_map(|entry| entry.get("resource"));
    all.filter(|resource| word(resource, "/resourceType") == kind).take(MOST).cloned().collect()
}
