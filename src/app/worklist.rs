//! Who is expected: fetched from worklists, kept in the store, offered where a patient is looked for.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::args::WorklistArgs;
use super::{App, AppError};
use crate::dimse::{DimseError, Peer, Question, Scheduled, client_config, is_ae_title, worklist};
use crate::domain::{Patient, Sex, is_birth_date, utc_date};
use crate::store::{Store, StoreError};

/// Where the last answer lies in the store.
const KEPT: &str = "worklist";
/// Namespace of the ids of people who are expected and were never here; drawn once at random.
const NAMESPACE: uuid::Uuid = uuid::Uuid::from_u128(0x51d1_8a36_0b5e_4d4e_9f0c_6a55_0e8f_93c1);

/// `[[worklist]]`: a DICOM modality worklist, or the orders of a FHIR server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorklistConfig {
    /// As it stands in lists and messages.
    pub name: String,
    /// FHIR: the destination whose `ServiceRequest`s are read. Everything below is for DICOM.
    pub destination: Option<String>,
    /// `host:port`.
    #[serde(default)]
    pub address: String,
    /// Its AE title.
    #[serde(default)]
    pub ae_title: String,
    /// Ours, as the worklist knows it.
    #[serde(default = "default_title")]
    pub calling: String,
    /// Only what is planned for this modality, as `CR` or `OP`.
    #[serde(default)]
    pub modality: String,
    /// Only what is planned for this station's AE title.
    #[serde(default)]
    pub station: String,
    /// PEM file: DICOM over TLS, with this authority.
    pub ca_file: Option<PathBuf>,
    pub client_cert: Option<PathBuf>,
    pub client_key: Option<PathBuf>,
    #[serde(default = "default_timeout")]
    pub timeout_s: u64,
}

fn default_title() -> String {
    "FARLIGHT".to_owned()
}

fn default_timeout() -> u64 {
    30
}

impl WorklistConfig {
    /// # Errors
    /// What a technician has to mend.
    pub fn peer(&self) -> Result<Peer, DimseError> {
        let setup = |words: &str| DimseError::Setup(format!("worklist '{}': {words}", self.name));
        if !is_ae_title(&self.ae_title) || !is_ae_title(&self.calling) {
            return Err(setup("ae_title and calling must be 1 to 16 letters"));
        }
        if !self.address.contains(':') || !(5..=600).contains(&self.timeout_s) {
            return Err(setup("address must look like host:104, and timeout_s lie between 5 and 600"));
        }
        let own = match (&self.client_cert, &self.client_key) {
            (Some(chain), Some(key)) => Some((chain.as_path(), key.as_path())),
            (None, None) => None,
            _ => return Err(setup("client_cert and client_key go together")),
        };
        let tls = self.ca_file.as_deref().map(|authority| client_config(authority, own)).transpose()?;
        Ok(Peer {
            address: self.address.clone(),
            called: self.ae_title.clone(),
            calling: self.calling.clone(),
            timeout: Duration::from_secs(self.timeout_s),
            tls,
        })
    }
}

/// What a worklist said last.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Expected {
    pub source: String,
    pub fetched_wall_ms: i64,
    pub people: Vec<Scheduled>,
}

/// Asks every worklist, keeps the answers, and shows them; `false` when one could not be asked: what
/// it said before still stands.
pub fn run(app: &App, args: &WorklistArgs) -> Result<bool, AppError> {
    if app.config.worklists.is_empty() {
        let words =
            "no worklist is configured: add [[worklist]] with name, address and ae_title, or destination";
        return Err(AppError::Usage(words.to_owned()));
    }
    let mut all = true;
    if !args.kept {
        // Asked before the store is opened: screening has it meanwhile.
        let (fresh, faults) = ask_all(app);
        all = faults.is_empty();
        for (name, fault) in &faults {
            eprintln!("farlight: worklist '{name}': {fault}");
        }
        keep(&mut app.store()?, fresh)?;
    }
    for expected in kept(&app.store()?)? {
        for person in &expected.people {
            let line = serde_json::json!({ "source": expected.source, "scheduled": person });
            app.out.emit(&line, || {
                format!(
                    "{} {:5}  {:3}  {:12}  {}  {}  {}",
                    person.date,
                    person.time,
                    person.modality,
                    person.number,
                    person.name,
                    person.birth_date,
                    person.description
                )
            })?;
        }
    }
    Ok(all)
}

