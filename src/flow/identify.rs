use serde::{Deserialize, Serialize};

use super::{Action, Desk, Effect, Event, Form, Identity, Keys, Lens, Notice, Question, Screen, Visit, Who};
use crate::domain::{Patient, Task};

const LONGEST: usize = 60;

/// Who is to be examined. There is no encounter before this is known.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Identify {
    pub task: Task,
    pub look: Look,
    #[serde(skip)]
    waiting: Option<u32>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Look {
    /// `found` is `None` before the first search.
    Search {
        text: String,
        found: Option<Vec<Patient>>,
    },
    /// The camera looks for a card.
    Scan,
    /// Is this the person in front of you?
    Check {
        patient: Patient,
    },
    Form(Form),
    /// People who may be the one in the form.
    Duplicates {
        form: Form,
        patients: Vec<Patient>,
    },
}

impl std::fmt::Debug for Identify {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identify")
            .field("task", &self.task)
            .field("look", &self.detail())
            .finish_non_exhaustive()
    }
}

impl Identify {
    #[must_use]
    pub fn new(task: Task) -> Self {
        Self { task, look: search(""), waiting: None }
    }

    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    pub(super) fn detail(&self) -> &'static str {
        match self.look {
            Look::Search { .. } => "search",
            Look::Scan => "scan",
            Look::Check { .. } => "check",
            Look::Form(_) => "form",
            Look::Duplicates { .. } => "duplicates",
        }
    }

    pub(super) fn identity(&self) -> Option<Identity<'_>> {
        let Look::Check { patient } = &self.look else { return None };
        Some(Identity { patient, age_years: None, task: self.task, training: false })
    }

    /// The camera, after an unlock or a fault; any answer to an older request comes too late.
    pub(super) fn enter(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) {
        self.waiting = None;
        if self.look == Look::Scan {
            let request = self.wait(desk);
            out.push(Effect::StartCamera(Lens::Card { request }));
        }
    }

    fn wait(&mut self, desk: &mut Desk) -> u32 {
        let request = desk.request();
        self.waiting = Some(request);
        request
    }

    fn go(&mut self, look: Look, desk: &mut Desk, out: &mut Vec<Effect>) {
        if self.look == Look::Scan {
            out.push(Effect::StopCamera);
        }
        self.look = look;
        self.enter(desk, out);
    }

    fn find(&mut self, text: &str, desk: &mut Desk, out: &mut Vec<Effect>) {
        let text = text.trim().to_owned();
        if !text.is_empty() {
            let request = self.wait(desk);
            out.push(Effect::FindPatients { request, text });
        }
    }

    fn admit(&mut self, who: Who, desk: &mut Desk, out: &mut Vec<Effect>) {
        let request = self.wait(desk);
        out.push(Effect::Admit { request, task: self.task, who });
    }

    pub(super) fn act(&mut self, action: Action, desk: &mut Desk, out: &mut Vec<Effect>) -> Option<Screen> {
        match (&mut self.look, action) {
            (Look::Search { text, found: None }, Action::Back)
                if text.is_empty() && desk.keys == Keys::Hidden =>
            {
                out.extend(desk.user.map(|owner| Effect::ClearDraft { owner }));
                return Some(Screen::Home);
            }
            (_, Action::Abandon) | (Look::Form(_), Action::Back) => {
                desk.ask = Some(Question::DiscardForm);
            }
            (Look::Duplicates { form, .. }, Action::Back) => {
                let form = form.clone();
                self.go(Look::Form(form), desk, out);
            }
            (_, Action::Back | Action::Cancel) => {
                desk.keys = Keys::Hidden;
                self.go(search(""), desk, out);
            }
            (_, Action::ScanCard) => self.go(Look::Scan, desk, out),
            (Look::Search { text, .. }, Action::NewPatient) => {
                // What looks like a number was meant as one.
                let number = if text.chars().any(|c| c.is_ascii_digit()) { text.as_str() } else { "" };
                let form = Form::new(number);
                self.go(Look::Form(form), desk, out);
            }
            (Look::Search { text, .. }, Action::Search | Action::Next) => {
                let text = text.clone();
                self.find(&text, desk, out);
            }
            (
                Look::Search { text, found },
                action @ (Action::Focus(_)
                | Action::Type(_)
                | Action::Replace(_)
                | Action::Digit(_)
                | Action::Backspace
                | Action::Clear),
            ) => {
                typed(text, &action);
                // Another text: what was found belongs to the one before.
                *found = None;
                self.waiting = None;
            }
            (
                Look::Search { found: Some(patients), .. } | Look::Duplicates { patients, .. },
                Action::ChoosePatient(id),
            ) => {
                if let Some(patient) = patients.iter().find(|patient| patient.id == id).cloned() {
                    self.go(Look::Check { patient }, desk, out);
                }
            }
            (Look::Check { patient }, Action::Next) => {
                let who = Who::Known(patient.id.clone());
                self.admit(who, desk, out);
            }
            (Look::Form(form), Action::Next) => {
                let now = desk.status.clock_trusted.then_some(desk.status.wall_ms);
                if form.check(now) {
                    let who = Who::New { form: form.clone(), anyway: false };
                    self.admit(who, desk, out);
                }
            }
            (Look::Form(form), action) => form.act(&action),
            (Look::Duplicates { form, .. }, Action::NoneOfThese) => {
                let who = Who::New { form: form.clone(), anyway: true };
                self.admit(who, desk, out);
            }
            _ => {}
        }
        None
    }

    pub(super) fn hear(&mut self, event: Event, desk: &mut Desk, out: &mut Vec<Effect>) -> Option<Screen> {
        match event {
            Event::CardRead { request, text } if self.waiting == Some(request) => {
                self.go(search(&text), desk, out);
                self.find(&text, desk, out);
            }
            Event::PatientsFound { request, patients } if self.waiting == Some(request) => {
                self.waiting = None;
                if patients.is_empty() {
                    desk.notice = Some(Notice::NoneFound);
                }
                if let Look::Search { found, .. } = &mut self.look {
                    *found = Some(patients);
                }
            }
            Event::Duplicates { request, patients } if self.waiting == Some(request) => {
                if let Look::Form(form) | Look::Duplicates { form, .. } = &self.look {
                    let form = form.clone();
                    self.go(Look::Duplicates { form, patients }, desk, out);
                }
            }
            Event::Admitted { request, patient, encounter } if self.waiting == Some(request) => {
                self.waiting = None;
                let visit = Visit::new(encounter, patient, self.task, None, desk)?;
                return Some(Screen::Visit(Box::new(visit)));
            }
            _ => {}
        }
        None
    }
}

fn search(text: &str) -> Look {
    Look::Search { text: text.to_owned(), found: None }
}

fn typed(text: &mut String, action: &Action) {
    let room = text.chars().count() < LONGEST;
    match action {
        Action::Type(letter) if room && !letter.is_control() => text.push(*letter),
        Action::Digit(digit) if room && *digit <= 9 => text.push(char::from(b'0' + digit)),
        Action::Replace(letter) if !letter.is_control() => {
            text.pop();
            text.push(*letter);
        }
        Action::Backspace => {
            text.pop();
        }
        Action::Clear => text.clear(),
        _ => {}
    }
}
