//! The way without a network: what waits goes to a stick, a relay forwards it, and its signed word
//! comes back. The box believes no stick, only the relay's signature over what it gave out itself.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{App, AppError};
use crate::stick::{
    Address, Answer, Identity, Kind, Opened, Outcome, Parcel as Package, Stick, StickError, open, seal,
};
use crate::store::{BOX, Carried, Message, MessageFilter, MessageState, Store};
use crate::sync::{Content, Parcel};

const SEED: &str = "stick.seed";
const SEQUENCE: &str = "stick.seq";
/// What was last given out, by message: its SHA-256.
const SENT: &str = "stick.sent";
/// The number of the last bundle of the relay that was read whole.
const HEARD: &str = "stick.heard.";
/// One bundle; a stick that is pulled out early has the small ones.
const BUNDLE_BYTES: usize = 16 << 20;

/// `[stick]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StickConfig {
    /// Address of the relay that carries for this box.
    pub relay: Option<String>,
    /// Boxes that this relay carries for.
    #[serde(rename = "box")]
    pub boxes: Vec<BoxConfig>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxConfig {
    /// As it stands in messages to staff.
    pub name: String,
    /// As `farlight sync --address` prints it there.
    pub address: String,
}

impl StickConfig {
    fn relay(&self) -> Result<Address, AppError> {
        let words =
            "no relay is configured: add [stick] with the line that farlight relay --address prints there";
        let line = self.relay.as_deref().ok_or_else(|| AppError::Usage(words.to_owned()))?;
        Ok(Address::parse(line)?)
    }

    /// Name and address of every box.
    pub fn known(&self) -> Result<Vec<(String, Address)>, AppError> {
        let each = |entry: &BoxConfig| Ok((entry.name.clone(), Address::parse(&entry.address)?));
        self.boxes.iter().map(each).collect()
    }
}

/// What a relay writes back.
#[derive(Serialize, Deserialize, Default)]
pub struct Back {
    pub answers: Vec<Answer>,
}

/// This program's own keys for sticks, made on first use and kept sealed.
pub fn identity(store: &mut Store) -> Result<Identity, AppError> {
    if let Some(seed) = store.kept(SEED)? {
        return Ok(Identity::of_seed(&seed)?);
    }
    let seed = Identity::new_seed()?;
    store.keep(SEED, seed.as_ref())?;
    Ok(Identity::of_seed(seed.as_ref())?)
}

/// The next number; never given out again.
pub fn next_number(store: &mut Store) -> Result<u64, AppError> {
    let next = number(store, SEQUENCE)? + 1;
    store.keep(SEQUENCE, &next.to_le_bytes())?;
    Ok(next)
}

fn number(store: &Store, name: &str) -> Result<u64, AppError> {
    Ok(store.kept(name)?.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes))
}

/// Prints the line by which others know this program.
pub fn address(app: &App) -> Result<bool, AppError> {
    let address = identity(&mut app.store()?)?.address();
    app.out.emit(&serde_json::json!({ "address": address.to_string() }), || address.to_string())?;
    Ok(true)
}

/// Writes everything that waits; it goes on waiting until the relay's word is back.
pub fn to_stick(app: &App, folder: &Path) -> Result<bool, AppError> {
    let relay = app.config.stick.relay()?;
    let stick = Stick::at(folder)?;
    let mut store = app.store()?;
    let identity = identity(&mut store)?;
    let (packages, refused) = packages(app, &mut store)?;
    let sent: BTreeMap<&str, &str> = packages
        .iter()
        .flat_map(|package| &package.items)
        .map(|(item, _)| (item.id.as_str(), item.sha256.as_str()))
        .collect();
    let mut known: BTreeMap<String, String> = kept_map(&store)?;
    known.extend(sent.iter().map(|(id, hash)| ((*id).to_owned(), (*hash).to_owned())));
    store.keep(SENT, &serde_json::to_vec(&known)?)?;
    let (ways, mut first, mut bytes) = ((&identity.address(), &relay), None, 0);
    for package in &packages {
        let number = next_number(&mut store)?;
        let bundle = seal(&identity, &relay, Kind::Out, number, &package.encode()?)?;
        stick.write(ways, Kind::Out, number, &bundle)?;
        bytes += bundle.len();
        first.get_or_insert(number);
        super::output::progress(&format!("{} messages on the stick", package.items.len()));
    }
    if let Some(first) = first {
        stick.remove_older(ways, Kind::Out, first)?;
    }
    let details = serde_json::json!({ "messages": sent.len(), "bundles": packages.len() });
    store.audit(BOX, "stick-written", &relay.short(), &details)?;
    let line = serde_json::json!({
        "messages": sent.len(), "bundles": packages.len(), "bytes": bytes, "left_out": refused,
    });
    app.out.emit(&line, || {
        format!(
            "{} messages in {} bundles are on the stick; they wait here until the relay's word is back",
            sent.len(),
            packages.len()
        )
    })?;
    Ok(refused == 0)
}

