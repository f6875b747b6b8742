//! The long runs, started by `make soak`. Each writes its figures into docs/soak.md: no number there is
//! typed in.

use std::path::Path;
use std::time::{Duration, Instant};

use farlight::store::MessageState;
use farlight::sync::FhirUplink;
use farlight::sync::config::Destination;

use crate::peers::hfs::Hfs;
use crate::peers::nginx::Nginx;
use crate::peers::orthanc::Orthanc;
use crate::peers::slow::{SlowLink, Weather};
use crate::slow::{Station, drain_over_a_slow_link, mutual, weigh_urgent};

const HEAD: &str = "# The outbox under load\n\nWritten by `make soak`, on the machine where it ran last; \
every row by the test that it names. The slow line is a proxy in user space, see docs/interop.md.\n\n\
| what | figures | build | test |\n|---|---|---|---|\n";

/// Puts a row into docs/soak.md, in place of the one of the same name.
fn note(what: &str, figures: &str, test: &str) {
    println!("{what}: {figures}");
    let build = if cfg!(debug_assertions) { "development" } else { "release" };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/soak.md");
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    let own = format!("| {what} |");
    let mut rows: Vec<String> = before.lines().skip(6).map(str::to_owned).collect();
    rows.retain(|row| !row.is_empty() && !row.starts_with(&own));
    rows.push(format!("{own} {figures} | {build} | `{test}` |"));
    rows.sort_unstable();
    std::fs::write(&path, format!("{HEAD}{}\n", rows.join("\n"))).unwrap();
}

fn count(usual: usize) -> usize {
    std::env::var("FARLIGHT_SOAK").ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

/// Largest resident memory of a process so far, in kB, and its seconds of processor time.
fn cost(id: u32) -> Option<(u64, f64)> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks: f64 = fields[11].parse::<f64>().ok()? + fields[12].parse::<f64>().ok()?;
    Some((line.split_whitespace().nth(1)?.parse().ok()?, ticks / 100.0))
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { bytes_below(&path) } else { path.metadata().unwrap().len() }).sum()
}

fn drain(this: &Station, what: &str, encounters: usize, test: &str) {
    let on_disk = bytes_below(&this.home.join("data"));
    let waiting = this.messages().len();
    let begun = Instant::now();
    let mut child = this.sync(&["--once"]);
    let mut most = (0, 0.0);
    while child.try_wait().unwrap().is_none() {
        most = cost(child.id()).unwrap_or(most);
        std::thread::sleep(Duration::from_millis(200));
    }
    let minutes = begun.elapsed().as_secs_f64() / 60.0;
    let left = this.messages().iter().filter(|one| one.state != MessageState::Delivered).count();
    let figures = format!(
        "{encounters} encounters ({waiting} messages, {:.0} MB on the disk) in {:.0} s: {:.0} encounters a minute; \
         the sending program: {:.0} MB resident at most, {:.1} s of processor, {:.0} % of one core",
        on_disk as f64 / 1e6,
        minutes * 60.0,
        encounters as f64 / minutes,
        most.0 as f64 / 1024.0,
        most.1,
        most.1 / minutes / 0.6
    );
    note(what, &figures, test);
    assert_eq!(left, 0);
    assert!(most.0 < 60 << 10, "{} kB", most.0);
}

