//! The store's thread: the only one that writes. Everything else asks it.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::album::{for_screen, pictures_of};
use super::earlier;
use super::entries;
use super::errand::{Errand, Unseen};
use super::films;
use super::message::Teller;
use super::settings::PackFacts;
use super::users::Users;
use crate::app::{App, AppError, screen};
use crate::domain::{EncounterRecord, FaultClass, Laterality};
use crate::flow::{Begin, Draft, Effect, Event, Ticket, UserId};
use crate::imaging::decode::decode;
use crate::screening::Screened;
use crate::store::{Depth, Store, StoreError};

const DRAFT: &str = "draft.";
const ATTEMPTS: &str = "attempts";
const PREFERENCES: &str = "preferences";
pub const CAMERA: &str = "camera";
pub struct Keeper {
    pub(super) app: Arc<App>,
    pub(super) store: Store,
    pub(super) tell: Teller,
    users: Users,
    packs: Box<PackFacts>,
    pictures_damaged: bool,
    /// To the thread that compares pictures.
    earlier: Sender<earlier::Job>,
}

impl Keeper {
    /// Opens the store and clears what a power cut left.
    pub fn open(app: Arc<App>, tell: Teller, earlier: Sender<earlier::Job>) -> Result<Self, AppError> {
        let mut store = app.store()?;
        screen::tidy(&mut store)?;
        let sweep = store.sweep(Depth::Names)?;
        let pictures_damaged = !sweep.missing.is_empty() || !sweep.damaged.is_empty();
        let users = Users::read(&store)?;
        Ok(Self { app, store, tell, users, packs: Box::default(), pictures_damaged, earlier })
    }

    /// Makes the users of a throw-away folder, unless it was there before.
    pub fn seed(&mut self, users: Users, first: UserId) -> Result<(), StoreError> {
        if !self.users.list().is_empty() {
            return Ok(());
        }
        users.write(&mut self.store, first)?;
        self.users = users;
        Ok(())
    }

    /// Does one errand; `false` when it was the last.
    pub fn handle(&mut self, errand: Errand) -> bool {
        match errand {
            Errand::Stop => return false,
            Errand::Call(work) => work(&mut self.store),
            Errand::Look => self.look(),
            Errand::Packs(Ok(packs)) => {
                self.packs = packs;
                self.start();
            }
            Errand::Packs(Err(code)) => self.tell.event(Event::StartFailed { code }),
            Errand::Commit { ticket, screened, unseen } => self.commit(ticket, &screened, &unseen),
            Errand::Recall(ticket) => {
                let record = self.store.encounter(&ticket.encounter).map_err(AppError::from);
                self.concluded(ticket, record);
            }
            Errand::Effect(effect) => {
                if let Err(error) = self.effect(effect) {
                    self.fault(&error);
                }
            }
        }
        true
    }

    fn fault(&self, error: &StoreError) {
        log::error!("store: {error}");
        self.tell.event(Event::Fault { code: error.code().to_owned(), class: error.class() });
    }

    fn start(&self) {
        if self.users.list().is_empty() {
            log::error!("nobody may use this kiosk yet: farlight users add");
            return self.tell.event(Event::StartFailed { code: "no-users".to_owned() });
        }
        match self.begin() {
            Ok(begin) => self.tell.event(Event::Started(Box::new(begin))),
            Err(error) => self.tell.event(Event::StartFailed { code: error.code().to_owned() }),
        }
        self.look();
    }

    /// What cannot be read any more is left out: a draft of an older program must not lock the box.
    fn begin(&self) -> Result<Begin, StoreError> {
        let mut drafts = Vec::new();
        for name in self.store.kept_names(DRAFT)? {
            drafts.extend(self.kept::<Draft>(&name)?);
        }
        Ok(Begin {
            users: self.users.list(),
            failed: self.kept(ATTEMPTS)?.unwrap_or_default(),
            preferences: self.kept(PREFERENCES)?.unwrap_or_default(),
            drafts,
            fields: self.app.config.capture.fields.clone(),
        })
    }

    fn kept<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        Ok(self.store.kept(name)?.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    fn keep<T: serde::Serialize>(&mut self, name: &str, value: &T) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec(value).map_err(|_| StoreError::Invalid("a value of the screen"))?;
        self.store.keep(name, &bytes)
    }

