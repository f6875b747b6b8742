//! Questions (C-FIND): who is scheduled (PS3.4, annex K), and whether an archive has an object
//! (annex C).

use std::time::Duration;

use dicom_core::value::{DataSetSequence, Value};
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;
use dicom_transfer_syntax_registry::entries::IMPLICIT_VR_LITTLE_ENDIAN;
use serde::{Deserialize, Serialize};

use super::call::{Association, Peer, Proposal};
use super::header::{charset, date, person_name, text};
use super::{DimseError, Part10};
use crate::imaging::decode::dicom::Elements;

const WORKLIST: &str = "1.2.840.10008.5.1.4.31";
pub const STUDY_ROOT: &str = "1.2.840.10008.5.1.4.1.2.2.1";
/// A clinic sees fewer people in three days.
const MOST_SCHEDULED: usize = 500;

/// Somebody who is expected. `Debug` prints no identifying value.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scheduled {
    pub number: String,
    pub issuer: String,
    /// Given name first.
    pub name: String,
    /// `YYYY-MM-DD`, or empty.
    pub birth_date: String,
    /// `F`, `M`, `O`, or empty.
    pub sex: String,
    pub accession: String,
    pub study: String,
    pub modality: String,
    /// `YYYY-MM-DD`, or empty.
    pub date: String,
    /// `HH:MM`, or empty.
    pub time: String,
    pub description: String,
}

impl std::fmt::Debug for Scheduled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scheduled").field("accession", &self.accession).finish_non_exhaustive()
    }
}

/// What is asked for; what is empty is not narrowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// `20261123-20261125`.
    pub dates: String,
    pub modality: String,
    /// AE title of the station.
    pub station: String,
}

/// Asks a modality worklist.
///
/// # Errors
/// [`DimseError`].
pub fn worklist(peer: &Peer, question: &Question) -> Result<Vec<Scheduled>, DimseError> {
    let mut association = Association::open(peer, &[Proposal::service(WORKLIST)])?;
    let step = [
        (tags::SCHEDULED_STATION_AE_TITLE, VR::AE, question.station.as_str()),
        (tags::SCHEDULED_PROCEDURE_STEP_START_DATE, VR::DA, &question.dates),
        (tags::SCHEDULED_PROCEDURE_STEP_START_TIME, VR::TM, ""),
        (tags::MODALITY, VR::CS, &question.modality),
        (tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION, VR::LO, ""),
        (tags::SCHEDULED_PROCEDURE_STEP_ID, VR::SH, ""),
    ];
    let mut keys = data_set(&[
        (tags::SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 192"),
        (tags::ACCESSION_NUMBER, VR::SH, ""),
        (tags::PATIENT_NAME, VR::PN, ""),
        (tags::PATIENT_ID, VR::LO, ""),
        (tags::ISSUER_OF_PATIENT_ID, VR::LO, ""),
        (tags::PATIENT_BIRTH_DATE, VR::DA, ""),
        (tags::PATIENT_SEX, VR::CS, ""),
        (tags::STUDY_INSTANCE_UID, VR::UI, ""),
        (tags::REQUESTED_PROCEDURE_DESCRIPTION, VR::LO, ""),
        (tags::REQUESTED_PROCEDURE_ID, VR::SH, ""),
    ]);
    let steps = DataSetSequence::from(vec![data_set(&step)]);
    keys.put(DataElement::new(tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE, VR::SQ, Value::from(steps)));
    let answers = association.find(WORKLIST, &bytes(&keys)?, MOST_SCHEDULED)?;
    association.release();
    answers.iter().map(|answer| scheduled(answer)).collect()
}

const STEP: u32 = 0x0040_0100;

fn scheduled(answer: &[u8]) -> Result<Scheduled, DimseError> {
    let wanted = [
        0x0008_0005,
        0x0008_0050,
        0x0010_0010,
        0x0010_0020,
        0x0010_0021,
        0x0010_0030,
        0x0010_0040,
        0x0020_000D,
        0x0032_1060,
        STEP,
    ];
    let broken = |_| DimseError::Malformed("an answer of the worklist is broken");
    let elements = Elements::of_data(answer, false, &wanted).map_err(broken)?;
    let step = elements.item(STEP, &[0x0008_0060, 0x0040_0002, 0x0040_0003, 0x0040_0007]).map_err(broken)?;
    let set = charset(&elements);
    let value = |tag| text(&elements, tag, set);
    let planned = |tag| step.as_ref().map(|step| text(step, tag, set)).unwrap_or_default();
    let description = Some(planned(0x0040_0007)).filter(|words| !words.is_empty());
    Ok(Scheduled {
        number: value(0x0010_0020),
        issuer: value(0x0010_0021),
        name: person_name(&value(0x0010_0010)),
        birth_date: date(&value(0x0010_0030)),
        sex: value(0x0010_0040),
        accession: value(0x0008_0050),
        study: value(0x0020_000D),
        modality: planned(0x0008_0060),
        date: date(&planned(0x0040_0002)),
        time: clock_time(&planned(0x0040_0003)),
        description: description.unwrap_or_else(|| value(0x0032_1060)),
    })
}

/// `HHMMSS.FFFFFF` as `HH:MM`.
fn clock_time(value: &str) -> String {
    match value.get(..4) {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{}:{}", &digits[..2], &digits[2..])
        }
        _ => String::new(),
    }
}

/// Whether an archive says that it has this very object.
///
/// # Errors
/// [`DimseError`]; [`DimseError::NotTaken`] when it answers no such questions.
pub fn has(peer: &Peer, object: &Part10<'_>, study: &str, series: &str) -> Result<bool, DimseError> {
    let peer = Peer { timeout: peer.timeout.max(Duration::from_secs(15)), ..peer.clone() };
    let mut association = Association::open(&peer, &[Proposal::service(STUDY_ROOT)])?;
    let keys = data_set(&[
        (tags::SOP_CLASS_UID, VR::UI, ""),
        (tags::SOP_INSTANCE_UID, VR::UI, &object.instance),
        (tags::QUERY_RETRIEVE_LEVEL, VR::CS, "IMAGE"),
        (tags::STUDY_INSTANCE_UID, VR::UI, study),
        (tags::SERIES_INSTANCE_UID, VR::UI, series),
    ]);
    let answers = association.find(STUDY_ROOT, &bytes(&keys)?, 8)?;
    association.release();
    let names_it = |answer: &Vec<u8>| {
        let found = Elements::of_data(answer, false, &[0x0008_0018]);
        found.is_ok_and(|found| text(&found, 0x0008_0018, "") == object.instance)
    };
    Ok(answers.iter().any(names_it))
}

fn data_set(elements: &[(Tag, VR, &str)]) -> InMemDicomObject {
    let element = |&(tag, vr, value): &(Tag, VR, &str)| {
        let value = if value.is_empty() { PrimitiveValue::Empty } else { PrimitiveValue::from(value) };
        DataElement::new(tag, vr, value)
    };
    InMemDicomObject::from_element_iter(elements.iter().map(element))
}

fn bytes(keys: &InMemDicomObject) -> Result<Vec<u8>, DimseError> {
    let mut written = Vec::new();
    keys.write_dataset_with_ts(&mut written, &IMPLICIT_VR_LITTLE_ENDIAN.erased())
        .map_err(|_| DimseError::Malformed("a question cannot be written"))?;
    Ok(written)
}
