//! Owns what a demonstration needs in place of the outside world. Nothing here serves patients.

pub mod receiver;
