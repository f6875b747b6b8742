//! What is in a bundle: a manifest, and the bytes that it lists.

use serde::{Deserialize, Serialize};

use super::StickError;
use crate::domain::sha256_hex;

/// One message of a box's outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The message's id in the box: the idempotency key.
    pub id: String,
    /// What is encoded, as `fhir-bundle`.
    pub kind: String,
    /// Name of the destination; the relay has its own address and secrets for it.
    pub destination: String,
    pub urgent: bool,
    pub sha256: String,
    pub bytes: u64,
}

/// Messages on their way to a relay, urgent ones first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parcel {
    pub items: Vec<(Item, Vec<u8>)>,
}

impl Parcel {
    pub fn push(&mut self, (id, kind, destination): (&str, &str, &str), urgent: bool, body: Vec<u8>) {
        let item = Item {
            id: id.to_owned(),
            kind: kind.to_owned(),
            destination: destination.to_owned(),
            urgent,
            sha256: sha256_hex(&body),
            bytes: body.len() as u64,
        };
        self.items.push((item, body));
    }

    /// The manifest's length, the manifest, the bodies one after the other.
    ///
    /// # Errors
    /// [`StickError::TooLarge`].
    pub fn encode(&self) -> Result<Vec<u8>, StickError> {
        let items: Vec<&Item> = self.items.iter().map(|(item, _)| item).collect();
        let manifest = serde_json::to_vec(&items).map_err(|_| StickError::TooLarge)?;
        let length = u32::try_from(manifest.len()).map_err(|_| StickError::TooLarge)?;
        let mut bytes = length.to_le_bytes().to_vec();
        bytes.extend(manifest);
        self.items.iter().for_each(|(_, body)| bytes.extend_from_slice(body));
        Ok(bytes)
    }

    /// # Errors
    /// [`StickError::Broken`] unless every body is there and is the one of the manifest.
    pub fn decode(bytes: &[u8]) -> Result<Self, StickError> {
        let (length, rest) = bytes.split_first_chunk::<4>().ok_or(StickError::Broken)?;
        let split = rest.split_at_checked(u32::from_le_bytes(*length) as usize);
        let (manifest, mut rest) = split.ok_or(StickError::Broken)?;
        let listed: Vec<Item> = serde_json::from_slice(manifest).map_err(|_| StickError::Broken)?;
        let mut items = Vec::with_capacity(listed.len());
        for item in listed {
            let length = usize::try_from(item.bytes).map_err(|_| StickError::Broken)?;
            let (body, after) = rest.split_at_checked(length).ok_or(StickError::Broken)?;
            if sha256_hex(body) != item.sha256 {
                return Err(StickError::Broken);
            }
            items.push((item, body.to_vec()));
            rest = after;
        }
        if rest.is_empty() { Ok(Self { items }) } else { Err(StickError::Broken) }
    }
}

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The receiver's proof.
    Delivered(String),
    /// The receiver's words.
    Rejected(String),
}

/// The relay's word on one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub id: String,
    /// Of what was delivered: the box knows what it gave.
    pub sha256: String,
    pub outcome: Outcome,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parcel_is_whole_or_nothing() {
        let mut parcel = Parcel::default();
        parcel.push(("1", "fhir-bundle", "hospital"), true, b"{}".to_vec());
        parcel.push(("2", "fhir-bundle", "hospital"), false, b"{\"a\":1}".to_vec());
        let bytes = parcel.encode().unwrap();
        assert_eq!(Parcel::decode(&bytes).unwrap(), parcel);
        for cut in 0..bytes.len() {
            assert!(Parcel::decode(&bytes[..cut]).is_err(), "{cut}");
        }
        let mut other = bytes.clone();
        *other.last_mut().unwrap() ^= 1;
        assert!(Parcel::decode(&other).is_err());
        assert_eq!(Parcel::decode(&Parcel::default().encode().unwrap()).unwrap(), Parcel::default());
    }
}
