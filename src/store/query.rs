//! Reading back.

use rusqlite::params;

use super::rows;
use super::{Store, StoreError};
use crate::domain::{Disposition, EncounterRecord, Patient, Stamp, Task};

/// One line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    pub id: String,
    pub task: Task,
    pub patient: Patient,
    pub operator: String,
    pub closed: Stamp,
    pub disposition: Disposition,
    /// Calendar day, `YYYY-MM-DD`.
    pub due: String,
    pub research_use: bool,
    /// Messages that are not delivered, parked ones included.
    pub undelivered: u64,
}

/// `None` lets every value pass.
#[derive(Debug, Clone, Default)]
pub struct Filter<'a> {
    pub task: Option<Task>,
    pub disposition: Option<Disposition>,
    pub patient_id: Option<&'a str>,
    /// Closed at or after, wall clock in milliseconds.
    pub from_wall_ms: Option<i64>,
    /// Closed before, wall clock in milliseconds.
    pub until_wall_ms: Option<i64>,
}

/// Shorter beginnings of an id are not looked up.
const PREFIX_MIN_CHARS: usize = 8;

impl Store {
    /// The last stored first, whatever the clocks said: a box that woke up in 1970 hides nothing.
    pub fn encounters(&self, filter: &Filter, limit: usize) -> Result<Vec<Summary>, StoreError> {
        let sql = "SELECT p.identifier_sealed, p.name_sealed, p.birth_date_sealed, p.sex, e.id, e.patient_id, e.task, e.operator, e.closed_wall_ms, e.closed_boot_ms,
                e.closed_boot_id, e.closed_trusted, e.disposition, e.due, e.research_use,
                (SELECT count(*) FROM outbox o WHERE o.encounter_id = e.id AND o.state <> 'delivered')
                    AS undelivered
            FROM encounters e JOIN patients p ON p.id = e.patient_id
            WHERE (?1 IS NULL OR e.task = ?1) AND (?2 IS NULL OR e.disposition = ?2)
                AND (?3 IS NULL OR e.patient_id = ?3) AND (?4 IS NULL OR e.closed_wall_ms >= ?4)
                AND (?5 IS NULL OR e.closed_wall_ms < ?5)
            ORDER BY e.rowid DESC LIMIT ?6";
        let values = params![
            filter.task.map(Task::code),
            filter.disposition.map(Disposition::code),
            filter.patient_id,
            filter.from_wall_ms,
            filter.until_wall_ms,
            i64::try_from(limit).unwrap_or(i64::MAX),
        ];
        self.read_all(sql, values, |keys, row| {
            Ok(Summary {
                id: row.get("id")?,
                task: rows::decode(row.get("task")?)?,
                patient: rows::patient(keys, row)?,
                operator: row.get("operator")?,
                closed: rows::stamp_at(row, "closed")?,
                disposition: rows::decode(row.get("disposition")?)?,
                due: row.get("due")?,
                research_use: row.get("research_use")?,
                undelivered: rows::to_u64(row.get("undelivered")?)?,
            })
        })
    }

    /// A patient's earlier screenings for the same or another disease, the last stored first.
    pub fn priors(&self, patient_id: &str) -> Result<Vec<Summary>, StoreError> {
        self.encounters(&Filter { patient_id: Some(patient_id), ..Filter::default() }, usize::MAX)
    }

    /// The whole record, by its id or by the first eight or more characters of it when no other
    /// id begins with them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Ambiguous`].
    pub fn encounter(&self, id: &str) -> Result<EncounterRecord, StoreError> {
        let id = self.encounter_id(id.trim())?;
        let sql = "SELECT p.identifier_sealed, p.name_sealed, p.birth_date_sealed, p.sex, e.*
            FROM encounters e JOIN patients p ON p.id = e.patient_id WHERE e.id = ?1";
        let found = self.read_all(sql, [&id], rows::encounter)?.pop();
        let mut record = found.ok_or(StoreError::NotFound)?;
        let sql = "SELECT * FROM images WHERE encounter_id = ?1 ORDER BY position";
        record.images = self.read_all(sql, [&id], rows::image)?;
        let sql = "SELECT * FROM findings WHERE encounter_id = ?1 ORDER BY position";
        record.findings = self.read_all(sql, [&id], |_, row| Ok(rows::finding(row)?))?;
        Ok(record)
    }

    fn encounter_id(&self, begin: &str) -> Result<String, StoreError> {
        // A tilde sorts after every character of a UUID.
        let sql = "SELECT id FROM encounters WHERE id = ?1 OR (?2 AND id >= ?1 AND id < ?1 || '~')
            ORDER BY id LIMIT 2";
        let long = begin.chars().count() >= PREFIX_MIN_CHARS;
        let found = self.read_all(sql, params![begin, long], |_, row| Ok(row.get::<_, String>(0)?))?;
        match found.as_slice() {
            [] => Err(StoreError::NotFound),
            [id, ..] if id == begin => Ok(id.clone()),
            [id] => Ok(id.clone()),
            _ => Err(StoreError::Ambiguous),
        }
    }

    /// Everybody of whom a part of the name or of the number is `text`, whatever its case; at most `limit`.
    pub fn find_patients(&self, text: &str, limit: usize) -> Result<Vec<Patient>, StoreError> {
        let wanted = text.trim().to_lowercase();
        let sql = "SELECT *, id AS patient_id FROM patients ORDER BY rowid DESC";
        let mut found = self.read_all(sql, [], rows::patient)?;
        found.retain(|patient| {
            [&patient.name, &patient.identifier].iter().any(|words| words.to_lowercase().contains(&wanted))
        });
        found.truncate(limit);
        Ok(found)
    }

    /// # Errors
    /// [`StoreError::NotFound`] for a patient without a stored encounter.
    pub fn patient(&self, id: &str) -> Result<Patient, StoreError> {
        let sql = "SELECT *, id AS patient_id FROM patients WHERE id = ?1";
        self.read_all(sql, [id], rows::patient)?.pop().ok_or(StoreError::NotFound)
    }

    /// By the number on the card; blanks around it and upper or lower case do not count.
    pub fn patient_by_identifier(&self, identifier: &str) -> Result<Option<Patient>, StoreError> {
        let Some(hash) = self.keys.identifier_hash(identifier) else { return Ok(None) };
        let sql = "SELECT *, id AS patient_id FROM patients WHERE identifier_hash = ?1";
        Ok(self.read_all(sql, [hash], rows::patient)?.pop())
    }
}
