//! Owns where pictures come from: a V4L2 camera, a folder, the phantom. Does not judge them
//! (quality) and does not read their pixels (imaging). Runs on the thread of the caller, which
//! waits no longer than it said.

pub mod phantom;
