//! The thread of the networks: one encounter, one job at a time. What was cancelled before its turn is
//! not begun; a picture is never examined twice for one encounter.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::album::{Album, for_screen, is_practice};
use super::errand::{Errand, StoreHandle, Unseen};
use super::keeper::class_of;
use super::message::Teller;
use crate::app::{App, AppError};
use crate::domain::{ImageRole, Laterality, SideDoubt, Task};
use crate::flow::{self, Event, Seen, Ticket};
use crate::imaging::{Gray, Rgb};
use crate::quality;
use crate::screening::{Examination, Examiner, Opening, Screened, Session, heat_over};
use crate::store::StoreError;

pub enum Job {
    Open(Box<flow::Opening>),
    Examine {
        ticket: Ticket,
        side: Option<Laterality>,
        picture: String,
    },
    Conclude {
        ticket: Ticket,
        unseen: Unseen,
    },
    /// It was the other eye's: the encounter goes on without it.
    Drop {
        encounter: String,
        picture: String,
    },
    Discard,
    Stop,
}

/// A picture that was examined in this encounter.
struct Examined {
    seen: Seen,
    side: Option<Laterality>,
    /// As [`Examination::right_eye`].
    right_eye: Option<f32>,
    image: Arc<Rgb>,
    heat: Option<Arc<Gray>>,
}

struct Encounter<'a> {
    opening: flow::Opening,
    /// Gone once it is concluded.
    session: Option<Session<'a>>,
    /// By the names of flow; `order` as they went into the session.
    examined: BTreeMap<String, Examined>,
    order: Vec<String>,
    concluded: Option<Arc<Screened>>,
    /// It was stored before the power went: there is nothing left to examine.
    stored: bool,
}

pub struct Bench<'a> {
    pub app: &'a App,
    pub examiners: &'a [Examiner; 2],
    pub album: Album,
    pub store: StoreHandle,
    pub tell: Teller,
    /// The request that was cancelled last.
    pub cancelled: Arc<AtomicU32>,
    open: Option<Encounter<'a>>,
}

impl<'a> Bench<'a> {
    pub fn new(
        app: &'a App,
        examiners: &'a [Examiner; 2],
        (album, store): (Album, StoreHandle),
        tell: Teller,
        cancelled: Arc<AtomicU32>,
    ) -> Self {
        Self { app, examiners, album, store, tell, cancelled, open: None }
    }

    /// Does one job; `false` when it was the last.
    pub fn handle(&mut self, job: Job) -> bool {
        match job {
            Job::Stop => return false,
            Job::Discard => {
                self.open = None;
                self.album.drop_practice();
            }
            Job::Open(opening) => self.begin(*opening),
            Job::Examine { ticket, side, picture } => {
                if self.cancelled.load(Ordering::Acquire) == ticket.request {
                    return true;
                }
                match self.examine(&ticket.encounter, side, &picture, Some(&ticket)) {
                    Ok(seen) => self.tell.event(Event::Examined { ticket, seen }),
                    Err(error) => {
                        let (code, class) = (error.code().to_owned(), class_of(&error));
                        log::warn!("encounter {}: picture not used: {error}", ticket.encounter);
                        self.tell.event(Event::ExamineFailed { ticket, code, class });
                    }
                }
            }
            Job::Conclude { ticket, unseen } => self.conclude(ticket, unseen),
            Job::Drop { encounter, picture } => self.drop_picture(&encounter, &picture),
        }
        true
    }

    /// The same encounter with the same answers goes on; otherwise its pictures are examined anew.
    fn begin(&mut self, opening: flow::Opening) {
        let goes_on = |open: &Encounter| {
            open.opening.encounter == opening.encounter && open.opening.answers == opening.answers
        };
        if self.open.as_ref().is_some_and(goes_on) {
            return;
        }
        let session = self.session(&opening);
        let pictures = opening.pictures.clone();
        let encounter = opening.encounter.clone();
        let (examined, order) = (BTreeMap::new(), Vec::new());
        let (concluded, stored) = (None, self.is_stored(&encounter));
        self.open = Some(Encounter { opening, session: Some(session), examined, order, concluded, stored });
        if stored {
            return;
        }
        for (side, picture) in pictures {
            match self.examine(&encounter, side, &picture, None) {
                Ok(_) => {}
                Err(AppError::Store(error)) => {
                    log::error!("encounter {encounter}: a kept picture cannot be read: {error}");
                    self.open = None;
                    return self.tell.event(Event::PicturesLost { encounter });
                }
                // It could not be used before the power went, either.
                Err(error) => log::warn!("encounter {encounter}: {error}"),
            }
        }
    }

    fn is_stored(&self, encounter: &str) -> bool {
        let id = encounter.to_owned();
        !is_practice(encounter)
            && matches!(self.store.call(move |store| store.encounter(&id)), Ok(Ok(record)) if record.id == encounter)
    }

