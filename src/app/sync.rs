use std::time::Duration;

use super::args::SyncArgs;
use super::{App, AppError};
use crate::store::{Check, MessageFilter, MessageState, Store};
use crate::sync::{Report, Route, Worker, config::check_all};

/// Pause between two looks at the outbox; the store is free for others meanwhile.
const PAUSE: Duration = Duration::from_secs(10);
/// Longest time that one look holds the store.
const LOOK_MS: u64 = 5 * 60 * 1000;

/// Sends what is due, once or until interrupted; `false` when something still waits or needs a person.
pub fn run(app: &App, args: &SyncArgs) -> Result<bool, AppError> {
    loop {
        let mut store = app.store()?;
        let (report, left) = drain(app, &mut store)?;
        drop(store);
        let settled = left.messages_waiting == 0 && left.messages_parked == 0;
        if args.once || report != Report::default() {
            tell(app, &report, &left)?;
        }
        if args.once {
            return Ok(settled);
        }
        std::thread::sleep(PAUSE);
    }
}

/// One look at the outbox: everything that may be sent now is tried.
pub fn drain(app: &App, store: &mut Store) -> Result<(Report, Check), AppError> {
    check_all(&app.config.destinations)?;
    let routes = app.config.destinations.iter().map(Route::to).collect();
    let until = app.clock.now().boot_ms.saturating_add(LOOK_MS);
    let report = Worker::new(&mut *store, routes, app.clock.clone()).drain(until)?;
    Ok((report, store.check()?))
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
