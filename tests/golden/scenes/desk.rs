//! Start, lock, home, lists, and what stands before any screen.

use farlight::domain::{FaultClass, Outcome, Task};
use farlight::flow::{
    Action, Alert, Counts, Event, Fault, FollowUp, ListKind, Network, Notice, Question, StartStage, Tab,
    UserId,
};

use super::Scenes;
use crate::golden::kiosk::{Kiosk, NURSE, SUPERVISOR};
use crate::golden::people::{entry, priors, record};

pub fn add(scenes: &mut Scenes) {
    start(scenes);
    lock(scenes);
    home(scenes);
    before_the_screen(scenes);
    lists(scenes);
    past(scenes);
}

fn start(scenes: &mut Scenes) {
    let mut kiosk = Kiosk::starting(scenes.language);
    scenes.add("splash-hardware", &kiosk);
    kiosk.send(Event::Starting(StartStage::Models));
    scenes.add("splash-models", &kiosk);
    kiosk.send(Event::StartFailed { code: "models".to_owned() });
    scenes.add("splash-failed", &kiosk);
}

fn lock(scenes: &mut Scenes) {
    let language = scenes.language;
    let mut kiosk = Kiosk::locked(language, &[]);
    scenes.add("lock-choose", &kiosk);
    kiosk.tap(Action::ChooseUser(NURSE));
    scenes.add("lock-pin", &kiosk);
    kiosk.press([1, 2].map(Action::Digit));
    scenes.add("lock-typing", &kiosk);
    kiosk.press([3, 4].map(Action::Digit));
    kiosk.tap(Action::Next);
    scenes.add("lock-checking", &kiosk);
    let request = kiosk.request();
    kiosk.send(Event::PinChecked { request, right: false });
    scenes.add("lock-wrong", &kiosk);
    let mut kiosk = Kiosk::locked(language, &[(NURSE, 4)]);
    kiosk.tap(Action::ChooseUser(NURSE));
    scenes.add("lock-wait", &kiosk);
    let mut kiosk = Kiosk::locked(language, &[(NURSE, 8)]);
    kiosk.tap(Action::ChooseUser(NURSE));
    scenes.add("lock-barred", &kiosk);
    kiosk.tap(Action::Release);
    scenes.add("lock-supervisors", &kiosk);
    kiosk.tap(Action::ChooseUser(SUPERVISOR));
    scenes.add("lock-supervisor-pin", &kiosk);
    let mut kiosk = Kiosk::home(language, NURSE);
    kiosk.tap(Action::NEW_EYE);
    kiosk.tap(Action::Lock);
    scenes.add("lock-work-kept", &kiosk);
}

fn home(scenes: &mut Scenes) {
    let language = scenes.language;
    scenes.add("home-quiet", &Kiosk::home(language, NURSE));
    let mut busy = Kiosk::home(language, SUPERVISOR);
    busy.send(Event::Counts(Counts { today: 14, waiting: 7, oldest_days: 12, returned: 2, overdue: 3 }));
    busy.send(Event::Network(Network::NoServer));
    busy.send(Event::Alerts(Alert::ALL.to_vec()));
    scenes.add("home-busy", &busy);
    let mut away = Kiosk::home(language, NURSE);
    away.send(Event::Counts(Counts { today: 31, waiting: 428, oldest_days: 46, returned: 0, overdue: 57 }));
    scenes.add("home-offline-for-weeks", &away);
    away.send(Event::Alerts(vec![Alert::Hot, Alert::PrinterMissing]));
    scenes.add("home-two-alerts", &away);
    for alert in Alert::ALL {
        let mut kiosk = Kiosk::home(language, NURSE);
        kiosk.send(Event::Network(Network::Online));
        kiosk.send(Event::Alerts(vec![alert]));
        scenes.add(format!("home-alert-{alert:?}"), &kiosk);
    }
    let mut left = Kiosk::home(language, NURSE);
    left.tap(Action::NEW_EYE);
    left.tap(Action::Lock);
    left.type_pin(SUPERVISOR);
    let request = left.request();
    left.send(Event::PinChecked { request, right: true });
    scenes.add("home-work-of-another", &left);
    left.tap(Action::ChooseUser(NURSE));
    scenes.add("home-take-up", &left);
}

