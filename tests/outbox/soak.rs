//! The long runs, started by `make soak`; each prints its figures for docs/interop.md.

use std::time::{Duration, Instant};

use farlight::store::MessageState;
use farlight::sync::config::Destination;

use crate::peers::hfs::Hfs;
use crate::peers::orthanc::Orthanc;
use crate::slow::{Station, drain_over_a_slow_link};

/// Largest resident memory of a process so far, in kB, and its seconds of processor time.
fn cost(id: u32) -> Option<(u64, f64)> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks: f64 = fields[11].parse::<f64>().ok()? + fields[12].parse::<f64>().ok()?;
    Some((line.split_whitespace().nth(1)?.parse().ok()?, ticks / 100.0))
}

fn drain(this: &Station, what: &str, encounters: usize) {
    let begun = Instant::now();
    let mut child = this.sync(&["--once"]);
    let mut most = (0, 0.0);
    while child.try_wait().unwrap().is_none() {
        most = cost(child.id()).unwrap_or(most);
        std::thread::sleep(Duration::from_millis(200));
    }
    let minutes = begun.elapsed().as_secs_f64() / 60.0;
    let left = this.messages().iter().filter(|one| one.state != MessageState::Delivered).count();
    println!(
        "{what}: {encounters} encounters in {:.0} s, {:.0} a minute, {left} messages left; worker: {} kB at most, {:.1} s of processor",
        minutes * 60.0,
        encounters as f64 / minutes,
        most.0,
        most.1
    );
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
    let count = std::env::var("FARLIGHT_SOAK").ok().and_then(|count| count.parse().ok()).unwrap_or(2000);
    this.fill(count, 64);
    drain(&this, "hfs", count);
    assert_eq!(server.get("Task?_summary=count")["total"].as_u64().unwrap_or(count as u64), count as u64);
}

#[test]
#[ignore = "takes minutes: make soak"]
fn whole_studies_to_a_pacs() {
    let (home, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let Some(pacs) = Orthanc::start(kept.path()) else { return };
    let this =
        Station { home: home.path(), destinations: vec![Destination::dicomweb("pacs", &pacs.dicom_web())] };
    let count = std::env::var("FARLIGHT_SOAK").ok().and_then(|count| count.parse().ok()).unwrap_or(200);
    this.fill(count, 1411);
    drain(&this, "Orthanc", count);
    assert_eq!(pacs.instances().len(), this.messages().len());
}

#[test]
#[ignore = "takes hours: make soak"]
fn five_hundred_encounters_over_a_slow_link_with_kills() {
    let count = std::env::var("FARLIGHT_SOAK").ok().and_then(|count| count.parse().ok()).unwrap_or(500);
    drain_over_a_slow_link(count, Duration::from_hours(24));
}
