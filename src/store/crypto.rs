//! Seals what identifies a patient. Sub-keys are HMAC-SHA-256(master, label): the expand step of
//! HKDF (RFC 5869) with one block. Sealing is XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03); its
//! 192-bit nonce may be random. A sealed value is `nonce (24) | ciphertext | tag (16)`, bound to its
//! place by the associated data, so that a value cannot be moved to another row.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::StoreError;

pub type Key = Zeroizing<[u8; 32]>;
pub const NONCE_BYTES: usize = 24;
/// What sealing adds to the plain bytes.
pub const OVERHEAD_BYTES: usize = NONCE_BYTES + 16;

/// One sub-key a purpose: what is learnt of one helps with no other.
pub struct Keys {
    columns: Key,
    blobs: Key,
    blob_names: Key,
    identifiers: Key,
    audit: Key,
    check: Key,
    inbox: InboxKeys,
}

/// What the inbox needs, without the keys of the records.
#[derive(Clone)]
pub struct InboxKeys {
    content: Key,
    names: Key,
}

impl InboxKeys {
    /// As of a blob.
    pub fn name(&self, of: &[u8]) -> String {
        hex(&mac(&self.names, &[of]))
    }

    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal(&self.content, &[], place, plain)
    }

    pub fn unseal(&self, place: &str, sealed: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        unseal(&self.content, place, sealed)
            .map_err(|()| StoreError::Damaged("a file of the inbox does not open".into()))
    }
}

impl Keys {
    pub fn derive(master: &Key) -> Self {
        let sub = |label: &str| Zeroizing::new(mac(master, &[b"farlight 1 ", label.as_bytes(), &[1]]));
        Self {
            columns: sub("columns"),
            blobs: sub("blobs"),
            blob_names: sub("blob names"),
            identifiers: sub("identifiers"),
            audit: sub("audit"),
            check: sub("check"),
            inbox: InboxKeys { content: sub("inbox"), names: sub("inbox names") },
        }
    }

    pub fn inbox(&self) -> InboxKeys {
        self.inbox.clone()
    }

    /// Tells the right key from a wrong one, and nothing else about it.
    pub fn check_value(&self) -> [u8; 32] {
        mac(&self.check, &[b"key check"])
    }

    /// `place` is `table.column.row id`.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal(&self.columns, &[], place, plain)
    }

    pub fn unseal(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        unseal(&self.columns, place, sealed.to_vec())
            .map_err(|()| StoreError::Damaged("a sealed column does not open".into()))
    }

    /// The header, in the clear, then the sealed bytes.
    pub fn seal_blob(&self, header: &[u8], name: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal(&self.blobs, header, name, plain)
    }

    pub fn unseal_blob(&self, name: &str, sealed: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        unseal(&self.blobs, name, sealed)
            .map_err(|()| StoreError::Damaged("a picture file does not open".into()))
    }

    /// The disk must not tell whether it holds a picture that somebody else knows: hence keyed.
    pub fn blob_name(&self, sha256: &[u8; 32]) -> String {
        hex(&mac(&self.blob_names, &[sha256]))
    }

    /// For look-ups by the number on the card; blanks around it and upper or lower case do not
    /// count. `None` for an empty identifier, which many patients may have.
    pub fn identifier_hash(&self, identifier: &str) -> Option<[u8; 32]> {
        let normal = identifier.trim().to_uppercase();
        (!normal.is_empty()).then(|| mac(&self.identifiers, &[normal.as_bytes()]))
    }

    pub fn audit_mac(&self, kind: &[u8], value: &[u8]) -> [u8; 32] {
        mac(&self.audit, &[kind, value])
    }
}

/// HMAC-SHA-256 (RFC 2104) of the parts, one after the other.
pub fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // The standard pads a short key with zeros to the block size; so does this.
    let mut block = Zeroizing::new([0_u8; 64]);
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

pub fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|_| StoreError::Damaged("the system gives no random numbers".into()))?;
    Ok(bytes)
}

/// Equal without telling by its duration where two values differ.
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    let mut bytes = [0; N];
    if digits.len() != 2 * N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(bytes)
}

