//! Owns 8-bit layers: their arithmetic, and kernels for matrix products, depthwise filters and residual
//! additions, channels last, on every processor that the box may have. Knows nothing of packs or
//! pictures and uses no other room. Runs on the caller's thread; a caller may give rows of one output
//! to several threads, and the result is the same, as it is on any processor.
//!
//! ```text
//! arith     the arithmetic that every processor equals bit for bit
//! layer     layers with plain weights
//! backend   AVX-512 VNNI, AVX2, NEON, NEON with dot products, and plain Rust, which defines them
//! ```
//!
//! No network runs on it yet: what puts these layers into tract's graph is to come.

#![allow(clippy::wildcard_imports)] // a processor's names by the dozen

pub mod arith;
pub mod backend;
pub mod layer;
#[cfg(test)]
mod tests;
