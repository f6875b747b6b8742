//! X-ray panels against the receiver: dcmtk as the panel, the real program as the box.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "peers/certificates.rs"]
#[allow(dead_code)] // each test uses its part
mod certificates;
#[path = "receive/films.rs"]
mod films;
#[path = "receive/hostile.rs"]
mod hostile;
#[path = "receive/panel.rs"]
mod panel;
#[path = "receive/power.rs"]
mod power;
#[path = "receive/screen.rs"]
mod screen;
mod support;
#[path = "receive/tls.rs"]
mod tls;
