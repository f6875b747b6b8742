//! Earlier studies of a patient, from the archives that the configuration names. Whose they are is
//! told by number and issuer, and by the name as well where there is one; never by a name alone.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::args::PriorsArgs;
use super::films::same_name;
use super::{App, AppError};
use crate::dimse::Header;
use crate::domain::Patient;
use crate::imaging::decode::MAX_FILE_BYTES;
use crate::store::{BOX, Inbox, InboxLimits, Put, StoreError};
use crate::sync::config::{Destination, Kind};
use crate::sync::{Source, escaped};

const DICOM_JSON: &str = "application/dicom+json";
const PART: &str = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
/// Studies that one archive is asked for, and pictures that are fetched of them.
const MOST_STUDIES: usize = 20;
const MOST_PICTURES: usize = 12;
/// Kinds of pictures that are worth comparing.
const MODALITIES: [&str; 5] = ["CR", "DX", "OP", "OT", "SC"];
/// All priors together; the oldest make room.
const LIMITS: InboxLimits = InboxLimits { bytes: 1 << 30, files: 400, reserve_bytes: 256 << 20 };

/// `[priors]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PriorsConfig {
    /// Issuers (0010,0021) whose patient numbers are those on this clinic's cards; an empty one
    /// stands for studies that name none. The clinic's own name is always among them.
    pub issuers: Vec<String>,
}

/// What is noted beside a kept picture.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Note {
    /// Our id of the patient.
    patient: String,
    source: String,
    study: String,
    date: String,
    modality: String,
    description: String,
    laterality: String,
}

/// One picture that an archive has.
struct Listed {
    study: String,
    series: String,
    instance: String,
    modality: String,
}

/// Fetches, keeps and lists; `false` when an archive could not be asked.
pub fn run(app: &App, args: &PriorsArgs) -> Result<bool, AppError> {
    let (patient, cache) = {
        let store = app.store()?;
        let patient = store.patient_by_identifier(&args.patient)?.ok_or(StoreError::NotFound)?;
        (patient, store.archived(LIMITS))
    };
    let mut all = true;
    if !args.kept {
        let archives: Vec<&Destination> =
            app.config.destinations.iter().filter(|known| known.kind == Kind::Dicomweb).collect();
        if archives.is_empty() {
            let words =
                "no archive is configured: priors come from a [[destination]] with kind = \"dicomweb\"";
            return Err(AppError::Usage(words.to_owned()));
        }
        // The store is free for a screening while the network is slow.
        for archive in archives {
            if let Err(fault) = fetch(app, archive, &patient, &cache) {
                log::warn!("priors from '{}': {fault}", archive.name);
                eprintln!("farlight: priors from '{}': {fault}", archive.name);
                all = false;
            }
        }
    }
    list(app, &patient, &cache, args.out.as_deref())?;
    Ok(all)
}

fn fetch(app: &App, archive: &Destination, patient: &Patient, cache: &Inbox) -> Result<(), AppError> {
    let source = Source::open(archive)?;
    let question = format!(
        "studies?PatientID={}&includefield=00100021&includefield=00081030&limit={MOST_STUDIES}",
        escaped(&patient.identifier)
    );
    let studies = source.json(&question, DICOM_JSON)?;
    let mut left = MOST_PICTURES;
    for study in rows(studies.as_ref()) {
        let uid = text(study, "0020000D");
        if !is_uid(&uid) || !belongs(app, patient, &text(study, "00100020"), &text(study, "00100021")) {
            continue;
        }
        let path = format!("studies/{uid}/instances?includefield=00080060&limit=100");
        let pictures = source.json(&path, DICOM_JSON)?;
        for picture in rows(pictures.as_ref()).iter().filter_map(|row| listed(&uid, row)) {
            if left == 0 {
                return Ok(());
            }
            if MODALITIES.contains(&picture.modality.as_str()) {
                left -= usize::from(keep(app, &source, archive, patient, &picture, cache)?);
            }
        }
    }
    Ok(())
}

