use super::{Desk, Fault, Identify, List, Lock, Past, Role, Settings, StartStage, Visit};
use crate::domain::{Patient, Task};

/// Everything that the screen shows, and nothing that it does not need.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub screen: Screen,
    pub desk: Desk,
}

impl Default for Model {
    fn default() -> Self {
        let screen = Screen::Splash { stage: StartStage::Hardware, failed: None };
        Self { screen, desk: Desk::default() }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// `failed`: the code of what stopped the start.
    Splash {
        stage: StartStage,
        failed: Option<String>,
    },
    Lock(Lock),
    /// Shows [`super::Status`].
    Home,
    Identify(Identify),
    Visit(Box<Visit>),
    List(List),
    Past(Box<Past>),
    /// Chooses what to practise.
    Training,
    Settings(Settings),
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum View<'a> {
    Asleep,
    Fault(&'a Fault),
    Cleaning,
    Screen(&'a Screen),
}

/// For the bar at the top of every screen of an encounter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Identity<'a> {
    pub patient: &'a Patient,
    /// Completed years, as far as known.
    pub age_years: Option<u32>,
    pub task: Task,
    /// Nobody: a practice round.
    pub training: bool,
}

/// Where the user is; a change of it is a new screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub screen: &'static str,
    pub detail: &'static str,
    /// Tells places of one kind apart: which picture, which attempt.
    pub number: usize,
    /// A question, a fault, or the cleaning cover stands before it.
    pub covered: bool,
}

impl Model {
    #[must_use]
    pub fn view(&self) -> View<'_> {
        match &self.desk {
            Desk { guard, .. } if guard.asleep => View::Asleep,
            Desk { fault: Some(fault), .. } => View::Fault(fault),
            Desk { cleaning_until_ms: Some(_), .. } => View::Cleaning,
            _ => View::Screen(&self.screen),
        }
    }

    /// Screens show patients: a picture of one is taken only while a technician is signed in.
    #[must_use]
    pub fn may_be_photographed(&self) -> bool {
        self.desk.user().is_some_and(|user| user.role == Role::Technician)
    }

    #[must_use]
    pub fn identity(&self) -> Option<Identity<'_>> {
        match &self.screen {
            Screen::Identify(identify) => identify.identity(),
            Screen::Visit(visit) => Some(visit.identity()),
            Screen::Past(past) => Some(past.identity()),
            _ => None,
        }
    }

    #[must_use]
    pub fn place(&self) -> Place {
        let covered =
            self.desk.ask.is_some() || self.desk.fault.is_some() || self.desk.cleaning_until_ms.is_some();
        let (screen, detail, number) = match &self.screen {
            Screen::Splash { stage, failed } => {
                ("splash", "", *stage as usize * 2 + usize::from(failed.is_some()))
            }
            Screen::Lock(lock) => ("lock", lock.detail(), 0),
            Screen::Home => ("home", "", 0),
            Screen::Identify(identify) => ("identify", identify.detail(), 0),
            Screen::Visit(visit) => return Place { covered, ..visit.place() },
            Screen::List(list) => ("list", list.kind.detail(), list.page),
            Screen::Past(past) => ("past", past.detail(), 0),
            Screen::Training => ("training", "", 0),
            Screen::Settings(settings) => ("settings", settings.detail(), 0),
        };
        Place { screen, detail, number, covered }
    }
}
