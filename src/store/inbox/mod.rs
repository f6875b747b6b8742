//! Pictures that came from elsewhere and wait for a person: `inbox/<id>`, sealed like all others. The
//! id is made of a keyed hash of the picture's UID and one of its content, so that the folder names
//! nobody, the same picture is kept once, and another one under the same UID beside it.
//!
//! `<id>.done` stands in the place of a picture that was screened: it stays known, and takes
//! no room. An [`Inbox`] needs no lock: files come whole and go whole, whoever else has the store open.

mod file;

use std::fs;
use std::path::{Path, PathBuf};

use super::crypto::{self, InboxKeys};
use super::files::{self, TEMPORARY};
use super::{Store, StoreError};

const DONE: &str = ".done";
const FOLDER: &str = "inbox";
/// What sealing and the head add, generously.
const OVERHEAD_BYTES: u64 = 4096;
/// Sixteen digits of each hash, and a dash.
const ID_CHARS: usize = 33;

/// The inbox of a data folder.
#[derive(Clone)]
pub struct Inbox {
    folder: PathBuf,
    keys: InboxKeys,
    limits: InboxLimits,
}

/// How much may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InboxLimits {
    /// All files together.
    pub bytes: u64,
    pub files: usize,
    /// Left free on the disk for screening.
    pub reserve_bytes: u64,
}

impl Default for InboxLimits {
    fn default() -> Self {
        Self { bytes: 4 << 30, files: 5000, reserve_bytes: 128 << 20 }
    }
}

/// What [`Inbox::put`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    New(String),
    /// It is here already, or was screened already.
    Again(String),
    /// Another content waits under the same UID; both are kept.
    Beside(String),
}

/// One waiting or finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    pub id: String,
    /// What was noted when it came; of a finished one, what was noted at its end.
    pub note: Vec<u8>,
    pub done: bool,
    /// Something else came under the same UID.
    pub twin: bool,
}

impl Store {
    /// The inbox; its folder is made by the first picture.
    #[must_use]
    pub fn inbox(&self, limits: InboxLimits) -> Inbox {
        Inbox { folder: self.folder.join(FOLDER), keys: self.keys.inbox(), limits }
    }

    /// Earlier pictures from archives, kept in the same way: `priors/`.
    #[must_use]
    pub fn archived(&self, limits: InboxLimits) -> Inbox {
        Inbox { folder: self.folder.join("priors"), keys: self.keys.inbox(), limits }
    }
}

impl Inbox {
    /// Keeps `content` that calls itself `uid`; on the disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] when the disk or the inbox is full; nothing is kept then.
    pub fn put(&self, uid: &str, note: &[u8], content: &[u8]) -> Result<Put, StoreError> {
        let id = self.id(uid, content);
        let twin = self.names()?.iter().any(|name| name[..16] == id[..16] && name[..ID_CHARS] != id);
        if self.folder.join(format!("{id}{DONE}")).exists() {
            return Ok(Put::Again(id));
        }
        let path = self.folder.join(&id);
        if path.exists() {
            match self.read(&id) {
                Ok(known) if known == content => {
                    files::sync_folder(&self.folder)?;
                    return Ok(Put::Again(id));
                }
                // Damaged on the disk: the same comes again, whole.
                Ok(_) | Err(StoreError::Damaged(_)) => remove(&path)?,
                Err(error) => return Err(error),
            }
        }
        self.require_room((note.len() + content.len()) as u64 + OVERHEAD_BYTES)?;
        files::make_missing(&self.folder)?;
        let file = file::seal(&self.keys, &id, note, content)?;
        files::write_whole(&path, &file)?;
        Ok(if twin { Put::Beside(id) } else { Put::New(id) })
    }

    fn id(&self, uid: &str, content: &[u8]) -> String {
        let uid = self.keys.name(uid.as_bytes());
        let content = self.keys.name(&crypto::sha256(content));
        format!("{}-{}", &uid[..16], &content[..16])
    }

    fn require_room(&self, more: u64) -> Result<(), StoreError> {
        let free_bytes = files::free_bytes(&self.folder).unwrap_or(0);
        let (mut bytes, names) = (0, self.names()?);
        for name in &names {
            bytes += fs::metadata(self.folder.join(name)).map_or(0, |about| about.len());
        }
        let limits = &self.limits;
        let full = bytes + more > limits.bytes || names.len() >= limits.files;
        if full || free_bytes < limits.reserve_bytes.saturating_add(more) {
            return Err(StoreError::DiskFull { free_bytes });
        }
        Ok(())
    }

