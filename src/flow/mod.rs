//! Owns what the kiosk does next: the screens with their data, what a touch means, and what follows.
//! [`update`] is a pure function: no drawing (ui), no I/O, no clock, no thread; what must be done
//! outside is a list of [`Effect`]s, and their answers come back as [`Event`]s. What is decided about
//! a patient stays in domain and screening. Runs on the thread of the screen.
//!
//! Three rules keep patients apart. A [`Visit`] cannot exist without its patient. Every answer names
//! the encounter and the request it belongs to, and is dropped when either is not the present one.
//! A result is shown only when its record names the same patient, encounter and disease.

mod action;
mod aim;
mod capture;
mod desk;
mod draft;
mod drive;
mod effect;
mod event;
mod form;
mod guard;
mod home;
mod identify;
mod keys;
mod lists;
mod lock;
mod model;
mod people;
mod plan;
mod questions;
mod result;
mod settings;
mod slip;
#[cfg(test)]
mod tests;
mod users;
mod visit;
mod words;

pub use action::{Action, Field, Topic};
pub use aim::{Aim, Live};
pub use capture::{Capture, Corner, Problem, Stage};
pub use desk::{Alert, Counts, Desk, Fault, Network, Notice, Preferences, Question, Status};
pub use draft::{Draft, Work};
pub use effect::{Effect, Lens, Opening, Who};
pub use event::{Begin, Event, Seen};
pub use form::{Form, FormError};
pub use guard::Guard;
pub use identify::{Identify, Look};
pub use keys::Keys;
pub use lists::{Entry, FollowUp, List, ListKind, Past};
pub use lock::{Lock, Purpose};
pub use model::{Identity, Model, Place, Screen, View};
pub use people::{Attempts, PIN_LEAST, Pin, Role, User, UserId};
pub use plan::{EyeField, Shot, Source};
pub use result::{Shown, Tab};
pub use settings::{Check, Exported, Facts, Page, Settings, Threshold};
pub use slip::Slip;
pub use users::{Editor, EditorError};
pub use visit::{Analysing, Step, Visit};
pub use words::{Film, Phantom, Stage as StartStage, Ticket};

/// Takes one event in; answers with what has to be done outside.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let mut out = Vec::new();
    let before = model.place();
    match event {
        Event::Touched { boot_ms } => model.touched(boot_ms, &mut out),
        Event::Tap { action, boot_ms } => {
            let wakes = model.desk.guard.asleep;
            model.touched_again(boot_ms, &mut out);
            if !wakes && model.desk.guard.lets_pass(model.desk.now_ms) {
                model.desk.unsaved = true;
                model.act(action, &mut out);
            }
        }
        Event::Tick { boot_ms } => {
            // What is typed is kept once a second, not once a letter.
            if std::mem::take(&mut model.desk.unsaved) {
                model.keep_draft(&mut out);
            }
            model.tick(boot_ms, &mut out);
        }
        other => model.hear(other, &mut out),
    }
    if model.place() != before {
        model.desk.guard.shown(model.desk.now_ms);
        model.desk.keys = model.keys_at_first();
        model.keep_draft(&mut out);
    }
    out
}
