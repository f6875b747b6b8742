use std::path::Path;

use super::manifest::Manifest;
use super::{Heat, Pack, PackError};
use crate::domain::Task;
use crate::imaging::{Gray, Picture, Rgb, prepare};
use crate::signing::{PublicKey, SecretKey, SigningError, seal};

fn folder(task: Task) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(task.code())
}

fn text() -> String {
    std::fs::read_to_string(folder(Task::Dr).join("manifest.toml")).unwrap()
}

fn load(task: Task) -> Pack {
    Pack::load(&folder(task), task, &PublicKey::development().unwrap()).unwrap()
}

fn parsed(text: &str) -> Manifest {
    toml::from_str(text).unwrap()
}

#[test]
fn a_threshold_of_another_model_or_preparation_is_refused() {
    let manifest = parsed(&text());
    assert!(manifest.operating_point("any").is_ok());
    assert!(
        matches!(manifest.operating_point("handheld"), Err(PackError::NoThreshold(_))),
        "never a silent reuse"
    );

    let mut foreign = manifest.clone();
    foreign.model.sha256 = "0".repeat(64);
    let refused = foreign.operating_point("any").unwrap_err();
    assert!(matches!(refused, PackError::ForeignThreshold { what: "model", .. }));

    let mut foreign = manifest.clone();
    foreign.input.preprocessing = "retina-9".to_owned();
    assert_eq!(foreign.operating_point("any").unwrap_err().code(), "pack-threshold");

    let mut none = manifest;
    none.operating_points.clear();
    assert!(matches!(none.operating_point("any"), Err(PackError::NoThreshold(_))));
}

#[test]
fn contradictions_in_the_numbers_are_found() {
    assert_eq!(parsed(&text()).complaint(), None);
    let wrong = |edit: fn(&mut Manifest)| {
        let mut manifest = parsed(&text());
        edit(&mut manifest);
        manifest.complaint().expect("a complaint")
    };
    assert!(wrong(|m| m.operating_points[0].threshold = 1.5).contains("threshold"));
    assert!(wrong(|m| m.operating_points[0].band = [0.9, 0.1]).contains("band"));
    assert!(wrong(|m| m.input.size = 4000).contains("size"));
    assert!(wrong(|m| m.input.std[1] = 0.0).contains("std"));
    assert!(wrong(|m| m.calibration.scale = f32::NAN).contains("calibration"));
    assert!(wrong(|m| m.grade.as_mut().unwrap().cuts[2] = 2.0).contains("cuts"));
    assert!(wrong(|m| m.grade = None).contains("grade"));
}

#[test]
fn unknown_keys_are_refused() {
    let more = format!("colour = 1\n{}", text());
    assert!(toml::from_str::<Manifest>(&more).is_err());
}

#[test]
fn a_manifest_says_what_its_network_was_made_from() {
    let training = parsed(&text()).training.unwrap();
    assert_eq!((training.commit.len(), training.data["idrid"].len()), (40, 64));
    let text = text();
    let (without, _) = text.split_once("[training]").unwrap();
    assert!(parsed(without).training.is_none());
}

#[test]
fn calibration_is_monotone_and_bounded() {
    let calibration = parsed(&text()).calibration;
    let scores: Vec<f32> = [-50.0, -1.0, 0.0, 1.0, 50.0].map(|logit| calibration.score(logit)).to_vec();
    assert!(scores.windows(2).all(|pair| pair[0] < pair[1]), "{scores:?}");
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
}

#[test]
fn heat_outside_the_mask_is_counted() {
    let heat = Heat { width: 2, height: 2, values: vec![3.0, 1.0, -5.0, 0.0] };
    let mut left = Gray::filled(2, 2, [0]);
    left.put(0, 0, [255]);
    left.put(0, 1, [255]);
    assert_eq!(heat.share_inside(&left), Some(0.75));
    let cold = Heat { values: vec![-1.0; 4], ..heat };
    assert_eq!(cold.share_inside(&left), None);
}

#[test]
fn a_pack_reads_the_same_picture_the_same_way() {
    for task in [Task::Dr, Task::Tb] {
        let pack = load(task);
        let prepared = prepare(task, &Picture::Rgb(Rgb::filled(400, 300, [90, 60, 40])), pack.size());
        let (first, second) = (pack.read(&prepared, "any").unwrap(), pack.read(&prepared, "any").unwrap());
        assert_eq!((first.score, first.outlier), (second.score, second.outlier));
        assert!((0.0..=1.0).contains(&first.score));
        assert_eq!(first.grade.is_some(), task == Task::Dr);
        assert_eq!(first.heat.values.len(), first.heat.width * first.heat.height);
        assert!(first.heat.width >= 4);
    }
}

#[test]
fn a_pack_refuses_the_other_disease_and_foreign_pixels() {
    let trusted = PublicKey::development().unwrap();
    let refused = Pack::load(&folder(Task::Dr), Task::Tb, &trusted).err().unwrap();
    assert_eq!(refused.code(), "pack-wrong-task");
    let pack = load(Task::Tb);
    let prepared = prepare(Task::Dr, &Picture::Rgb(Rgb::filled(64, 64, [0; 3])), pack.size());
    assert_eq!(pack.read(&prepared, "any").err().unwrap().code(), "pack-threshold");
}

/// A pack of its own, signed by `key` as it is.
fn copied(task: Task, key: &SecretKey) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for file in ["manifest.toml", "model.onnx", "card.md"] {
        std::fs::copy(folder(task).join(file), copy.path().join(file)).unwrap();
    }
    seal(copy.path(), key).unwrap();
    copy
}

#[test]
fn a_pack_with_an_altered_file_is_refused() {
    let key = SecretKey::generate().unwrap();
    let copy = copied(Task::Tb, &key);
    assert!(Pack::load(copy.path(), Task::Tb, &key.public()).is_ok());
    for file in ["manifest.toml", "model.onnx", "card.md"] {
        let path = copy.path().join(file);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let refused = Pack::load(copy.path(), Task::Tb, &key.public()).err().unwrap();
        assert!(
            matches!(&refused, PackError::Signing(SigningError::Altered(at)) if *at == path),
            "{file}: {refused}"
        );
        bytes[middle] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
    }
}

#[test]
fn a_programme_with_its_own_key_refuses_the_development_packs() {
    let own = SecretKey::generate().unwrap().public();
    let refused = Pack::load(&folder(Task::Dr), Task::Dr, &own).err().unwrap();
    assert_eq!(refused.code(), "pack-foreign-key");
    assert!(refused.to_string().contains("the development key"), "{refused}");
}

#[test]
fn a_signed_network_that_is_not_the_manifests_is_refused() {
    let key = SecretKey::generate().unwrap();
    let copy = copied(Task::Tb, &key);
    std::fs::copy(folder(Task::Dr).join("model.onnx"), copy.path().join("model.onnx")).unwrap();
    seal(copy.path(), &key).unwrap();
    let refused = Pack::load(copy.path(), Task::Tb, &key.public()).err().unwrap();
    assert!(matches!(refused, PackError::Altered { .. }), "{refused}");
}
