//! Cameras as the rest of the program meets them: opened by a line of text, pictures as bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may stop a test")]

use std::time::{Duration, Instant};

use farlight::capture::phantom::{Fault, Finding, chest, fundus};
use farlight::capture::{CaptureError, Request, Shot, list_cameras, open};
use farlight::domain::{FaultClass, Laterality, Task};
use farlight::imaging::{Gray, Rgb};
use sha2::{Digest as _, Sha256};

const SIZE: usize = 384;
const WAIT: Duration = Duration::from_secs(30);

fn request(eye: Laterality, attempt: u32) -> Request {
    Request { task: Task::Dr, laterality: Some(eye), attempt }
}

fn film(attempt: u32) -> Request {
    Request { task: Task::Tb, laterality: None, attempt }
}

fn shoot(spec: &str, request: Request) -> Result<Shot, CaptureError> {
    open(spec).unwrap().capture(&request, WAIT)
}

fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

fn eye(eye: Laterality, faults: &[Fault]) -> Rgb {
    fundus(SIZE, 5, eye, 0, 1, faults)
}

fn lungs(faults: &[Fault]) -> Gray {
    chest(SIZE, 5, Finding::None, 1, faults)
}

fn mean(image: &Gray) -> f64 {
    image.data().iter().map(|&v| f64::from(v)).sum::<f64>() / image.data().len() as f64
}

/// Mean over the middle half of the picture, where the field always lies.
fn middle(image: &Gray) -> Gray {
    image.crop(SIZE / 4, SIZE / 4, SIZE / 2, SIZE / 2)
}

/// Mean square of the second difference at half size, over three pixels, where noise
/// counts little: falls with sharpness.
fn detail(image: &Gray) -> f64 {
    let image = image.resize(image.width() / 2, image.height() / 2);
    let bends: Vec<f64> = image
        .data()
        .chunks(image.width())
        .flat_map(|row| row.windows(7).map(|w| f64::from(w[0]) + f64::from(w[6]) - 2.0 * f64::from(w[3])))
        .collect();
    bends.iter().map(|bend| bend * bend).sum::<f64>() / bends.len() as f64
}

fn deviation(image: &Gray) -> f64 {
    let middle = mean(image);
    let sum: f64 = image.data().iter().map(|&v| (f64::from(v) - middle).powi(2)).sum();
    (sum / image.data().len() as f64).sqrt()
}

/// Part of the pixels for which `test` holds.
fn part(image: &Gray, test: impl Fn(u8) -> bool) -> f64 {
    image.data().iter().filter(|&&v| test(v)).count() as f64 / image.data().len() as f64
}

/// Column of the brightest patch, which is the optic disc.
fn disc_column(image: &Rgb) -> usize {
    let small = image.resize(SIZE / 12, SIZE / 12).to_gray();
    let brightest = (0..small.data().len()).max_by_key(|&i| small.data()[i]).unwrap();
    brightest % small.width() * 12
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    let first = |spec: &str, request| digest(&shoot(spec, request).unwrap().bytes);
    let od = request(Laterality::Od, 1);
    assert_eq!(first("phantom:size=256,seed=9", od), first("phantom:size=256,seed=9", od));
    assert_ne!(first("phantom:size=256,seed=9", od), first("phantom:size=256,seed=10", od));
    assert_eq!(first("phantom:size=256,tb=cavity", film(1)), first("phantom:size=256,tb=cavity", film(1)));
    assert_ne!(first("phantom:size=256,tb=cavity", film(1)), first("phantom:size=256", film(1)));
    // A retake is another photograph of the same eye.
    assert_ne!(first("phantom:size=256", od), first("phantom:size=256", request(Laterality::Od, 2)));
}

#[test]
fn the_disc_is_on_the_right_in_a_right_eye_and_on_the_left_in_a_left_one() {
    for seed in 1..=6 {
        let right = fundus(SIZE, seed, Laterality::Od, 0, 1, &[]);
        let left = fundus(SIZE, seed, Laterality::Os, 0, 1, &[]);
        assert!(disc_column(&right) > SIZE * 55 / 100, "seed {seed}: {}", disc_column(&right));
        assert!(disc_column(&left) < SIZE * 45 / 100, "seed {seed}: {}", disc_column(&left));
    }
}

#[test]
fn more_disease_leaves_more_red_and_yellow_spots() {
    // Dark spots on the retina: the grade 3 eye has over 80 haemorrhages.
    let dark = |grade| {
        let image = fundus(SIZE, 5, Laterality::Od, grade, 1, &[]);
        let green: Vec<u8> = image.data().chunks(3).map(|p| p[1]).collect();
        part(&middle(&Gray::from_raw(SIZE, SIZE, green).unwrap()), |v| v < 40)
    };
    let (none, severe) = (dark(0), dark(3));
    assert!(severe > none + 0.01, "{none} {severe}");
}

