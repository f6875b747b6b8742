use super::{Action, Desk, Effect, Event, Identity, Screen, Shown};
use crate::domain::{Disposition, Patient, Stamp, Task};

/// Lines on a page of a list.
pub const PAGE: usize = 5;

/// One finished screening in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub encounter: String,
    pub patient: Patient,
    pub task: Task,
    pub closed: Stamp,
    pub disposition: Disposition,
    /// Calendar day, `YYYY-MM-DD`.
    pub due: String,
    /// Messages of it that wait to be sent.
    pub waiting: u64,
    pub follow_up: Option<FollowUp>,
    /// The network that spoke, as `id version`: two may not be compared without a caveat.
    pub model: Option<String>,
}

/// What became of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FollowUp {
    Overdue,
    DidNotAttend,
    Confirmed,
    NotConfirmed,
    Treated,
    Seen,
    Sent,
    NotSent,
}

impl FollowUp {
    pub const ALL: [Self; 8] = [
        Self::Overdue,
        Self::DidNotAttend,
        Self::Confirmed,
        Self::NotConfirmed,
        Self::Treated,
        Self::Seen,
        Self::Sent,
        Self::NotSent,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    Today,
    Waiting,
    /// Referrals that came back.
    Returned,
    Overdue,
    Referrals,
}

impl ListKind {
    pub const ALL: [Self; 5] = [Self::Today, Self::Waiting, Self::Returned, Self::Overdue, Self::Referrals];

    pub(super) fn detail(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Waiting => "waiting",
            Self::Returned => "returned",
            Self::Overdue => "overdue",
            Self::Referrals => "referrals",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct List {
    pub kind: ListKind,
    /// `None` until they are read.
    pub entries: Option<Vec<Entry>>,
    pub page: usize,
    waiting: Option<u32>,
}

impl List {
    pub(super) fn open(kind: ListKind, desk: &mut Desk, out: &mut Vec<Effect>) -> Self {
        let mut list = Self { kind, entries: None, page: 0, waiting: None };
        list.enter(desk, out);
        list
    }

    pub(super) fn enter(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) {
        let request = desk.request();
        self.waiting = Some(request);
        out.push(Effect::LoadList { request, kind: self.kind });
    }

    #[must_use]
    pub fn pages(&self) -> usize {
        self.entries.as_ref().map_or(1, |entries| entries.len().div_ceil(PAGE).max(1))
    }

    /// The lines of the page that is shown.
    pub fn shown(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flatten().skip(self.page * PAGE).take(PAGE)
    }

    pub(super) fn act(&mut self, action: Action, desk: &mut Desk, out: &mut Vec<Effect>) -> Option<Screen> {
        match action {
            Action::Back => return Some(Screen::Home),
            Action::Page(page) if page < self.pages() => self.page = page,
            Action::OpenList(kind) => *self = Self::open(kind, desk, out),
            Action::OpenEntry(encounter)
                if self.entries.iter().flatten().any(|entry| entry.encounter == encounter) =>
            {
                let request = desk.request();
                self.waiting = Some(request);
                out.push(Effect::LoadEncounter { request, encounter });
            }
            _ => {}
        }
        None
    }

    pub(super) fn hear(&mut self, event: Event) -> Option<Screen> {
        match event {
            Event::Listed { request, entries } if self.waiting == Some(request) => {
                self.waiting = None;
                self.entries = Some(entries);
                self.page = self.page.min(self.pages() - 1);
            }
            Event::Loaded { request, record, priors } if self.waiting == Some(request) => {
                self.waiting = None;
                let mut shown = Shown::new(record);
                shown.set_priors(priors);
                return Some(Screen::Past(Box::new(Past { shown, list: self.clone() })));
            }
            _ => {}
        }
        None
    }
}

/// A result of before with the patient's history; the record names the patient.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    pub shown: Shown,
    /// Where it was opened from.
    list: List,
}

impl Past {
    pub(super) fn detail(&self) -> &'static str {
        self.shown.tab.detail()
    }

    pub(super) fn identity(&self) -> Identity<'_> {
        let record = &self.shown.record;
        let age_years = record.answers.age_years;
        Identity { patient: &record.patient, age_years, task: record.task, training: false }
    }

    pub(super) fn act(&mut self, action: &Action) -> Option<Screen> {
        if *action == Action::Back && self.shown.tab == super::Tab::Summary {
            return Some(Screen::List(self.list.clone()));
        }
        self.shown.act(action);
        None
    }
}
