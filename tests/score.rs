//! The contract of `farlight score`, on real pictures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::Value;
use support::{Appliance, RETINA, picture, xray};

fn score(task: &str, files: &[&str]) -> (Vec<Value>, i32) {
    let mut arguments = vec!["score", "--task", task];
    arguments.extend(files);
    Appliance::new().json(&arguments)
}

fn keys(line: &Value) -> Vec<&str> {
    line.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_healthy_retina_is_gradable_and_negative() {
    let Some(file) = picture(RETINA) else { return };
    let (lines, status) = score("dr", &[file.to_str().unwrap()]);
    assert_eq!((lines.len(), status), (1, 0));
    let line = &lines[0];
    let names =
        ["file", "task", "gradable", "quality", "score", "grade", "outcome", "abstain_reason", "model", "ms"];
    assert_eq!(keys(line), names);
    assert_eq!(keys(&line["quality"]), ["score", "defects"]);
    assert_eq!(keys(&line["model"]), ["id", "version", "sha256"]);
    assert_eq!(keys(&line["ms"]), ["decode", "quality", "model", "total"]);
    assert_eq!(line["gradable"], true);
    assert_eq!(line["outcome"], "negative", "{line}");
    assert!(line["score"].as_f64().unwrap() < 0.5);
    assert!(line["grade"].as_u64().unwrap() <= 1);
}

#[test]
fn four_encodings_of_one_film_score_alike() {
    let names = ["RG1_UNCI", "RG1_UNCR", "RG1_J2KI", "RG1_J2KR"];
    let files: Option<Vec<_>> = names.iter().map(|name| picture(&xray(name))).collect();
    let Some(files) = files else { return };
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let (lines, status) = score("tb", &files);
    assert_eq!((lines.len(), status), (4, 0));
    let scores: Vec<f64> =
        lines.iter().map(|line| line["score"].as_f64().expect("gradable and scored")).collect();
    assert!(lines.iter().all(|line| line["gradable"] == true));
    for score in &scores {
        assert!((score - scores[0]).abs() <= 0.02, "{scores:?}");
    }
}

#[test]
fn wrong_pictures_are_named_and_get_no_score() {
    let cases = [("tb", xray("RG3_UNCI")), ("tb", RETINA.to_owned()), ("dr", xray("RG1_UNCI"))];
    for (task, name) in cases {
        let Some(file) = picture(&name) else { return };
        let (lines, status) = score(task, &[file.to_str().unwrap()]);
        assert_eq!(status, 0);
        assert_eq!(lines[0]["outcome"], "wrong-image", "{}", lines[0]);
        assert_eq!(lines[0]["score"], Value::Null);
        assert!(!lines[0]["quality"]["defects"].as_array().unwrap().is_empty());
        let (lines, _) = score(task, &["--no-gate", file.to_str().unwrap()]);
        assert_eq!(lines[0]["gated"], true);
        assert!(lines[0]["score"].is_number());
    }
}

#[test]
fn unreadable_files_get_a_line_and_the_rest_go_on() {
    let Some(retina) = picture(RETINA) else { return };
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("letter.jpg");
    std::fs::write(&text, "Dear colleague, the picture follows.").unwrap();
    let files = ["missing.png", text.to_str().unwrap(), retina.to_str().unwrap()];
    let (lines, status) = score("dr", &files);
    assert_eq!(status, 1);
    let codes: Vec<&Value> = lines.iter().map(|line| &line["error"]["code"]).collect();
    assert_eq!(codes, [&Value::from("unreadable"), &Value::from("unknown-format"), &Value::Null]);
    assert!(lines[0]["error"]["message"].as_str().unwrap().len() > 10);
    assert!(lines[2]["score"].is_number());
}

#[test]
fn heatmaps_are_written_where_asked() {
    let Some(retina) = picture(RETINA) else { return };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("heat");
    let (lines, _) = score("dr", &["--heatmaps", out.to_str().unwrap(), retina.to_str().unwrap()]);
    let bytes = std::fs::read(lines[0]["heatmap"].as_str().unwrap()).unwrap();
    assert!(bytes.starts_with(b"\x89PNG"));
}

#[test]
fn nothing_is_stored() {
    let Some(retina) = picture(RETINA) else { return };
    let appliance = Appliance::new();
    appliance.json(&["score", "--task", "dr", retina.to_str().unwrap()]);
    assert_eq!(std::fs::read_dir(appliance.folder.path()).unwrap().count(), 0);
}
