//! One bundle: `FLSTICK1`, the length of the head (4 bytes, little endian), the head as JSON, the
//! sealed content, the signature (64 bytes) over everything before it.
//!
//! Sealing: a fresh X25519 key agrees with the receiver's; HKDF-SHA-256 over what they share, bound
//! to both public keys, gives key and nonce of XChaCha20-Poly1305, which covers the head as well.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey as OpeningKey, StaticSecret};
use zeroize::Zeroizing;

use super::identity::{agree, stretch};
use super::{Address, Identity, StickError};

const MAGIC: &[u8; 8] = b"FLSTICK1";
const FORMAT: u32 = 1;
const SIGNATURE: usize = 64;
const TAG: usize = 16;
const HEAD_MAX: usize = 4096;
/// No bundle is longer: whoever writes more begins another.
pub const BUNDLE_MAX: usize = 48 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// From a box to its relay.
    Out,
    /// From the relay to a box.
    Back,
}

/// In clear on the stick: no word of a patient.
#[derive(Serialize, Deserialize)]
struct Head {
    format: u32,
    kind: Kind,
    /// Who signed.
    from: String,
    /// Who can open.
    to: String,
    /// Counts the sender's bundles.
    seq: u64,
    ephemeral: String,
}

/// A bundle that was really made by `from`.
pub struct Opened {
    pub from: Address,
    pub kind: Kind,
    pub seq: u64,
    pub content: Vec<u8>,
}

