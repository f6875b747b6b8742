use super::panel::{Film, Receiving, dcmtk, words};
use super::support::{Appliance, picture, xray};

#[test]
fn a_film_comes_once_and_another_beside_it() {
    let Some(_) = dcmtk("storescu") else { return };
    let receiving = Receiving::start("");
    let folder = receiving.appliance.folder.path().to_owned();
    let film = Film::default().write(&folder, "film");
    for _ in 0..2 {
        let sent = receiving.store(&film);
        assert!(sent.status.success(), "{}", words(&sent));
        assert!(words(&sent).contains("Success"), "{}", words(&sent));
    }
    let waiting = receiving.waiting();
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    let note = &waiting[0]["note"];
    assert_eq!((&note["patient"], &note["name"]), (&"KE-77".into(), &"आशा देवी".into()));
    assert_eq!((&note["birth_date"], &note["from"]), (&"1961-04-02".into(), &"PANEL".into()));

    let other = Film { shade: 90, ..Film::default() }.write(&folder, "other");
    assert!(receiving.store(&other).status.success());
    let waiting = receiving.waiting();
    assert_eq!(waiting.len(), 2);
    assert!(waiting.iter().all(|film| film["twin"] == true), "{waiting:?}");
    let id = waiting[1]["id"].as_str().unwrap();
    let (removed, _) = receiving.appliance.json(&["inbox", "remove", id]);
    assert_eq!(removed[0]["removed"], true, "{removed:?}");
    assert_eq!(receiving.waiting().len(), 1);
    let (appliance, log) = receiving.stop();
    assert!(log.contains("other content under a UID"), "{log}");
    assert!(!log.contains("KE-77") && !log.contains("देवी"), "{log}");
    for file in std::fs::read_dir(appliance.data().join("inbox")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(5).any(|part| part == b"KE-77"));
    }
}

#[test]
fn every_way_to_code_a_film_that_is_read() {
    let Some(_) = dcmtk("storescu") else { return };
    let Some(film) = picture(&xray("RG1_UNCR")) else { return };
    let receiving = Receiving::start("");
    let folder = receiving.appliance.folder.path().to_owned();
    let mut files = vec![film.clone()];
    for (program, option, name) in [
        ("dcmcjpeg", "+e1", "lossless"),
        ("dcmcrle", "", "rle"),
        ("dcmconv", "+td", "deflated"),
        ("dcmconv", "+ti", "implicit"),
    ] {
        let path = folder.join(format!("{name}.dcm"));
        let mut convert = std::process::Command::new(program);
        convert.args(Some(option).filter(|option| !option.is_empty())).arg(&film).arg(&path);
        assert!(convert.status().unwrap().success(), "{name}");
        files.push(path);
    }
    for (option, file) in ["-xe", "-xs", "-xr", "-xd", "-xi"].iter().zip(&files) {
        let mut one = std::process::Command::new("storescu");
        one.args(["-v", "-aet", "PANEL", "-aec", "BOX", option, "127.0.0.1", &receiving.port.to_string()]);
        let sent = one.arg(file).output().unwrap();
        assert!(sent.status.success() && words(&sent).contains("Success"), "{file:?}: {}", words(&sent));
    }
    assert!(!receiving.waiting().is_empty());
}

#[test]
fn who_does_not_belong_here_is_told_so() {
    let Some(_) = dcmtk("echoscu") else { return };
    let receiving = Receiving::start("");
    let echo = |titles| receiving.call(std::process::Command::new("echoscu"), titles, &[]);
    assert!(echo(("PANEL", "BOX")).status.success());
    let stranger = echo(("STRANGER", "BOX"));
    assert!(words(&stranger).contains("Calling AE Title Not Recognized"), "{}", words(&stranger));
    let wrong = echo(("PANEL", "OTHERBOX"));
    assert!(words(&wrong).contains("Called AE Title Not Recognized"), "{}", words(&wrong));
    let elsewhere = echo(("FAR", "BOX"));
    assert!(words(&elsewhere).contains("Calling AE Title Not Recognized"), "{}", words(&elsewhere));
    let (_, log) = receiving.stop();
    assert!(log.contains("'STRANGER' is not among the peers: add it under [receive]"), "{log}");
    assert!(log.contains("it calls 'OTHERBOX', but this box is 'BOX'"), "{log}");
    assert!(log.contains("'FAR' may not call from this address"), "{log}");
}

#[test]
fn what_is_not_set_up_is_said() {
    let appliance = Appliance::new();
    let (lines, status) = appliance.json(&["receive"]);
    assert_eq!(status, 2);
    assert!(lines[0]["error"]["message"].as_str().unwrap().contains("add [receive]"), "{lines:?}");
    for (config, word) in [
        ("address = '127.0.0.1:0'\npeers = []", "peers under [receive] is empty"),
        ("address = '127.0.0.1:0'\npeers = ['A@nowhere']", "must look like"),
        ("address = '127.0.0.1:0'\npeers = ['A']\nae_title = 'A TITLE MUCH TOO LONG'", "ae_title"),
        ("address = '127.0.0.1:0'\npeers = ['A']\ncert_file = '/x'", "go together"),
        ("address = '192.0.2.1:104'\npeers = ['A']", "cannot listen"),
    ] {
        std::fs::write(appliance.folder.path().join("c.toml"), format!("[receive]\n{config}\n")).unwrap();
        let (lines, status) = appliance.json(&["receive", "--config", "c.toml"]);
        assert_eq!(status, 1, "{lines:?}");
        assert!(lines[0]["error"]["message"].as_str().unwrap().contains(word), "{lines:?}");
    }
}
