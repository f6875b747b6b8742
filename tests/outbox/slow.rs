//! Over a bad line, with the program killed every few seconds: each encounter arrives once.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use farlight::clock::{Clock, SystemClock};
use farlight::store::{Message, MessageFilter, MessageState, Options, Secret, Store};
use farlight::sync::config::{Destination, Kind};
use farlight::sync::{FhirUplink, Parcel, Uplink, messages};

use crate::peers::hfs::Hfs;
use crate::peers::meddler::{Meddler, Meddling};
use crate::peers::nginx::Nginx;
use crate::peers::orthanc::Orthanc;
use crate::peers::pictures::{furnish, retina};
use crate::peers::records;
use crate::peers::slow::{SlowLink, Weather};
use crate::scripted::{Scripted, confirm, outcome};

/// A box in a folder, on the real clock.
pub struct Station<'a> {
    pub home: &'a Path,
    pub destinations: Vec<Destination>,
}

impl Station<'_> {
    pub fn store(&self) -> Store {
        let secret = Secret::KeyFile(self.home.join("key"));
        let options = Options { wait: Duration::from_secs(20), ..Options::default() };
        let clock = Arc::new(SystemClock::default()) as Arc<dyn Clock>;
        Store::open(&self.home.join("data"), &secret, clock, &options).unwrap()
    }

    /// Encounters of these numbers, with pictures of `side` pixels.
    pub fn fill(&self, numbers: std::ops::Range<usize>, side: usize) {
        let mut store = self.store();
        for number in numbers {
            let mut record = records::dr_ungradable(&format!("{number}"));
            let pictures = furnish(&mut record, |eye| retina(side, eye));
            let images: Vec<(&str, &[u8])> =
                pictures.iter().map(|(id, bytes)| (id.as_str(), bytes.as_slice())).collect();
            store.commit(&record, &images, &messages(&record, &self.destinations)).unwrap();
        }
    }

    /// `farlight sync` as a technician would start it; `settings` go before the destinations.
    pub fn command(&self, more: &[&str], settings: &str) -> Command {
        let config = self.home.join("farlight.toml");
        let text: String = self.destinations.iter().map(written).collect();
        std::fs::write(&config, format!("{settings}{text}")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_farlight"));
        command.args(["sync", "--config"]).arg(config).arg("--data").arg(self.home.join("data"));
        command.arg("--key").arg(self.home.join("key")).args(more).env_remove("FARLIGHT_PASSPHRASE");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    pub fn sync(&self, more: &[&str]) -> Child {
        self.command(more, "").spawn().unwrap()
    }

    pub fn messages(&self) -> Vec<Message> {
        self.store().messages(&MessageFilter::default()).unwrap()
    }

    /// Seconds from `begun` until the message of this number was settled, by the store's own stamp.
    pub fn proven_after(&self, begun: Instant, number: usize) -> f64 {
        let now = SystemClock::default().now().wall_ms;
        let message = self.messages().remove(number);
        assert_eq!(message.state, MessageState::Delivered);
        let ago = Duration::from_millis(u64::try_from(now - message.settled_wall_ms.unwrap()).unwrap());
        begun.elapsed().saturating_sub(ago).as_secs_f64()
    }

    /// Lets it send, and kills it every `life` until all has arrived; returns the number of kills. In
    /// every fourth life one of `others` stands in the place of its destination of the same name.
    pub fn drain_with_kills(&self, life: Duration, at_most: Duration, others: &[Destination]) -> u32 {
        let begun = Instant::now();
        for kills in 1.. {
            let mut child = match others.get(kills as usize / 4 % others.len().max(1)) {
                Some(other) if kills % 4 == 0 => {
                    let here = self.destinations.iter();
                    let here = here.map(|one| if one.name == other.name { other } else { one }.clone());
                    Station { home: self.home, destinations: here.collect() }.sync(&[])
                }
                _ => self.sync(&[]),
            };
            // Not on the beat: every moment of a delivery is hit in time.
            std::thread::sleep(life + Duration::from_millis(u64::from(kills) * 337 % 1500));
            child.kill().unwrap();
            child.wait().unwrap();
            let left = self.messages().iter().filter(|one| one.state != MessageState::Delivered).count();
            if left == 0 {
                return kills;
            }
            assert!(begun.elapsed() < at_most, "{left} messages still wait: {:#?}", self.messages());
        }
        unreachable!()
    }
}

/// A FHIR server behind mutual TLS at this port.
pub fn mutual(certificates: &Path, port: u16) -> Destination {
    Destination {
        ca_file: Some(certificates.join("ca.pem")),
        client_cert: Some(certificates.join("client.pem")),
        client_key: Some(certificates.join("client.key")),
        gzip: true,
        ..Destination::fhir("hospital", &format!("https://127.0.0.1:{port}"))
    }
}

/// As a technician writes it.
fn written(to: &Destination) -> String {
    let kind = if to.kind == Kind::Fhir { "fhir" } else { "dicomweb" };
    let mut text = format!("[[destination]]\nname = '{}'\nkind = '{kind}'\nurl = '{}'\n", to.name, to.url);
    text += &format!("gzip = {}\n", to.gzip);
    let files = [("ca_file", &to.ca_file), ("client_cert", &to.client_cert), ("client_key", &to.client_key)];
    for (key, file) in files {
        text += &file.as_ref().map_or(String::new(), |file| format!("{key} = '{}'\n", file.display()));
    }
    text
}

#[test]
fn over_a_slow_link_with_kills_each_encounter_arrives_once() {
    drain_over_a_slow_link(8, 1, Duration::from_mins(12));
}

/// What stands in the way of the hospital now and then: a network's log-in page, a server that accepts
/// and forgets, one of another authority, certificates that are over or not yet valid (to a box whose
/// clock fell back to 1970 all are from the future).
fn in_the_way(hospital: &Destination, nginx: &Nginx, certificates: &Path) -> Vec<Destination> {
    let page = || Meddling::Instead(200, "text/html", "<html>Please log in</html>".into());
    let portal = Meddler::start(nginx.ports.tls, move |_| page());
    let forgetful = Scripted::start(|place, bundle| match place {
        "" => confirm(bundle),
        _ => outcome(404, "not here"),
    });
    let at = |port: u16| Destination { url: format!("https://127.0.0.1:{port}"), ..hospital.clone() };
    let plain = |url: String| Destination {
        ca_file: None,
        client_cert: None,
        client_key: None,
        url,
        ..hospital.clone()
    };
    vec![
        plain(format!("http://127.0.0.1:{}", portal.port)),
        Destination { gzip: false, ..plain(forgetful.url) },
        Destination { ca_file: Some(certificates.join("stranger.pem")), ..hospital.clone() },
        at(nginx.ports.expired),
        at(nginx.ports.future),
    ]
}

/// Both peers behind a line as bad as they come, and a box that is killed all the time. `studies` of the
/// encounters go to the archive too. Returns the kills and how long it took.
pub fn drain_over_a_slow_link(
    encounters: usize,
    studies: usize,
    at_most: Duration,
) -> Option<(u32, Duration)> {
    let folders: [tempfile::TempDir; 4] = std::array::from_fn(|_| tempfile::tempdir().unwrap());
    let [home, fhir, pacs, certificates] = folders.each_ref().map(tempfile::TempDir::path);
    let server = Hfs::start(fhir)?;
    let orthanc = Orthanc::start(pacs)?;
    let nginx = Nginx::start(certificates, &server.url())?;
    let weather = Weather {
        blackout: Some((Duration::from_secs(25), Duration::from_secs(4))),
        reset_after: Some(3000),
        ..Weather::hills()
    };
    let (to_fhir, to_pacs) =
        (SlowLink::start(nginx.ports.mutual, weather), SlowLink::start(orthanc.http, weather));
    let url = |port: u16, path: &str| format!("http://127.0.0.1:{port}{path}");
    let this = Station {
        home,
        destinations: vec![
            mutual(certificates, to_fhir.port),
            Destination::dicomweb("pacs", &url(to_pacs.port, "/dicom-web")),
        ],
    };
    this.fill(0..studies, 160);
    let text_only = Station { home, destinations: vec![this.destinations[0].clone()] };
    text_only.fill(studies..encounters, 160);
    let others = in_the_way(&this.destinations[0], &nginx, certificates);
    let begun = Instant::now();
    let kills = this.drain_with_kills(Duration::from_secs(12), at_most, &others);
    println!("{kills} kills, {} + {} connections", to_fhir.connections(), to_pacs.connections());
    let sent = this.messages();
    let to = |name: &str| sent.iter().filter(|message| message.destination == name).count();
    assert_eq!(orthanc.instances().len(), to("pacs"), "the PACS' own count");
    for kind in ["Patient", "Task", "DiagnosticReport", "Provenance"] {
        assert_eq!(server.count(kind), to("hospital") as u64, "{kind}");
    }
    assert!(this.store().audit_verify().unwrap().problem.is_none());
    Some((kills, begun.elapsed()))
}

/// Sends one urgent referral and its proof: bytes to the server and back, TLS and all.
pub fn weigh_urgent(
    uplink: &mut FhirUplink,
    hospital: &Destination,
    link: &SlowLink,
    seed: &str,
) -> (u64, u64) {
    let before = link.bytes();
    uplink.send(&Parcel::bundle(&records::dr_urgent(seed), &hospital.policy())).unwrap();
    let after = link.bytes();
    (after.0 - before.0, after.1 - before.1)
}

/// What one urgent referral weighs on the way, TLS and proof included, on a line that is open; and that
/// a new connection resumes the TLS session of the old one.
#[test]
fn an_urgent_referral_weighs_little_and_tls_sessions_are_resumed() {
    let folders: [tempfile::TempDir; 2] = std::array::from_fn(|_| tempfile::tempdir().unwrap());
    let [fhir, certificates] = folders.each_ref().map(tempfile::TempDir::path);
    let Some(server) = Hfs::start(fhir) else { return };
    let Some(nginx) = Nginx::start(certificates, &server.url()) else { return };
    let link = SlowLink::start(nginx.ports.mutual, Weather::fair());
    let hospital = mutual(certificates, link.port);
    let mut uplink = FhirUplink::new(hospital.clone());
    let mut weigh = |seed| weigh_urgent(&mut uplink, &hospital, &link, seed);
    let (first, second) = (weigh("1"), weigh("2"));
    println!("first, with the handshake: {first:?} bytes; the next: {second:?}");
    assert_eq!(link.connections(), 1);
    assert!(second.0 + second.1 <= 6300, "{second:?} bytes up and down");
    link.cut();
    std::thread::sleep(Duration::from_millis(200));
    // The first attempt may find the old connection dead.
    let parcel = Parcel::bundle(&records::dr_urgent("3"), &hospital.policy());
    let sent = uplink.send(&parcel).or_else(|_| uplink.send(&parcel));
    assert!(sent.is_ok(), "{sent:?}");
    let log = std::fs::read_to_string(certificates.join("access.log")).unwrap();
    assert!(log.lines().any(|line| line.trim() == "r"), "no session was resumed: {log}");
}
