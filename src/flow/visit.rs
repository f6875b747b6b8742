use serde::{Deserialize, Serialize};

use super::{
    Action, Capture, Desk, Effect, Event, Fault, Identity, Notice, Opening, Phantom, Place, Question, Screen,
    Shot, Shown, Slip, Stage, Ticket, UserId, plan, questions,
};
use crate::domain::rules::offers_reading;
use crate::domain::{Answers, EncounterRecord, FaultClass, Patient, Task};

/// One encounter, from the known patient to the slip. There is none without a patient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// [`EncounterRecord::id`], or the name of a practice round.
    pub id: String,
    pub owner: UserId,
    pub task: Task,
    pub patient: Patient,
    /// A practice round with this phantom: nothing of it is stored or sent.
    pub training: Option<Phantom>,
    pub answers: Answers,
    /// The age follows from the date of birth, and is not asked.
    pub age_known: bool,
    pub plan: Vec<Shot>,
    pub step: Step,
    #[serde(skip)]
    pub(super) waiting: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    Consent,
    Questions,
    Capture(Capture),
    Analysing(Analysing),
    Result(Shown),
    Slip(Slip),
    Done,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Analysing {
    Picture {
        /// By its place in the plan.
        shot: usize,
        picture: String,
        percent: u8,
    },
    /// The rules decide, and the record is stored.
    Concluding,
}

impl Visit {
    /// `None` while nobody is at the screen.
    pub(super) fn new(
        id: String,
        patient: Patient,
        task: Task,
        training: Option<Phantom>,
        desk: &Desk,
    ) -> Option<Self> {
        let owner = desk.user?;
        let known = patient.age_years(desk.status.wall_ms).filter(|_| desk.status.clock_trusted);
        let answers = Answers { age_years: known, ..Answers::default() };
        let plan = plan::plan(task, &desk.fields);
        let age_known = known.is_some();
        let (step, waiting) = (Step::Consent, None);
        Some(Self { id, owner, task, patient, training, answers, age_known, plan, step, waiting })
    }

