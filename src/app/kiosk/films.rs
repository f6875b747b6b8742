//! Chest films that came as files: from a folder of the clinic, or from the sealed inbox that the
//! receiver of X-ray panels fills. Of the inbox a patient is offered the films that bear the same number
//! or the same name: another patient's cannot be taken.

use std::path::{Path, PathBuf};

use super::errand::StoreHandle;
use crate::app::films::same_name;
use crate::app::inbox::Note;
use crate::app::{App, AppError};
use crate::capture::{CaptureError, Shot};
use crate::domain::{EncounterRecord, Patient, sha256_hex};
use crate::flow::{Film, Source};
use crate::imaging::decode::read_file;
use crate::screening::ScreeningError;
use crate::store::{Inbox, InboxLimits, Store, StoreError, Waits};

const INBOX: &str = "inbox";
const ENDINGS: [&str; 5] = ["dcm", "dicom", "jpg", "jpeg", "png"];

pub struct Films {
    store: StoreHandle,
    limits: InboxLimits,
    files: Option<PathBuf>,
}

impl Films {
    pub fn of(app: &App, store: StoreHandle) -> Self {
        Self { store, limits: app.inbox_limits(), files: app.config.capture.films.clone() }
    }

    /// The newest first.
    pub fn list(&self, source: Source, patient: &Patient) -> Vec<Film> {
        let mut films = match source {
            Source::Inbox => self.waiting(patient).unwrap_or_else(|error| {
                log::error!("the inbox cannot be read: {error}");
                Vec::new()
            }),
            Source::Files => self.files(),
            Source::LightBox => Vec::new(),
        };
        films.sort_by_key(|film| std::cmp::Reverse(film.received_wall_ms));
        films
    }

    fn inbox(&self) -> Result<Inbox, StoreError> {
        let limits = self.limits;
        self.store.call(move |store| store.inbox(limits))
    }

    fn waiting(&self, patient: &Patient) -> Result<Vec<Film>, StoreError> {
        let waits = self.inbox()?.list()?.into_iter().filter(|waits| !waits.done);
        let film = |waits: Waits| {
            let note = note_of(&waits);
            let label = format!("{} {}", note.patient, note.name).trim().to_owned();
            let film =
                Film { id: format!("{INBOX}/{}", waits.id), label, received_wall_ms: note.received_wall_ms };
            fits(&note, patient).then_some(film)
        };
        Ok(waits.filter_map(film).collect())
    }

    /// Names of files that are not whole yet end otherwise, or begin with a dot.
    fn files(&self) -> Vec<Film> {
        let entries = self.files.as_ref().and_then(|folder| std::fs::read_dir(folder).ok());
        let film = |entry: std::fs::DirEntry| {
            let facts = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            let since = facts.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
            let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'))?;
            let ending = Path::new(&name).extension()?.to_str()?.to_lowercase();
            let received_wall_ms = i64::try_from(since.as_millis()).ok()?;
            let film = Film { id: format!("files/{name}"), label: name, received_wall_ms };
            ENDINGS.contains(&ending.as_str()).then_some(film)
        };
        entries.into_iter().flatten().flatten().filter_map(film).collect()
    }

    /// # Errors
    /// [`AppError::ForeignPicture`] for a film of the inbox that is another patient's; else why it
    /// cannot be read.
    pub fn fetch(&self, film: &str, patient: &Patient) -> Result<Shot, AppError> {
        if let Some((INBOX, id)) = film.split_once('/') {
            let inbox = self.inbox()?;
            if !fits(&note_of(&inbox.find(id)?), patient) {
                return Err(AppError::ForeignPicture);
            }
            return Ok(Shot { bytes: inbox.read(id)?, source: INBOX.to_owned() });
        }
        let name = film.strip_prefix("files/").unwrap_or_default();
        // A name is that of a file in the folder, never a way out of it.
        let name = Path::new(name).file_name().filter(|whole| *whole == name);
        let path = self.files.as_ref().zip(name).map(|(folder, name)| folder.join(name));
        let path = path.filter(|path| path.is_file()).ok_or(CaptureError::FolderEmpty)?;
        let bytes = read_file(&path).map_err(ScreeningError::from)?;
        Ok(Shot { bytes, source: "file".to_owned() })
    }
}

