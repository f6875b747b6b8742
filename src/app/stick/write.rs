//! What waits goes to the stick, and what the box wants to know.

use std::collections::BTreeMap;
use std::path::Path;

use super::{QUESTIONS, SENT, identity, kept_map, next_number};
use crate::app::{App, AppError};
use crate::stick::{Kind, Parcel as Package, Stick, seal};
use crate::store::{BOX, Message, MessageFilter, MessageState, Store};
use crate::sync::{Content, Parcel, verdicts};

/// One bundle; a stick that is pulled out early has the small ones.
const BUNDLE_BYTES: usize = 16 << 20;

/// Writes everything that waits; it goes on waiting until the relay's word is back.
pub fn to_stick(app: &App, folder: &Path) -> Result<bool, AppError> {
    let relay = app.config.stick.relay()?;
    let stick = Stick::at(folder)?;
    let mut store = app.store()?;
    let identity = identity(&mut store)?;
    let (mut packages, refused) = packages(app, &mut store)?;
    let sent: BTreeMap<String, String> = packages
        .iter()
        .flat_map(|package| &package.items)
        .map(|(item, _)| (item.id.clone(), item.sha256.clone()))
        .collect();
    let messages = sent.len();
    let mut known = kept_map(&store)?;
    known.extend(sent);
    store.keep(SENT, &serde_json::to_vec(&known)?)?;
    let (questions, asked) = questions(app, &store)?;
    packages.extend(questions);
    let (ways, mut first, mut bytes) = ((&identity.address(), &relay), None, 0);
    for package in &packages {
        let number = next_number(&mut store)?;
        let bundle = seal(&identity, &relay, Kind::Out, number, &package.encode()?)?;
        stick.write(ways, Kind::Out, number, &bundle)?;
        bytes += bundle.len();
        first.get_or_insert(number);
        crate::app::output::progress(&format!("{} parts on the stick", package.items.len()));
    }
    if let Some(first) = first {
        stick.remove_older(ways, Kind::Out, first)?;
    }
    let details = serde_json::json!({ "messages": messages, "asked": asked, "bundles": packages.len() });
    store.audit(BOX, "stick-written", &relay.short(), &details)?;
    let line = serde_json::json!({
        "messages": messages, "bundles": packages.len(), "bytes": bytes, "left_out": refused,
        "asked": asked,
    });
    app.out.emit(&line, || {
        format!(
            "{} messages in {} bundles are on the stick; they wait here until the relay's word is back; \
             {asked} referrals are asked after",
            messages,
            packages.len()
        )
    })?;
    Ok(refused == 0)
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

/// What became of the referrals that are there already, one item a destination; and after how many is asked.
fn questions(app: &App, store: &Store) -> Result<(Option<Package>, usize), AppError> {
    let (mut package, mut asked) = (Package::default(), 0);
    for destination in &app.config.destinations {
        let questions = verdicts::prepare(store, destination, &*app.clock)?.into_questions();
        if questions.count() == 0 {
            continue;
        }
        asked += questions.count();
        package.push(("", QUESTIONS, &destination.name), false, serde_json::to_vec(&questions)?);
    }
    Ok(((asked > 0).then_some(package), asked))
}
