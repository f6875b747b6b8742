use std::process::Command;

use super::certificates::make_certificates;
use super::panel::{Film, Receiving, dcmtk, words};
use super::support::Appliance;

#[test]
fn films_come_by_tls_with_the_panels_certificate() {
    let Some(_) = dcmtk("storescu") else { return };
    let appliance = Appliance::new();
    let folder = appliance.folder.path().to_owned();
    make_certificates(&folder);
    let receiving = Receiving::on(
        appliance,
        "cert_file = 'server.pem'\nkey_file = 'server.key'\nclient_ca_file = 'ca.pem'",
    );
    let film = Film::default().write(&folder, "film");
    let send = |options: &str| {
        let mut store = Command::new("storescu");
        store.current_dir(&folder).args(["-v", "-aet", "PANEL", "-aec", "BOX", "-xs"]);
        store.args(options.split_whitespace()).args(["127.0.0.1", &receiving.port.to_string()]);
        store.arg(&film).output().unwrap()
    };
    let known = send("+tls client.key client.pem +cf ca.pem");
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
