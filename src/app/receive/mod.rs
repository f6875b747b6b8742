//! The receiver of X-ray panels, which fills the inbox.

mod config;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::args::ReceiveArgs;
use super::inbox::Note;
use super::{App, AppError};
use crate::dimse::{Association, Deposit, Kept, Peer, Proposal, Received, Receiver, Refusal, VERIFICATION};
use crate::store::{Inbox, InboxLimits, Put, StoreError};

pub use config::ReceiveConfig;

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
