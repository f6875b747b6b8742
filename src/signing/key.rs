use std::fmt;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use zeroize::Zeroizing;

use super::SigningError;

/// Its secret half lies in the repository: whoever reads it can sign.
const DEVELOPMENT: &str = include_str!("../../models/keys/DEVELOPMENT-ONLY.public");

/// Whose signature counts. A key file holds 64 hexadecimal digits; lines that begin with `#` are
/// remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// # Errors
    /// [`SigningError::BadKey`].
    pub fn parse(text: &str) -> Result<Self, SigningError> {
        digits(text).and_then(|digits| unhex(&digits)).map(Self).ok_or_else(|| bad_key("this text"))
    }

    /// # Errors
    /// [`SigningError::Unreadable`] or [`SigningError::BadKey`].
    pub fn read(path: &Path) -> Result<Self, SigningError> {
        let text = Zeroizing::new(read(path)?);
        Self::parse(&text).map_err(|_| bad_key(&path.display().to_string()))
    }

    /// The key that anyone who has the sources can sign with.
    ///
    /// # Errors
    /// [`SigningError::BadKey`] when the program was built from a broken file.
    pub fn development() -> Result<Self, SigningError> {
        Self::parse(DEVELOPMENT)
    }

    #[must_use]
    pub fn is_development(&self) -> bool {
        Self::development().is_ok_and(|key| key == *self)
    }

    /// Whether the owner of this key signed the message.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(message, signature).is_ok()
    }

    #[must_use]
    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }

    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.is_development() {
            return write!(f, "the development key");
        }
        write!(f, "the key {}", &self.hex()[..16])
    }
}

/// What signs.
pub struct SecretKey {
    seed: Zeroizing<[u8; 32]>,
    pair: Ed25519KeyPair,
}

impl SecretKey {
    /// # Errors
    /// [`SigningError::Random`].
    pub fn generate() -> Result<Self, SigningError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut()).map_err(|error| SigningError::Random(error.to_string()))?;
        Self::of_seed(seed)
    }

    /// # Errors
    /// [`SigningError::Unreadable`] or [`SigningError::BadKey`].
    pub fn read(path: &Path) -> Result<Self, SigningError> {
        let text = Zeroizing::new(read(path)?);
        let seed = digits(&text).and_then(|digits| unhex(&digits));
        Self::of_seed(Zeroizing::new(seed.ok_or_else(|| bad_key(&path.display().to_string()))?))
    }

    /// # Errors
    /// [`SigningError::BadKey`].
    pub fn of_seed(seed: Zeroizing<[u8; 32]>) -> Result<Self, SigningError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_ref()).map_err(|_| bad_key("the seed"))?;
        Ok(Self { seed, pair })
    }

    #[must_use]
    pub fn public(&self) -> PublicKey {
        let mut key = [0; 32];
        key.copy_from_slice(self.pair.public_key().as_ref());
        PublicKey(key)
    }

    pub(super) fn sign(&self, message: &[u8]) -> String {
        hex(&self.sign_bytes(message))
    }

    /// 64 bytes.
    #[must_use]
    pub fn sign_bytes(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }

    /// Writes a pair of key files; only the owner may read the secret one. Files that are there
    /// already stay as they are.
    ///
    /// # Errors
    /// [`SigningError::Unreadable`] when a file is there already or cannot be written.
    pub fn write(&self, secret: &Path, public: &Path) -> Result<(), SigningError> {
        let seed = Zeroizing::new(hex(self.seed.as_ref()));
        let text = Zeroizing::new(format!(
            "# Farlight: signs packs. Keep it secret and off the boxes.\n{}\n",
            *seed
        ));
        create(secret, 0o600, &text)?;
        create(
            public,
            0o644,
            &format!("# Farlight: packs signed by its secret half are trusted.\n{}\n", self.public().hex()),
        )
    }
}

fn create(path: &Path, mode: u32, text: &str) -> Result<(), SigningError> {
    let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| SigningError::Unreadable { path: path.to_owned(), source })
}

fn read(path: &Path) -> Result<String, SigningError> {
    std::fs::read_to_string(path).map_err(|source| SigningError::Unreadable { path: path.to_owned(), source })
}

fn bad_key(what: &str) -> SigningError {
    SigningError::BadKey(what.to_owned())
}

/// The one line that is no remark.
fn digits(text: &str) -> Option<Zeroizing<String>> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let line = lines.next()?;
    lines.next().is_none().then(|| Zeroizing::new(line.to_owned()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `None` unless there are exactly `2 * N` hexadecimal digits.
pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes = text.as_bytes();
    if bytes.len() != 2 * N || !bytes.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut out = [0; N];
    for (value, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *value = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(out)
}
