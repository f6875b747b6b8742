//! Composition root: the only place that knows every room. It builds the adapters that the
//! configuration names, and each command is one function below. The way of the data is
//! camera or file → quality gate → harmonised picture → network → rules → one committed record →
//! outbox → specialist.

mod args;
mod config;
mod demo;
mod doctor;
mod evaluate;
mod films;
mod inbox;
mod kiosk;
mod letter;
mod logging;
mod models;
mod orders;
mod output;
mod prepare;
mod priors;
mod receive;
mod records;
mod relay;
mod report;
mod score;
mod screen;
mod secrets;
mod stick;
mod support;
mod sync;
mod verdicts;
mod visits;
mod worklist;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

pub use args::Cli;
use args::{AuditCommand, Command, InboxCommand, ModelsCommand, OutboxCommand};
use config::Config;
use output::Output;

use crate::clock::{Clock, SystemClock};
use crate::domain::rules::{RuleError, RulePack};
use crate::domain::{Task, sha256_hex};
use crate::inference::Pack;
use crate::screening::{ANY_CAMERA, Examiner, ScreeningError};
use crate::signing::{PublicKey, Sealed, SigningError};
use crate::store::{Options, Secret, Store};

/// Longer rules are no rule pack of ours.
const MAX_RULES_BYTES: u64 = 1 << 20;