/// What each worklist says now, and what went wrong with the others.
pub fn ask_all(app: &App) -> (Vec<Expected>, Vec<(String, String)>) {
    let now = app.clock.now();
    let (mut fresh, mut faults) = (Vec::new(), Vec::new());
    for config in &app.config.worklists {
        match ask(app, config) {
            Ok(people) => {
                fresh.push(Expected { source: config.name.clone(), fetched_wall_ms: now.wall_ms, people });
            }
            Err(fault) => {
                log::warn!("worklist '{}': {fault}", config.name);
                faults.push((config.name.clone(), fault));
            }
        }
    }
    (fresh, faults)
}

fn ask(app: &App, config: &WorklistConfig) -> Result<Vec<Scheduled>, String> {
    let now = app.clock.now();
    let days = if now.trusted { days(now.wall_ms) } else { None };
    if let Some(name) = &config.destination {
        let known = app.config.destinations.iter().find(|known| known.name == *name);
        let destination = known.ok_or_else(|| format!("there is no [[destination]] called '{name}'"))?;
        return super::orders::ordered(destination, days).map_err(|fault| fault.to_string());
    }
    let written = |day: jiff::civil::Date| day.strftime("%Y%m%d").to_string();
    let question = Question {
        dates: days.map_or_else(String::new, |(from, to)| format!("{}-{}", written(from), written(to))),
        modality: config.modality.clone(),
        station: config.station.clone(),
    };
    config.peer().and_then(|peer| worklist(&peer, &question)).map_err(|fault| fault.to_string())
}

/// From yesterday to tomorrow: no time zone makes today disappear.
fn days(wall_ms: i64) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let today = utc_date(wall_ms)?;
    Some((today.yesterday().ok()?, today.tomorrow().ok()?))
}

/// Keeps fresh answers in place of those of the same source.
pub fn keep(store: &mut Store, fresh: Vec<Expected>) -> Result<(), StoreError> {
    if fresh.is_empty() {
        return Ok(());
    }
    let mut all = kept(store)?;
    all.retain(|old| fresh.iter().all(|new| new.source != old.source));
    all.extend(fresh);
    let bytes = serde_json::to_vec(&all).map_err(|_| StoreError::Invalid("a worklist"))?;
    store.keep(KEPT, &bytes)
}

/// The last answers.
pub fn kept(store: &Store) -> Result<Vec<Expected>, StoreError> {
    Ok(store.kept(KEPT)?.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
}

/// People who are expected, fit the search, and whose number nobody here has. Their ids hold only
/// until they are screened.
pub fn candidates(store: &Store, text: &str, wall_ms: i64) -> Result<Vec<Patient>, StoreError> {
    let text = text.trim().to_lowercase();
    let mut found = Vec::new();
    for person in kept(store)?.into_iter().flat_map(|expected| expected.people) {
        let fits = person.number.to_lowercase() == text || person.name.to_lowercase().contains(&text);
        let known = |patient: &Patient| patient.identifier == person.number;
        if text.is_empty() || !fits || person.number.trim().is_empty() || found.iter().any(known) {
            continue;
        }
        if store.patient_by_identifier(&person.number)?.is_none() {
            found.push(patient(person, wall_ms));
        }
    }
    Ok(found)
}

/// Somebody of [`candidates`], by id.
pub fn candidate(store: &Store, id: &str, wall_ms: i64) -> Result<Option<Patient>, StoreError> {
    let people = kept(store)?.into_iter().flat_map(|expected| expected.people);
    Ok(people.map(|person| patient(person, wall_ms)).find(|patient| patient.id == id))
}

fn patient(person: Scheduled, wall_ms: i64) -> Patient {
    let known = [&person.issuer, &person.number, &person.name].map(String::as_str).join("\n");
    let birth_date = Some(person.birth_date).filter(|date| is_birth_date(date, wall_ms));
    Patient {
        id: uuid::Uuid::new_v5(&NAMESPACE, known.as_bytes()).to_string(),
        identifier: person.number,
        name: person.name,
        birth_date,
        sex: match person.sex.as_str() {
            "F" => Sex::Female,
            "M" => Sex::Male,
            "O" => Sex::Other,
            _ => Sex::Unknown,
        },
    }
}
