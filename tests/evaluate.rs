//! `farlight evaluate` on labelled phantoms: 12 people with two eyes each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::Path;

use farlight::capture::phantom::{Fault, fundus};
use farlight::domain::Laterality;
use farlight::imaging::encode;
use serde_json::Value;
use support::Appliance;

/// ICDR grade of both eyes of each person.
const GRADES: [u8; 12] = [0, 4, 0, 3, 1, 4, 0, 2, 0, 3, 1, 4];

/// Draws the pictures, and writes labels with two rows that cannot be used.
fn draw(folder: &Path) {
    std::fs::create_dir_all(folder.join("pictures")).unwrap();
    let mut labels = "file;label;grade;patient;eye;age;name\n".to_owned();
    for (number, grade) in (0..).zip(GRADES) {
        for (eye, code) in [(Laterality::Od, "right"), (Laterality::Os, "left")] {
            let faults: &[Fault] = if number == 11 { &[Fault::Dark] } else { &[] };
            let picture = fundus(400, 900 + number, eye, grade, 1, faults);
            let name = format!("Visitor-{number}-{code}.jpg");
            std::fs::write(folder.join("pictures").join(&name), encode::jpeg(&picture, 92).unwrap()).unwrap();
            let (label, age) = (u8::from(grade >= 2), 40 + number);
            labels += &format!("{name};{label};{grade};NR-{number};{code};{age};Visitor\n");
        }
    }
    labels += "Visitor-lost.jpg;1;3;NR-0;left;40;Visitor\n";
    labels += "Visitor-0-left.jpg;perhaps;;NR-0;left;40;Visitor\n";
    std::fs::write(folder.join("labels.csv"), labels).unwrap();
}

fn evaluate(appliance: &Appliance, out: &str, more: &[&str]) -> Value {
    let mut arguments = vec!["evaluate", "--task", "dr", "--labels", "labels.csv", "--out", out, "pictures"];
    arguments.extend(more);
    let (lines, status) = appliance.json(&arguments);
    assert_eq!((lines.len(), status), (1, 1), "two rows cannot be used: {lines:?}");
    let text = std::fs::read(appliance.folder.path().join(out).join("report.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

fn read(appliance: &Appliance, name: &str) -> String {
    std::fs::read_to_string(appliance.folder.path().join(name)).unwrap()
}

#[test]
fn labelled_pictures_in_a_report_out() {
    let appliance = Appliance::new();
    draw(appliance.folder.path());
    let report = evaluate(&appliance, "first", &[]);

    let counts = &report["counts"];
    let number = |name: &str| counts[name].as_u64().unwrap();
    assert_eq!([number("rows"), number("pictures"), number("patients")], [26, 24, 12]);
    assert_eq!([number("positives"), number("negatives")], [12, 12]);
    let not_read = serde_json::json!([{ "row": 26, "code": "unreadable" }, { "row": 27, "code": "label" }]);
    assert_eq!(report["not_read"], not_read);

    let auc = &report["auc"];
    assert_eq!(auc["method"], "patient-bootstrap");
    let value = |figure: &Value, name: &str| figure[name].as_f64().unwrap();
    assert!(value(auc, "value") > 0.7, "phantoms are told apart: {auc}");
    assert!(value(auc, "low") <= value(auc, "value") && value(auc, "value") <= value(auc, "high"));
    let in_force = &report["thresholds"][0];
    assert_eq!(in_force["name"], "in force");
    let scored =
        in_force["sensitivity"]["of"].as_u64().unwrap() + in_force["specificity"]["of"].as_u64().unwrap();
    assert_eq!(scored, number("scored"));
    let refused = report["gradability"]["refused"]["hits"].as_u64().unwrap();
    assert!(refused >= 2 && scored + refused == 24, "the dark ones are refused: {refused}");
    let eye = &report["subgroups"].as_array().unwrap()[0];
    assert_eq!(eye["name"], "eye");
    assert_eq!(eye["groups"][0]["pictures"], 12);
    assert!(report["words"][0].as_str().unwrap().starts_with("35 confirmed positives are needed"));
    assert!(report["speed"]["pictures_per_second"].as_f64().unwrap() > 0.0);

    for name in ["first/report.json", "first/report.html", "first/scores.csv"] {
        let text = read(&appliance, name);
        assert!(!text.contains("Visitor") && !text.contains("NR-"), "{name} tells who it was");
    }
    assert!(read(&appliance, "first/report.html").contains("<svg"));
    assert_eq!(read(&appliance, "first/scores.csv").lines().count(), 25);

    let again = evaluate(&appliance, "second", &["--names"]);
    for part in ["auc", "thresholds", "calibration", "grades", "subgroups", "as_acted"] {
        assert_eq!(again[part], report[part], "{part}: the same pictures say the same");
    }
    assert_eq!(again["not_read"][0]["file"], "Visitor-lost.jpg");

    let (lines, status) = appliance.json(&["evaluate", "compare", "first", "second"]);
    assert_eq!(status, 0, "{lines:?}");
    let comparison = &lines[0]["comparison"];
    assert_eq!(comparison["pictures"], 24);
    assert_eq!(comparison["auc"]["gain"]["value"], 0.0);
    assert_eq!(comparison["negatives"]["p"], 1.0);
}

#[test]
fn without_a_readable_picture_there_is_no_report() {
    let appliance = Appliance::new();
    std::fs::write(appliance.folder.path().join("labels.csv"), "file,label\na.jpg,1\n").unwrap();
    let arguments = ["evaluate", "--task", "tb", "--labels", "labels.csv", "--out", "out", "."];
    let (lines, status) = appliance.json(&arguments);
    assert_eq!((status, &lines[0]["error"]["code"]), (1, &"no-pictures".into()));
    let status = appliance.run(&["evaluate", "--task", "tb"]).status.code();
    assert_eq!(status, Some(2), "labels, out and a folder are needed");
}
