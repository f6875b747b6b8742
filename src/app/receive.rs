//! The receiver of X-ray panels, and the inbox that it fills.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::args::ReceiveArgs;
use super::{App, AppError};
use crate::dimse::{
    Association, Budget, Deposit, DimseError, Kept, Peer, Proposal, Received, Receiver, Refusal, Rules,
    Settings, VERIFICATION, is_ae_title, server_config,
};
use crate::imaging::decode::MAX_FILE_BYTES;
use crate::store::{BOX, Inbox, InboxLimits, Put, StoreError};

/// Memory for objects on their way in, all connections together.
const BUDGET_BYTES: usize = 96 << 20;

/// `[receive]`: pictures come in by DICOM C-STORE.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiveConfig {
    /// Where to listen, as `0.0.0.0:11112`.
    pub address: SocketAddr,
    /// How panels call this box.
    #[serde(default = "default_title")]
    pub ae_title: String,
    /// AE titles that may send; `TITLE@ADDRESS` from that address alone.
    pub peers: Vec<String>,
    /// PEM files: with both, DICOM over TLS and nothing else.
    pub cert_file: Option<PathBuf>,
    pub key_file: Option<PathBuf>,
    /// PEM file: only those with a certificate of this authority may come.
    pub client_ca_file: Option<PathBuf>,
    /// Connections at the same time.
    #[serde(default = "default_connections")]
    pub connections: usize,
    /// New connections of one address in a minute.
    #[serde(default = "default_per_minute")]
    pub per_minute: usize,
    /// Seconds that a panel may be silent between two pictures.
    #[serde(default = "default_patience")]
    pub patience_s: u64,
    /// Megabytes that may wait in the inbox.
    #[serde(default = "default_room")]
    pub room_mb: u64,
}

fn default_title() -> String {
    "FARLIGHT".to_owned()
}

fn default_connections() -> usize {
    8
}

fn default_per_minute() -> usize {
    120
}

fn default_patience() -> u64 {
    60
}

fn default_room() -> u64 {
    4096
}

impl ReceiveConfig {
    fn rules(&self) -> Result<Rules, DimseError> {
        let setup = |words: String| Err(DimseError::Setup(words));
        if !is_ae_title(&self.ae_title) {
            return setup("ae_title under [receive] must be 1 to 16 letters".to_owned());
        }
        if self.peers.is_empty() {
            return setup("peers under [receive] is empty: name the AE titles that may send".to_owned());
        }
        let mut peers = Vec::new();
        for peer in &self.peers {
            let (title, address) = match peer.split_once('@') {
                None => (peer.as_str(), None),
                Some((title, address)) => (title, Some(address.parse::<IpAddr>())),
            };
            match address.transpose() {
                Ok(address) if is_ae_title(title) => peers.push((title.to_owned(), address)),
                _ => {
                    return setup(format!("'{peer}' under [receive] must look like XRAY1 or XRAY1@10.0.0.7"));
                }
            }
        }
        Ok(Rules { ae_title: self.ae_title.clone(), peers })
    }

    fn settings(&self) -> Result<Settings, DimseError> {
        let tls = match (&self.cert_file, &self.key_file) {
            (Some(chain), Some(key)) => Some(server_config(chain, key, self.client_ca_file.as_deref())?),
            (None, None) if self.client_ca_file.is_none() => None,
            _ => {
                let words =
                    "cert_file and key_file under [receive] go together, and client_ca_file with them";
                return Err(DimseError::Setup(words.to_owned()));
            }
        };
        if self.connections == 0 || self.connections > 64 || !(5..=3600).contains(&self.patience_s) {
            let words =
                "under [receive], connections must lie between 1 and 64, patience_s between 5 and 3600";
            return Err(DimseError::Setup(words.to_owned()));
        }
        Ok(Settings {
            rules: self.rules()?,
            tls,
            connections: self.connections,
            per_minute: self.per_minute,
            patience: Duration::from_secs(self.patience_s),
            budget: Budget::new(BUDGET_BYTES, usize::try_from(MAX_FILE_BYTES).unwrap_or(BUDGET_BYTES)),
        })
    }

