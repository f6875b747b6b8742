use serde::{Deserialize, Serialize};

use super::{
    Action, Aim, Analysing, Desk, Effect, Event, Fault, Film, Lens, Notice, Question, Seen, Shot, Source,
    Step, Visit, plan,
};
use crate::domain::{Defect, FaultClass, Laterality, MAX_ATTEMPTS, SideDoubt, Task, UngradableReason};

/// A corner of the film in the picture, as shares of its width and height.
pub type Corner = (f32, f32);

/// One picture of the plan, until it is good enough or given up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Capture {
    /// By its place in [`Visit::plan`].
    pub shot: usize,
    pub stage: Stage,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Where does the chest film come from?
    Source,
    Films {
        source: Source,
        /// `None` until they are listed.
        #[serde(skip)]
        films: Option<Vec<Film>>,
    },
    Aim(Aim),
    /// The film was found on the light box: are these its corners? Clockwise from the upper left.
    Corners {
        picture: String,
        corners: [Corner; 4],
    },
    Review {
        picture: String,
    },
    Retake(Problem),
    /// Good enough, but is it the right eye? Asked once; whoever holds the patient's head knows.
    Side {
        picture: String,
        doubt: SideDoubt,
    },
    /// Widen the pupils, and try once more.
    Dilate,
    /// Why is there no good picture?
    Reason,
}

/// Why a picture has to be taken again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Problem {
    Defects(Vec<Defect>),
    /// The picture cannot be used for another reason, by its code: `wrong-side`, `same-picture`.
    Code(String),
}

impl Stage {
    pub(super) fn detail(&self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Films { .. } => "films",
            Self::Aim(_) => "aim",
            Self::Corners { .. } => "corners",
            Self::Review { .. } => "review",
            Self::Retake(_) => "retake",
            Self::Side { .. } => "side",
            Self::Dilate => "dilate",
            Self::Reason => "reason",
        }
    }
}

impl Visit {
    pub(super) fn first_stage(&self, desk: &Desk) -> Stage {
        if self.task == Task::Tb && self.training.is_none() {
            Stage::Source
        } else {
            Stage::Aim(Aim::new(desk.preferences.auto_shutter))
        }
    }

    fn stage(&mut self) -> Option<(usize, &mut Stage)> {
        match &mut self.step {
            Step::Capture(capture) => Some((capture.shot, &mut capture.stage)),
            _ => None,
        }
    }

    fn go_stage(&mut self, shot: usize, stage: Stage, desk: &mut Desk, out: &mut Vec<Effect>) {
        self.go(Step::Capture(Capture { shot, stage }), desk, out);
    }

    fn go_next(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) {
        match plan::next(&self.plan) {
            Some(shot) => {
                let stage = self.first_stage(desk);
                self.go_stage(shot, stage, desk, out);
            }
            None => self.go(Step::Analysing(Analysing::Concluding), desk, out),
        }
    }

    fn lens(&self, shot: usize) -> Lens {
        let side = self.plan.get(shot).and_then(|shot| shot.side);
        match (self.training, side) {
            (Some(phantom), _) => Lens::Practice(phantom),
            (None, Some(side)) => Lens::Eye(side),
            (None, None) => Lens::LightBox,
        }
    }

    pub(super) fn enter_capture(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) {
        let Some((shot, stage)) = self.stage() else { return };
        match stage {
            Stage::Aim(aim) => {
                *aim = Aim::new(aim.auto);
                out.push(Effect::StartCamera(self.lens(shot)));
            }
            Stage::Films { source, films } => {
                *films = None;
                let source = *source;
                let ticket = self.ticket(desk);
                out.push(Effect::ListFilms { ticket, source });
            }
            _ => {}
        }
    }

    pub(super) fn is_due(&self, now_ms: u64) -> bool {
        match &self.step {
            Step::Capture(Capture { stage: Stage::Aim(aim), .. }) => !self.is_waiting() && aim.is_due(now_ms),
            _ => false,
        }
    }

    pub(super) fn press_shutter(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) {
        let Some((index, Stage::Aim(_))) = self.stage() else { return };
        let Some(Shot { side, field, attempts, .. }) = self.plan.get(index).cloned() else { return };
        let ticket = self.ticket(desk);
        out.push(Effect::TakePicture { ticket, side, field, attempt: attempts + 1 });
    }

