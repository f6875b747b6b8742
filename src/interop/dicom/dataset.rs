//! A thin layer over `dicom-object` in which attributes are written as the standard's tables read.

use std::borrow::Cow;

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::header::HasLength;
use dicom_core::value::{DataSetSequence, PixelFragmentSequence, Value};
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::{StandardDataDictionary, tags};
use dicom_object::InMemDicomObject;
use dicom_object::mem::InMemElement;

use super::DicomError;

/// What we call our own codes; explained once in every object that uses it (0008,0110).
pub const OWN_SCHEME: &str = "99FARLIGHT";

pub struct Dataset(InMemDicomObject);

impl Default for Dataset {
    fn default() -> Self {
        Self(InMemDicomObject::new_empty())
    }
}

impl Dataset {
    /// One attribute; its value representation is the dictionary's.
    pub fn put(&mut self, tag: Tag, value: impl Into<PrimitiveValue>) {
        let entry = StandardDataDictionary.by_tag(tag);
        let vr = entry.map_or(VR::UN, |entry| entry.vr().relaxed());
        self.0.put(DataElement::new(tag, vr, value.into()));
    }

    /// Attributes that must be there and may be empty (type 2).
    pub fn empty(&mut self, tags: &[Tag]) {
        for &tag in tags {
            let entry = StandardDataDictionary.by_tag(tag);
            match entry.map_or(VR::UN, |entry| entry.vr().relaxed()) {
                VR::SQ => self.items(tag, Vec::new()),
                _ => self.put(tag, PrimitiveValue::Empty),
            }
        }
    }

    pub fn items(&mut self, tag: Tag, items: Vec<Self>) {
        let items: Vec<InMemDicomObject> = items.into_iter().map(|item| item.0).collect();
        self.0.put(DataElement::new(tag, VR::SQ, Value::from(DataSetSequence::from(items))));
    }

    pub fn code(&mut self, tag: Tag, code: &Code) {
        self.items(tag, vec![code.dataset()]);
    }

    /// Pixel data as one fragment of a coded stream. No byte is changed; an odd length gets the zero
    /// that PS3.5, A.4 asks for.
    pub fn fragment(&mut self, mut coded: Vec<u8>) {
        pad(&mut coded);
        let pixels = PixelFragmentSequence::new(Vec::new(), vec![coded]);
        self.0.put(DataElement::new(tags::PIXEL_DATA, VR::OB, Value::PixelSequence(pixels)));
    }

    /// Bytes of any meaning.
    pub fn bytes(&mut self, tag: Tag, mut bytes: Vec<u8>) {
        pad(&mut bytes);
        self.0.put(DataElement::new(tag, VR::OB, PrimitiveValue::U8(bytes.into())));
    }

    pub fn element(&mut self, element: InMemElement) {
        self.0.put(element);
    }

    pub fn into_object(self) -> InMemDicomObject {
        self.0
    }

    /// A whole Part 10 file.
    pub fn file(self, transfer_syntax: &str) -> Result<Vec<u8>, DicomError> {
        let builder = dicom_object::FileMetaTableBuilder::new().transfer_syntax(transfer_syntax);
        let whole = self.0.with_meta(builder).map_err(DicomError::written)?;
        let mut bytes = Vec::new();
        whole.write_all(&mut bytes).map_err(DicomError::written)?;
        Ok(bytes)
    }

    /// Takes attributes over as they are.
    pub fn copy(&mut self, source: &InMemDicomObject, tags: &[Tag]) {
        for &tag in tags {
            match source.get(tag).filter(|element| !element.is_empty()) {
                // Decoded and written again: the source may use another character set.
                Some(element) => {
                    self.put(tag, element.to_str().map_or(String::new(), Cow::into_owned));
                }
                None => self.empty(&[tag]),
            }
        }
    }
}

fn pad(bytes: &mut Vec<u8>) {
    if bytes.len() % 2 == 1 {
        bytes.push(0);
    }
}

/// A coded concept.
#[derive(Debug, Clone)]
pub struct Code {
    value: String,
    scheme: &'static str,
    meaning: String,
}

impl Code {
    pub fn new(scheme: &'static str, value: &str, meaning: &str) -> Self {
        Self { value: value.to_owned(), scheme, meaning: words(meaning, 64) }
    }

    /// DICOM's own controlled terms (PS3.16, annex D).
    pub fn dcm(value: &str, meaning: &str) -> Self {
        Self::new("DCM", value, meaning)
    }

    /// SNOMED CT.
    pub fn sct(value: &str, meaning: &str) -> Self {
        Self::new("SCT", value, meaning)
    }

    pub fn own(value: &str, meaning: &str) -> Self {
        let value = words(value, 64);
        Self::new(OWN_SCHEME, if value.is_empty() { "none" } else { &value }, meaning)
    }

    pub fn dataset(&self) -> Dataset {
        let mut item = Dataset::default();
        // A code of more than 16 letters has an attribute of its own (PS3.3, 8.1).
        let tag = if self.value.chars().count() > 16 { tags::LONG_CODE_VALUE } else { tags::CODE_VALUE };
        item.put(tag, self.value.as_str());
        item.put(tags::CODING_SCHEME_DESIGNATOR, self.scheme);
        item.put(tags::CODE_MEANING, if self.meaning.is_empty() { "none" } else { &self.meaning });
        item
    }
}

/// Free text for one value of a short string: no backslash, which parts values, and no controls.
pub fn words(text: &str, limit: usize) -> String {
    let plain = |letter: char| if letter == '\\' || letter.is_control() { ' ' } else { letter };
    let cut: String = text.trim().chars().map(plain).take(limit).collect();
    cut.trim().to_owned()
}

/// Lines of a long text.
pub fn lines(lines: &[String], limit: usize) -> String {
    let clean: Vec<String> = lines.iter().map(|line| words(line, limit)).collect();
    clean.join("\r\n").chars().take(limit).collect()
}

/// A name of which nobody told what is the family name: all of it goes there (PS3.5, 6.2.1.1).
pub fn person(name: &str) -> String {
    words(&name.replace(['^', '='], " "), 64)
}
