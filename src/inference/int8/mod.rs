//! Owns integer operators for tract: a quantized network (QuantizeLinear and DequantizeLinear around
//! its layers) runs in 8 bits, channels last, from the camera's bytes to the heads. Knows nothing of
//! packs or pictures and uses no other room. Runs on the caller's thread, and on those of tract's
//! executor when one is set; the result is the same with any number of threads and on any processor.
//!
//! ```text
//! arith     the arithmetic that every processor equals bit for bit
//! layer     layers with plain weights
//! backend   AVX2, AVX-512 VNNI, NEON, NEON with dot products, and plain Rust, which defines them
//! ops       the operators that tract calls
//! rewrite   finds the pattern in tract's graph and puts the operators in its place
//! ```

#![allow(clippy::wildcard_imports)] // a processor's and tract's names by the dozen

pub mod arith;
pub mod backend;
pub mod layer;
mod ops;
mod rewrite;
#[cfg(test)]
mod tests;

pub use rewrite::{Normalisation, Report, is_quantized, rewrite};