#[test]
#[ignore = "takes minutes: make soak"]
fn two_thousand_referrals_to_a_fhir_server() {
    let (home, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let Some(server) = Hfs::start(kept.path()) else { return };
    let this =
        Station { home: home.path(), destinations: vec![Destination::fhir("hospital", &server.url())] };
    let count = count(2000);
    this.fill(0..count, 64);
    drain(&this, "Queue to Helios FHIR Server, loopback", count, "two_thousand_referrals_to_a_fhir_server");
    assert_eq!(server.get("Task?_summary=count")["total"].as_u64().unwrap_or(count as u64), count as u64);
}

#[test]
#[ignore = "takes minutes: make soak"]
fn whole_studies_to_a_pacs() {
    let (home, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let Some(pacs) = Orthanc::start(kept.path()) else { return };
    let this =
        Station { home: home.path(), destinations: vec![Destination::dicomweb("pacs", &pacs.dicom_web())] };
    let count = count(200);
    this.fill(0..count, 1411);
    drain(&this, "Whole studies to Orthanc, loopback", count, "whole_studies_to_a_pacs");
    assert_eq!(pacs.instances().len(), this.messages().len());
}

#[test]
#[ignore = "takes minutes to hours: make soak"]
fn five_hundred_encounters_over_a_slow_link_with_kills() {
    let count = count(500);
    // A tenth of them with their study: pictures at this rate take hours.
    let studies = count / 10;
    let Some((kills, took)) = drain_over_a_slow_link(count, studies, Duration::from_hours(24)) else {
        return;
    };
    let figures = format!(
        "{count} encounters, {studies} of them with their study, each there once by the peers' own count: {:.0} \
         minutes, {kills} kills; 60 kbit/s, 300 ± 100 ms, 3 % loss, 4 s of blackout every 25 s, every third \
         connection cut after 3 kB, and in every fourth life a log-in page, a forgetful server, a wrong \
         authority or a certificate out of its time",
        took.as_secs_f64() / 60.0
    );
    note("The slow line with kills", &figures, "five_hundred_encounters_over_a_slow_link_with_kills");
}

/// From the start of the program to the proof, TLS handshake and all.
#[test]
#[ignore = "takes minutes: make soak"]
fn the_first_referral_over_a_slow_link() {
    let hills = Weather::hills();
    let blackouts = Weather { blackout: Some((Duration::from_secs(25), Duration::from_secs(4))), ..hills };
    for (name, weather) in [
        ("1 % loss", Weather { loss: 0.01, ..hills }),
        ("3 % loss", hills),
        ("5 % loss", Weather { loss: 0.05, ..hills }),
        ("3 % loss, 4 s of blackout every 25 s", blackouts),
    ] {
        let folders: [tempfile::TempDir; 3] = std::array::from_fn(|_| tempfile::tempdir().unwrap());
        let [home, fhir, certificates] = folders.each_ref().map(tempfile::TempDir::path);
        let Some(server) = Hfs::start(fhir) else { return };
        let Some(nginx) = Nginx::start(certificates, &server.url()) else { return };
        let link = SlowLink::start(nginx.ports.mutual, weather);
        let this = Station { home, destinations: vec![mutual(certificates, link.port)] };
        let mut seconds = Vec::new();
        for number in 0..5 {
            this.fill(number..number + 1, 160);
            let begun = Instant::now();
            // What comes after the proof, the look for verdicts, does not count.
            let mut child = this.sync(&["--once"]);
            while server.count("Task") <= number as u64 {
                std::thread::sleep(Duration::from_millis(50));
            }
            let kept = begun.elapsed();
            child.wait().unwrap();
            let proven = this.proven_after(begun, number);
            seconds.push((kept.as_secs_f64(), proven));
        }
        seconds.sort_by(|a, b| a.1.total_cmp(&b.1));
        let figures = format!(
            "kept by the server after {:.1} s, proven after {:.1} s (median of {}; slowest {:.1} s); 60 kbit/s, 300 ± 100 ms",
            seconds[2].0,
            seconds[2].1,
            seconds.len(),
            seconds[4].1
        );
        note(&format!("First referral, {name}"), &figures, "the_first_referral_over_a_slow_link");
    }
}

#[test]
#[ignore = "figures only: make soak"]
fn what_an_urgent_referral_weighs() {
    let folders: [tempfile::TempDir; 2] = std::array::from_fn(|_| tempfile::tempdir().unwrap());
    let [fhir, certificates] = folders.each_ref().map(tempfile::TempDir::path);
    let Some(server) = Hfs::start(fhir) else { return };
    let Some(nginx) = Nginx::start(certificates, &server.url()) else { return };
    let link = SlowLink::start(nginx.ports.mutual, Weather::fair());
    let hospital = mutual(certificates, link.port);
    let mut uplink = FhirUplink::new(hospital.clone());
    let mut weigh = |seed| weigh_urgent(&mut uplink, &hospital, &link, seed);
    let (first, next) = (weigh("1"), weigh("2"));
    let figures = format!(
        "{} bytes to the server and {} back with its proof, TLS and all; the handshake before it: {} and {}",
        next.0,
        next.1,
        first.0.saturating_sub(next.0),
        first.1.saturating_sub(next.1)
    );
    note("One urgent referral", &figures, "what_an_urgent_referral_weighs");
}
