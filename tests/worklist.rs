//! Who is expected, from real worklists: dcmtk's, and the orders of a FHIR server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // each test file uses its part
mod peers;
mod support;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use peers::hfs::Hfs;
use peers::orthanc::Orthanc;
use support::Appliance;

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One scheduled step, as `dump2dcm` reads it; the name in the bytes of its character set.
fn entry(charset: &str, name: &[u8], number: &str, day: &str) -> Vec<u8> {
    let head = format!("(0008,0005) CS [{charset}]\n(0008,0050) SH [ACC-{number}]\n(0010,0010) PN [");
    let tail = format!(
        "]\n(0010,0020) LO [{number}]\n(0010,0030) DA [19610402]\n(0010,0040) CS [F]\n\
         (0020,000d) UI [1.2.826.0.1.3680043.9.90.1]\n(0032,1060) LO [Chest PA]\n\
         (0040,0100) SQ\n(fffe,e000) -\n(0008,0060) CS [CR]\n(0040,0001) AE [FARLIGHT]\n\
         (0040,0002) DA [{day}]\n(0040,0003) TM [093000]\n(0040,0006) PN\n(0040,0007) LO [Chest PA]\n(0040,0009) SH [S1]\n\
         (fffe,e00d) -\n(fffe,e0dd) -\n(0040,1001) SH [P1]\n(0040,1003) SH\n"
    );
    [head.as_bytes(), name, tail.as_bytes()].concat()
}

/// As files that a worklist server reads.
fn write_entries(list: &Path, folder: &Path, entries: &[Vec<u8>]) {
    for (number, entry) in entries.iter().enumerate() {
        let dump = folder.join(format!("{number}.dump"));
        std::fs::write(&dump, entry).unwrap();
        let made =
            Command::new("dump2dcm").arg(&dump).arg(list.join(format!("{number}.wl"))).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }
}

fn worklist_server(folder: &Path, entries: &[Vec<u8>]) -> Option<(Server, u16)> {
    if Command::new("wlmscpfs").arg("--version").output().is_err() {
        eprintln!("skipped: wlmscpfs is not installed (tools/setup test installs dcmtk)");
        return None;
    }
    let list = folder.join("lists/RIS");
    std::fs::create_dir_all(&list).unwrap();
    std::fs::write(list.join("lockfile"), "").unwrap();
    write_entries(&list, folder, entries);
    let port = peers::free_port();
    let mut command = Command::new("wlmscpfs");
    command.args(["-csk", "-dfp"]).arg(folder.join("lists")).arg(port.to_string());
    let server = Server(command.stdin(Stdio::null()).spawn().unwrap());
    for _ in 0..50 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some((server, port));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("wlmscpfs does not start");
}

fn today() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let now = jiff::Timestamp::from_millisecond(i64::try_from(now.as_millis()).unwrap()).unwrap();
    now.strftime("%Y%m%d").to_string()
}

