//! What the specialist sees: a study that the box has sent to Orthanc, opened in OHIF in Chromium. The
//! pictures stay in the target folder's `tmp/ohif`; `make ohif` takes them into the guide.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // each test file uses its part
mod peers;
mod support;

use std::path::Path;
use std::process::{Child, Command, Stdio};

use farlight::imaging::decode::decode;
use peers::orthanc::Orthanc;
use serde_json::Value;
use support::Appliance;

struct Site(Child, u16);

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// nginx, as a hospital would put it before both: the viewer's files, and the PACS below `/dicom-web`.
fn site(folder: &Path, pacs: &Orthanc) -> Option<Site> {
    let nginx = peers::find("nginx", "nginx-light")?;
    let viewer = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cache/peers/ohif/package/dist");
    std::fs::write(folder.join("app-config.js"), include_str!("peers/ohif-config.js")).unwrap();
    let (port, here) = (peers::free_port(), folder.display());
    let places: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {here}/temp_{name};\n"))
        .concat();
    let config = format!(
        "daemon off; master_process off; pid {here}/nginx.pid; error_log {here}/error.log; events {{}}
        http {{ include /etc/nginx/mime.types; access_log off; {places}
            types {{ text/javascript mjs; }}
            server {{ listen 127.0.0.1:{port}; root {};
                add_header Cross-Origin-Opener-Policy same-origin always;
                add_header Cross-Origin-Embedder-Policy require-corp always;
                location /dicom-web/ {{ proxy_pass {}; proxy_set_header Host $http_host; }}
                location = /app-config.js {{ alias {here}/app-config.js; }}
                location / {{ try_files $uri $uri/ /index.html; }} }} }}",
        viewer.display(),
        pacs.url()
    );
    std::fs::write(folder.join("nginx.conf"), config).unwrap();
    let mut command = Command::new(nginx);
    command.arg("-p").arg(folder).arg("-e").arg(folder.join("error.log"));
    let process = command.arg("-c").arg(folder.join("nginx.conf")).stdin(Stdio::null()).spawn().unwrap();
    let site = Site(process, port);
    for _ in 0..100 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some(site);
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("nginx does not start: see {}", folder.join("error.log").display());
}

/// Mean of red, green and blue in the middle of a screen.
fn middle(file: &Path) -> [usize; 3] {
    let screen = decode(&std::fs::read(file).unwrap()).unwrap().picture.to_rgb();
    let mut sum = [0; 3];
    for (x, y) in (0..100).flat_map(|x| (0..100).map(move |y| (900 + x, 420 + y))) {
        sum.iter_mut().zip(screen.at(x, y)).for_each(|(sum, part)| *sum += usize::from(part));
    }
    sum.map(|sum| sum / 10_000)
}

#[test]
fn every_part_of_a_study_opens_in_ohif() {
    if !peers::get("ohif") {
        return;
    }
    let appliance = Appliance::new();
    let folder = appliance.folder.path();
    let Some(pacs) = Orthanc::start(&folder.join("orthanc")) else { return };
    let Some(site) = site(folder, &pacs) else { return };
    let config = format!("[[destination]]\nname = 'pacs'\nkind = 'dicomweb'\nurl = '{}'\n", pacs.dicom_web());
    std::fs::write(folder.join("c.toml"), config).unwrap();
    let patient = ["--patient", "KE-4711", "--name", "Asha Patel", "--birth-date", "1961"];
    let rest = ["--camera", "phantom:grade=4,seed=2", "--symptoms", "none", "--config", "c.toml"];
    let (lines, status) = appliance.json(&[&["screen"][..], &patient, &rest].concat());
    assert_eq!(status, 0, "{lines:?}");
    let (lines, status) = appliance.json(&["sync", "--once", "--config", "c.toml"]);
    assert_eq!(status, 0, "{lines:?}");

    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ohif");
    std::fs::create_dir_all(&kept).unwrap();
    let study = pacs.get("studies?expand")[0]["MainDicomTags"]["StudyInstanceUID"].clone();
    let mut view = Command::new(peers::script("ohif"));
    view.args([&format!("http://127.0.0.1:{}", site.1), study.as_str().unwrap()]).arg(&kept);
    let output = view.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(seen["series"], serde_json::json!(["OP", "OT", "DOC", "SR"]), "{seen}");
    assert_eq!(seen["errors"], serde_json::json!([]), "{seen}");

    for name in ["picture", "heatmap"] {
        let [red, green, blue] = middle(&kept.join(format!("{name}.png")));
        assert!(red > green + 20 && green > blue, "{name} shows no retina: {red} {green} {blue}");
    }
    let paper = middle(&kept.join("page.png"));
    assert!(paper.iter().all(|part| *part > 180), "no page: {paper:?}");
    let report = seen["shown"]["report"].as_str().unwrap();
    assert!(report.contains("Refer urgently"), "{report}");
}