    pub(super) fn act_on_capture(&mut self, action: Action, desk: &mut Desk, out: &mut Vec<Effect>) {
        let untouched = self.plan.iter().all(|shot| shot.attempts == 0 && shot.reason.is_none());
        let (free, film) = (!self.is_waiting(), self.task == Task::Tb && self.training.is_none());
        let auto = desk.preferences.auto_shutter;
        let Some((shot, stage)) = self.stage() else { return };
        let next = match (stage, action) {
            (Stage::Source, Action::ChooseSource(Source::LightBox)) => Stage::Aim(Aim::new(false)),
            (Stage::Source, Action::ChooseSource(source)) => Stage::Films { source, films: None },
            (Stage::Films { films: Some(films), .. }, Action::ChooseFilm(id)) if free => {
                if films.iter().any(|film| film.id == id) {
                    let ticket = self.ticket(desk);
                    out.push(Effect::FetchFilm { ticket, film: id });
                }
                return;
            }
            (Stage::Aim(_), Action::Shutter) if free => return self.press_shutter(desk, out),
            (Stage::Aim(aim), Action::AutoShutter(on)) => return aim.set_auto(on),
            (Stage::Aim(aim), Action::Cancel) => return aim.set_auto(false),
            (Stage::Corners { corners, .. }, Action::MoveCorner(corner, x, y)) => {
                if let Some(place) = corners.get_mut(corner).filter(|_| x.is_finite() && y.is_finite()) {
                    *place = (x.clamp(0.0, 1.0), y.clamp(0.0, 1.0));
                }
                return;
            }
            (Stage::Corners { picture, corners }, Action::Accept) if free => {
                let (picture, corners) = (picture.clone(), *corners);
                let ticket = self.ticket(desk);
                out.push(Effect::Rectify { ticket, picture, corners });
                return;
            }
            (Stage::Review { picture }, Action::Accept) => {
                let picture = picture.clone();
                let step = Step::Analysing(Analysing::Picture { shot, picture, percent: 0 });
                return self.go(step, desk, out);
            }
            (
                Stage::Review { .. } | Stage::Corners { .. } | Stage::Retake(_),
                Action::Retake | Action::Back,
            )
            | (Stage::Reason, Action::Back) => self.first_stage(desk),
            (Stage::Side { .. }, Action::Accept) => return self.go_next(desk, out),
            (Stage::Side { picture, .. }, Action::Retake) => {
                let picture = picture.clone();
                self.drop_picture(shot, &picture, out);
                self.first_stage(desk)
            }
            (Stage::Side { doubt: SideDoubt::SameEye, .. }, Action::RetakeOther) => {
                self.drop_other_eye(shot, out);
                return self.go_next(desk, out);
            }
            (Stage::Dilate, Action::Dilated) => {
                plan::dilate(&mut self.plan, shot);
                Stage::Aim(Aim::new(auto))
            }
            (Stage::Source | Stage::Aim(_) | Stage::Retake(_) | Stage::Dilate, Action::CannotTake) => {
                Stage::Reason
            }
            (Stage::Reason | Stage::Dilate, Action::GiveUp(reason)) => {
                plan::give_up(&mut self.plan, shot, reason);
                return self.go_next(desk, out);
            }
            (Stage::Films { .. }, Action::Back) => Stage::Source,
            (Stage::Aim(_), Action::Back) if film => Stage::Source,
            (Stage::Aim(_) | Stage::Source, Action::Back) if untouched => {
                return self.go(Step::Questions, desk, out);
            }
            (Stage::Aim(_) | Stage::Source, Action::Back) => {
                desk.ask = Some(Question::AbandonVisit);
                return;
            }
            _ => return,
        };
        self.go_stage(shot, next, desk, out);
    }

