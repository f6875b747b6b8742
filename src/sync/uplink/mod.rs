//! The production ways to a destination: ureq over rustls, and what each kind of server must answer.

mod answer;
mod auth;
mod connector;
mod dicomweb;
mod dimse;
mod fhir;
mod line;
mod mllp;
mod source;
mod throttle;
mod tls;
mod token;

pub use dicomweb::DicomwebUplink;
pub use dimse::DimseUplink;
pub use fhir::FhirUplink;
pub use mllp::MllpUplink;
pub use source::{Source, escaped};

pub(super) use answer::{Answer, judge_fhir, status_fault};
pub(super) use line::Line;

use super::config::{Destination, Kind};
use super::{Parcel, Receipt, SendFault};

/// A way to one destination.
pub trait Uplink: Send {
    /// Sends a message and proves that it is kept. Sending the same again must change nothing.
    ///
    /// # Errors
    /// [`SendFault`] says what to do with the message.
    fn send(&mut self, parcel: &Parcel) -> Result<Receipt, SendFault>;
}

/// The way to a destination as configured. Certificates and secrets are read at the first message, and
/// again after each fault, so that a mended file counts without a restart.
#[must_use]
pub fn to(destination: &Destination) -> Box<dyn Uplink> {
    match destination.kind {
        Kind::Fhir => Box::new(FhirUplink::new(destination.clone())),
        Kind::Dicomweb => Box::new(DicomwebUplink::new(destination.clone())),
        Kind::Dimse => Box::new(DimseUplink::new(destination.clone())),
        Kind::Hl7 => Box::new(MllpUplink::new(destination.clone())),
    }
}

/// A message of another kind than its destination takes: the configuration was changed meanwhile.
fn wrong_content() -> SendFault {
    SendFault::Rejected("the destination is of another kind than when this message was made".into())
}
