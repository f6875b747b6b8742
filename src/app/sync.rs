use std::time::Duration;

use super::args::SyncArgs;
use super::{App, AppError};
use crate::store::{Check, MessageFilter, MessageState, Store, StoreError};
use crate::sync::config::{Destination, check_all};
use crate::sync::secrets::Secrets;
use crate::sync::{Report, Route, Worker, verdicts};

/// Pause between two looks at the outbox; the store is free for others meanwhile.
const PAUSE: Duration = Duration::from_secs(5);
/// Between two messages, for whoever waits for the store.
const GAP: Duration = Duration::from_millis(300);
/// Longest time that one look starts new messages. While others wait for the store, one is enough.
const SHORT_LOOK_MS: u64 = 1;
const LONG_LOOK_MS: u64 = 10 * 60 * 1000;
/// Between two looks at what specialists answered.
pub const FETCH_PAUSE_MS: u64 = 15 * 60 * 1000;

/// Sends what is due, once or until interrupted; `false` when something still waits or needs a person.
pub fn run(app: &App, args: &SyncArgs) -> Result<bool, AppError> {
    if args.once {
        let mut store = app.store()?;
        let (report, left) = drain(app, &mut store)?;
        tell(app, &report, &left)?;
        let answered = fetch(app, &mut store)?;
        return Ok(left.messages_waiting == 0 && left.messages_parked == 0 && answered);
    }
    check_all(&app.config.destinations)?;
    let mut kept = None;
    let mut next_fetch_ms = 0;
    loop {
        match app.store() {
            Ok(mut store) => {
                let now_ms = app.clock.now().boot_ms;
                if now_ms >= next_fetch_ms {
                    next_fetch_ms = now_ms.saturating_add(FETCH_PAUSE_MS);
                    fetch(app, &mut store)?;
                }
                let ready = kept.take().map_or_else(|| routes(app, &store), Ok)?;
                let (report, back) = look(app, &mut store, ready, SHORT_LOOK_MS)?;
                kept = Some(back);
                if report != Report::default() {
                    tell(app, &report, &store.check()?)?;
                    drop(store);
                    std::thread::sleep(GAP);
                    continue;
                }
            }
            // A screening has the store: its turn first.
            Err(AppError::Store(StoreError::Busy)) => {}
            Err(error) => return Err(error),
        }
        std::thread::sleep(PAUSE);
    }
}

/// Asks every destination what became of the referrals that it has; `false` when one does not answer.
fn fetch(app: &App, store: &mut Store) -> Result<bool, AppError> {
    let mut all = true;
    let secrets = Secrets::of(store)?;
    for destination in &equipped(&app.config.destinations, &secrets) {
        match verdicts::look(store, destination, &*app.clock)? {
            Ok(tally) if tally.new + tally.refused > 0 => {
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
            Ok(_) => {}
            Err(fault) => {
                all = false;
                log::warn!("{}: no answers fetched: {fault}", destination.name);
            }
        }
    }
    Ok(all)
}

/// Tries everything that is due.
pub fn drain(app: &App, store: &mut Store) -> Result<(Report, Check), AppError> {
    let routes = routes(app, store)?;
    let (report, _) = look(app, store, routes, LONG_LOOK_MS)?;
    Ok((report, store.check()?))
}

fn routes(app: &App, store: &Store) -> Result<Vec<Route>, AppError> {
    check_all(&app.config.destinations)?;
    Ok(equipped(&app.config.destinations, &Secrets::of(store)?).iter().map(Route::to).collect())
}

/// The destinations with what their secrets stand for.
pub fn equipped(destinations: &[Destination], secrets: &Secrets) -> Vec<Destination> {
    let equip = |one: &Destination| Destination { secrets: secrets.clone(), ..one.clone() };
    destinations.iter().map(equip).collect()
}

/// The routes come back with what they have learnt of their lines.
fn look(
    app: &App,
    store: &mut Store,
    routes: Vec<Route>,
    most_ms: u64,
) -> Result<(Report, Vec<Route>), AppError> {
    let until = app.clock.now().boot_ms.saturating_add(most_ms);
    let mut worker = Worker::new(store, routes, app.clock.clone());
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
