//! Results go to archives that speak DICOM's own protocol only: dcmtk's receivers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // each test file uses its part
mod peers;
mod support;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use farlight::clock::SystemClock;
use farlight::store::{MessageFilter, MessageState, Options, Secret, Store};
use peers::certificates::{make_certificates, pin};
use peers::free_port;
use peers::orthanc::Orthanc;
use support::Appliance;

struct Server(Child, u16);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(program: &str, arguments: &[&str], port: u16) -> Option<Server> {
    if Command::new(program).arg("--version").output().is_err() {
        eprintln!("skipped: {program} is not installed (tools/setup test installs dcmtk)");
        return None;
    }
    let mut command = Command::new(program);
    let server = Server(command.args(arguments).stdin(Stdio::null()).spawn().unwrap(), port);
    for _ in 0..50 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some(server);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{program} does not start");
}

/// An archive that answers the questions of `peers`, as its configuration names them.
fn archive(folder: &Path, peers: &str) -> Option<Server> {
    let (port, data) = (free_port(), folder.join("archive"));
    std::fs::create_dir_all(&data).unwrap();
    let config = format!(
        "NetworkTCPPort = {port}\nMaxPDUSize = 16384\nMaxAssociations = 16\n\
         HostTable BEGIN\nother = (SOMEBODY, 127.0.0.1, 11112)\nHostTable END\n\
         VendorTable BEGIN\nVendorTable END\n\
         AETable BEGIN\nPACS {} RW (200, 1024mb) {peers}\nAETable END\n",
        data.display()
    );
    let path = folder.join("dcmqrscp.cfg");
    std::fs::write(&path, config).unwrap();
    start("dcmqrscp", &["+xy", "-c", path.to_str().unwrap()], port)
}

fn configure(appliance: &Appliance, url: &str, more: &str) {
    let config = format!(
        "[[destination]]\nname = 'pacs'\nkind = 'dimse'\nurl = '{url}'\nsend_negative = true\ntimeout_s = 15\n{more}"
    );
    std::fs::write(appliance.folder.path().join("c.toml"), config).unwrap();
}

fn screen(appliance: &Appliance) {
    let (lines, status) = appliance.json(&[
        "screen",
        "--config",
        "c.toml",
        "--patient",
        "KE-77",
        "--name",
        "आशा देवी",
        "--camera",
        "phantom:seed=2",
        "--symptoms",
        "none",
    ]);
    assert_eq!(status, 0, "{lines:?}");
}

fn sync(appliance: &Appliance) -> (serde_json::Value, i32) {
    let (mut lines, status) = appliance.json(&["sync", "--once", "--config", "c.toml"]);
    (lines.remove(0), status)
}

fn receipts(appliance: &Appliance) -> Vec<String> {
    let clock = Arc::new(SystemClock::default());
    let secret = Secret::KeyFile(appliance.key());
    let store = Store::open(&appliance.data(), &secret, clock, &Options::default()).unwrap();
    let messages = store.messages(&MessageFilter::default()).unwrap();
    assert!(messages.iter().all(|message| message.state == MessageState::Delivered), "{messages:?}");
    messages.into_iter().filter_map(|message| message.receipt).collect()
}

#[test]
fn an_archive_that_answers_questions_proves_each_object() {
    let appliance = Appliance::new();
    let Some(server) = archive(appliance.folder.path(), "ANY") else { return };
    configure(&appliance, &format!("dicom://127.0.0.1:{}/PACS", server.1), "");
    screen(&appliance);
    let (report, status) = sync(&appliance);
    assert_eq!(status, 0, "{report}");
    let receipts = receipts(&appliance);
    assert!(receipts.len() >= 3, "{receipts:?}");
    assert!(receipts.iter().all(|receipt| receipt.contains("found by C-FIND")), "{receipts:?}");
}

