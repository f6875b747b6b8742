//! The camera's thread: the live preview with the gate's word on it, and the pictures. A `v4l:` camera
//! is opened anew for each frame, as `capture` does it, so its preview is slower than the film that it
//! could give; a folder has no preview.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::album::{Album, for_screen};
use super::keeper::class_of;
use super::message::{Preview, Teller};
use crate::app::{App, AppError};
use crate::capture::{self, Camera, Request, Shot};
use crate::domain::{Defect, Laterality, Task};
use crate::flow::{Event, Film, Lens, Live, Opening, Phantom, Source, Ticket};
use crate::imaging::Rgb;
use crate::imaging::decode::{decode, read_file};
use crate::quality;
use crate::screening::ScreeningError;

/// Between two words of the gate.
const PAUSE: Duration = Duration::from_millis(200);
/// Side of a phantom's preview: drawn at once, and enough for the panel.
const PREVIEW_SIDE: usize = 448;

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
    training: Option<Phantom>,
}

/// The preview that runs.
struct Aim {
    request: Request,
    camera: Box<dyn Camera>,
    /// A phantom holds still: its frame is drawn once.
    still: Option<Vec<Defect>>,
    is_phantom: bool,
}

pub struct CameraWorker {
    app: Arc<App>,
    spec: String,
    /// Phantoms are made for each encounter; other cameras stay open.
    camera: Option<Box<dyn Camera>>,
    album: Album,
    tell: Teller,
    preview: Preview,
    subject: Option<Subject>,
    aim: Option<Aim>,
    /// The side and the number of the last picture.
    last: Option<(Option<Laterality>, u32)>,
}

impl CameraWorker {
    pub fn new(app: Arc<App>, spec: String, album: Album, tell: Teller, preview: Preview) -> Self {
        let (camera, subject, aim, last) = (None, None, None, None);
        Self { app, spec, camera, album, tell, preview, subject, aim, last }
    }

