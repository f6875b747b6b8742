//! A picture of the live screen for support: the running kiosk is asked by signal, which only its own
//! user and root may send, and writes it into the data folder, as sealed off as the patients in it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::app::{App, AppError};
use crate::store::make_folder;

const FOLDER: &str = "screenshots";
/// Holds the kiosk's process id while it runs.
const RUNNING: &str = "kiosk.pid";
const REFUSED: &str = "refused";
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

/// Where the next picture goes.
pub fn next(data: &Path) -> Result<PathBuf, AppError> {
    let folder = data.join(FOLDER);
    make_folder(&folder)?;
    Ok(folder.join(format!("{}.png", uuid::Uuid::now_v7())))
}

/// Says that the picture that was asked for is not taken.
pub fn refuse(data: &Path) {
    // Where that cannot be written, whoever asked hears of silence instead.
    let _ = next(data).and_then(|path| Ok(std::fs::write(path.with_extension(REFUSED), [])?));
}

/// Says that a kiosk runs on this data folder, until it is dropped.
pub struct Running(PathBuf);

impl Running {
    pub fn note(data: &Path) -> Result<Self, AppError> {
        make_folder(data)?;
        let path = data.join(RUNNING);
        std::fs::write(&path, std::process::id().to_string())?;
        Ok(Self(path))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Left behind it names a process that is no kiosk: that is found out.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// `farlight kiosk screenshot`: asks the running kiosk, waits, and says where the picture lies.
pub fn ask(app: &App) -> Result<bool, AppError> {
    let data = &app.config.store.folder;
    let none = || AppError::Usage(format!("no kiosk runs on {}", data.display()));
    let text = std::fs::read_to_string(data.join(RUNNING)).map_err(|_| none())?;
    let id = text.trim().parse().ok().and_then(Pid::from_raw).ok_or_else(none)?;
    // A number that another program has by now must not be signalled.
    let program = std::fs::read_to_string(format!("/proc/{}/comm", text.trim())).unwrap_or_default();
    if program.trim() != "farlight" {
        return Err(none());
    }
    let before = files(data, "png");
    for old in files(data, REFUSED) {
        std::fs::remove_file(old)?;
    }
    kill_process(id, Signal::USR1).map_err(std::io::Error::from)?;
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        std::thread::sleep(PAUSE);
        if let Some(path) = files(data, REFUSED).pop() {
            std::fs::remove_file(path)?;
            let words =
                "no picture is taken: screens show patients. Let a technician sign in at the kiosk first";
            return Err(AppError::Usage(words.to_owned()));
        }
        if let Some(path) = files(data, "png").into_iter().find(|path| !before.contains(path)) {
            app.out.emit(&serde_json::json!({ "screenshot": path }), || path.display().to_string())?;
            return Ok(true);
        }
    }
    Err(AppError::Usage("the kiosk did not answer: look into its log".to_owned()))
}

fn files(data: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(data.join(FOLDER)).into_iter().flatten().flatten();
    let whole = |path: &PathBuf| path.extension().is_some_and(|own| own == ending);
    entries.map(|entry| entry.path()).filter(whole).collect()
}
