//! A relay: a Farlight with a network that forwards what boxes without one put on sticks. It keeps
//! no patient's data, only what became of each message.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::args::RelayArgs;
use super::stick::{Back, Read, identity, next_number, report};
use super::{App, AppError};
use crate::dimse::Header;
use crate::domain::{Patient, Sex};
use crate::interop::dicom::Object;
use crate::interop::fhir;
use crate::stick::{Address, Answer, Item, Kind, Outcome, Parcel as Package, Stick, open, seal};
use crate::store::{BOX, Store};
use crate::sync::config::check_all;
use crate::sync::{Content, Parcel, Private, SendFault, Uplink, uplink_to};

/// Between two looks for a stick.
const LOOK: Duration = Duration::from_secs(5);

/// What became of one message.
#[derive(Serialize, Deserialize)]
struct Done {
    sha256: String,
    outcome: Outcome,
}

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
    let (mut read, mut lines) = (Read::default(), Lines::new(app));
    let mut answers: BTreeMap<String, (Address, Vec<Answer>)> = BTreeMap::new();
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
        let (_, said) = answers.entry(opened.from.short()).or_insert((opened.from, Vec::new()));
        for (item, body) in package.items {
            said.extend(lines.carry(&mut store, &opened.from, item, body, &mut read)?);
        }
    }
    for (from, answers) in answers.into_values() {
        let number = next_number(&mut store)?;
        let count = answers.len();
        let content = serde_json::to_vec(&Back { answers })?;
        let bundle = seal(&own, &from, Kind::Back, number, &content)?;
        let ways = (&own.address(), &from);
        stick.write(ways, Kind::Back, number, &bundle)?;
        stick.remove_older(ways, Kind::Back, number)?;
        store.audit(BOX, "stick-forwarded", &from.short(), &serde_json::json!({ "answers": count }))?;
    }
    for (name, fault) in &lines.down {
        read.not_taken.push(format!("destination '{name}': {fault}"));
    }
    report(app, &read)?;
    Ok(read.not_taken.is_empty())
}

/// The ways to the relay's own destinations; a stick never says where to send.
struct Lines<'a> {
    app: &'a App,
    open: BTreeMap<String, Box<dyn Uplink>>,
    /// Not asked again in this run.
    down: BTreeMap<String, String>,
}

impl<'a> Lines<'a> {
    fn new(app: &'a App) -> Self {
        Self { app, open: BTreeMap::new(), down: BTreeMap::new() }
    }

    /// Forwards one message unless it was before; `None` while nothing can be said of it.
    fn carry(
        &mut self,
        store: &mut Store,
        from: &Address,
        item: Item,
        body: Vec<u8>,
        read: &mut Read,
    ) -> Result<Option<Answer>, AppError> {
        let name = format!("relay.{}.{}", from.short(), item.id);
        let before: Option<Done> = store.kept(&name)?.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        if let Some(done) =
            before.filter(|done| done.sha256 == item.sha256 && matches!(done.outcome, Outcome::Delivered(_)))
        {
            read.known += 1;
            return Ok(Some(Answer { id: item.id, sha256: done.sha256, outcome: done.outcome }));
        }
        let outcome = match self.send(&item, body) {
            Ok(proof) => {
                read.delivered += 1;
                Outcome::Delivered(proof)
            }
            Err(SendFault::Rejected(words)) => {
                read.rejected += 1;
                Outcome::Rejected(words)
            }
            Err(fault) => {
                self.down.entry(item.destination).or_insert_with(|| fault.to_string());
                return Ok(None);
            }
        };
        // Durable before it is written to the stick: a cut loses no proof.
        let done = Done { sha256: item.sha256.clone(), outcome: outcome.clone() };
        store.keep(&name, &serde_json::to_vec(&done)?)?;
        Ok(Some(Answer { id: item.id, sha256: item.sha256, outcome }))
    }

    fn send(&mut self, item: &Item, body: Vec<u8>) -> Result<String, SendFault> {
        let configuration = |words: &str| SendFault::Configuration(words.to_owned());
        if self.down.contains_key(&item.destination) {
            return Err(configuration("it was tried a moment ago"));
        }
        let destinations = &self.app.config.destinations;
        let destination = destinations.iter().find(|known| known.name == item.destination);
        let destination =
            destination.ok_or_else(|| configuration("this relay has no destination of that name: add it"))?;
        let parcel = parcel(item, body)?;
        let line = self.open.entry(item.destination.clone()).or_insert_with(|| uplink_to(destination));
        line.send(&parcel).map(|receipt| receipt.to_string())
    }
}

fn parcel(item: &Item, body: Vec<u8>) -> Result<Parcel, SendFault> {
    let broken = || SendFault::Rejected("the message is not what its kind says".to_owned());
    if item.kind == fhir::KIND {
        let bundle: serde_json::Value = serde_json::from_slice(&body).map_err(|_| broken())?;
        let private = Private::of(&patient_of(&bundle));
        return Ok(Parcel { content: Content::Bundle(bundle), private });
    }
    let header = Header::of_file(&body).ok_or_else(broken)?;
    let patient = Patient {
        id: String::new(),
        identifier: header.patient_number,
        name: header.patient_name,
        birth_date: Some(header.birth_date),
        sex: Sex::Unknown,
    };
    let object = Object::of_file(body).ok_or_else(broken)?;
    Ok(Parcel { content: Content::Instance(object), private: Private::of(&patient) })
}

/// The words that no log may repeat.
fn patient_of(bundle: &serde_json::Value) -> Patient {
    let entries = bundle.get("entry").and_then(serde_json::Value::as_array);
    let resources = entries.into_iter().flatten().filter_map(|entry| entry.get("resource"));
    let is_patient = |resource: &&serde_json::Value| resource["resourceType"] == "Patient";
    let patient = resources.into_iter().find(is_patient);
    let text = |pointer: &str| {
        patient.and_then(|patient| patient.pointer(pointer)?.as_str()).unwrap_or_default().to_owned()
    };
    Patient {
        id: String::new(),
        identifier: text("/identifier/0/value"),
        name: text("/name/0/text"),
        birth_date: Some(text("/birthDate")),
        sex: Sex::Unknown,
    }
}
