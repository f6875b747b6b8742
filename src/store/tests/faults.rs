//! Killed, refused and out of room at the calls that change a file: at every sixteenth by default, at
//! every single one with `FARLIGHT_EVERY_FAULT=1` (minutes). Needs `strace`, which injects the fault;
//! says so and passes where it is not installed.

use std::process::{Command, Stdio};

use super::process::{HOME, borrowed, role};
use super::*;

const ENCOUNTERS: u64 = 2;
const CALLS: [&str; 9] =
    ["openat", "pwrite64", "write", "fsync", "fdatasync", "renameat2", "ftruncate", "mkdir", "unlink"];

/// Stores the encounters, tries again whatever is refused, and says which are promised.
#[test]
#[ignore = "the other process of the test below"]
fn child_insists() {
    let Some(mut store) = (0..3).find_map(|_| borrowed().and_then(Result::ok)) else { return };
    println!();
    for number in 0..ENCOUNTERS {
        let id = format!("encounter-{number}");
        let done = (0..3).any(|_| match try_commit(&mut store, &id, Priority::Refer) {
            Ok(()) | Err(StoreError::AlreadyStored) => true,
            Err(StoreError::Io { .. } | StoreError::Database(_) | StoreError::DiskFull { .. }) => false,
            Err(error) => panic!("{error:?}"),
        });
        if done {
            println!("{id}");
        }
    }
}

/// What the child promised, and whether the fault came to pass.
fn run(room: &Room, call: &str, number: u32, fault: &str) -> (Vec<String>, bool) {
    let trace = room.home.path().join("trace");
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o"])
        .arg(&trace)
        .args(["-e", &format!("trace={call}"), "-e", &format!("inject={call}:{fault}:when={number}")])
        .arg(std::env::current_exe().unwrap())
        .args(role("faults::child_insists"))
        .env(HOME, room.home.path())
        .stderr(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let promised = text.lines().filter(|line| line.starts_with("encounter-")).map(str::to_owned).collect();
    let trace = fs::read_to_string(trace).unwrap_or_default();
    (promised, trace.contains("INJECTED") || trace.contains("SIGKILL"))
}

fn assert_sound(room: &Room, promised: &[String], what: &str) {
    let mut store =
        room.try_open(&Secret::KeyFile(room.key())).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(store.check().unwrap().problems, Vec::<String>::new(), "{what}");
    assert_eq!(store.audit_verify().unwrap().problem, None, "{what}");
    let sweep = store.sweep(Depth::Bytes).unwrap();
    assert_eq!((sweep.missing, sweep.damaged), (vec![], vec![]), "{what}");
    let stored = store.encounters(&Filter::default(), 99).unwrap();
    for summary in &stored {
        assert_eq!(store.encounter(&summary.id).unwrap(), record(&summary.id), "{what}");
    }
    assert!(promised.iter().all(|id| stored.iter().any(|summary| summary.id == *id)), "{what}");
    assert_eq!(store.messages(&MessageFilter::default()).unwrap().len(), stored.len(), "{what}");
    // And work goes on.
    for number in 0..ENCOUNTERS {
        let again = try_commit(&mut store, &format!("encounter-{number}"), Priority::Refer);
        assert!(matches!(again, Ok(()) | Err(StoreError::AlreadyStored)), "{what}");
    }
    assert_eq!(store.check().unwrap().encounters, ENCOUNTERS, "{what}");
}

/// `first` varies so that the three tests together strike more places.
fn fault_everywhere(fault: &str, first: u32) {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("skipped: strace is not installed");
        return;
    }
    let every = std::env::var_os("FARLIGHT_EVERY_FAULT").is_some();
    let (first, stride) = if every { (1, 1) } else { (first, 16) };
    let mut faults = 0;
    for call in CALLS {
        for number in (first..).step_by(stride) {
            let room = Room::new();
            let (promised, struck) = run(&room, call, number, fault);
            let what = format!("{fault} at {call} number {number}");
            assert_sound(&room, &promised, &what);
            if !struck {
                assert_eq!(promised.len() as u64, ENCOUNTERS, "{what}");
                break;
            }
            faults += 1;
        }
    }
    eprintln!("{faults} times {fault}");
    assert!(faults > 10, "only {faults} faults came to pass");
}

#[test]
fn killed_at_every_call() {
    fault_everywhere("signal=KILL", 1);
}

#[test]
fn an_input_output_error_at_every_call() {
    fault_everywhere("error=EIO", 6);
}

#[test]
fn no_room_at_every_call() {
    fault_everywhere("error=ENOSPC", 11);
}
