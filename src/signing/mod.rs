//! Owns trust in data that changes without a new program: keys, and folders sealed by a signature
//! over the SHA-256 of every file. Does not know what the files mean (inference, domain rules) and
//! does not choose the trusted key (app). On the caller's thread.
//!
//! Ed25519 (RFC 8032) by `ring`, which TLS brings along anyway: one audited implementation in the
//! box instead of two.

mod error;
mod key;
mod seal;
#[cfg(test)]
mod tests;

pub use error::SigningError;
pub use key::{PublicKey, SecretKey};
pub use seal::{SEAL, Sealed, seal};
