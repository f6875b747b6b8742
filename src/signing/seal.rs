use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::key::{hex, unhex};
use super::{PublicKey, SecretKey, SigningError};
use crate::domain::sha256_hex;

/// Name of the file that seals a folder.
pub const SEAL: &str = "signature.toml";
/// First line of what is signed: no signature over anything else passes for one over a folder.
const PURPOSE: &str = "farlight sealed folder, version 1";
/// A longer list belongs to no pack of ours.
const MAX_SEAL_BYTES: u64 = 1 << 20;

/// `signature.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SealFile {
    key: String,
    signature: String,
    /// SHA-256 by path within the folder.
    files: BTreeMap<String, String>,
}

/// A folder whose list of files bears the trusted signature. The files themselves are checked by
/// [`Sealed::check_all`], or one at a time as they are read.
#[derive(Debug)]
pub struct Sealed {
    folder: PathBuf,
    files: BTreeMap<String, String>,
}

impl Sealed {
    /// Reads the list of a folder and checks its signature.
    ///
    /// # Errors
    /// [`SigningError::Unsigned`], [`SigningError::ForeignKey`], [`SigningError::BadSeal`],
    /// [`SigningError::Altered`] when the list was changed.
    pub fn open(folder: &Path, trusted: &PublicKey) -> Result<Self, SigningError> {
        let path = folder.join(SEAL);
        let text = match read_whole(&path, MAX_SEAL_BYTES) {
            Err(SigningError::Missing(_)) if folder.is_dir() => {
                return Err(SigningError::Unsigned(folder.to_owned()));
            }
            other => String::from_utf8_lossy(&other?).into_owned(),
        };
        let bad = |reason: String| SigningError::BadSeal { path: path.clone(), reason };
        let seal: SealFile = toml::from_str(&text).map_err(|error| bad(error.message().to_owned()))?;
        if let Some(name) = seal.files.keys().find(|name| !plain(name)) {
            return Err(bad(format!("'{name}' is no plain path inside the folder")));
        }
        let signer = PublicKey::parse(&seal.key).map_err(|error| bad(error.to_string()))?;
        if signer != *trusted {
            return Err(SigningError::ForeignKey { path: folder.to_owned(), signer, trusted: *trusted });
        }
        let signature: [u8; 64] = unhex(&seal.signature)
            .ok_or_else(|| bad("the signature is not 128 hexadecimal digits".to_owned()))?;
        if !trusted.verifies(&message(&seal.files), &signature) {
            return Err(SigningError::Altered(path));
        }
        Ok(Self { folder: folder.to_owned(), files: seal.files })
    }

    /// Files that are sealed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// SHA-256 of a sealed file, hexadecimal.
    #[must_use]
    pub fn sha256(&self, name: &str) -> Option<&String> {
        self.files.get(name)
    }

    /// The bytes of one file, at most `max_bytes`: the very bytes that were hashed.
    ///
    /// # Errors
    /// [`SigningError::Unlisted`], [`SigningError::Missing`], [`SigningError::Altered`].
    pub fn read(&self, name: &str, max_bytes: u64) -> Result<Vec<u8>, SigningError> {
        let path = self.folder.join(name);
        let wanted = self.files.get(name).ok_or_else(|| SigningError::Unlisted(path.clone()))?;
        let bytes = read_whole(&path, max_bytes)?;
        if sha256_hex(&bytes) == *wanted { Ok(bytes) } else { Err(SigningError::Altered(path)) }
    }

    /// Checks that the folder holds what was signed and nothing else.
    ///
    /// # Errors
    /// [`SigningError::Unlisted`], [`SigningError::Missing`], [`SigningError::Altered`].
    pub fn check_all(&self) -> Result<(), SigningError> {
        let there = list(&self.folder)?;
        if let Some(name) = there.iter().find(|name| !self.files.contains_key(*name)) {
            return Err(SigningError::Unlisted(self.folder.join(name)));
        }
        for (name, wanted) in &self.files {
            let path = self.folder.join(name);
            if hash_of(&path)? != *wanted {
                return Err(SigningError::Altered(path));
            }
        }
        Ok(())
    }
}

/// Signs every file of a folder: writes `signature.toml` beside them. Returns how many there are.
///
/// # Errors
/// [`SigningError::BadName`] for a link or a strange name, [`SigningError::Unreadable`].
pub fn seal(folder: &Path, key: &SecretKey) -> Result<usize, SigningError> {
    let hashed = |name: String| Ok((name.clone(), hash_of(&folder.join(&name))?));
    let files: BTreeMap<String, String> =
        list(folder)?.into_iter().map(hashed).collect::<Result<_, SigningError>>()?;
    let mut text = format!(
        "# Made by `farlight models sign`: a change to any file of this folder shows.\nkey = \"{}\"\nsignature = \"{}\"\n\n[files]\n",
        key.public().hex(),
        key.sign(&message(&files))
    );
    for (name, sha256) in &files {
        text += &format!("\"{name}\" = \"{sha256}\"\n");
    }
    let path = folder.join(SEAL);
    std::fs::write(&path, text).map_err(|source| SigningError::Unreadable { path, source })?;
    Ok(files.len())
}

/// What is signed: a line a file, in the order of their names.
fn message(files: &BTreeMap<String, String>) -> Vec<u8> {
    let lines: String = files.iter().map(|(name, sha256)| format!("{sha256}  {name}\n")).collect();
    format!("{PURPOSE}\n{lines}").into_bytes()
}

/// Whether a path stays inside the folder and can stand in the list as it is.
fn plain(name: &str) -> bool {
    let part = |part: &str| {
        let known = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        !part.is_empty() && part != "." && part != ".." && part.chars().all(known)
    };
    name.split('/').all(part)
}

/// Every file below the folder but the seal, by its path within.
fn list(folder: &Path) -> Result<Vec<String>, SigningError> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(inside) = open.pop() {
        let path = folder.join(&inside);
        let unreadable = |source| SigningError::Unreadable { path: path.clone(), source };
        for entry in std::fs::read_dir(&path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = format!("{inside}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(unreadable)?;
            if name == SEAL {
                continue;
            }
            if !plain(&name) || !(kind.is_dir() || kind.is_file()) {
                return Err(SigningError::BadName(entry.path()));
            }
            if kind.is_dir() { open.push(format!("{name}/")) } else { found.push(name) }
        }
    }
    found.sort();
    Ok(found)
}

fn hash_of(path: &Path) -> Result<String, SigningError> {
    let failed = |source| unreadable(path, source);
    let mut file = File::open(path).map_err(failed)?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer).map_err(failed)? {
            0 => return Ok(hex(&hasher.finalize())),
            count => hasher.update(&buffer[..count]),
        }
    }
}

/// At most `max_bytes`; a longer file counts as altered.
fn read_whole(path: &Path, max_bytes: u64) -> Result<Vec<u8>, SigningError> {
    let failed = |source| unreadable(path, source);
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(max_bytes + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > max_bytes { Err(SigningError::Altered(path.to_owned())) } else { Ok(bytes) }
}

fn unreadable(path: &Path, source: std::io::Error) -> SigningError {
    let path = path.to_owned();
    match source.kind() {
        std::io::ErrorKind::NotFound => SigningError::Missing(path),
        _ => SigningError::Unreadable { path, source },
    }
}
