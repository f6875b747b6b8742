//! The screen's loop: news, fingers, time, picture.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::face::Face;
use super::gesture::{Gesture, Gestures};
use super::message::Told;
use super::workers::{OnScreen, Workers};
use super::{keeper, screenshot, slip, users};
use crate::app::args::KioskArgs;
use crate::app::{App, AppError};
use crate::display::{self, Panel, Touch};
use crate::flow::{self, Action, Begin, Event, Model, Place, Screen, Step, Ticket};
use crate::locale::Language;
use crate::ui::screens::Pictures;

/// One turn of the loop waits so long for news: a frame at 60 Hz.
const TURN: Duration = Duration::from_millis(16);
/// The countdown of the shutter needs ten ticks a second; the clock of the status bar needs one.
const TICK_MS: u64 = 100;
const SECOND_MS: u64 = 1000;
/// Counts and alerts are looked up this often.
const LOOK_MS: u64 = 30_000;

/// The command line outranks the configuration.
fn panel(app: &App, args: &KioskArgs) -> Result<Box<dyn Panel>, AppError> {
    let config = &app.config.display;
    let output = args.display.unwrap_or(config.output).into();
    Ok(display::open(output, &config.settings(args.size)?)?)
}

#[allow(clippy::struct_excessive_bools)] // four independent facts
pub struct Kiosk {
    app: Arc<App>,
    /// What the command line wants of the camera and of the look.
    camera: String,
    language: Option<Language>,
    dark: bool,
    pub(super) out: Option<PathBuf>,
    pub(super) model: Model,
    pictures: Pictures,
    pub(super) face: Face,
    gestures: Gestures,
    /// `None` only while the power is away.
    pub(super) workers: Option<Workers>,
    asked_for_picture: Arc<AtomicBool>,
    ticked_ms: u64,
    second_ms: u64,
    looked_ms: u64,
    /// When the user last came to a new screen.
    pub(super) moved_ms: u64,
    stale: bool,
    closed: bool,
    restart: bool,
    _running: screenshot::Running,
}

impl Kiosk {
    pub fn new(app: Arc<App>, args: &KioskArgs) -> Result<Self, AppError> {
        let panel = panel(&app, args)?;
        let seed = args.is_throw_away().then(users::demo).transpose()?;
        let asked_for_picture = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(signal_hook::consts::SIGUSR1, Arc::clone(&asked_for_picture))?;
        let running = screenshot::Running::note(&app.config.store.folder)?;
        let workers = Some(Workers::start(&app, &args.camera, seed)?);
        let mut kiosk = Self {
            app,
            camera: args.camera.clone(),
            language: args.language,
            dark: args.dark,
            out: args.out.clone(),
            model: Model::default(),
            pictures: Pictures::default(),
            face: Face::new(panel),
            gestures: Gestures::default(),
            workers,
            asked_for_picture,
            ticked_ms: 0,
            second_ms: 0,
            looked_ms: 0,
            moved_ms: 0,
            stale: true,
            closed: false,
            restart: false,
            _running: running,
        };
        kiosk.dress();
        Ok(kiosk)
    }

    /// The splash already speaks and looks as the command line wants; who starts the box touched it.
    fn dress(&mut self) {
        let boot_ms = self.now_ms();
        self.update(Event::Touched { boot_ms });
        let wishes = &mut self.model.desk.preferences;
        wishes.language = self.language.unwrap_or(wishes.language);
        wishes.dark |= self.dark;
    }

    /// Until the window is closed.
    pub fn live(&mut self) -> Result<bool, AppError> {
        while !self.closed {
            self.turn()?;
        }
        Ok(true)
    }

    pub(super) fn now_ms(&self) -> u64 {
        self.app.clock.now().boot_ms
    }

    /// One turn of the loop: news, fingers, time, picture.
    pub(super) fn turn(&mut self) -> Result<(), AppError> {
        self.hear();
        for touch in self.face.panel().poll()? {
            self.touch(touch);
        }
        self.time();
        self.show_frame();
        if self.asked_for_picture.swap(false, Ordering::Relaxed) {
            self.screenshot_for_support();
        }
        if std::mem::take(&mut self.restart) {
            self.start_again()?;
        }
        if std::mem::take(&mut self.stale) {
            self.face.show(&self.model, &self.pictures)?;
        }
        Ok(())
    }

    fn hear(&mut self) {
        let Some(workers) = &self.workers else { return };
        let first = workers.told.recv_timeout(TURN).ok();
        let news: Vec<Told> = first.into_iter().chain(workers.told.try_iter()).collect();
        for told in news {
            match told {
                Told::Event(Event::Started(begin)) => {
                    let begin = self.wished(*begin);
                    self.update(Event::Started(Box::new(begin)));
                }
                Told::Event(event) => self.update(event),
                Told::Picture { name, image, heat } => {
                    if let Some(heat) = heat {
                        self.pictures.heat.insert(name.clone(), heat);
                    }
                    self.pictures.photographs.insert(name, image);
                    self.stale = true;
                }
            }
        }
    }