fn before_the_screen(scenes: &mut Scenes) {
    let home = Kiosk::home(scenes.language, SUPERVISOR);
    let notices = [
        Notice::WorkKept,
        Notice::ConsentDeclined,
        Notice::CardUnknown,
        Notice::NoneFound,
        Notice::CameraFailed,
        Notice::PicturesLost,
        Notice::NotSaved,
        Notice::Saved,
        Notice::Sending,
        Notice::SupportUnderWay,
        Notice::SupportFailed,
        Notice::ScreenshotSaved,
        Notice::ScreenshotRefused,
        Notice::UserReleased,
    ];
    for notice in notices {
        scenes.add(format!("notice-{notice:?}"), &home.clone().told(notice));
    }
    let questions = [
        ("abandon", Question::AbandonVisit),
        ("leave-result", Question::LeaveResult),
        ("discard-form", Question::DiscardForm),
        ("take-up", Question::TakeUp(NURSE)),
        ("remove-user", Question::RemoveUser(UserId(2))),
        ("restart", Question::Restart),
        ("shut-down", Question::ShutDown),
    ];
    for (name, question) in questions {
        scenes.add(format!("question-{name}"), &home.clone().asked(question));
    }
    let faults = [
        ("disk-full", FaultClass::NeedsTechnician),
        ("identity-mismatch", FaultClass::Bug),
        ("camera-unplugged", FaultClass::Transient),
        ("decode", FaultClass::NeedsOperator),
        ("store", FaultClass::NeedsTechnician),
    ];
    for (code, class) in faults {
        let fault = Fault { code: code.to_owned(), class };
        scenes.add(format!("fault-{code}"), &home.clone().failed(fault));
    }
    let mut cleaning = home.clone();
    cleaning.tap(Action::Clean);
    scenes.add("cleaning", &cleaning);
    let mut asleep = home;
    asleep.wait(700_000);
    scenes.add("asleep", &asleep);
}

fn lists(scenes: &mut Scenes) {
    for kind in ListKind::ALL {
        let mut kiosk = Kiosk::home(scenes.language, NURSE);
        kiosk.tap(Action::OpenList(kind));
        let name = format!("list-{kind:?}").to_lowercase();
        scenes.add(format!("{name}-loading"), &kiosk);
        let request = kiosk.request();
        let words = kiosk.words;
        let follow = |place: usize| (kind != ListKind::Today).then(|| FollowUp::ALL[place % 8]);
        let entries = (0..13).map(|place| entry(words, place, follow(place))).collect();
        let mut empty = kiosk.clone();
        kiosk.send(Event::Listed { request, entries });
        scenes.add(name.as_str(), &kiosk);
        kiosk.tap(Action::Page(1));
        scenes.add(format!("{name}-second"), &kiosk);
        empty.send(Event::Listed { request, entries: Vec::new() });
        scenes.add(format!("{name}-empty"), &empty);
    }
}

fn past(scenes: &mut Scenes) {
    for (task, outcome) in [(Task::Dr, Outcome::Refer), (Task::Tb, Outcome::Negative)] {
        let mut kiosk = Kiosk::home(scenes.language, NURSE);
        let words = kiosk.words;
        kiosk.tap(Action::OpenList(ListKind::Referrals));
        let request = kiosk.request();
        kiosk.send(Event::Listed { request, entries: vec![entry(words, 0, Some(FollowUp::Confirmed))] });
        kiosk.tap(Action::OpenEntry("earlier-0".to_owned()));
        let (request, record) = (kiosk.request(), record(words, task, outcome));
        kiosk.send(Event::Loaded { request, record, priors: priors(words) });
        for tab in Tab::ALL {
            kiosk.tap(Action::ShowTab(tab));
            scenes.add_with(format!("past-{}-{tab:?}", task.code()).to_lowercase(), &kiosk, task);
        }
    }
}
