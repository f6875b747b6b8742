//! What every screen has in common: touch and time, lock and work, questions and faults.

use super::{Action, Draft, Effect, Event, Fault, Lock, Model, Notice, Question, Screen, UserId, Work, home};

impl Model {
    /// Puts unfinished work back; its owner finds it after the PIN.
    pub fn resume(&mut self, draft: Draft) {
        self.desk.set_aside.insert(draft.owner, draft);
    }

    /// What a power cut must not take: the work in hand, unless it is practice or done.
    pub(super) fn draft(&self) -> Option<Draft> {
        self.work().filter(Draft::outlives_power)
    }

    pub(super) fn keep_draft(&mut self, out: &mut Vec<Effect>) {
        self.desk.unsaved = false;
        if let Some(draft) = self.draft() {
            out.push(Effect::SaveDraft(Box::new(draft)));
        }
    }

    fn work(&self) -> Option<Draft> {
        let owner = self.desk.user?;
        let work = match &self.screen {
            Screen::Identify(identify) => Work::Identify(identify.clone()),
            Screen::Visit(visit) => Work::Visit(visit.clone()),
            _ => return None,
        };
        Some(Draft::new(owner, work))
    }

    /// A finger came down; on a dark screen it only wakes.
    pub(super) fn touched(&mut self, boot_ms: u64, out: &mut Vec<Effect>) {
        self.desk.now_ms = self.desk.now_ms.max(boot_ms);
        if self.desk.guard.touch(self.desk.now_ms) {
            out.push(Effect::Blank(false));
        }
    }

    /// The tap of a finger whose coming down was not told still wakes and still counts as a touch.
    pub(super) fn touched_again(&mut self, boot_ms: u64, out: &mut Vec<Effect>) {
        if self.desk.guard.asleep {
            self.touched(boot_ms, out);
        }
        self.desk.now_ms = self.desk.now_ms.max(boot_ms);
        self.desk.guard.touched_ms = self.desk.now_ms;
    }

    pub(super) fn tick(&mut self, boot_ms: u64, out: &mut Vec<Effect>) {
        let desk = &mut self.desk;
        desk.now_ms = desk.now_ms.max(boot_ms);
        desk.cleaning_until_ms = desk.cleaning_until_ms.filter(|until| desk.now_ms < *until);
        if let Screen::Visit(visit) = &mut self.screen {
            visit.tick(&mut self.desk, out);
        }
        let idle_s = (self.desk.now_ms - self.desk.guard.touched_ms.min(self.desk.now_ms)) / 1000;
        if idle_s >= self.desk.preferences.lock_after_s && self.desk.user.is_some() {
            self.lock(out);
        }
        if idle_s >= self.desk.preferences.blank_after_s && !self.desk.guard.asleep {
            self.desk.guard.asleep = true;
            out.push(Effect::Blank(true));
        }
    }

    /// Locks, and keeps the work for whoever did it.
    pub(super) fn lock(&mut self, out: &mut Vec<Effect>) {
        if let Some(draft) = self.work() {
            out.push(Effect::StopCamera);
            if draft.outlives_power() {
                out.push(Effect::SaveDraft(Box::new(draft.clone())));
            }
            self.resume(draft);
            self.desk.notice = Some(Notice::WorkKept);
        }
        self.desk.user = None;
        self.desk.ask = None;
        self.screen = Screen::Lock(Lock::default());
    }

    pub(super) fn act(&mut self, action: Action, out: &mut Vec<Effect>) {
        if self.desk.cleaning_until_ms.is_some() {
            return;
        }
        self.desk.notice = None;
        if action == Action::Screenshot {
            if self.may_be_photographed() {
                out.push(Effect::Screenshot);
            } else {
                self.desk.notice = Some(Notice::ScreenshotRefused);
            }
        } else if self.desk.fault.is_some() {
            self.act_on_fault(&action, out);
        } else if let Some(question) = self.desk.ask.take() {
            match action {
                Action::Confirm => self.confirmed(&question, out),
                Action::Dismiss | Action::Back => {}
                _ => self.desk.ask = Some(question),
            }
        } else if action == Action::Lock && self.desk.user.is_some() {
            self.lock(out);
        } else {
            let desk = &mut self.desk;
            desk.keys = desk.keys.after(&action);
            let next = match &mut self.screen {
                Screen::Splash { .. } => {
                    if action == Action::Restart {
                        out.push(Effect::Restart);
                    }
                    None
                }
                Screen::Lock(lock) => lock.act(&action, desk, out),
                Screen::Home | Screen::Training => home::act(&action, desk, out),
                Screen::Identify(identify) => identify.act(action, desk, out),
                Screen::Visit(visit) => visit.act(action, desk, out),
                Screen::List(list) => list.act(action, desk, out),
                Screen::Past(past) => past.act(&action),
                Screen::Settings(settings) => settings.act(action, desk, out),
            };
            self.screen = next.unwrap_or_else(|| std::mem::replace(&mut self.screen, Screen::Home));
        }
    }