    /// Until the order to stop: orders first, frames between them.
    pub fn run(&mut self, orders: &Receiver<Order>) {
        loop {
            let order = match &self.aim {
                Some(_) => orders.recv_timeout(PAUSE),
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let goes_on = match order {
                Ok(order) => self.handle(order),
                Err(RecvTimeoutError::Timeout) => {
                    self.look();
                    true
                }
                Err(RecvTimeoutError::Disconnected) => false,
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Follows one order; `false` when it was the last.
    pub fn handle(&mut self, order: Order) -> bool {
        match order {
            Order::Stop => return false,
            Order::Use(spec) => (self.spec, self.camera) = (spec, None),
            Order::Open(opening) => {
                let Opening { encounter, task, training, .. } = *opening;
                if self.subject.as_ref().is_none_or(|subject| subject.encounter != encounter) {
                    self.last = None;
                    if self.is_phantom() {
                        self.camera = None;
                    }
                }
                self.subject = Some(Subject { encounter, task, training });
            }
            Order::Start(lens) => self.start(lens),
            Order::Rest => {
                self.aim = None;
                self.preview.show(None);
            }
            Order::Take { ticket, side, attempt } => {
                let taken = self.take(&ticket, side, attempt);
                self.answer(ticket, taken);
            }
            Order::List { ticket, source } => {
                let films = if source == Source::Files { self.films() } else { Vec::new() };
                self.tell.event(Event::Films { ticket, films });
            }
            Order::Fetch { ticket, film } => {
                let fetched = self.fetch(&ticket, &film);
                self.answer(ticket, fetched);
            }
        }
        true
    }

    fn answer(&self, ticket: Ticket, picture: Result<String, AppError>) {
        match picture {
            Ok(picture) => self.tell.event(Event::Captured { ticket, picture, corners: None }),
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

    fn start(&mut self, lens: Lens) {
        if let Lens::Card { .. } = lens {
            // There is no reader of QR codes yet: say so instead of waiting for ever.
            let code = "card-reader-missing".to_owned();
            let class = crate::domain::FaultClass::NeedsTechnician;
            return self.tell.event(Event::Fault { code, class });
        }
        let Some(subject) = &self.subject else { return };
        let laterality = match (lens, subject.task) {
            (Lens::Eye(side), _) => Some(side),
            (_, Task::Dr) => Some(self.last.and_then(|(side, _)| side).unwrap_or(Laterality::Od)),
            (_, Task::Tb) => None,
        };
        let attempt = match self.last {
            Some((side, attempt)) if side == laterality => attempt + 1,
            _ => 1,
        };
        let request = Request { task: subject.task, laterality, attempt };
        let is_phantom = self.is_phantom();
        let spec =
            if is_phantom { format!("{},size={PREVIEW_SIDE}", self.spec_now()) } else { self.spec_now() };
        if spec.starts_with("dir:") {
            return;
        }
        match capture::open(&spec) {
            Ok(camera) => self.aim = Some(Aim { request, camera, still: None, is_phantom }),
            Err(error) => {
                log::error!("{error}");
                let (code, class) = (error.code().to_owned(), error.class());
                self.tell.event(Event::Fault { code, class });
            }
        }
    }

    /// One frame of the preview, and the gate's word on it.
    fn look(&mut self) {
        let (Some(aim), Some(subject)) = (&mut self.aim, &self.subject) else { return };
        let defects = if let Some(defects) = &aim.still {
            defects.clone()
        } else {
            let wait = Duration::from_secs(self.app.config.capture.wait_s);
            let Some((frame, defects)) = frame(aim, subject.task, wait) else { return };
            self.preview.show(Some(frame));
            if aim.is_phantom {
                aim.still = Some(defects.clone());
            }
            defects
        };
        let (encounter, live) = (subject.encounter.clone(), Live { defects });
        self.tell.event(Event::Live { encounter, live });
    }

    fn take(&mut self, ticket: &Ticket, side: Option<Laterality>, attempt: u32) -> Result<String, AppError> {
        let task = if side.is_some() { Task::Dr } else { Task::Tb };
        let spec = self.spec_now();
        let camera = match &mut self.camera {
            Some(camera) => camera,
            empty => empty.insert(capture::open(&spec)?),
        };
        self.last = Some((side, attempt));
        let wait = Duration::from_secs(self.app.config.capture.wait_s);
        let shot = camera.capture(&Request { task, laterality: side, attempt }, wait)?;
        self.keep(ticket, shot)
    }

    /// A picture that cannot be opened is none.
    fn keep(&self, ticket: &Ticket, shot: Shot) -> Result<String, AppError> {
        let decoded = decode(&shot.bytes).map_err(ScreeningError::from)?;
        let name = self.album.put(&ticket.encounter, shot)?;
        self.tell.picture(&name, for_screen(&decoded.picture), None);
        Ok(name)
    }

    fn films_folder(&self) -> Option<PathBuf> {
        self.app.config.capture.films.clone()
    }

    /// The newest first.
    fn films(&self) -> Vec<Film> {
        let entries = self.films_folder().and_then(|folder| std::fs::read_dir(folder).ok());
        let film = |entry: std::fs::DirEntry| {
            let facts = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            let since = facts.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
            let id = entry.file_name().into_string().ok()?;
            let received_wall_ms = i64::try_from(since.as_millis()).ok()?;
            Some(Film { label: id.clone(), id, received_wall_ms })
        };
        let mut films: Vec<Film> = entries.into_iter().flatten().flatten().filter_map(film).collect();
        films.sort_by_key(|film| std::cmp::Reverse(film.received_wall_ms));
        films
    }

    fn fetch(&self, ticket: &Ticket, film: &str) -> Result<String, AppError> {
        let folder = self.films_folder().unwrap_or_default();
        let bytes = read_file(&folder.join(film)).map_err(ScreeningError::from)?;
        self.keep(ticket, Shot { bytes, source: "file".to_owned() })
    }
}

/// A frame that cannot be had says nothing: the next one may.
fn frame(aim: &mut Aim, task: Task, wait: Duration) -> Option<(Arc<Rgb>, Vec<Defect>)> {
    let shot = aim.camera.capture(&aim.request, wait).map_err(|error| log::debug!("{error}")).ok()?;
    let decoded = decode(&shot.bytes).ok()?;
    let defects = quality::judge(task, &decoded.picture).quality.defects;
    Some((for_screen(&decoded.picture), defects))
}
