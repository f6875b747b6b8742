//! Fourteen things that real servers do and that a client must survive, each played against the server
//! that does it: `trap_01` to `trap_14`. What is kept once, whatever breaks on the way, is in
//! `tests/outbox`. Trap 11, a calling title that the PACS does not know, is in `tests/dimse_out.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // each test file uses its part
mod peers;

use std::sync::{Arc, Mutex};

use farlight::domain::EncounterRecord;
use farlight::interop::dicom::{Kind, Object, Study};
use farlight::interop::fhir::{Policy, bundle};
use farlight::sync::config::Destination;
use farlight::sync::{Content, DicomwebUplink, FhirUplink, Parcel, Private, Receipt, SendFault, Uplink};
use serde_json::{Value, json};

use peers::hfs::Hfs;
use peers::meddler::{Meddler, Meddling};
use peers::nginx::Nginx;
use peers::orthanc::Orthanc;
use peers::pictures::{furnish, retina};
use peers::records;

/// All instances of an encounter, the report first.
fn objects(record: &EncounterRecord) -> Vec<Object> {
    let mut record = record.clone();
    let pictures = furnish(&mut record, |eye| retina(64, eye));
    let read = |image: &farlight::domain::ImageRecord| Ok(pictures[&image.id].clone());
    let study = Study::open(&record, &read).unwrap();
    let all: Vec<Object> = study.parts().into_iter().map(|part| study.encode(part).unwrap()).collect();
    assert!(study.parts()[0].kind() == Kind::Report && all.len() > 3);
    all
}

fn report(seed: &str) -> Object {
    objects(&records::dr_refer(seed)).swap_remove(0)
}

fn store(uplink: &mut impl Uplink, object: &Object) -> Result<Receipt, SendFault> {
    uplink.send(&Parcel { content: Content::Instance(object.clone()), private: Private::default() })
}

fn refer(uplink: &mut impl Uplink, seed: &str) -> Result<Receipt, SendFault> {
    uplink.send(&Parcel::bundle(&records::dr_refer(seed), &Policy::default()))
}

/// A request of our own, as a careless client would make it: status and answer.
fn raw(method: &str, url: &str, media: &str, body: &[u8]) -> (u16, Value) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = ureq::http::Request::builder().method(method).uri(url).header("Content-Type", media);
    let request =
        request.header("Accept", if media.contains("fhir") { media } else { "application/dicom+json" });
    let mut answer = agent.run(request.body(body).unwrap()).unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

const MULTIPART: &str = "multipart/related; type=\"application/dicom\"; boundary=edge";

