//! The kiosk: the screen's loop on this thread, and behind it a thread each for the store, the
//! networks, the camera and the outbox. Events come in through one bounded channel, `flow::update`
//! turns them into effects, and [`workers`] knows who does them. No state lives here that flow does not
//! know, but for the pictures that it names.

mod album;
mod bench;
mod camera;
mod earlier;
mod entries;
mod errand;
mod face;
mod films;
mod gesture;
mod identify;
mod keeper;
mod live;
mod message;
mod play;
mod screenshot;
mod script;
mod sending;
mod settings;
mod slip;
mod users;
mod watch;
mod workers;

use std::path::PathBuf;
use std::sync::Arc;

use super::args::{KioskArgs, KioskCommand};
use super::{App, AppError};
use live::Kiosk;

pub use users::command as users;

/// Shows the kiosk until its window is closed, or its script is done.
pub fn run(mut app: App, args: &KioskArgs) -> Result<bool, AppError> {
    if let Some(KioskCommand::Screenshot) = &args.command {
        return screenshot::ask(&app);
    }
    let lines = match &args.script {
        Some(path) => script::parse(&std::fs::read_to_string(path)?)?,
        None => Vec::new(),
    };
    if let Some(folder) = &args.out {
        std::fs::create_dir_all(folder)?;
    }
    // A script plays with people who do not exist: they never come among patients.
    let throw_away = throw_away(&mut app, args)?;
    let mut kiosk = Kiosk::new(Arc::new(app), args)?;
    let done = if args.script.is_some() { kiosk.play(&lines) } else { kiosk.live() };
    drop(kiosk);
    if let Some(folder) = throw_away {
        std::fs::remove_dir_all(folder)?;
    }
    done
}

/// A data folder of its own for scripts and for trying out; told, so that it can be removed.
fn throw_away(app: &mut App, args: &KioskArgs) -> Result<Option<PathBuf>, AppError> {
    if !args.is_throw_away() {
        return Ok(None);
    }
    let fresh = || std::env::temp_dir().join(format!("farlight-kiosk-{}", uuid::Uuid::now_v7()));
    let folder = args.keep.clone().unwrap_or_else(fresh);
    crate::store::make_folder(&folder)?;
    app.config.store.folder = folder.join("data");
    app.config.store.key_file = folder.join("store.key");
    app.config.destinations.clear();
    if args.keep.is_some() {
        return Ok(None);
    }
    app.config.receive = None;
    app.config.worklists.clear();
    Ok(Some(folder))
}
