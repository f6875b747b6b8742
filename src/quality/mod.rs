//! Owns the gate: what a picture shows, and whether it is good enough, before any model sees it.
//! Does not find or change pixels (imaging) and does not decide what follows (rules). Pure functions
//! on the caller's thread, on one small copy of the picture.

pub mod features;
mod judge;
mod model;
pub mod side;
#[cfg(test)]
mod tests;
mod texture;
mod view;

pub use judge::{Report, judge};

use crate::imaging::Picture;

/// Every number that the gate's models read, under `kind.`, `retina.`, `chest.` and
/// `side.`; for fitting them.
#[must_use]
pub fn measure(picture: &Picture) -> features::Features {
    let view = view::View::of(picture);
    let prefixed = |prefix: &str, list: features::Features| {
        list.into_iter().map(|(name, value)| (format!("{prefix}.{name}"), value)).collect::<Vec<_>>()
    };
    let mut all = prefixed("kind", features::kind(&view));
    all.extend(prefixed("retina", features::retina(&view)));
    all.extend(prefixed("chest", features::chest(&view)));
    all.extend(prefixed("side", side::features(&view)));
    all
}
