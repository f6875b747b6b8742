//! A relay: a Farlight with a network that forwards what boxes without one put on sticks. It keeps
//! no patient's data, only what became of each message; it asks in their place what specialists answered.

mod lines;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use self::lines::Lines;
use super::args::RelayArgs;
use super::stick::{Back, QUESTIONS, Read, identity, next_number, report};
use super::{App, AppError};
use crate::stick::{Address, Kind, Parcel as Package, Stick, open, seal};
use crate::store::BOX;
use crate::sync::config::check_all;

/// Between two looks for a stick.
const LOOK: Duration = Duration::from_secs(5);

/// Forwards once from a folder, or whenever a stick is put in.
pub fn run(app: &App, args: &RelayArgs) -> Result<bool, AppError> {
    if args.address {
        return super::stick::address(app);
    }
    if let Some(folder) = &args.from {
        return forward(app, folder);
    }
    app.out.say(&format!("waiting for a stick below {}", args.watch.display()))?;
    let mut seen: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    loop {
        let sticks = sticks_below(&args.watch);
        seen.retain(|folder, _| sticks.contains(folder));
        for folder in sticks {
            let names = names(&folder);
            if seen.get(&folder) == Some(&names) {
                continue;
            }
            if let Err(error) = forward(app, &folder) {
                log::error!("stick at {}: {error}", folder.display());
                eprintln!("farlight: {error}");
            }
            // With what was just written.
            seen.insert(folder.clone(), self::names(&folder));
        }
        std::thread::sleep(LOOK);
    }
}

/// Mounted folders with a `farlight` in them, one or two levels down.
fn sticks_below(root: &Path) -> Vec<PathBuf> {
    let below = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect::<Vec<_>>()
    };
    let first = below(root);
    let second: Vec<PathBuf> = first.iter().flat_map(|folder| below(folder)).collect();
    let mut found: Vec<PathBuf> = first.into_iter().chain(second).collect();
    found.retain(|folder| folder.join("farlight").is_dir());
    found
}

fn names(folder: &Path) -> Vec<String> {
    let listed = Stick::at(folder).and_then(|stick| stick.list());
    listed.map(|found| found.into_iter().map(|found| found.name).collect()).unwrap_or_default()
}

/// Forwards what lies on a stick, and writes what became of it back.
fn forward(app: &App, folder: &Path) -> Result<bool, AppError> {
    check_all(&app.config.destinations)?;
    let known = app.config.stick.known()?;
    if known.is_empty() {
        let words = "this relay carries for nobody: add [[stick.box]] with name and address of each box";
        return Err(AppError::Usage(words.to_owned()));
    }
    let stick = Stick::at(folder)?;
    let mut store = app.store()?;
    let own = identity(&mut store)?;
    let addresses: Vec<Address> = known.iter().map(|(_, address)| *address).collect();
    let (mut read, mut lines) = (Read::default(), Lines::new(app, &store)?);
    let mut words: BTreeMap<String, (Address, Back)> = BTreeMap::new();
    for found in stick.list()? {
        let opened = stick.read(&found).and_then(|bytes| open(&own, &addresses, &bytes));
        let Some(opened) = read.take(&found.name, opened).filter(|opened| opened.kind == Kind::Out) else {
            continue;
        };
        let package = match Package::decode(&opened.content) {
            Ok(package) => package,
            Err(error) => {
                read.not_taken.push(format!("{}: {error}", found.name));
                continue;
            }
        };
        let (_, back) = words.entry(opened.from.short()).or_insert((opened.from, Back::default()));
        for (item, body) in package.items {
            if item.kind == QUESTIONS {
                back.verdicts.extend(lines.ask(item.destination, &body));
            } else {
                back.answers.extend(lines.carry(&mut store, &opened.from, item, body, &mut read)?);
            }
        }
    }
    for (from, back) in words.into_values() {
        let number = next_number(&mut store)?;
        let details = serde_json::json!({ "answers": back.answers.len(), "asked": back.verdicts.len() });
        let bundle = seal(&own, &from, Kind::Back, number, &serde_json::to_vec(&back)?)?;
        let ways = (&own.address(), &from);
        stick.write(ways, Kind::Back, number, &bundle)?;
        stick.remove_older(ways, Kind::Back, number)?;
        store.audit(BOX, "stick-forwarded", &from.short(), &details)?;
    }
    for (name, fault) in lines.down() {
        read.not_taken.push(format!("destination '{name}': {fault}"));
    }
    report(app, &read)?;
    Ok(read.not_taken.is_empty())
}