#[test]
fn a_receiver_without_questions_is_believed_and_said_so() {
    let appliance = Appliance::new();
    let (port, folder) = (free_port(), appliance.folder.path().join("received"));
    std::fs::create_dir_all(&folder).unwrap();
    // It takes JPEG as well: pictures go out as the camera made them.
    let arguments = ["+xa", "-aet", "PACS", "-od", folder.to_str().unwrap(), &port.to_string()];
    let Some(_server) = start("storescp", &arguments, port) else { return };
    configure(&appliance, &format!("dicom://127.0.0.1:{port}/PACS"), "");
    screen(&appliance);
    let (report, status) = sync(&appliance);
    assert_eq!(status, 0, "{report}");
    let receipts = receipts(&appliance);
    assert!(receipts.iter().all(|receipt| receipt.contains("by its status alone")), "{receipts:?}");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), receipts.len());
}

#[test]
fn titles_that_do_not_fit_are_faults_of_configuration() {
    let appliance = Appliance::new();
    let Some(server) = archive(appliance.folder.path(), "other") else { return };
    configure(&appliance, &format!("dicom://127.0.0.1:{}/PACS", server.1), "");
    screen(&appliance);
    let (report, status) = sync(&appliance);
    assert_eq!(status, 1, "{report}");
    let (listed, _) = appliance.json(&["outbox", "list"]);
    let reason = |line: &serde_json::Value| line["reason"].as_str().unwrap_or_default().to_owned();
    assert!(listed.iter().any(|line| line["state"] == "misconfigured"), "{listed:?}");
    assert!(listed.iter().any(|line| reason(line).contains("FARLIGHT")), "{listed:?}");
}

