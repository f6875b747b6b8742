//! Pictures as sealed files, named after their content: `blobs/ab/abcdef…`. A file is `FLB1`, then
//! the sealed bytes bound to the name; cutting or changing any of it shows when it is opened.

use std::fs;
use std::path::PathBuf;

use rusqlite::OptionalExtension;

use super::crypto::{self, OVERHEAD_BYTES};
use super::{Store, StoreError, files};
use crate::domain::sha256_hex;

const MAGIC: &[u8; 4] = b"FLB1";
/// Larger than any picture that the decoders accept.
pub const PLAIN_MAX_BYTES: usize = 64 << 20;
/// What a file holds beyond the plain bytes.
pub const FILE_OVERHEAD_BYTES: u64 = (MAGIC.len() + OVERHEAD_BYTES) as u64;

impl Store {
    pub(super) fn blobs_folder(&self) -> PathBuf {
        self.folder.join(super::open::BLOBS)
    }

    pub(super) fn blob_path(&self, name: &str) -> PathBuf {
        self.blobs_folder().join(name.get(..2).unwrap_or("__")).join(name)
    }

    /// Puts the picture on the disk, whole and synced, and gives its name. The same content is kept
    /// once; a damaged file in its place goes to quarantine.
    pub(super) fn put_blob(&self, bytes: &[u8]) -> Result<String, StoreError> {
        let name = self.keys.blob_name(&crypto::sha256(bytes));
        let path = self.blob_path(&name);
        let folder = path.parent().unwrap_or(&path);
        if path.exists() {
            match self.get_blob(&name) {
                Ok(_) => {
                    files::sync_folder(folder)?;
                    return Ok(name);
                }
                Err(StoreError::Damaged(_)) => self.quarantine(&name)?,
                Err(error) => return Err(error),
            }
        }
        files::make_missing(folder)?;
        // Also for a folder that an earlier run made and had no time to sync.
        files::sync_folder(&self.blobs_folder())?;
        files::write_whole(&path, &self.keys.seal_blob(MAGIC, &name, bytes)?)?;
        Ok(name)
    }

    /// The plain bytes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the file is missing, cut, changed or another one's.
    pub(super) fn get_blob(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.blob_path(name);
        let mut file = fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::Damaged("a picture file is missing".into()),
            _ => StoreError::io("read", &path)(error),
        })?;
        if !file.starts_with(MAGIC) {
            return Err(StoreError::Damaged("a picture file has no header".into()));
        }
        file.drain(..MAGIC.len());
        let plain = self.keys.unseal_blob(name, file)?;
        if self.keys.blob_name(&crypto::sha256(&plain)) == name {
            Ok(plain)
        } else {
            Err(StoreError::Damaged("a picture file holds another picture".into()))
        }
    }

    /// The patient in whose encounter this picture is stored, if it is.
    pub fn patient_of_picture(&self, sha256: &str) -> Result<Option<String>, StoreError> {
        let digest = crypto::unhex(sha256).ok_or(StoreError::Invalid("a picture's hash is no SHA-256"))?;
        let sql = "SELECT e.patient_id FROM images i JOIN encounters e ON e.id = i.encounter_id
            WHERE i.blob = ?1 LIMIT 1";
        let row = self.connection.query_row(sql, [self.keys.blob_name(&digest)], |row| row.get(0));
        Ok(row.optional()?)
    }

    fn quarantine(&self, name: &str) -> Result<(), StoreError> {
        let folder = self.folder.join("quarantine");
        files::make_missing(&folder)?;
        let (from, to) = (self.blob_path(name), folder.join(name));
        fs::rename(&from, &to).map_err(StoreError::io("move aside", &from))?;
        files::sync_folder(&folder)
    }

    /// The picture to look at: as it was given, or what stayed of it.
    ///
    /// # Errors
    /// As [`Store::read_image`], less [`StoreError::LetGo`].
    pub fn read_picture(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT small_blob FROM images WHERE id = ?1";
        match self.connection.query_row(sql, [id], |row| row.get::<_, Option<String>>(0))? {
            Some(small) => self.get_blob(&small),
            None => self.read_image(id),
        }
    }

    /// The bytes of a picture as they were given, verified against their SHA-256.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown id; [`StoreError::LetGo`] when only a small picture is
    /// here; [`StoreError::Damaged`] when the file is missing or was changed.
    pub fn read_image(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT blob, sha256_sealed, small_blob IS NULL FROM images WHERE id = ?1";
        let row = self.connection.query_row(sql, [id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, bool>(2)?))
        });
        let (blob, sealed, here) = row?;
        if !here {
            return Err(StoreError::LetGo);
        }
        let place = format!("images.sha256_sealed.{id}");
        let sha256 = super::rows::open_text(&self.keys, &place, &sealed)?;
        let bytes = self.get_blob(&blob)?;
        if sha256_hex(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(StoreError::Damaged("a picture is not the one of its record".into()))
        }
    }
}
