//! The rooms under test, from the same files as the product, and what is asked of them.

#[path = "../../src/dimse/mod.rs"]
pub mod dimse;
#[path = "../../src/domain/mod.rs"]
pub mod domain;
#[path = "../../src/imaging/mod.rs"]
pub mod imaging;
pub mod capture;
