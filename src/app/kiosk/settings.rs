//! What the pages of the settings tell.

use crate::app::App;
use crate::capture::list_cameras;
use crate::flow::{Check, Facts, Threshold};
use crate::screening::Examiner;
use crate::store::{Depth, Store, StoreError};

/// What the model packs say of themselves, told once they are ready.
#[derive(Default)]
pub struct PackFacts {
    thresholds: Vec<Threshold>,
    packs: Vec<String>,
}

impl PackFacts {
    pub fn of(examiners: &[Examiner]) -> Self {
        let mut told = Self::default();
        for examiner in examiners {
            let (manifest, rules) = (&examiner.pack.manifest, &examiner.rules);
            let model = format!("{} {}", manifest.id, manifest.version);
            told.packs.extend([model.clone(), format!("{} {}", rules.id, rules.version)]);
            told.thresholds.extend(manifest.operating_points.iter().map(|point| Threshold {
                model: model.clone(),
                camera_class: point.camera_class.clone(),
                value: point.threshold,
                source: point.source.clone(),
            }));
        }
        told
    }

    pub fn facts(&self, app: &App, store: &Store, camera: Option<String>) -> Result<Facts, StoreError> {
        let camera = camera.unwrap_or_default();
        let mut cameras: Vec<(String, bool)> =
            list_cameras().iter().map(|found| (format!("v4l:{}", found.path.display()), true)).collect();
        if !camera.is_empty() && !cameras.iter().any(|(name, _)| *name == camera) {
            cameras.push((camera.clone(), !camera.starts_with("v4l:")));
        }
        let parked = store.check()?.messages_parked > 0;
        let destinations = app.config.destinations.iter();
        let space = rustix::fs::statvfs(&app.config.store.folder).ok();
        Ok(Facts {
            thresholds: self.thresholds.clone(),
            cameras,
            camera,
            destinations: destinations.map(|one| (one.url.clone(), !parked)).collect(),
            network_name: String::new(),
            free_bytes: store.free_bytes(),
            total_bytes: space.map_or(0, |space| space.f_blocks.saturating_mul(space.f_frsize)),
            encounters: store.check()?.encounters,
            checks: Vec::new(),
            software: env!("CARGO_PKG_VERSION").to_owned(),
            packs: self.packs.clone(),
            licences: Vec::new(),
        })
    }
}

/// What can be tested without anybody's hands. The packs' golden pictures came out right at the start.
pub fn self_test(app: &App, store: &mut Store) -> Vec<(String, Check)> {
    let told = |passed: bool| if passed { Check::Passed } else { Check::Failed };
    let cameras = list_cameras();
    let sound = store.check().is_ok_and(|check| check.problems.is_empty());
    let pictures = store.sweep(Depth::Bytes);
    let whole = pictures.is_ok_and(|sweep| sweep.missing.is_empty() && sweep.damaged.is_empty());
    let audit = store.audit_verify().is_ok_and(|report| report.problem.is_none());
    [
        ("clock", told(app.clock.now().trusted)),
        ("storage", told(sound && whole)),
        ("audit", told(audit)),
        ("models", Check::Passed),
        ("camera", if cameras.is_empty() { Check::NotThere } else { Check::Passed }),
        ("printer", Check::NotThere),
    ]
    .map(|(name, check)| (name.to_owned(), check))
    .to_vec()
}
