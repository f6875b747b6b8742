//! ONNX Runtime and LiteRT, in a process of their own that runs one of them when asked.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;

use super::{Entrant, root};

struct Peers {
    child: Child,
    ask: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Drop for Peers {
    fn drop(&mut self) {
        self.ask = None;
        let _ = self.child.wait();
    }
}

/// The peers that are installed; none, with a word, where Python or they are missing.
pub fn start(task: &str) -> Vec<Entrant> {
    let found = launch(task);
    if found.is_none() {
        println!("\nNo peers: `make bench-int8` installs them.");
    }
    let Some((names, peers)) = found else { return Vec::new() };
    let peers = Rc::new(RefCell::new(peers));
    let entrant = |(index, name): (usize, &str)| {
        let peers = Rc::clone(&peers);
        let run = Box::new(move || ask(&mut peers.borrow_mut(), index).expect("an answer of the peers"));
        Entrant { name: name.to_owned(), run, times: Vec::new() }
    };
    names.split(';').enumerate().map(entrant).collect()
}

fn launch(task: &str) -> Option<(String, Peers)> {
    let mut child = Command::new(root().join(".cache/bench-int8/bin/python"))
        .arg(root().join("benches/int8/peers.py"))
        .arg(task)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let ask = child.stdin.take();
    let mut answers = BufReader::new(child.stdout.take()?).lines();
    let names = answers.next()?.ok()?;
    Some((names, Peers { child, ask, answers }))
}

fn ask(peers: &mut Peers, index: usize) -> Option<f64> {
    writeln!(peers.ask.as_mut()?, "{index}").ok()?;
    peers.answers.next()?.ok()?.parse().ok()
}