/// What every command works with.
struct App {
    config: Config,
    /// Where it came from, for whoever helps from afar.
    config_file: Option<std::path::PathBuf>,
    clock: Arc<dyn Clock>,
    /// Of the clinic, for what people read.
    zone: jiff::tz::TimeZone,
    out: Output,
}

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error(transparent)]
    Config(#[from] config::ConfigError),
    #[error(transparent)]
    Screening(#[from] ScreeningError),
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    #[error(transparent)]
    Capture(#[from] crate::capture::CaptureError),
    #[error(transparent)]
    Sync(#[from] crate::sync::SyncError),
    #[error(transparent)]
    Destination(#[from] crate::sync::config::ConfigError),
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Evaluation(#[from] crate::evaluation::EvaluationError),
    #[error(transparent)]
    Dicom(#[from] crate::interop::dicom::DicomError),
    #[error(transparent)]
    Stick(#[from] crate::stick::StickError),
    #[error(transparent)]
    Send(#[from] crate::sync::SendFault),
    #[error(transparent)]
    Dimse(#[from] crate::dimse::DimseError),
    #[error(transparent)]
    Pdf(#[from] crate::interop::pdf::PdfError),
    #[error(transparent)]
    Month(#[from] crate::programme::MonthError),
    #[error(transparent)]
    Dhis2(#[from] crate::programme::dhis2::Dhis2Error),
    #[error("{0}")]
    Usage(String),
    #[error("this very picture is stored for another patient: check the file or the folder")]
    ForeignPicture,
    #[error(transparent)]
    Display(#[from] crate::display::DisplayError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("the result cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the log cannot be started: {0}. Check that the data folder is writable")]
    Log(#[from] flexi_logger::FlexiLoggerError),
}

impl AppError {
    fn code(&self) -> &'static str {
        match self {
            Self::Config(_) => "configuration",
            Self::Screening(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Capture(error) => error.code(),
            Self::Sync(error) => error.code(),
            Self::Destination(error) => error.code(),
            Self::Signing(error) => error.code(),
            Self::Evaluation(error) => error.code(),
            Self::Dicom(_) => "dicom",
            Self::Dimse(error) => error.code(),
            Self::Stick(error) => error.code(),
            Self::Send(error) => error.code(),
            Self::Pdf(_) => "pdf",
            Self::Month(_) => "month",
            Self::Dhis2(_) => "dhis2",
            Self::Usage(_) => "usage",
            Self::ForeignPicture => "foreign-picture",
            Self::Display(_) => "display",
            Self::Io(_) => "io",
            Self::Json(_) => "json",
            Self::Log(_) => "log",
        }
    }
}

impl From<crate::inference::PackError> for AppError {
    fn from(error: crate::inference::PackError) -> Self {
        Self::Screening(error.into())
    }
}

/// Runs one command. Exit status 0: done; 1: something failed or is not in order; 2: the command
/// line is off.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let out = Output { json: cli.common.json };
    match start(cli, out) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let body = score::ErrorBody { code: error.code(), message: error.to_string() };
            if out.json {
                // Standard output may be gone; the exit status still tells.
                let _ = out.emit(&serde_json::json!({ "error": body }), String::new);
            } else {
                eprintln!("farlight: {error}");
            }
            if matches!(error, AppError::Usage(_) | AppError::Month(_) | AppError::ForeignPicture) {
                ExitCode::from(2)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn start(cli: Cli, out: Output) -> Result<bool, AppError> {
    let config = Config::load(&cli.common)?;
    let _log = logging::start(log_folder(&cli.command, &config)?.as_deref(), cli.common.verbose)?;
    let zone = config.zone()?;
    let config_file = cli.common.config.clone();
    let app = App { config, config_file, clock: Arc::new(SystemClock::default()), zone, out };
    match cli.command {
        Command::Screen(args) => screen::run(&app, &args),
        Command::Score(args) => score::run(&app, &args),
        Command::Demo(args) => demo::run(app, &args),
        Command::Kiosk(args) => kiosk::run(app, &args),
        Command::Users { command } => kiosk::users(&app, &command),
        Command::List(args) => records::list(&app, &args),
        Command::Show { encounter } => records::show(&app, &encounter),
        Command::Export { encounter, out } => records::export(&app, &encounter, &out),
        Command::Receive(args) => receive::run(&app, &args),
        Command::Inbox { command: InboxCommand::List { all } } => inbox::list(&app, all),
        Command::Inbox { command: InboxCommand::Show { picture } } => inbox::show(&app, &picture),
        Command::Inbox { command: InboxCommand::Remove { picture, operator } } => {
            inbox::remove(&app, &picture, &operator)
        }
        Command::Worklist(args) => worklist::run(&app, &args),
        Command::Priors(args) => priors::run(&app, &args),
        Command::Relay(args) => relay::run(&app, &args),
        Command::Letter(args) => letter::run(&app, &args),
        Command::Verdicts(args) => verdicts::run(&app, &args),
        Command::Report(args) => report::run(&app, &args),
        Command::Sync(args) => match (&args.to_stick, &args.from_stick) {
            _ if args.address => stick::address(&app),
            (Some(folder), _) => stick::to_stick(&app, folder),
            (None, Some(folder)) => stick::from_stick(&app, folder),
            (None, None) => sync::run(&app, &args),
        },
        Command::Outbox { command: OutboxCommand::List } => sync::list(&app),
        Command::Outbox { command: OutboxCommand::Retry { message, operator } } => {
            sync::retry(&app, &message, &operator)
        }
        Command::Secrets { command } => secrets::run(&app, &command),
        Command::Doctor => doctor::run(&app),
        Command::SupportBundle(args) => support::run(&app, &args),
        Command::Evaluate(args) => evaluate::run(&app, args),
        Command::Models { command: ModelsCommand::Verify } => models::verify(&app),
        Command::Models { command: ModelsCommand::Sign(args) } => models::sign(&app, &args),
        Command::Models { command: ModelsCommand::Keygen { name } } => models::keygen(&app, &name),
        Command::Audit { command: AuditCommand::Verify } => records::verify_audit(&app),
        Command::Prepare(args) => prepare::run(&app, &args),
    }
}

/// Commands that store something log into the data folder; looking after the box must work even
/// where that folder cannot be written.
fn log_folder(command: &Command, config: &Config) -> Result<Option<std::path::PathBuf>, AppError> {
    let stores = match command {
        Command::Kiosk(args) => !args.is_throw_away(),
        Command::Screen(_)
        | Command::Users { .. }
        | Command::Receive(_)
        | Command::Worklist(_)
        | Command::Priors(_)
        | Command::Relay(_)
        | Command::Inbox { command: InboxCommand::Remove { .. } }
        | Command::Sync(_)
        | Command::Outbox { .. }
        | Command::Secrets { .. }
        | Command::Export { .. } => true,
        _ => false,
    };
    if !stores {
        return Ok(None);
    }
    crate::store::make_folder(&config.store.folder)?;
    Ok(Some(config.store.folder.join("logs")))
}

impl App {
    fn examiner(&self, task: Task) -> Result<Examiner, AppError> {
        let folder = self.config.models_folder()?.join(task.code());
        let pack = Pack::load(&folder, task, &self.trusted_key()?)?;
        let (rules, rules_sha256) = self.rules(task)?;
        let camera_class = self.config.models.camera_class.clone();
        let camera_class = camera_class.unwrap_or_else(|| ANY_CAMERA.to_owned());
        Ok(Examiner::new(pack, rules, rules_sha256, camera_class)?)
    }

    /// The key whose signature counts.
    fn trusted_key(&self) -> Result<PublicKey, AppError> {
        let built_in = option_env!("FARLIGHT_PUBLIC_KEY").map(PublicKey::parse).transpose()?;
        let configured = self.config.models.public_key_file.as_deref().map(PublicKey::read).transpose()?;
        models::key_in_force(built_in, configured)
    }

    /// The rule pack in force and the SHA-256 of its text. One that replaces the built-in rules must
    /// be signed.
    fn rules(&self, task: Task) -> Result<(RulePack, String), AppError> {
        let (file, built_in) = match task {
            Task::Dr => (&self.config.rules.dr, include_str!("../rules/dr.toml")),
            Task::Tb => (&self.config.rules.tb, include_str!("../rules/tb.toml")),
        };
        let text = match file {
            Some(path) => self.signed_rules(path)?,
            None => built_in.to_owned(),
        };
        let pack = RulePack::parse(&text).map_err(ScreeningError::from)?;
        if pack.task != task {
            let wrong = RuleError::WrongTask { found: pack.task.code(), wanted: task.code() };
            return Err(ScreeningError::from(wrong).into());
        }
        Ok((pack, sha256_hex(text.as_bytes())))
    }

    fn signed_rules(&self, path: &Path) -> Result<String, AppError> {
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = Sealed::open(folder, &self.trusted_key()?)?.read(&name, MAX_RULES_BYTES)?;
        String::from_utf8(bytes)
            .map_err(|error| ScreeningError::from(RuleError::Syntax(error.to_string())).into())
    }

    /// A moment as the clinic's clocks show it, told as if they were in UTC.
    fn local_ms(&self, wall_ms: i64) -> i64 {
        let offset = jiff::Timestamp::from_millisecond(wall_ms).map(|moment| self.zone.to_offset(moment));
        wall_ms.saturating_add(offset.map_or(0, |offset| i64::from(offset.seconds()) * 1000))
    }

    fn store(&self) -> Result<Store, AppError> {
        let secret = match std::env::var("FARLIGHT_PASSPHRASE") {
            Ok(passphrase) => Secret::Passphrase(passphrase.into()),
            Err(_) => Secret::KeyFile(self.config.store.key_file.clone()),
        };
        let options = Options { wait: Duration::from_secs(self.config.store.wait_s), ..Options::default() };
        Ok(Store::open(&self.config.store.folder, &secret, self.clock.clone(), &options)?)
    }
}
