use super::{DecodeError, DicomFacts};
use crate::imaging::Picture;
pub fn looks_like(bytes: &[u8]) -> bool { bytes.get(128..132) == Some(b"DICM") }
pub fn decode(_bytes: &[u8]) -> Result<(Picture, DicomFacts), DecodeError> { Err(DecodeError::damaged("later")) }
