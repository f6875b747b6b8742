//! Part 10 files (PS3.10, section 7): what a data set becomes when it is kept, and back.

use dicom_object::FileMetaTableBuilder;
use dicom_object::meta::FileMetaTable;

use super::DimseError;
use super::associate::{OUR_CLASS, OUR_NAME};
use super::command::is_uid;

/// A data set that came over the wire, as a file.
///
/// # Errors
/// [`DimseError::Malformed`] when it has no names.
pub fn part10(class: &str, instance: &str, syntax: &str, data: &[u8]) -> Result<Vec<u8>, DimseError> {
    let meta = FileMetaTableBuilder::new()
        .media_storage_sop_class_uid(class)
        .media_storage_sop_instance_uid(instance)
        .transfer_syntax(syntax)
        .implementation_class_uid(OUR_CLASS)
        .implementation_version_name(OUR_NAME)
        .build()
        .map_err(|_| DimseError::Malformed("an object without names"))?;
    let mut file = Vec::with_capacity(1024 + data.len());
    file.extend([0; 128]);
    file.extend(b"DICM");
    meta.write(&mut file).map_err(|_| DimseError::Malformed("an object without names"))?;
    file.extend_from_slice(data);
    Ok(file)
}

/// A file taken apart for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part10<'a> {
    pub class: String,
    pub instance: String,
    pub syntax: String,
    pub data: &'a [u8],
}

impl<'a> Part10<'a> {
    /// # Errors
    /// [`DimseError::Malformed`].
    pub fn read(file: &'a [u8]) -> Result<Self, DimseError> {
        let broken = || DimseError::Malformed("a file that is no DICOM object");
        let rest = file.get(128..).filter(|rest| rest.starts_with(b"DICM")).ok_or_else(broken)?;
        // (0002,0000) UL 4: the length of the rest of the head.
        let length = rest.get(12..16).and_then(|bytes| bytes.first_chunk()).copied().ok_or_else(broken)?;
        let start = 16_usize.saturating_add(u32::from_le_bytes(length) as usize);
        let data = rest.get(start..).ok_or_else(broken)?;
        let meta = FileMetaTable::from_reader(&rest[..start]).map_err(|_| broken())?;
        let text = |text: &str| text.trim_matches(['\0', ' ']).to_owned();
        let part = Self {
            class: text(&meta.media_storage_sop_class_uid),
            instance: text(&meta.media_storage_sop_instance_uid),
            syntax: text(&meta.transfer_syntax),
            data,
        };
        let named = [&part.class, &part.instance, &part.syntax].into_iter().all(|uid| is_uid(uid));
        if named { Ok(part) } else { Err(broken()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_apart_as_it_was_made() {
        let data = [8, 0, 5, 0, b'C', b'S', 0, 0];
        let file = part10("1.2.3", "1.2.3.4", "1.2.840.10008.1.2.1", &data).unwrap();
        let part = Part10::read(&file).unwrap();
        assert_eq!((part.class.as_str(), part.instance.as_str()), ("1.2.3", "1.2.3.4"));
        assert_eq!((part.syntax.as_str(), part.data), ("1.2.840.10008.1.2.1", &data[..]));
        for cut in [0, 100, 131, 140, 160, 250] {
            assert!(Part10::read(&file[..cut]).is_err(), "{cut}");
        }
        let mut huge = file;
        huge[140..144].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(Part10::read(&huge).is_err());
    }
}
