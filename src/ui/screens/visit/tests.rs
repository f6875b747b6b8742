//! Every screen of an encounter in every language and size. With `FARLIGHT_SCREENS=FOLDER` they are
//! also painted, to be looked at.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod sample;

use std::path::Path;

use self::sample::{every, pictures, shown, visit};
use super::super::{Pictures, Scene};
use crate::domain::{Disposition, Task};
use crate::flow::{Action, Model, Screen, Step, Tab, Visit};
use crate::imaging::encode::png_rgb;
use crate::locale::{Direction, Language, Locale};
use crate::ui::audit::audit;
use crate::ui::{Fonts, Painter, Palette, Stage, Theme, View};

const SIZES: [(i32, i32); 3] = [(800, 480), (1024, 600), (1280, 800)];

fn stage(size: (i32, i32), locale: &Locale, palette: Palette) -> Stage {
    Stage { size, theme: Theme::new(palette), rtl: locale.direction() == Direction::RightToLeft }
}

fn model(visit: &Visit) -> Model {
    Model { screen: Screen::Visit(Box::new(visit.clone())), ..Model::default() }
}

fn lay(
    visit: &Visit,
    now_ms: u64,
    locale: &Locale,
    pictures: &Pictures,
    stage: &Stage,
    fonts: &mut Fonts,
) -> View<Action> {
    let mut model = model(visit);
    model.desk.now_ms = now_ms;
    let scene = Scene { model: &model, locale, pictures, stage };
    super::super::draw(&scene, fonts)
}

