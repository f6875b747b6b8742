//! From a committed encounter to a resource that a real server keeps.

// Clippy's leave for tests does not reach the helpers of an integration test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod peers;

#[path = "outbox/bundle.rs"]
mod bundle;
#[path = "outbox/facts.rs"]
mod facts;
#[path = "outbox/faults.rs"]
mod faults;
#[path = "outbox/hl7.rs"]
mod hl7;
#[path = "outbox/looks.rs"]
mod looks;
#[path = "outbox/memory.rs"]
mod memory;
#[path = "outbox/pacs.rs"]
mod pacs;
#[path = "outbox/retention.rs"]
mod retention;
#[path = "outbox/scripted.rs"]
mod scripted;
#[path = "outbox/secrets.rs"]
mod secrets;
#[path = "outbox/server.rs"]
mod server;
#[path = "outbox/slow.rs"]
mod slow;
#[path = "outbox/soak.rs"]
mod soak;
#[path = "outbox/stored.rs"]
mod stored;
#[path = "outbox/tls.rs"]
mod tls;
#[path = "outbox/token.rs"]
mod token;
#[path = "outbox/verdicts.rs"]
mod verdicts;
