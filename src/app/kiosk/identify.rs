//! Who is to be examined: people who are known, and whether a new one may be one of them.

use super::keeper::Keeper;
use crate::app::{AppError, screen, worklist};
use crate::domain::{Patient, Sex};
use crate::flow::{Event, Form, Who};
use crate::store::StoreError;

/// People that one search shows.
const MOST_FOUND: usize = 20;

impl Keeper {
    /// People whose name or number holds this; of the code on a slip, the patient who brought it back.
    pub(super) fn find(&self, text: &str) -> Result<Vec<Patient>, StoreError> {
        if uuid::Uuid::parse_str(text).is_ok() {
            return match self.store.encounter(text) {
                Ok(record) => Ok(vec![record.patient]),
                Err(StoreError::NotFound) => Ok(Vec::new()),
                Err(error) => Err(error),
            };
        }
        let mut patients = self.store.find_patients(text, MOST_FOUND)?;
        patients.extend(worklist::candidates(&self.store, text, self.app.clock.now().wall_ms)?);
        patients.truncate(MOST_FOUND);
        Ok(patients)
    }

    /// A known patient, or a new one of whom nobody with the same number or name is known.
    /// Nobody is let in whose pictures may not fit.
    pub(super) fn admit(&mut self, request: u32, who: Who) -> Result<(), StoreError> {
        match screen::make_room(&self.app, &mut self.store) {
            Err(AppError::Store(error)) => return Err(error),
            Err(error) => log::error!("no room was made: {error}"),
            Ok(()) => {}
        }
        let patient = match who {
            Who::Known(id) => match self.store.patient(&id) {
                // Expected, and here for the first time.
                Err(StoreError::NotFound) => {
                    let wall_ms = self.app.clock.now().wall_ms;
                    worklist::candidate(&self.store, &id, wall_ms)?.ok_or(StoreError::NotFound)?
                }
                known => known?,
            },
            Who::New { form, anyway } => {
                let patients = self.alike(&form)?;
                let taken = self.store.patient_by_identifier(&form.number)?.is_some();
                if !patients.is_empty() && (taken || !anyway) {
                    self.tell.event(Event::Duplicates { request, patients });
                    return if anyway { Err(StoreError::IdentifierTaken) } else { Ok(()) };
                }
                Patient { id: uuid::Uuid::now_v7().to_string(), ..form.patient() }
            }
        };
        let encounter = uuid::Uuid::now_v7().to_string();
        self.tell.event(Event::Admitted { request, patient, encounter });
        Ok(())
    }

    /// People with this number, or with this name and no other date of birth or sex.
    fn alike(&self, form: &Form) -> Result<Vec<Patient>, StoreError> {
        let new = form.patient();
        let mut found = self.store.find_patients(&new.name, MOST_FOUND)?;
        found.retain(|known| {
            let dates = known.birth_date.as_ref().zip(new.birth_date.as_ref());
            let date = dates.is_none_or(|(a, b)| a.starts_with(b.as_str()) || b.starts_with(a.as_str()));
            let sex = known.sex == new.sex || known.sex == Sex::Unknown || new.sex == Sex::Unknown;
            date && sex
        });
        let same_number = self.store.patient_by_identifier(&new.identifier)?;
        let listed = |one: &Patient| found.iter().any(|known| known.id == one.id);
        if let Some(one) = same_number.filter(|one| !listed(one)) {
            found.insert(0, one);
        }
        Ok(found)
    }
}