    pub(super) fn identity(&self) -> Identity<'_> {
        let age_years = self.answers.age_years;
        Identity { patient: &self.patient, age_years, task: self.task, training: self.training.is_some() }
    }

    pub(super) fn place(&self) -> Place {
        let (screen, detail, number) = match &self.step {
            Step::Consent => ("consent", "", 0),
            Step::Questions => ("questions", "", 0),
            Step::Capture(capture) => {
                let attempts = self.plan.get(capture.shot).map_or(0, |shot| shot.attempts as usize);
                ("capture", capture.stage.detail(), capture.shot * 100 + attempts)
            }
            Step::Analysing(Analysing::Picture { shot, .. }) => ("analysing", "picture", *shot),
            Step::Analysing(Analysing::Concluding) => ("analysing", "concluding", 0),
            Step::Result(shown) => ("result", shown.tab.detail(), 0),
            Step::Slip(_) => ("slip", "", 0),
            Step::Done => ("done", "", 0),
        };
        Place { screen, detail, number, covered: false }
    }

    /// Whether an answer belongs to what is waited for now.
    pub(super) fn expects(&self, ticket: &Ticket) -> bool {
        ticket.encounter == self.id && self.waiting == Some(ticket.request)
    }

    pub(super) fn ticket(&mut self, desk: &mut Desk) -> Ticket {
        let ticket = desk.ticket(&self.id);
        self.waiting = Some(ticket.request);
        ticket
    }

    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    pub(super) fn go(&mut self, step: Step, desk: &mut Desk, out: &mut Vec<Effect>) {
        if self.step.uses_camera() {
            out.push(Effect::StopCamera);
        }
        self.step = step;
        self.enter(desk, out);
    }

    /// Asks outside for what this step needs: on coming to it, and again after an unlock, a power cut
    /// or a fault. Answers to what was asked before come too late.
    pub(super) fn enter(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) {
        self.waiting = None;
        match &mut self.step {
            Step::Capture(_) => self.enter_capture(desk, out),
            Step::Analysing(Analysing::Picture { shot, picture, percent }) => {
                *percent = 0;
                let side = self.plan.get(*shot).and_then(|shot| shot.side);
                let picture = picture.clone();
                let ticket = self.ticket(desk);
                out.push(Effect::Examine { ticket, side, picture });
            }
            Step::Analysing(Analysing::Concluding) => {
                let unseen = plan::unseen(&self.plan);
                let ticket = self.ticket(desk);
                out.push(match self.training {
                    None => Effect::Commit { ticket, unseen },
                    Some(_) => Effect::Rehearse { ticket, unseen },
                });
            }
            Step::Result(shown) if shown.priors.is_none() && self.training.is_none() => {
                let ticket = self.ticket(desk);
                out.push(Effect::LoadPriors { ticket, patient: self.patient.id.clone() });
            }
            Step::Done if self.training.is_none() => out.push(Effect::ClearDraft { owner: self.owner }),
            _ => {}
        }
    }

    /// The session outside begins, or begins again with the pictures that were judged before.
    pub(super) fn open(&self, desk: &Desk, out: &mut Vec<Effect>) {
        let stored = matches!(self.step, Step::Result(_) | Step::Slip(_) | Step::Done);
        if stored || matches!(self.step, Step::Consent | Step::Questions) {
            return;
        }
        let of_shot =
            |shot: &Shot| shot.pictures.iter().map(|name| (shot.side, name.clone())).collect::<Vec<_>>();
        out.push(Effect::Open(Box::new(Opening {
            encounter: self.id.clone(),
            task: self.task,
            patient: self.patient.clone(),
            answers: self.answers.clone(),
            operator: desk.user().map(|user| user.name.clone()).unwrap_or_default(),
            training: self.training,
            pictures: self.plan.iter().flat_map(of_shot).collect(),
        })));
    }

    pub(super) fn abandon(&self, out: &mut Vec<Effect>) {
        if self.step.uses_camera() {
            out.push(Effect::StopCamera);
        }
        if !self.step.is_stored() {
            out.push(Effect::Discard { encounter: self.id.clone() });
        }
    }

    pub(super) fn act(&mut self, action: Action, desk: &mut Desk, out: &mut Vec<Effect>) -> Option<Screen> {
        if action == Action::Abandon {
            // A transaction under way is not called back.
            let storing = self.step == Step::Analysing(Analysing::Concluding) && self.is_waiting();
            let question = if self.step.is_stored() { Question::LeaveResult } else { Question::AbandonVisit };
            desk.ask = (!storing).then_some(question);
            return None;
        }
        match (&mut self.step, action) {
            (Step::Consent, Action::Agree) => self.go(Step::Questions, desk, out),
            (Step::Consent, Action::Decline) => {
                self.abandon(out);
                if self.training.is_none() {
                    out.push(Effect::ClearDraft { owner: self.owner });
                }
                desk.notice = Some(Notice::ConsentDeclined);
                return Some(Screen::Home);
            }
            (Step::Consent, Action::Back) => desk.ask = Some(Question::AbandonVisit),
            (Step::Questions, Action::Back) => self.go(Step::Consent, desk, out),
            (Step::Questions, Action::Next) => self.answered(desk, out),
            (Step::Questions, action) => {
                questions::act(&mut self.answers, self.task, !self.age_known, &action);
            }
            (Step::Capture(_), action) => self.act_on_capture(action, desk, out),
            (Step::Analysing(Analysing::Picture { shot, picture, .. }), Action::Cancel | Action::Back) => {
                let (shot, picture) = (*shot, picture.clone());
                if let Some(request) = self.waiting {
                    out.push(Effect::CancelExamine {
                        ticket: Ticket { encounter: self.id.clone(), request },
                    });
                }
                self.go(Step::Capture(Capture { shot, stage: Stage::Review { picture } }), desk, out);
            }
            (Step::Result(shown), Action::Next) => {
                let record = shown.record.clone();
                let step = if self.training.is_some() { Step::Done } else { Step::Slip(Slip::new(record)) };
                self.go(step, desk, out);
            }
            (Step::Result(shown), action) => shown.act(&action),
            (Step::Slip(_), action) => self.act_on_slip(&action, desk, out),
            (Step::Done, Action::Next | Action::Back) => return Some(Screen::Home),
            (Step::Done, action @ Action::New(_)) => return super::home::act(&action, desk, out),
            _ => {}
        }
        None
    }

    /// Whom no reading is offered needs no picture: the rules say what is done.
    fn answered(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) {
        let step = match plan::next(&self.plan) {
            Some(shot) if offers_reading(self.task, &self.answers) => {
                Step::Capture(Capture { shot, stage: self.first_stage(desk) })
            }
            _ => Step::Analysing(Analysing::Concluding),
        };
        self.step = step;
        self.open(desk, out);
        self.enter(desk, out);
    }

    pub(super) fn tick(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) {
        if self.step.uses_camera() && desk.fault.is_none() && desk.ask.is_none() && self.is_due(desk.now_ms) {
            self.press_shutter(desk, out);
        }
    }

    pub(super) fn hear(&mut self, event: Event, desk: &mut Desk, out: &mut Vec<Effect>) {
        match event {
            Event::Concluded { ticket, record } if self.expects(&ticket) => self.concluded(record, desk, out),
            Event::StoreFailed { ticket, code, class } if self.expects(&ticket) => {
                self.waiting = None;
                desk.fault = Some(Fault { code, class });
            }
            Event::Priors { ticket, entries } if self.expects(&ticket) => {
                self.waiting = None;
                if let Step::Result(shown) = &mut self.step {
                    shown.set_priors(entries);
                }
            }
            Event::Printed { ticket, fault } if self.expects(&ticket) => {
                self.waiting = None;
                if let Step::Slip(slip) = &mut self.step {
                    slip.heard(fault);
                }
            }
            Event::PicturesLost { encounter } if encounter == self.id && !self.step.is_stored() => {
                self.plan = plan::plan(self.task, &desk.fields);
                desk.notice = Some(Notice::PicturesLost);
                self.go(Step::Questions, desk, out);
            }
            other => self.hear_capture(other, desk, out),
        }
    }

    /// Works on something that nobody works on: its answer was refused.
    pub(super) fn is_stranded(&self) -> bool {
        matches!(self.step, Step::Analysing(_)) && self.waiting.is_none()
    }

    /// Two patients are never mixed: a record that names another patient, encounter or disease is not
    /// shown, whoever sent it.
    fn concluded(&mut self, record: Box<EncounterRecord>, desk: &mut Desk, out: &mut Vec<Effect>) {
        self.waiting = None;
        let same = record.patient.id == self.patient.id && record.id == self.id && record.task == self.task;
        if self.step != Step::Analysing(Analysing::Concluding) {
            return;
        }
        if same {
            self.go(Step::Result(Shown::new(record)), desk, out);
        } else {
            desk.fault = Some(Fault { code: "identity-mismatch".to_owned(), class: FaultClass::Bug });
        }
    }
}

impl Step {
    fn uses_camera(&self) -> bool {
        matches!(self, Self::Capture(Capture { stage: Stage::Aim(_), .. }))
    }

    pub(super) fn is_stored(&self) -> bool {
        matches!(self, Self::Result(_) | Self::Slip(_) | Self::Done)
    }
}