fn rows(answer: Option<&Value>) -> &[Value] {
    answer.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text(row: &Value, tag: &str) -> String {
    let value = row.get(tag).and_then(|element| element.pointer("/Value/0")?.as_str());
    value.unwrap_or_default().trim().to_owned()
}

fn is_uid(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn listed(study: &str, row: &Value) -> Option<Listed> {
    let (series, instance) = (text(row, "0020000E"), text(row, "00080018"));
    let named = is_uid(&series) && is_uid(&instance);
    named.then(|| Listed { study: study.to_owned(), series, instance, modality: text(row, "00080060") })
}

/// The archive may have matched by wildcards, or hold another clinic's patient of the same number.
fn belongs(app: &App, patient: &Patient, number: &str, issuer: &str) -> bool {
    let issuers = &app.config.priors.issuers;
    let ours = issuer == app.config.site.name || issuers.iter().any(|known| known == issuer);
    ours && !number.is_empty() && number.eq_ignore_ascii_case(patient.identifier.trim())
}

/// Fetches and keeps one picture; `false` when it is not this patient's, or no longer there.
fn keep(
    app: &App,
    source: &Source,
    archive: &Destination,
    patient: &Patient,
    picture: &Listed,
    cache: &Inbox,
) -> Result<bool, AppError> {
    let path = format!("studies/{}/series/{}/instances/{}", picture.study, picture.series, picture.instance);
    let Some(answer) = source.get(&path, PART, MAX_FILE_BYTES + 4096)? else {
        return Ok(false);
    };
    let Some((file, header)) = first_part(&answer).and_then(|file| Some((file, Header::of_file(file)?)))
    else {
        log::warn!("priors from '{}': a picture is no DICOM object", archive.name);
        return Ok(false);
    };
    // What lies in the object counts, not what the list said.
    let same = belongs(app, patient, &header.patient_number, &header.issuer)
        && same_name(&patient.name, &header.patient_name)
        && patient.birth_date.as_ref().is_none_or(|known| {
            header.birth_date.is_empty() || header.birth_date.starts_with(known.as_str())
        });
    if !same {
        log::warn!(
            "priors from '{}': a picture of this number is another person's: left there",
            archive.name
        );
        return Ok(false);
    }
    let note = Note {
        patient: patient.id.clone(),
        source: archive.name.clone(),
        study: header.study,
        date: header.study_date,
        modality: header.modality,
        description: header.study_description,
        laterality: header.laterality,
    };
    let note = serde_json::to_vec(&note)?;
    loop {
        match cache.put(&picture.instance, &note, file) {
            Ok(Put::New(_) | Put::Again(_) | Put::Beside(_)) => return Ok(true),
            Err(full @ StoreError::DiskFull { .. }) => match cache.list()?.first() {
                Some(oldest) => cache.remove(&oldest.id)?,
                None => return Err(full.into()),
            },
            Err(error) => return Err(error.into()),
        }
    }
}

/// The first part of a `multipart/related` answer (RFC 2046, 5.1), or the answer itself.
fn first_part(answer: &[u8]) -> Option<&[u8]> {
    if answer.get(128..132) == Some(b"DICM") {
        return Some(answer);
    }
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|part| part == what);
    let start = find(answer, b"--")?;
    let line = find(&answer[start..], b"\r\n")?;
    let boundary = &answer[start..start + line];
    let body = start + find(&answer[start..], b"\r\n\r\n")? + 4;
    let end = [&b"\r\n"[..], boundary].concat();
    let length = find(&answer[body..], &end).unwrap_or(answer.len() - body);
    Some(&answer[body..body + length])
}

/// What is kept of this patient, newest study first.
fn list(app: &App, patient: &Patient, cache: &Inbox, out: Option<&Path>) -> Result<(), AppError> {
    let read = |note: &[u8]| serde_json::from_slice::<Note>(note).unwrap_or_default();
    let mut found: Vec<(String, Note)> =
        cache.list()?.into_iter().map(|waits| (waits.id, read(&waits.note))).collect();
    found.retain(|(_, note)| note.patient == patient.id);
    found.sort_by(|one, other| other.1.date.cmp(&one.1.date));
    if let Some(folder) = out {
        app.store()?.audit(
            BOX,
            "priors-exported",
            &patient.id,
            &serde_json::json!({ "count": found.len() }),
        )?;
        super::records::empty_private_folder(folder)?;
    }
    if found.is_empty() {
        app.out.say("No earlier pictures of this patient")?;
    }
    for (id, note) in &found {
        if let Some(folder) = out {
            std::fs::write(folder.join(format!("{id}.dcm")), cache.read(id)?)?;
        }
        app.out.emit(&serde_json::json!({ "id": id, "prior": note }), || {
            format!(
                "{}  {}  {:3} {:1}  {}  {}",
                id, note.date, note.modality, note.laterality, note.source, note.description
            )
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_is_what_lies_between_the_boundaries() {
        let answer = b"\r\n--abc\r\nContent-Type: application/dicom\r\n\r\nBODY--abc\r\nX\r\n--abc--\r\n";
        assert_eq!(first_part(answer), Some(&b"BODY--abc\r\nX"[..]));
        assert_eq!(first_part(b"--abc\r\n\r\ncut off"), Some(&b"cut off"[..]));
        assert_eq!(first_part(b"nothing"), None);
        assert_eq!(first_part(b""), None);
    }
}
