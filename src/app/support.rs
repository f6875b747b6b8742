//! The support bundle: what somebody far away needs to see what ails a box, and nothing of a patient.
//! Logs are cleaned of every name and number that the store knows, settings are taken by a list of those
//! that may be told, and everything else is counted, never copied.

mod place;
mod scrub;
mod told;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::args::SupportArgs;
use super::{App, AppError, doctor};
use crate::domain::{Laterality, Task};
use crate::imaging::encode;
use crate::screening::Gate;
use crate::store::{Store, make_folder};
pub use place::stick;
use scrub::Scrub;

/// Of each log file the end is enough, bytes.
const LOG_BYTES: usize = 1 << 20;
/// Side of the phantoms that are timed, pixels.
const TIMED: usize = 1024;
/// What one code on a small panel can hold and a telephone still read, bytes.
const CODE_BYTES: usize = 240;

/// What lies where, and what it tells in one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    pub file: PathBuf,
    pub on_stick: bool,
    pub essentials: String,
}

/// What only whoever holds the store can tell.
pub struct Inside {
    lines: Vec<doctor::Line>,
    counts: Value,
    scrub: Scrub,
}

/// Read in one go, on the thread that holds the store.
pub fn inside(app: &App, store: &mut Store) -> Inside {
    let lines = doctor::store(app, store);
    let counts = store.check().map_or(Value::Null, |check| {
        json!({
            "schema": check.schema_version, "patients": check.patients, "encounters": check.encounters,
            "pictures": check.images, "waiting": check.messages_waiting, "parked": check.messages_parked,
        })
    });
    let known = store.find_patients("", usize::MAX).unwrap_or_default();
    Inside { lines, counts, scrub: Scrub::of(&known) }
}

/// `farlight support-bundle`.
pub fn run(app: &App, args: &SupportArgs) -> Result<bool, AppError> {
    let inside = match app.store() {
        Ok(mut store) => inside(app, &mut store),
        Err(error) => without(&error),
    };
    let bundle = write(app, inside, args.out.as_deref())?;
    let line = json!({ "file": bundle.file, "on_stick": bundle.on_stick, "essentials": bundle.essentials });
    app.out.emit(&line, || {
        let code = qrcode::QrCode::new(&bundle.essentials);
        let code = code.map(|code| code.render::<qrcode::render::unicode::Dense1x2>().build());
        format!("{}\n{}\n{}", code.unwrap_or_default(), bundle.essentials, bundle.file.display())
    })?;
    Ok(true)
}

/// A store that does not open is itself what support must hear of.
fn without(error: &AppError) -> Inside {
    let line = doctor::fix("store", error.to_string(), "See the message; nothing was changed");
    Inside { lines: vec![line], counts: Value::Null, scrub: Scrub::of(&[]) }
}

/// Writes the bundle into `out`, else onto a stick, else into the data folder.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(app: &App, inside: Inside, out: Option<&Path>) -> Result<Bundle, AppError> {
    let Inside { lines: in_store, counts, mut scrub } = inside;
    let mut lines = doctor::around(app);
    lines.extend(in_store);
    let stick = stick();
    let on_stick = out.is_none() && stick.is_some();
    let folder = out.map(Path::to_owned).or(stick).unwrap_or_else(|| app.config.store.folder.join("support"));
    make_folder(&folder)?;

    let essentials = essentials(app, &lines, &counts);
    let health: Vec<String> = lines.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    let mut files = vec![
        ("README.txt".to_owned(), README.to_owned()),
        ("essentials.txt".to_owned(), essentials.clone()),
        ("health.jsonl".to_owned(), scrub.clean(&(health.join("\n") + "\n"))),
        ("counts.json".to_owned(), pretty(&counts)?),
        ("versions.json".to_owned(), pretty(&told::versions())?),
        ("machine.json".to_owned(), pretty(&told::machine())?),
        ("storage.json".to_owned(), pretty(&told::storage(&app.config.store.folder))?),
        ("timings.json".to_owned(), pretty(&timings(app))?),
        ("configuration.json".to_owned(), pretty(&told::configuration(app.config_file.as_deref()))?),
    ];
    for (name, text) in told::logs(&app.config.store.folder.join("logs"), LOG_BYTES) {
        files.push((format!("logs/{name}"), scrub.clean(&text)));
    }
    let file = folder.join(name(app));
    seal(&file, &files)?;
    Ok(Bundle { file, on_stick, essentials })
}