    fn effect(&mut self, effect: Effect) -> Result<(), StoreError> {
        match effect {
            Effect::CheckPin { request, user, pin } => {
                let right = self.users.is_right(user, &pin);
                self.tell.event(Event::PinChecked { request, right });
            }
            Effect::PersistAttempts(failed) => self.keep(ATTEMPTS, &failed)?,
            Effect::SaveUser { request, id, name, role, pin } => {
                let changed = self.users.put(id, name, role, pin.as_ref())?;
                self.save_users(request, changed)?;
            }
            Effect::RemoveUser { request, id } => {
                self.users.remove(id);
                self.save_users(request, id)?;
            }
            Effect::FindPatients { request, text } => {
                let patients = self.find(&text)?;
                self.tell.event(Event::PatientsFound { request, patients });
            }
            Effect::Admit { request, who, .. } => self.admit(request, who)?,
            Effect::SaveDraft(draft) => self.keep(&draft_name(draft.owner), &draft)?,
            Effect::ClearDraft { owner } => self.store.forget(&draft_name(owner))?,
            Effect::Discard { encounter } => self.store.forget(&pictures_of(&encounter))?,
            Effect::SavePreferences(preferences) => self.keep(PREFERENCES, &preferences)?,
            Effect::SetCamera(name) => self.keep(CAMERA, &name)?,
            Effect::LoadPriors { ticket, patient } => {
                let entries = entries::priors(&self.app, &self.store, &patient)?;
                let record = self.store.encounter(&ticket.encounter)?;
                self.tell.event(Event::Priors { ticket, entries });
                self.compare(&record);
            }
            Effect::LoadList { request, kind } => {
                let entries = entries::list(&self.app, &self.store, kind)?;
                self.tell.event(Event::Listed { request, entries });
            }
            Effect::LoadEncounter { request, encounter } => {
                let record = Box::new(self.store.encounter(&encounter)?);
                self.show_pictures(&record);
                let priors = entries::priors(&self.app, &self.store, &record.patient.id)?;
                self.store.look_at_verdicts(&record.id)?;
                self.compare(&record);
                self.tell.event(Event::Loaded { request, record, priors });
                self.look();
            }
            Effect::LoadFacts { request, .. } => {
                let camera = self.kept(CAMERA)?;
                let facts = Box::new(self.packs.facts(&self.app, &self.store, camera)?);
                self.tell.event(Event::Facts { request, facts });
            }
            Effect::RunSelfTest { request } => {
                let camera = self.kept(CAMERA)?;
                let mut facts = self.packs.facts(&self.app, &self.store, camera)?;
                facts.checks = super::settings::self_test(&self.app, &mut self.store);
                self.tell.event(Event::Facts { request, facts: Box::new(facts) });
            }
            other => log::error!("the store has no part in {}", name_of(&other)),
        }
        Ok(())
    }

    fn save_users(&mut self, request: u32, changed: UserId) -> Result<(), StoreError> {
        self.users.write(&mut self.store, changed)?;
        self.tell.event(Event::UserSaved { request, users: self.users.list() });
        Ok(())
    }

    /// The same encounter again is stored once: the record that lies there is the answer.
    fn commit(&mut self, ticket: Ticket, screened: &Screened, unseen: &Unseen) {
        let id = screened.record.id.clone();
        let record = match screen::keep(&self.app, &mut self.store, screened) {
            Ok(()) => {
                self.note_unseen(&screened.record, unseen);
                if let Err(error) = films::finish(&self.store, self.app.inbox_limits(), &screened.record) {
                    log::error!("a film stays in the inbox: {error}");
                }
                Ok(screened.record.clone())
            }
            Err(AppError::Store(StoreError::AlreadyStored)) => self.store.encounter(&id).map_err(Into::into),
            Err(error) => Err(error),
        };
        self.concluded(ticket, record);
    }

    fn concluded(&mut self, ticket: Ticket, record: Result<EncounterRecord, AppError>) {
        let id = ticket.encounter.clone();
        match record {
            Ok(record) => {
                if let Err(error) = self.store.forget(&pictures_of(&id)) {
                    log::error!("encounter {id}: its kept pictures stay: {error}");
                }
                self.tell.event(Event::Concluded { ticket, record: Box::new(record) });
                self.look();
            }
            Err(error) => {
                log::error!("encounter {id} is not stored: {error}");
                let class = class_of(&error);
                self.tell.event(Event::StoreFailed { ticket, code: error.code().to_owned(), class });
            }
        }
    }

    /// Why a side has no picture: the record has no place for it, the audit chain has.
    fn note_unseen(&mut self, record: &EncounterRecord, unseen: &Unseen) {
        for (side, reason) in unseen {
            let details = serde_json::json!({
                "side": side.map_or("chest", Laterality::code), "reason": reason.code(),
            });
            if let Err(error) = self.store.audit(&record.operator, "not-gradable", &record.id, &details) {
                log::error!("encounter {}: the reason is not noted: {error}", record.id);
            }
        }
    }

    fn compare(&self, record: &EncounterRecord) {
        for job in earlier::jobs(&self.store, record) {
            // The thread ends only with the power.
            let _ = self.earlier.send(job);
        }
    }

    fn show_pictures(&self, record: &EncounterRecord) {
        let shown = record.findings.iter().flat_map(|finding| [&finding.image_id, &finding.heatmap_id]);
        for id in shown.flatten() {
            let picture = self.store.read_picture(id).ok().and_then(|bytes| decode(&bytes).ok());
            match picture {
                Some(decoded) => self.tell.picture(id, for_screen(&decoded.picture), None),
                None => log::error!("picture {id} cannot be shown: run farlight doctor"),
            }
        }
    }

    fn look(&self) {
        match entries::counts(&self.app, &self.store) {
            Ok(counts) => self.tell.event(Event::Counts(counts)),
            Err(error) => log::error!("counts: {error}"),
        }
        let alerts = entries::alerts(&self.app, &self.store, self.pictures_damaged);
        self.tell.event(Event::Alerts(alerts));
    }
}

fn draft_name(owner: UserId) -> String {
    // Ends with a dot, so that to forget 1 does not forget 12.
    format!("{DRAFT}{}.", owner.0)
}

pub fn class_of(error: &AppError) -> FaultClass {
    match error {
        AppError::Screening(error) => error.class(),
        AppError::Store(error) => error.class(),
        AppError::Capture(error) => error.class(),
        AppError::ForeignPicture => FaultClass::NeedsOperator,
        _ => FaultClass::NeedsTechnician,
    }
}

/// The kind of an effect without what it holds: that may be a patient's.
pub fn name_of(effect: &Effect) -> String {
    let text = format!("{effect:?}");
    text.chars().take_while(|c| c.is_alphanumeric()).collect()
}
