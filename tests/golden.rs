//! Every screen in nine languages and a pseudo-language 40 % longer, on three panels, light and dark:
//! nothing overflows, overlaps or is too small to hit, and every pixel is as recorded.
//!
//! `make golden` records the pictures that `draw::recorded` names, and the printed trees.
//! `FARLIGHT_GOLDEN_ONLY=settings` keeps to the scenes whose names begin so,
//! `FARLIGHT_GOLDEN_LANGUAGES=en,ar` to these languages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod golden {
    pub mod draw;
    pub mod kiosk;
    pub mod people;
    pub mod record;
    pub mod scenes;
}

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use farlight::locale::{Language, Locale};
use farlight::ui::audit::audit;
use farlight::ui::theme::{SHAPE_CONTRAST, contrast};
use farlight::ui::vision::{Vision, distance};
use farlight::ui::{Fonts, Icon, Kind, Painter};
use golden::draw::{self, Badge, languages, looks};
use golden::record::{self, Hashes};
use golden::scenes::{Scene, scenes};

/// So many failures are told in full.
const TOLD: usize = 200;

fn is_wanted(name: &str) -> bool {
    std::env::var("FARLIGHT_GOLDEN_ONLY").map_or(true, |begin| name.starts_with(&begin))
}

fn is_spoken(language: Language) -> bool {
    std::env::var("FARLIGHT_GOLDEN_LANGUAGES")
        .map_or(true, |codes| codes.split(',').any(|code| code == language.code()))
}

fn is_recording() -> bool {
    std::env::var("FARLIGHT_GOLDEN").is_ok_and(|word| word == "record")
}

