//! What the steps of an encounter share.

use std::sync::Arc;

use super::Scene;
use crate::domain::{Laterality, Task};
use crate::flow::{Action, Visit};
use crate::imaging::Rgb;
use crate::locale::Key;
use crate::ui::components::{icon_button, viewer};
use crate::ui::theme::{GRID, RADIUS};
use crate::ui::{Align, Icon, Kind, Node, Picture, Role, Style, column, icon, note, row, space, stack, text};

/// Width of the column of buttons beside a picture, in pixels.
pub fn side_width(scene: &Scene) -> i32 {
    if scene.is_snug() { 40 * GRID } else { 34 * GRID }
}

pub fn roomy(scene: &Scene) -> bool {
    scene.stage.size.1 >= super::super::ROOMY
}

pub fn back(scene: &Scene) -> Node<Action> {
    icon_button(Icon::Back, scene.locale.text(Key::Back), Action::Back).tagged("back")
}

/// What lies between the bars and the last row of buttons.
pub fn page(content: Node<Action>, buttons: impl IntoIterator<Item = Node<Action>>) -> Node<Action> {
    column([content.fill_height(1), row(buttons).gap(1)]).gap(1).pad_sides(2, 1).fill()
}

/// A picture as high as the screen, and beside it what can be done.
pub fn beside(
    scene: &Scene,
    picture: Node<Action>,
    actions: impl IntoIterator<Item = Node<Action>>,
) -> Node<Action> {
    let actions = column(actions).gap(1).pad(1).wide(side_width(scene)).fill_height(1);
    row([picture.fill(), actions]).fill()
}

/// A photograph by its name, with a caption on it; a quiet place where it is not there yet.
pub fn photograph(scene: &Scene, name: &str, caption: String) -> Node<Action> {
    scene.pictures.photographs.get(name).map_or_else(
        || missing(scene, Icon::Image),
        |image| viewer("photograph", Picture::new(Arc::clone(image)), caption),
    )
}

pub fn missing(scene: &Scene, symbol: Icon) -> Node<Action> {
    let words = text(scene.locale.text(Key::Loading), Style::Body, Role::OnPicture).centred();
    column([icon(symbol, 64, Role::OnPicture), words])
        .gap(2)
        .along(Align::Centre)
        .filled(Role::PictureGround)
        .fill()
}

/// The eyes as the operator sees them, OD left; the one that is meant is filled, one that is done has
/// a check. Of the chest, its name.
pub fn eyes(scene: &Scene, visit: &Visit, meant: Option<Laterality>) -> Node<Action> {
    let locale = scene.locale;
    let marks = match visit.task {
        Task::Tb => vec![mark(Icon::Lungs, &locale.text(Key::Chest), true)],
        Task::Dr => [Laterality::Od, Laterality::Os]
            .map(|eye| {
                let done =
                    visit.plan.iter().filter(|shot| shot.side == Some(eye)).all(crate::flow::Shot::is_done);
                mark(if done { Icon::Check } else { Icon::Eye }, eye.code(), meant == Some(eye))
            })
            .into(),
    };
    let words = (visit.task == Task::Dr).then(|| text(locale.side(meant), Style::Strong, Role::Ink).lines(2));
    column([row(marks).across(Align::Stretch).gap(1).unmirrored()].into_iter().chain(words)).gap_by(4)
}

fn mark(symbol: Icon, words: &str, meant: bool) -> Node<Action> {
    let (fill, ink) = if meant { (Role::Accent, Role::OnAccent) } else { (Role::Raised, Role::SoftInk) };
    row([icon(symbol, 26, ink), text(words, Style::Title, ink).lines(1)])
        .along(Align::Centre)
        .gap(1)
        .tall(7 * GRID)
        .fill_width(1)
        .filled(fill)
        .rounded(RADIUS)
}

/// How many pictures of the plan are done, as marks and in words.
pub fn plan(scene: &Scene, visit: &Visit, now: usize) -> Option<Node<Action>> {
    if scene.is_snug() {
        return None;
    }
    let marks = visit.plan.iter().enumerate().map(|(place, shot)| {
        let role = if place == now || shot.is_done() { Role::Accent } else { Role::Edge };
        let wide = if place == now { 3 * GRID } else { GRID };
        Node::new("mark", Kind::Group).wide(wide).tall(GRID).rounded(4).filled(role)
    });
    let (number, total) = (now as i64 + 1, visit.plan.len() as i64);
    let words = scene.locale.text_with(Key::Attempt, &[("number", number), ("total", total)]);
    Some(row([row(marks).gap_by(6), note(words).fill_width(1)]).gap(1))
}

/// "Right eye (OD)", or the chest.
pub fn side_of(scene: &Scene, visit: &Visit, shot: usize) -> String {
    scene.locale.side(visit.plan.get(shot).and_then(|shot| shot.side))
}

/// Words on a photograph that can be read whatever lies below.
pub fn chip(symbol: Option<Icon>, words: String, (fill, ink): (Role, Role)) -> Node<Action> {
    row(symbol
        .map(|symbol| icon(symbol, 26, ink))
        .into_iter()
        .chain([text(words, Style::Strong, ink).lines(2)]))
    .gap(1)
    .pad_sides(2, 1)
    .at_least(0, 6 * GRID)
    .filled(fill)
    .rounded(RADIUS)
}

/// A symbol on a quiet disc, for screens without a picture.
pub fn emblem(symbol: Icon, size: i32) -> Node<Action> {
    row([icon(symbol, size / 2, Role::AccentInk)])
        .along(Align::Centre)
        .wide(size)
        .tall(size)
        .filled(Role::AccentTint)
        .rounded(size / 2)
}

/// As large as `image` fits, with a `margin`, into the panel below the bars and beside the buttons, in
/// its own shape.
pub fn fitted(scene: &Scene, image: &Rgb, margin: i32) -> (i32, i32) {
    let width = scene.stage.size.0 - side_width(scene) - 2 * GRID - margin;
    let height = scene.stage.size.1 - 16 * GRID - margin;
    let (across, down) = (image.width().max(1) as f32, image.height().max(1) as f32);
    let scale = (width as f32 / across).min(height as f32 / down);
    ((across * scale) as i32, (down * scale) as i32)
}

/// In the middle of what is left.
pub fn middle(inside: Node<Action>) -> Node<Action> {
    column([space(), row([space(), inside, space()]), space()])
}

/// `layers` over a photograph, from the bottom to the top.
pub fn over(photograph: Node<Action>, layers: impl IntoIterator<Item = Node<Action>>) -> Node<Action> {
    stack([photograph].into_iter().chain(layers.into_iter().map(|layer| stack([layer]).pad(1)))).fill()
}
