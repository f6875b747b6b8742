use super::{Keys, ListKind, Page, Phantom, Role, Source, Tab, UserId};
use crate::domain::{Answer, Sex, Task, UngradableReason};
use crate::locale::Language;

/// What a touch means. Nodes of a drawn screen carry one; where a screen has no use for it, it does
/// nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    // Anywhere.
    Back,
    Next,
    /// Answers the open question with yes.
    Confirm,
    /// Answers the open question with no, or puts a notice away.
    Dismiss,
    /// Stops what is under way: an analysis, a countdown.
    Cancel,
    /// Leaves the encounter; asks first.
    Abandon,
    Retry,
    Lock,
    Screenshot,

    // Typing.
    Focus(Field),
    Type(char),
    /// Puts this in place of the last character: an accent, a vowel.
    Replace(char),
    Digit(u8),
    Backspace,
    Clear,
    ShowKeys(Keys),

    // Lock.
    ChooseUser(UserId),
    /// A supervisor lets a barred user in again.
    Release,

    // Home.
    New(Task),
    OpenList(ListKind),
    OpenSettings,
    OpenTraining,
    Practise(Task, Phantom),
    Clean,
    SendNow,

    // Identify.
    ScanCard,
    Search,
    NewPatient,
    ChoosePatient(String),
    /// None of the possible duplicates is this person.
    NoneOfThese,
    ChooseSex(Sex),

    // Consent and questions.
    Agree,
    Decline,
    /// By its place in [`crate::domain::symptoms`].
    Symptom(usize),
    NoSymptoms,
    Answer(Topic, Answer),

    // Capture.
    ChooseSource(Source),
    ChooseFilm(String),
    Shutter,
    AutoShutter(bool),
    /// Corner 0 to 3, clockwise from the upper left; its place as shares of the picture's sides.
    MoveCorner(usize, f32, f32),
    Accept,
    Retake,
    /// Both photographs look like one eye: the other one is taken again, this one stays.
    RetakeOther,
    Dilated,
    CannotTake,
    GiveUp(UngradableReason),

    // Result and slip.
    ShowTab(Tab),
    /// By its place in the record's findings.
    ShowSide(usize),
    /// Of the heatmap, per cent.
    Opacity(u8),
    /// By its place in the list of priors.
    ShowPrior(usize),
    Print,

    // Lists.
    OpenEntry(String),
    Page(usize),

    // Settings.
    OpenPage(Page),
    ChooseLanguage(Language),
    DarkTheme(bool),
    LargeText(bool),
    Sound(bool),
    LatinDigits(bool),
    ChooseCamera(String),
    AddUser,
    EditUser(UserId),
    RemoveUser(UserId),
    ChooseRole(Role),
    SaveUser,
    RunSelfTest,
    ExportSupport,
    Restart,
    ShutDown,
}

impl Action {
    /// [`Action::New`] for the eyes.
    pub const NEW_EYE: Self = Self::New(Task::Dr);
    /// [`Action::New`] for the chest.
    pub const NEW_CHEST: Self = Self::New(Task::Tb);
}

/// Where typed characters go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    Name,
    Number,
    Birth,
    Pin,
    PinAgain,
}

/// What is asked besides the symptoms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    Hiv,
    PastTb,
    ReducedAcuity,
}
