//! Touch scripts on the real program: real fingers, screens, threads and store; the camera is the
//! phantom. The scripts lie in `tests/kiosk`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use farlight::capture::phantom;
use farlight::imaging::encode;
use support::Appliance;

const EYES: &str = "phantom:seed=11,grade=0";

fn play(appliance: &Appliance, script: &Path, camera: &str) -> Output {
    let out = appliance.folder.path().join("out");
    let config = appliance.folder.path().join("farlight.toml");
    let paper = appliance.folder.path().join("paper");
    let films = appliance.folder.path().join("films");
    std::fs::create_dir_all(&films).unwrap();
    let film = phantom::chest(phantom::DEFAULT_SIZE, 5, phantom::Finding::Cavity, 1, &[]);
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

#[test]
fn a_command_writes_the_live_screen_into_the_data_folder() {
    let appliance = Appliance::new();
    let mut child = appliance
        .command(&["kiosk", "--display", "headless", "--camera", EYES])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let end = Instant::now() + Duration::from_mins(2);
    // The screen stands once the kiosk says that it runs.
    while !appliance.data().join("kiosk.pid").exists() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(50));
    }
    let (lines, status) = appliance.json(&["kiosk", "screenshot"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(status, 0, "{lines:?}");
    let path = Path::new(lines[0]["screenshot"].as_str().unwrap());
    assert!(path.starts_with(appliance.data().join("screenshots")));
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(farlight::imaging::decode::decode(&bytes).unwrap().picture.size(), (800, 480));
    // Killed, it left its number behind: nobody is signalled by it.
    let (lines, status) = appliance.json(&["kiosk", "screenshot"]);
    assert_eq!((status, &lines[0]["error"]["code"]), (2, &"usage".into()));
}
