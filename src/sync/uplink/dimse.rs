//! A PACS that speaks DICOM's own protocol only: each instance by C-STORE, then looked for by C-FIND
//! where the PACS answers such questions. Where it does not, its status is all the proof there is,
//! and the receipt says so.

use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;

use super::{Uplink, tls, wrong_content};
use crate::dimse::{self, Association, DimseError, Part10, Peer, Proposal, VERIFICATION};
use crate::interop::dicom::{Instance, Object};
use crate::sync::SendFault;
use crate::sync::config::Destination;
use crate::sync::parcel::{Content, Parcel};
use crate::sync::proof::Receipt;

/// A PACS may file what it took a moment later.
const LOOKS: [Duration; 3] = [Duration::ZERO, Duration::from_millis(500), Duration::from_secs(2)];

pub struct DimseUplink {
    destination: Destination,
    /// Sessions are resumed for as long as it lives.
    tls: Option<Arc<ClientConfig>>,
}

impl DimseUplink {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(destination: Destination) -> Self {
        Self { destination, tls: None }
    }

    fn deliver(&mut self, object: &Object) -> Result<Receipt, SendFault> {
        let peer = self.peer()?;
        let instance = &object.instance;
        let part = Part10::read(&object.bytes).map_err(|error| SendFault::Rejected(error.to_string()))?;
        store(&peer, &part)?;
        let proof = if prove(&peer, &part, instance)? { "found by C-FIND" } else { "by its status alone" };
        let place =
            format!("studies/{}/series/{}/instances/{}", instance.study, instance.series, instance.uid);
        Ok(Receipt { locations: vec![format!("{place} ({proof})")] })
    }

    fn peer(&mut self) -> Result<Peer, SendFault> {
        let configuration = |error: &dyn std::fmt::Display| SendFault::Configuration(error.to_string());
        self.destination.check().map_err(|error| configuration(&error))?;
        let (address, called, secure) = self.destination.dicom_address().ok_or_else(|| {
            configuration(&"the url must look like dicom://server:104/TITLE, or dicoms:// for TLS")
        })?;
        let tls = match (&self.tls, secure) {
            (_, false) => None,
            (Some(known), true) => Some(Arc::clone(known)),
            (None, true) => Some(tls::config(&self.destination)?),
        };
        self.tls.clone_from(&tls);
        Ok(Peer {
            address,
            called,
            calling: self.destination.ae_title.clone(),
            timeout: Duration::from_secs(self.destination.timeout_s),
            tls,
        })
    }
}

impl Uplink for DimseUplink {
    fn send(&mut self, parcel: &Parcel) -> Result<Receipt, SendFault> {
        match &parcel.content {
            // After a fault the files are read again: a mended one counts.
            Content::Instance(object) => self.deliver(object).inspect_err(|_| self.tls = None),
            Content::Bundle(_) | Content::Hl7 { .. } => Err(wrong_content()),
        }
    }
}

fn store(peer: &Peer, part: &Part10<'_>) -> Result<(), SendFault> {
    let proposal = Proposal { class: part.class.clone(), syntaxes: vec![part.syntax.clone()] };
    let mut association = Association::open(peer, &[proposal]).map_err(|error| fault(&error))?;
    if !association.takes(&part.class, &part.syntax) {
        association.release();
        let words = "it takes no objects of this kind, or not in this coding";
        return Err(SendFault::Rejected(words.to_owned()));
    }
    match association.store(part) {
        Ok((status, _)) => {
            association.release();
            judge(status)
        }
        Err(error) => Err(broken_off(peer, &error)),
    }
}

/// Statuses of C-STORE (PS3.4, table B.2-1; PS3.7, annex C). What the PACS adds in words may name the
/// patient.
fn judge(status: u16) -> Result<(), SendFault> {
    let why = match status {
        // Kept, if with a warning; or there already.
        0x0000 | 0xB000 | 0xB006 | 0xB007 | 0x0111 => return Ok(()),
        0xA700..=0xA7FF => return Err(SendFault::transient("the server has no room for it now (A7xx)")),
        0x0124 => {
            return Err(SendFault::Configuration(
                "the server does not allow this box to store (0124)".into(),
            ));
        }
        0x0122 => "it takes no objects of this kind",
        0xA900..=0xA9FF => "the object does not fit its kind",
        0xC000..=0xCFFF => "it cannot understand the object",
        _ => "it failed on the object",
    };
    Err(SendFault::Rejected(format!("{why} ({status:04X})")))
}

/// Some PACS accept an association from anybody and break it off when the stranger says the first
/// word: then a mere C-ECHO ends the same way.
fn broken_off(peer: &Peer, error: &DimseError) -> SendFault {
    if !matches!(error, DimseError::Closed | DimseError::Aborted) {
        return fault(error);
    }
    let echo = Association::open(peer, &[Proposal::service(VERIFICATION)]).and_then(|mut association| {
        association.echo()?;
        association.release();
        Ok(())
    });
    match echo {
        Err(DimseError::Closed | DimseError::Aborted) => SendFault::Configuration(format!(
            "it accepts the association and breaks it off: does it know this box as '{}'?",
            peer.calling
        )),
        _ => fault(error),
    }
}

/// Whether the PACS says that it has the object; `false` when it answers no questions.
fn prove(peer: &Peer, part: &Part10<'_>, instance: &Instance) -> Result<bool, SendFault> {
    for pause in LOOKS {
        std::thread::sleep(pause);
        match dimse::has(peer, part, &instance.study, &instance.series) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(
                DimseError::NotTaken(_) | DimseError::Refused(_) | DimseError::Aborted | DimseError::Closed,
            ) => {
                return Ok(false);
            }
            Err(error) => return Err(fault(&error)),
        }
    }
    Err(SendFault::Configuration("the server says that it keeps the instance, but does not have it".into()))
}

fn fault(error: &DimseError) -> SendFault {
    match error {
        DimseError::Closed
        | DimseError::TimedOut
        | DimseError::Network(_)
        | DimseError::Busy
        | DimseError::Aborted => SendFault::transient(error.to_string()),
        DimseError::NotTaken(_) => SendFault::Rejected(error.to_string()),
        DimseError::Tls(_) | DimseError::Malformed(_) | DimseError::Refused(_) | DimseError::Setup(_) => {
            SendFault::Configuration(error.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_what_to_do() {
        assert_eq!(judge(0xB000), Ok(()));
        assert!(matches!(judge(0xA700), Err(SendFault::Transient { .. })));
        assert!(matches!(judge(0x0124), Err(SendFault::Configuration(_))));
        assert!(matches!(judge(0xC123), Err(SendFault::Rejected(words)) if words.contains("C123")));
    }
}