    pub fn limits(&self) -> InboxLimits {
        InboxLimits { bytes: self.room_mb.saturating_mul(1 << 20), ..InboxLimits::default() }
    }

    /// # Errors
    /// What a technician has to mend.
    pub fn check(&self) -> Result<(), DimseError> {
        self.settings().map(drop)
    }
}

/// What is noted beside a picture of the inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    pub received_wall_ms: i64,
    /// AE title of the sender.
    pub from: String,
    pub patient: String,
    pub name: String,
    pub birth_date: String,
    pub sex: String,
    pub modality: String,
    pub study_date: String,
    pub laterality: String,
    /// Encounter that it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encounter: Option<String>,
}

/// The inbox as the receiver's deposit. One picture at a time: a card writes no faster for two, and
/// sealing takes memory.
struct Shelf {
    inbox: Inbox,
    clock: Arc<dyn crate::clock::Clock>,
    turn: Mutex<()>,
}

impl Deposit for Shelf {
    fn keep(&self, object: &Received<'_>) -> Result<Kept, Refusal> {
        let header = object.header;
        let note = Note {
            received_wall_ms: self.clock.now().wall_ms,
            from: object.calling.to_owned(),
            patient: header.patient_number.clone(),
            name: header.patient_name.clone(),
            birth_date: header.birth_date.clone(),
            sex: header.sex.clone(),
            modality: header.modality.clone(),
            study_date: header.study_date.clone(),
            laterality: header.laterality.clone(),
            encounter: None,
        };
        let note = serde_json::to_vec(&note).map_err(|error| Refusal::Failed(error.to_string()))?;
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        match self.inbox.put(&header.sop_instance, &note, object.file) {
            Ok(Put::New(_)) => Ok(Kept::New),
            Ok(Put::Again(_)) => Ok(Kept::Again),
            Ok(Put::Beside(_)) => Ok(Kept::Beside),
            Err(StoreError::DiskFull { .. }) => Err(Refusal::Full),
            Err(error) => Err(Refusal::Failed(error.to_string())),
        }
    }
}

impl App {
    fn receive_config(&self) -> Result<&ReceiveConfig, AppError> {
        self.config.receive.as_ref().ok_or_else(|| {
            let words =
                "no receiver is configured: add [receive] with address and peers to the configuration";
            AppError::Usage(words.to_owned())
        })
    }

    /// How much may wait in the inbox of this box.
    pub fn inbox_limits(&self) -> InboxLimits {
        self.config.receive.as_ref().map_or_else(InboxLimits::default, ReceiveConfig::limits)
    }
}

/// Receives until interrupted.
pub fn run(app: &App, args: &ReceiveArgs) -> Result<bool, AppError> {
    let config = app.receive_config()?;
    if args.check {
        return check(app, config);
    }
    // The store is needed for its keys only: screening has it to itself.
    let inbox = app.store()?.inbox(config.limits());
    let receiver = open(app, config, inbox)?;
    let address = receiver.address()?;
    let line = serde_json::json!({ "ae_title": config.ae_title, "address": address });
    app.out.emit(&line, || format!("listening at {address} as {}", config.ae_title))?;
    receiver.run(&AtomicBool::new(false));
    Ok(true)
}

/// A receiver that does not run yet.
pub fn open(app: &App, config: &ReceiveConfig, inbox: Inbox) -> Result<Receiver, AppError> {
    let left = inbox.sweep()?;
    if left > 0 {
        log::info!("receiver: {left} files that a power cut left half were removed");
    }
    let settings = config.settings()?;
    if settings.tls.is_none() && !config.address.ip().is_loopback() {
        log::warn!(
            "receiver: without TLS, patients' data are open on the way here: keep the panel's network apart"
        );
    }
    let shelf = Shelf { inbox, clock: Arc::clone(&app.clock), turn: Mutex::new(()) };
    Ok(Receiver::bind(config.address, settings, Arc::new(shelf))?)
}

