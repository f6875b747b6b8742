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
        }
    }

    /// Tells the right key from a wrong one, and nothing else about it.
    pub fn check_value(&self) -> [u8; 32] {
        mac(&self.check, &[b"key check"])
    }

    /// `place` is `table.column.row id`.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal(&self.columns, place, plain)
    }

    pub fn unseal(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        unseal(&self.columns, place, sealed.to_vec())
            .map_err(|_| StoreError::Damaged("a sealed column does not open".into()))
    }

    pub fn seal_blob(&self, name: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal(&self.blobs, name, plain)
    }

    pub fn unseal_blob(&self, name: &str, sealed: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        unseal(&self.blobs, name, sealed)
            .map_err(|_| StoreError::Damaged("a picture file does not open".into()))
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
    parts.iter().for_each(|part| mac.update(part));
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

fn seal(key: &Key, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let nonce = random::<NONCE_BYTES>()?;
    let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD_BYTES);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(plain);
    let tag = cipher(key)
        .encrypt_inout_detached((&nonce).into(), place.as_bytes(), sealed[NONCE_BYTES..].as_mut().into())
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
