//! The relay's ways to its destinations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::stick::Read;
use crate::app::sync::equipped;
use crate::app::{App, AppError};
use crate::dimse::Header;
use crate::domain::{Patient, Sex};
use crate::interop::dicom::Object;
use crate::interop::fhir;
use crate::stick::{Address, Answer, Item, Outcome};
use crate::store::Store;
use crate::sync::config::Destination;
use crate::sync::secrets::Secrets;
use crate::sync::verdicts::{self, Answers};
use crate::sync::{Content, Parcel, Private, SendFault, Uplink, uplink_to};

/// What became of one message.
#[derive(Serialize, Deserialize)]
struct Done {
    sha256: String,
    outcome: Outcome,
}

/// The ways to the relay's own destinations; a stick never says where to send.
pub struct Lines<'a> {
    app: &'a App,
    destinations: Vec<Destination>,
    open: BTreeMap<String, Box<dyn Uplink>>,
    /// Not asked again in this run.
    down: BTreeMap<String, String>,
}

impl<'a> Lines<'a> {
    pub fn new(app: &'a App, store: &Store) -> Result<Self, AppError> {
        let destinations = equipped(app, &Secrets::of(store)?);
        Ok(Self { app, destinations, open: BTreeMap::new(), down: BTreeMap::new() })
    }

    /// Destinations that could not be reached, with the reason.
    pub fn down(&self) -> &BTreeMap<String, String> {
        &self.down
    }

    /// Asks a destination in the place of a box; `None` while it says nothing.
    pub fn ask(&mut self, name: String, questions: &[u8]) -> Option<(String, Answers)> {
        let asked = self.find(&name).and_then(|destination| {
            let broken = |_| SendFault::Rejected("the questions of the box cannot be read".to_owned());
            let questions = serde_json::from_slice(questions).map_err(broken)?;
            verdicts::ask_for(destination, questions, &*self.app.clock)
        });
        match asked {
            Ok(answers) => Some((name, answers)),
            Err(fault) => {
                self.down.entry(name).or_insert_with(|| fault.to_string());
                None
            }
        }
    }

    fn find(&self, name: &str) -> Result<&Destination, SendFault> {
        let configuration = |words: &str| SendFault::Configuration(words.to_owned());
        if self.down.contains_key(name) {
            return Err(configuration("it was tried a moment ago"));
        }
        let named = self.destinations.iter().find(|known| known.name == name);
        named.ok_or_else(|| configuration("this relay has no destination of that name: add it"))
    }

    /// Forwards one message unless it was before; `None` while nothing can be said of it.
    pub fn carry(
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
        let destination = self.find(&item.destination)?.clone();
        let parcel = parcel(item, body)?;
        let line = self.open.entry(item.destination.clone()).or_insert_with(|| uplink_to(&destination));
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