/// Calls our own receiver as the first of the peers would.
fn check(app: &App, config: &ReceiveConfig) -> Result<bool, AppError> {
    let rules = config.rules()?;
    let calling = rules.peers.first().map(|(title, _)| title.clone()).unwrap_or_default();
    if config.cert_file.is_some() {
        let words = "--check speaks no TLS: try it from the panel, or with echoscu and its certificate";
        return Err(AppError::Usage(words.to_owned()));
    }
    let peer = Peer {
        address: config.address.to_string().replace("0.0.0.0", "127.0.0.1"),
        called: rules.ae_title,
        calling,
        timeout: Duration::from_secs(10),
        tls: None,
    };
    let mut association = Association::open(&peer, &[Proposal::service(VERIFICATION)])?;
    association.echo()?;
    association.release();
    app.out.emit(&serde_json::json!({ "ok": true }), || "ok: the receiver answers".to_owned())?;
    Ok(true)
}

/// Takes a picture out for good.
pub fn remove(app: &App, picture: &str, operator: &str) -> Result<bool, AppError> {
    let mut store = app.store()?;
    let inbox = store.inbox(app.inbox_limits());
    let id = inbox.find(picture)?.id;
    let actor = if operator.is_empty() { BOX } else { operator };
    store.audit(actor, "inbox-removed", &id, &serde_json::json!({}))?;
    inbox.remove(&id)?;
    app.out.emit(&serde_json::json!({ "id": id, "removed": true }), || format!("{id} removed"))?;
    Ok(true)
}

/// What waits, and with `all` what was screened.
pub fn list(app: &App, all: bool) -> Result<bool, AppError> {
    let inbox = app.store()?.inbox(app.inbox_limits());
    let found = inbox.list()?;
    if !found.iter().any(|waits| all || !waits.done) {
        app.out.say("Nothing waits in the inbox")?;
    }
    for waits in found.iter().filter(|waits| all || !waits.done) {
        let note: Note = serde_json::from_slice(&waits.note).unwrap_or_default();
        let line =
            serde_json::json!({ "id": waits.id, "done": waits.done, "twin": waits.twin, "note": note });
        app.out.emit(&line, || {
            let twin = if waits.twin { "  ! same UID as another" } else { "" };
            let done = if waits.done { "  screened" } else { "" };
            format!(
                "{}  {}  {:3} {}  {}  {}{done}{twin}",
                waits.id,
                super::records::day_and_minute(note.received_wall_ms),
                note.modality,
                note.from,
                note.patient,
                note.name
            )
        })?;
    }
    Ok(true)
}

/// One picture with what its header says.
pub fn show(app: &App, picture: &str) -> Result<bool, AppError> {
    let inbox = app.store()?.inbox(app.inbox_limits());
    let waits = inbox.find(picture)?;
    let note: Note = serde_json::from_slice(&waits.note).unwrap_or_default();
    let line = serde_json::json!({ "id": waits.id, "done": waits.done, "twin": waits.twin, "note": note });
    app.out.emit(&line, || {
        let dash = |text: &str| if text.is_empty() { "not said".to_owned() } else { text.to_owned() };
        let mut text = format!("{}\n  patient     {}\n", waits.id, dash(&note.patient));
        text += &format!("  name        {}\n  born        {}\n", dash(&note.name), dash(&note.birth_date));
        text += &format!("  sex         {}\n  modality    {}\n", dash(&note.sex), dash(&note.modality));
        text += &format!("  study date  {}\n  sent by     {}", dash(&note.study_date), dash(&note.from));
        if let Some(encounter) = &note.encounter {
            text += &format!("\n  screened    {encounter}");
        }
        text
    })?;
    Ok(true)
}
