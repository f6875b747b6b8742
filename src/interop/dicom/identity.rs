//! Whose study it is: the encounter's own, or that of the object that was brought along.

use dicom_core::{PrimitiveValue, Tag};
use dicom_dictionary_std::tags;
use dicom_object::{InMemDicomObject, OpenFileOptions};

use super::dataset::{Dataset, person, words};
use super::modules::{date, time};
use super::{Instance, Object, uid};
use crate::domain::{EncounterRecord, Sex};
use crate::interop::summary;

/// The attributes of PS3.3, C.7.1.1 and C.7.2.1 that all objects of a study must share.
const SHARED: [Tag; 12] = [
    tags::PATIENT_NAME,
    tags::PATIENT_ID,
    tags::ISSUER_OF_PATIENT_ID,
    tags::PATIENT_BIRTH_DATE,
    tags::PATIENT_SEX,
    tags::STUDY_INSTANCE_UID,
    tags::STUDY_DATE,
    tags::STUDY_TIME,
    tags::STUDY_DESCRIPTION,
    tags::REFERRING_PHYSICIAN_NAME,
    tags::STUDY_ID,
    tags::ACCESSION_NUMBER,
];

/// An object that came in as DICOM and goes out byte for byte.
pub struct Imported {
    header: InMemDicomObject,
    pub instance: Instance,
}

impl Imported {
    /// `None` when the file cannot be forwarded: no Part 10 file, or one without its UIDs.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        (bytes.get(128..132) == Some(b"DICM")).then_some(())?;
        let options = OpenFileOptions::new().read_until(tags::PIXEL_DATA);
        let header = options.from_reader(bytes).ok()?.into_inner();
        let text = |tag| Some(header.get(tag)?.to_str().ok()?.trim_matches(['\0', ' ']).to_owned());
        let known = |tag| text(tag).filter(|uid| is_uid(uid));
        let instance = Instance {
            sop_class: known(tags::SOP_CLASS_UID)?,
            uid: known(tags::SOP_INSTANCE_UID)?,
            series: known(tags::SERIES_INSTANCE_UID)?,
            study: known(tags::STUDY_INSTANCE_UID)?,
            modality: text(tags::MODALITY)
                .filter(|code| is_code(code))
                .unwrap_or_else(|| "OT".to_owned())
                .into(),
            number: 1,
        };
        Some(Self { header, instance })
    }
}

impl Object {
    /// An object that was made elsewhere; `None` when it cannot be forwarded.
    #[must_use]
    pub fn of_file(bytes: Vec<u8>) -> Option<Self> {
        Imported::read(&bytes).map(|import| Self { instance: import.instance, bytes })
    }
}

/// Digits and dots, at most 64 (PS3.5, 9.1).
fn is_uid(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A code string (PS3.5, 6.2): at most 16 letters.
fn is_code(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"_ ".contains(&byte);
    (1..=16).contains(&text.len()) && text.bytes().all(letter)
}

/// The attributes of patient and study, alike in every object made here.
pub struct Identity {
    pub study: String,
    shared: InMemDicomObject,
}

impl Identity {
    /// The encounter's own study.
    pub fn of_record(record: &EncounterRecord) -> Self {
        let patient = &record.patient;
        let study = uid::study(record);
        let sex = match patient.sex {
            Sex::Female => "F",
            Sex::Male => "M",
            Sex::Other => "O",
            Sex::Unknown => "",
        };
        let number = words(&patient.identifier, 64);
        let number = if number.is_empty() { patient.id.clone() } else { number };
        let last: String = record.id.chars().rev().filter(char::is_ascii_hexdigit).take(12).collect();
        let mut shared = Dataset::default();
        shared.put(tags::PATIENT_NAME, person(&patient.name));
        shared.put(tags::PATIENT_ID, number);
        shared.put(tags::ISSUER_OF_PATIENT_ID, words(&record.site, 64));
        shared.put(tags::PATIENT_BIRTH_DATE, birth_date(record));
        shared.put(tags::PATIENT_SEX, sex);
        shared.put(tags::STUDY_INSTANCE_UID, study.as_str());
        shared.put(tags::STUDY_DATE, date(&record.opened));
        shared.put(tags::STUDY_TIME, time(&record.opened));
        shared.put(tags::STUDY_DESCRIPTION, summary::task_name(record.task));
        if record.closed.trusted {
            shared.put(tags::TIMEZONE_OFFSET_FROM_UTC, "+0000");
        }
        shared.put(tags::STUDY_ID, last.chars().rev().collect::<String>());
        shared.empty(&[tags::REFERRING_PHYSICIAN_NAME, tags::ACCESSION_NUMBER]);
        if let Some(years) = record.answers.age_years.filter(|years| *years < 1000) {
            shared.put(tags::PATIENT_AGE, format!("{years:03}Y"));
        }
        let mut other = Dataset::default();
        other.put(tags::PATIENT_ID, patient.id.as_str());
        other.put(tags::ISSUER_OF_PATIENT_ID, "Farlight");
        other.put(tags::TYPE_OF_PATIENT_ID, "TEXT");
        shared.items(tags::OTHER_PATIENT_I_DS_SEQUENCE, vec![other]);
        Self { study, shared: shared.into_object() }
    }

    /// The study of an imported object, with the patient as its maker wrote them: servers file what
    /// belongs together by these. The clinic's own number stands in the report.
    pub fn of_import(import: &Imported) -> Self {
        let mut shared = Dataset::default();
        shared.copy(&import.header, &SHARED);
        Self { study: import.instance.study.clone(), shared: shared.into_object() }
    }

    pub fn patient_id(&self) -> String {
        let element = self.shared.get(tags::PATIENT_ID);
        let text = element.and_then(|element| element.to_str().ok());
        text.map(|text| text.trim_matches(['\0', ' ']).to_owned()).unwrap_or_default()
    }

    pub fn write(&self, object: &mut Dataset) {
        for element in self.shared.iter() {
            object.element(element.clone());
        }
    }
}

/// `YYYYMMDD` when the whole day is known; DICOM has no year alone.
fn birth_date(record: &EncounterRecord) -> PrimitiveValue {
    let day = record.patient.birth_date.as_deref().and_then(|text| text.parse::<jiff::civil::Date>().ok());
    day.map_or(PrimitiveValue::Empty, |day| day.strftime("%Y%m%d").to_string().into())
}
