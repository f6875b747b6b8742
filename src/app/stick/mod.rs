//! The way without a network: what waits goes to a stick, a relay forwards it, and its signed word
//! comes back. The box believes no stick, only the relay's signature over what it gave out itself.

mod read;
mod write;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{App, AppError};
use crate::stick::{Address, Answer, Identity, Opened, StickError};
use crate::store::Store;
use crate::sync::verdicts::Answers;

pub use read::from_stick;
pub use write::to_stick;

/// Kind of an item that asks what became of referrals, instead of being one.
pub const QUESTIONS: &str = "questions";
const SEED: &str = "stick.seed";
const SEQUENCE: &str = "stick.seq";
/// What was last given out, by message: its SHA-256.
const SENT: &str = "stick.sent";

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
    /// What specialists answered, by destination.
    #[serde(default)]
    pub verdicts: Vec<(String, Answers)>,
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

/// A number that is kept; 0 before there is one.
fn number(store: &Store, name: &str) -> Result<u64, AppError> {
    Ok(store.kept(name)?.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes))
}

/// Prints the line by which others know this program.
pub fn address(app: &App) -> Result<bool, AppError> {
    let address = identity(&mut app.store()?)?.address();
    app.out.emit(&serde_json::json!({ "address": address.to_string() }), || address.to_string())?;
    Ok(true)
}

fn kept_map(store: &Store) -> Result<BTreeMap<String, String>, AppError> {
    Ok(store.kept(SENT)?.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
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
    /// Specialists' answers that are new, and those that are not believed.
    pub verdicts: u32,
    pub not_believed: u32,
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

pub fn report(app: &App, read: &Read) -> Result<(), AppError> {
    app.out.emit(read, || {
        let mut text = format!(
            "{} delivered, {} refused, {} known already, {} ignored, {} bundles for others, {} answers of specialists",
            read.delivered, read.rejected, read.known, read.ignored, read.for_others, read.verdicts
        );
        if read.not_believed > 0 {
            text += &format!(", {} not believed (farlight verdicts)", read.not_believed);
        }
        for reason in &read.not_taken {
            text += &format!("\n  not taken: {reason}");
        }
        text
    })
}
