//! Farlight: from a picture of a retina or a chest to a referral, on one small box.
//!
//! Rooms import downwards only; `tests/layering.rs` holds the table. Read [`app`] for the way of
//! the data, ARCHITECTURE.md for the house in one page.

pub mod app;
pub mod capture;
pub mod clock;
pub mod demo;
pub mod dimse;
pub mod display;
pub mod domain;
pub mod evaluation;
pub mod flow;
pub mod imaging;
pub mod inference;
pub mod interop;
pub mod locale;
pub mod printing;
pub mod programme;
pub mod quality;
pub mod screening;
pub mod signing;
pub mod stick;
pub mod store;
pub mod sync;
pub mod ui;
