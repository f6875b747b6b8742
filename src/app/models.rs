use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use super::args::SignArgs;
use super::config::ConfigError;
use super::doctor::{Line, fix, ok, report};
use super::{App, AppError};
use crate::domain::Task;
use crate::inference::{Manifest, Pack, PackError};
use crate::screening::{ANY_CAMERA, Examiner, golden};
use crate::signing::{PublicKey, Sealed, SecretKey, seal};

/// The key built in, the one configured, or else the development key. No configuration undoes what
/// is built in.
pub fn key_in_force(
    built_in: Option<PublicKey>,
    configured: Option<PublicKey>,
) -> Result<PublicKey, AppError> {
    match (built_in, configured) {
        (Some(built_in), Some(configured)) if built_in != configured => Err(ConfigError::OtherKey.into()),
        (Some(key), _) | (None, Some(key)) => Ok(key),
        (None, None) => Ok(PublicKey::development()?),
    }
}

/// Prints each check of each pack; `false` when one fails.
pub fn verify(app: &App) -> Result<bool, AppError> {
    let mut lines = vec![ok("key", format!("{} is in force", app.trusted_key()?))];
    lines.extend([Task::Dr, Task::Tb].into_iter().flat_map(|task| checks(app, task)));
    report(app, &lines)
}

/// Signature, network, golden pictures and rules of one task. What rests on a failed check is left
/// out.
pub fn checks(app: &App, task: Task) -> Vec<Line> {
    let part = |dr, tb| if task == Task::Dr { dr } else { tb };
    let mut lines = Vec::new();
    let refused = |part, error: AppError| {
        fix(part, error.to_string(), "Install the model pack again: screening for this is blocked")
    };
    let names =
        [part("signature dr", "signature tb"), part("model dr", "model tb"), part("golden dr", "golden tb")];
    let steps = [signature, network, golden_pictures];
    for (name, step) in names.into_iter().zip(steps) {
        match step(app, task) {
            Ok(text) => lines.push(ok(name, text)),
            Err(error) => {
                lines.push(refused(name, error));
                break;
            }
        }
    }
    lines.push(match app.rules(task) {
        Ok((pack, _)) => {
            ok(part("rules dr", "rules tb"), format!("{} {} covers every case", pack.id, pack.version))
        }
        Err(error) => fix(
            part("rules dr", "rules tb"),
            error.to_string(),
            "Install the rule pack again, or remove it from the configuration",
        ),
    });
    lines
}

fn folder(app: &App, task: Task) -> Result<PathBuf, AppError> {
    Ok(app.config.models_folder()?.join(task.code()))
}

fn signature(app: &App, task: Task) -> Result<String, AppError> {
    let key = app.trusted_key()?;
    let sealed = Sealed::open(&folder(app, task)?, &key)?;
    sealed.check_all()?;
    Ok(format!("{} files as signed by {key}", sealed.len()))
}

fn network(app: &App, task: Task) -> Result<String, AppError> {
    let start = Instant::now();
    let pack = Pack::load(&folder(app, task)?, task, &app.trusted_key()?)?;
    let took = start.elapsed().as_millis();
    let Manifest { id, version, research_use, .. } = &pack.manifest;
    let research = if *research_use { ", research use only" } else { "" };
    let eight = pack.eight().map_or_else(
        || "in 32 bits".to_owned(),
        |report| format!("{} operators in 8 bits on {}", report.fused.len(), report.backend),
    );
    Ok(format!("{id} {version} loaded in {took} ms, {eight}{research}"))
}

fn golden_pictures(app: &App, task: Task) -> Result<String, AppError> {
    let passed = app.examiner(task)?.golden;
    let (pictures, largest) = (passed.pictures, passed.largest_difference);
    Ok(format!(
        "{pictures} pictures, largest difference {largest:.6} (up to {} is let pass)",
        golden::TOLERANCE
    ))
}

/// Signs folders; of model packs the golden pictures are drawn anew where that is asked for, and
/// tried in any case.
pub fn sign(app: &App, args: &SignArgs) -> Result<bool, AppError> {
    let key = SecretKey::read(&args.key)?;
    for folder in &args.folders {
        let mut files = seal(folder, &key)?;
        if let Some(task) = task_of(folder)? {
            let (rules, rules_sha256) = app.rules(task)?;
            let load = || Pack::load(folder, task, &key.public());
            if args.golden {
                golden::record(folder, load()?, rules.clone())?;
                files = seal(folder, &key)?;
            }
            Examiner::new(load()?, rules, rules_sha256, ANY_CAMERA.to_owned())?;
        }
        let line = json!({ "folder": folder.to_string_lossy(), "files": files, "key": key.public().hex() });
        app.out.emit(&line, || format!("{}: {files} files signed by {}", folder.display(), key.public()))?;
    }
    Ok(true)
}

/// The disease that a model pack is for; `None` for a folder that is no model pack.
fn task_of(folder: &Path) -> Result<Option<Task>, AppError> {
    let path = folder.join("manifest.toml");
    if !path.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&path)?;
    let manifest: Manifest =
        toml::from_str(&text).map_err(|error| PackError::BadManifest { path, reason: error.to_string() })?;
    Ok(Some(manifest.task))
}

/// Makes a pair of keys.
pub fn keygen(app: &App, name: &Path) -> Result<bool, AppError> {
    let with = |ending: &str| {
        let mut path = name.as_os_str().to_owned();
        path.push(ending);
        PathBuf::from(path)
    };
    let (secret, public) = (with(".secret"), with(".public"));
    let key = SecretKey::generate()?;
    key.write(&secret, &public)?;
    let line = json!({
        "secret": secret.to_string_lossy(), "public": public.to_string_lossy(), "key": key.public().hex(),
    });
    app.out.emit(&line, || {
        format!("{} signs: keep it off the boxes. {} goes onto them", secret.display(), public.display())
    })?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_built_in_cannot_be_configured_away() {
        let new = || SecretKey::generate().unwrap().public();
        let (own, other) = (new(), new());
        let in_force = |built_in, configured| key_in_force(built_in, configured).ok();
        assert_eq!(in_force(Some(own), None), Some(own));
        assert_eq!(in_force(Some(own), Some(own)), Some(own));
        assert_eq!(in_force(Some(own), Some(other)), None);
        assert_eq!(in_force(None, Some(other)), Some(other));
        assert!(in_force(None, None).is_some_and(|key| key.is_development()));
        assert_eq!(in_force(Some(own), PublicKey::development().ok()), None, "nor for development");
    }
}