fn seal(key: &Key, header: &[u8], place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let nonce = random::<NONCE_BYTES>()?;
    let mut sealed = Vec::with_capacity(header.len() + plain.len() + OVERHEAD_BYTES);
    sealed.extend_from_slice(header);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(plain);
    let body = &mut sealed[header.len() + NONCE_BYTES..];
    let tag = cipher(key)
        .encrypt_inout_detached((&nonce).into(), place.as_bytes(), body.into())
        .map_err(|_| StoreError::Invalid("too long to be sealed"))?;
    sealed.extend_from_slice(&tag);
    Ok(sealed)
}

fn unseal(key: &Key, place: &str, mut sealed: Vec<u8>) -> Result<Vec<u8>, ()> {
    let (nonce, body) = sealed.split_first_chunk_mut::<NONCE_BYTES>().ok_or(())?;
    let (body, tag) = body.split_last_chunk_mut::<16>().ok_or(())?;
    cipher(key)
        .decrypt_inout_detached((&*nonce).into(), place.as_bytes(), body.into(), (&*tag).into())
        .map_err(|_| ())?;
    sealed.truncate(sealed.len() - 16);
    sealed.drain(..NONCE_BYTES);
    Ok(sealed)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&**key).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::derive(&Zeroizing::new([7; 32]))
    }

    /// RFC 4231, test case 1; its key of 20 bytes is padded with zeros by definition.
    #[test]
    fn hmac_gives_the_published_value() {
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(hex(&mac(&key, &[b"Hi ", b"There"])), expected);
    }

    #[test]
    fn a_sealed_value_opens_in_its_place_only_and_not_after_any_change() {
        let sealed = keys().seal("patients.name_sealed.1", b"a name").unwrap();
        assert_eq!(sealed.len(), 6 + OVERHEAD_BYTES);
        assert_ne!(sealed, keys().seal("patients.name_sealed.1", b"a name").unwrap());
        assert_eq!(keys().unseal("patients.name_sealed.1", &sealed).unwrap(), b"a name");
        assert!(keys().unseal("patients.name_sealed.2", &sealed).is_err());
        assert!(Keys::derive(&Zeroizing::new([8; 32])).unseal("patients.name_sealed.1", &sealed).is_err());
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(keys().unseal("patients.name_sealed.1", &changed).is_err(), "byte {index}");
            assert!(keys().unseal("patients.name_sealed.1", &sealed[..index]).is_err(), "cut at {index}");
        }
    }

    /// What is on disks out there must open for ever: these values may not change. They were made by
    /// another implementation, in Python from the standards.
    #[test]
    fn the_format_is_what_it_was() {
        assert_eq!(hex(&keys().check_value()), GOLDEN_CHECK);
        assert_eq!(keys().blob_name(&sha256(b"picture")), GOLDEN_NAME);
        assert_eq!(hex(&keys().identifier_hash(" kx-1 ").unwrap()), GOLDEN_IDENTIFIER);
        assert_eq!(hex(&keys().audit_mac(b"entry", b"hash")), GOLDEN_AUDIT);
        let sealed = unhex::<46>(GOLDEN_SEALED).unwrap();
        assert_eq!(keys().unseal("patients.name_sealed.1", &sealed).unwrap(), b"a name");
    }

    const GOLDEN_CHECK: &str = "3be0256a2726218458975f34103eb80bf9f1b731c9e86a7f6f2ff9fe00a8b739";
    const GOLDEN_NAME: &str = "31ef345c915cdc8bcd74e5abb9ea28cc9ead7a6d70ab2c3a2bdf29ca20993ff0";
    const GOLDEN_IDENTIFIER: &str = "91e094e4f10691ef1706d42eb3d9b5754d4f71d807b58715a575a3c1bc5cec1b";
    const GOLDEN_AUDIT: &str = "f5938ddbf368c9d52650481eca176371ef48727bdfa9e058b5f9240643e1985e";
    const GOLDEN_SEALED: &str =
        "000102030405060708090a0b0c0d0e0f101112131415161704262ed324155c9727ace533f3e3ffdf7a96f4663f0c";

    #[test]
    fn hexadecimal_there_and_back() {
        assert_eq!(hex(&[0, 15, 255]), "000fff");
        assert_eq!(unhex::<3>("000fFf"), Some([0, 15, 255]));
        for bad in ["000ff", "000fffff", "000fxx", "+1+1+1", "é0fff"] {
            assert_eq!(unhex::<3>(bad), None, "{bad}");
        }
    }
}