fn note_of(waits: &Waits) -> Note {
    serde_json::from_slice(&waits.note).unwrap_or_default()
}

/// The same number, or the same name where the X-ray has numbers of its own.
fn fits(note: &Note, patient: &Patient) -> bool {
    let number = note.patient.trim();
    let same_number = !number.is_empty() && number.eq_ignore_ascii_case(patient.identifier.trim());
    let named = !note.name.trim().is_empty() && !patient.name.trim().is_empty();
    (same_number || named) && same_name(&note.name, &patient.name)
}

/// What lies in the record waits no longer in the inbox.
///
/// # Errors
/// When the inbox cannot be read or written.
pub fn finish(store: &Store, limits: InboxLimits, record: &EncounterRecord) -> Result<(), StoreError> {
    let images = record.images.iter().filter(|image| image.source == INBOX);
    let taken: Vec<&str> = images.map(|image| image.sha256.as_str()).collect();
    if taken.is_empty() {
        return Ok(());
    }
    let inbox = store.inbox(limits);
    for waits in inbox.list()?.into_iter().filter(|waits| !waits.done) {
        let note = note_of(&waits);
        let is_taken = |bytes: Vec<u8>| taken.contains(&sha256_hex(&bytes).as_str());
        if fits(&note, &record.patient) && inbox.read(&waits.id).is_ok_and(is_taken) {
            let note = Note { encounter: Some(record.id.clone()), ..note };
            inbox.finish(&waits.id, &serde_json::to_vec(&note).unwrap_or_default())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Sex;

    fn patient(identifier: &str, name: &str) -> Patient {
        Patient {
            id: "1".into(),
            identifier: identifier.into(),
            name: name.into(),
            birth_date: None,
            sex: Sex::Unknown,
        }
    }

    #[test]
    fn a_film_fits_by_number_or_name_and_never_against_the_name() {
        let note =
            |number: &str, name: &str| Note { patient: number.into(), name: name.into(), ..Note::default() };
        let asha = patient("4711", "Asha Patel");
        assert!(fits(&note("4711", "PATEL ASHA"), &asha));
        assert!(fits(&note("4711", ""), &asha));
        assert!(fits(&note("X-ray 9", "Patel, Asha"), &asha));
        assert!(!fits(&note("4711", "Joseph Okello"), &asha));
        assert!(!fits(&note("9", ""), &asha) && !fits(&note("", ""), &asha));
        assert!(!fits(&note("9", "Asha Patel"), &patient("4711", "")));
    }

    #[test]
    fn only_whole_files_of_the_folder_are_listed_and_fetched() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["4.JPG", ".2.dcm", "3.dcm.part", "notes.txt"] {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        std::fs::create_dir(folder.path().join("5.dcm")).unwrap();
        let (store, _) = StoreHandle::new();
        let limits = InboxLimits::default();
        let films = Films { store, limits, files: Some(folder.path().to_owned()) };
        let asha = patient("4711", "Asha Patel");
        let ids = |source| films.list(source, &asha).into_iter().map(|film| film.id).collect::<Vec<_>>();
        assert_eq!(ids(Source::Files), ["files/4.JPG"]);
        assert_eq!(ids(Source::LightBox), [""; 0]);
        assert_eq!(ids(Source::Inbox), [""; 0], "the store is closed");
        assert_eq!(films.fetch("files/4.JPG", &asha).unwrap().source, "file");
        for wrong in ["files/../4.JPG", "files/..", "files/", "4.JPG", "inbox/1", "files//etc/passwd"] {
            assert!(films.fetch(wrong, &asha).is_err(), "{wrong}");
        }
    }
}
