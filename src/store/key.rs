//! From a key file or a passphrase to the master key, and the note beside the records
//! (`key.json`: how the key is made, and a check value) that tells a wrong key before anything is
//! touched.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::crypto::{self, Key, Keys};
use super::{StoreError, files};

/// What opens the records.
pub enum Secret {
    /// 32 random bytes; made on first use, readable by the owner alone.
    KeyFile(PathBuf),
    /// Stretched by Argon2id.
    Passphrase(Zeroizing<String>),
}

/// The cost of trying one passphrase. Source: RFC 9106, section 4, second recommended option
/// (64 MiB, three passes), with one lane since the boards are small: about a second on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassphraseCost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Default for PassphraseCost {
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

/// A changed note must not make a 1 GB board run out of memory.
const MEMORY_MAX_KIB: u32 = 256 * 1024;
const PASSES_MAX: u32 = 32;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Origin {
    KeyFile,
    Passphrase { salt: String, cost: PassphraseCost },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    format: u32,
    origin: Origin,
    check: String,
}

/// The sub-keys of the store in `folder`. Makes key and note when there is no store yet; else
/// writes nothing.
pub fn unlock(folder: &Path, secret: &Secret, cost: PassphraseCost) -> Result<Keys, StoreError> {
    let path = folder.join("key.json");
    match fs::read_to_string(&path) {
        Ok(text) => check(&text, secret),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if folder.join(super::open::DATABASE).exists() {
                return Err(StoreError::Damaged("key.json is missing".into()));
            }
            create(&path, secret, cost)
        }
        Err(error) => Err(StoreError::io("read", &path)(error)),
    }
}

fn check(text: &str, secret: &Secret) -> Result<Keys, StoreError> {
    let unreadable = || StoreError::Damaged("key.json is not readable".into());
    let note: Note = serde_json::from_str(text).map_err(|_| unreadable())?;
    if note.format != 1 {
        return Err(unreadable());
    }
    let master = match (&note.origin, secret) {
        (Origin::KeyFile, Secret::KeyFile(path)) => {
            read_key_file(path)?.ok_or_else(|| StoreError::KeyLost(path.clone()))?
        }
        (Origin::Passphrase { salt, cost }, Secret::Passphrase(words)) => {
            let salt = crypto::unhex::<16>(salt).ok_or_else(unreadable)?;
            stretch(words, &salt, *cost)?
        }
        (Origin::KeyFile, _) => return Err(StoreError::WrongKey("it opens with a key file")),
        (Origin::Passphrase { .. }, _) => return Err(StoreError::WrongKey("it opens with a passphrase")),
    };
    let keys = Keys::derive(&master);
    let expected = crypto::unhex::<32>(&note.check).ok_or_else(unreadable)?;
    if crypto::same(&keys.check_value(), &expected) {
        Ok(keys)
    } else {
        Err(StoreError::WrongKey("the check value differs"))
    }
}

fn create(path: &Path, secret: &Secret, cost: PassphraseCost) -> Result<Keys, StoreError> {
    let (master, origin) = match secret {
        Secret::KeyFile(path) => match read_key_file(path)? {
            Some(key) => (key, Origin::KeyFile),
            None => (create_key_file(path)?, Origin::KeyFile),
        },
        Secret::Passphrase(words) if words.trim().is_empty() => {
            return Err(StoreError::WrongKey("the passphrase is empty"));
        }
        Secret::Passphrase(words) => {
            let salt = crypto::random::<16>()?;
            (stretch(words, &salt, cost)?, Origin::Passphrase { salt: crypto::hex(&salt), cost })
        }
    };
    let keys = Keys::derive(&master);
    let note = Note { format: 1, origin, check: crypto::hex(&keys.check_value()) };
    let text = serde_json::to_string_pretty(&note).map_err(|_| StoreError::Invalid("key note"))?;
    files::write_whole(path, text.as_bytes())?;
    Ok(keys)
}

/// `None` when there is no such file.
fn read_key_file(path: &Path) -> Result<Option<Key>, StoreError> {
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io("read the key file", path)(error)),
    };
    if about.mode() & 0o077 != 0 {
        return Err(StoreError::KeyExposed(path.to_owned()));
    }
    if !about.is_file() || about.len() != 32 {
        return Err(StoreError::KeyDamaged(path.to_owned()));
    }
    let bytes = Zeroizing::new(fs::read(path).map_err(StoreError::io("read the key file", path))?);
    let key = bytes.as_slice().try_into().map_err(|_| StoreError::KeyDamaged(path.to_owned()))?;
    Ok(Some(Zeroizing::new(key)))
}

fn create_key_file(path: &Path) -> Result<Key, StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        files::make_missing(folder)?;
    }
    let key = Zeroizing::new(crypto::random::<32>()?);
    files::write_whole(path, key.as_slice())?;
    Ok(key)
}

fn stretch(words: &str, salt: &[u8], cost: PassphraseCost) -> Result<Key, StoreError> {
    let refused = || StoreError::Damaged("the passphrase cost in key.json is out of range".into());
    if cost.memory_kib > MEMORY_MAX_KIB || cost.passes > PASSES_MAX {
        return Err(refused());
    }
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(|_| refused())?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(words.as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| refused())?;
    Ok(key)
}
