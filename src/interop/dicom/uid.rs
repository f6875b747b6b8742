//! Unique identifiers that the same content always gets again.

use uuid::Uuid;

use crate::domain::{EncounterRecord, sha256_hex};

/// Raised whenever the same record and pictures begin to make other bytes. Servers that have an
/// instance keep the old content silently: other content must come under another UID.
///
/// 2: the page sets names from right to left, and derived photographs say so in their Image Type. Nothing
/// was given out under 1, but trial boxes have sent to archives that keep what they have.
const ENCODING: &str = "2";

/// Of what was known when the encounter ended; stands for every attribute that comes from it.
pub fn content(record: &EncounterRecord) -> String {
    // A record is plain data: turning it into JSON does not fail.
    sha256_hex(&serde_json::to_vec(record).unwrap_or_default())
}

/// One study an encounter.
pub fn study(record: &EncounterRecord) -> String {
    derived(&[&record.id, "study"])
}

pub fn series(record: &EncounterRecord, role: &str) -> String {
    derived(&[&record.id, "series", role])
}

/// Changes with the record, with the picture (`sha256`, empty for what holds none) and with the way
/// in which both are written down.
pub fn instance(record: &EncounterRecord, role: &str, sha256: &str) -> String {
    derived(&[&record.id, "instance", role, sha256, &content(record), ENCODING])
}

/// Something else of an encounter that needs a name of its own.
pub fn other(record: &EncounterRecord, what: &str) -> String {
    derived(&[&record.id, "other", what])
}

/// A UUID as an object identifier (PS3.5, B.2). The parts are joined by a letter that none holds.
fn derived(parts: &[&str]) -> String {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:farlight:dicom");
    format!("2.25.{}", Uuid::new_v5(&namespace, parts.join("\u{1f}").as_bytes()).as_u128())
}
