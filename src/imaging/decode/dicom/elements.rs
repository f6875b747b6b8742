//! Single values of a data set, for whoever needs more of a header than the picture does.

use std::collections::BTreeMap;

use super::reader::{Encoding, PIXEL_DATA, Reader, first_item};
use crate::imaging::decode::DecodeError;

/// Elements by tag (group in the upper half), their values as they lie in the data: undecoded and
/// unpadded.
#[derive(Debug)]
pub struct Elements {
    encoding: Encoding,
    values: BTreeMap<u32, Vec<u8>>,
}

impl Elements {
    /// What lies before the pixels of a Part 10 file, or of a data set without a file's head.
    ///
    /// # Errors
    /// [`DecodeError`] when the elements run out of their bounds.
    pub fn of_file(bytes: &[u8], wanted: &[u32]) -> Result<Self, DecodeError> {
        let (syntax, body) = super::open(bytes)?;
        Self::read(Reader::new(&body, syntax.encoding(&body)), wanted)
    }

    /// A data set as it comes over a network, little endian.
    ///
    /// # Errors
    /// As [`Elements::of_file`].
    pub fn of_data(bytes: &[u8], explicit: bool, wanted: &[u32]) -> Result<Self, DecodeError> {
        Self::read(Reader::new(bytes, Encoding { explicit, big_endian: false }), wanted)
    }

    fn read(mut reader: Reader<'_>, wanted: &[u32]) -> Result<Self, DecodeError> {
        let mut values = BTreeMap::new();
        while let Some(element) = reader.next_element()? {
            if wanted.contains(&element.tag) {
                values.insert(element.tag, element.value.to_vec());
            }
            if element.tag >= PIXEL_DATA {
                break;
            }
        }
        Ok(Self { encoding: reader.encoding(), values })
    }

    /// `None` when it is missing or empty.
    #[must_use]
    pub fn get(&self, tag: u32) -> Option<&[u8]> {
        self.values.get(&tag).map(Vec::as_slice).filter(|value| !value.is_empty())
    }

    /// The first item of a sequence.
    ///
    /// # Errors
    /// As [`Elements::of_file`].
    pub fn item(&self, tag: u32, wanted: &[u32]) -> Result<Option<Self>, DecodeError> {
        let Some(sequence) = self.get(tag) else { return Ok(None) };
        Self::read(first_item(sequence, self.encoding)?, wanted).map(Some)
    }
}
