mod home;
mod kiosk;
mod network;
mod packs;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use home::{LetterArgs, ReportArgs, VerdictsArgs};
pub use kiosk::{DisplayKind, KioskArgs, KioskCommand, UsersCommand};
pub use network::{InboxCommand, PriorsArgs, ReceiveArgs, RelayArgs, WorklistArgs};
pub use packs::{EvaluateArgs, EvaluateCommand, EvaluateSet, ModelsCommand, SignArgs};

use crate::domain::{Sex, Task};

/// Screens for diabetic retinopathy and tuberculosis where there is no specialist and no network.
///
/// Pictures go in; a stored, explained, deliverable referral comes out. Every picture passes a
/// quality gate before a model sees it. Results go to standard output, logs to standard error and to
/// a file in the data folder.
#[derive(Debug, Parser)]
#[command(name = "farlight", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Configuration file; built-in defaults without one.
    #[arg(long, global = true, value_name = "FILE", env = "FARLIGHT_CONFIG")]
    pub config: Option<PathBuf>,
    /// Data folder: the store, its pictures, the logs.
    #[arg(long, global = true, value_name = "DIR", env = "FARLIGHT_DATA")]
    pub data: Option<PathBuf>,
    /// Key file of the store, made on first use. With `FARLIGHT_PASSPHRASE` set, the key comes from there.
    #[arg(long, global = true, value_name = "FILE", env = "FARLIGHT_KEY")]
    pub key: Option<PathBuf>,
    /// Folder of the model packs (`dr`, `tb`).
    #[arg(long, global = true, value_name = "DIR", env = "FARLIGHT_MODELS")]
    pub models: Option<PathBuf>,
    /// One JSON object a line on standard output, and nothing else.
    #[arg(long, global = true)]
    pub json: bool,
    /// More detail on standard error; twice for debugging.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Screen one patient: gate, model, rules, store, referral.
    Screen(Box<ScreenArgs>),
    /// Score pictures: no patient, nothing stored.
    Score(ScoreArgs),
    /// Hold the box against labelled pictures of one's own: a report with intervals, and whether the
    /// numbers suffice.
    Evaluate(EvaluateArgs),
    /// Show the whole job with a camera that needs no hardware, in a throw-away data folder.
    Demo(DemoArgs),
    /// The touchscreen.
    Kiosk(KioskArgs),
    /// Who may use the touchscreen.
    Users {
        #[command(subcommand)]
        command: UsersCommand,
    },
    /// List the encounters, newest first.
    List(ListArgs),
    /// Show one encounter whole.
    Show {
        /// Id of the encounter, or at least its first 8 characters.
        encounter: String,
    },
    /// Write one encounter to a folder: record, pictures, heatmaps, FHIR bundle.
    Export {
        /// Id of the encounter, or at least its first 8 characters.
        encounter: String,
        /// Made when it is missing. Its files name the patient: keep them as you would a paper file.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Take pictures from X-ray panels (DICOM C-STORE) into the inbox, until interrupted.
    Receive(ReceiveArgs),
    /// Look at the pictures that came from X-ray panels.
    Inbox {
        #[command(subcommand)]
        command: InboxCommand,
    },
    /// Fetch who is expected from worklists and orders.
    Worklist(WorklistArgs),
    /// Fetch a patient's earlier pictures from the archives, for comparison.
    Priors(PriorsArgs),
    /// Forward what boxes without a network put on sticks.
    Relay(RelayArgs),
    /// Write the letter that the patient takes along, as one PDF page.
    Letter(LetterArgs),
    /// List what specialists answered, newest first, and the answers that were not believed.
    Verdicts(VerdictsArgs),
    /// Count a month for the programme: screened, referred, seen, confirmed; small counts are hidden.
    Report(ReportArgs),
    /// Send what waits in the outbox, and fetch the specialists' answers.
    Sync(SyncArgs),
    /// Look at the outbox, and send again what a receiver refused.
    Outbox {
        #[command(subcommand)]
        command: OutboxCommand,
    },
    /// Keep passwords, tokens and private keys encrypted in the store, instead of in files.
    Secrets {
        #[command(subcommand)]
        command: SecretsCommand,
    },
    /// Check hardware, models, store, clock and disk; each line says ok or what to fix.
    Doctor,
    /// Write one file for whoever helps from afar: logs, health, versions, timings, storage, settings. No patient data.
    SupportBundle(SupportArgs),
    /// Look after the model packs.
    Models {
        #[command(subcommand)]
        command: ModelsCommand,
    },
    /// Look after the audit chain.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Write pictures as the networks get them: what training reads.
    Prepare(PrepareArgs),
}