/// Calls `work` for every language, on as many threads as there are cores, with its scenes.
fn each_language<T: Send>(work: impl Fn(&Locale, &[Scene]) -> Vec<T> + Sync) -> Vec<T> {
    let mut all = languages();
    all.retain(|language| is_spoken(*language));
    let next = AtomicUsize::new(0);
    let run = || {
        let mut made = Vec::new();
        while let Some(language) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut scenes = scenes(*language);
            scenes.retain(|scene| is_wanted(&scene.name));
            made.extend(work(&Locale::new(*language, false), &scenes));
        }
        made
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn scenes_have_one_name_each_and_reach_every_screen() {
    let scenes = scenes(Language::English);
    let names: BTreeSet<&str> = scenes.iter().map(|scene| scene.name.as_str()).collect();
    assert_eq!(names.len(), scenes.len(), "a name stands twice");
    let places: BTreeSet<&str> = scenes.iter().map(|scene| scene.model.place().screen).collect();
    let wanted = [
        "splash",
        "lock",
        "home",
        "identify",
        "consent",
        "questions",
        "capture",
        "analysing",
        "result",
        "slip",
        "done",
        "list",
        "past",
        "training",
        "settings",
    ];
    for screen in wanted {
        assert!(places.contains(screen), "no scene shows {screen}");
    }
}

/// A scene that did not arrive where its name says would pass for a picture of another screen.
#[test]
fn scenes_arrive_where_their_names_say() {
    let before = ["asleep", "cleaning", "fault", "notice", "question"];
    for scene in scenes(Language::Amharic) {
        let begin = scene.name.split('-').next().unwrap();
        let place = scene.model.place();
        assert!(before.contains(&begin) || place.screen == begin, "{}: {place:?}", scene.name);
    }
}

/// Every alert that a home screen is about is told there in a sentence, or counted.
#[test]
fn no_alert_is_swallowed() {
    let (locale, mut fonts) = (Locale::new(Language::English, false), Fonts::new());
    let is_home = |scene: &Scene| scene.model.place().screen == "home" && scene.name.starts_with("home");
    for scene in scenes(Language::English).into_iter().filter(is_home) {
        for look in looks(Language::English) {
            let view = look.lay(&scene, &locale, &mut fonts);
            let told = view.nodes().filter(|node| node.tag == "alert").count();
            let alerts = scene.model.desk.status.alerts.len();
            let more = view.print().contains(&format!("\"+{}\"", alerts.saturating_sub(told)));
            assert!(told == alerts || (told > 0 && more), "{}: {told} of {alerts}", look.name(&scene.name));
        }
    }
}

#[test]
fn every_screen_can_be_read_and_hit() {
    let found = each_language(|locale, scenes| {
        let mut fonts = Fonts::new();
        let mut found = Vec::new();
        for scene in scenes {
            for look in draw::recorded(locale.language()) {
                let view = look.lay(scene, locale, &mut fonts);
                found.extend(audit(&view).iter().map(|one| format!("{}: {one:?}", look.name(&scene.name))));
            }
        }
        found
    });
    let shown = found[..found.len().min(TOLD)].join("\n");
    assert!(found.is_empty(), "{} findings\n{shown}", found.len());
}

#[test]
fn words_on_a_photograph_can_be_read() {
    let found = each_language(|locale, scenes| {
        let (mut painter, mut found) = (Painter::default(), Vec::new());
        let shown = ["capture", "result", "past", "analysing", "identify"];
        let pictured = |scene: &&Scene| shown.iter().any(|begin| scene.name.starts_with(begin));
        for scene in scenes.iter().filter(pictured) {
            for look in looks(locale.language()).take(2) {
                let view = look.lay(scene, locale, &mut painter.fonts);
                if !view.nodes().any(|node| matches!(node.kind, Kind::Picture(_))) {
                    continue;
                }
                let canvas = draw::paint(&view, &mut painter);
                found.extend(
                    draw::unreadable(&view, &canvas)
                        .iter()
                        .map(|one| format!("{}: {one}", look.name(&scene.name))),
                );
            }
        }
        found
    });
    assert!(found.is_empty(), "{} findings\n{}", found.len(), found[..found.len().min(TOLD)].join("\n"));
}

/// For three kinds of colour blindness, on the painted screens, large and small: the ground of a sign
/// differs from that of every other sign, its shape can be seen on it and is another shape.
#[test]
fn outcomes_stay_apart_for_every_eye_on_the_painted_screens() {
    let signs = [
        ("result-dr-negative", Icon::Disc),
        ("result-dr-refer", Icon::Triangle),
        ("result-dr-urgent", Icon::Square),
        ("result-dr-ungradable", Icon::Diamond),
        ("result-tb-wrong-image", Icon::Ring),
    ];
    let (locale, mut painter) = (Locale::new(Language::English, false), Painter::default());
    let scenes = scenes(Language::English);
    for look in looks(Language::English).take(2) {
        let found: Vec<Vec<Badge>> = signs
            .iter()
            .map(|(name, icon)| {
                let scene = scenes.iter().find(|scene| scene.name == *name).unwrap();
                let view = look.lay(scene, &locale, &mut painter.fonts);
                let canvas = draw::paint(&view, &mut painter);
                draw::badges(&view, &canvas, *icon)
            })
            .collect();
        assert!(found.iter().all(|badges| !badges.is_empty()), "a sign is not on its screen");
        for (place, first) in found.iter().enumerate() {
            for badge in first {
                for vision in Vision::ALL {
                    let ratio = contrast(vision.see(badge.ink), vision.see(badge.ground));
                    assert!(ratio >= SHAPE_CONTRAST, "{:?} {vision:?}: {ratio:.2}", signs[place]);
                    for (other, second) in found.iter().enumerate().skip(place + 1) {
                        let ground = vision.see(second[0].ground);
                        let apart = distance(vision.see(badge.ground), ground);
                        let pair = (signs[place].0, signs[other].0);
                        assert!(apart > 0.08, "{pair:?} {:?} {vision:?}: {apart:.3}", look.palette);
                        let shape = badge.unlike(&second[0], vision);
                        assert!(
                            shape > 0.05,
                            "{pair:?} {:?} {vision:?}: {shape:.2} of the shape",
                            look.palette
                        );
                    }
                }
            }
        }
    }
}

/// The screens in words, as a printed tree.
#[test]
fn every_screen_says_what_was_recorded() {
    let (locale, mut fonts) = (Locale::new(Language::English, false), Fonts::new());
    let mut trees: BTreeMap<String, String> = BTreeMap::new();
    for scene in scenes(Language::English) {
        let look = looks(Language::English).next().unwrap();
        let screen = scene.name.split('-').next().unwrap().to_owned();
        let tree = look.lay(&scene, &locale, &mut fonts).print();
        trees.entry(screen).or_default().push_str(&format!("== {}\n{tree}\n", scene.name));
    }
    if is_recording() {
        for (screen, tree) in &trees {
            record::write_tree(screen, tree);
        }
        return;
    }
    let changed =
        trees.iter().filter_map(|(screen, tree)| record::first_difference(&record::tree(screen), tree));
    let changed: Vec<String> = changed.collect();
    assert!(changed.is_empty(), "screens say something else; look, then make golden\n{}", changed.join("\n"));
}

#[test]
fn every_screen_looks_as_recorded() {
    let records = is_recording();
    let wanted = record::read();
    let drawn = each_language(|locale, scenes| {
        let mut painter = Painter::default();
        let mut drawn = Vec::new();
        for scene in scenes {
            for look in draw::recorded(locale.language()) {
                let (name, canvas) = (look.name(&scene.name), look.paint(scene, locale, &mut painter));
                let hash = record::hash(&canvas);
                let differs = !records && wanted.get(&name) != Some(&hash);
                let shown = differs.then(|| record::show(&name, &canvas));
                if records && look.is_kept() {
                    record::keep(&name, &canvas);
                }
                drawn.push((name, hash, shown));
            }
        }
        drawn
    });
    if records {
        return record_all(wanted, drawn.into_iter().map(|(name, hash, _)| (name, hash)));
    }
    let names: BTreeSet<&str> = drawn.iter().map(|(name, ..)| name.as_str()).collect();
    let scenes: BTreeSet<&str> = names.iter().filter_map(|name| name.split('/').next()).collect();
    let narrowed = std::env::var_os("FARLIGHT_GOLDEN_LANGUAGES").is_some();
    let is_stale =
        |name: &&String| !narrowed && is_wanted(name) && !scenes.contains(name.split('/').next().unwrap());
    let stale = wanted.keys().filter(is_stale).map(|name| format!("{name}: recorded, and drawn no more"));
    let changed =
        drawn.iter().filter_map(|(name, _, shown)| Some(format!("{name}\n      {}", shown.as_ref()?)));
    let wrong: Vec<String> = changed.chain(stale).collect();
    let shown = wrong[..wrong.len().min(TOLD)].join("\n");
    assert!(
        wrong.is_empty(),
        "{} pictures are not as recorded; look at them, then make golden\n{shown}",
        wrong.len()
    );
}

/// What was not drawn this time keeps its line.
fn record_all(mut hashes: Hashes, drawn: impl Iterator<Item = (String, String)>) {
    let everything =
        ["FARLIGHT_GOLDEN_ONLY", "FARLIGHT_GOLDEN_LANGUAGES"].map(std::env::var_os) == [None, None];
    if everything {
        hashes.clear();
    }
    hashes.extend(drawn);
    record::write(&hashes);
}
