//! The gate on real pictures: nothing of this lies in the repository, so each part looks for its own
//! and says when it is missing: the public test pictures, and `../shared/data` with the training sets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::{Path, PathBuf};

use farlight::domain::{Defect, ImageKind, Task};
use farlight::imaging::decode::decode;
use farlight::imaging::{Picture, prepare};
use farlight::quality::{Report, judge};

fn picture(path: &Path) -> Picture {
    let bytes = std::fs::read(path).unwrap();
    decode(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display())).picture
}

/// Some pictures of a training set, evenly spread over its files.
fn some(set: &str, count: usize) -> Vec<PathBuf> {
    let folder = Path::new("../shared/data").join(set);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not here", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let step = (files.len() / count).max(1);
    files.into_iter().step_by(step).collect()
}

fn assert_wrong(report: &Report, defect: Defect) {
    assert!(!report.gradable);
    assert_eq!(report.quality.defects, [defect]);
}

#[test]
fn a_healthy_retina_is_gradable_and_no_chest() {
    let Some(file) = support::picture("scikit-image/skimage/data/retina.jpg") else { return };
    let retina = picture(&file);
    let report = judge(Task::Dr, &retina);
    assert_eq!((report.kind, report.gradable), (ImageKind::Retina, true), "{report:?}");
    assert_wrong(&judge(Task::Tb, &retina), Defect::NotAChest);
    let field = prepare(Task::Dr, &retina, 320);
    assert!((field.crop.width - field.crop.height).abs() < 1.0, "{:?}", field.crop);
    assert!((1300.0..1500.0).contains(&field.crop.width), "{:?}", field.crop);
}

#[test]
fn a_chest_film_is_gradable_and_no_retina_either_way_round() {
    let Some(file) = support::picture("pydicom-data/data_store/data/RG1_UNCI.dcm") else { return };
    let film = picture(&file);
    let negative = match &film {
        Picture::Gray(image) => {
            let mut image = image.clone();
            image.data_mut().iter_mut().for_each(|value| *value = 255 - *value);
            Picture::Gray(image)
        }
        Picture::Rgb(_) => panic!("a film is grey"),
    };
    for film in [&film, &negative] {
        let report = judge(Task::Tb, film);
        assert_eq!((report.kind, report.gradable), (ImageKind::Chest, true), "{report:?}");
        assert_wrong(&judge(Task::Dr, film), Defect::NotARetina);
    }
    let (one, other) = (prepare(Task::Tb, &film, 224), prepare(Task::Tb, &negative, 224));
    let apart: u64 =
        one.image.data().iter().zip(other.image.data()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    assert!(apart / (224 * 224 * 3) < 4, "a film and its negative look alike to the model: {apart}");
}

#[test]
fn an_ankle_and_everyday_pictures_are_neither() {
    let Some(ankle) = support::picture("pydicom-data/data_store/data/RG3_UNCI.dcm") else { return };
    let mut files = vec![ankle];
    for name in
        ["astronaut.png", "chelsea.png", "coffee.png", "brick.png", "page.png", "moon.png", "rocket.jpg"]
    {
        files.extend(support::picture(&format!("scikit-image/skimage/data/{name}")));
    }
    for file in files {
        let picture = picture(&file);
        assert_eq!(judge(Task::Dr, &picture).kind, ImageKind::Neither, "{}", file.display());
        assert_wrong(&judge(Task::Tb, &picture), Defect::NotAChest);
    }
}

#[test]
fn good_pictures_of_every_source_pass() {
    let sets = [
        (Task::Dr, "fundus/idrid"),
        (Task::Dr, "fundus/srahim600"),
        (Task::Tb, "chest/shenzhen128"),
        (Task::Tb, "chest/mixed256/mendeley_pakistan/normal"),
        (Task::Tb, "chest/mixed256/covid19_radiography_db/normal"),
        (Task::Tb, "chest/mixed256/rahman_qatar_tb/tb"),
    ];
    for (task, set) in sets {
        let files = some(set, 25);
        let stopped: Vec<_> =
            files.iter().map(|file| judge(task, &picture(file))).filter(|r| !r.gradable).collect();
        assert!(
            stopped.len() * 10 <= files.len(),
            "{set}: {} of {}: {stopped:?}",
            stopped.len(),
            files.len()
        );
        let other = if task == Task::Dr { ImageKind::Chest } else { ImageKind::Retina };
        assert!(stopped.iter().all(|report| report.kind != other), "{set}: {stopped:?}");
    }
}