    fn act_on_fault(&mut self, action: &Action, out: &mut Vec<Effect>) {
        match action {
            Action::Retry => {
                self.desk.fault = None;
                self.enter(out);
            }
            Action::Dismiss => {
                self.desk.fault = None;
                if matches!(&self.screen, Screen::Visit(visit) if visit.is_stranded()) {
                    self.enter(out);
                }
            }
            Action::Restart => out.push(Effect::Restart),
            Action::Lock if self.desk.user.is_some() => self.lock(out),
            _ => {}
        }
    }

    fn confirmed(&mut self, question: &Question, out: &mut Vec<Effect>) {
        match question {
            Question::AbandonVisit | Question::LeaveResult | Question::DiscardForm => {
                if let Screen::Visit(visit) = &self.screen {
                    visit.abandon(out);
                }
                if let (Some(owner), false) = (self.desk.user, self.is_practice()) {
                    out.push(Effect::ClearDraft { owner });
                }
                self.screen = Screen::Home;
            }
            Question::TakeUp(owner) => self.take_up(*owner, out),
            Question::RemoveUser(id) => {
                let request = self.desk.request();
                out.push(Effect::RemoveUser { request, id: *id });
                if let Screen::Settings(settings) = &mut self.screen {
                    settings.wait_for(request);
                }
            }
            Question::Restart => out.push(Effect::Restart),
            Question::ShutDown => out.push(Effect::ShutDown),
        }
    }

    pub(super) fn is_practice(&self) -> bool {
        matches!(&self.screen, Screen::Visit(visit) if visit.training.is_some())
    }

    /// The work of `owner` becomes that of whoever is at the screen.
    pub(super) fn take_up(&mut self, owner: UserId, out: &mut Vec<Effect>) {
        let (Some(user), Some(draft)) = (self.desk.user, self.desk.set_aside.remove(&owner)) else { return };
        if user != owner {
            out.push(Effect::ClearDraft { owner });
        }
        self.screen = match draft.work {
            Work::Identify(identify) => Screen::Identify(identify),
            Work::Visit(mut visit) => {
                visit.owner = user;
                visit.open(&self.desk, out);
                Screen::Visit(visit)
            }
        };
        self.enter(out);
    }

    /// Does again what coming to this screen needs.
    fn enter(&mut self, out: &mut Vec<Effect>) {
        let desk = &mut self.desk;
        match &mut self.screen {
            Screen::Visit(visit) => visit.enter(desk, out),
            Screen::Identify(identify) => identify.enter(desk, out),
            Screen::List(list) => list.enter(desk, out),
            Screen::Settings(settings) => settings.enter(desk, out),
            _ => {}
        }
    }

    pub(super) fn hear(&mut self, event: Event, out: &mut Vec<Effect>) {
        let desk = &mut self.desk;
        match event {
            Event::Network(network) => desk.status.network = network,
            Event::Counts(counts) => desk.status.counts = counts,
            Event::Printer { ready } => desk.status.printer_ready = ready,
            Event::Fault { code, class } => desk.fault = Some(Fault { code, class }),
            Event::Clock { wall_ms, trusted } => {
                (desk.status.wall_ms, desk.status.clock_trusted) = (wall_ms, trusted);
            }
            Event::Alerts(mut alerts) => {
                alerts.sort_unstable();
                alerts.dedup();
                desk.status.alerts = alerts;
            }
            Event::PinChecked { request, right } => self.pin_checked(request, right, out),
            event => {
                let next = match &mut self.screen {
                    Screen::Splash { stage, failed } => home::start(event, stage, failed, desk),
                    Screen::Identify(identify) => identify.hear(event, desk, out),
                    Screen::Visit(visit) => {
                        visit.hear(event, desk, out);
                        None
                    }
                    Screen::List(list) => list.hear(event),
                    Screen::Settings(settings) => {
                        settings.hear(event, desk);
                        None
                    }
                    _ => None,
                };
                if let Some(screen) = next {
                    self.screen = screen;
                }
            }
        }
    }
}
