//! Owns DICOM over the network (PS3.7, PS3.8): the receiver that takes pictures from X-ray panels,
//! and the calls that go out to archives and worklists. Does not know what a picture shows, where it
//! is kept (whoever listens brings a [`Deposit`]), or what is sent when (`sync`).
//!
//! The crate `dicom-ul` knows the units of the wire; associations are made here, because each of
//! them must end: every read has a moment after which it is given up, and no peer's word makes room
//! in memory. [`Receiver::run`] gives each connection a thread, up to a limit; calls that go out run
//! on the caller's thread.

mod associate;
mod budget;
mod call;
mod command;
mod error;
mod header;
mod line;
mod listen;
mod object;
mod query;
mod serve;
mod text;
mod tls;
mod visitors;
mod wire;

pub use associate::Rules;
pub use budget::Budget;
pub use call::{Association, Peer, Proposal};
pub use command::{Command, is_uid};
pub use error::DimseError;
pub use header::{Header, person_name};
pub use line::{Limited, Timed};
pub use listen::{Receiver, Settings};
pub use object::{Part10, part10};
pub use query::{Question, STUDY_ROOT, Scheduled, has, worklist};
pub use serve::{Deposit, Kept, Received, Refusal, converse};
pub use text::decode;
pub use tls::{client_config, server_config};
pub use wire::Wire;

/// Verification (PS3.4, annex A): C-ECHO.
pub const VERIFICATION: &str = "1.2.840.10008.1.1";
/// Application Entity titles: 1 to 16 printable letters without backslash (PS3.5, 6.2).
#[must_use]
pub fn is_ae_title(text: &str) -> bool {
    (1..=16).contains(&text.len())
        && text.trim() == text
        && text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'\\')
}
