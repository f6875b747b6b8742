//! One worker a look, as a box that shares its store makes them: what a line is like outlives the look.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use farlight::clock::SimulatedClock;
use farlight::store::{MessageFilter, MessageState, Store};
use farlight::sync::config::Destination;
use farlight::sync::{Report, Route, Worker};
use serde_json::Value;

use crate::peers::{self, records};
use crate::scripted::{Reply, Scripted, confirm, give_back, outcome};
use crate::stored::{commit, open};

/// Between two looks.
const PAUSE_MS: u64 = 10_000;

struct Clinic {
    home: tempfile::TempDir,
    clock: Arc<SimulatedClock>,
    routes: Vec<Route>,
}

impl Clinic {
    /// Two referrals for the server at `url`, stored in order.
    fn with_two(url: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(SimulatedClock::at(records::MORNING_MS));
        let hospital = Destination::fhir("hospital", url);
        let mut store = open(home.path(), &clock);
        commit(&mut store, records::dr_urgent("1"), std::slice::from_ref(&hospital));
        commit(&mut store, records::dr_refer("2"), std::slice::from_ref(&hospital));
        Self { home, clock, routes: vec![Route::to(&hospital)] }
    }

    fn home(&self) -> &Path {
        self.home.path()
    }

    fn store(&self) -> Store {
        open(self.home(), &self.clock)
    }

    fn look(&mut self) -> Report {
        let mut worker = Worker::new(self.store(), std::mem::take(&mut self.routes), self.clock.clone());
        let report = worker.drain(u64::MAX).unwrap();
        self.routes = worker.into_parts().1;
        self.clock.advance(PAUSE_MS);
        report
    }

    fn states(&self) -> Vec<(MessageState, u32)> {
        let messages = self.store().messages(&MessageFilter::default()).unwrap();
        messages.into_iter().map(|message| (message.state, message.attempts)).collect()
    }
}

/// Keeps everything but what holds the words of the first referral.
fn stumble(place: &str, bundle: &Value) -> Reply {
    match place {
        "" if bundle.to_string().contains("KE-1/26") => outcome(500, "a fault of the server"),
        "" => confirm(bundle),
        _ => give_back(place, bundle),
    }
}

#[test]
fn a_message_that_the_server_stumbles_over_lets_the_next_one_pass() {
    let server = Scripted::start(stumble);
    let mut this = Clinic::with_two(&server.url);
    assert_eq!(this.look(), Report { retried: 1, ..Report::default() });
    // The first success of a program ends all pauses, once.
    assert_eq!(this.look(), Report { delivered: 1, retried: 1, ..Report::default() });
    for _ in 0..60 {
        this.look();
    }
    let (state, attempts) = this.states()[0];
    assert_eq!(state, MessageState::Pending);
    assert!((2..=16).contains(&attempts), "waits grow over the looks: {attempts}");
}

/// A server that turns everything away while `down` says so.
fn in_maintenance_while(down: &Arc<AtomicBool>) -> Scripted {
    let is_down = down.clone();
    Scripted::start(move |place, bundle| match place {
        "" if is_down.load(Ordering::Relaxed) => outcome(503, "maintenance"),
        "" => confirm(bundle),
        _ => give_back(place, bundle),
    })
}

/// Pauses that grew while nobody could answer mean nothing once somebody does.
#[test]
fn when_a_line_comes_back_all_that_waits_goes_at_once() {
    let down = Arc::new(AtomicBool::new(false));
    let server = in_maintenance_while(&down);
    let mut this = Clinic::with_two(&server.url);
    assert_eq!(this.look().delivered, 2);
    down.store(true, Ordering::Relaxed);
    let hospital = Destination::fhir("hospital", &server.url);
    for number in 3..8 {
        let mut store = this.store();
        commit(&mut store, records::dr_refer(&number.to_string()), std::slice::from_ref(&hospital));
    }
    // Pauses are random: until each has had its turn.
    let all_tried = (0..2000).any(|_| {
        assert_eq!(this.look().delivered, 0);
        this.states()[2..].iter().all(|(_, attempts)| *attempts > 0)
    });
    assert!(all_tried, "{:?}", this.states());
    down.store(false, Ordering::Relaxed);
    let first = (0..2000).map(|_| this.look()).find(|report| report.delivered > 0).unwrap();
    assert_eq!(first.delivered, 5, "all in the look in which the first went");
}

