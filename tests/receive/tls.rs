use std::path::Path;
use std::process::Command;

use super::panel::{Film, Receiving, dcmtk, words};
use super::support::Appliance;

/// `ca` and `stranger`, `box` and `panel` by `ca`, `foreign` by `stranger`; each `.pem` with its `.key`.
pub fn make_certificates(folder: &Path) {
    let openssl = |arguments: &str| {
        let mut command = Command::new("openssl");
        let output = command.args(arguments.split_whitespace()).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    std::fs::write(folder.join("san.cnf"), "subjectAltName=IP:127.0.0.1\n").unwrap();
    for authority in ["ca", "stranger"] {
        openssl(&format!(
            "req -x509 {key} -keyout {authority}.key -out {authority}.pem -subj /CN={authority} -days 2"
        ));
    }
    for (name, authority) in [("box", "ca"), ("panel", "ca"), ("foreign", "stranger")] {
        openssl(&format!("req {key} -keyout {name}.key -out {name}.csr -subj /CN={name}"));
        openssl(&format!(
            "x509 -req -in {name}.csr -CA {authority}.pem -CAkey {authority}.key -CAcreateserial -out {name}.pem -days 2 -extfile san.cnf"
        ));
    }
}

#[test]
fn films_come_by_tls_with_the_panels_certificate() {
    let Some(_) = dcmtk("storescu") else { return };
    let appliance = Appliance::new();
    let folder = appliance.folder.path().to_owned();
    make_certificates(&folder);
    let receiving =
        Receiving::on(appliance, "cert_file = 'box.pem'\nkey_file = 'box.key'\nclient_ca_file = 'ca.pem'");
    let film = Film::default().write(&folder, "film");
    let send = |options: &str| {
        let mut store = Command::new("storescu");
        store.current_dir(&folder).args(["-v", "-aet", "PANEL", "-aec", "BOX", "-xs"]);
        store.args(options.split_whitespace()).args(["127.0.0.1", &receiving.port.to_string()]);
        store.arg(&film).output().unwrap()
    };
    let known = send("+tls panel.key panel.pem +cf ca.pem");
    assert!(known.status.success() && words(&known).contains("Success"), "{}", words(&known));
    assert_eq!(receiving.waiting().len(), 1);
    for options in ["+tls foreign.key foreign.pem +cf ca.pem", "+tla +cf ca.pem", ""] {
        let refused = send(options);
        assert!(!refused.status.success(), "{options}: {}", words(&refused));
    }
    assert_eq!(receiving.waiting().len(), 1);
    let (_, log) = receiving.stop();
    assert!(log.contains("shows no certificate") && log.contains("does not speak TLS"), "{log}");
}
