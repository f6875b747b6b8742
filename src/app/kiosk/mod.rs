//! The kiosk: the screen's loop on this thread, and behind it a thread each for the store, the
//! networks, the camera and the outbox. Events come in through one bounded channel, `flow::update`
//! turns them into effects, and [`workers`] knows who does them. No state lives here that flow does not
//! know, but for the pictures that it names.

mod album;
mod bench;
mod camera;
mod entries;
mod face;
mod gesture;
mod keeper;
mod message;
mod play;
mod script;
mod sending;
mod settings;
mod users;
mod workers;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::args::{DisplayKind, KioskArgs, UsersCommand};
use super::{App, AppError};
use crate::display::{Headless, Touch, Window};
use crate::flow::{self, Action, Begin, Event, Model, Place, Role, Screen, UserId};
use crate::locale::Language;
use crate::ui::screens::Pictures;
use face::{Face, Panel};
use gesture::{Gesture, Gestures};
use message::Told;
use users::{Users, pin_of};
use workers::{OnScreen, Workers};

/// One turn of the loop waits so long for news: a frame at 60 Hz.
const TURN: Duration = Duration::from_millis(16);
/// The countdown of the shutter needs ten ticks a second; the clock of the status bar needs one.
const TICK_MS: u64 = 100;
const SECOND_MS: u64 = 1000;
/// Counts and alerts are looked up this often.
const LOOK_MS: u64 = 30_000;
/// Of a panel without a word about itself: a 7-inch 800×480.
const DPI: f32 = 133.0;
/// Whoever tries the kiosk out works in a throw-away folder as these, with this PIN.
const DEMO_USERS: [(&str, Role); 3] =
    [("Amina", Role::Supervisor), ("Ben", Role::Operator), ("Tom", Role::Technician)];
const DEMO_PIN: &str = "2580";

/// Shows the kiosk until its window is closed, or its script is done.
pub fn run(mut app: App, args: &KioskArgs) -> Result<bool, AppError> {
    let lines = match &args.script {
        Some(path) => script::parse(&std::fs::read_to_string(path)?)?,
        None => Vec::new(),
    };
    if let Some(folder) = &args.out {
        std::fs::create_dir_all(folder)?;
    }
    // A script plays with people who do not exist: they never come among patients.
    let throw_away = throw_away(&mut app, args)?;
    let mut kiosk = Kiosk::new(Arc::new(app), args)?;
    let done = if args.script.is_some() { kiosk.play(&lines) } else { kiosk.live() };
    drop(kiosk);
    if let Some(folder) = throw_away {
        std::fs::remove_dir_all(folder)?;
    }
    done
}

/// A data folder of its own for scripts and for trying out; told, so that it can be removed.
fn throw_away(app: &mut App, args: &KioskArgs) -> Result<Option<PathBuf>, AppError> {
    if !args.is_throw_away() {
        return Ok(None);
    }
    let folder = std::env::temp_dir().join(format!("farlight-kiosk-{}", uuid::Uuid::now_v7()));
    crate::store::make_folder(&folder)?;
    app.config.store.folder = folder.join("data");
    app.config.store.key_file = folder.join("store.key");
    app.config.destinations.clear();
    app.config.receive = None;
    app.config.worklists.clear();
    Ok(Some(folder))
}

/// Adds a user from the command line: the first supervisor of a new box.
pub fn users(app: &App, command: &UsersCommand) -> Result<bool, AppError> {
    let mut store = app.store()?;
    let mut users = Users::read(&store)?;
    match command {
        UsersCommand::List => {
            for user in users.list() {
                app.out.emit(&user, || {
                    format!("{:10} {}", format!("{:?}", user.role).to_lowercase(), user.name)
                })?;
            }
        }
        UsersCommand::Add { name, role } => {
            let taken = users.list().iter().any(|user| user.name.eq_ignore_ascii_case(name.trim()));
            if name.trim().is_empty() || taken {
                return Err(AppError::Usage("give a name that nobody has yet".to_owned()));
            }
            let mut line = String::new();
            std::io::stdin().read_line(&mut line)?;
            let pin = pin_of(&line);
            if !pin.is_long_enough() {
                return Err(AppError::Usage("give a PIN of 4 to 8 digits on standard input".to_owned()));
            }
            let id = users.put(None, name.trim().to_owned(), (*role).into(), Some(&pin))?;
            users.write(&mut store, id)?;
            app.out.say("added")?;
        }
    }
    Ok(true)
}

fn demo_users() -> Result<(Users, UserId), AppError> {
    let mut users = Users::default();
    let mut first = UserId(0);
    for (name, role) in DEMO_USERS.into_iter().rev() {
        first = users.put(None, name.to_owned(), role, Some(&pin_of(DEMO_PIN)))?;
    }
    Ok((users, first))
}

#[allow(clippy::struct_excessive_bools)] // four independent facts
pub struct Kiosk {
    app: Arc<App>,
    /// What the command line wants of the camera and of the look.
    camera: String,
    language: Option<Language>,
    dark: bool,
    out: Option<PathBuf>,
    model: Model,
    pictures: Pictures,
    face: Face,
    gestures: Gestures,
    /// `None` only while the power is away.
    workers: Option<Workers>,
    asked_for_picture: Arc<AtomicBool>,
    ticked_ms: u64,
    second_ms: u64,
    looked_ms: u64,
    /// When the user last came to a new screen.
    moved_ms: u64,
    stale: bool,
    closed: bool,
    restart: bool,
}

impl Kiosk {
    fn new(app: Arc<App>, args: &KioskArgs) -> Result<Self, AppError> {
        let (width, height) = args.size;
        let panel: Box<dyn Panel> = match args.display {
            DisplayKind::Headless => Box::new(Headless::new(width, height, DPI)),
            DisplayKind::Window => Box::new(Window::open("Farlight", width, height)?),
        };
        let seed = args.is_throw_away().then(demo_users).transpose()?;
        let asked_for_picture = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(signal_hook::consts::SIGUSR1, Arc::clone(&asked_for_picture))?;
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

    fn live(&mut self) -> Result<bool, AppError> {
        while !self.closed {
            self.turn()?;
        }
        Ok(true)
    }

    fn now_ms(&self) -> u64 {
        self.app.clock.now().boot_ms
    }

    /// One turn of the loop: news, fingers, time, picture.
    fn turn(&mut self) -> Result<(), AppError> {
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
                None => {}
            }
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

    fn touch(&mut self, touch: Touch) {
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

    fn act(&mut self, action: Action) {
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
            self.update(Event::Clock { wall_ms: now.wall_ms, trusted: now.trusted });
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
        let folder = self.app.config.store.folder.join("screenshots");
        let path = folder.join(format!("{}.png", uuid::Uuid::now_v7()));
        let written = crate::store::make_folder(&folder)
            .map_err(AppError::from)
            .and_then(|()| self.face.screenshot(&path));
        match written {
            Ok(()) => log::info!("screenshot written"),
            Err(error) => log::error!("no screenshot: {error}"),
        }
    }

    /// Everything from the beginning, as after the power was away.
    fn start_again(&mut self) -> Result<(), AppError> {
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
