//! Owns what a demonstration needs in place of the outside world, and the sheet it shows at its end.
//! Nothing here serves patients.

pub mod receiver;
pub mod sheet;
