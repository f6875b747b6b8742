//! The stick as a folder: bundles in `farlight/`, each whole or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::envelope::BUNDLE_MAX;
use super::{Address, Kind, StickError};

const FOLDER: &str = "farlight";
const ENDING: &str = ".flb";
const TEMPORARY: &str = ".part";
/// More files are no stick of ours.
const MOST_FILES: usize = 10_000;
/// Head, tag and signature on top.
const FILE_MAX: u64 = BUNDLE_MAX as u64 + 8192;

/// A mounted stick.
pub struct Stick {
    folder: PathBuf,
}

/// A file that may be a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name in the stick's folder.
    pub name: String,
}

impl Stick {
    /// # Errors
    /// [`StickError::Io`] when `mounted` is no folder.
    pub fn at(mounted: &Path) -> Result<Self, StickError> {
        // A link could lead what is written anywhere.
        let folder = mounted.join(FOLDER);
        let about = fs::symlink_metadata(mounted).map_err(io("look at the stick", mounted))?;
        let link = fs::symlink_metadata(&folder).is_ok_and(|about| !about.is_dir());
        if (about.is_symlink() && !mounted.is_dir()) || link {
            let source = std::io::Error::from(std::io::ErrorKind::NotADirectory);
            return Err(StickError::Io { action: "use the stick at", path: mounted.to_owned(), source });
        }
        Ok(Self { folder })
    }

    /// Every file that may be a bundle, in the order of their names.
    ///
    /// # Errors
    /// [`StickError::Io`].
    pub fn list(&self) -> Result<Vec<Found>, StickError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(io("read the stick", &self.folder)(error)),
        };
        let mut found = Vec::new();
        for entry in entries.take(MOST_FILES) {
            let entry = entry.map_err(io("read the stick", &self.folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(ENDING) && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                found.push(Found { name });
            }
        }
        found.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    }

    /// The bytes of a bundle.
    ///
    /// # Errors
    /// [`StickError::Broken`] when it is too large to be one; [`StickError::Io`].
    pub fn read(&self, found: &Found) -> Result<Vec<u8>, StickError> {
        let path = self.folder.join(&found.name);
        let mut bytes = Vec::new();
        let file = File::open(&path).map_err(io("read", &path))?;
        file.take(FILE_MAX + 1).read_to_end(&mut bytes).map_err(io("read", &path))?;
        if bytes.len() as u64 > FILE_MAX { Err(StickError::Broken) } else { Ok(bytes) }
    }

    /// Writes a bundle; it is on the stick when this returns, and half of it never counts.
    ///
    /// # Errors
    /// [`StickError::Io`], as when the stick is full or was pulled out.
    pub fn write(
        &self,
        (from, to): (&Address, &Address),
        kind: Kind,
        seq: u64,
        bundle: &[u8],
    ) -> Result<String, StickError> {
        fs::create_dir_all(&self.folder).map_err(io("make the folder", &self.folder))?;
        let name = format!("{}{seq:010}{ENDING}", prefix(from, to, kind));
        let target = self.folder.join(&name);
        let part = self.folder.join(format!("{name}{TEMPORARY}"));
        let write = || {
            let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&part)?;
            file.write_all(bundle)?;
            file.sync_all()?;
            fs::rename(&part, &target)?;
            File::open(&self.folder)?.sync_all()
        };
        let written = write();
        if written.is_err() {
            // What stays is named as a part, which nobody reads.
            let _ = fs::remove_file(&part);
        }
        written.map_err(io("write", &target))?;
        Ok(name)
    }

    /// Removes bundles of the same sender, receiver and kind with a lower number: the new one says
    /// all that they did.
    ///
    /// # Errors
    /// [`StickError::Io`].
    pub fn remove_older(
        &self,
        (from, to): (&Address, &Address),
        kind: Kind,
        seq: u64,
    ) -> Result<(), StickError> {
        let begin = prefix(from, to, kind);
        for found in self.list()? {
            let digits = found.name.strip_prefix(&begin).and_then(|rest| rest.strip_suffix(ENDING));
            if digits.and_then(|digits| digits.parse::<u64>().ok()).is_some_and(|number| number < seq) {
                let path = self.folder.join(&found.name);
                fs::remove_file(&path).map_err(io("remove", &path))?;
            }
        }
        Ok(())
    }
}

fn prefix(from: &Address, to: &Address, kind: Kind) -> String {
    let kind = match kind {
        Kind::Out => "out",
        Kind::Back => "back",
    };
    format!("{kind}-{}-{}-", from.short(), to.short())
}

fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> StickError {
    move |source| StickError::Io { action, path: path.to_owned(), source }
}
