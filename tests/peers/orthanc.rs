//! Orthanc, a PACS: `DICOMweb`, C-STORE and a modality worklist. It answers this machine alone: over
//! HTTP because it refuses other addresses, over DICOM because it knows no modality elsewhere.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::{find, free_port};

const PLUGINS: &str = "/usr/share/orthanc/plugins";

pub struct Orthanc {
    process: Child,
    pub http: u16,
    /// Its application entity title is `PACS`.
    pub dicom: u16,
}

impl Orthanc {
    /// `None` when it cannot be had here. Data outlive it in `folder`; what lies in
    /// `folder/worklists` (`*.wl`) is its worklist. It knows us as `FARLIGHT`.
    pub fn start(folder: &Path) -> Option<Self> {
        Self::start_with(folder, &json!({}))
    }

    /// With `more` in place of its settings.
    pub fn start_with(folder: &Path, more: &Value) -> Option<Self> {
        let binary = find("Orthanc", "orthanc")?;
        if !Path::new(PLUGINS).join("libOrthancDicomWeb.so").exists() {
            println!("SKIPPED: Orthanc has no DICOMweb here (tools/setup test installs orthanc-dicomweb)");
            return None;
        }
        Some(Self::start_at(&binary, folder, (free_port(), free_port()), more))
    }

    fn start_at(binary: &Path, folder: &Path, (http, dicom): (u16, u16), more: &Value) -> Self {
        std::fs::create_dir_all(folder.join("worklists")).unwrap();
        let mut settings = json!({
            "Name": "PACS", "DicomAet": "PACS", "HttpPort": http, "DicomPort": dicom,
            "StorageDirectory": folder.join("pacs"), "IndexDirectory": folder.join("pacs"),
            "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "SslEnabled": false,
            "DefaultEncoding": "Utf8", "DicomCheckModalityHost": true, "DicomCheckCalledAet": true,
            "DicomAlwaysAllowEcho": false, "DicomAlwaysAllowStore": false, "DicomAlwaysAllowFind": false,
            "DicomModalities": { "farlight": ["FARLIGHT", "127.0.0.1", 11112] },
            "Plugins": [PLUGINS],
            "DicomWeb": { "Enable": true, "Root": "/dicom-web/", "StudiesMetadata": "Full" },
            "Worklists": { "Enable": true, "Database": folder.join("worklists") },
        });
        for (name, value) in more.as_object().unwrap() {
            settings[name] = value.clone();
        }
        std::fs::write(folder.join("orthanc.json"), settings.to_string()).unwrap();
        let log = std::fs::File::create(folder.join("orthanc.log")).unwrap();
        let mut command = Command::new(binary);
        command.arg(folder.join("orthanc.json")).stdin(Stdio::null());
        let process = command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        let server = Self { process, http, dicom };
        for _ in 0..300 {
            if ureq::get(format!("{}/system", server.url())).call().is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("Orthanc does not start: see {}", folder.join("orthanc.log").display());
    }

    /// As a power cut would; `folder` and ports are those of before.
    pub fn kill_and_restart(mut self, folder: &Path) -> Self {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let binary = find("Orthanc", "orthanc").unwrap();
        Self::start_at(&binary, folder, (self.http, self.dicom), &json!({}))
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.http)
    }

    /// Base address for STOW, QIDO and WADO.
    pub fn dicom_web(&self) -> String {
        format!("{}/dicom-web", self.url())
    }

    /// Of its own interface, as `instances` or `studies/ID`.
    pub fn get(&self, path: &str) -> Value {
        let text = ureq::get(format!("{}/{path}", self.url())).call().unwrap().body_mut().read_to_string();
        serde_json::from_str(&text.unwrap()).unwrap()
    }

    /// SOP Instance UID of every instance that it holds, sorted: its own count.
    pub fn instances(&self) -> Vec<String> {
        let all = self.get("instances?expand");
        let uid = |instance: &Value| instance["MainDicomTags"]["SOPInstanceUID"].as_str().unwrap().to_owned();
        let mut uids: Vec<String> = all.as_array().unwrap().iter().map(uid).collect();
        uids.sort_unstable();
        uids
    }
}

impl Drop for Orthanc {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
