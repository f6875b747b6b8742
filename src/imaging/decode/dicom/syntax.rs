//! Transfer syntaxes (PS3.5, section 10 and annex A).

use super::reader::{Encoding, Reader};
use crate::imaging::decode::DecodeError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    ImplicitLittle,
    ExplicitLittle,
    ExplicitBig,
    Deflated,
    Rle,
    /// Baseline and extended, 8 bits.
    Jpeg,
    JpegLossless,
    Jpeg2000,
}

impl Syntax {
    /// Some writers say explicit and write implicit, or the other way round: the first element tells.
    pub fn encoding(self, body: &[u8]) -> Encoding {
        Encoding { explicit: starts_explicit(body), big_endian: self == Self::ExplicitBig }
    }

    pub fn is_encapsulated(self) -> bool {
        matches!(self, Self::Rle | Self::Jpeg | Self::JpegLossless | Self::Jpeg2000)
    }

    fn of_uid(uid: &str) -> Result<Self, DecodeError> {
        let known = uid.strip_prefix("1.2.840.10008.1.2").unwrap_or("?");
        Ok(match known {
            "" => Self::ImplicitLittle,
            ".1" => Self::ExplicitLittle,
            ".1.99" => Self::Deflated,
            ".2" => Self::ExplicitBig,
            ".5" => Self::Rle,
            ".4.50" | ".4.51" => Self::Jpeg,
            ".4.57" | ".4.70" => Self::JpegLossless,
            ".4.90" | ".4.91" => Self::Jpeg2000,
            ".4.80" | ".4.81" => return Err(not_read("as JPEG-LS")),
            ".4.201" | ".4.202" | ".4.203" => return Err(not_read("as high-throughput JPEG 2000")),
            _ if known.starts_with(".4.10") => return Err(not_read("as a film (MPEG)")),
            _ => return Err(not_read("in a way that is not known here")),
        })
    }
}

fn not_read(how: &str) -> DecodeError {
    DecodeError::Unsupported(format!(
        "the DICOM pixels are stored {how}, which is not read: export the picture uncompressed"
    ))
}

/// Reads the file meta group (PS3.10, section 7.1) and gives what follows it. Without such a group
/// the first element tells.
pub fn open(bytes: &[u8]) -> Result<(Syntax, &[u8]), DecodeError> {
    let mut reader = Reader::new(bytes, Encoding { explicit: true, big_endian: false });
    let mut syntax = None;
    while bytes[reader.position()..].starts_with(&[2, 0]) {
        match reader.next_element()? {
            Some(element) if element.tag == 0x0002_0010 => {
                let uid = String::from_utf8_lossy(element.value);
                syntax = Some(Syntax::of_uid(uid.trim_end_matches(['\0', ' ']))?);
            }
            Some(_) => {}
            None => break,
        }
    }
    let body = &bytes[reader.position()..];
    Ok((syntax.unwrap_or_else(|| guess(body)), body))
}

fn guess(body: &[u8]) -> Syntax {
    if starts_explicit(body) { Syntax::ExplicitLittle } else { Syntax::ImplicitLittle }
}

fn starts_explicit(body: &[u8]) -> bool {
    body.get(4..6).is_some_and(|vr| vr.iter().all(u8::is_ascii_uppercase))
}
