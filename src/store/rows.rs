//! Between rows and the words of the domain.

use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::crypto::Keys;
use super::{Store, StoreError};
use crate::domain::{
    Conclusion, EncounterRecord, Finding, ImageRecord, ModelRef, Patient, Quality, Stamp, Versions,
};

type RowResult<T> = Result<T, rusqlite::Error>;

pub fn to_i64(value: u64) -> Result<i64, StoreError> {
    i64::try_from(value).map_err(|_| StoreError::Invalid("a number is too large to be stored"))
}

pub fn to_u64(value: i64) -> RowResult<u64> {
    u64::try_from(value).map_err(|_| unreadable("a negative count"))
}

fn unreadable(what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Null, what.into())
}

/// The code of a domain value, as serde writes it: `urgent`, `OD`.
pub fn code<T: Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(Value::String(code)) => Ok(code),
        _ => Err(StoreError::Invalid("a value has no code")),
    }
}

pub fn optional_code<T: Serialize>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    value.map(code).transpose()
}

pub fn decode<T: DeserializeOwned>(code: String) -> RowResult<T> {
    serde_json::from_value(Value::String(code)).map_err(|_| unreadable("an unknown code"))
}

fn decode_column<T: DeserializeOwned>(row: &Row, column: &str) -> RowResult<T> {
    decode(row.get(column)?)
}

fn decode_optional<T: DeserializeOwned>(row: &Row, column: &str) -> RowResult<Option<T>> {
    row.get::<_, Option<String>>(column)?.map(decode).transpose()
}

pub fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Invalid("a value cannot be written as JSON"))
}

fn json_column<T: DeserializeOwned>(row: &Row, column: &str) -> RowResult<T> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(|_| unreadable("unreadable JSON"))
}

/// The four columns `<name>_wall_ms`, `_boot_ms`, `_boot_id` and `_trusted`.
pub fn stamp_at(row: &Row, name: &str) -> RowResult<Stamp> {
    Ok(Stamp {
        wall_ms: row.get(&*format!("{name}_wall_ms"))?,
        boot_ms: to_u64(row.get(&*format!("{name}_boot_ms"))?)?,
        boot_id: row.get(&*format!("{name}_boot_id"))?,
        trusted: row.get(&*format!("{name}_trusted"))?,
    })
}

pub fn open_text(keys: &Keys, place: &str, sealed: &[u8]) -> Result<String, StoreError> {
    String::from_utf8(keys.unseal(place, sealed)?)
        .map_err(|_| StoreError::Damaged("a sealed column is not text".into()))
}

pub fn patient(keys: &Keys, row: &Row) -> Result<Patient, StoreError> {
    let id: String = row.get("patient_id")?;
    let open = |column: &str| -> Result<Option<String>, StoreError> {
        let sealed: Option<Vec<u8>> = row.get(column)?;
        sealed.map(|sealed| open_text(keys, &format!("patients.{column}.{id}"), &sealed)).transpose()
    };
    Ok(Patient {
        identifier: open("identifier_sealed")?.unwrap_or_default(),
        name: open("name_sealed")?.unwrap_or_default(),
        birth_date: open("birth_date_sealed")?,
        sex: decode_column(row, "sex")?,
        id,
    })
}

/// An encounter without its pictures and findings; the row carries its patient's columns as well.
pub fn encounter(keys: &Keys, row: &Row) -> Result<EncounterRecord, StoreError> {
    let id: String = row.get("id")?;
    let sealed: Vec<u8> = row.get("answers_sealed")?;
    let answers = open_text(keys, &format!("encounters.answers_sealed.{id}"), &sealed)?;
    Ok(EncounterRecord {
        task: decode_column(row, "task")?,
        patient: patient(keys, row)?,
        site: row.get("site")?,
        device: row.get("device")?,
        operator: row.get("operator")?,
        opened: stamp_at(row, "opened")?,
        closed: stamp_at(row, "closed")?,
        answers: serde_json::from_str(&answers)
            .map_err(|_| StoreError::Damaged("the answers are not readable".into()))?,
        images: Vec::new(),
        findings: Vec::new(),
        conclusion: Conclusion {
            disposition: decode_column(row, "disposition")?,
            rule: row.get("rule")?,
            reason: row.get("reason")?,
            action: row.get("action")?,
            due: row.get("due")?,
            warnings: json_column(row, "warnings_json")?,
            not_looked_for: json_column(row, "not_looked_for_json")?,
        },
        versions: Versions {
            software: row.get("software")?,
            rule_pack: row.get("rule_pack")?,
            rule_pack_sha256: row.get("rule_pack_sha256")?,
        },
        research_use: row.get("research_use")?,
        id,
    })
}

pub fn image(keys: &Keys, row: &Row) -> Result<ImageRecord, StoreError> {
    let id: String = row.get("id")?;
    let sealed: Vec<u8> = row.get("sha256_sealed")?;
    Ok(ImageRecord {
        role: decode_column(row, "role")?,
        laterality: decode_optional(row, "laterality")?,
        sha256: open_text(keys, &format!("images.sha256_sealed.{id}"), &sealed)?,
        media_type: row.get("media_type")?,
        width_px: row.get("width_px")?,
        height_px: row.get("height_px")?,
        bytes: to_u64(row.get("size_bytes")?)?,
        source: row.get("source")?,
        attempt: row.get("attempt")?,
        taken: stamp_at(row, "taken")?,
        id,
    })
}

pub fn finding(row: &Row) -> RowResult<Finding> {
    let quality_score: Option<f32> = row.get("quality_score")?;
    let model_id: Option<String> = row.get("model_id")?;
    let quality = |score| -> RowResult<Quality> {
        Ok(Quality { score, defects: json_column(row, "quality_defects_json")? })
    };
    let model = |id| -> RowResult<ModelRef> {
        Ok(ModelRef { id, version: row.get("model_version")?, sha256: row.get("model_sha256")? })
    };
    let grade: Option<u8> = row.get("grade")?;
    let grade = grade.map(|grade| grade.try_into().map_err(|_| unreadable("no ICDR grade"))).transpose()?;
    Ok(Finding {
        id: row.get("id")?,
        task: decode_column(row, "task")?,
        laterality: decode_optional(row, "laterality")?,
        image_id: row.get("image_id")?,
        heatmap_id: row.get("heatmap_id")?,
        gradable: row.get("gradable")?,
        quality: quality_score.map(quality).transpose()?,
        score: row.get("score")?,
        grade,
        outcome: decode_column(row, "outcome")?,
        abstain_reason: decode_optional(row, "abstain_reason")?,
        threshold: row.get("threshold")?,
        model: model_id.map(model).transpose()?,
        preprocessing: row.get("preprocessing")?,
    })
}

impl Store {
    /// Reads rows whose columns must be opened with the key.
    pub(super) fn read_all<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl Fn(&Keys, &Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = query.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(&self.keys, row)?);
        }
        Ok(found)
    }
}
