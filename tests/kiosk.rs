//! Touch scripts on the real program: real fingers, screens, threads and store; the camera is the
//! phantom. The scripts lie in `tests/kiosk`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // each test file uses its part
mod peers;
mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use farlight::capture::phantom;
use farlight::imaging::{Gray, encode};
use support::Appliance;

const EYES: &str = "phantom:seed=11,grade=0";

/// A film with a bright plate over the lungs, as of a harness: whole, sharp, and like nothing known.
fn with_plate() -> Gray {
    let mut film = cavity();
    let (width, height) = (film.width(), film.height());
    for y in height * 35 / 100..height * 65 / 100 {
        (width / 5..width * 4 / 5).for_each(|x| film.put(x, y, [255]));
    }
    film
}

fn cavity() -> Gray {
    phantom::chest(phantom::DEFAULT_SIZE, 5, phantom::Finding::Cavity, 1, &[])
}

fn play(appliance: &Appliance, script: &Path, camera: &str) -> Output {
    let out = appliance.folder.path().join("out");
    let config = appliance.folder.path().join("farlight.toml");
    let paper = appliance.folder.path().join("paper");
    let films = appliance.folder.path().join("films");
    std::fs::create_dir_all(&films).unwrap();
    let film = if script.ends_with("abstain.script") { with_plate() } else { cavity() };
    std::fs::write(films.join("film.png"), encode::png_gray(&film).unwrap()).unwrap();
    let text =
        format!("[printer]\nto = \"file:{}\"\n[capture]\nfilms = \"{}\"\n", paper.display(), films.display());
    std::fs::write(&config, text).unwrap();
    let arguments = ["kiosk", "--display", "headless", "--language", "en", "--camera", camera];
    let mut command = appliance.command(&arguments);
    command.arg("--config").arg(config).arg("--script").arg(script).arg("--out").arg(out);
    command.output().unwrap()
}

/// Plays `tests/kiosk/NAME.script`; every screenshot of it must be there, as large as the panel. Gives
/// what was printed.
fn script(name: &str, camera: &str) -> Vec<u8> {
    let appliance = Appliance::new();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kiosk").join(format!("{name}.script"));
    let output = play(&appliance, &path, camera);
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(&path).unwrap();
    let shots: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("screenshot ")).collect();
    assert!(!shots.is_empty());
    for shot in shots {
        let png = appliance.folder.path().join("out").join(format!("{shot}.png"));
        let decoded = farlight::imaging::decode::decode(&std::fs::read(png).unwrap()).unwrap();
        assert_eq!(decoded.picture.size(), (800, 480), "{shot}");
    }
    assert!(!appliance.data().exists(), "a script leaves the box's own records alone");
    std::fs::read(appliance.folder.path().join("paper")).unwrap_or_default()
}

/// The slip comes out of the printer as it was drawn, and is short enough for a purse.
#[test]
fn both_eyes_from_the_lock_to_the_printed_slip() {
    let paper = script("eye", EYES);
    let slip = farlight::printing::read_raster(&paper).expect("one whole slip");
    assert_eq!(slip.width(), 576);
    assert!((600..2400).contains(&slip.height()), "{}", slip.height());
    let ink =
        slip.data().iter().map(|dot| u32::from(*dot == 0)).sum::<u32>() as f32 / slip.data().len() as f32;
    assert!((0.02..0.4).contains(&ink), "{ink}");
}

#[test]
fn a_chest_film_over_the_light_box_and_from_a_folder() {
    script("chest", "phantom:seed=5,tb=cavity,light-box=yes");
}

#[test]
fn an_eye_that_stays_dark_is_not_gradable() {
    script("ungradable", "phantom:seed=11,od.fault=dark");
}

#[test]
fn a_film_like_no_other_is_read_by_a_person() {
    script("abstain", EYES);
}

#[test]
fn the_power_goes_and_the_work_stays() {
    script("power", EYES);
}

