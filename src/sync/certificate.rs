//! When certificates end, so that somebody is told before they do.

use std::path::{Path, PathBuf};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::config::Destination;
use crate::domain::Stamp;

/// Time enough to get a new one in a place without a network.
const SOON_DAYS: i64 = 30;
const DAY_MS: i64 = 86_400_000;

/// A certificate that has ended, or will soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    pub file: PathBuf,
    /// Whole days left; negative when it has ended.
    pub days: i64,
}

/// The files of a destination whose first certificate to end does so within [`SOON_DAYS`]. A clock that
/// is not right tells nothing, and a file that cannot be read is told when something is sent.
#[must_use]
pub fn ending(destination: &Destination, now: &Stamp) -> Vec<Ending> {
    if !now.trusted {
        return Vec::new();
    }
    let files = [&destination.ca_file, &destination.client_cert];
    let days = |path: &Path| {
        let ends = destination.secrets.read(path).ok().and_then(|pem| first_end_ms(&pem))?;
        Some((ends - now.wall_ms).div_euclid(DAY_MS)).filter(|days| *days < SOON_DAYS)
    };
    let files = files.into_iter().flatten();
    files.filter_map(|file| Some(Ending { file: file.clone(), days: days(file)? })).collect()
}

fn first_end_ms(pem: &[u8]) -> Option<i64> {
    CertificateDer::pem_slice_iter(pem).flatten().filter_map(|der| not_after_ms(&der)).min()
}

/// SubjectPublicKeyInfo, whole: what a pin is the SHA-256 of.
#[must_use]
pub fn public_key(der: &[u8]) -> Option<&[u8]> {
    // The subject stands between.
    let from_validity = validity_and_on(der)?;
    let from_key = element(element(from_validity)?.2)?.2;
    let after = element(from_key)?.2;
    from_key.get(..from_key.len() - after.len())
}

/// The part of the certificate that begins with its validity (RFC 5280, section 4.1).
fn validity_and_on(der: &[u8]) -> Option<&[u8]> {
    let (_, certificate, _) = element(der)?;
    let (_, mut rest, _) = element(certificate)?;
    // An explicit version, if there is one; serial number, algorithm and issuer follow.
    if rest.first() == Some(&0xA0) {
        rest = element(rest)?.2;
    }
    for _ in 0..3 {
        rest = element(rest)?.2;
    }
    Some(rest)
}

/// `notAfter`, in milliseconds since 1970.
fn not_after_ms(der: &[u8]) -> Option<i64> {
    let (_, validity, _) = element(validity_and_on(der)?)?;
    let (_, _, after) = element(validity)?;
    let (tag, text, _) = element(after)?;
    let text = std::str::from_utf8(text).ok()?;
    // UTCTime has two digits of the year: from 50 on they are of the last century.
    let whole = match tag {
        0x17 if text.get(..2)?.parse::<u8>().ok()? >= 50 => format!("19{text}"),
        0x17 => format!("20{text}"),
        0x18 => text.to_owned(),
        _ => return None,
    };
    let part = |from: usize, to: usize| whole.get(from..to);
    let day = format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let moment = format!("{day}T{}:{}:00Z", part(8, 10)?, part(10, 12)?);
    moment.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

/// One DER element: its tag, its content, and what follows it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7F);
        let digits = rest.get(..count).filter(|_| (1..=4).contains(&count))?;
        (digits.iter().fold(0, |sum, &digit| sum << 8 | usize::from(digit)), &rest[count..])
    };
    Some((tag, rest.get(..length)?, rest.get(length..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_has_no_end() {
        for der in [&b""[..], b"\x30", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80", &[0x30; 64]] {
            assert_eq!(not_after_ms(der), None);
        }
    }

    #[test]
    fn both_forms_of_a_date_are_read() {
        let certificate = |time: &[u8]| {
            let wrap =
                |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).unwrap()], content].concat();
            let validity = wrap(0x30, &[wrap(0x17, b"200101000000Z"), time.to_vec()].concat());
            let parts = [wrap(0xA0, b"v"), wrap(2, b"1"), wrap(0x30, b""), wrap(0x30, b""), validity];
            wrap(0x30, &wrap(0x30, &parts.concat()))
        };
        let short = certificate(b"\x17\x0d260302093000Z");
        let long = certificate(b"\x18\x0f20260302093000Z");
        assert_eq!(not_after_ms(&short), Some(1_772_443_800_000));
        assert_eq!(not_after_ms(&long), Some(1_772_443_800_000));
    }
}
