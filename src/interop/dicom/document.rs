//! The one-page summary inside DICOM (PS3.3, A.45.1 Encapsulated PDF).

use dicom_dictionary_std::tags;

use super::dataset::{Code, Dataset, words};
use super::{Instance, Study, modules};
use crate::interop::summary;

pub fn write(study: &Study<'_>, object: &mut Dataset, sources: &[Instance], pdf: Vec<u8>) {
    let record = study.record;
    object.put(tags::CONVERSION_TYPE, "WSD");
    object.put(tags::CONTENT_DATE, modules::date(&record.closed));
    object.put(tags::CONTENT_TIME, modules::time(&record.closed));
    object.put(tags::ACQUISITION_DATE_TIME, modules::date_time(&record.opened));
    object.put(tags::BURNED_IN_ANNOTATION, "YES");
    object.put(tags::DOCUMENT_TITLE, words(summary::task_name(record.task), 1024));
    object.put(tags::VERIFICATION_FLAG, "UNVERIFIED");
    let name = Code::new("LN", "18748-4", "Diagnostic imaging study");
    object.code(tags::CONCEPT_NAME_CODE_SEQUENCE, &name);
    if !sources.is_empty() {
        let items = sources.iter().map(modules::source).collect();
        object.items(tags::SOURCE_INSTANCE_SEQUENCE, items);
    }
    object.put(tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, "application/pdf");
    object.put(tags::ENCAPSULATED_DOCUMENT_LENGTH, u32::try_from(pdf.len()).unwrap_or(u32::MAX));
    object.bytes(tags::ENCAPSULATED_DOCUMENT, pdf);
}