fn kept_map(store: &Store) -> Result<BTreeMap<String, String>, AppError> {
    Ok(store.kept(SENT)?.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
}

/// What waits, small and urgent first, in bundles; and how many messages could not be made.
fn packages(app: &App, store: &mut Store) -> Result<(Vec<Package>, usize), AppError> {
    let mut waiting = store.messages(&MessageFilter::default())?;
    waiting.retain(|message| {
        matches!(message.state, MessageState::Pending | MessageState::Claimed | MessageState::Misconfigured)
    });
    waiting.sort_by_key(|message| (message.stage, message.priority));
    let (mut packages, mut refused, mut room) = (Vec::new(), 0, 0);
    for message in &waiting {
        let Some(body) = body(app, store, message)? else {
            refused += 1;
            continue;
        };
        if packages.is_empty() || room < body.len() {
            packages.push(Package::default());
            room = BUNDLE_BYTES;
        }
        room = room.saturating_sub(body.len());
        let urgent = message.priority == crate::store::Priority::Urgent;
        if let Some(package) = packages.last_mut() {
            package.push((&message.id, &message.kind, &message.destination), urgent, body);
        }
    }
    Ok((packages, refused))
}

/// The bytes of one message; `None` when it cannot be made, which the outbox says when it is sent.
fn body(app: &App, store: &mut Store, message: &Message) -> Result<Option<Vec<u8>>, AppError> {
    let destination = app.config.destinations.iter().find(|known| known.name == message.destination);
    let Some(destination) = destination else {
        log::warn!("message {}: its destination is not configured any more", message.id);
        return Ok(None);
    };
    let record = store.encounter(&message.encounter_id)?;
    Ok(match Parcel::make(store, &record, &message.kind, &destination.policy())? {
        Ok(Parcel { content: Content::Bundle(bundle), .. }) => Some(serde_json::to_vec(&bundle)?),
        Ok(Parcel { content: Content::Instance(object), .. }) => Some(object.bytes),
        // A stick's relay speaks no HL7.
        Ok(Parcel { content: Content::Hl7 { .. }, .. }) => None,
        Err(fault) => {
            log::warn!("message {}: {fault}", message.id);
            None
        }
    })
}

/// What one run over a stick did; also its line of JSON.
#[derive(Debug, Default, Serialize)]
pub struct Read {
    pub delivered: usize,
    pub rejected: usize,
    /// Known from an earlier visit.
    pub known: usize,
    /// Answers to what this box did not give out, or not so.
    pub ignored: usize,
    /// Bundles for others.
    pub for_others: usize,
    /// Bundles that were not taken, with the reason.
    pub not_taken: Vec<String>,
}

impl Read {
    pub fn take(&mut self, name: &str, opened: Result<Opened, StickError>) -> Option<Opened> {
        match opened {
            Ok(opened) => Some(opened),
            Err(StickError::NotForUs) => {
                self.for_others += 1;
                None
            }
            Err(error) => {
                log::warn!("stick: {name}: {error}");
                self.not_taken.push(format!("{name}: {error}"));
                None
            }
        }
    }
}

/// Reads the relay's word; `false` when something on the stick was not in order.
pub fn from_stick(app: &App, folder: &Path) -> Result<bool, AppError> {
    let relay = app.config.stick.relay()?;
    let stick = Stick::at(folder)?;
    let mut store = app.store()?;
    let identity = identity(&mut store)?;
    let sent = kept_map(&store)?;
    let mut read = Read::default();
    for found in stick.list()? {
        let opened = stick.read(&found).and_then(|bytes| open(&identity, &[relay], &bytes));
        let Some(opened) = read.take(&found.name, opened).filter(|opened| opened.kind == Kind::Back) else {
            continue;
        };
        let Ok(back) = serde_json::from_slice::<Back>(&opened.content) else {
            read.not_taken.push(format!("{}: {}", found.name, StickError::Broken));
            continue;
        };
        // An old word must not undo what a person has done since, as sending a refused message again.
        let heard = format!("{HEARD}{}", relay.short());
        if opened.seq <= number(&store, &heard)? {
            read.known += back.answers.len();
            continue;
        }
        for answer in &back.answers {
            settle(&mut store, &sent, answer, &relay, &mut read)?;
        }
        store.keep(&heard, &opened.seq.to_le_bytes())?;
    }
    report(app, &read)?;
    Ok(read.not_taken.is_empty() && read.rejected == 0)
}

pub fn report(app: &App, read: &Read) -> Result<(), AppError> {
    app.out.emit(read, || {
        let mut text = format!(
            "{} delivered, {} refused, {} known already, {} ignored, {} bundles for others",
            read.delivered, read.rejected, read.known, read.ignored, read.for_others
        );
        for reason in &read.not_taken {
            text += &format!("\n  not taken: {reason}");
        }
        text
    })
}

/// A message is delivered only by the relay's word on the very bytes that were given out.
fn settle(
    store: &mut Store,
    sent: &BTreeMap<String, String>,
    answer: &Answer,
    relay: &Address,
    read: &mut Read,
) -> Result<(), AppError> {
    if sent.get(&answer.id) != Some(&answer.sha256) {
        read.ignored += 1;
        return Ok(());
    }
    let (carried, words, count) = match &answer.outcome {
        Outcome::Delivered(proof) if proof.trim().is_empty() => {
            read.ignored += 1;
            return Ok(());
        }
        Outcome::Delivered(proof) => (Carried::Delivered, proof, &mut read.delivered),
        Outcome::Rejected(words) => (Carried::Rejected, words, &mut read.rejected),
    };
    let words = format!("{words} (by relay {})", relay.short());
    if store.settle_carried(&answer.id, carried, &words)? {
        *count += 1;
    } else {
        read.known += 1;
    }
    Ok(())
}
