//! The modules that all objects of an encounter share (PS3.3, C.7 and C.12).

use dicom_core::PrimitiveValue;
use dicom_dictionary_std::tags;

use super::dataset::{Code, Dataset, OWN_SCHEME, lines, person, words};
use super::identity::Identity;
use super::{Instance, Kind};
use crate::domain::{EncounterRecord, ImageRecord, Stamp, Task};
use crate::interop::summary;

/// What the parts of an encounter have in common, and the beginning of each.
pub fn begin(record: &EncounterRecord, identity: &Identity, instance: &Instance, kind: Kind) -> Dataset {
    let mut object = Dataset::default();
    object.put(tags::SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    object.put(tags::SOP_CLASS_UID, instance.sop_class.as_str());
    object.put(tags::SOP_INSTANCE_UID, instance.uid.as_str());
    object.items(tags::CODING_SCHEME_IDENTIFICATION_SEQUENCE, vec![own_scheme()]);
    identity.write(&mut object);
    series(record, &mut object, instance, kind);
    object.put(tags::INSTANCE_NUMBER, instance.number.to_string());
    equipment(record, &mut object);
    object
}

fn own_scheme() -> Dataset {
    let mut item = Dataset::default();
    item.put(tags::CODING_SCHEME_DESIGNATOR, OWN_SCHEME);
    item.put(tags::CODING_SCHEME_NAME, "Farlight's own codes, as in its FHIR bundles");
    item.put(tags::CODING_SCHEME_RESPONSIBLE_ORGANIZATION, "Farlight");
    item
}

fn series(record: &EncounterRecord, object: &mut Dataset, instance: &Instance, kind: Kind) {
    let (number, name) = match kind {
        Kind::Picture => ("1", "Pictures as taken"),
        Kind::Heatmap => ("2", "Where the model looked, not a diagnosis"),
        Kind::Report => ("3", "Screening result (structured)"),
        Kind::Summary => ("4", "Screening result (one page)"),
        Kind::Preview => ("5", "Pictures, reduced for a slow line"),
    };
    let research = if record.research_use { "RESEARCH USE: " } else { "" };
    object.put(tags::MODALITY, &*instance.modality);
    object.put(tags::SERIES_INSTANCE_UID, instance.series.as_str());
    object.put(tags::SERIES_NUMBER, number);
    object.put(tags::SERIES_DESCRIPTION, format!("{research}{name}"));
    object.put(tags::SERIES_DATE, date(&record.opened));
    object.put(tags::SERIES_TIME, time(&record.opened));
}

fn equipment(record: &EncounterRecord, object: &mut Dataset) {
    object.put(tags::MANUFACTURER, "Farlight");
    object.put(tags::MANUFACTURER_MODEL_NAME, "Farlight screening box");
    object.put(tags::DEVICE_SERIAL_NUMBER, words(&record.device, 64));
    object.put(tags::INSTITUTION_NAME, words(&record.site, 64));
    let versions = &record.versions;
    let mut software = vec![words(&versions.software, 64), words(&versions.rule_pack, 64)];
    software.extend(
        summary::models(record).iter().map(|model| words(&format!("{} {}", model.id, model.version), 64)),
    );
    software.retain(|version| !version.is_empty());
    object.put(tags::SOFTWARE_VERSIONS, PrimitiveValue::Strs(software.into()));
}

/// What images have in common: when, by whom, of which part of the body, and everything that must be
/// said of the result, for viewers that show nothing but the image.
pub fn image(record: &EncounterRecord, object: &mut Dataset, image: &ImageRecord) {
    object.put(tags::CONTENT_DATE, date(&image.taken));
    object.put(tags::CONTENT_TIME, time(&image.taken));
    object.put(tags::ACQUISITION_DATE_TIME, date_time(&image.taken));
    object.put(tags::OPERATORS_NAME, person(&record.operator));
    object.put(tags::PATIENT_ORIENTATION, PrimitiveValue::Empty);
    object.put(tags::BURNED_IN_ANNOTATION, "NO");
    if record.task == Task::Tb {
        object.put(tags::BODY_PART_EXAMINED, "CHEST");
    }
    if image.source.starts_with("phantom") {
        object.put(tags::QUALITY_CONTROL_IMAGE, "YES");
    }
    object.put(tags::IMAGE_COMMENTS, lines(&remarks(record, image), 10_240));
}

/// The result of one picture with the versions that made it.
fn remarks(record: &EncounterRecord, image: &ImageRecord) -> Vec<String> {
    let mut lines: Vec<String> = summary::cautions(record).into_iter().map(str::to_owned).collect();
    let spoken = record.findings.iter().filter(|finding| {
        finding.image_id.as_ref() == Some(&image.id) || finding.heatmap_id.as_ref() == Some(&image.id)
    });
    lines.extend(spoken.map(summary::finding_line));
    lines.extend(summary::versions(record));
    lines
}

/// A reference to another object (PS3.3, table 10-11).
pub fn reference(instance: &Instance) -> Dataset {
    let mut item = Dataset::default();
    item.put(tags::REFERENCED_SOP_CLASS_UID, instance.sop_class.as_str());
    item.put(tags::REFERENCED_SOP_INSTANCE_UID, instance.uid.as_str());
    item
}

/// The picture that an object was made of.
pub fn source(instance: &Instance) -> Dataset {
    let mut item = reference(instance);
    let purpose = Code::dcm("121322", "Source of Image Processing Operation");
    item.code(tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE, &purpose);
    item
}

fn moment(stamp: &Stamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(stamp.wall_ms.max(0)).unwrap_or(jiff::Timestamp::MAX)
}

/// All moments are told in UTC.
pub fn date(stamp: &Stamp) -> String {
    moment(stamp).strftime("%Y%m%d").to_string()
}

pub fn time(stamp: &Stamp) -> String {
    moment(stamp).strftime("%H%M%S").to_string()
}

/// With the offset from UTC when the clock was known to be right.
pub fn date_time(stamp: &Stamp) -> String {
    let offset = if stamp.trusted { "+0000" } else { "" };
    format!("{}{}{offset}", date(stamp), time(stamp))
}