#[test]
fn plain_dicom_to_another_machine_must_be_allowed() {
    let appliance = Appliance::new();
    for (url, more, words) in [
        ("dicom://192.0.2.1:104/PACS", "", "leaves patients' data open"),
        ("dicom://127.0.0.1:104", "", "dicom://"),
        ("dicom://127.0.0.1/PACS", "", "dicom://"),
        ("https://127.0.0.1/PACS", "", "dicom://"),
        ("dicoms://127.0.0.1:104/PACS", "", "ca_file"),
        ("dicom://127.0.0.1:104/PACS", "ae_title = 'MUCH TOO LONG A TITLE'", "ae_title"),
    ] {
        configure(&appliance, url, more);
        let output = appliance.run(&["sync", "--once", "--config", "c.toml"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(1) && said.contains(words), "{url}: {said}");
    }
}

/// Trap 11 of `tests/traps.rs`: it accepts the association, and then resets it.
#[test]
fn trap_11_an_unknown_calling_title_is_a_fault_of_configuration() {
    let appliance = Appliance::new();
    let Some(server) = Orthanc::start(&appliance.folder.path().join("orthanc")) else { return };
    let url = format!("dicom://127.0.0.1:{}/PACS", server.dicom);
    configure(&appliance, &url, "ae_title = 'STRANGER'\n");
    screen(&appliance);
    let (report, status) = sync(&appliance);
    assert_eq!(status, 1, "{report}");
    assert!(report["misconfigured"].as_u64().unwrap() > 0, "{report}");
    let (listed, _) = appliance.json(&["outbox", "list"]);
    assert!(
        listed.iter().any(|line| line["reason"].as_str().unwrap_or_default().contains("STRANGER")),
        "{listed:?}"
    );
    assert_eq!(server.instances().len(), 0);

    configure(&appliance, &url, "");
    let (report, status) = sync(&appliance);
    assert_eq!(status, 0, "{report}");
    let receipts = receipts(&appliance);
    assert!(receipts.iter().all(|receipt| receipt.contains("found by C-FIND")), "{receipts:?}");
    assert_eq!(server.instances().len(), receipts.len(), "by its own count");
}

/// What is in the way, and that all of it goes once it is mended.
fn misconfigured(appliance: &Appliance, words: &str) {
    let (report, status) = sync(appliance);
    assert!(status == 1 && report["misconfigured"].as_u64().unwrap() > 0, "{words}: {report}");
    let (listed, _) = appliance.json(&["outbox", "list"]);
    let said = |line: &serde_json::Value| line["reason"].as_str().unwrap_or_default().contains(words);
    assert!(listed.iter().any(said), "{words}: {listed:?}");
}

/// dcmtk's receiver speaks TLS, first with a certificate of 2020, then with the right one.
#[test]
fn dicom_goes_over_tls_to_the_right_server_with_the_boxs_own_key() {
    let appliance = Appliance::new();
    let folder = appliance.folder.path();
    make_certificates(folder);
    std::fs::create_dir_all(folder.join("received")).unwrap();
    let receiver = |certificate: &str| {
        let port = free_port().to_string();
        let path = |name: String| folder.join(name).to_str().unwrap().to_owned();
        let (key, chain) = (path(format!("{certificate}.key")), path(format!("{certificate}.pem")));
        let (ca, received) = (path("ca.pem".into()), path("received".into()));
        let tls = ["+tls", &key, &chain, "+cf", &ca, "-rc"];
        let arguments = [&["+xa", "-aet", "PACS", "-od", &received][..], &tls, &[&port]].concat();
        start("storescp", &arguments, port.parse().unwrap())
    };
    let Some(expired) = receiver("expired") else { return };
    let good = receiver("server").unwrap();
    let to = |port: u16, ca: &str, more: &str| {
        let url = format!("dicoms://127.0.0.1:{port}/PACS");
        configure(&appliance, &url, &format!("ca_file = '{ca}.pem'\n{more}"));
    };
    let own = "client_cert = 'client.pem'\nclient_key = 'store:box-key'\n";
    to(good.1, "ca", own);
    screen(&appliance);
    misconfigured(&appliance, "secrets set box-key");
    let mut set = appliance.command(&["secrets", "set", "box-key"]);
    set.stdin(std::fs::File::open(folder.join("client.key")).unwrap());
    assert!(set.status().unwrap().success());

    to(good.1, "stranger", own);
    misconfigured(&appliance, "authority that is trusted here");
    to(expired.1, "ca", own);
    misconfigured(&appliance, "has expired");
    to(good.1, "ca", &format!("{own}pins = ['{}']\n", pin(folder, "stranger")));
    misconfigured(&appliance, "pinned");
    assert_eq!(std::fs::read_dir(folder.join("received")).unwrap().count(), 0, "nothing went anywhere yet");

    to(good.1, "ca", &format!("{own}pins = ['{}']\n", pin(folder, "server")));
    let (report, status) = sync(&appliance);
    assert_eq!(status, 0, "{report}");
    let receipts = receipts(&appliance);
    assert_eq!(std::fs::read_dir(folder.join("received")).unwrap().count(), receipts.len());
}

/// Orthanc over DICOM TLS, which shuts out a box without its certificate, and proves what it keeps.
#[test]
fn orthanc_takes_dicom_over_mutual_tls() {
    let appliance = Appliance::new();
    let folder = appliance.folder.path();
    make_certificates(folder);
    let settings = serde_json::json!({
        "DicomTlsEnabled": true, "DicomTlsRemoteCertificateRequired": true,
        "DicomTlsCertificate": folder.join("server.pem"), "DicomTlsPrivateKey": folder.join("server.key"),
        "DicomTlsTrustedCertificates": folder.join("ca.pem"),
    });
    let Some(server) = Orthanc::start_with(&folder.join("orthanc"), &settings) else { return };
    let to = |more: &str| {
        let url = format!("dicoms://127.0.0.1:{}/PACS", server.dicom);
        configure(&appliance, &url, &format!("ca_file = 'ca.pem'\n{more}"));
    };
    to("");
    screen(&appliance);
    let (report, status) = sync(&appliance);
    assert!(status == 1 && report["delivered"] == 0, "{report}");
    to("client_cert = 'foreign.pem'\nclient_key = 'foreign.key'\n");
    let (report, status) = sync(&appliance);
    assert!(status == 1 && report["delivered"] == 0, "{report}");
    assert_eq!(server.instances().len(), 0);

    to("client_cert = 'client.pem'\nclient_key = 'client.key'\n");
    for line in appliance.json(&["outbox", "list"]).0 {
        appliance.json(&["outbox", "retry", line["id"].as_str().unwrap()]);
    }
    let (report, status) = sync(&appliance);
    assert_eq!(status, 0, "{report}");
    let receipts = receipts(&appliance);
    assert!(receipts.iter().all(|receipt| receipt.contains("found by C-FIND")), "{receipts:?}");
    assert_eq!(server.instances().len(), receipts.len(), "by its own count");
}
