//! Two programs on one folder, and a program that is killed: the test binary starts itself again.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::*;

pub const HOME: &str = "FARLIGHT_TEST_HOME";

/// The room of another process; `None` when this is not one.
pub fn borrowed() -> Option<Result<Store, StoreError>> {
    let home = PathBuf::from(std::env::var_os(HOME)?);
    let secret = Secret::KeyFile(home.join("key"));
    let clock = Arc::new(crate::clock::SystemClock::default());
    let options = Options { reserve_bytes: 0, ..Options::default() };
    Some(Store::open(&home.join("data"), &secret, clock, &options))
}

/// The arguments that make this binary play one of the other processes.
pub fn role(name: &str) -> [String; 5] {
    let test = format!("store::tests::{name}");
    ["--exact".into(), test, "--ignored".into(), "--nocapture".into(), "--test-threads=1".into()]
}

fn start(room: &Room, name: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(role(name))
        .env(HOME, room.home.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "the other process of the tests below"]
fn child_holds() {
    let Some(Ok(store)) = borrowed() else { return };
    println!("\nready");
    std::thread::sleep(Duration::from_mins(1));
    drop(store);
}

#[test]
#[ignore = "the other process of the tests below"]
fn child_commits() {
    let Some(Ok(mut store)) = borrowed() else { return };
    let begin = store.check().unwrap().encounters;
    println!("\nready");
    for number in begin..begin + 10_000 {
        let id = format!("encounter-{number}");
        commit(&mut store, &id, Priority::Refer);
        println!("{id}");
        if number % 3 == 0 {
            let message = store.claim(&store.clock.now(), None, Stage::Original).unwrap().unwrap();
            println!("claimed {}", message.id);
            store.ack(&message.id, "ok").unwrap();
            println!("delivered {}", message.id);
        }
    }
}

/// Lines of the child from "ready" on.
fn lines(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).skip_while(|line| line != "ready").skip(1)
}

#[test]
fn a_second_program_is_told_to_wait_and_may_wait() {
    let room = Room::new();
    drop(room.open());
    let mut child = start(&room, "process::child_holds");
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(output.any(|line| line.unwrap() == "ready"));
    let before = contents(&room.folder());
    let error = room.try_open(&Secret::KeyFile(room.key())).err().unwrap();
    assert!(matches!(error, StoreError::Busy), "{error}");
    assert!(error.to_string().contains("another farlight program"));
    assert_eq!(contents(&room.folder()), before);
    let killer = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        child.kill().unwrap();
        child.wait().unwrap();
    });
    let options = Options { wait: Duration::from_secs(30), ..Options::default() };
    let clock = Arc::clone(&room.clock) as Arc<dyn Clock>;
    let store = Store::open(&room.folder(), &Secret::KeyFile(room.key()), clock, &options);
    killer.join().unwrap();
    assert_eq!(store.unwrap().audit_verify().unwrap().problem, None);
}

/// The thread that writes is not the one that opens.
#[test]
fn a_store_moves_to_another_thread() {
    let room = Room::new();
    let mut store = room.open();
    std::thread::spawn(move || commit(&mut store, "encounter-1", Priority::Refer)).join().unwrap();
    assert_eq!(room.open().check().unwrap().encounters, 1);
}

#[test]
fn a_second_opening_in_the_same_program_is_refused_too() {
    let room = Room::new();
    let _store = room.open();
    assert!(matches!(room.try_open(&Secret::KeyFile(room.key())), Err(StoreError::Busy)));
}

#[test]
fn what_was_committed_before_a_kill_is_whole_and_in_the_outbox_once() {
    let room = Room::new();
    let mut promised: Vec<String> = Vec::new();
    for round in 0..12_usize {
        let mut child = start(&room, "process::child_commits");
        let mut output = lines(&mut child);
        // The first moments of a new folder are killed too; later rounds get some lines far.
        match round {
            0..4 => std::thread::sleep(Duration::from_millis(12 + 4 * round as u64)),
            _ => promised.extend(output.by_ref().take(round)),
        }
        child.kill().unwrap();
        child.wait().unwrap();
        promised.extend(output);
    }
    let mut store = room.open();
    assert_eq!(store.check().unwrap().problems, Vec::<String>::new());
    assert_eq!(store.audit_verify().unwrap().problem, None);
    let sweep = store.sweep(Depth::Bytes).unwrap();
    assert_eq!((sweep.missing, sweep.damaged), (vec![], vec![]));
    let stored = store.encounters(&Filter::default(), usize::MAX).unwrap();
    assert!(stored.len() > 10);
    for summary in &stored {
        assert_eq!(store.encounter(&summary.id).unwrap(), record(&summary.id));
        let filter = MessageFilter { encounter_id: Some(&summary.id), ..MessageFilter::default() };
        assert_eq!(store.messages(&filter).unwrap().len(), 1);
    }
    for line in &promised {
        match line.split_once(' ') {
            None => assert!(stored.iter().any(|summary| summary.id == *line), "{line} is lost"),
            Some(("delivered", id)) => {
                let all = store.messages(&MessageFilter::default()).unwrap();
                let message = all.iter().find(|message| message.id == id).unwrap();
                assert_eq!(message.state, MessageState::Delivered);
            }
            Some(_) => {}
        }
    }
}
