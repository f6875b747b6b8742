//! The camera's thread: orders first, the live picture between them. Frames go to the screen as they
//! come, and now and then one to [`Watch`], which looks at it. A folder has no live picture.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::album::{Album, for_screen};
use super::films::Films;
use super::keeper::class_of;
use super::message::{Preview, Teller};
use super::watch::{Look, Watch};
use crate::app::{App, AppError};
use crate::capture::{self, Camera, CaptureError, Request, Shot, Target};
use crate::domain::{FaultClass, Laterality, Patient, Task};
use crate::flow::{Corner, Event, Lens, Opening, Phantom, Source, Ticket};
use crate::imaging::decode::decode;
use crate::imaging::{Picture, Rgb, encode, film};
use crate::screening::ScreeningError;
use crate::store::StoreError;

/// Between two frames that are looked at: five words of the gate a second are enough for a hint.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// One frame at 30 a second: the pause of a camera that holds still.
const FRAME: Duration = Duration::from_millis(33);
/// A frame is waited for so long before orders are heard again.
const PATIENCE: Duration = Duration::from_millis(100);
/// A camera that fails is tried again this often, and said to fail when it did so for so long.
const TRY_EVERY: Duration = Duration::from_millis(500);
const SAY_AFTER: Duration = Duration::from_secs(1);
/// Where no edges are seen, the film fills the picture.
const WHOLE: [Corner; 4] = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];

pub enum Order {
    /// The camera learns for whom it works.
    Open(Box<Opening>),
    Start(Lens),
    Rest,
    Take {
        ticket: Ticket,
        side: Option<Laterality>,
        attempt: u32,
    },
    /// The film lies between these corners of the picture.
    Rectify {
        ticket: Ticket,
        picture: String,
        corners: [Corner; 4],
    },
    List {
        ticket: Ticket,
        source: Source,
    },
    Fetch {
        ticket: Ticket,
        film: String,
    },
    Use(String),
    Stop,
}

/// What is in front of the camera.
struct Subject {
    encounter: String,
    task: Task,
    patient: Patient,
    training: Option<Phantom>,
}

/// The live picture that runs.
struct Aim {
    target: Target,
    look: Look,
    shown: Option<Arc<Rgb>>,
    looked: Option<Instant>,
    /// Since when it fails, and whether that was said.
    fails: Option<(Instant, bool)>,
}

pub struct CameraWorker {
    app: Arc<App>,
    spec: String,
    /// Phantoms are made for each encounter; other cameras stay open.
    camera: Option<Box<dyn Camera>>,
    album: Album,
    films: Films,
    tell: Teller,
    preview: Preview,
    watch: Watch,
    subject: Option<Subject>,
    aim: Option<Aim>,
    /// The side and the number of the last picture.
    last: Option<(Option<Laterality>, u32)>,
}

impl CameraWorker {
    pub fn new(
        app: Arc<App>,
        spec: String,
        album: Album,
        tell: Teller,
        preview: Preview,
    ) -> Result<Self, AppError> {
        let (camera, subject, aim, last) = (None, None, None, None);
        let (films, watch) = (Films::of(&app, album.store.clone()), Watch::start(tell.clone())?);
        Ok(Self { app, spec, camera, album, films, tell, preview, watch, subject, aim, last })
    }

