use serde::{Deserialize, Serialize};

use super::{Action, Entry};
use crate::domain::{EncounterRecord, Finding};

/// A result with everything that lies one tap deeper. The record names its patient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    pub record: Box<EncounterRecord>,
    pub tab: Tab,
    /// By its place in the record's findings.
    pub side: usize,
    /// Of the heatmap over the picture, per cent; 0 shows the picture alone.
    pub opacity: u8,
    /// Earlier results of this patient, the last first; `None` until they are read.
    #[serde(skip)]
    pub priors: Option<Vec<Entry>>,
    /// Which of them stands beside the picture.
    #[serde(skip)]
    pub prior: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tab {
    Summary,
    Score,
    Heatmap,
    Priors,
    /// The warnings of the rule pack.
    Remarks,
}

impl Tab {
    pub const ALL: [Self; 5] = [Self::Summary, Self::Score, Self::Heatmap, Self::Priors, Self::Remarks];

    pub(super) fn detail(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Score => "score",
            Self::Heatmap => "heatmap",
            Self::Priors => "priors",
            Self::Remarks => "remarks",
        }
    }
}

impl Shown {
    #[must_use]
    pub fn new(record: Box<EncounterRecord>) -> Self {
        Self { record, tab: Tab::Summary, side: 0, opacity: 50, priors: None, prior: 0 }
    }

    #[must_use]
    pub fn finding(&self) -> Option<&Finding> {
        self.record.findings.get(self.side)
    }

    /// Only this patient's earlier results of this kind, and not this one.
    pub(super) fn set_priors(&mut self, mut entries: Vec<Entry>) {
        let record = &self.record;
        entries.retain(|entry| {
            entry.patient.id == record.patient.id && entry.task == record.task && entry.encounter != record.id
        });
        self.priors = Some(entries);
    }

    pub(super) fn act(&mut self, action: &Action) {
        match action {
            Action::ShowTab(tab) => self.tab = *tab,
            Action::Back => self.tab = Tab::Summary,
            Action::ShowSide(side) if *side < self.record.findings.len() => self.side = *side,
            Action::Opacity(percent) => self.opacity = (*percent).min(100),
            Action::ShowPrior(prior) if self.priors.as_ref().is_some_and(|list| *prior < list.len()) => {
                self.prior = *prior;
            }
            _ => {}
        }
    }
}
