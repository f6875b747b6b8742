//! Files that are whole or absent, whatever happens to the power.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
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

/// Of the disk that `path` lies on.
pub fn total_bytes(path: &Path) -> Option<u64> {
    rustix::fs::statvfs(path).ok().map(|stat| stat.f_blocks.saturating_mul(stat.f_frsize))
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

/// Makes the data folder as [`make_missing`] does; one that is there already is closed to all but
/// its owner.
///
/// # Errors
/// [`StoreError::Io`] when the folder cannot be made or closed, as when it is somebody else's.
pub fn make_folder(folder: &Path) -> Result<(), StoreError> {
    make_missing(folder)?;
    let mode = fs::metadata(folder).map_err(StoreError::io("look at", folder))?.permissions().mode();
    if mode.trailing_zeros() >= 6 {
        return Ok(());
    }
    let closed = fs::Permissions::from_mode(0o700);
    fs::set_permissions(folder, closed).map_err(StoreError::io("close to others", folder))
}

/// Makes a folder and those on the way to it, each for its owner alone and with a name that lasts.
/// What is there already stays as it is.
pub fn make_missing(folder: &Path) -> Result<(), StoreError> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.map_or(Ok(()), make_missing)?;
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(_) if folder.is_dir() => {}
        made => made.map_err(StoreError::io("make the folder", folder))?,
    }
    sync_folder(parent.unwrap_or(Path::new(".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(folder: &Path) -> u32 {
        fs::metadata(folder).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_data_folder_is_closed_to_others_whoever_made_it() {
        let home = tempfile::tempdir().unwrap();
        let (above, data) = (home.path().join("above"), home.path().join("above/data"));
        make_folder(&data).unwrap();
        assert_eq!((mode(&above), mode(&data)), (0o700, 0o700));
        for open in [0o755, 0o770, 0o701] {
            fs::set_permissions(&data, fs::Permissions::from_mode(open)).unwrap();
            fs::set_permissions(&above, fs::Permissions::from_mode(0o755)).unwrap();
            make_folder(&data).unwrap();
            assert_eq!((mode(&above), mode(&data)), (0o755, 0o700), "{open:o}");
        }
        make_missing(&above).unwrap();
        assert_eq!(mode(&above), 0o755, "the folder of a key may be anybody's");
    }

    #[test]
    fn a_file_in_the_way_is_said() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("file");
        fs::write(&file, b"").unwrap();
        for folder in [file.clone(), file.join("data")] {
            assert!(matches!(make_folder(&folder), Err(StoreError::Io { .. })));
        }
    }
}