#[test]
fn people_come_from_a_modality_worklist_in_any_script() {
    let appliance = Appliance::new();
    let folder = appliance.folder.path();
    let japanese = b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B";
    let entries = [
        entry("ISO_IR 192", "देवी^आशा".as_bytes(), "KE-77", &today()),
        entry("\\ISO 2022 IR 87", japanese, "JP-1", &today()),
        entry("ISO_IR 100", b"Buc^J\xe9r\xf4me", "FR-1", &today()),
        entry("ISO_IR 192", b"Long^Ago", "OLD-1", "20200101"),
    ];
    let Some((server, port)) = worklist_server(folder, &entries) else { return };
    let config = format!(
        "[[worklist]]\nname = 'ris'\naddress = '127.0.0.1:{port}'\nae_title = 'RIS'\nmodality = 'CR'\n"
    );
    std::fs::write(folder.join("c.toml"), config).unwrap();
    let (lines, status) = appliance.json(&["worklist", "--config", "c.toml"]);
    assert_eq!(status, 0, "{lines:?}");
    let person = |number: &str| {
        let found = lines.iter().find(|line| line["scheduled"]["number"] == number);
        found.map(|line| line["scheduled"].clone())
    };
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(person("KE-77").unwrap()["name"], "आशा देवी");
    assert_eq!(person("JP-1").unwrap()["name"], "Tarou Yamada");
    assert_eq!(person("FR-1").unwrap()["name"], "Jérôme Buc");
    let asha = person("KE-77").unwrap();
    assert_eq!((&asha["birth_date"], &asha["time"]), (&"1961-04-02".into(), &"09:30".into()));
    assert_eq!((&asha["description"], &asha["modality"]), (&"Chest PA".into(), &"CR".into()));

    // The network goes: what was said last still stands, and the fault is told.
    drop(server);
    let output = appliance.run(&["worklist", "--config", "c.toml", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 3);
    assert!(String::from_utf8_lossy(&output.stderr).contains("worklist 'ris'"), "{output:?}");
    let (kept, status) = appliance.json(&["worklist", "--kept", "--config", "c.toml"]);
    assert_eq!((kept.len(), status), (3, 0));
}

#[test]
fn people_come_from_the_worklist_of_orthanc() {
    let appliance = Appliance::new();
    let folder = appliance.folder.path();
    let plugin = Path::new("/usr/share/orthanc/plugins/libModalityWorklists.so").exists();
    if !plugin || Command::new("dump2dcm").arg("--version").output().is_err() {
        eprintln!(
            "skipped: Orthanc's worklist plugin and dcmtk are not installed (tools/setup test installs both)"
        );
        return;
    }
    let Some(server) = Orthanc::start(&folder.join("orthanc")) else { return };
    let entries = [
        entry("ISO_IR 192", "ተስፋዬ^አልማዝ".as_bytes(), "ET-1", &today()),
        entry("ISO_IR 192", b"Long^Ago", "KE-2", "20200101"),
    ];
    write_entries(&folder.join("orthanc/worklists"), folder, &entries);
    let config = |calling: &str| {
        let port = server.dicom;
        let text = format!(
            "[[worklist]]\nname = 'ris'\naddress = '127.0.0.1:{port}'\nae_title = 'PACS'\ncalling = '{calling}'\n"
        );
        std::fs::write(folder.join("c.toml"), text).unwrap();
    };
    config("FARLIGHT");
    let (lines, status) = appliance.json(&["worklist", "--config", "c.toml"]);
    assert_eq!((lines.len(), status), (1, 0), "{lines:?}");
    let person = &lines[0]["scheduled"];
    assert_eq!((&person["number"], &person["name"]), (&"ET-1".into(), &"አልማዝ ተስፋዬ".into()));
    config("STRANGER");
    let output = appliance.run(&["worklist", "--config", "c.toml"]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_wrong_title_is_a_fault_of_configuration() {
    let appliance = Appliance::new();
    let Some((_server, port)) = worklist_server(appliance.folder.path(), &[]) else { return };
    let config = format!("[[worklist]]\nname = 'ris'\naddress = '127.0.0.1:{port}'\nae_title = 'OTHER'\n");
    std::fs::write(appliance.folder.path().join("c.toml"), config).unwrap();
    let output = appliance.run(&["worklist", "--config", "c.toml"]);
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("refused") && words.contains("AE title"), "{words}");
}

#[test]
fn people_come_from_the_orders_of_a_fhir_server() {
    let appliance = Appliance::new();
    let folder = appliance.folder.path();
    let Some(server) = Hfs::start(folder) else { return };
    let put = |path: &str, body: serde_json::Value| {
        let url = format!("{}/{path}", server.url());
        ureq::put(url).header("Content-Type", "application/fhir+json").send(body.to_string()).unwrap();
    };
    put(
        "Patient/p1",
        serde_json::json!({ "resourceType": "Patient", "id": "p1", "gender": "female",
        "identifier": [{ "system": "urn:hospital", "value": "KE-77" }],
        "name": [{ "family": "देवी", "given": ["आशा"] }], "birthDate": "1961-04-02" }),
    );
    put(
        "ServiceRequest/s1",
        serde_json::json!({ "resourceType": "ServiceRequest", "id": "s1",
        "status": "active", "intent": "order", "subject": { "reference": "Patient/p1" },
        "code": { "text": "Diabetic eye screening" } }),
    );
    put(
        "ServiceRequest/s2",
        serde_json::json!({ "resourceType": "ServiceRequest", "id": "s2",
        "status": "active", "intent": "order", "subject": { "reference": "Patient/p1" },
        "code": { "text": "Long ago" }, "occurrenceDateTime": "2020-01-01" }),
    );
    let config = format!(
        "[[destination]]\nname = 'ehr'\nurl = '{}'\npatient_system = 'urn:hospital'\n\
         [[worklist]]\nname = 'orders'\ndestination = 'ehr'\n",
        server.url()
    );
    std::fs::write(folder.join("c.toml"), config).unwrap();
    let (lines, status) = appliance.json(&["worklist", "--config", "c.toml"]);
    assert_eq!((lines.len(), status), (1, 0), "{lines:?}");
    let person = &lines[0]["scheduled"];
    assert_eq!((&person["number"], &person["name"]), (&"KE-77".into(), &"आशा देवी".into()));
    assert_eq!(person["description"], "Diabetic eye screening");
}
