use serde::{Deserialize, Serialize};

use super::{Action, Desk, Effect, Shown, Step, Visit};
use crate::domain::EncounterRecord;

/// The paper that the patient takes along.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slip {
    pub record: Box<EncounterRecord>,
    pub printed: u32,
    /// Code of what the printer said last.
    pub fault: Option<String>,
}

impl Slip {
    pub(super) fn new(record: Box<EncounterRecord>) -> Self {
        Self { record, printed: 0, fault: None }
    }

    pub(super) fn heard(&mut self, fault: Option<String>) {
        self.printed += u32::from(fault.is_none());
        self.fault = fault;
    }
}

impl Visit {
    pub(super) fn act_on_slip(&mut self, action: &Action, desk: &mut Desk, out: &mut Vec<Effect>) {
        let Step::Slip(slip) = &self.step else { return };
        match action {
            Action::Print | Action::Retry if !self.is_waiting() => {
                let ticket = self.ticket(desk);
                out.push(Effect::Print { ticket });
            }
            Action::Back => {
                let shown = Shown::new(slip.record.clone());
                self.go(Step::Result(shown), desk, out);
            }
            Action::Next => self.go(Step::Done, desk, out),
            _ => {}
        }
    }
}
