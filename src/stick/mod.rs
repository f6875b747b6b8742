//! Owns the way without a network: bundles on a USB stick from a box to a relay, and back. Knows how
//! a bundle is sealed, signed, written and read; does not know what is in it (`sync`, `interop`), what
//! was delivered, or where keys are kept (`app`). On the caller's thread.
//!
//! docs/stick.md tells the format and what it withstands. A stick is nobody's: whatever lies on it is
//! taken for an attack until its signature is that of a configured key.

mod envelope;
mod error;
mod folder;
mod identity;
mod parcel;

pub use envelope::{Kind, Opened, open, seal};
pub use error::StickError;
pub use folder::{Found, Stick};
pub use identity::{Address, Identity};
pub use parcel::{Answer, Item, Outcome, Parcel};