#[test]
fn every_step_can_be_read_and_hit_in_every_language() {
    let (pictures, mut fonts, mut wrong) = (pictures(), Fonts::new(), Vec::new());
    for language in Language::ALL.into_iter().chain([Language::Pseudo]) {
        let locale = Locale::new(language, false);
        for size in SIZES {
            for (name, visit, now_ms) in every() {
                let stage = stage(size, &locale, Palette::Dark);
                let view = lay(&visit, now_ms, &locale, &pictures, &stage, &mut fonts);
                wrong.extend(
                    audit(&view).into_iter().map(|it| format!("{name} {language:?} {size:?} {it:?}")),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn light_is_as_readable_as_dark() {
    let (pictures, mut fonts, locale) = (pictures(), Fonts::new(), Locale::new(Language::English, false));
    for (name, visit, now_ms) in every() {
        let stage = stage(SIZES[0], &locale, Palette::Light);
        assert_eq!(audit(&lay(&visit, now_ms, &locale, &pictures, &stage, &mut fonts)), [], "{name}");
    }
}

#[test]
fn whatever_acts_is_called_by_a_name_that_no_language_changes() {
    let (pictures, mut fonts) = (pictures(), Fonts::new());
    let mut tags = |language| {
        let locale = Locale::new(language, false);
        let stage = stage(SIZES[0], &locale, Palette::Dark);
        let mut tags = Vec::new();
        for (name, visit, now_ms) in every() {
            let view = lay(&visit, now_ms, &locale, &pictures, &stage, &mut fonts);
            let acting = view.nodes().filter(|node| node.press.is_some());
            tags.extend(acting.map(|node| format!("{name} {}", node.tag)));
        }
        tags
    };
    let english = tags(Language::English);
    assert!(!english.iter().any(|tag| tag.ends_with(" button") || tag.ends_with(" list row")), "{english:?}");
    assert_eq!(english, tags(Language::Arabic));
}

/// The words that a person finds on a screen.
fn words(view: &View<Action>) -> String {
    view.print()
}

#[test]
fn a_result_says_what_is_done_by_when_and_what_was_not_looked_for() {
    let (pictures, mut fonts, locale) = (pictures(), Fonts::new(), Locale::new(Language::English, false));
    let stage = stage(SIZES[0], &locale, Palette::Dark);
    let step = Step::Result(shown(Task::Dr, Disposition::Refer));
    let said = words(&lay(&visit(Task::Dr, step), 0, &locale, &pictures, &stage, &mut fonts));
    for wanted in [
        "Display \"Refer\"",
        "icon Triangle",
        "an eye specialist must see this eye within 3 months",
        "Due: 30 May 2026",
        "Does not look for: glaucoma, cataract",
        "Research use only",
        "Right eye (OD)",
        "Left eye (OS)",
    ] {
        assert!(said.contains(wanted), "{wanted} is missing in\n{said}");
    }
}

#[test]
fn an_eye_that_was_not_seen_never_wears_the_sign_of_health() {
    for (disposition, wanted) in [
        (Disposition::Negative, "Disc"),
        (Disposition::Refer, "Triangle"),
        (Disposition::Urgent, "Square"),
        (Disposition::Assess, "Diamond"),
    ] {
        let sign = super::result::sign(&shown(Task::Dr, disposition).record);
        assert_eq!(format!("{:?}", sign.icon()), wanted);
    }
    let mut record = shown(Task::Dr, Disposition::Refer).record;
    record.findings.iter_mut().for_each(|finding| finding.outcome = crate::domain::Outcome::Ungradable);
    assert_eq!(format!("{:?}", super::result::sign(&record).icon()), "Diamond");
}

#[test]
fn a_finger_takes_the_corner_of_its_quarter_along() {
    let (pictures, mut fonts, locale) = (pictures(), Fonts::new(), Locale::new(Language::Arabic, false));
    let (_, visit, _) = every().into_iter().find(|(name, ..)| *name == "corners").unwrap();
    let stage = stage(SIZES[0], &locale, Palette::Dark);
    let view = lay(&visit, 0, &locale, &pictures, &stage, &mut fonts);
    let film = view.find("film").unwrap().rect;
    for (corner, (x, y)) in [(0, (0.1, 0.2)), (1, (0.9, 0.2)), (2, (0.8, 0.7)), (3, (0.2, 0.9))] {
        let at = |from: i32, side: i32, share: f32| from + (side as f32 * share) as i32;
        let (_, action) =
            view.hit(at(film.x, film.width, x), at(film.y, film.height, y)).expect("a corner to take");
        let Action::MoveCorner(taken, across, down) = action else { panic!("{action:?}") };
        assert_eq!(taken, corner);
        assert!((across - x).abs() < 0.01 && (down - y).abs() < 0.01, "{across} {down}");
    }
}

#[test]
fn the_patient_is_named_on_every_screen() {
    let (pictures, mut fonts, locale) = (pictures(), Fonts::new(), Locale::new(Language::English, false));
    for (name, visit, _) in every() {
        let stage = stage(SIZES[0], &locale, Palette::Dark);
        let model = model(&visit);
        let scene = Scene { model: &model, locale: &locale, pictures: &pictures, stage: &stage };
        let said = words(&super::super::draw(&scene, &mut fonts));
        assert!(said.contains(&visit.patient.name), "{name} does not say whose it is:\n{said}");
    }
}

#[test]
fn the_heat_is_never_called_a_diagnosis() {
    let (pictures, mut fonts, locale) = (pictures(), Fonts::new(), Locale::new(Language::English, false));
    let mut result = shown(Task::Dr, Disposition::Refer);
    result.tab = Tab::Heatmap;
    let visit = visit(Task::Dr, Step::Result(result));
    let stage = stage(SIZES[0], &locale, Palette::Dark);
    let view = lay(&visit, 0, &locale, &pictures, &stage, &mut fonts);
    assert!(words(&view).contains("Where the model looked, not a diagnosis"));
    let slider = view.find("opacity").unwrap().rect;
    let (_, action) = view.hit(slider.x, slider.y + 9).unwrap();
    assert_eq!(action, Action::Opacity(0));
}

/// No test of its own: paints what a person shall look at.
#[test]
fn paint_to_look_at() {
    let Some(folder) = std::env::var_os("FARLIGHT_SCREENS") else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let (pictures, mut painter) = (pictures(), Painter::default());
    let looks = [
        (Language::English, Palette::Dark, SIZES[0]),
        (Language::English, Palette::Light, SIZES[0]),
        (Language::Arabic, Palette::Dark, SIZES[0]),
        (Language::Pseudo, Palette::Dark, SIZES[0]),
        (Language::English, Palette::Light, SIZES[2]),
    ];
    for (language, palette, size) in looks {
        let locale = Locale::new(language, false);
        for (name, visit, now_ms) in every() {
            let stage = stage(size, &locale, palette);
            let view = lay(&visit, now_ms, &locale, &pictures, &stage, &mut painter.fonts);
            let mut canvas = crate::display::Canvas::new(size.0 as usize, size.1 as usize);
            let whole = canvas.area();
            painter.paint(&view, &mut canvas, &[whole]);
            let file = format!("{}-{palette:?}-{}-{name}.png", language.code(), size.0);
            std::fs::write(Path::new(&folder).join(file), png_rgb(&canvas.to_rgb()).unwrap()).unwrap();
        }
    }
}