    /// The command line outranks what was chosen before.
    fn wished(&self, mut begin: Begin) -> Begin {
        begin.preferences.language = self.language.unwrap_or(begin.preferences.language);
        begin.preferences.dark |= self.dark;
        begin
    }

    fn update(&mut self, event: Event) {
        let before = self.model.place();
        let effects = flow::update(&mut self.model, event);
        self.stale = true;
        self.moved(before);
        for effect in effects {
            log::debug!("effect {}", keeper::name_of(&effect));
            match self.workers.as_ref().and_then(|workers| workers.perform(effect)) {
                Some(OnScreen::Screenshot) => self.screenshot_for_support(),
                Some(OnScreen::Restart) => self.restart = true,
                Some(OnScreen::Print(ticket)) => self.print(ticket),
                None => {}
            }
        }
    }

    fn print(&mut self, ticket: Ticket) {
        let Screen::Visit(visit) = &self.model.screen else { return };
        if let (Step::Slip(slip), Some(workers)) = (&visit.step, &self.workers) {
            let wishes = &self.model.desk.preferences;
            let (language, latin_digits) = (wishes.language, wishes.latin_digits);
            workers.print(slip::Order { ticket, record: slip.record.clone(), language, latin_digits });
        }
    }

    /// Pictures of one patient never lie about on the screen of another.
    fn moved(&mut self, before: Place) {
        if self.model.place() == before {
            return;
        }
        self.moved_ms = self.now_ms();
        if matches!(self.model.screen, Screen::Home | Screen::Lock(_) | Screen::List(_)) {
            self.pictures = Pictures::default();
        }
    }

    pub(super) fn touch(&mut self, touch: Touch) {
        if touch == Touch::Closed {
            self.closed = true;
            return;
        }
        let boot_ms = self.now_ms();
        let Some(gesture) = self.gestures.feed(touch, boot_ms) else { return };
        if let Gesture::Down { .. } = gesture {
            self.update(Event::Touched { boot_ms });
        }
        self.stale = true;
        if let Some(action) = self.face.meaning(gesture) {
            self.act(action);
        }
    }

    pub(super) fn act(&mut self, action: Action) {
        let boot_ms = self.now_ms();
        self.update(Event::Tap { action, boot_ms });
    }

    fn time(&mut self) {
        let now = self.app.clock.now();
        let due = |last: u64, every: u64| now.boot_ms >= last + every;
        let counts_down = self.model.place().detail == "aim";
        if due(self.ticked_ms, if counts_down { TICK_MS } else { SECOND_MS }) {
            self.ticked_ms = now.boot_ms;
            self.update(Event::Tick { boot_ms: now.boot_ms });
        }
        if due(self.second_ms, SECOND_MS) {
            self.second_ms = now.boot_ms;
            let wall_ms = self.app.local_ms(now.wall_ms);
            self.update(Event::Clock { wall_ms, trusted: now.trusted });
        }
        if due(self.looked_ms, LOOK_MS) {
            self.looked_ms = now.boot_ms;
            self.workers.iter().for_each(Workers::look);
        }
    }

    fn show_frame(&mut self) {
        let frame = self.workers.as_ref().and_then(|workers| workers.preview.latest());
        let same = match (&frame, &self.pictures.preview) {
            (Some(new), Some(old)) => Arc::ptr_eq(new, old),
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.pictures.preview = frame;
            self.stale = true;
        }
    }

    /// Into the data folder, which is as safe as the patients in it; the log names no one.
    fn screenshot_for_support(&mut self) {
        if !self.model.may_be_photographed() {
            log::warn!("no screenshot: no technician is signed in");
            return screenshot::refuse(&self.app.config.store.folder);
        }
        let written =
            screenshot::next(&self.app.config.store.folder).and_then(|path| self.face.screenshot(&path));
        match written {
            Ok(()) => log::info!("screenshot written"),
            Err(error) => log::error!("no screenshot: {error}"),
        }
    }

    /// Everything from the beginning, as after the power was away.
    pub(super) fn start_again(&mut self) -> Result<(), AppError> {
        if let Some(workers) = self.workers.take() {
            workers.cut();
        }
        self.model = Model::default();
        self.pictures = Pictures::default();
        self.gestures = Gestures::default();
        self.dress();
        self.stale = true;
        self.workers = Some(Workers::start(&self.app, &self.camera, None)?);
        Ok(())
    }
}
