//! What specialists answer, by each of the three ways, lands on the right encounter and on no other.

use std::process::Command;
use std::sync::{Arc, Mutex};

use farlight::clock::SimulatedClock;
use farlight::domain::{Channel, EncounterRecord, Opinion, Verdict, standing};
use farlight::interop::dicom::Study;
use farlight::store::Store;
use farlight::sync::config::Destination;
use farlight::sync::verdicts::{Tally, look};
use farlight::sync::{Route, SendFault, Worker};
use serde_json::{Value, json};

use crate::peers::hfs::Hfs;
use crate::peers::meddler::{Meddler, Meddling};
use crate::peers::orthanc::Orthanc;
use crate::peers::pictures::{furnish, retina};
use crate::peers::{self, records};
use crate::stored::{commit_with, open};

/// The servers tell the real time.
fn clock() -> Arc<SimulatedClock> {
    Arc::new(SimulatedClock::at(jiff::Timestamp::now().as_millisecond()))
}

fn deliver(store: &mut Store, clock: &Arc<SimulatedClock>, record: &EncounterRecord, to: &Destination) {
    let mut record = record.clone();
    let pictures = furnish(&mut record, |eye| retina(256, eye));
    commit_with(store, &record, &pictures, std::slice::from_ref(to));
    let mut worker = Worker::new(store, vec![Route::to(to)], clock.clone());
    let report = worker.drain(u64::MAX).unwrap();
    assert!(
        report.delivered > 0 && report.retried + report.rejected + report.misconfigured == 0,
        "{report:?}"
    );
}

fn asked(store: &mut Store, from: &Destination, clock: &Arc<SimulatedClock>) -> (u32, u32) {
    let Tally { new, refused, .. } = look(store, from, &**clock).unwrap().unwrap();
    (new, refused)
}

fn of(store: &Store, record: &EncounterRecord) -> Vec<Verdict> {
    store.verdicts(Some(&record.id)).unwrap()
}

/// The specialist's own client.
struct Specialist<'a>(&'a Hfs);

impl Specialist<'_> {
    fn send(&self, method: &str, path: &str, resource: &Value) -> Value {
        let request = ureq::http::Request::builder().method(method).uri(format!("{}/{path}", self.0.url()));
        let request = request.header("Content-Type", "application/fhir+json").body(resource.to_string());
        let mut answer = ureq::Agent::new_with_defaults().run(request.unwrap()).unwrap();
        serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
    }

    /// The referral of the encounter, found by its patient.
    fn task(&self, record: &EncounterRecord) -> Value {
        let all = self.0.get("Task?_count=100");
        let tasks = all["entry"].as_array().unwrap().iter().map(|entry| entry["resource"].clone());
        let mut tasks = tasks.filter(|task| self.patient_number(task) == record.patient.identifier);
        tasks.next().unwrap()
    }

    fn patient_number(&self, task: &Value) -> String {
        let patient = self.0.get(task["for"]["reference"].as_str().unwrap());
        patient["identifier"][0]["value"].as_str().unwrap().to_owned()
    }

    fn answer(&self, record: &EncounterRecord, code: &str, words: &str) {
        let mut task = self.task(record);
        task["status"] = "completed".into();
        task["businessStatus"] =
            json!({ "coding": [{ "system": "urn:farlight:verdict", "code": code }], "text": words });
        task["lastModified"] = "2026-03-20T09:00:00Z".into();
        self.send("PUT", &format!("Task/{}", task["id"].as_str().unwrap()), &task);
    }

    fn report(
        &self,
        on: &EncounterRecord,
        about: &EncounterRecord,
        codes: &[(&str, &str)],
        words: &str,
    ) -> Value {
        let codes: Vec<Value> = codes
            .iter()
            .map(|(system, code)| json!({ "coding": [{ "system": format!("urn:farlight:{system}"), "code": code }] }))
            .collect();
        let mut report = json!({
            "resourceType": "DiagnosticReport", "status": "final", "code": { "text": "Eye examination" },
            "basedOn": [self.task(on)["focus"]], "subject": self.task(about)["for"],
            "issued": "2026-03-21T09:00:00Z", "conclusionCode": codes, "conclusion": words,
        });
        if report["conclusionCode"] == json!([]) {
            report.as_object_mut().unwrap().remove("conclusionCode");
        }
        self.send("POST", "DiagnosticReport", &report)
    }
}

