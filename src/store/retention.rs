//! Letting go of originals: a picture as taken leaves the box when what stays of it lies here, small, and
//! its storage elsewhere is proven, or when it belongs to nobody who was referred and the clinic's rule
//! says so. Results, texts and heatmaps never leave.
//!
//! Three steps, in an order that a cut at any moment leaves whole: the small picture is written; one
//! transaction says that it stands for the original, with an entry in the audit chain; the file of the
//! original goes. A cut before the transaction leaves a small picture without a record, one after it an
//! original without one: [`Store::sweep`] removes both.

use std::fs;

use rusqlite::params;
use serde_json::json;

use super::rows::to_u64;
use super::{Store, StoreError, audit, files};

/// Why an original may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Every archive that was to get it has shown that it keeps it.
    Stored,
    /// Nobody was referred, and nothing of the encounter waits to be sent.
    Negative,
}

/// An original that may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    pub image_id: String,
    pub encounter_id: String,
    pub bytes: u64,
    pub proof: Proof,
}

/// How much lies here as taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    pub originals: u64,
    pub bytes: u64,
    /// Let go so far.
    pub let_go: u64,
}

/// A picture that came as DICOM stays: the study that it belongs to stands in its own bytes. A clock that
/// was wrong when the encounter was closed makes its age unknown: it stays too.
const OLD: &str =
    "SELECT i.id, i.encounter_id, i.size_bytes FROM images i JOIN encounters e ON e.id = i.encounter_id
    WHERE i.role = 'original' AND i.small_blob IS NULL AND i.media_type <> 'application/dicom'
        AND i.size_bytes > ?2 AND e.closed_trusted = 1 AND e.closed_wall_ms < ?1
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.encounter_id = e.id
            AND (o.state <> 'delivered' OR ifnull(o.settled_wall_ms, ?1) >= ?1))";

/// A receipt names the study; one that rests on a status alone proves nothing.
const STORED: &str = "o.receipt LIKE 'studies/%' AND o.receipt NOT LIKE '%by its status alone%'";

impl Store {
    /// Originals larger than `above_bytes` that were closed and settled before `before_wall_ms`, the
    /// oldest first, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn originals_before(
        &self,
        proof: Proof,
        before_wall_ms: i64,
        above_bytes: u64,
        limit: u32,
    ) -> Result<Vec<Original>, StoreError> {
        let of_picture = "SELECT 1 FROM outbox o WHERE o.encounter_id = e.id
            AND o.kind = 'dicom-picture/' || i.id";
        let rule = match proof {
            Proof::Stored => format!(
                "AND EXISTS ({of_picture} AND {STORED})
                    AND NOT EXISTS ({of_picture} AND o.receipt LIKE 'studies/%' AND NOT ({STORED}))"
            ),
            Proof::Negative => "AND e.disposition = 'negative'".to_owned(),
        };
        let sql = format!("{OLD} {rule} ORDER BY e.rowid, i.position LIMIT ?3");
        let above = i64::try_from(above_bytes).unwrap_or(i64::MAX);
        self.read_all(&sql, params![before_wall_ms, above, limit], |_, row| {
            Ok(Original {
                image_id: row.get(0)?,
                encounter_id: row.get(1)?,
                bytes: to_u64(row.get(2)?)?,
                proof,
            })
        })
    }

    /// Puts `small` in the place of an original. Gives the bytes that this set free.
    ///
    /// # Errors
    /// [`StoreError::LetGo`] when it was let go before, [`StoreError::NotFound`]; [`StoreError::DiskFull`]
    /// when not even the small picture has room: then nothing was changed.
    pub fn let_go(&mut self, original: &Original, small: &[u8]) -> Result<u64, StoreError> {
        let sql = "SELECT blob FROM images WHERE id = ?1";
        let blob: String = self.connection.query_row(sql, [&original.image_id], |row| row.get(0))?;
        let small_blob = self.put_blob(small)?;
        let now = self.clock.now();
        let size = i64::try_from(small.len()).unwrap_or(i64::MAX);
        self.write(|transaction, keys| {
            let sql = "UPDATE images SET small_blob = ?2, small_bytes = ?3, let_go_wall_ms = ?4
                WHERE id = ?1 AND small_blob IS NULL";
            let values = params![original.image_id, small_blob, size, now.wall_ms];
            if transaction.prepare_cached(sql)?.execute(values)? == 0 {
                return Err(StoreError::LetGo);
            }
            let why = match original.proof {
                Proof::Stored => "stored-elsewhere",
                Proof::Negative => "negative",
            };
            let details = json!({ "image": original.image_id, "bytes": original.bytes, "why": why });
            let who = (audit::BOX, "original-let-go", &*original.encounter_id);
            audit::append(transaction, keys, &now, who, &details)
        })?;
        if self.is_named(&blob)? {
            return Ok(0);
        }
        let path = self.blob_path(&blob);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io("remove", &path)(error));
            }
            _ => files::sync_folder(path.parent().unwrap_or(&path))?,
        }
        Ok(original.bytes.saturating_sub(small.len() as u64))
    }

    /// Whether any picture needs this file: the same bytes may have been taken in twice.
    fn is_named(&self, blob: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM images WHERE small_blob = ?1 OR (blob = ?1 AND small_blob IS NULL))";
        Ok(self.connection.query_row(sql, [blob], |row| row.get(0))?)
    }

    /// # Errors
    /// When the database fails.
    pub fn held(&self) -> Result<Held, StoreError> {
        let sql = "SELECT count(*) FILTER (WHERE small_blob IS NULL),
                ifnull(sum(size_bytes) FILTER (WHERE small_blob IS NULL), 0),
                count(*) FILTER (WHERE small_blob IS NOT NULL)
            FROM images WHERE role = 'original'";
        Ok(self.connection.query_row(sql, [], |row| {
            Ok(Held {
                originals: to_u64(row.get(0)?)?,
                bytes: to_u64(row.get(1)?)?,
                let_go: to_u64(row.get(2)?)?,
            })
        })?)
    }
}