#[test]
fn wrong_pins_wait_and_the_plug_does_not_help() {
    script("lockout", EYES);
}

#[test]
fn two_people_are_never_mixed() {
    script("people", EYES);
}

#[test]
fn the_language_is_found_on_the_screen() {
    let appliance = Appliance::new();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kiosk/language.script");
    let output = appliance
        .command(&["kiosk", "--display", "headless", "--camera", EYES, "--script"])
        .arg(path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_line_that_does_not_come_true_fails_and_shows_the_screen() {
    let appliance = Appliance::new();
    let path = appliance.folder.path().join("wrong.script");
    std::fs::write(&path, "wait for \"Amina\" 120\nexpect \"Nobody\"\n").unwrap();
    let output = play(&appliance, &path, EYES);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("line 2") && said.contains("Amina"), "{said}");
    std::fs::write(&path, "press \"Amina\"\n").unwrap();
    assert_eq!(play(&appliance, &path, EYES).status.code(), Some(2));
}

#[test]
fn the_first_supervisor_comes_from_the_command_line() {
    let appliance = Appliance::new();
    let add = |name: &str, pin: &str| {
        let mut child = appliance
            .command(&["users", "add", name, "--role", "supervisor"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(pin.as_bytes()).unwrap();
        child.wait().unwrap().code()
    };
    assert_eq!(add("Sara", "97531\n"), Some(0));
    assert_eq!(add("sara", "97531\n"), Some(2), "the name is taken");
    assert_eq!(add("Tom", "12\n"), Some(2), "too short");
    let (lines, _) = appliance.json(&["users", "list"]);
    assert_eq!(lines.len(), 1);
    assert_eq!((&lines[0]["name"], &lines[0]["role"]), (&"Sara".into(), &"supervisor".into()));
    assert!(!lines[0].to_string().contains("hash"));
}

/// Where scripts put their throw-away data folder, once it is there.
fn throw_away(temporary: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(temporary).ok()?.flatten().map(|entry| entry.path().join("data"));
    entries.filter(|data| data.join("kiosk.pid").exists()).find(|data| data.is_dir())
}

fn wait_for<T>(seconds: u64, mut found: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(seconds);
    loop {
        if let Some(value) = found() {
            return value;
        }
        assert!(Instant::now() < end, "waited in vain");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Screens show patients: the signal and the command get a picture from a technician's session alone.
#[test]
fn a_command_writes_the_live_screen_only_while_a_technician_is_signed_in() {
    for (name, allowed) in [("Amina", false), ("Tom", true)] {
        let appliance = Appliance::new();
        let folder = appliance.folder.path();
        let (out, path) = (folder.join("out"), folder.join("live.script"));
        let lines = format!(
            "wait for \"{name}\" 120\ntap \"{name}\"\npin 2580\nwait for \"new-eye\"\nscreenshot home\nwait for \"no such thing\" 300\n"
        );
        std::fs::write(&path, lines).unwrap();
        let mut command =
            appliance.command(&["kiosk", "--display", "headless", "--camera", EYES, "--script"]);
        command.arg(&path).arg("--out").arg(&out).env("TMPDIR", folder).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        wait_for(120, || out.join("home.png").exists().then_some(()));
        let data = throw_away(folder).expect("a data folder");
        let output = appliance.run(&["kiosk", "screenshot", "--json", "--data", data.to_str().unwrap()]);
        child.kill().unwrap();
        child.wait().unwrap();
        let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        if !allowed {
            assert_eq!((output.status.code(), &line["error"]["code"]), (Some(2), &"usage".into()));
            assert!(line["error"]["message"].as_str().unwrap().contains("technician"), "{line}");
            assert_eq!(std::fs::read_dir(data.join("screenshots")).unwrap().count(), 0);
            continue;
        }
        let path = Path::new(line["screenshot"].as_str().unwrap_or_else(|| panic!("{line}")));
        assert!(path.starts_with(data.join("screenshots")));
        let bytes = std::fs::read(path).unwrap();
        assert_eq!(farlight::imaging::decode::decode(&bytes).unwrap().picture.size(), (800, 480));
        // Killed, it left its number behind: nobody is signalled by it.
        let output = appliance.run(&["kiosk", "screenshot", "--json", "--data", data.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2));
    }
}

/// The kiosk's own receiver and worklist, with real peers.
#[test]
fn a_film_arrives_by_dicom_for_who_is_on_the_worklist() {
    let Some(worklist) = peers::find("wlmscpfs", "dcmtk") else { return };
    let appliance = Appliance::new();
    let folder = appliance.folder.path();
    let list = folder.join("lists/RIS");
    std::fs::create_dir_all(&list).unwrap();
    std::fs::write(list.join("lockfile"), "").unwrap();
    std::fs::write(folder.join("entry.dump"), EXPECTED.replace("TODAY", &today())).unwrap();
    let made =
        Command::new("dump2dcm").arg(folder.join("entry.dump")).arg(list.join("1.wl")).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (port, asks) = (peers::free_port(), peers::free_port());
    let mut server = Command::new(worklist);
    let mut server =
        server.args(["-csk", "-dfp"]).arg(folder.join("lists")).arg(asks.to_string()).spawn().unwrap();
    wait_for(10, || std::net::TcpStream::connect(("127.0.0.1", asks)).ok());

    let config = format!(
        "[receive]\naddress = '127.0.0.1:{port}'\nae_title = 'BOX'\npeers = ['PANEL']\n\
         [[worklist]]\nname = 'ris'\naddress = '127.0.0.1:{asks}'\nae_title = 'RIS'\n"
    );
    std::fs::write(folder.join("farlight.toml"), config).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kiosk/dicom.script");
    let arguments =
        ["kiosk", "--display", "headless", "--language", "en", "--config", "farlight.toml", "--script"];
    let mut command = appliance.command(&arguments);
    command.arg(path).arg("--keep").arg(folder.join("box")).arg("--out").arg(folder.join("out"));
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    let own = support::film::Film::default().write(folder, "own");
    let other = support::film::Film {
        number: "XX-1",
        name: "Other^Person",
        uid: "1.2.826.0.1.3680043.9.77.9",
        ..Default::default()
    };
    for film in [own, other.write(folder, "other")] {
        wait_for(120, || {
            let mut panel = Command::new("storescu");
            panel.args(["-aet", "PANEL", "-aec", "BOX", "-xs", "127.0.0.1", &port.to_string()]).arg(&film);
            panel.output().unwrap().status.success().then_some(())
        });
    }
    let output = child.wait_with_output().unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

const EXPECTED: &str = "(0008,0005) CS [ISO_IR 192]\n(0008,0050) SH [ACC-1]\n(0010,0010) PN [देवी^आशा]\n\
    (0010,0020) LO [KE-77]\n(0010,0030) DA [19610402]\n(0010,0040) CS [F]\n\
    (0020,000d) UI [1.2.826.0.1.3680043.9.90.1]\n(0032,1060) LO [Chest PA]\n(0040,0100) SQ\n(fffe,e000) -\n\
    (0008,0060) CS [CR]\n(0040,0001) AE [FARLIGHT]\n(0040,0002) DA [TODAY]\n(0040,0003) TM [093000]\n\
    (0040,0006) PN\n(0040,0007) LO [Chest PA]\n(0040,0009) SH [S1]\n(fffe,e00d) -\n(fffe,e0dd) -\n\
    (0040,1001) SH [P1]\n(0040,1003) SH\n";

fn today() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let now = jiff::Timestamp::from_millisecond(i64::try_from(now.as_millis()).unwrap()).unwrap();
    now.strftime("%Y%m%d").to_string()
}
