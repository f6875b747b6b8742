//! Pictures between shutter and record. They are sealed in the store at once, so that a power cut
//! takes none; those of a practice round stay in memory and never touch it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::errand::StoreHandle;
use crate::capture::Shot;
use crate::imaging::{Picture, Rgb};
use crate::store::StoreError;

/// Longest side of a picture on the screen, pixels: enough for an eightfold zoom on the panel.
const SHOWN: usize = 1600;

#[derive(Clone)]
pub struct Album {
    pub store: StoreHandle,
    practice: Arc<Mutex<BTreeMap<String, Shot>>>,
}

/// Patients' encounters have UUIDs.
pub fn is_practice(encounter: &str) -> bool {
    encounter.starts_with("practice-")
}

impl Album {
    pub fn new(store: StoreHandle) -> Self {
        Self { store, practice: Arc::default() }
    }

    /// Keeps the picture; tells its name.
    pub fn put(&self, encounter: &str, shot: Shot) -> Result<String, StoreError> {
        let name = uuid::Uuid::now_v7().to_string();
        let place = place(encounter, &name);
        if is_practice(encounter) {
            self.practice.lock().unwrap_or_else(PoisonError::into_inner).insert(place, shot);
        } else {
            // The source, a line's end, the bytes as they came.
            let value = [shot.source.as_bytes(), b"\n", &shot.bytes].concat();
            self.store.call(move |store| store.keep(&place, &value))??;
        }
        Ok(name)
    }

    /// # Errors
    /// [`StoreError::NotFound`] for a picture that was not kept.
    pub fn get(&self, encounter: &str, name: &str) -> Result<Shot, StoreError> {
        let place = place(encounter, name);
        if is_practice(encounter) {
            let shots = self.practice.lock().unwrap_or_else(PoisonError::into_inner);
            return shots.get(&place).cloned().ok_or(StoreError::NotFound);
        }
        let mut value = self.store.call(move |store| store.kept(&place))??.ok_or(StoreError::NotFound)?;
        let end = value.iter().position(|byte| *byte == b'\n').ok_or(StoreError::NotFound)?;
        let bytes = value.split_off(end + 1);
        value.pop();
        Ok(Shot { bytes, source: String::from_utf8_lossy(&value).into_owned() })
    }

    /// The encounter is over.
    pub fn drop_practice(&self) {
        self.practice.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// What [`crate::store::Store::forget`] takes to forget the pictures of an encounter.
pub fn pictures_of(encounter: &str) -> String {
    format!("picture.{encounter}.")
}

fn place(encounter: &str, name: &str) -> String {
    pictures_of(encounter) + name
}

/// As it is shown.
pub fn for_screen(picture: &Picture) -> Arc<Rgb> {
    let (width, height) = picture.size();
    let image = picture.to_rgb();
    let most = width.max(height);
    if most <= SHOWN {
        return Arc::new(image);
    }
    Arc::new(image.resize((width * SHOWN / most).max(1), (height * SHOWN / most).max(1)))
}
