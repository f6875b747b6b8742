//! Owns what labelled pictures say of a pack: statistics with their intervals, the report, the
//! comparison of two packs. Does not examine pictures (screening) and reads no files: app hands over
//! what was seen. Pure functions on the caller's thread.

mod agreement;
mod calibration;
mod case;
mod compare;
mod error;
mod estimate;
mod groups;
mod labels;
mod page;
mod plots;
mod report;
mod roc;
mod scores;
mod suffice;
mod table;
mod tallies;

pub use case::{Case, NotRead, Seen, Stages};
pub use compare::{Comparison, compare};
pub use error::EvaluationError;
pub use estimate::{Estimate, Proportion, Range, percentile, wilson};
pub use labels::{Labels, Row};
pub use page::page;
pub use report::{About, Report, report};
pub use scores::Scores;
