//! A computed radiograph of one grey, made for tests.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use dicom_core::{DataElement, PrimitiveValue, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_object::{FileMetaTableBuilder, InMemDicomObject};

/// What a film says of itself.
pub struct Film<'a> {
    pub uid: &'a str,
    pub number: &'a str,
    pub issuer: &'a str,
    pub name: &'a str,
    pub shade: u8,
    pub side: u16,
}

impl Default for Film<'_> {
    fn default() -> Self {
        Self {
            uid: "1.2.826.0.1.3680043.9.77.1",
            number: "KE-77",
            issuer: "",
            name: "देवी^आशा",
            shade: 80,
            side: 64,
        }
    }
}

impl Film<'_> {
    pub fn write(&self, folder: &Path, name: &str) -> PathBuf {
        let mut object = InMemDicomObject::new_empty();
        let mut text = |tag, vr, value: &str| {
            object.put(DataElement::new(tag, vr, PrimitiveValue::from(value)));
        };
        text(tags::SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 192");
        text(tags::SOP_CLASS_UID, VR::UI, uids::COMPUTED_RADIOGRAPHY_IMAGE_STORAGE);
        text(tags::SOP_INSTANCE_UID, VR::UI, self.uid);
        text(tags::STUDY_DATE, VR::DA, "20261123");
        text(tags::MODALITY, VR::CS, "CR");
        text(tags::PATIENT_NAME, VR::PN, self.name);
        text(tags::PATIENT_ID, VR::LO, self.number);
        if !self.issuer.is_empty() {
            text(tags::ISSUER_OF_PATIENT_ID, VR::LO, self.issuer);
        }
        text(tags::PATIENT_BIRTH_DATE, VR::DA, "19610402");
        text(tags::PATIENT_SEX, VR::CS, "F");
        text(tags::BODY_PART_EXAMINED, VR::CS, "CHEST");
        text(tags::VIEW_POSITION, VR::CS, "PA");
        text(tags::STUDY_INSTANCE_UID, VR::UI, &format!("{}.1", self.uid));
        text(tags::SERIES_INSTANCE_UID, VR::UI, &format!("{}.2", self.uid));
        text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "MONOCHROME2");
        for (tag, value) in [
            (tags::SAMPLES_PER_PIXEL, 1),
            (tags::ROWS, self.side),
            (tags::COLUMNS, self.side),
            (tags::BITS_ALLOCATED, 8),
            (tags::BITS_STORED, 8),
            (tags::HIGH_BIT, 7),
            (tags::PIXEL_REPRESENTATION, 0),
        ] {
            object.put(DataElement::new(tag, VR::US, PrimitiveValue::from(value)));
        }
        let pixels = vec![self.shade; usize::from(self.side) * usize::from(self.side)];
        object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, PrimitiveValue::from(pixels)));
        let meta = FileMetaTableBuilder::new().transfer_syntax(uids::EXPLICIT_VR_LITTLE_ENDIAN);
        let path = folder.join(format!("{name}.dcm"));
        object.with_meta(meta).unwrap().write_to_file(&path).unwrap();
        path
    }
}
