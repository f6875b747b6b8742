//! Who did what, as a chain: each entry holds the hash of the one before. The hash needs no key, so
//! that a reviewer can follow the chain; the MAC beside it needs one, so that nobody who only has
//! the disk can write the chain anew. The head says where the chain ends.
//!
//! What this cannot see: a whole older copy of the database put in the place of the newer one.

mod report;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::crypto::{Keys, same, sha256};
use super::rows::{stamp_at, to_i64, to_u64};
use super::{Store, StoreError, migrate};
use crate::domain::Stamp;

pub use report::{AuditFault, AuditProblem, AuditReport};

/// The actor of everything that no person asked for.
pub const BOX: &str = "box";

/// One line of the chain. `subject` is a UUID, `details` hold no patient data.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// 1, 2, 3 without a gap.
    pub seq: u64,
    pub at: Stamp,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub details: Value,
}

/// Where the chain ends, as the box wrote it down.
struct Head {
    entries: i64,
    last_hash: Vec<u8>,
    /// The MAC is ours.
    genuine: bool,
}

struct Link {
    entry: AuditEntry,
    details_json: String,
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
    mac: Vec<u8>,
}

/// Adds one entry and moves the head; call it inside the transaction of what it tells.
pub(super) fn append(
    connection: &Connection,
    keys: &Keys,
    now: &Stamp,
    (actor, action, subject): (&str, &str, &str),
    details: &Value,
) -> Result<(), StoreError> {
    let top: i64 = connection.query_row("SELECT ifnull(max(seq), 0) FROM audit", [], |row| row.get(0))?;
    let head = match head(connection, keys)? {
        Some(head) => head,
        // Only a store that is just being made has none.
        None => Head { entries: 0, last_hash: vec![0; 32], genuine: migrate::version(connection)? == 0 },
    };
    let (prev_hash, whole) = (head.last_hash, head.genuine && top <= head.entries);
    // Somebody who changed or removed the head does not stop the clinic's work: the chain goes on
    // behind a gap, which verification reports for ever.
    let seq = if whole { head.entries.saturating_add(1) } else { top.saturating_add(2) };
    let entry = AuditEntry {
        seq: seq.unsigned_abs(),
        at: now.clone(),
        actor: actor.to_owned(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        details: Value::Null,
    };
    let details_json = details.to_string();
    let hash = digest(&entry, &details_json, &prev_hash);
    connection.prepare_cached("INSERT INTO audit VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)")?.execute(
        params![
            seq,
            now.wall_ms,
            to_i64(now.boot_ms)?,
            now.boot_id,
            now.trusted,
            actor,
            action,
            subject,
            details_json,
            prev_hash,
            hash,
            keys.audit_mac(b"entry", &hash),
        ],
    )?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO audit_head VALUES (1, ?1, ?2, ?3)")?
        .execute(params![seq, hash, head_mac(keys, seq.unsigned_abs(), &hash)])?;
    Ok(())
}

/// Canonical: every text and byte string goes in behind its length, numbers as eight bytes
/// big-endian, so that no two entries share an encoding.
fn digest(entry: &AuditEntry, details_json: &str, prev_hash: &[u8]) -> [u8; 32] {
    let mut bytes = b"farlight audit 1".to_vec();
    bytes.extend(entry.seq.to_be_bytes());
    bytes.extend(entry.at.wall_ms.to_be_bytes());
    bytes.extend(entry.at.boot_ms.to_be_bytes());
    bytes.push(u8::from(entry.at.trusted));
    let texts = [&*entry.at.boot_id, &*entry.actor, &*entry.action, &*entry.subject, details_json];
    for part in texts.map(str::as_bytes).into_iter().chain([prev_hash]) {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part);
    }
    sha256(&bytes)
}

