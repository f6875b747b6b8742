//! The threads behind the screen, and which effect goes to which of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;

use super::album::Album;
use super::bench::{Bench, Job};
use super::camera::{CameraWorker, Order};
use super::earlier;
use super::errand::{Errand, StoreHandle};
use super::keeper::Keeper;
use super::message::{Preview, Teller, Told};
use super::sending;
use super::settings::PackFacts;
use super::slip;
use super::users::Users;
use crate::app::{App, AppError};
use crate::domain::{FaultClass, Task};
use crate::flow::{Effect, Event, Exported, StartStage, Ticket, UserId};
use crate::store::StoreError;

/// Between two questions who is expected.
const EXPECT: std::time::Duration = std::time::Duration::from_mins(5);
/// What waits for the screen; a worker that is further ahead waits.
const TOLD: usize = 64;

/// What is left to the screen itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnScreen {
    Screenshot,
    Restart,
    /// The screen knows the record and the language: [`Workers::print`].
    Print(Ticket),
}

pub struct Workers {
    pub told: Receiver<Told>,
    pub preview: Preview,
    app: Arc<App>,
    tell: Teller,
    store: StoreHandle,
    bench: Sender<Job>,
    camera: Sender<Order>,
    sending: Sender<()>,
    printer: Sender<slip::Order>,
    cancelled: Arc<AtomicU32>,
    cut: Arc<AtomicBool>,
    keeper: Option<JoinHandle<()>>,
}

impl Workers {
    /// `seed`: the users of a new throw-away folder.
    pub fn start(app: &Arc<App>, camera: &str, seed: Option<(Users, UserId)>) -> Result<Self, AppError> {
        let (screen, told) = mpsc::sync_channel(TOLD);
        let tell = Teller::new(screen);
        let (store, errands) = StoreHandle::new();
        let (bench, jobs) = mpsc::channel();
        let (orders_in, orders) = mpsc::channel();
        let (sending, pokes) = mpsc::channel();
        let (printer, slips) = mpsc::channel();
        let (earlier, comparisons) = mpsc::channel();
        let (cancelled, cut) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
        let (preview, album) = (Preview::default(), Album::new(store.clone()));

        let keeper = {
            let (app, tell, cut) = (Arc::clone(app), tell.clone(), Arc::clone(&cut));
            thread("store", move || keep(app, (&tell, earlier), &errands, &cut, seed))?
        };
        {
            let (app, tell, cancelled) = (Arc::clone(app), tell.clone(), Arc::clone(&cancelled));
            let (album, store) = (album.clone(), store.clone());
            thread("networks", move || examine(&app, (album, store), &tell, cancelled, &jobs))?;
        }
        {
            let (app, tell, preview) = (Arc::clone(app), tell.clone(), preview.clone());
            let spec = camera.to_owned();
            let mut worker = CameraWorker::new(app, spec, album, tell, preview)?;
            thread("camera", move || worker.run(&orders))?;
        }
        {
            let tell = tell.clone();
            thread("pictures", move || earlier::run(&tell, &comparisons))?;
        }
        {
            let (app, tell) = (Arc::clone(app), tell.clone());
            thread("slips", move || slip::run(&app.config, &tell, &slips))?;
        }
        if let Some(mut sender) = sending::Sender::new(app, store.clone(), tell.clone()) {
            thread("outbox", move || sender.run(&pokes))?;
        }
        if app.config.receive.is_some() {
            let (app, store, cut) = (Arc::clone(app), store.clone(), Arc::clone(&cut));
            thread("receiver", move || receive(&app, &store, &cut))?;
        }
        if !app.config.worklists.is_empty() {
            let (app, store, cut) = (Arc::clone(app), store.clone(), Arc::clone(&cut));
            thread("worklist", move || expect(&app, &store, &cut))?;
        }
        let (camera, keeper) = (orders_in, Some(keeper));
        let app = Arc::clone(app);
        Ok(Self { told, preview, app, tell, store, bench, camera, sending, printer, cancelled, cut, keeper })
    }

