//! One association from the side that is called: C-ECHO and C-STORE.

use std::net::IpAddr;
use std::sync::Arc;

use super::associate::{self, Agreed, Rules};
use super::command::{self, C_ECHO, C_STORE, Command};
use super::header::Header;
use super::wire::{Incoming, Wire};
use super::{Budget, DimseError, part10};
use dicom_ul::pdu::Pdu;

/// An object that arrived whole.
pub struct Received<'a> {
    pub header: &'a Header,
    /// A Part 10 file.
    pub file: &'a [u8],
    /// Title of the sender.
    pub calling: &'a str,
}

/// What was done with an object; in each case it is safe from the power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    New,
    /// The same was there already.
    Again,
    /// Something else was there under the same UID: both are kept.
    Beside,
}

/// Why an object was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no room.
    Full,
    /// Not in this minute.
    TooMany,
    /// The words name no patient.
    Failed(String),
}

/// Where objects go. Returns when the object is safe from the power, and leaves nothing half.
pub trait Deposit: Send + Sync {
    /// # Errors
    /// [`Refusal`]; nothing is kept then.
    fn keep(&self, object: &Received<'_>) -> Result<Kept, Refusal>;
}

/// Talks to one peer until it ends.
///
/// # Errors
/// [`DimseError`] when it did not end as it should.
pub fn converse(
    wire: &mut Wire,
    rules: &Rules,
    from: Option<IpAddr>,
    budget: &Arc<Budget>,
    deposit: &dyn Deposit,
) -> Result<(), DimseError> {
    let agreed = associate::accept(wire, rules, from)?;
    let result = answer_all(wire, &agreed, budget, deposit);
    match &result {
        Ok(()) | Err(DimseError::Aborted | DimseError::Closed) => {}
        Err(_) => wire.abort(),
    }
    result
}

fn answer_all(
    wire: &mut Wire,
    agreed: &Agreed,
    budget: &Arc<Budget>,
    deposit: &dyn Deposit,
) -> Result<(), DimseError> {
    loop {
        match wire.next(budget)? {
            Incoming::Release => {
                wire.send(&Pdu::ReleaseRP)?;
                wire.finish();
                return Ok(());
            }
            Incoming::Message { context, command, data } => {
                let Some((class, syntax)) = agreed.contexts.get(&context) else {
                    return Err(DimseError::Malformed("a message on a context that was not agreed"));
                };
                let answer = match (command.field, &data) {
                    (C_ECHO, None) => Command::answer(&command, command::SUCCESS, ""),
                    (C_STORE, Some(held)) => {
                        let (status, words) = store(&command, class, syntax, held.bytes(), agreed, deposit);
                        Command::answer(&command, status, words)
                    }
                    (field, _) if field & command::ANSWER != 0 => {
                        return Err(DimseError::Malformed("an answer that nobody asked for"));
                    }
                    _ => Command::answer(&command, command::UNKNOWN_OPERATION, "not done here"),
                };
                drop(data);
                wire.send_message(context, &answer, None)?;
            }
        }
    }
}

/// The status for the peer (PS3.4, B.2.3), with words.
fn store(
    command: &Command,
    class: &str,
    syntax: &str,
    data: Option<&[u8]>,
    agreed: &Agreed,
    deposit: &dyn Deposit,
) -> (u16, &'static str) {
    let Some(data) = data else {
        log::warn!("receiver: an object of {} is too large, or too much comes at once", agreed.calling);
        return (command::OUT_OF_RESOURCES, "too large, or too much at once");
    };
    if command.sop_class != class || command.sop_instance.is_empty() {
        return (command::OTHER_CLASS, "not the class that was agreed");
    }
    let file = part10(class, &command.sop_instance, syntax, data);
    let Some((file, header)) = file.ok().and_then(|file| Header::of_file(&file).map(|header| (file, header)))
    else {
        log::warn!("receiver: an object of {} does not hold together", agreed.calling);
        return (command::NOT_UNDERSTOOD, "the data set is broken");
    };
    if header.sop_class != command.sop_class || header.sop_instance != command.sop_instance {
        log::warn!("receiver: an object of {} is not the one that was announced", agreed.calling);
        return (command::OTHER_CLASS, "not the object that was announced");
    }
    match deposit.keep(&Received { header: &header, file: &file, calling: &agreed.calling }) {
        Ok(kept) => {
            match kept {
                Kept::New => log::info!("receiver: an object of {} is in the inbox", agreed.calling),
                Kept::Again => log::info!("receiver: {} sent an object again", agreed.calling),
                Kept::Beside => log::warn!(
                    "receiver: {} sent other content under a UID that is in the inbox: both are kept",
                    agreed.calling
                ),
            }
            (command::SUCCESS, "")
        }
        Err(Refusal::Full) => {
            log::error!("receiver: no room for an object of {}: make room", agreed.calling);
            (command::OUT_OF_RESOURCES, "no room: the disk or the inbox is full")
        }
        Err(Refusal::TooMany) => (command::OUT_OF_RESOURCES, "too many objects in a minute: send it again"),
        Err(Refusal::Failed(words)) => {
            log::error!("receiver: an object of {} was not kept: {words}", agreed.calling);
            (command::OUT_OF_RESOURCES, "it could not be kept")
        }
    }
}