/// # Errors
/// [`StickError::TooLarge`], [`StickError::Random`].
pub fn seal(
    identity: &Identity,
    to: &Address,
    kind: Kind,
    seq: u64,
    content: &[u8],
) -> Result<Vec<u8>, StickError> {
    if content.len() > BUNDLE_MAX {
        return Err(StickError::TooLarge);
    }
    let ephemeral = StaticSecret::from(*Identity::new_seed()?);
    let public = OpeningKey::from(&ephemeral).to_bytes();
    let head = Head {
        format: FORMAT,
        kind,
        from: identity.address().signs.hex(),
        to: to.opens_hex(),
        seq,
        ephemeral: public.iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    let head = serde_json::to_vec(&head).map_err(|_| StickError::TooLarge)?;
    let shared = agree(&ephemeral, to.opens)
        .ok_or_else(|| StickError::Key("the receiver's stick address is no usable key".to_owned()))?;
    let (cipher, nonce) = cipher(&shared, &public, &to.opens)?;
    let mut bundle = Vec::with_capacity(content.len() + head.len() + 128);
    bundle.extend_from_slice(MAGIC);
    bundle.extend(u32::try_from(head.len()).map_err(|_| StickError::TooLarge)?.to_le_bytes());
    bundle.extend_from_slice(&head);
    let start = bundle.len();
    bundle.extend_from_slice(content);
    let tag = cipher
        .encrypt_inout_detached((&nonce).into(), &head, (&mut bundle[start..]).into())
        .map_err(|_| StickError::TooLarge)?;
    bundle.extend_from_slice(&tag);
    let signature = identity.signs.sign_bytes(&digest(&bundle));
    bundle.extend_from_slice(&signature);
    Ok(bundle)
}

/// Opens what one of `known` made for `identity`.
///
/// # Errors
/// [`StickError`] says why not; nothing of the content is used then.
pub fn open(identity: &Identity, known: &[Address], bundle: &[u8]) -> Result<Opened, StickError> {
    let (signed, signature) = bundle.split_last_chunk::<SIGNATURE>().ok_or(StickError::Broken)?;
    let rest = signed.strip_prefix(MAGIC).ok_or(StickError::Broken)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(StickError::Broken)?;
    let length = u32::from_le_bytes(*length) as usize;
    if length > HEAD_MAX || rest.len() < length + TAG {
        return Err(StickError::Broken);
    }
    let (raw, sealed) = rest.split_at(length);
    let head: Head = serde_json::from_slice(raw).map_err(|_| StickError::Broken)?;
    if head.format != FORMAT {
        return Err(StickError::Newer);
    }
    let own = identity.address();
    if head.to != own.opens_hex() {
        return Err(StickError::NotForUs);
    }
    let from = known.iter().find(|address| address.signs.hex() == head.from).ok_or(StickError::Stranger)?;
    if !from.signs.verifies(&digest(signed), signature) {
        return Err(StickError::Altered);
    }
    let ephemeral =
        crate::signing::PublicKey::parse(&head.ephemeral).map_err(|_| StickError::Broken)?.bytes();
    let shared = identity.shared(ephemeral).ok_or(StickError::Altered)?;
    let (cipher, nonce) = cipher(&shared, &ephemeral, &own.opens)?;
    let (body, tag) = sealed.split_last_chunk::<TAG>().ok_or(StickError::Broken)?;
    let mut content = body.to_vec();
    cipher
        .decrypt_inout_detached((&nonce).into(), raw, (&mut content[..]).into(), tag.into())
        .map_err(|_| StickError::Altered)?;
    Ok(Opened { from: *from, kind: head.kind, seq: head.seq, content })
}

fn cipher(
    shared: &Zeroizing<[u8; 32]>,
    ephemeral: &[u8; 32],
    receiver: &[u8; 32],
) -> Result<(XChaCha20Poly1305, [u8; 24]), StickError> {
    let salt = [&ephemeral[..], receiver].concat();
    let bytes = Zeroizing::new(stretch::<56>(shared, &salt, b"farlight stick 1 content")?);
    let (key, nonce) = bytes.split_first_chunk::<32>().ok_or(StickError::TooLarge)?;
    let nonce = nonce.try_into().map_err(|_| StickError::TooLarge)?;
    Ok((XChaCha20Poly1305::new(key.into()), nonce))
}

/// What is signed: a hash, with the words that keep this signature from meaning anything else.
fn digest(signed: &[u8]) -> Vec<u8> {
    let mut message = b"farlight stick 1\0".to_vec();
    message.extend_from_slice(&Sha256::digest(signed));
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(byte: u8) -> Identity {
        Identity::of_seed(&[byte; 32]).unwrap()
    }

    #[test]
    fn only_the_receiver_opens_and_only_the_sender_signs() {
        let (clinic, relay, stranger) = (identity(1), identity(2), identity(3));
        let bundle = seal(&clinic, &relay.address(), Kind::Out, 7, b"Zwaardvis").unwrap();
        assert!(!bundle.windows(9).any(|part| part == b"Zwaardvis"));
        let opened = open(&relay, &[stranger.address(), clinic.address()], &bundle).unwrap();
        assert_eq!((opened.content.as_slice(), opened.seq, opened.kind), (&b"Zwaardvis"[..], 7, Kind::Out));
        assert_eq!(opened.from, clinic.address());
        let refusal = |who: &Identity, known: &[Address]| open(who, known, &bundle).err().unwrap().code();
        assert_eq!(refusal(&stranger, &[clinic.address()]), "stick-not-for-us");
        assert_eq!(refusal(&relay, &[stranger.address()]), "stick-stranger");
        // The same name of the signer with another key behind it is no way in.
        let forged = seal(&stranger, &relay.address(), Kind::Out, 7, b"forged").unwrap();
        assert_eq!(open(&relay, &[clinic.address()], &forged).err().unwrap().code(), "stick-stranger");
    }

    #[test]
    fn every_altered_byte_and_every_cut_shows() {
        let (clinic, relay) = (identity(1), identity(2));
        let bundle = seal(&clinic, &relay.address(), Kind::Out, 1, b"content").unwrap();
        for at in 0..bundle.len() {
            let mut altered = bundle.clone();
            altered[at] ^= 1;
            assert!(open(&relay, &[clinic.address()], &altered).is_err(), "byte {at}");
            assert!(open(&relay, &[clinic.address()], &bundle[..at]).is_err(), "cut at {at}");
        }
        assert!(open(&relay, &[clinic.address()], &[&bundle[..], b"x"].concat()).is_err());
    }

    #[test]
    fn addresses_read_as_they_are_written() {
        let address = identity(1).address();
        assert_eq!(Address::parse(&address.to_string()).unwrap(), address);
        assert_ne!(address, identity(2).address());
        for odd in ["", "farlight1", "farlight2:00:00", "farlight1:zz:zz", "farlight1::"] {
            assert!(Address::parse(odd).is_err(), "{odd}");
        }
        let weak = Address { opens: [0; 32], ..address };
        assert!(seal(&identity(3), &weak, Kind::Out, 1, b"x").is_err(), "a key that agrees with everything");
    }
}
