//! What the benches read: a phantom as a camera's JPEG, and a box that commits.

use std::sync::Arc;
use std::time::Duration;

use farlight::capture::{self, Request};
use farlight::clock::SystemClock;
use farlight::domain::{Answers, Laterality, Patient, Sex, Task, sha256_hex};
use farlight::screening::{Opening, Screened, Session};
use farlight::store::{Options, Secret, Store};

use super::Bench;

/// A picture of a healthy phantom as its camera gives it; of the right eye where no eye is named.
pub fn jpeg(task: Task, eye: Option<Laterality>) -> Vec<u8> {
    let laterality = (task == Task::Dr).then_some(eye.unwrap_or(Laterality::Od));
    let request = Request { task, laterality, attempt: 1 };
    let mut camera = capture::open("phantom:seed=1").expect("the phantom");
    camera.capture(&request, Duration::from_secs(5)).expect("a picture").bytes
}

/// One finished encounter, committed again and again under new ids.
pub struct Committing {
    store: Store,
    screened: Screened,
    _folder: tempfile::TempDir,
}

impl Committing {
    pub fn new(bench: &Bench) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let secret = Secret::KeyFile(folder.path().join("key"));
        let clock = Arc::new(SystemClock::default());
        let store = Store::open(&folder.path().join("data"), &secret, clock.clone(), &Options::default());
        let opening = Opening {
            patient: Patient {
                id: uuid::Uuid::now_v7().to_string(),
                identifier: "B-1".to_owned(),
                name: "Bench".to_owned(),
                birth_date: None,
                sex: Sex::Unknown,
            },
            answers: Answers::default(),
            site: String::new(),
            device: String::new(),
            operator: String::new(),
        };
        let mut session = Session::open(&bench.examiner, clock.as_ref(), opening);
        for eye in [Laterality::Od, Laterality::Os] {
            let shot = capture::Shot { bytes: jpeg(Task::Dr, Some(eye)), source: "phantom".to_owned() };
            session.add(Some(eye), shot).expect("a picture");
        }
        let screened = session.conclude().expect("a record");
        Self { store: store.expect("a store"), screened, _folder: folder }
    }

    pub fn commit_one(&mut self) {
        let new_id = || uuid::Uuid::now_v7().to_string();
        let record = &mut self.screened.record;
        record.id = new_id();
        for (image, kept) in record.images.iter_mut().zip(&mut self.screened.images) {
            image.id = new_id();
            kept.id.clone_from(&image.id);
            // Other bytes each time, so that a file is written each time.
            kept.bytes.extend(record.id.bytes());
            image.bytes = kept.bytes.len() as u64;
            image.sha256 = sha256_hex(&kept.bytes);
        }
        for finding in &mut record.findings {
            finding.id = new_id();
            finding.image_id = None;
            finding.heatmap_id = None;
        }
        let images: Vec<(&str, &[u8])> =
            self.screened.images.iter().map(|kept| (kept.id.as_str(), kept.bytes.as_slice())).collect();
        self.store.commit(record, &images, &[]).expect("a commit");
    }
}
