//! From the words of the domain to rows; [`super::rows`] reads them back. Values stand in the order of
//! the columns in schema.sql.

use rusqlite::{Connection, params};

use super::StoreError;
use super::crypto::Keys;
use super::rows::{code, json, optional_code, to_i64};
use crate::domain::{EncounterRecord, Finding, ImageRecord, Patient};

/// Adds the patient, or writes what is known now over what was.
pub fn patient(connection: &Connection, keys: &Keys, patient: &Patient) -> Result<(), StoreError> {
    let seal =
        |column: &str, text: &str| keys.seal(&format!("patients.{column}.{}", patient.id), text.as_bytes());
    let birth_date = patient.birth_date.as_deref().map(|date| seal("birth_date_sealed", date)).transpose()?;
    connection
        .prepare_cached(
            "INSERT INTO patients VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET identifier_hash = excluded.identifier_hash,
                 identifier_sealed = excluded.identifier_sealed, name_sealed = excluded.name_sealed,
                 birth_date_sealed = excluded.birth_date_sealed, sex = excluded.sex",
        )?
        .execute(params![
            patient.id,
            keys.identifier_hash(&patient.identifier),
            seal("identifier_sealed", &patient.identifier)?,
            seal("name_sealed", &patient.name)?,
            birth_date,
            code(&patient.sex)?,
        ])?;
    Ok(())
}

pub fn encounter(connection: &Connection, keys: &Keys, record: &EncounterRecord) -> Result<(), StoreError> {
    let place = format!("encounters.answers_sealed.{}", record.id);
    let (opened, closed, conclusion) = (&record.opened, &record.closed, &record.conclusion);
    connection
        .prepare_cached(
            "INSERT INTO encounters VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                 ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)",
        )?
        .execute(params![
            record.id,
            record.patient.id,
            code(&record.task)?,
            record.site,
            record.device,
            record.operator,
            opened.wall_ms,
            to_i64(opened.boot_ms)?,
            opened.boot_id,
            opened.trusted,
            closed.wall_ms,
            to_i64(closed.boot_ms)?,
            closed.boot_id,
            closed.trusted,
            keys.seal(&place, json(&record.answers)?.as_bytes())?,
            code(&conclusion.disposition)?,
            conclusion.rule,
            conclusion.reason,
            conclusion.action,
            conclusion.due,
            json(&conclusion.warnings)?,
            json(&conclusion.not_looked_for)?,
            record.versions.software,
            record.versions.rule_pack,
            record.versions.rule_pack_sha256,
            record.research_use,
        ])?;
    Ok(())
}

pub fn image(
    connection: &Connection,
    keys: &Keys,
    encounter_id: &str,
    position: usize,
    image: &ImageRecord,
    blob: &str,
) -> Result<(), StoreError> {
    let place = format!("images.sha256_sealed.{}", image.id);
    connection
        .prepare_cached(
            "INSERT INTO images VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                 ?17, NULL, NULL, NULL)",
        )?
        .execute(params![
            image.id,
            encounter_id,
            to_i64(position as u64)?,
            code(&image.role)?,
            optional_code(image.laterality.as_ref())?,
            blob,
            keys.seal(&place, image.sha256.as_bytes())?,
            image.media_type,
            image.width_px,
            image.height_px,
            to_i64(image.bytes)?,
            image.source,
            image.attempt,
            image.taken.wall_ms,
            to_i64(image.taken.boot_ms)?,
            image.taken.boot_id,
            image.taken.trusted,
        ])?;
    Ok(())
}

pub fn finding(
    connection: &Connection,
    encounter_id: &str,
    position: usize,
    finding: &Finding,
) -> Result<(), StoreError> {
    let quality = finding.quality.as_ref();
    let model = finding.model.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO findings VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                 ?16, ?17, ?18, ?19)",
        )?
        .execute(params![
            finding.id,
            encounter_id,
            to_i64(position as u64)?,
            code(&finding.task)?,
            optional_code(finding.laterality.as_ref())?,
            finding.image_id,
            finding.heatmap_id,
            finding.gradable,
            quality.map(|quality| quality.score),
            quality.map(|quality| json(&quality.defects)).transpose()?,
            finding.score,
            finding.grade.map(crate::domain::Grade::value),
            code(&finding.outcome)?,
            optional_code(finding.abstain_reason.as_ref())?,
            finding.threshold,
            model.map(|model| &model.id),
            model.map(|model| &model.version),
            model.map(|model| &model.sha256),
            finding.preprocessing,
        ])?;
    Ok(())
}
