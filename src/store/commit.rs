//! The one way in: pictures first, synced; then all rows of an encounter in one transaction.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json as object;

use super::blobs::{FILE_OVERHEAD_BYTES, PLAIN_MAX_BYTES};
use super::crypto::Keys;
use super::{NewMessage, Store, StoreError, audit, insert, outbox, rows};
use crate::domain::{EncounterRecord, Stamp, sha256_hex};

/// Room for the rows of one encounter and the log in front of them.
const ROWS_BYTES: u64 = 256 << 10;

impl Store {
    /// Stores the encounter with its pictures (image id and bytes) and messages, whole or not at
    /// all; when this returns, it is safe from the power.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] for the same encounter twice; [`StoreError::IdentifierTaken`]
    /// when another patient has the identifier; [`StoreError::DiskFull`] and
    /// [`StoreError::Invalid`] before anything is stored.
    pub fn commit(
        &mut self,
        record: &EncounterRecord,
        images: &[(&str, &[u8])],
        messages: &[NewMessage],
    ) -> Result<(), StoreError> {
        validate(record, images)?;
        self.refuse_stored(record)?;
        let new_bytes: u64 = images.iter().map(|(_, bytes)| bytes.len() as u64 + FILE_OVERHEAD_BYTES).sum();
        let free_bytes = self.free_bytes();
        if free_bytes < new_bytes + ROWS_BYTES + self.reserve_bytes {
            return Err(StoreError::DiskFull { free_bytes });
        }
        let blobs = images
            .iter()
            .map(|(id, bytes)| Ok((*id, self.put_blob(bytes)?)))
            .collect::<Result<BTreeMap<_, _>, StoreError>>()?;
        let now = self.clock.now();
        self.write(|transaction, keys| {
            put_patient(transaction, keys, record, &now)?;
            insert::encounter(transaction, keys, record)?;
            for (position, image) in record.images.iter().enumerate() {
                let blob = blobs.get(&*image.id).ok_or(StoreError::Invalid("a picture has no bytes"))?;
                insert::image(transaction, keys, &record.id, position, image, blob)?;
            }
            for (position, finding) in record.findings.iter().enumerate() {
                insert::finding(transaction, &record.id, position, finding)?;
            }
            for message in messages {
                outbox::insert(transaction, &record.id, message, &now)?;
            }
            let who = (&*record.operator, "encounter-committed", &*record.id);
            audit::append(transaction, keys, &now, who, &details(record, messages))
        })
    }

    fn refuse_stored(&self, record: &EncounterRecord) -> Result<(), StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM encounters WHERE id = ?1)";
        if self.connection.query_row(sql, [&record.id], |row| row.get(0))? {
            return Err(StoreError::AlreadyStored);
        }
        let hash = self.keys.identifier_hash(&record.patient.identifier);
        let sql = "SELECT EXISTS (SELECT 1 FROM patients WHERE identifier_hash = ?1 AND id <> ?2)";
        if self.connection.query_row(sql, params![hash, record.patient.id], |row| row.get(0))? {
            return Err(StoreError::IdentifierTaken);
        }
        Ok(())
    }
}

/// What the audit chain says of an encounter: enough to find it, nothing about who it was.
fn details(record: &EncounterRecord, messages: &[NewMessage]) -> serde_json::Value {
    object!({
        "task": record.task.code(),
        "disposition": record.conclusion.disposition.code(),
        "rule_pack": record.versions.rule_pack,
        "software": record.versions.software,
        "images": record.images.len(),
        "findings": record.findings.len(),
        "messages": messages.len(),
    })
}

fn validate(record: &EncounterRecord, images: &[(&str, &[u8])]) -> Result<(), StoreError> {
    let refuse = |what| Err(StoreError::Invalid(what));
    if record.id.is_empty() || record.patient.id.is_empty() {
        return refuse("an id is empty");
    }
    let numbers = record.findings.iter().flat_map(|finding| {
        [finding.score, finding.threshold, finding.quality.as_ref().map(|quality| quality.score)]
    });
    if !numbers.flatten().all(f32::is_finite) {
        return refuse("a score is not a number");
    }
    let mut shown = record.findings.iter().flat_map(|finding| [&finding.image_id, &finding.heatmap_id]);
    if !shown.all(|id| id.as_ref().is_none_or(|id| record.images.iter().any(|image| image.id == *id))) {
        return refuse("a finding names a picture that is not of this encounter");
    }
    if images.len() != record.images.len() {
        return refuse("not every picture has its bytes, or bytes have no picture");
    }
    for image in &record.images {
        let Some((_, bytes)) = images.iter().find(|(id, _)| *id == image.id) else {
            return refuse("a picture has no bytes");
        };
        if bytes.len() > PLAIN_MAX_BYTES {
            return refuse("a picture is larger than 64 MiB");
        }
        if bytes.len() as u64 != image.bytes || sha256_hex(bytes) != image.sha256 {
            return refuse("the bytes of a picture are not those of its record");
        }
    }
    Ok(())
}

/// The latest word on a person holds for all their encounters; that it changed is in the chain.
fn put_patient(
    connection: &Connection,
    keys: &Keys,
    record: &EncounterRecord,
    now: &Stamp,
) -> Result<(), StoreError> {
    let patient = &record.patient;
    let sql = "SELECT *, id AS patient_id FROM patients WHERE id = ?1";
    let known = connection.query_row(sql, [&patient.id], |row| Ok(rows::patient(keys, row))).optional()?;
    match known.transpose()? {
        Some(known) if known == *patient => return Ok(()),
        Some(_) => {
            let who = (&*record.operator, "patient-changed", &*patient.id);
            audit::append(connection, keys, now, who, &object!({ "encounter": record.id }))?;
        }
        None => {}
    }
    insert::patient(connection, keys, patient)
}
