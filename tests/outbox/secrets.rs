//! A secret in the store: used, and found nowhere else, neither in logs nor in the data folder.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use farlight::demo::receiver::Receiver;
use farlight::sync::config::{Auth, Destination};

use crate::peers::meddler::{Meddler, Meddling, Request};
use crate::slow::Station;

const SECRET: &str = "correct-horse-battery";

fn farlight(home: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_farlight"));
    command.args(arguments).arg("--data").arg(home.join("data")).arg("--key").arg(home.join("key"));
    command.env_remove("FARLIGHT_PASSPHRASE").env_remove("FARLIGHT_CONFIG").current_dir(home);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn a_secret_of_the_store_is_used_and_written_nowhere() {
    let (folder, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let home = folder.path();
    let receiver = Receiver::start(kept.path()).unwrap();
    let port = receiver.url().rsplit(':').next().unwrap().split('/').next().unwrap().parse().unwrap();
    // box:correct-horse-battery
    let wanted = "authorization: basic Ym94OmNvcnJlY3QtaG9yc2UtYmF0dGVyeQ==";
    let guard = Meddler::start(port, move |request: &Request| {
        if request.head.iter().any(|line| line.trim().eq_ignore_ascii_case(wanted)) {
            Meddling::Pass
        } else {
            Meddling::Instead(401, "text/plain", "who?".into())
        }
    });
    let auth = Auth::Basic { user: "box".into(), password_file: "store:hospital".into() };
    let destination = Destination { auth, ..Destination::fhir("hospital", &guard.url("/fhir")) };
    Station { home, destinations: vec![destination.clone()] }.fill(0..1, 64);
    let config = home.join("farlight.toml");
    let text = format!(
        "[[destination]]\nname = 'hospital'\nurl = '{}'\n[destination.auth.basic]\nuser = 'box'\n\
         password_file = 'store:hospital'\n",
        destination.url
    );
    std::fs::write(&config, text).unwrap();
    let config = config.to_str().unwrap();

    let without = farlight(home, &["sync", "--once", "-vv", "--config", config], "");
    assert_eq!(without.status.code(), Some(1), "the secret is not there yet: {without:?}");
    assert!(
        String::from_utf8_lossy(&without.stderr).contains("farlight secrets set hospital"),
        "{without:?}"
    );
    let set = farlight(home, &["secrets", "set", "hospital"], &format!("{SECRET}\n"));
    assert!(set.status.success(), "{set:?}");
    let listed = farlight(home, &["secrets", "list"], "");
    assert_eq!(String::from_utf8_lossy(&listed.stdout).trim(), "hospital");
    let sent = farlight(home, &["sync", "--once", "-vv", "--config", config], "");
    assert!(sent.status.success(), "{sent:?}");

    let mut all = Vec::new();
    files(&home.join("data"), &mut all);
    assert!(all.iter().any(|path| path.extension().is_some_and(|ending| ending == "log")), "{all:?}");
    let mut texts: Vec<Vec<u8>> = all.iter().map(|path| std::fs::read(path).unwrap()).collect();
    for output in [&set, &listed, &sent, &without] {
        texts.extend([output.stdout.clone(), output.stderr.clone()]);
    }
    let holds = |text: &[u8], word: &str| text.windows(word.len()).any(|window| window == word.as_bytes());
    for word in [SECRET, "Ym94OmNvcnJl"] {
        assert!(!texts.iter().any(|text| holds(text, word)), "{word} was written down");
    }
    let gone = farlight(home, &["secrets", "forget", "hospital"], "");
    assert!(gone.status.success());
    assert!(!farlight(home, &["secrets", "forget", "hospital"], "").status.success());
}