    fn session(&self, opening: &flow::Opening) -> Session<'a> {
        let examiner = &self.examiners[usize::from(opening.task == Task::Tb)];
        let site = &self.app.config.site;
        let begin = Opening {
            patient: opening.patient.clone(),
            answers: opening.answers.clone(),
            site: site.name.clone(),
            device: site.device.clone(),
            operator: opening.operator.clone(),
        };
        Session::open_as(opening.encounter.clone(), examiner, self.app.clock.as_ref(), begin)
    }

    fn examine(
        &mut self,
        encounter: &str,
        side: Option<Laterality>,
        picture: &str,
        ticket: Option<&Ticket>,
    ) -> Result<Seen, AppError> {
        let open = self.open.as_mut().filter(|open| open.opening.encounter == encounter);
        let open = open.ok_or(StoreError::NotFound)?;
        if let Some(known) = open.examined.get(picture) {
            return Ok(known.seen.clone());
        }
        let session = open.session.as_mut().ok_or(StoreError::NotFound)?;
        let progress = |percent| {
            if let Some(ticket) = ticket {
                self.tell.event(Event::Progress { ticket: ticket.clone(), percent });
            }
        };
        progress(10);
        let shot = self.album.get(encounter, picture)?;
        progress(25);
        let mut examined = shown(&session.add(side, shot)?, side);
        examined.seen.doubt = doubt(&examined, &open.examined);
        progress(100);
        self.tell.picture(picture, Arc::clone(&examined.image), examined.heat.clone());
        let seen = examined.seen.clone();
        open.examined.insert(picture.to_owned(), examined);
        open.order.push(picture.to_owned());
        Ok(seen)
    }

    /// What went into a session does not come out of it: the others are examined anew.
    fn drop_picture(&mut self, encounter: &str, picture: &str) {
        let of_this = |open: &Encounter| open.opening.encounter == encounter && open.concluded.is_none();
        let Some(open) = self.open.take_if(|open| of_this(open)) else { return };
        let kept = open.order.iter().filter(|name| *name != picture);
        let kept = kept.filter_map(|name| open.examined.get(name).map(|one| (one.side, name.clone())));
        self.begin(flow::Opening { pictures: kept.collect(), ..open.opening });
    }

    /// A practice round ends here; of a patient's, the store has the last word.
    fn conclude(&mut self, ticket: Ticket, unseen: Unseen) {
        let practice = is_practice(&ticket.encounter);
        let open = self.open.as_mut().filter(|open| open.opening.encounter == ticket.encounter);
        let Some(open) = open else {
            let error = AppError::Store(StoreError::NotFound);
            return self.failed(ticket, &error);
        };
        if open.stored {
            return self.store.send(Errand::Recall(ticket));
        }
        let screened = match (&open.concluded, open.session.take()) {
            (Some(screened), _) => Ok(Arc::clone(screened)),
            (None, Some(session)) => session.conclude().map(Arc::new).map_err(AppError::from),
            (None, None) => Err(AppError::Store(StoreError::NotFound)),
        };
        let screened = match screened {
            Ok(screened) => screened,
            Err(error) => return self.failed(ticket, &error),
        };
        open.concluded = Some(Arc::clone(&screened));
        let originals = screened.record.images.iter().filter(|image| image.role == ImageRole::Original);
        for (image, name) in originals.zip(&open.order) {
            if let Some(examined) = open.examined.get(name) {
                self.tell.picture(&image.id, Arc::clone(&examined.image), examined.heat.clone());
            }
        }
        if practice {
            let record = Box::new(screened.record.clone());
            self.tell.event(Event::Concluded { ticket, record });
        } else {
            self.store.send(Errand::Commit { ticket, screened, unseen });
        }
    }

    fn failed(&self, ticket: Ticket, error: &AppError) {
        log::error!("encounter {}: no conclusion: {error}", ticket.encounter);
        let (code, class) = (error.code().to_owned(), class_of(error));
        self.tell.event(Event::StoreFailed { ticket, code, class });
    }
}

fn shown(seen: &Examination, side: Option<Laterality>) -> Examined {
    let image = for_screen(&seen.decoded.picture);
    let read = seen.reading.as_ref().zip(seen.prepared.as_ref());
    let heat = read.and_then(|(reading, prepared)| {
        heat_over(seen.decoded.picture.size(), prepared, &reading.heat).map(Arc::new)
    });
    let right_eye = seen.right_eye;
    let seen = Seen { gradable: seen.gradable, defects: seen.quality.defects.clone(), doubt: None };
    Examined { seen, side, right_eye, image, heat }
}

/// Held against the eye that was named, and against the pictures of the other one.
fn doubt(new: &Examined, known: &BTreeMap<String, Examined>) -> Option<SideDoubt> {
    let (named, right) = new.side.zip(new.right_eye)?;
    let fellows = known.values().filter(|other| other.side.is_some_and(|side| side != named));
    quality::side::doubt(named, right, fellows.filter_map(|other| other.right_eye))
}
