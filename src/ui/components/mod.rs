//! What screens are built of. Each function returns a [`Node`](super::Node) and knows nothing of the
//! product's actions: those come in as values or as plain functions.

mod bars;
mod code;
mod controls;
mod pad;
mod panels;
mod picture;
mod progress;
mod sign;

pub use bars::{Identity, Status, identity_bar, status_bar};
pub use code::qr;
pub use controls::{
    Look, TIGHT, button, choices, field, icon_button, link_row, list_row, slider, tile, toggle,
};
pub use pad::{Digit, numeric_pad, pin_dots};
pub use panels::{card, chart, dialog, empty, fault, scroll, toast};
pub use picture::{before_after, viewer};
pub use progress::{busy, progress, stepper};
pub use sign::{Sign, badge, notice, result, warning};