fn parts(objects: &[&[u8]]) -> Vec<u8> {
    let mut body = Vec::new();
    for object in objects {
        body.extend_from_slice(b"--edge\r\nContent-Type: application/dicom\r\n\r\n");
        body.extend_from_slice(object);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    body
}

fn pacs() -> Option<(tempfile::TempDir, Orthanc)> {
    let folder = tempfile::tempdir().unwrap();
    let pacs = Orthanc::start(folder.path())?;
    Some((folder, pacs))
}

fn fhir() -> Option<(tempfile::TempDir, Hfs)> {
    let folder = tempfile::tempdir().unwrap();
    let server = Hfs::start(folder.path())?;
    Some((folder, server))
}

const FHIR: &str = "application/fhir+json";

#[test]
fn trap_01_a_body_cut_off_is_answered_with_200_and_nothing_is_kept() {
    let Some((_folder, pacs)) = pacs() else { return };
    let object = report("1");
    let mut body = parts(&[&object.bytes]);
    body.truncate(body.len() - 20);
    let (status, answer) = raw("POST", &format!("{}/studies", pacs.dicom_web()), MULTIPART, &body);
    assert_eq!((status, pacs.instances().len()), (200, 0), "{answer}");
    // Ours is not deceived, and the same again arrives.
    let cut = Arc::new(Mutex::new(true));
    let plan = cut.clone();
    let way = Meddler::start(pacs.http, move |request| {
        let cuts = request.method == "POST" && std::mem::take(&mut *plan.lock().unwrap());
        if cuts { Meddling::CutBody(20) } else { Meddling::Pass }
    });
    let mut uplink = DicomwebUplink::new(Destination::dicomweb("pacs", &way.url("/dicom-web")));
    let fault = store(&mut uplink, &object).unwrap_err();
    assert!(matches!(fault, SendFault::Transient { .. }), "{fault}");
    assert!(pacs.instances().is_empty());
    store(&mut uplink, &object).unwrap();
    assert_eq!(pacs.instances(), [object.instance.uid]);
}

#[test]
fn trap_02_a_bad_part_fails_the_request_and_the_good_one_is_kept() {
    let Some((_folder, pacs)) = pacs() else { return };
    let good = report("1");
    let body = parts(&[&good.bytes, b"no DICOM at all"]);
    let (status, answer) = raw("POST", &format!("{}/studies", pacs.dicom_web()), MULTIPART, &body);
    assert_eq!((status, pacs.instances()), (400, vec![good.instance.uid]), "{answer}");
    // So a request of ours holds one instance.
    let way = Meddler::start(pacs.http, |_| Meddling::Pass);
    let mut uplink = DicomwebUplink::new(Destination::dicomweb("pacs", &way.url("/dicom-web")));
    let all = objects(&records::dr_urgent("2"));
    for object in &all {
        store(&mut uplink, object).unwrap();
    }
    let seen = way.seen.lock().unwrap();
    let posts: Vec<_> = seen.iter().filter(|request| request.method == "POST").collect();
    assert_eq!(posts.len(), all.len());
    let files =
        |body: &[u8]| body.windows(132).filter(|at| at.ends_with(b"DICM") && at[..128] == [0; 128]).count();
    assert!(posts.iter().all(|request| files(&request.body) == 1));
}

#[test]
fn trap_03_the_same_instance_again_is_kept_once() {
    let Some((_folder, pacs)) = pacs() else { return };
    for _ in 0..2 {
        // A new program each time, which remembers nothing.
        let mut uplink = DicomwebUplink::new(Destination::dicomweb("pacs", &pacs.dicom_web()));
        for object in objects(&records::dr_refer("1")) {
            store(&mut uplink, &object).unwrap();
        }
    }
    assert_eq!(pacs.instances().len(), objects(&records::dr_refer("1")).len());
}

#[test]
fn trap_04_other_content_under_a_known_uid_is_dropped_in_silence() {
    let Some((_folder, pacs)) = pacs() else { return };
    let first = report("1");
    let place = b"Clinic at the river";
    let mut forged = first.bytes.clone();
    let at = forged.windows(place.len()).position(|bytes| bytes == place).unwrap();
    forged[at..at + place.len()].copy_from_slice(b"Clinic at the coast");
    let url = format!("{}/studies", pacs.dicom_web());
    assert_eq!(raw("POST", &url, MULTIPART, &parts(&[&first.bytes])).0, 200);
    assert_eq!(raw("POST", &url, MULTIPART, &parts(&[&forged])).0, 200);
    let kept = pacs.get("instances?expand")[0]["ID"].as_str().unwrap().to_owned();
    let kept = pacs.get(&format!("instances/{kept}/simplified-tags"));
    assert_eq!(kept["InstitutionName"], "Clinic at the river", "the old content");
    // So other content of ours has another name.
    let mut changed = records::dr_refer("1");
    changed.conclusion.due = "2026-06-30".into();
    let mut uplink = DicomwebUplink::new(Destination::dicomweb("pacs", &pacs.dicom_web()));
    store(&mut uplink, &objects(&changed)[0]).unwrap();
    assert_eq!(pacs.instances().len(), 2);
}

#[test]
fn trap_05_the_answers_address_lacks_its_port_and_is_not_followed() {
    let Some((_folder, pacs)) = pacs() else { return };
    let object = report("1");
    // As a proxy asks that passes the name on without the port, which most do.
    let request = ureq::post(format!("{}/studies", pacs.dicom_web())).header("Host", "127.0.0.1");
    let request = request.header("Content-Type", MULTIPART).header("Accept", "application/dicom+json");
    let mut answer = request.send(&parts(&[&object.bytes])[..]).unwrap();
    let answer: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
    let elsewhere = answer["00081190"]["Value"][0].as_str().unwrap_or_default();
    assert!(elsewhere.starts_with("http://127.0.0.1/dicom-web/studies/"), "{answer}");
    let way = Meddler::start(pacs.http, |_| Meddling::Pass);
    let mut uplink = DicomwebUplink::new(Destination::dicomweb("pacs", &way.url("/dicom-web")));
    store(&mut uplink, &object).unwrap();
    let seen = way.seen.lock().unwrap();
    let asked = seen.iter().find(|request| request.method == "GET").unwrap();
    assert!(asked.path.starts_with("/dicom-web/studies/"), "the proof is asked for where we were sent");
}

#[test]
fn trap_06_a_pacs_knows_no_modified_since() {
    let Some((_folder, pacs)) = pacs() else { return };
    let home = tempfile::tempdir().unwrap();
    let way = Meddler::start(pacs.http, |_| Meddling::Pass);
    let hospital = Destination::dicomweb("pacs", &way.url("/dicom-web"));
    let clock = Arc::new(farlight::clock::SimulatedClock::at(records::MORNING_MS));
    let (key, options) =
        (farlight::store::Secret::KeyFile(home.path().join("key")), farlight::store::Options::default());
    let mut store =
        farlight::store::Store::open(&home.path().join("data"), &key, clock.clone(), &options).unwrap();
    let mut record = records::dr_refer("1");
    let pictures = furnish(&mut record, |eye| retina(64, eye));
    let messages = farlight::sync::messages(&record, std::slice::from_ref(&hospital));
    let pictures: Vec<_> = pictures.iter().map(|(id, bytes)| (id.as_str(), bytes.as_slice())).collect();
    store.commit(&record, &pictures, &messages).unwrap();
    let route = farlight::sync::Route::to(&hospital);
    farlight::sync::Worker::new(&mut store, vec![route], clock.clone()).drain(u64::MAX).unwrap();
    way.seen.lock().unwrap().clear();
    farlight::sync::verdicts::look(&mut store, &hospital, &*clock).unwrap().unwrap();
    let seen = way.seen.lock().unwrap();
    let series = objects(&records::dr_refer("1"))[0].instance.study.clone();
    assert!(seen[0].path.ends_with(&format!("/studies/{series}/series?Modality=SR")), "{}", seen[0].path);
    assert!(seen.iter().all(|request| !request.path.to_lowercase().contains("modified")));
}

#[test]
fn trap_07_an_audit_event_fails_the_whole_bundle() {
    let Some((_folder, server)) = fhir() else { return };
    let event = json!({ "resourceType": "AuditEvent", "recorded": "2026-03-02T09:30:00Z",
        "type": { "system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110100" },
        "agent": [{ "requestor": true }], "source": { "observer": { "display": "box" } } });
    let (status, _) =
        raw("POST", &format!("{}/AuditEvent", server.url()), FHIR, event.to_string().as_bytes());
    assert_eq!(status, 405);
    let mut with = bundle(&records::dr_refer("1"));
    let entry = json!({ "resource": event, "request": { "method": "POST", "url": "AuditEvent" } });
    with["entry"].as_array_mut().unwrap().push(entry);
    let (status, answer) = raw("POST", &server.url(), FHIR, with.to_string().as_bytes());
    assert!(status >= 400 && server.count("Task") == 0, "{status} {answer}");
    refer(&mut FhirUplink::new(Destination::fhir("hospital", &server.url())), "1").unwrap();
    assert_eq!(server.count("Task"), 1);
    for make in
        [records::dr_refer, records::dr_ungradable, records::tb_refer, records::dr_negative, records::bare]
    {
        assert!(!bundle(&make("2")).to_string().contains("AuditEvent"));
    }
}

#[test]
fn trap_08_what_has_no_identifier_is_doubled_by_a_retry() {
    let Some((_folder, server)) = fhir() else { return };
    let whole = bundle(&records::dr_refer("1"));
    let entries = whole["entry"].as_array().unwrap();
    let is = |kind: &'static str| move |entry: &&Value| entry["resource"]["resourceType"] == kind;
    let ours = entries.iter().find(is("Provenance")).unwrap();
    assert_eq!(ours["request"]["method"], "PUT");
    assert!(ours["request"]["url"].as_str().unwrap().starts_with("Provenance/"));
    let mut uplink = FhirUplink::new(Destination::fhir("hospital", &server.url()));
    for _ in 0..2 {
        refer(&mut uplink, "1").unwrap();
    }
    assert_eq!(server.count("Provenance"), 1);
    // As others would: a POST each time.
    let mut stray = server.get("Provenance")["entry"][0]["resource"].clone();
    stray.as_object_mut().unwrap().remove("id");
    for _ in 0..2 {
        raw("POST", &format!("{}/Provenance", server.url()), FHIR, stray.to_string().as_bytes());
    }
    assert_eq!(server.count("Provenance"), 3);
}

#[test]
fn trap_09_pixels_are_refused_so_none_are_sent() {
    let Some((_folder, server)) = fhir() else { return };
    let (_, picture) = retina(64, None);
    let (status, _) = raw("POST", &format!("{}/Binary", server.url()), "image/jpeg", &picture);
    assert_eq!(status, 415);
    for make in [records::dr_urgent, records::tb_refer, records::dr_ungradable] {
        let text = bundle(&make("1")).to_string();
        assert!(!text.contains("Binary") && !text.contains("\"data\"") && !text.contains("image/jpeg"));
    }
}

#[test]
fn trap_10_the_same_transaction_again_gives_the_same_ids() {
    let Some((_folder, server)) = fhir() else { return };
    let mut uplink = FhirUplink::new(Destination::fhir("hospital", &server.url()));
    let (first, second) = (refer(&mut uplink, "1").unwrap(), refer(&mut uplink, "1").unwrap());
    assert_eq!(first.locations, second.locations);
    for kind in ["Patient", "ServiceRequest", "Task", "DiagnosticReport"] {
        assert_eq!(server.count(kind), 1, "{kind}");
    }
}

/// Orthanc's own HTTPS crashes on Debian 12: TLS ends in nginx, which must not hold bodies back.
#[test]
fn trap_12_tls_ends_before_the_pacs() {
    let Some((_folder, pacs)) = pacs() else { return };
    let certificates = tempfile::tempdir().unwrap();
    let Some(nginx) = Nginx::start(certificates.path(), &pacs.url()) else { return };
    let url = format!("https://127.0.0.1:{}/dicom-web", nginx.ports.mutual);
    let file = |name: &str| Some(certificates.path().join(name));
    let hospital = Destination { ca_file: file("ca.pem"), ..Destination::dicomweb("pacs", &url) };
    let object = report("1");
    let stranger = store(&mut DicomwebUplink::new(hospital.clone()), &object).unwrap_err();
    assert!(matches!(stranger, SendFault::Configuration(_)), "{stranger}");
    let known = Destination { client_cert: file("client.pem"), client_key: file("client.key"), ..hospital };
    store(&mut DicomwebUplink::new(known), &object).unwrap();
    assert_eq!(pacs.instances(), [object.instance.uid]);
}

#[test]
fn trap_13_names_in_other_scripts_need_a_server_in_utf8() {
    for (encoding, readable) in [("Utf8", true), ("Latin1", false)] {
        let folder = tempfile::tempdir().unwrap();
        let settings = json!({ "DefaultEncoding": encoding });
        let Some(pacs) = Orthanc::start_with(folder.path(), &settings) else { return };
        let mut uplink = DicomwebUplink::new(Destination::dicomweb("pacs", &pacs.dicom_web()));
        for (seed, name) in [("1", "आशा पटेल"), ("2", "አልማዝ ተስፋዬ"), ("3", "فاطمة الزهراء")]
        {
            let mut record = records::dr_refer(seed);
            record.patient.name = name.into();
            let object = objects(&record).swap_remove(0);
            store(&mut uplink, &object).unwrap();
            let found = pacs.get(&format!("dicom-web/studies?StudyInstanceUID={}", object.instance.study));
            let shown = found[0]["00100010"]["Value"][0]["Alphabetic"].as_str().unwrap_or_default();
            assert_eq!(shown == name, readable, "{encoding}: {found}");
            // Whatever it shows: what it keeps is what was sent.
            let id = pacs.get("instances?expand").as_array().unwrap().iter().find_map(|instance| {
                let ours = instance["MainDicomTags"]["SOPInstanceUID"] == object.instance.uid.as_str();
                ours.then(|| instance["ID"].as_str().unwrap().to_owned())
            });
            let url = format!("{}/instances/{}/file", pacs.url(), id.unwrap());
            let kept = ureq::get(url).call().unwrap().body_mut().read_to_vec().unwrap();
            assert_eq!(kept, object.bytes);
        }
    }
}

/// A server that validates nothing proves nothing: the tests' server says no to what is wrong.
#[test]
fn trap_14_the_fhir_server_validates_and_its_refusal_goes_to_a_person() {
    let Some((_folder, server)) = fhir() else { return };
    let mut wrong = bundle(&records::dr_refer("1"));
    let entries = wrong["entry"].as_array_mut().unwrap();
    let task = entries.iter_mut().find(|entry| entry["resource"]["resourceType"] == "Task").unwrap();
    task["resource"]["status"] = "nonsense".into();
    let mut uplink = FhirUplink::new(Destination::fhir("hospital", &server.url()));
    let fault = uplink.send(&Parcel { content: Content::Bundle(wrong), private: Private::default() });
    assert!(matches!(fault, Err(SendFault::Rejected(ref words)) if words.contains("status")), "{fault:?}");
    assert_eq!(server.count("Task"), 0);
    refer(&mut uplink, "1").unwrap();
}
