//! TLS and mutual TLS as a hospital's network has them: a real nginx before the receiver.

use std::path::Path;
use std::sync::Arc;

use farlight::clock::SimulatedClock;
use farlight::demo::receiver::Receiver;
use farlight::store::Parked;
use farlight::sync::config::{Auth, Destination};
use farlight::sync::{Route, StepOutcome, Worker};

use crate::memory::{MemoryQueue, State};
use crate::peers::certificates::pin;
use crate::peers::nginx::Nginx;
use crate::peers::records;

/// Sends one message; `Ok` with what is kept, or the reason why it was parked. It is never lost:
/// with `mended` it is delivered after an hour.
fn send(destination: &Destination, mended: &Destination, kept: &Path) -> Result<(), String> {
    let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
    let mut queue = MemoryQueue::new(clock.clone());
    let record = records::dr_refer(&destination.name);
    let id = queue.push(record, &destination.name);
    let mut worker = Worker::new(queue, vec![Route::to(destination)], clock.clone());
    let outcome = worker.step().unwrap();
    if outcome == (StepOutcome::Delivered { id: id.clone() }) {
        return Ok(());
    }
    let before = tasks(kept);
    let Some(State::Parked { state: Parked::Misconfigured, reason }) = worker.queue().state(&id).cloned()
    else {
        panic!("{}: {outcome:?}", destination.name)
    };
    clock.advance(3_600_000);
    let mended = Destination { name: destination.name.clone(), ..mended.clone() };
    let mut worker = Worker::new(worker.into_parts().0, vec![Route::to(&mended)], clock);
    assert_eq!(worker.step().unwrap(), StepOutcome::Delivered { id });
    assert_eq!(tasks(kept), before + 1);
    Err(reason)
}

fn tasks(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("Task")).map_or(0, Iterator::count)
}

#[test]
fn only_the_right_certificates_open_the_way() {
    let (kept, certificates) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (kept, folder) = (kept.path(), certificates.path());
    let receiver = Receiver::start(kept).unwrap();
    let upstream = receiver.url().trim_end_matches("/fhir").to_owned();
    let Some(nginx) = Nginx::start(folder, &upstream) else { return };
    let to = |name: &str, host: &str, port: u16| Destination {
        ca_file: Some(folder.join("ca.pem")),
        ..Destination::fhir(name, &format!("https://{host}:{port}/fhir"))
    };
    let ports = &nginx.ports;
    let good = to("good", "127.0.0.1", ports.tls);
    let mutual = Destination {
        client_cert: Some(folder.join("client.pem")),
        client_key: Some(folder.join("client.key")),
        ..to("mutual", "127.0.0.1", ports.mutual)
    };
    assert_eq!(send(&good, &good, kept), Ok(()));
    assert_eq!(send(&mutual, &mutual, kept), Ok(()));
    let pinned = |name: &str, certificate: &str| Destination {
        name: name.to_owned(),
        pins: vec!["0".repeat(64), pin(folder, certificate)],
        ..good.clone()
    };
    assert_eq!(send(&pinned("pinned", "server"), &good, kept), Ok(()));
    let reason = send(&pinned("pinned-other", "client"), &good, kept).unwrap_err();
    assert!(reason.contains("pinned"), "{reason}");

    std::fs::write(folder.join("broken.pem"), "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n")
        .unwrap();
    let named = |name: &str| name.to_owned();
    let wrong = [
        (
            Destination {
                name: named("other-ca"),
                ca_file: Some(folder.join("stranger.pem")),
                ..good.clone()
            },
            "check ca_file",
        ),
        (Destination { name: named("public-ca"), ca_file: None, ..good.clone() }, "check ca_file"),
        (
            Destination { name: named("no-ca-file"), ca_file: Some(folder.join("none.pem")), ..good.clone() },
            "cannot be read",
        ),
        (
            Destination {
                name: named("broken-ca"),
                ca_file: Some(folder.join("broken.pem")),
                ..good.clone()
            },
            "broken.pem",
        ),
        (
            Destination { name: named("key-as-ca"), ca_file: Some(folder.join("ca.key")), ..good.clone() },
            "holds no certificate",
        ),
        (to("expired", "127.0.0.1", ports.expired), "expired"),
        (to("clock-in-1970", "127.0.0.1", ports.future), "is the clock of this box right?"),
        (to("other-name", "localhost", ports.tls), "another name"),
        (to("old-tls", "127.0.0.1", ports.old), "TLS"),
        (to("no-client", "127.0.0.1", ports.mutual), "refuses the connection"),
        (
            Destination {
                name: named("unknown-client"),
                client_cert: Some(folder.join("stranger.pem")),
                client_key: Some(folder.join("stranger.key")),
                ..mutual.clone()
            },
            "refuses the connection",
        ),
        (
            Destination {
                name: named("other-key"),
                client_key: Some(folder.join("server.key")),
                ..mutual.clone()
            },
            "does not fit",
        ),
        (
            Destination {
                name: named("no-token"),
                auth: Auth::Bearer { token_file: folder.join("token") },
                ..good.clone()
            },
            "token",
        ),
    ];
    for (destination, words) in wrong {
        let reason = send(&destination, &good, kept).expect_err(&destination.name);
        assert!(reason.contains(words), "{}: {reason}", destination.name);
    }
}

#[test]
fn the_wrong_scheme_is_a_fault_of_configuration() {
    let (kept, certificates) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let receiver = Receiver::start(kept.path()).unwrap();
    let plain = Destination::fhir("plain", &receiver.url());
    let tls = Destination::fhir("tls-to-plain", &receiver.url().replace("http:", "https:"));
    let reason = send(&tls, &plain, kept.path()).unwrap_err();
    assert!(reason.contains("does not speak TLS"), "{reason}");

    let upstream = receiver.url().trim_end_matches("/fhir").to_owned();
    let Some(nginx) = Nginx::start(certificates.path(), &upstream) else { return };
    let url = format!("http://127.0.0.1:{}/fhir", nginx.ports.tls);
    let reason = send(&Destination::fhir("plain-to-tls", &url), &plain, kept.path()).unwrap_err();
    assert!(reason.contains("not as a FHIR server"), "{reason}");
}