    /// Everything that waits or is done, the oldest first. A damaged note is empty.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(&self) -> Result<Vec<Waits>, StoreError> {
        let names = self.names()?;
        let mut found = Vec::with_capacity(names.len());
        for name in &names {
            let (id, done) = (name[..ID_CHARS].to_owned(), name.ends_with(DONE));
            let path = self.folder.join(name);
            let twin = names.iter().any(|other| other[..16] == id[..16] && other[..ID_CHARS] != id);
            let written = fs::metadata(&path).and_then(|about| about.modified());
            // Taken away in the meantime.
            let Ok(written) = written else { continue };
            let note = file::note(&self.keys, &id, &path).unwrap_or_default();
            found.push((written, Waits { id, note, done, twin }));
        }
        found.sort_by(|one, other| (one.0, &one.1.id).cmp(&(other.0, &other.1.id)));
        Ok(found.into_iter().map(|(_, waits)| waits).collect())
    }

    /// The one id that begins like this, at least four characters of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Ambiguous`].
    pub fn find(&self, begin: &str) -> Result<Waits, StoreError> {
        let begin = begin.trim().to_lowercase();
        let mut fits = self.list()?.into_iter().filter(|waits| waits.id.starts_with(&begin));
        match (fits.next(), fits.next()) {
            (Some(_), _) if begin.len() < 4 => Err(StoreError::Ambiguous),
            (Some(one), None) => Ok(one),
            (Some(_), Some(_)) => Err(StoreError::Ambiguous),
            (None, _) => Err(StoreError::NotFound),
        }
    }

    /// The content as it came.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Damaged`].
    pub fn read(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.path(id)?;
        let file = fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::NotFound,
            _ => StoreError::io("read", &path)(error),
        })?;
        file::content(&self.keys, id, file)
    }

    /// The picture was screened: its note stays, its place is free.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn finish(&self, id: &str, note: &[u8]) -> Result<(), StoreError> {
        let path = self.path(id)?;
        let done = self.folder.join(format!("{id}{DONE}"));
        if !done.exists() {
            files::write_whole(&done, &file::seal(&self.keys, id, note, &[])?)?;
        }
        if path.exists() { remove(&path).and_then(|()| files::sync_folder(&self.folder)) } else { Ok(()) }
    }

    /// Takes a picture out for good.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn remove(&self, id: &str) -> Result<(), StoreError> {
        let path = self.path(id)?;
        let done = self.folder.join(format!("{id}{DONE}"));
        let present: Vec<&PathBuf> = [&path, &done].into_iter().filter(|path| path.exists()).collect();
        if present.is_empty() {
            return Err(StoreError::NotFound);
        }
        present.into_iter().try_for_each(|path| remove(path))?;
        files::sync_folder(&self.folder)
    }

    /// Removes what was being written when the power failed. For the one program that receives.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn sweep(&self) -> Result<usize, StoreError> {
        let left: Vec<PathBuf> =
            self.files()?.into_iter().filter(|path| path.to_string_lossy().ends_with(TEMPORARY)).collect();
        left.iter().try_for_each(|path| remove(path))?;
        Ok(left.len())
    }

    fn path(&self, id: &str) -> Result<PathBuf, StoreError> {
        if is_id(id) { Ok(self.folder.join(id)) } else { Err(StoreError::NotFound) }
    }

    fn names(&self) -> Result<Vec<String>, StoreError> {
        let names = self.files()?.into_iter().filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            is_id(name.strip_suffix(DONE).unwrap_or(&name)).then_some(name)
        });
        Ok(names.collect())
    }

    fn files(&self) -> Result<Vec<PathBuf>, StoreError> {
        match fs::read_dir(&self.folder) {
            Ok(entries) => {
                let paths: Result<_, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
                paths.map_err(StoreError::io("list", &self.folder))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(StoreError::io("list", &self.folder)(error)),
        }
    }
}

fn is_id(name: &str) -> bool {
    let digit = |(at, byte): (usize, u8)| if at == 16 { byte == b'-' } else { byte.is_ascii_hexdigit() };
    name.len() == ID_CHARS && name.bytes().enumerate().all(digit)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(StoreError::io("remove", path))
}
