use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::args::PrepareArgs;
use super::output::progress;
use super::{App, AppError};
use crate::domain::Task;
use crate::imaging::decode::{decode, read_file};
use crate::imaging::{Rect, encode, prepare};
use crate::screening::ScreeningError;

/// Writes each picture as its network gets it, on all cores; `false` when some could not be read.
pub fn run(app: &App, args: &PrepareArgs) -> Result<bool, AppError> {
    let mut files = args.files.clone();
    if let Some(list) = &args.list {
        files.extend(std::fs::read_to_string(list)?.lines().map(PathBuf::from));
    }
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let crops = Mutex::new(BTreeMap::new());
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let done = next.load(Ordering::Relaxed).min(files.len());
            progress(&format!("{done} of {}", files.len()));
            match prepare_file(args, file) {
                Ok(crop) => {
                    crops.lock().unwrap_or_else(PoisonError::into_inner).insert(file, crop);
                }
                Err(error) => {
                    failed.fetch_add(1, Ordering::Relaxed);
                    eprintln!("\n{}: {error}", file.display());
                }
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let failed = failed.into_inner();
    if let Some(path) = &args.crops {
        std::fs::write(path, listing(&crops.into_inner().unwrap_or_else(PoisonError::into_inner)))?;
    }
    progress("");
    app.out.emit(&serde_json::json!({ "prepared": files.len() - failed, "failed": failed }), || {
        format!("{} prepared, {failed} failed", files.len() - failed)
    })?;
    Ok(failed == 0)
}

/// Names are quoted: a path may hold commas.
fn listing(crops: &BTreeMap<&PathBuf, Rect>) -> String {
    let mut text = "file,x,y,width,height\n".to_owned();
    for (file, Rect { x, y, width, height }) in crops {
        let name = file.display().to_string().replace('"', "\"\"");
        text += &format!("\"{name}\",{x:.2},{y:.2},{width:.2},{height:.2}\n");
    }
    text
}

fn prepare_file(args: &PrepareArgs, file: &Path) -> Result<Rect, AppError> {
    let bytes = read_file(file).map_err(ScreeningError::from)?;
    let decoded = decode(&bytes).map_err(ScreeningError::from)?;
    let prepared = prepare(Task::from(args.task), &decoded.picture, usize::from(args.size));
    let png = encode::png_rgb(&prepared.image).map_err(ScreeningError::from)?;
    let target = target(&args.out, file);
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(target, png)?;
    Ok(prepared.crop)
}

/// The path as it was given, below the folder, with `.png` added.
fn target(folder: &Path, file: &Path) -> PathBuf {
    let inside: PathBuf = file.components().filter(|part| matches!(part, Component::Normal(_))).collect();
    let mut name = folder.join(inside).into_os_string();
    name.push(".png");
    name.into()
}
