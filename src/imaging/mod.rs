//! Owns pixels: decode files within bounds, find the field of view, harmonise pictures for the
//! models, straighten films, lay pictures over each other, draw heatmaps. Does not judge (quality) and does not predict (inference). Pure functions
//! on the caller's thread.

pub mod align;
pub mod chest;
pub mod decode;
pub mod encode;
pub mod film;
mod pixels;
pub mod plane;
mod prepare;
pub mod retina;

pub use pixels::{Gray, Image, Picture, Rgb};
pub use prepare::{Prepared, Rect, prepare};
