//! Owns one encounter, from the first picture to the record that is committed: gate, model, rules.
//! Does not store and does not send. On the caller's thread; one job at a time.

mod conclude;
mod entries;
mod error;
mod examine;
pub mod golden;
mod heatmap;
mod session;

pub use error::ScreeningError;
pub use examine::{ANY_CAMERA, Examination, Examiner, Gate, Millis};
pub use heatmap::{heat_over, overlay};
pub use session::{Kept, Opening, Screened, Session};
