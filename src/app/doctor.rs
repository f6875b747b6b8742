use std::path::Path;

use serde::Serialize;

use super::{App, AppError, models};
use crate::capture;
use crate::domain::Task;
use crate::store::{Check, Depth, Held, Store, Sweep, Waiting};
use crate::sync::certificate::{self, Ending};
use crate::sync::config::{Destination, check_all};
use crate::sync::retention::{self, OLD_DAYS, Room};

const DAY_MS: i64 = 86_400_000;

/// One line of the check-up.
#[derive(Debug, Serialize)]
pub struct Line {
    pub part: &'static str,
    pub ok: bool,
    text: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
}

pub fn ok(part: &'static str, text: String) -> Line {
    Line { part, ok: true, text, fix: None }
}

pub fn fix(part: &'static str, text: String, fix: &str) -> Line {
    Line { part, ok: false, text, fix: Some(fix.to_owned()) }
}

/// Checks everything that a screening needs; `false` when something wants fixing.
pub fn run(app: &App) -> Result<bool, AppError> {
    let mut lines = around(app);
    // After clock and disk.
    lines.splice(2..2, inside(app));
    report(app, &lines)
}

fn inside(app: &App) -> Vec<Line> {
    match app.store() {
        Ok(mut opened) => store(app, &mut opened),
        Err(error) => vec![fix("store", error.to_string(), "See the message; nothing was changed")],
    }
}

/// Everything but the store; the clock and the disk first.
pub fn around(app: &App) -> Vec<Line> {
    let mut lines = vec![clock(app), disk(&app.config.store.folder), key(app)];
    lines.extend([Task::Dr, Task::Tb].into_iter().flat_map(|task| models::checks(app, task)));
    lines.extend(cameras());
    lines.push(destinations(app));
    lines.extend(receiver(app));
    lines.extend(certificates(app));
    lines
}

pub fn report(app: &App, lines: &[Line]) -> Result<bool, AppError> {
    for line in lines {
        app.out.emit(line, || match &line.fix {
            None => format!("ok   {:<12} {}", line.part, line.text),
            Some(fix) => format!("FIX  {:<12} {}\n     {:<12} {fix}", line.part, line.text, ""),
        })?;
    }
    Ok(lines.iter().all(|line| line.ok))
}

fn clock(app: &App) -> Line {
    let now = app.clock.now();
    let text = jiff::Timestamp::from_millisecond(now.wall_ms)
        .map_or_else(|_| "unreadable".to_owned(), |time| time.strftime("%Y-%m-%d %H:%M UTC").to_string());
    if now.trusted {
        ok("clock", text)
    } else {
        fix("clock", format!("{text} cannot be right"), "Set the date and time, or connect to a network")
    }
}

fn disk(folder: &Path) -> Line {
    let existing = folder.ancestors().find(|place| place.exists()).unwrap_or(Path::new("/"));
    match rustix::fs::statvfs(existing) {
        Ok(space) => {
            let free = space.f_bavail.saturating_mul(space.f_frsize);
            let text = format!("{:.1} GB free for {}", free as f64 / 1e9, folder.display());
            let total = space.f_blocks.saturating_mul(space.f_frsize);
            match retention::room(free, total) {
                Room::Plenty => ok("disk", text),
                Room::Short => fix(
                    "disk",
                    text,
                    "Bring the box to a network, or a stick to it: what was sent makes room",
                ),
                Room::None => fix(
                    "disk",
                    format!("{text}: no screening is begun"),
                    "Bring the box to a network, or a stick to it: what was sent makes room; or fit a larger card",
                ),
            }
        }
        Err(error) => fix("disk", format!("{}: {error}", existing.display()), "Check the card or disk"),
    }
}