#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// List what is not delivered, with the receiver's words.
    List,
    /// Put a refused or held message back in the queue.
    Retry {
        /// Id of the message, as `list` shows it.
        message: String,
        /// Who asks for it.
        #[arg(long, default_value = "operator")]
        operator: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum SecretsCommand {
    /// Read a secret from standard input to its end; the configuration then names it as `store:NAME`.
    Set {
        name: String,
        /// Who does it.
        #[arg(long, default_value = "technician")]
        operator: String,
    },
    /// The names, never the secrets.
    List,
    /// Remove one.
    Forget {
        name: String,
        /// Who does it.
        #[arg(long, default_value = "technician")]
        operator: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Recompute the chain from its first entry; any change shows.
    Verify,
}

#[derive(Debug, Clone, Args)]
pub struct ScreenArgs {
    /// The patient's number, as on the card. With `--inbox` it must be the picture's; without it, the
    /// picture's is shown to be confirmed.
    #[arg(long, value_name = "NUMBER", required_unless_present = "inbox")]
    pub patient: Option<String>,
    /// The patient's name; needed once, checked afterwards.
    #[arg(long)]
    pub name: Option<String>,
    /// Year, month or day of birth: YYYY, YYYY-MM or YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    pub birth_date: Option<String>,
    #[arg(long, value_enum, default_value = "unknown")]
    pub sex: SexArg,
    /// Who operates the box.
    #[arg(long, default_value = "operator")]
    pub operator: String,

    /// Photograph of the right eye.
    #[arg(long, value_name = "FILE", help_heading = "Pictures")]
    pub od: Option<PathBuf>,
    /// Photograph of the left eye.
    #[arg(long, value_name = "FILE", help_heading = "Pictures")]
    pub os: Option<PathBuf>,
    /// Front view of the chest: JPEG, PNG or DICOM.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["od", "os"], help_heading = "Pictures")]
    pub chest: Option<PathBuf>,
    /// A picture of the inbox, as `farlight inbox list` names it; for two eyes twice.
    #[arg(long, value_name = "ID", conflicts_with_all = ["od", "os", "chest", "camera"], help_heading = "Pictures")]
    pub inbox: Vec<String>,
    /// The person at hand is the one whom the picture of the inbox names; asked otherwise.
    #[arg(long, requires = "inbox", help_heading = "Pictures")]
    pub confirmed: bool,
    /// The X-ray has numbers of its own: hold the name against the picture's instead of the number.
    #[arg(long, requires_all = ["inbox", "patient"], help_heading = "Pictures")]
    pub other_number: bool,
    /// Capture instead of reading: `v4l:/dev/video0`, `dir:PATH`, or `phantom[:faults]`.
    #[arg(long, value_name = "CAMERA", conflicts_with_all = ["od", "os", "chest"], help_heading = "Pictures")]
    pub camera: Option<String>,
    /// What the camera is pointed at.
    #[arg(long, value_enum, default_value = "dr", help_heading = "Pictures")]
    pub task: TaskArg,

    /// Age in completed years; told by the date of birth otherwise.
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u32).range(0..=130), help_heading = "Answers")]
    pub age: Option<u32>,
    /// Symptoms, separated by commas; `none` when there are none.
    ///
    /// Eyes: sudden-loss, floaters, pain. Chest: cough, fever, weight-loss, night-sweats.
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Answers")]
    pub symptoms: Vec<String>,
    /// Living with HIV.
    #[arg(long, value_enum, default_value = "unknown", help_heading = "Answers")]
    pub hiv: AnswerArg,
    /// Had tuberculosis before.
    #[arg(long, value_enum, num_args = 0..=1, default_value = "unknown", default_missing_value = "yes", help_heading = "Answers")]
    pub past_tb: AnswerArg,
    /// Visual acuity below 6/12 in either eye.
    #[arg(long, value_enum, num_args = 0..=1, default_value = "unknown", default_missing_value = "yes", help_heading = "Answers")]
    pub reduced_acuity: AnswerArg,
}