    pub(super) fn hear_capture(&mut self, event: Event, desk: &mut Desk, out: &mut Vec<Effect>) {
        match event {
            Event::Live { encounter, live } if encounter == self.id => {
                if let Some((_, Stage::Aim(aim))) = self.stage() {
                    aim.heard(live, desk.now_ms);
                }
            }
            Event::Films { ticket, films } if self.expects(&ticket) => {
                self.waiting = None;
                if let Some((_, Stage::Films { films: listed, .. })) = self.stage() {
                    *listed = Some(films);
                }
            }
            Event::Captured { ticket, picture, corners } if self.expects(&ticket) => {
                self.waiting = None;
                let Some((shot, Stage::Aim(_) | Stage::Films { .. } | Stage::Corners { .. })) = self.stage()
                else {
                    return;
                };
                let stage = match corners {
                    Some(corners) => Stage::Corners { picture, corners },
                    None => Stage::Review { picture },
                };
                self.go_stage(shot, stage, desk, out);
            }
            Event::CaptureFailed { ticket, .. } if self.expects(&ticket) => {
                self.enter(desk, out);
                desk.notice = Some(Notice::CameraFailed);
            }
            Event::Progress { ticket, percent: told } if self.expects(&ticket) => {
                if let Step::Analysing(Analysing::Picture { percent, .. }) = &mut self.step {
                    *percent = told.min(100).max(*percent);
                }
            }
            Event::Examined { ticket, seen } if self.expects(&ticket) => self.examined(seen, desk, out),
            Event::ExamineFailed { ticket, code, class } if self.expects(&ticket) => {
                self.waiting = None;
                match &self.step {
                    Step::Analysing(Analysing::Picture { shot, .. })
                        if class == FaultClass::NeedsOperator =>
                    {
                        self.go_stage(*shot, Stage::Retake(Problem::Code(code)), desk, out);
                    }
                    _ => desk.fault = Some(Fault { code, class }),
                }
            }
            _ => {}
        }
    }

    /// Two retries; then, for an eye, wider pupils and one more try; then a reason.
    fn examined(&mut self, seen: Seen, desk: &mut Desk, out: &mut Vec<Effect>) {
        self.waiting = None;
        let Step::Analysing(Analysing::Picture { shot: index, picture, .. }) = &self.step else { return };
        let (index, picture) = (*index, picture.clone());
        let Some(shot) = self.plan.get_mut(index) else { return };
        shot.attempts += 1;
        shot.pictures.push(picture.clone());
        shot.gradable = seen.gradable;
        let (attempts, dilated, eye) = (shot.attempts, shot.dilated, shot.side.is_some());
        let doubt = seen.doubt.filter(|_| eye);
        let stage = match () {
            () if seen.gradable
                && let Some(doubt) = doubt =>
            {
                Stage::Side { picture, doubt }
            }
            () if seen.gradable => return self.go_next(desk, out),
            () if attempts < MAX_ATTEMPTS => Stage::Retake(Problem::Defects(seen.defects)),
            () if eye && !dilated => Stage::Dilate,
            () => Stage::Reason,
        };
        self.go_stage(index, stage, desk, out);
    }
}

/// Pictures that turned out to be of the other eye.
impl Visit {
    /// It costs no attempt, as a picture whose file names the other side costs none.
    fn drop_picture(&mut self, index: usize, picture: &str, out: &mut Vec<Effect>) {
        if let Some(shot) = self.plan.get_mut(index) {
            shot.drop_picture(picture);
        }
        out.push(Effect::DropPicture { encounter: self.id.clone(), picture: picture.to_owned() });
    }

    fn drop_other_eye(&mut self, index: usize, out: &mut Vec<Effect>) {
        let named = self.plan.get(index).and_then(|shot| shot.side);
        let good = |shot: &Shot| shot.side != named && shot.gradable;
        let others = self.plan.iter().enumerate().filter(|(_, shot)| good(shot));
        let others: Vec<(usize, Option<String>)> =
            others.map(|(place, shot)| (place, shot.pictures.last().cloned())).collect();
        for (place, picture) in others {
            if let Some(picture) = picture {
                self.drop_picture(place, &picture, out);
            }
        }
    }
}

/// What the next picture shows, for the line above the preview.
impl Capture {
    #[must_use]
    pub fn side(&self, visit: &Visit) -> Option<Laterality> {
        visit.plan.get(self.shot).and_then(|shot| shot.side)
    }

    /// The reasons that may be given; a poor picture is none before the retries are spent.
    pub fn reasons(&self, visit: &Visit) -> impl Iterator<Item = UngradableReason> {
        let shot = visit.plan.get(self.shot);
        let spent = shot.is_some_and(|shot| shot.attempts >= MAX_ATTEMPTS);
        let eye = shot.is_some_and(|shot| shot.side.is_some());
        UngradableReason::ALL.into_iter().filter(move |reason| match reason {
            UngradableReason::StillPoor => spent,
            UngradableReason::NoDilation | UngradableReason::CloudyEye | UngradableReason::NoEye => eye,
            UngradableReason::CannotHoldStill | UngradableReason::Declined => true,
        })
    }
}