/// The store, its pictures, what waits, and the audit chain.
pub fn store(app: &App, store: &mut Store) -> Vec<Line> {
    let call = "Back the data folder up, then call the programme";
    let pictures = match store.sweep(Depth::Bytes) {
        Ok(sweep) if sweep.missing.is_empty() && sweep.damaged.is_empty() && sweep.orphans_kept == 0 => {
            ok("pictures", "every stored picture opens".to_owned())
        }
        Ok(Sweep { missing, damaged, orphans_kept, .. }) => {
            let (missing, damaged) = (missing.len(), damaged.len());
            fix(
                "pictures",
                format!("{missing} missing, {damaged} damaged, {orphans_kept} without a record"),
                call,
            )
        }
        Err(error) => fix("pictures", error.to_string(), call),
    };
    let check = match store.check() {
        Ok(check) => check,
        Err(error) => return vec![fix("store", error.to_string(), call)],
    };
    let health = if check.problems.is_empty() {
        let Check { encounters, images, .. } = check;
        ok("store", format!("{encounters} encounters, {images} pictures, all in order"))
    } else {
        fix("store", check.problems.join("; "), call)
    };
    let waiting = match store.waiting() {
        Ok(waiting) => waiting,
        Err(error) => return vec![fix("outbox", error.to_string(), call)],
    };
    let pressure = pressure(app, &waiting, check.free_bytes);
    let waiting = format!("{} waiting to send ({:.1} MB)", waiting.count, waiting.bytes as f64 / 1e6);
    let outbox = match check.messages_parked {
        0 => match pressure {
            Some(words) => {
                fix("outbox", format!("{waiting}, {words}"), "Bring the box to a network, or a stick to it")
            }
            None => ok("outbox", waiting),
        },
        parked => {
            let text = format!("{waiting}, {parked} need a person");
            fix("outbox", text, "farlight outbox list says why; farlight outbox retry sends again")
        }
    };
    let audit = match store.audit_verify().map(|report| (report.entries, report.problem)) {
        Ok((entries, None)) => ok("audit", format!("{entries} entries, unbroken")),
        Ok((_, Some(problem))) => {
            fix("audit", problem.to_string(), "Keep this box as it is, and call the programme")
        }
        Err(error) => fix("audit", error.to_string(), call),
    };
    vec![health, pictures, outbox, originals(app, store), audit]
}

/// What lies here as taken, and for how long.
fn originals(app: &App, store: &Store) -> Line {
    let rule = app.config.store.rule();
    let times = format!(
        "stay {} after they were proven to be stored elsewhere, {} where nobody was referred",
        rule.proven, rule.negative
    );
    match store.held() {
        Ok(Held { originals, bytes, let_go }) => ok(
            "originals",
            format!("{originals} ({:.1} MB), {let_go} let go; they {times}", bytes as f64 / 1e6),
        ),
        Err(error) => fix("originals", error.to_string(), "Back the data folder up, then call the programme"),
    }
}

fn key(app: &App) -> Line {
    match app.trusted_key() {
        Ok(key) if key.is_development() => fix(
            "key",
            "the development key is in force: anyone can sign packs for this box".to_owned(),
            "Name the programme's key as public_key_file under [models]",
        ),
        Ok(key) => ok("key", format!("packs must be signed by {key}")),
        Err(error) => fix("key", error.to_string(), "Correct the configuration: screening is blocked"),
    }
}

fn cameras() -> Vec<Line> {
    let found = capture::list_cameras();
    if found.is_empty() {
        let text = "none found".to_owned();
        return vec![fix("camera", text, "Plug a camera in, or read files and folders instead")];
    }
    found.iter().map(|camera| ok("camera", format!("{} {}", camera.path.display(), camera.name))).collect()
}

fn receiver(app: &App) -> Option<Line> {
    let config = app.config.receive.as_ref()?;
    Some(match config.check() {
        Ok(()) => ok("receiver", format!("{} at {}", config.ae_title, config.address)),
        Err(error) => fix("receiver", error.to_string(), "Correct [receive]: no panel can send"),
    })
}

fn destinations(app: &App) -> Line {
    if let Err(error) = check_all(&app.config.destinations) {
        return fix("destination", error.to_string(), "Correct the configuration: nothing is sent");
    }
    let names: Vec<&str> =
        app.config.destinations.iter().map(|destination| destination.name.as_str()).collect();
    if names.is_empty() {
        fix(
            "destination",
            "none configured".to_owned(),
            "Add a [[destination]] to the configuration: results stay here",
        )
    } else {
        ok("destination", names.join(", "))
    }
}

/// Why what waits becomes a worry of its own.
fn pressure(app: &App, waiting: &Waiting, free_bytes: u64) -> Option<String> {
    let now = app.clock.now();
    let days = waiting.oldest_wall_ms.map_or(0, |oldest| (now.wall_ms - oldest) / DAY_MS);
    if now.trusted && days >= OLD_DAYS {
        return Some(format!("the oldest for {days} days"));
    }
    (waiting.bytes > free_bytes / 2).then(|| "more than half of what is free on the disk".to_owned())
}

fn certificates(app: &App) -> Vec<Line> {
    let now = app.clock.now();
    let told = |destination: &Destination| {
        let name = destination.name.clone();
        certificate::ending(destination, &now).into_iter().map(move |Ending { file, days }| {
            let when = if days < 0 { "has ended".to_owned() } else { format!("ends in {days} days") };
            let text = format!("{name}: {} {when}", file.display());
            fix("certificate", text, "Get a new one from the site, and put it in place of this file")
        })
    };
    app.config.destinations.iter().flat_map(told).collect()
}