#[derive(Debug, Args)]
pub struct ScoreArgs {
    /// Disease to look for.
    #[arg(long, value_enum)]
    pub task: TaskArg,
    /// JPEG, PNG or DICOM.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Score what the gate refuses, too; such lines carry "gated": true. For research on image sets.
    #[arg(long)]
    pub no_gate: bool,
    /// Write a heatmap of each scored picture into this folder.
    #[arg(long, value_name = "DIR")]
    pub heatmaps: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Where to put it; a new folder in the system's folder for temporary files otherwise.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// A real photograph of a healthy left eye to show beside the phantoms.
    #[arg(long, value_name = "FILE")]
    pub retina: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ListArgs {
    #[arg(long, value_enum)]
    pub task: Option<TaskArg>,
    /// At most this many.
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct SyncArgs {
    /// Try everything that is due once, then stop; otherwise go on until interrupted.
    #[arg(long)]
    pub once: bool,
    /// Write what waits to a USB stick instead; it goes on waiting until the relay's word is back.
    #[arg(long, value_name = "DIR", conflicts_with = "once")]
    pub to_stick: Option<PathBuf>,
    /// Read the relay's word from a USB stick.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["once", "to_stick"])]
    pub from_stick: Option<PathBuf>,
    /// Print the line by which a relay knows this box, and stop.
    #[arg(long, conflicts_with_all = ["once", "to_stick", "from_stick"])]
    pub address: bool,
}

#[derive(Debug, Args)]
pub struct SupportArgs {
    /// Where it is put; on a stick when there is one, else into the folder `support` of the data folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct PrepareArgs {
    #[arg(long, value_enum)]
    pub task: TaskArg,
    /// Side of the square in pixels.
    #[arg(long, default_value_t = 320)]
    pub size: u16,
    /// Folder for the PNG files; each keeps the path it was given, with `.png` added.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// A file that names one picture a line.
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// Also writes which part of each picture is shown: a CSV of file, x, y, width, height in its pixels.
    #[arg(long, value_name = "FILE")]
    pub crops: Option<PathBuf>,
    pub files: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TaskArg {
    /// Diabetic retinopathy.
    Dr,
    /// Tuberculosis.
    Tb,
}

impl From<TaskArg> for Task {
    fn from(task: TaskArg) -> Self {
        match task {
            TaskArg::Dr => Self::Dr,
            TaskArg::Tb => Self::Tb,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnswerArg {
    No,
    Yes,
    Unknown,
}

impl From<AnswerArg> for crate::domain::Answer {
    fn from(answer: AnswerArg) -> Self {
        match answer {
            AnswerArg::No => Self::No,
            AnswerArg::Yes => Self::Yes,
            AnswerArg::Unknown => Self::Unknown,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SexArg {
    Female,
    Male,
    Other,
    Unknown,
}

impl From<SexArg> for Sex {
    fn from(sex: SexArg) -> Self {
        match sex {
            SexArg::Female => Self::Female,
            SexArg::Male => Self::Male,
            SexArg::Other => Self::Other,
            SexArg::Unknown => Self::Unknown,
        }
    }
}