    /// Hands an effect to whoever does it; what the screen itself must do comes back.
    pub fn perform(&self, effect: Effect) -> Option<OnScreen> {
        match effect {
            Effect::Screenshot => return Some(OnScreen::Screenshot),
            Effect::Restart => return Some(OnScreen::Restart),
            // The dark screen is drawn; there is no backlight to switch on a desk.
            Effect::Blank(_) => {}
            Effect::Open(opening) => {
                self.order(Order::Open(opening.clone()));
                self.job(Job::Open(opening));
            }
            Effect::StartCamera(lens) => self.order(Order::Start(lens)),
            Effect::StopCamera => self.order(Order::Rest),
            Effect::TakePicture { ticket, side, attempt, .. } => {
                self.order(Order::Take { ticket, side, attempt });
            }
            Effect::ListFilms { ticket, source } => self.order(Order::List { ticket, source }),
            Effect::FetchFilm { ticket, film } => self.order(Order::Fetch { ticket, film }),
            Effect::DropPicture { encounter, picture } => self.job(Job::Drop { encounter, picture }),
            Effect::Examine { ticket, side, picture } => self.job(Job::Examine { ticket, side, picture }),
            Effect::CancelExamine { ticket } => self.cancelled.store(ticket.request, Ordering::Release),
            Effect::Commit { ticket, unseen } | Effect::Rehearse { ticket, unseen } => {
                self.job(Job::Conclude { ticket, unseen });
            }
            Effect::Discard { .. } => {
                self.job(Job::Discard);
                self.store.send(Errand::Effect(effect));
            }
            Effect::SetCamera(ref spec) => {
                self.order(Order::Use(spec.clone()));
                self.store.send(Errand::Effect(effect));
            }
            Effect::Sync => {
                // Where nothing is to be sent anywhere, nobody listens.
                let _ = self.sending.send(());
            }
            Effect::Rectify { ticket, picture, corners } => {
                self.order(Order::Rectify { ticket, picture, corners });
            }
            Effect::Print { ticket } => return Some(OnScreen::Print(ticket)),
            Effect::ExportSupport { request } => self.export_support(request),
            Effect::ShutDown => self.not_here("shutdown-not-here"),
            effect => self.store.send(Errand::Effect(effect)),
        }
        None
    }

    /// On a thread of its own: the networks are timed, which takes a while.
    fn export_support(&self, request: u32) {
        let (app, store, tell) = (Arc::clone(&self.app), self.store.clone(), self.tell.clone());
        let work = move || {
            let exported =
                support(&app, &store).map_err(|error| log::error!("no support file: {error}")).ok();
            tell.event(Event::SupportExported { request, exported });
        };
        if let Err(error) = thread("support", work) {
            log::error!("no support file: {error}");
        }
    }

    /// What no part of this box can do, said at once instead of never.
    fn not_here(&self, code: &str) {
        self.tell_later(Event::Fault { code: code.to_owned(), class: FaultClass::NeedsTechnician });
    }

    /// By way of the store's thread: the screen must not wait for its own ear.
    fn tell_later(&self, event: Event) {
        let tell = self.tell.clone();
        self.store.send(Errand::Call(Box::new(move |_| tell.event(event))));
    }

    pub fn print(&self, order: slip::Order) {
        // The thread ends only with the power.
        let _ = self.printer.send(order);
    }

    fn job(&self, job: Job) {
        // The thread ends only with the power, or told its fault at the start.
        let _ = self.bench.send(job);
    }

    fn order(&self, order: Order) {
        // As with the jobs.
        let _ = self.camera.send(order);
    }

    pub fn look(&self) {
        self.store.send(Errand::Look);
    }

    /// Waits until the store has done everything that it was asked for.
    pub fn settle(&self) -> Result<(), StoreError> {
        self.store.call(|_| ())
    }

