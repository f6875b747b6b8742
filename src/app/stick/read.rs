//! The relay's word comes back: what was delivered, and what specialists answered.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Back, Read, identity, kept_map, number, report};
use crate::app::{App, AppError};
use crate::stick::{Address, Answer, Kind, Outcome, Stick, StickError, open};
use crate::store::{BOX, Carried, Store};
use crate::sync::verdicts::{self, Answers};

/// The number of the last bundle of the relay that was read whole.
const HEARD: &str = "stick.heard.";

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
        for (name, answers) in back.verdicts {
            take(app, &mut store, &name, answers, &mut read)?;
        }
        store.keep(&heard, &opened.seq.to_le_bytes())?;
        let details = serde_json::json!({ "number": opened.seq, "delivered": read.delivered, "verdicts": read.verdicts });
        store.audit(BOX, "stick-read", &relay.short(), &details)?;
    }
    report(app, &read)?;
    Ok(read.not_taken.is_empty() && read.rejected == 0)
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

/// A verdict lands only on a referral that its destination has, whatever the relay says.
fn take(app: &App, store: &mut Store, name: &str, answers: Answers, read: &mut Read) -> Result<(), AppError> {
    let Some(destination) = app.config.destinations.iter().find(|known| known.name == name) else {
        read.ignored += 1;
        return Ok(());
    };
    let (tally, ignored) = verdicts::keep_carried(store, destination, answers, &*app.clock)?;
    read.verdicts += tally.new;
    read.not_believed += tally.refused;
    read.ignored += ignored;
    Ok(())
}