#[test]
fn tasks_and_reports_come_home_to_their_own_encounter() {
    let (home, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let Some(server) = Hfs::start(kept.path()) else { return };
    let hospital = Destination::fhir("hospital", &server.url());
    let (clock, specialist) = (clock(), Specialist(&server));
    let mut store = open(home.path(), &clock);
    let [first, second, third] = [records::dr_refer("1"), records::dr_urgent("2"), records::tb_refer("3")];
    for record in [&first, &second, &third] {
        deliver(&mut store, &clock, record, &hospital);
    }
    assert_eq!(asked(&mut store, &hospital, &clock), (0, 0), "nobody has answered yet");

    specialist.answer(&first, "agree", "Seen <b>today</b>");
    let grades = [("verdict", "regrade"), ("verdict-grade", "OD-3"), ("verdict-grade", "OS-1")];
    let mut report = specialist.report(&second, &second, &grades, "Severe on the right.");
    assert_eq!(asked(&mut store, &hospital, &clock), (2, 0));
    let verdict = &of(&store, &first)[0];
    assert_eq!((verdict.opinion, verdict.channel), (Opinion::Agree, Channel::Task));
    assert_eq!((verdict.words.as_str(), verdict.confirms(&first)), ("Seen today", Some(true)));
    assert_eq!(verdict.decided_wall_ms, Some(1_773_997_200_000));
    let verdict = &of(&store, &second)[0];
    assert_eq!((verdict.opinion, verdict.channel), (Opinion::Regrade, Channel::Report));
    assert_eq!(verdict.grades.iter().map(|eye| eye.grade.value()).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(verdict.words, "Severe on the right.");
    assert!(of(&store, &third).is_empty());
    assert_eq!(asked(&mut store, &hospital, &clock), (0, 0), "asked again, nothing is new");

    // A changed mind is another entry, and what was withdrawn counts no more.
    report["status"] = "amended".into();
    report["conclusionCode"] =
        json!([{ "coding": [{ "system": "urn:farlight:verdict", "code": "treated" }] }]);
    let place = format!("DiagnosticReport/{}", report["id"].as_str().unwrap());
    specialist.send("PUT", &place, &report);
    assert_eq!(asked(&mut store, &hospital, &clock), (1, 0));
    assert_eq!(standing(&of(&store, &second)).unwrap().opinion, Opinion::Treated);
    report["status"] = "entered-in-error".into();
    specialist.send("PUT", &place, &report);
    assert_eq!(asked(&mut store, &hospital, &clock), (1, 0));
    assert_eq!((of(&store, &second).len(), standing(&of(&store, &second))), (3, None));

    // On the wrong patient, and with two opinions at once: noted, and on nobody.
    specialist.report(&third, &first, &[("verdict", "agree")], "Asha has it");
    specialist.report(&third, &third, &[("verdict", "agree"), ("verdict", "treated")], "Both.");
    assert_eq!(asked(&mut store, &hospital, &clock), (0, 2));
    assert_eq!(asked(&mut store, &hospital, &clock), (0, 0));
    assert!(of(&store, &third).is_empty());
    let refused = store.refused_answers().unwrap();
    let reasons: Vec<_> = refused.iter().map(|refused| refused.reason.as_str()).collect();
    assert!(reasons.contains(&"it is about another patient"), "{reasons:?}");
    assert!(reasons.contains(&"it says two things that exclude each other"), "{reasons:?}");

    // An answer without a code is kept for a person to read.
    specialist.report(&third, &third, &[], "Sputum negative twice.");
    assert_eq!(asked(&mut store, &hospital, &clock), (1, 0));
    let verdict = &of(&store, &third)[0];
    assert_eq!((verdict.opinion, verdict.words.as_str()), (Opinion::InWords, "Sputum negative twice."));
    assert_eq!(verdict.confirms(&third), None);

    let mut unseen = store.unseen_verdicts().unwrap();
    unseen.sort();
    assert_eq!(unseen.len(), 3);
    store.look_at_verdicts(&third.id).unwrap();
    assert_eq!(store.unseen_verdicts().unwrap().len(), 2);
    assert_eq!(store.audit_verify().unwrap().problem, None);
}

#[test]
fn a_server_in_the_way_changes_nothing() {
    let (home, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let Some(server) = Hfs::start(kept.path()) else { return };
    let clock = clock();
    let meddling: Arc<Mutex<Option<(&'static str, Meddling)>>> = Arc::default();
    let plan = meddling.clone();
    let way = Meddler::start(server.port, move |request| match &*plan.lock().unwrap() {
        Some((what, meddling)) if request.path.contains(what) => meddling.clone(),
        _ => Meddling::Pass,
    });
    let hospital = Destination::fhir("hospital", &format!("http://127.0.0.1:{}", way.port));
    let mut store = open(home.path(), &clock);
    let [first, second] = [records::dr_refer("1"), records::dr_urgent("2")];
    deliver(&mut store, &clock, &first, &hospital);
    deliver(&mut store, &clock, &second, &hospital);
    assert_eq!(asked(&mut store, &hospital, &clock), (0, 0));
    Specialist(&server).answer(&first, "not-attended", "Nobody came.");

    let fault = |store: &mut Store, status, media_type, body: String| {
        *meddling.lock().unwrap() = Some(("Task", Meddling::Instead(status, media_type, body)));
        look(store, &hospital, &*clock).unwrap().unwrap_err()
    };
    let portal = fault(&mut store, 200, "text/html", "<html>Log in</html>".into());
    assert!(matches!(portal, SendFault::Configuration(ref words) if words.contains("web page")), "{portal}");
    let huge = format!("{{\"resourceType\":\"Bundle\",\"x\":\"{}\"}}", "x".repeat(2 << 20));
    assert!(matches!(fault(&mut store, 200, "application/json", huge), SendFault::Configuration(_)));
    let tired = fault(&mut store, 503, "text/plain", String::new());
    assert!(matches!(tired, SendFault::Transient { .. }), "{tired}");
    assert!(store.verdicts(None).unwrap().is_empty());

    // A server that does not search: what the receipts name is read.
    let outcome = json!({ "resourceType": "OperationOutcome",
        "issue": [{ "severity": "error", "code": "not-supported" }] });
    let no_search = Meddling::Instead(400, "application/fhir+json", outcome.to_string());
    *meddling.lock().unwrap() = Some(("Task?", no_search));
    assert_eq!(asked(&mut store, &hospital, &clock), (1, 0));
    assert_eq!(of(&store, &first)[0].opinion, Opinion::NotAttended);

    // Another's Task under our identifier: a stranger's patient.
    let mut task = Specialist(&server).task(&second);
    task["for"] = Specialist(&server).task(&first)["for"].clone();
    task["status"] = "completed".into();
    let bundle = json!({ "resourceType": "Bundle", "type": "searchset", "entry": [{ "resource": task }] });
    let forged = Meddling::Instead(200, "application/fhir+json", bundle.to_string());
    *meddling.lock().unwrap() = Some(("Task?", forged));
    assert_eq!(asked(&mut store, &hospital, &clock), (0, 1));
    assert!(of(&store, &second).is_empty());
}

/// A report by highdicom, put into the study as the specialist's own system would.
fn verify(pacs: &Orthanc, study: &str, arguments: &[&str]) {
    let output = Command::new(peers::script("python"))
        .args(["verdict.py", &pacs.url(), study])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn study_uid(record: &EncounterRecord) -> String {
    let none = |_: &farlight::domain::ImageRecord| Err("not at hand".into());
    Study::open(record, &none).unwrap().uid().to_owned()
}

#[test]
fn a_verified_report_in_the_study_comes_home() {
    let (home, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    if !peers::get("python") {
        return;
    }
    let Some(pacs) = Orthanc::start(kept.path()) else { return };
    let hospital = Destination::dicomweb("pacs", &pacs.dicom_web());
    let clock = clock();
    let mut store = open(home.path(), &clock);
    let [first, second] = [records::dr_refer("1"), records::dr_urgent("2")];
    deliver(&mut store, &clock, &first, &hospital);
    deliver(&mut store, &clock, &second, &hospital);
    assert_eq!(asked(&mut store, &hospital, &clock), (0, 0), "our own report is no verdict");

    verify(&pacs, &study_uid(&first), &["agree", "--unverified"]);
    verify(&pacs, &study_uid(&second), &["agree", "--patient", "somebody-else"]);
    assert_eq!(asked(&mut store, &hospital, &clock), (0, 1));
    assert_eq!(store.refused_answers().unwrap()[0].reason, "it is about another patient");

    verify(&pacs, &study_uid(&first), &["regrade", "--grade", "OD-0", "--grade", "OS-4"]);
    assert_eq!(asked(&mut store, &hospital, &clock), (1, 0));
    let verdict = &of(&store, &first)[0];
    assert_eq!((verdict.opinion, verdict.channel), (Opinion::Regrade, Channel::Sr));
    assert_eq!(verdict.grades.iter().map(|eye| eye.grade.value()).collect::<Vec<_>>(), [0, 4]);
    assert!(verdict.decided_wall_ms.is_some());
    assert_eq!(asked(&mut store, &hospital, &clock), (0, 0));
    assert!(of(&store, &second).is_empty());

    // The next day everything is asked for again: a second report is another entry.
    verify(&pacs, &study_uid(&first), &["treated"]);
    clock.advance(25 * 3_600_000);
    assert_eq!(asked(&mut store, &hospital, &clock), (1, 0));
    assert_eq!(standing(&of(&store, &first)).unwrap().opinion, Opinion::Treated);
    assert_eq!(store.audit_verify().unwrap().problem, None);
}