    /// As if the power went: what waits is not done any more. The data folder is free afterwards.
    pub fn cut(mut self) {
        self.cut.store(true, Ordering::Release);
        self.end();
    }

    fn end(&mut self) {
        self.job(Job::Stop);
        self.order(Order::Stop);
        self.store.send(Errand::Stop);
        let Some(keeper) = self.keeper.take() else { return };
        while !keeper.is_finished() {
            // A worker that waits for room in the screen's ear would never end.
            let _ = self.told.recv_timeout(std::time::Duration::from_millis(10));
        }
        if keeper.join().is_err() {
            log::error!("the store's thread ended badly");
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.end();
    }
}

fn support(app: &Arc<App>, store: &StoreHandle) -> Result<Exported, AppError> {
    let held = Arc::clone(app);
    let inside = store.call(move |store| crate::app::support::inside(&held, store))?;
    let bundle = crate::app::support::write(app, inside, None)?;
    let file = bundle.file.display().to_string();
    Ok(Exported { file, on_stick: bundle.on_stick, essentials: bundle.essentials })
}

fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, AppError> {
    Ok(std::thread::Builder::new().name(name.to_owned()).spawn(work)?)
}

/// Asks now and then who is expected. What cannot be asked is in the log, and what was said last stands.
fn expect(app: &App, store: &StoreHandle, cut: &AtomicBool) {
    while !cut.load(Ordering::Acquire) {
        let (fresh, _) = crate::app::worklist::ask_all(app);
        match store.call(move |store| crate::app::worklist::keep(store, fresh)) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => log::error!("the worklist is not kept: {error}"),
            Err(_) => return,
        }
        std::thread::sleep(EXPECT);
    }
}

/// Takes films from X-ray panels until the power goes. A fault is the technician's, and the log's:
/// whoever screens has other ways to a film.
fn receive(app: &App, store: &StoreHandle, cut: &AtomicBool) {
    let limits = app.inbox_limits();
    let Ok(inbox) = store.call(move |store| store.inbox(limits)) else { return };
    let Some(config) = &app.config.receive else { return };
    match crate::app::receive::open(app, config, inbox) {
        Ok(receiver) => receiver.run(cut),
        Err(error) => log::error!("no receiver: {error}"),
    }
}

fn keep(
    app: Arc<App>,
    (tell, earlier): (&Teller, Sender<earlier::Job>),
    errands: &Receiver<Errand>,
    cut: &AtomicBool,
    seed: Option<(Users, UserId)>,
) {
    tell.event(Event::Starting(StartStage::Store));
    let opened = Keeper::open(app, tell.clone(), earlier).and_then(|mut keeper| {
        if let Some((users, first)) = seed {
            keeper.seed(users, first)?;
        }
        Ok(keeper)
    });
    let mut keeper = match opened {
        Ok(keeper) => keeper,
        Err(error) => {
            log::error!("the start failed: {error}");
            return tell.event(Event::StartFailed { code: error.code().to_owned() });
        }
    };
    while let Ok(errand) = errands.recv() {
        if cut.load(Ordering::Acquire) || !keeper.handle(errand) {
            return;
        }
    }
}

fn examine(
    app: &App,
    (album, store): (Album, StoreHandle),
    tell: &Teller,
    cancelled: Arc<AtomicU32>,
    jobs: &Receiver<Job>,
) {
    tell.event(Event::Starting(StartStage::Models));
    let loaded = app.examiner(Task::Dr).and_then(|eyes| Ok([eyes, app.examiner(Task::Tb)?]));
    let examiners = match loaded {
        Ok(examiners) => examiners,
        Err(error) => {
            log::error!("the start failed: {error}");
            return store.send(Errand::Packs(Err(error.code().to_owned())));
        }
    };
    store.send(Errand::Packs(Ok(Box::new(PackFacts::of(&examiners)))));
    let mut bench = Bench::new(app, &examiners, (album, store), tell.clone(), cancelled);
    while let Ok(job) = jobs.recv() {
        if !bench.handle(job) {
            return;
        }
    }
}
