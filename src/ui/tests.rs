//! What the layout, the views and the audit do together.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::audit::{Finding, audit};
use super::components::{Look, button, card, dialog, list_row, slider, toggle};
use super::*;
use crate::display::{Canvas, Rect};

#[derive(Debug, Clone, PartialEq)]
enum Act {
    Go,
    Stop,
    Set(u16),
}

fn stage(rtl: bool) -> Stage {
    Stage { size: (800, 480), theme: Theme::new(Palette::Light), rtl }
}

fn two_buttons() -> Node<Act> {
    column([
        title("Which eye?"),
        space(),
        row([
            button(Look::Secondary, None, "Back", Act::Stop),
            space(),
            button(Look::Primary, Icon::Check, "Go on", Act::Go),
        ]),
    ])
    .pad(3)
}

#[test]
fn a_touch_finds_what_lies_under_it() {
    let view = stage(false).lay(two_buttons(), &mut Fonts::new());
    let rect = view.find("Go on").unwrap().rect;
    assert!(rect.right() == 776 && rect.bottom() == 456, "{rect:?}");
    let (node, action) = view.hit(rect.x + 5, rect.y + 5).unwrap();
    assert_eq!((node.name.as_str(), action), ("Go on", Act::Go));
    assert!(view.hit(400, 100).is_none());
}

#[test]
fn arabic_stands_mirrored_and_what_is_unmirrored_does_not() {
    let mut fonts = Fonts::new();
    let plain = stage(false).lay(two_buttons(), &mut fonts);
    let mirrored = stage(true).lay(two_buttons(), &mut fonts);
    let (left, right) = (plain.find("Back").unwrap().rect, mirrored.find("Back").unwrap().rect);
    assert_eq!(left.x, 800 - right.right());
    let kept = stage(true).lay(two_buttons().unmirrored(), &mut fonts);
    let unmirrored = stage(true).lay(column([two_buttons().fill().unmirrored()]), &mut fonts);
    assert_eq!(unmirrored.find("Back").unwrap().rect.x, left.x);
    assert_eq!(kept.find("Back").unwrap().rect.y, left.y);
}

#[test]
fn a_dialog_takes_every_touch_beside_its_buttons() {
    let question = dialog(
        Icon::Trash,
        "Delete the picture?",
        "It cannot be brought back.",
        [
            button(Look::Secondary, None, "Keep", Act::Stop),
            button(Look::Danger, Icon::Trash, "Delete", Act::Go),
        ],
    );
    let view = stage(false).lay(stack([two_buttons(), question]), &mut Fonts::new());
    let below = view.find("Back").unwrap().rect;
    assert!(view.hit(below.x + 4, below.y + 4).is_none());
    let delete = view.find("Delete").unwrap().rect;
    assert_eq!(view.hit(delete.x + 9, delete.y + 9).unwrap().1, Act::Go);
    assert_eq!(audit(&view), []);
}

#[test]
fn what_is_off_takes_the_touch_and_does_nothing() {
    let root = stack([
        row([]).fill().named("below").on_tap(Act::Stop),
        column([button(Look::Primary, None, "Send", Act::Go).enabled(false)]),
    ]);
    let view = stage(false).lay(root, &mut Fonts::new());
    assert!(view.hit(20, 20).is_none());
    assert_eq!(view.hit(20, 400).unwrap().1, Act::Stop);
}

#[test]
fn a_slider_gives_the_share_from_the_start_of_the_line() {
    let root = || column([slider("heat", 500, Act::Set)]);
    let mut fonts = Fonts::new();
    assert_eq!(stage(false).lay(root(), &mut fonts).hit(200, 20).unwrap().1, Act::Set(250));
    assert_eq!(stage(true).lay(root(), &mut fonts).hit(200, 20).unwrap().1, Act::Set(750));
}

#[test]
fn the_printed_tree_says_what_a_person_sees() {
    let mut view = stage(false).lay(
        card([
            toggle("Sound", false, Act::Go),
            button(Look::Primary, None, "Save", Act::Stop).enabled(false),
        ]),
        &mut Fonts::new(),
    );
    view.set_pressed(Some("Sound"));
    let wanted = r#"card
  toggle "Sound" [pressed]
    text Body "Sound"
    icon Minus
  button "Save" [off]
    text Strong "Save"
"#;
    assert_eq!(view.print(), wanted);
}

#[test]
fn the_audit_names_what_is_wrong() {
    let root = row([
        body("An explanation that is much too long for so little room").wide(60).tall(30),
        text("faint", Style::Body, Role::FaintInk),
        body("眼"),
        stack([
            row([]).wide(60).tall(60).named("a").on_tap(Act::Go),
            row([]).wide(60).tall(60).named("b").on_tap(Act::Go),
        ]),
        row([]).wide(20).tall(60).named("thin").on_tap(Act::Go),
    ]);
    let found = audit(&stage(false).lay(root, &mut Fonts::new()));
    let has = |wanted: fn(&Finding) -> bool| assert!(found.iter().any(wanted), "{found:?}");
    has(|finding| matches!(finding, Finding::Overflow { .. }));
    has(|finding| matches!(finding, Finding::LowContrast { ink: Role::FaintInk, .. }));
    has(|finding| matches!(finding, Finding::MissingGlyphs { count: 1, .. }));
    has(|finding| matches!(finding, Finding::Overlap { .. }));
    has(|finding| matches!(finding, Finding::SmallTarget { .. }));
}

#[test]
fn a_pressed_button_is_all_that_is_painted_again() {
    let mut fonts = Fonts::new();
    let before = stage(false).lay(two_buttons(), &mut fonts);
    let mut after = before.clone();
    assert!(damage(&before, &after).is_empty());
    after.set_pressed(Some("Go on"));
    assert_eq!(damage(&before, &after), [before.find("Go on").unwrap().rect]);
}

/// Painting the damage on the old picture gives the new one, for a shadow too.
#[test]
fn the_damage_holds_all_that_changes() {
    let screen = |name: &str, open: bool| {
        let list = card([list_row(None, name, "61 years", None), toggle("Sound", open, Act::Go)]).lifted();
        let ask = open
            .then(|| dialog(Icon::Help, "Sure?", "Think.", [button(Look::Primary, None, "Yes", Act::Go)]));
        stack([column([list]).pad(4)].into_iter().chain(ask))
    };
    let mut painter = Painter::default();
    let whole = Rect::new(0, 0, 800, 480);
    for (old, new) in [(("A", false), ("B", false)), (("A", true), ("A", false)), (("A", false), ("B", true))]
    {
        let old = stage(false).lay(screen(old.0, old.1), &mut painter.fonts);
        let new = stage(false).lay(screen(new.0, new.1), &mut painter.fonts);
        let (mut patched, mut fresh) = (Canvas::new(800, 480), Canvas::new(800, 480));
        painter.paint(&old, &mut patched, &[whole]);
        painter.paint(&new, &mut patched, &damage(&old, &new));
        painter.paint(&new, &mut fresh, &[whole]);
        assert!(patched.words() == fresh.words());
    }
}

#[test]
fn large_text_makes_room_for_itself() {
    let theme = Theme { large_text: true, ..Theme::new(Palette::Dark) };
    let stage = Stage { theme, ..stage(false) };
    let view = stage.lay(two_buttons(), &mut Fonts::new());
    assert_eq!(audit(&view), []);
}
