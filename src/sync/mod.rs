//! Owns the way out, and the way home of the answers ([`verdicts`]): takes messages from the outbox, encodes and sends them, proves that they
//! arrived, and only then lets go of them. Does not own the outbox itself (`store`) or the words of a
//! message (`interop`). Starts no thread: production calls [`Worker::step`] in a loop on the sync
//! thread, a test calls it directly.
//!
//! The promise: a message is delivered, or waits, or lies where a person sees it with a reason. It is
//! never lost, and posting it twice makes nothing twice.

mod backoff;
pub mod certificate;
pub mod config;
mod fault;
mod outbox;
mod outcome;
mod parcel;
mod privacy;
mod proof;
mod queue;
pub mod retention;
mod route;
pub mod secrets;
mod uplink;
pub mod verdicts;
mod window;
mod worker;

pub use backoff::{BASE, CAP, full_jitter};
pub use fault::{SendFault, SyncError};
pub use outbox::messages;
pub use parcel::{Content, Parcel};
pub use privacy::Private;
pub use proof::Receipt;
pub use queue::{Message, Queue};
pub use route::Route;
pub use uplink::{
    DicomwebUplink, DimseUplink, FhirUplink, MllpUplink, Source, Uplink, escaped, to as uplink_to,
};
pub use worker::{Report, StepOutcome, Worker};
