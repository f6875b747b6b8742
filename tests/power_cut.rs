//! The power goes: kill -9 at random moments of a screening loop, and at every write of one
//! screening. Afterwards the store opens, the audit chain holds, each committed encounter is whole
//! and in the outbox exactly once, and no half picture lies about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use farlight::clock::SystemClock;
use farlight::store::{Depth, Filter, MessageFilter, Options, Secret, Store};
use support::Appliance;

const KILLS: u64 = 200;
/// How the store ends the names of files that it is still writing.
const TEMPORARY: &str = ".tmp";
const DESTINATION: &str =
    "[[destination]]\nname = \"hospital\"\nurl = \"http://127.0.0.1:9/fhir\"\nsend_negative = true\n";

fn open(appliance: &Appliance) -> Store {
    let secret = Secret::KeyFile(appliance.key());
    let options = Options { wait: Duration::from_secs(10), ..Options::default() };
    Store::open(&appliance.data(), &secret, Arc::new(SystemClock::default()), &options)
        .expect("the store opens")
}

/// Everything that must hold after any cut; returns the number of encounters.
fn assert_whole(appliance: &Appliance) -> usize {
    let mut store = open(appliance);
    let sweep = store.sweep(Depth::Bytes).expect("a sweep");
    assert_eq!((sweep.missing.len(), sweep.damaged.len(), sweep.orphans_kept), (0, 0, 0), "{sweep:?}");
    let check = store.check().expect("a check");
    assert!(check.problems.is_empty(), "{:?}", check.problems);
    let audit = store.audit_verify().unwrap();
    assert_eq!(audit.problem, None);
    let mut queued: HashMap<String, usize> = HashMap::new();
    for message in store.messages(&MessageFilter::default()).unwrap() {
        *queued.entry(message.encounter_id).or_default() += 1;
    }
    let found = store.encounters(&Filter::default(), usize::MAX).unwrap();
    for summary in &found {
        let record = store.encounter(&summary.id).unwrap();
        assert_eq!(record.findings.len(), 2);
        assert!(!record.images.is_empty());
        for image in &record.images {
            assert_eq!(store.read_image(&image.id).unwrap().len() as u64, image.bytes);
        }
        assert_eq!(queued.remove(&summary.id), Some(1), "in the outbox exactly once");
    }
    assert!(queued.is_empty(), "messages without an encounter");
    assert_eq!(half_pictures(&appliance.data()), 0);
    found.len()
}

/// Temporary files that a sweep must have cleared away.
fn half_pictures(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let half = |entry: std::fs::DirEntry| {
        if entry.path().is_dir() {
            return half_pictures(&entry.path());
        }
        usize::from(entry.file_name().to_string_lossy().ends_with(TEMPORARY))
    };
    entries.map(|entry| half(entry.unwrap())).sum()
}

fn configured() -> Appliance {
    let appliance = Appliance::new();
    std::fs::write(appliance.folder.path().join("farlight.toml"), DESTINATION).unwrap();
    appliance
}

fn screening(appliance: &Appliance, patient: &str, seed: u64) -> Command {
    let camera = format!("phantom:size=512,seed={seed}");
    appliance.command(&[
        "screen",
        "--config",
        "farlight.toml",
        "--patient",
        patient,
        "--camera",
        &camera,
        "--json",
    ])
}

/// How long one whole screening takes on this machine now.
fn duration_of_one(appliance: &Appliance, patient: &str) -> Duration {
    let start = Instant::now();
    let output = screening(appliance, patient, 1).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    start.elapsed()
}

/// A number from 0 to 1 that is the same in every run.
fn unit(index: u64) -> f64 {
    let mixed = (index + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

#[test]
fn two_hundred_kills_lose_nothing() {
    let appliance = configured();
    // Follows the moment of the commit, however busy the machine is: later after a kill that came
    // before it, earlier after one that came too late.
    let mut commit = duration_of_one(&appliance, "P-first");
    let mut stored = 1;
    for kill in 0..KILLS {
        let moment = if kill % 2 == 0 { commit.mul_f64(unit(kill)) } else { commit };
        let patient = format!("P-{kill}");
        let mut child = screening(&appliance, &patient, kill)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(moment);
        child.kill().unwrap();
        let finished = child.wait().unwrap().success();
        let now = assert_whole(&appliance);
        assert!(now == stored || now == stored + 1, "{stored} encounters became {now}");
        assert!(!finished || now == stored + 1, "a finished screening is lost");
        if kill % 2 == 1 {
            commit = commit.mul_f64(if now == stored { 1.06 } else { 0.95 });
        }
        stored = now;
    }
    println!("{KILLS} kills: {} screenings had been committed", stored - 1);
    assert!((10..KILLS as usize).contains(&stored), "the kills did not fall on both sides of the commit");
}

/// Runs one screening under strace, which does `what` at the `nth` call of `call`. Returns whether
/// the program still ended well, or `None` when there is no such call any more.
fn tampered(appliance: &Appliance, patient: &str, call: &str, what: &str, nth: usize) -> Option<bool> {
    let inner = screening(appliance, patient, nth as u64 + 1);
    let trace = appliance.folder.path().join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&trace).args(["-e", &format!("trace={call}")]);
    command
        .args(["-e", &format!("inject={call}:{what}:when={nth}")])
        .arg(inner.get_program())
        .args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let status = command
        .current_dir(appliance.folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    let text = std::fs::read_to_string(&trace).unwrap_or_default();
    let hit = text.contains("INJECTED") || text.contains("killed by SIGKILL");
    hit.then(|| status.success())
}

fn has_strace() -> bool {
    let found = Command::new("strace").arg("-V").output().is_ok();
    if !found {
        eprintln!("skipped: strace is not installed");
    }
    found
}

/// Calls by which the store reaches the disk.
const WRITES: [&str; 8] = [
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "rename,renameat,renameat2",
    "unlink,unlinkat",
    "ftruncate",
    "mkdir",
];

fn at_every_write(what: &str, most: usize) {
    let mut cuts = 0;
    for call in WRITES {
        let appliance = configured();
        duration_of_one(&appliance, "P-first");
        let mut stored = 1;
        for nth in 1..=most {
            let Some(ended_well) = tampered(&appliance, &format!("P-{nth}"), call, what, nth) else { break };
            cuts += 1;
            let now = assert_whole(&appliance);
            assert!(now == stored || now == stored + 1, "{call} {nth}: {stored} encounters became {now}");
            assert!(!ended_well || now == stored + 1, "{call} {nth}: said done, yet nothing is stored");
            stored = now;
        }
    }
    println!("{what}: {cuts} cuts");
    assert!(cuts > 20, "only {cuts} writes were met: the injection does not work");
}

#[test]
fn a_kill_at_every_write_loses_nothing() {
    if has_strace() {
        at_every_write("signal=SIGKILL", 80);
    }
}

// The store's own tests meet the errors at every call; here the first of each kind pass through the
// whole program.
#[test]
fn an_error_at_the_first_writes_loses_nothing() {
    if has_strace() {
        at_every_write("error=EIO", 6);
    }
}

#[test]
fn a_full_disk_at_the_first_writes_loses_nothing() {
    if has_strace() {
        at_every_write("error=ENOSPC", 6);
    }
}