#[test]
fn faults_of_light_change_what_the_gate_measures() {
    for (good, with) in [
        (
            eye(Laterality::Od, &[]).to_gray(),
            &(|f| eye(Laterality::Od, &[f]).to_gray()) as &dyn Fn(Fault) -> Gray,
        ),
        (lungs(&[]), &|f| lungs(&[f])),
    ] {
        assert!(mean(&with(Fault::Dark)) < 0.25 * mean(&good));
        assert!(mean(&middle(&with(Fault::Bright))) > 1.3 * mean(&middle(&good)));
        let (blurred, sharp) = (detail(&middle(&with(Fault::Blur))), detail(&middle(&good)));
        assert!(blurred < 0.6 * sharp, "{blurred} {sharp}");
        assert!(deviation(&middle(&with(Fault::Haze))) < 0.35 * deviation(&middle(&good)));
        assert!(part(&with(Fault::Glare), |v| v > 245) > part(&good, |v| v > 245) + 0.05);
    }
}

#[test]
fn faults_of_place_move_the_subject() {
    let black = |image: &Gray| part(image, |v| v < 12);
    let good = eye(Laterality::Od, &[]);
    assert!(black(&eye(Laterality::Od, &[Fault::OffCentre]).to_gray()) > black(&good.to_gray()) + 0.15);
    // Without a disc nothing stands out as bright.
    let bright = |image: &Rgb| *image.resize(SIZE / 12, SIZE / 12).to_gray().data().iter().max().unwrap();
    assert!(bright(&eye(Laterality::Od, &[Fault::Gaze])) + 30 < bright(&good));
    // The black corners of a fundus are gone when the picture shows something else.
    assert!(black(&eye(Laterality::Od, &[Fault::Wrong]).to_gray()) < 0.05);
    let film = lungs(&[]);
    // The air beside the neck.
    let corner = |image: &Gray| mean(&image.crop(0, 0, 40, 16));
    assert!(corner(&film) < 40.0 && corner(&lungs(&[Fault::Inverted])) > 215.0);
    assert_ne!(lungs(&[Fault::Rotated]).data(), film.data());
    assert_ne!(lungs(&[Fault::CutOff]).data(), film.data());
}

#[test]
fn the_heart_lies_on_the_right_of_the_film() {
    let film = lungs(&[]);
    let band = |x: usize| mean(&film.crop(x, SIZE * 58 / 100, SIZE / 8, SIZE / 12));
    assert!(band(SIZE * 55 / 100) > band(SIZE * 32 / 100) + 40.0);
}

#[test]
fn findings_whiten_the_lungs() {
    let lung =
        |finding| mean(&chest(SIZE, 5, finding, 1, &[]).crop(SIZE / 5, SIZE / 5, SIZE * 3 / 5, SIZE / 2));
    let clear = lung(Finding::None);
    for finding in [Finding::Infiltrate, Finding::Cavity, Finding::Miliary, Finding::Effusion] {
        assert!(lung(finding) > clear + 0.5, "{finding:?}: {} {clear}", lung(finding));
    }
}

#[test]
fn a_fault_can_be_for_one_attempt_only() {
    let spec = "phantom:size=128,fault=truncated@1+unplug@2";
    let whole = |bytes: &[u8]| bytes.starts_with(&[0xff, 0xd8]) && bytes.ends_with(&[0xff, 0xd9]);
    let mut camera = open(spec).unwrap();
    let mut shot = |attempt| camera.capture(&request(Laterality::Od, attempt), WAIT);
    assert!(!whole(&shot(1).unwrap().bytes));
    assert_eq!(shot(2).unwrap_err().code(), "camera-unplugged");
    let third = shot(3).unwrap();
    assert!(whole(&third.bytes));
    assert_eq!(third.source, "phantom");
}

#[test]
fn a_camera_that_stalls_gives_up_after_the_wait() {
    let start = Instant::now();
    let mut camera = open("phantom:fault=stall").unwrap();
    let error = camera.capture(&film(1), Duration::from_millis(20)).unwrap_err();
    assert_eq!((error.code(), error.class()), ("camera-stalled", FaultClass::NeedsOperator));
    assert!(start.elapsed() >= Duration::from_millis(20));
}

#[test]
fn settings_that_mean_nothing_are_refused_with_what_is_known() {
    for (spec, word) in [
        ("", "phantom"),
        ("webcam", "v4l:/dev/video0"),
        ("v4l:", "PATH"),
        ("dir", "PATH"),
        ("phantom:colour=red", "os.fault"),
    ] {
        let error = open(spec).err().unwrap();
        assert_eq!(error.code(), "camera-setting");
        assert!(error.to_string().contains(word), "{spec}: {error}");
    }
}

#[test]
fn devices_that_are_no_cameras_are_told_apart() {
    let code = |spec: &str| shoot(spec, film(1)).unwrap_err().code();
    assert_eq!(code("v4l:/dev/video-that-is-not-there"), "no-camera");
    assert_eq!(code("v4l:/dev/null"), "not-a-camera");
    // Whatever this machine has, listing it ends and names only devices with formats.
    assert!(list_cameras().iter().all(|camera| !camera.formats.is_empty()));
}
