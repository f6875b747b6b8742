//! From a committed encounter to a resource that a real server keeps.

mod peers;

#[path = "outbox/bundle.rs"]
mod bundle;
#[path = "outbox/faults.rs"]
mod faults;
#[path = "outbox/server.rs"]
mod server;
#[path = "outbox/stored.rs"]
mod stored;
#[path = "outbox/tls.rs"]
mod tls;