fn head(connection: &Connection, keys: &Keys) -> Result<Option<Head>, StoreError> {
    let read = |row: &Row| {
        let (entries, last_hash, mac): (i64, Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let genuine = same(&head_mac(keys, entries.unsigned_abs(), &last_hash), &mac);
        Ok(Head { entries, last_hash, genuine })
    };
    Ok(connection.query_row("SELECT entries, last_hash, mac FROM audit_head", [], read).optional()?)
}

fn head_mac(keys: &Keys, entries: u64, last_hash: &[u8]) -> [u8; 32] {
    keys.audit_mac(b"head", &[entries.to_be_bytes().as_slice(), last_hash].concat())
}

fn link(row: &Row) -> Result<Link, rusqlite::Error> {
    let details_json: String = row.get("details_json")?;
    let entry = AuditEntry {
        seq: to_u64(row.get("seq")?)?,
        at: stamp_at(row, "at")?,
        actor: row.get("actor")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        details: serde_json::from_str(&details_json).unwrap_or(Value::Null),
    };
    let (prev_hash, hash, mac) = (row.get("prev_hash")?, row.get("hash")?, row.get("mac")?);
    Ok(Link { entry, details_json, prev_hash, hash, mac })
}

impl Store {
    /// Writes down something that a person did and that changes no record: an export, a look.
    pub fn audit(
        &mut self,
        actor: &str,
        action: &str,
        subject: &str,
        details: &Value,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.write(|transaction, keys| append(transaction, keys, &now, (actor, action, subject), details))
    }

    /// The newest entries, newest first.
    pub fn audit_entries(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        let mut query = self.connection.prepare("SELECT * FROM audit ORDER BY seq DESC LIMIT ?1")?;
        let rows = query.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], link)?;
        rows.map(|row| Ok(row?.entry)).collect()
    }

    /// Walks the whole chain and stops at the first entry that does not fit.
    pub fn audit_verify(&self) -> Result<AuditReport, StoreError> {
        let mut query = self.connection.prepare("SELECT * FROM audit ORDER BY seq")?;
        let mut rows = query.query([])?;
        let (mut entries, mut before) = (0, vec![0; 32]);
        while let Some(row) = rows.next()? {
            // A value of a wrong type or range is an alteration too.
            let fault = match link(row) {
                Err(_) => Some(AuditFault::Altered),
                Ok(link) => self.fault(&link, entries + 1, &before).or_else(|| {
                    before = link.hash;
                    None
                }),
            };
            if let Some(kind) = fault {
                return Ok(problem(entries, entries + 1, kind));
            }
            entries += 1;
        }
        self.verify_head(entries, &before)
    }

    fn fault(&self, link: &Link, seq: u64, before: &[u8]) -> Option<AuditFault> {
        if link.entry.seq != seq {
            Some(AuditFault::Gap)
        } else if !same(&digest(&link.entry, &link.details_json, &link.prev_hash), &link.hash) {
            Some(AuditFault::Altered)
        } else if !same(&link.prev_hash, before) {
            Some(AuditFault::Unlinked)
        } else if !same(&self.keys.audit_mac(b"entry", &link.hash), &link.mac) {
            Some(AuditFault::Forged)
        } else {
            None
        }
    }

    fn verify_head(&self, entries: u64, last: &[u8]) -> Result<AuditReport, StoreError> {
        let Some(head) = head(&self.connection, &self.keys)?.filter(|head| head.genuine) else {
            return Ok(problem(entries, entries, AuditFault::Head));
        };
        Ok(match head.entries.unsigned_abs().cmp(&entries) {
            std::cmp::Ordering::Greater => problem(entries, entries + 1, AuditFault::TailMissing),
            std::cmp::Ordering::Equal if same(&head.last_hash, last) => {
                AuditReport { entries, problem: None }
            }
            _ => problem(entries, entries, AuditFault::Head),
        })
    }
}

fn problem(entries: u64, seq: u64, kind: AuditFault) -> AuditReport {
    AuditReport { entries, problem: Some(AuditProblem { seq, kind }) }
}
