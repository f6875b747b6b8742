use super::features::{self, Features};
use super::judge::{CHEST, Grader, KIND, RETINA, judge};
use super::model::Model;
use super::view::View;
use crate::domain::{Defect, ImageKind, Task};
use crate::imaging::{Gray, Picture, Rgb};

fn drawn(width: usize, height: usize, colour: impl Fn(f32, f32) -> [u8; 3]) -> Picture {
    let mut out = Rgb::filled(width, height, [0; 3]);
    for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
        out.put(x, y, colour((x as f32 + 0.5) / width as f32 - 0.5, (y as f32 + 0.5) / height as f32 - 0.5));
    }
    Picture::Rgb(out)
}

fn measured(list: &[(&str, f32)]) -> Features {
    list.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
}

#[test]
fn the_shipped_models_read_what_is_measured() {
    let view = View::of(&drawn(200, 200, |x, y| [200, 90, if x.hypot(y) < 0.4 { 50 } else { 0 }]));
    assert_eq!(KIND.classes(&features::kind(&view)).len(), 3);
    assert_eq!(RETINA.model.classes(&features::retina(&view)).len(), 2);
    assert_eq!(CHEST.model.classes(&features::chest(&view)).len(), CHEST.classes.len() + 1);
    for limit in &RETINA.limits {
        assert!(features::retina(&view).iter().any(|(name, _)| *name == limit.feature), "{}", limit.feature);
    }
}

#[test]
fn what_nobody_would_call_a_retina_is_refused() {
    let ball = |x: f32, y: f32| {
        let light = (1.2 - 2.0 * (x + 0.1).hypot(y + 0.1)).clamp(0.0, 1.0);
        if x.hypot(y) < 0.4 {
            [(230.0 * light) as u8, (40.0 * light) as u8, (30.0 * light) as u8]
        } else {
            [0; 3]
        }
    };
    let pictures = [
        drawn(300, 300, |_, _| [0; 3]),
        drawn(300, 300, |_, _| [255; 3]),
        drawn(300, 200, |_, _| [190, 80, 30]),
        drawn(300, 300, |x, y| if x.hypot(y) < 0.45 { [200, 90, 40] } else { [0; 3] }),
        drawn(300, 300, ball),
        drawn(300, 300, |x, y| if (x * 40.0).sin() * (y * 40.0).sin() > 0.0 { [255; 3] } else { [0; 3] }),
        drawn(300, 300, |x, y| [((x + 0.5) * 255.0) as u8, ((y + 0.5) * 255.0) as u8, 90]),
    ];
    for (number, picture) in pictures.iter().enumerate() {
        for (task, defect) in [(Task::Dr, Defect::NotARetina), (Task::Tb, Defect::NotAChest)] {
            let report = judge(task, picture);
            assert_eq!(
                (report.kind, report.gradable),
                (ImageKind::Neither, false),
                "picture {number}: {report:?}"
            );
            assert!(report.quality.defects.contains(&defect), "picture {number}: {report:?}");
        }
    }
}

#[test]
fn every_size_and_shape_has_an_answer() {
    for (width, height) in [(0, 0), (1, 1), (1, 900), (900, 1), (2, 3), (99, 400), (16, 16)] {
        for task in [Task::Dr, Task::Tb] {
            let gray = judge(task, &Picture::Gray(Gray::filled(width, height, [77])));
            let rgb = judge(task, &Picture::Rgb(Rgb::filled(width, height, [200, 80, 30])));
            for report in [gray, rgb] {
                assert!(
                    !report.gradable && !report.quality.defects.is_empty(),
                    "{width}x{height}: {report:?}"
                );
                assert!((0.0..=1.0).contains(&report.quality.score));
            }
        }
    }
}

#[test]
fn a_model_computes_what_is_written() {
    let text = r#"{"names":["a","b"],"start":[0.5,0],
        "linear":[{"middle":1,"scale":2,"weights":[1,0]},{"middle":0,"scale":1,"weights":[0.25,0]}],
        "trees":[{"class":0,"nodes":[[1,3,1,2],-9,[0,5,3,4],2,-9]},{"class":1,"nodes":[[0,5,9,9]]}]}"#;
    let model: Model = serde_json::from_str(text).unwrap();
    // a: (5 - 1) / 2 = 2; b: 100 is bounded to 4 and adds 1; b > 3 and a <= 5 give 2 by the first tree;
    // the second points nowhere and adds nothing. 0.5 + 2 + 1 + 2 = 5.5 against 0.
    let classes = model.classes(&measured(&[("b", 100.0), ("other", 9.0), ("a", 5.0)]));
    let wanted = 1.0 / (1.0 + (-5.5_f32).exp());
    assert!((classes[0] - wanted).abs() < 1e-5 && (classes[1] - 1.0 + wanted).abs() < 1e-5, "{classes:?}");
    assert!(model.classes(&measured(&[("a", 5.0)])).is_empty(), "a missing measure refuses");
}

#[test]
fn whatever_is_stopped_has_a_name() {
    let text = r#"{"model":{"names":["light"],"start":[0,0],
        "linear":[{"middle":0,"scale":1,"weights":[1,-1]}]},"classes":[],"cut":0.5,"limits":[
        {"defect":"too-dark","feature":"light","side":-1,"value":-2,"scale":1},
        {"defect":"reflection","feature":"glow","side":1,"value":3,"scale":1}]}"#;
    let grader: Grader = serde_json::from_str(text).unwrap();
    let grade = |light, glow| grader.grade(&measured(&[("light", light), ("glow", glow)])).defects;
    assert_eq!(grade(1.0, 4.0), [], "good enough by its score, a little beyond a limit");
    assert_eq!(grade(1.0, 9.0), [Defect::Reflection], "far beyond a limit no score helps");
    assert_eq!(grade(-3.0, 0.0), [Defect::TooDark]);
    assert_eq!(grade(-3.0, 9.0), [Defect::Reflection, Defect::TooDark], "the worse one first");
    assert_eq!(grade(-0.5, 2.9), [Defect::Reflection], "the nearest limit, when none is crossed");
    assert_eq!(Grader::default().grade(&measured(&[("light", 1.0)])).defects, [Defect::LowContrast]);
}