    /// Until the order to stop.
    pub fn run(&mut self, orders: &Receiver<Order>) {
        let mut pause = Duration::ZERO;
        loop {
            let order = match &self.aim {
                Some(_) => orders.recv_timeout(pause),
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match order {
                Ok(order) => {
                    if !self.handle(order) {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) => pause = self.roll(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Follows one order; `false` when it was the last.
    pub fn handle(&mut self, order: Order) -> bool {
        match order {
            Order::Stop => return false,
            Order::Use(spec) => (self.spec, self.camera, self.aim) = (spec, None, None),
            Order::Open(opening) => self.begin(*opening),
            Order::Start(lens) => self.start(lens),
            Order::Rest => self.rest(),
            Order::Take { ticket, side, attempt } => {
                let taken = self.take(&ticket, side, attempt);
                self.answer(ticket, taken);
            }
            Order::Rectify { ticket, picture, corners } => {
                let straight = self.rectify(&ticket, &picture, &corners);
                self.answer(ticket, straight);
            }
            Order::List { ticket, source } => {
                let subject = self.subject.as_ref();
                let films = subject.map(|subject| self.films.list(source, &subject.patient));
                let films = films.unwrap_or_default();
                self.tell.event(Event::Films { ticket, films });
            }
            Order::Fetch { ticket, film } => {
                let fetched = self.fetch(&ticket, &film);
                self.answer(ticket, fetched);
            }
        }
        true
    }

    fn begin(&mut self, opening: Opening) {
        let Opening { encounter, task, patient, training, .. } = opening;
        if self.subject.as_ref().is_none_or(|subject| subject.encounter != encounter) {
            self.last = None;
            if self.is_phantom() {
                self.camera = None;
            }
        }
        self.subject = Some(Subject { encounter, task, patient, training });
    }

    fn rest(&mut self) {
        self.aim = None;
        self.preview.show(None);
        if let Some(camera) = &mut self.camera {
            camera.rest();
        }
    }

    /// A picture with the corners that are to be confirmed.
    fn answer(&self, ticket: Ticket, picture: Result<(String, Option<[Corner; 4]>), AppError>) {
        match picture {
            Ok((picture, corners)) => self.tell.event(Event::Captured { ticket, picture, corners }),
            Err(error) => {
                log::warn!("encounter {}: no picture: {error} ({:?})", ticket.encounter, class_of(&error));
                self.tell.event(Event::CaptureFailed { ticket, code: error.code().to_owned() });
            }
        }
    }

    fn is_phantom(&self) -> bool {
        self.subject.as_ref().is_some_and(|subject| subject.training.is_some())
            || self.spec.split(':').next() == Some("phantom")
    }

    /// What to open for this subject. Two patients never have the same phantom eyes.
    fn spec_now(&self) -> String {
        let Some(subject) = &self.subject else { return self.spec.clone() };
        let digits = subject.encounter.bytes().fold(7_u64, |sum, byte| (sum * 31 + u64::from(byte)) % 99_991);
        let phantom = |rest: &str| format!("phantom:seed={digits},{rest}");
        match subject.training {
            Some(Phantom::Healthy) => phantom("grade=0"),
            Some(Phantom::Disease) => phantom("grade=4,tb=cavity"),
            Some(Phantom::Dark) => phantom("fault=dark"),
            Some(Phantom::Blurred) => phantom("fault=blur"),
            None if self.is_phantom() => phantom(self.spec.split_once(':').map_or("", |(_, rest)| rest)),
            None => self.spec.clone(),
        }
    }

    fn camera(&mut self) -> Result<&mut Box<dyn Camera>, CaptureError> {
        let spec = self.spec_now();
        match &mut self.camera {
            Some(camera) => Ok(camera),
            empty => Ok(empty.insert(capture::open(&spec)?)),
        }
    }

    fn start(&mut self, lens: Lens) {
        let Some((target, look)) = self.target(lens) else { return };
        let aim = Aim { target, look, shown: None, looked: None, fails: None };
        match self.camera() {
            Ok(camera) if camera.has_film() => self.aim = Some(aim),
            Ok(_) => {}
            Err(error) => self.say(&error),
        }
    }

    fn target(&mut self, lens: Lens) -> Option<(Target, Look)> {
        if let Lens::Card { request } = lens {
            // Nobody is known yet: the phantom of the last patient is not shown to the next.
            if self.is_phantom() {
                self.camera = None;
            }
            self.subject = None;
            return Some((Target::Card, Look::Card { request }));
        }
        let subject = self.subject.as_ref()?;
        let laterality = match (lens, subject.task) {
            (Lens::Eye(side), _) => Some(side),
            (_, Task::Dr) => Some(self.last.and_then(|(side, _)| side).unwrap_or(Laterality::Od)),
            (_, Task::Tb) => None,
        };
        let attempt = match self.last {
            Some((side, attempt)) if side == laterality => attempt + 1,
            _ => 1,
        };
        let (encounter, task) = (subject.encounter.clone(), subject.task);
        let on_light_box = lens == Lens::LightBox;
        let look = Look::Gate { encounter, task, on_light_box };
        Some((Target::Picture(Request { task, laterality, attempt }), look))
    }

    fn say(&self, error: &CaptureError) {
        log::error!("{error}");
        let (code, class) = (error.code().to_owned(), error.class());
        self.tell.event(Event::Fault { code, class });
    }

    /// One frame of the live picture; tells how long to listen for orders before the next.
    fn roll(&mut self) -> Duration {
        let (Some(aim), Some(camera)) = (&mut self.aim, &mut self.camera) else { return Duration::ZERO };
        let frame = match camera.film(aim.target, PATIENCE) {
            Ok(Some(frame)) => frame,
            Ok(None) => return Duration::ZERO,
            Err(error) => return self.failing(&error),
        };
        aim.fails = None;
        let still = aim.shown.as_ref().is_some_and(|shown| Arc::ptr_eq(shown, &frame));
        if !still {
            self.preview.show(Some(Arc::clone(&frame)));
            aim.shown = Some(Arc::clone(&frame));
        }
        if aim.looked.is_none_or(|looked| looked.elapsed() >= LOOK_EVERY) {
            aim.looked = Some(Instant::now());
            self.watch.look(aim.look.clone(), frame);
        }
        if still { FRAME } else { Duration::ZERO }
    }

    /// The picture goes at once, so that nobody aims by an old one; words come when it stays away. The
    /// camera is tried on: plugged in again, it is back by itself.
    fn failing(&mut self, error: &CaptureError) -> Duration {
        log::debug!("{error}");
        self.preview.show(None);
        let Some(aim) = &mut self.aim else { return Duration::ZERO };
        aim.shown = None;
        let (since, said) = *aim.fails.get_or_insert((Instant::now(), false));
        let due = !said && since.elapsed() >= SAY_AFTER && error.class() != FaultClass::Transient;
        if due {
            aim.fails = Some((since, true));
            self.say(error);
        }
        TRY_EVERY
    }

    fn take(
        &mut self,
        ticket: &Ticket,
        side: Option<Laterality>,
        attempt: u32,
    ) -> Result<(String, Option<[Corner; 4]>), AppError> {
        let task = if side.is_some() { Task::Dr } else { Task::Tb };
        self.last = Some((side, attempt));
        // Whether it goes on is the screen's to say.
        self.aim = None;
        let wait = Duration::from_secs(self.app.config.capture.wait_s);
        let shot = self.camera()?.capture(&Request { task, laterality: side, attempt }, wait)?;
        let (name, picture) = self.keep(ticket, shot)?;
        let practice = self.subject.as_ref().is_none_or(|subject| subject.training.is_some());
        let corners =
            (task == Task::Tb && !practice).then(|| film::corners(&picture.to_gray()).unwrap_or(WHOLE));
        Ok((name, corners))
    }

    fn fetch(&self, ticket: &Ticket, film: &str) -> Result<(String, Option<[Corner; 4]>), AppError> {
        let subject = self.subject.as_ref().ok_or(StoreError::NotFound)?;
        let shot = self.films.fetch(film, &subject.patient)?;
        Ok((self.keep(ticket, shot)?.0, None))
    }

    /// The film alone, made straight, under a name of its own.
    fn rectify(
        &self,
        ticket: &Ticket,
        picture: &str,
        corners: &[Corner; 4],
    ) -> Result<(String, Option<[Corner; 4]>), AppError> {
        let shot = self.album.get(&ticket.encounter, picture)?;
        let photograph = decode(&shot.bytes).map_err(ScreeningError::from)?.picture.to_rgb();
        let straight = film::rectify(&photograph, corners)
            .ok_or_else(|| AppError::Usage("the corners cross: set them around the film".to_owned()))?;
        let bytes = encode::png_gray(&straight.to_gray()).map_err(ScreeningError::from)?;
        let source = format!("{}, light box", shot.source);
        Ok((self.keep(ticket, Shot { bytes, source })?.0, None))
    }

    /// A picture that cannot be opened is none.
    fn keep(&self, ticket: &Ticket, shot: Shot) -> Result<(String, Picture), AppError> {
        let decoded = decode(&shot.bytes).map_err(ScreeningError::from)?;
        let name = self.album.put(&ticket.encounter, shot)?;
        self.tell.picture(&name, for_screen(&decoded.picture), None);
        Ok((name, decoded.picture))
    }
}

#[cfg(test)]
mod tests;