#[test]
fn a_server_that_asks_for_time_is_left_alone_over_the_looks() {
    let server = Scripted::start(|_, _| {
        let (status, _, body) = outcome(429, "too many");
        (status, "Retry-After: 120\r\n", body)
    });
    let mut this = Clinic::with_two(&server.url);
    for _ in 0..12 {
        this.look();
    }
    assert_eq!(server.posts(), 1, "neither message is sent for two minutes");
    this.look();
    assert_eq!(server.posts(), 2);
    assert_eq!(
        this.states(),
        [(MessageState::Pending, 1), (MessageState::Pending, 1)],
        "the other one's turn"
    );
}

#[test]
fn a_dead_line_writes_nothing_into_the_audit_chain() {
    let mut this = Clinic::with_two(&format!("http://127.0.0.1:{}/fhir", peers::free_port()));
    let before = this.store().audit_verify().unwrap();
    let retried: u32 = (0..30).map(|_| this.look().retried).sum();
    assert!(retried > 3, "{retried}");
    assert_eq!(this.store().audit_verify().unwrap(), before);
    assert!(this.states().iter().all(|(state, attempts)| *state == MessageState::Pending && *attempts > 0));
}

/// Something in one message that a guard on the way takes for an attack: the others pass.
#[test]
fn a_message_that_always_looks_misconfigured_costs_the_others_little() {
    let server = Scripted::start(|place, bundle| match stumble(place, bundle) {
        (500, ..) => outcome(403, "blocked"),
        other => other,
    });
    let mut this = Clinic::with_two(&server.url);
    for posts in [2, 3] {
        for _ in 0..30 {
            this.look();
        }
        let (first, second) = (this.states()[0].0, this.states()[1].0);
        assert_eq!((first, second), (MessageState::Misconfigured, MessageState::Delivered));
        assert_eq!(server.posts(), posts, "each once, and one more after five minutes");
    }
}

/// The clock's battery dies while messages wait for another attempt, and a wrong server sets it far
/// ahead: nothing is lost, and nothing waits longer than its pause.
#[test]
fn a_wall_clock_that_jumps_in_a_pause_loses_nothing_and_delays_nothing() {
    let down = Arc::new(AtomicBool::new(true));
    let server = in_maintenance_while(&down);
    let mut this = Clinic::with_two(&server.url);
    let year_2050 = 2_524_608_000_000;
    for wall_ms in [0, year_2050, -1_000, records::MORNING_MS] {
        let tried = (0..370).any(|_| this.look().retried > 0);
        assert!(tried, "after a jump it is tried again within the longest pause");
        this.clock.jump(wall_ms);
    }
    for wall_ms in [0, year_2050] {
        this.clock.jump(wall_ms);
        assert!(this.states().iter().all(|(state, _)| *state == MessageState::Pending));
    }
    down.store(false, Ordering::Relaxed);
    let within_ms: u64 = 60 * 60 * 1000 + 2 * PAUSE_MS;
    let looks = (0..within_ms / PAUSE_MS).position(|_| {
        this.look();
        this.states().iter().all(|(state, _)| *state == MessageState::Delivered)
    });
    assert!(looks.is_some(), "{:?}", this.states());
    assert!(this.store().audit_verify().unwrap().problem.is_none());
}

/// Nobody can be reached: asking again costs nothing, so that the first referral goes within two minutes of
/// the line's return, however long it was away.
#[test]
fn a_referral_in_back_off_goes_at_once_when_the_line_comes_back() {
    let port = peers::free_port();
    let mut this = Clinic::with_two(&format!("http://127.0.0.1:{port}/fhir"));
    for _ in 0..2000 {
        assert_eq!(this.look().delivered, 0);
    }
    assert!(this.states().iter().all(|(_, attempts)| *attempts > 20), "{:?}", this.states());
    let _server = Scripted::start_at(port, |place, bundle| match place {
        "" => confirm(bundle),
        _ => give_back(place, bundle),
    });
    let looks = (0..30).position(|_| {
        this.look();
        this.states().iter().all(|(state, _)| *state == MessageState::Delivered)
    });
    assert!(looks.is_some_and(|looks| looks as u64 * PAUSE_MS <= 120_000), "{looks:?}");
}
