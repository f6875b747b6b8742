//! Who seals and opens: one secret of 32 bytes, from which the signing key (Ed25519, RFC 8032) and
//! the opening key (X25519, RFC 7748) are derived by HKDF-SHA-256 (RFC 5869).

use ring::hkdf;
use x25519_dalek::{PublicKey as OpeningKey, StaticSecret};
use zeroize::Zeroizing;

use super::StickError;
use crate::signing::{PublicKey, SecretKey};

const PREFIX: &str = "farlight1";

/// The public half: who a bundle is from or for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    pub signs: PublicKey,
    pub(super) opens: [u8; 32],
}

impl Address {
    /// One line, as `farlight relay --identity` prints it and the configuration holds it.
    ///
    /// # Errors
    /// [`StickError::Key`].
    pub fn parse(text: &str) -> Result<Self, StickError> {
        let bad =
            || StickError::Key("a stick address must look like farlight1:<64 digits>:<64 digits>".into());
        let mut parts = text.trim().split(':');
        let (Some(PREFIX), Some(signs), Some(opens), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(bad());
        };
        // The same digits, another meaning.
        let opens = PublicKey::parse(opens).map_err(|_| bad())?.bytes();
        Ok(Self { signs: PublicKey::parse(signs).map_err(|_| bad())?, opens })
    }

    /// Enough to name files by.
    #[must_use]
    pub fn short(&self) -> String {
        self.signs.hex()[..12].to_owned()
    }

    pub(super) fn opens_hex(&self) -> String {
        self.opens.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{PREFIX}:{}:{}", self.signs.hex(), self.opens_hex())
    }
}

/// The secret half.
pub struct Identity {
    pub(super) signs: SecretKey,
    opens: StaticSecret,
}

impl Identity {
    /// # Errors
    /// [`StickError::Random`].
    pub fn new_seed() -> Result<Zeroizing<[u8; 32]>, StickError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut()).map_err(|_| StickError::Random)?;
        Ok(seed)
    }

    /// # Errors
    /// [`StickError::Key`] unless the seed is 32 bytes long.
    pub fn of_seed(seed: &[u8]) -> Result<Self, StickError> {
        let bad = || StickError::Key("the secret of the stick is damaged".to_owned());
        let seed: &[u8; 32] = seed.try_into().map_err(|_| bad())?;
        let signs = SecretKey::of_seed(Zeroizing::new(stretch(seed, &[], b"farlight stick 1 signs")?));
        let opens = Zeroizing::new(stretch::<32>(seed, &[], b"farlight stick 1 opens")?);
        Ok(Self { signs: signs.map_err(|_| bad())?, opens: StaticSecret::from(*opens) })
    }

    #[must_use]
    pub fn address(&self) -> Address {
        Address { signs: self.signs.public(), opens: OpeningKey::from(&self.opens).to_bytes() }
    }

    /// The secret shared with whoever has the other half of `theirs`; `None` for a key that any
    /// secret agrees with.
    pub(super) fn shared(&self, theirs: [u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        agree(&self.opens, theirs)
    }
}

pub(super) fn agree(own: &StaticSecret, theirs: [u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
    let shared = own.diffie_hellman(&OpeningKey::from(theirs));
    shared.was_contributory().then(|| Zeroizing::new(shared.to_bytes()))
}

/// HKDF-SHA-256.
pub(super) fn stretch<const N: usize>(
    secret: &[u8; 32],
    salt: &[u8],
    label: &[u8],
) -> Result<[u8; N], StickError> {
    struct Length(usize);
    impl hkdf::KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut out = [0; N];
    let key = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    let filled = key.expand(&[label], Length(N)).and_then(|stream| stream.fill(&mut out));
    filled.map_err(|_| StickError::TooLarge)?;
    Ok(out)
}
