use std::time::Duration;

use super::args::SyncArgs;
use super::visits::Visits;
use super::{App, AppError};
use crate::domain::FaultClass;
use crate::store::{Check, MessageFilter, MessageState, Store, StoreError};
use crate::sync::config::{Destination, check_all};
use crate::sync::retention;
use crate::sync::secrets::Secrets;
use crate::sync::{Queue, Report, Route, SyncError, Worker, verdicts};

/// Pause between two looks at the outbox; the store is free for others meanwhile.
const PAUSE: Duration = Duration::from_secs(5);
/// Between two messages: longer than the pause between two looks of whoever waits for the store.
const GAP: Duration = Duration::from_millis(60);
/// Longest time that one look starts new messages; the loop wants each one by itself.
const SHORT_LOOK_MS: u64 = 1;
const LONG_LOOK_MS: u64 = 10 * 60 * 1000;
/// Originals that one idle turn lets go: a second's work each on a small board.
const MOST_LET_GO: u32 = 4;
/// Between two looks for originals that may go, once none is left.
pub const TIDY_PAUSE_MS: u64 = 15 * 60 * 1000;
/// Between two looks at what specialists answered.
pub const FETCH_PAUSE_MS: u64 = 15 * 60 * 1000;

/// Sends what is due, once or until interrupted; `false` when something still waits or needs a person.
pub fn run(app: &App, args: &SyncArgs) -> Result<bool, AppError> {
    check_all(&app.config.destinations)?;
    let mut visits = Visits::new(app);
    if args.once {
        let destinations = equipped(app, &Secrets::of(visits.store()?)?);
        let (report, _) = look(app, &mut visits, to(&destinations), LONG_LOOK_MS)?;
        let left = visits.store()?.check()?;
        tell(app, &report, &left)?;
        let answered = fetch(app, &mut visits, &destinations)?;
        retention::tidy(visits.store()?, &app.config.store.rule(), &app.clock.now(), u32::MAX)?;
        return Ok(left.messages_waiting == 0 && left.messages_parked == 0 && answered);
    }
    let mut round = None;
    loop {
        let more = match turn(app, &mut visits, &mut round) {
            // A screening has the store: its turn first.
            Err(
                AppError::Store(StoreError::Busy)
                | AppError::Sync(SyncError::Outbox { class: FaultClass::Transient, .. }),
            ) => false,
            more => more?,
        };
        visits.close();
        std::thread::sleep(if more { GAP } else { PAUSE });
    }
}

/// What one turn of the loop hands to the next.
struct Round {
    /// With their secrets, which are read once.
    destinations: Vec<Destination>,
    routes: Vec<Route>,
    next_fetch_ms: u64,
    next_tidy_ms: u64,
}

/// Sends one message; when none is left, or verdicts are long overdue, asks for those. `true` when
/// something was sent, and more may wait.
fn turn(app: &App, visits: &mut Visits, kept: &mut Option<Round>) -> Result<bool, AppError> {
    let round = match kept {
        Some(round) => round,
        none => {
            let destinations = equipped(app, &Secrets::of(visits.store()?)?);
            let next_fetch_ms = app.clock.now().boot_ms;
            none.insert(Round { routes: to(&destinations), destinations, next_fetch_ms, next_tidy_ms: 0 })
        }
    };
    // Lost with an error of the store: made anew, they ask their lines once more.
    let routes = std::mem::take(&mut round.routes);
    let routes = if routes.is_empty() { to(&round.destinations) } else { routes };
    let (report, routes) = look(app, &mut *visits, routes, SHORT_LOOK_MS)?;
    round.routes = routes;
    let sent = report != Report::default();
    if sent {
        tell(app, &report, &visits.store()?.check()?)?;
    }
    let now_ms = app.clock.now().boot_ms;
    let patience_ms = if sent { FETCH_PAUSE_MS } else { 0 };
    if now_ms >= round.next_fetch_ms.saturating_add(patience_ms) {
        round.next_fetch_ms = now_ms.saturating_add(FETCH_PAUSE_MS);
        fetch(app, visits, &round.destinations)?;
    }
    if !sent && now_ms >= round.next_tidy_ms {
        let now = app.clock.now();
        let freed = retention::tidy(visits.store()?, &app.config.store.rule(), &now, MOST_LET_GO)?;
        round.next_tidy_ms = now_ms + if freed.originals == MOST_LET_GO { 0 } else { TIDY_PAUSE_MS };
    }
    Ok(sent)
}

