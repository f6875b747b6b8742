//! The processors: one file each, all equal to `reference` bit for bit. `unsafe` lives here only.

#![allow(clippy::needless_range_loop)] // registers are counted, not iterated
#![allow(clippy::cast_ptr_alignment)] // every load and store is an unaligned one

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "aarch64")]
mod neon;
mod pack;
mod reference;

use std::fmt::Debug;
use std::ops::Range;

use super::arith::Addition;
use super::layer::{Dense, Depthwise};

/// A matrix product with its weights packed for one processor.
pub trait Product: Debug + Send + Sync {
    /// `input` holds rows of `depth` values, one after the other; `out` as many rows of channels.
    fn run(&self, input: &[u8], out: &mut [u8]);
}

/// A depthwise convolution with its weights packed for one processor.
pub trait Filter: Debug + Send + Sync {
    /// Computes the output rows `rows` of the whole picture `input` into `out`, which holds just them.
    fn run(&self, input: &[u8], rows: Range<usize>, out: &mut [u8]);
}

/// A family of processors.
pub trait Backend: Debug + Send + Sync {
    fn name(&self) -> &'static str;
    fn product(&self, layer: Dense) -> Box<dyn Product>;
    fn filter(&self, layer: Depthwise) -> Box<dyn Filter>;
    fn add(&self, addition: &Addition, a: &[u8], b: &[u8], out: &mut [u8]);
    /// Adds up `input`, pixels of `sums.len()` channels, by channel. At most 2²³ pixels.
    fn total(&self, input: &[u8], sums: &mut [u32]);
}

/// Every back end that this processor can run, the fastest first; the reference is always the last.
pub fn available() -> Vec<&'static dyn Backend> {
    let mut found: Vec<&'static dyn Backend> = Vec::new();
    #[cfg(target_arch = "x86_64")]
    {
        if avx512::Avx512::detected() {
            found.push(&avx512::Avx512);
        }
        if avx2::Avx2::detected() {
            found.push(&avx2::Avx2);
        }
    }
    #[cfg(target_arch = "aarch64")]
    {
        if neon::DotProduct::detected() {
            found.push(&neon::DotProduct);
        }
        found.push(&neon::Neon);
    }
    found.push(&reference::Reference);
    found
}

/// The fastest back end here.
pub fn best() -> &'static dyn Backend {
    available()[0]
}

/// A back end by its name, where this processor can run it.
pub fn named(name: &str) -> Option<&'static dyn Backend> {
    available().into_iter().find(|backend| backend.name() == name)
}
