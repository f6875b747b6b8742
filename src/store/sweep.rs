//! Tidies up after a power cut, and looks whether what is stored is still whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::blobs::FILE_OVERHEAD_BYTES;
use super::files::TEMPORARY;
use super::{Store, StoreError, migrate, rows};

/// How closely [`Store::sweep`] looks at each picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// That its file is there and as long as it must be: quick, at every start.
    Names,
    /// That it opens and is the one of its record: reads every byte.
    Bytes,
}

/// What [`Store::sweep`] did and found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sweep {
    /// Files that were being written when the power failed.
    pub temporary_removed: u64,
    /// Pictures without a record, left by a commit that was cut off.
    pub orphans_removed: u64,
    /// More pictures without a record than a cut-off commit leaves: kept, somebody has to look.
    pub orphans_kept: u64,
    /// Ids of images whose file is not there.
    pub missing: Vec<String>,
    /// Ids of images whose file is cut or changed; the file stays where it is.
    pub damaged: Vec<String>,
}

/// What [`Store::check`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What `SQLite` says is wrong; empty when nothing is.
    pub problems: Vec<String>,
    pub schema_version: i64,
    pub patients: u64,
    pub encounters: u64,
    pub images: u64,
    pub messages_waiting: u64,
    /// Rejected or misconfigured: they need a person.
    pub messages_parked: u64,
    pub free_bytes: u64,
}

/// A commit that was cut off leaves about eight; many more orphans mean that records were lost.
const ORPHANS_MAX: usize = 16;
const KEY_TEMPORARY: &str = "key.json.tmp";

impl Store {
    /// Removes what a power cut left, and reports pictures that are missing or damaged. Safe at any
    /// time: the lock keeps other programs out, `&mut self` keeps commits out.
    pub fn sweep(&mut self, depth: Depth) -> Result<Sweep, StoreError> {
        let mut sweep = Sweep::default();
        let files = self.blob_files()?;
        for path in files.iter().filter(|path| is_temporary(path)).chain([&self.folder.join(KEY_TEMPORARY)]) {
            if path.is_file() {
                remove(path)?;
                sweep.temporary_removed += 1;
            }
        }
        let expected = self.expected_blobs()?;
        let present: BTreeMap<String, PathBuf> = files.into_iter().filter_map(named_blob).collect();
        let orphans: Vec<&PathBuf> =
            present.iter().filter(|(name, _)| !expected.contains_key(*name)).map(|(_, path)| path).collect();
        if orphans.len() > ORPHANS_MAX {
            sweep.orphans_kept = orphans.len() as u64;
        } else {
            orphans.iter().try_for_each(|path| remove(path))?;
            sweep.orphans_removed = orphans.len() as u64;
        }
        for (name, images) in &expected {
            if !present.contains_key(name) {
                sweep.missing.extend(images.iter().map(|(id, _)| id.clone()));
            } else if !self.is_whole(name, images, depth)? {
                sweep.damaged.extend(images.iter().map(|(id, _)| id.clone()));
            }
        }
        Ok(sweep)
    }

    /// Ids and plain sizes of the images that each blob is for.
    fn expected_blobs(&self) -> Result<BTreeMap<String, Vec<(String, u64)>>, StoreError> {
        let mut expected: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
        let read = |row: &rusqlite::Row| -> Result<(String, (String, u64)), rusqlite::Error> {
            Ok((row.get(0)?, (row.get(1)?, rows::to_u64(row.get(2)?)?)))
        };
        let images = self.read_all(
            "SELECT ifnull(small_blob, blob), id, ifnull(small_bytes, size_bytes) FROM images ORDER BY id",
            [],
            |_, row| Ok(read(row)?),
        )?;
        for (blob, image) in images {
            expected.entry(blob).or_default().push(image);
        }
        Ok(expected)
    }

    fn is_whole(&self, name: &str, images: &[(String, u64)], depth: Depth) -> Result<bool, StoreError> {
        let path = self.blob_path(name);
        let length = fs::metadata(&path).map_err(StoreError::io("look at", &path))?.len();
        if images.iter().any(|(_, plain)| plain.saturating_add(FILE_OVERHEAD_BYTES) != length) {
            return Ok(false);
        }
        if depth == Depth::Names {
            return Ok(true);
        }
        for (id, _) in images {
            match self.read_picture(id) {
                Ok(_) => {}
                Err(StoreError::Damaged(_)) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    fn blob_files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut files = Vec::new();
        for folder in list(&self.blobs_folder())? {
            files.extend(list(&folder)?.into_iter().filter(|path| path.is_file()));
        }
        Ok(files)
    }

    /// Whether the database is whole, and how much is in it.
    pub fn check(&self) -> Result<Check, StoreError> {
        let mut problems =
            self.read_all("PRAGMA quick_check(10)", [], |_, row| Ok(row.get::<_, String>(0)?))?;
        problems.retain(|line| line != "ok");
        problems.extend(self.read_all("PRAGMA foreign_key_check", [], |_, row| {
            let (table, row) = (row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?);
            Ok(format!("row {} of {table} points nowhere", row.unwrap_or_default()))
        })?);
        let count = |sql: &str| -> Result<u64, StoreError> {
            Ok(self.connection.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
        };
        Ok(Check {
            problems,
            schema_version: migrate::version(&self.connection)?,
            patients: count("SELECT count(*) FROM patients")?,
            encounters: count("SELECT count(*) FROM encounters")?,
            images: count("SELECT count(*) FROM images")?,
            messages_waiting: self.waiting()?.count,
            messages_parked: count(
                "SELECT count(*) FROM outbox WHERE state IN ('rejected', 'misconfigured')",
            )?,
            free_bytes: self.free_bytes(),
        })
    }
}

/// The file with its name, if it is named as we name blobs: nothing else is ever removed.
fn named_blob(path: PathBuf) -> Option<(String, PathBuf)> {
    let name = path.file_name()?.to_str()?.to_owned();
    is_blob_name(&name).then_some((name, path))
}

fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()?.strip_suffix(TEMPORARY));
    name.is_some_and(is_blob_name)
}

fn is_blob_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn remove(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(StoreError::io("remove", path))
}

/// What lies in a folder; nothing where there is none.
fn list(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .map_err(StoreError::io("list", folder))
}
