//! Owns model packs: load, verify, run, calibrate, abstain. Does not prepare pixels (imaging) and
//! does not decide what is done (domain rules). A pack is used by one thread at a time.

mod error;
mod heat;
pub mod int8;
mod manifest;
mod network;
mod pack;
#[cfg(test)]
mod tests;

pub use error::PackError;
pub use heat::Heat;
pub use manifest::{Manifest, OperatingPoint};
pub use pack::{Pack, Reading};