const README: &str =
    "A support bundle of a Farlight box: logs, health, versions, timings, storage and settings.
It holds no picture and no record of a patient. In the logs ids stand as id-1, id-2 and so on, and words that
are names or numbers of the box's patients as ***. Passwords, keys and tokens are left out of the settings.
";

fn pretty(value: &Value) -> Result<String, AppError> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

fn name(app: &App) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let device: String = app.config.site.device.chars().take(24).map(plain).collect();
    format!("farlight-support-{device}-{}.tar.gz", moment(app, "%Y%m%d-%H%M%S"))
}

fn moment(app: &App, form: &str) -> String {
    let time = jiff::Timestamp::from_millisecond(app.clock.now().wall_ms);
    time.map(|time| time.strftime(form).to_string()).unwrap_or_default()
}

/// Short enough for a code that a telephone reads off the screen.
fn essentials(app: &App, lines: &[doctor::Line], counts: &Value) -> String {
    let mut wrong: Vec<&str> = lines.iter().filter(|line| !line.ok).map(|line| line.part).collect();
    wrong.dedup();
    let wrong = if wrong.is_empty() { "nothing".to_owned() } else { wrong.join(", ") };
    let count = |name: &str| counts[name].as_u64().map_or_else(|| "?".to_owned(), |count| count.to_string());
    let free = told::free_bytes(&app.config.store.folder).map_or(0.0, |bytes| bytes as f64 / 1e9);
    let mut text = format!(
        "Farlight {}\n{}\n{}\nto fix: {wrong}\nfree {free:.1} GB\nscreenings {}, waiting {}, parked {}",
        env!("CARGO_PKG_VERSION"),
        app.config.site.device,
        moment(app, "%Y-%m-%dT%H:%MZ"),
        count("encounters"),
        count("waiting"),
        count("parked"),
    );
    while text.len() > CODE_BYTES {
        text.pop();
    }
    text
}

/// How long a picture takes here, told on phantoms: milliseconds of each stage, best of two.
fn timings(app: &App) -> Value {
    let mut all = serde_json::Map::new();
    for task in [Task::Dr, Task::Tb] {
        let start = Instant::now();
        let told = app.examiner(task).and_then(|examiner| {
            let load = start.elapsed().as_millis();
            let bytes = match task {
                Task::Dr => encode::png_rgb(&crate::capture::phantom::fundus(TIMED, 7, Laterality::Od, 2, 1, &[])),
                Task::Tb => {
                    let finding = crate::capture::phantom::Finding::Cavity;
                    encode::png_gray(&crate::capture::phantom::chest(TIMED, 7, finding, 1, &[]))
                }
            };
            let bytes = bytes.map_err(crate::screening::ScreeningError::from)?;
            examiner.examine(&bytes, Gate::Enforced)?;
            let ms = examiner.examine(&bytes, Gate::Enforced)?.ms;
            Ok(json!({ "load": load, "decode": ms.decode, "quality": ms.quality, "model": ms.model, "total": ms.total }))
        });
        let told = told.unwrap_or_else(|error| json!({ "error": error.code() }));
        all.insert(task.code().to_owned(), told);
    }
    Value::Object(all)
}

/// Whole or not there: a stick is pulled out early.
fn seal(file: &Path, parts: &[(String, String)]) -> Result<(), AppError> {
    let partial = file.with_extension("part");
    let out = std::fs::File::create(&partial)?;
    let mut archive = tar::Builder::new(GzEncoder::new(out, Compression::default()));
    for (name, text) in parts {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, text.as_bytes())?;
    }
    let mut out = archive.into_inner()?.finish()?;
    out.flush()?;
    out.sync_all()?;
    Ok(std::fs::rename(&partial, file)?)
}
