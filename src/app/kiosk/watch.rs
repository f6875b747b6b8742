//! The thread that looks at the live picture: the gate's word on it, or a patient's card. It takes the
//! newest frame that it can, and never holds the picture up.

use std::sync::Arc;
use std::time::Duration;

use super::message::Teller;
use crate::app::AppError;
use crate::capture::Latest;
use crate::domain::{Defect, Task};
use crate::flow::{Event, Live};
use crate::imaging::{Gray, Picture, Rgb, film};
use crate::quality;

/// Longer codes are no card.
const LONGEST: usize = 60;
const FOREVER: Duration = Duration::from_hours(1);

/// What a frame is looked at for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    Gate {
        encounter: String,
        task: Task,
        /// The film is judged, not what is around it.
        on_light_box: bool,
    },
    Card {
        request: u32,
    },
}

/// The way to the thread; it ends with the last of them.
pub struct Watch(Arc<Latest<(Look, Arc<Rgb>)>>);

impl Watch {
    pub fn start(tell: Teller) -> Result<Self, AppError> {
        let frames = Arc::new(Latest::default());
        let watcher = Watcher { tell, before: None, read: None };
        let thread = std::thread::Builder::new().name("watch".to_owned());
        thread.spawn({
            let frames = Arc::clone(&frames);
            move || watcher.run(&frames)
        })?;
        Ok(Self(frames))
    }

    pub fn look(&self, look: Look, frame: Arc<Rgb>) {
        self.0.put((look, frame));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.close();
    }
}

struct Watcher {
    tell: Teller,
    /// The last frame and what the gate said of it: a still is judged once.
    before: Option<(Task, Arc<Rgb>, Vec<Defect>)>,
    /// The request that was answered with a card.
    read: Option<u32>,
}

impl Watcher {
    fn run(mut self, frames: &Latest<(Look, Arc<Rgb>)>) {
        loop {
            match frames.take(FOREVER) {
                Some((look, frame)) => self.handle(look, &frame),
                None if frames.is_closed() => return,
                None => {}
            }
        }
    }

    fn handle(&mut self, look: Look, frame: &Arc<Rgb>) {
        match look {
            Look::Gate { encounter, task, on_light_box } => {
                let live = Live { defects: self.judge(task, frame, on_light_box) };
                self.tell.event(Event::Live { encounter, live });
            }
            Look::Card { request } if self.read != Some(request) => {
                if let Some(text) = card(&frame.to_gray()) {
                    self.read = Some(request);
                    self.tell.event(Event::CardRead { request, text });
                }
            }
            Look::Card { .. } => {}
        }
    }

    fn judge(&mut self, task: Task, frame: &Arc<Rgb>, on_light_box: bool) -> Vec<Defect> {
        if let Some((for_task, before, defects)) = &self.before
            && *for_task == task
            && Arc::ptr_eq(before, frame)
        {
            return defects.clone();
        }
        let corners = on_light_box.then(|| film::corners(&frame.to_gray())).flatten();
        let film = corners.and_then(|corners| film::rectify(frame, &corners));
        let picture = Picture::Rgb(film.unwrap_or_else(|| frame.as_ref().clone()));
        let defects = quality::judge(task, &picture).quality.defects;
        self.before = Some((task, Arc::clone(frame), defects.clone()));
        defects
    }
}

/// The text of the first QR code that can be read; what it says is only ever searched for.
fn card(frame: &Gray) -> Option<String> {
    let light = |x: usize, y: usize| frame.at(x, y)[0];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(frame.width(), frame.height(), light);
    let texts = image.detect_grids().into_iter().filter_map(|grid| grid.decode().ok());
    let mut texts = texts.map(|(_, text)| text.trim().to_owned());
    texts.find(|text| (1..=LONGEST).contains(&text.chars().count()) && !text.chars().any(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::{self, Target};

    /// What the phantom camera shows of this card.
    fn shown(spec: &str) -> Gray {
        let mut camera = capture::open(spec).unwrap();
        camera.film(Target::Card, Duration::ZERO).unwrap().unwrap().to_gray()
    }

    #[test]
    fn a_card_held_askew_is_read() {
        for seed in 1..12 {
            let id = "0190b6f0-1111-7000-8000-0000deadbeef";
            let found = card(&shown(&format!("phantom:seed={seed},card={id}")));
            assert_eq!(found.as_deref(), Some(id), "seed {seed}");
        }
        assert_eq!(card(&shown("phantom:card=ANC-4711")).as_deref(), Some("ANC-4711"));
    }

    #[test]
    fn what_is_no_card_says_nothing() {
        assert_eq!(card(&shown("phantom")), None, "a bare table");
        let long = "9".repeat(LONGEST + 1);
        assert_eq!(card(&shown(&format!("phantom:card={long}"))), None);
        assert_eq!(card(&Gray::filled(1, 1, [0])), None);
        assert_eq!(card(&Gray::filled(640, 480, [255])), None);
    }
}
