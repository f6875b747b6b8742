//! Files that are whole or absent, whatever happens to the power.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::{CWD, RenameFlags};

use super::StoreError;

/// Ends every name that [`write_whole`] may leave behind when the power fails.
pub const TEMPORARY: &str = ".tmp";

/// Bytes that this program may still write where `path` lies (or would lie).
pub fn free_bytes(path: &Path) -> Option<u64> {
    let existing = path.ancestors().find(|folder| folder.exists())?;
    rustix::fs::statvfs(existing).ok().map(|stat| stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// Writes beside the target, syncs, renames, syncs the folder. An existing target stays as it is,
/// and the error says so. Readable by the owner alone.
pub fn write_whole(target: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(TEMPORARY);
    let temporary = folder.join(name);
    let written = write_new(&temporary, bytes).and_then(|()| {
        rustix::fs::renameat_with(CWD, &temporary, CWD, target, RenameFlags::NOREPLACE)
            .map_err(StoreError::io("name the file", target))
    });
    if written.is_err() {
        // Whatever stays here is swept at the next start.
        let _ = fs::remove_file(&temporary);
    }
    written?;
    sync_folder(folder)
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(StoreError::io("write", path))
}

/// Makes the names in a folder last.
pub fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::io("sync", folder))
}

/// Makes a folder that only the owner may enter, and its name last. Nothing happens where it is.
pub fn make_folder(folder: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(StoreError::io("make the folder", folder))?;
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(Ok(()), sync_folder)
}