/// Asks every destination what became of the referrals that it has; `false` when one does not answer.
/// The store is closed while the network is asked.
fn fetch(app: &App, visits: &mut Visits, destinations: &[Destination]) -> Result<bool, AppError> {
    let mut all = true;
    for destination in destinations {
        let round = verdicts::prepare(visits.store()?, destination, &*app.clock)?;
        visits.close();
        let answers = match verdicts::ask(&round) {
            Ok(answers) => answers,
            Err(fault) => {
                all = false;
                log::warn!("{}: no answers fetched: {fault}", destination.name);
                continue;
            }
        };
        let tally = verdicts::keep(visits.store()?, &round, &answers)?;
        if tally.new + tally.refused > 0 {
            let line = serde_json::json!({
                "destination": destination.name, "verdicts": tally.new, "not_believed": tally.refused,
            });
            app.out.emit(&line, || {
                format!(
                    "{}: {} new answers, {} not believed (farlight verdicts)",
                    destination.name, tally.new, tally.refused
                )
            })?;
        }
    }
    Ok(all)
}

/// Tries everything that is due, where nobody else waits for the store.
pub fn drain(app: &App, store: &mut Store) -> Result<(Report, Check), AppError> {
    check_all(&app.config.destinations)?;
    let routes = to(&equipped(app, &Secrets::of(store)?));
    let (report, _) = look(app, &mut *store, routes, LONG_LOOK_MS)?;
    Ok((report, store.check()?))
}

fn to(destinations: &[Destination]) -> Vec<Route> {
    destinations.iter().map(Route::to).collect()
}

/// The destinations with the clinic's hours and what their secrets stand for.
pub fn equipped(app: &App, secrets: &Secrets) -> Vec<Destination> {
    let equip =
        |one: &Destination| Destination { secrets: secrets.clone(), zone: app.zone.clone(), ..one.clone() };
    app.config.destinations.iter().map(equip).collect()
}

/// The routes come back with what they have learnt of their lines.
fn look<Q: Queue>(
    app: &App,
    queue: Q,
    routes: Vec<Route>,
    most_ms: u64,
) -> Result<(Report, Vec<Route>), AppError> {
    let until = app.clock.now().boot_ms.saturating_add(most_ms);
    let mut worker = Worker::new(queue, routes, app.clock.clone());
    let report = worker.drain(until)?;
    let (_, routes) = worker.into_parts();
    Ok((report, routes))
}

/// What is not delivered, with the reason.
pub fn list(app: &App) -> Result<bool, AppError> {
    let store = app.store()?;
    for message in store.messages(&MessageFilter::default())? {
        if message.state == MessageState::Delivered {
            continue;
        }
        let (state, error) = (message.state.code(), message.last_error.as_deref().unwrap_or(""));
        let line = serde_json::json!({
            "id": message.id, "encounter": message.encounter_id, "destination": message.destination,
            "state": state, "attempts": message.attempts, "reason": message.last_error,
        });
        app.out.emit(&line, || {
            format!(
                "{}  {state:13} {} after {} attempts  {error}",
                message.id, message.destination, message.attempts
            )
        })?;
    }
    Ok(true)
}

/// Puts one message back in the queue.
pub fn retry(app: &App, message: &str, operator: &str) -> Result<bool, AppError> {
    app.store()?.revive(message, operator)?;
    app.out
        .emit(&serde_json::json!({ "id": message, "state": "pending" }), || "back in the queue".to_owned())?;
    Ok(true)
}

fn tell(app: &App, report: &Report, left: &Check) -> Result<(), AppError> {
    let line = serde_json::json!({
        "delivered": report.delivered, "retried": report.retried, "rejected": report.rejected,
        "misconfigured": report.misconfigured, "waiting": left.messages_waiting, "needs_person": left.messages_parked,
    });
    app.out.emit(&line, || {
        format!(
            "{} delivered, {} to be tried again, {} refused, {} held back by the configuration; {} waiting",
            report.delivered, report.retried, report.rejected, report.misconfigured, left.messages_waiting
        )
    })
}
