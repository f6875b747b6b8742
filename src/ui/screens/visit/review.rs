use std::sync::Arc;

use super::Scene;
use super::capture::symbol;
use super::parts::{
    back, beside, chip, emblem, eyes, fitted, middle, missing, over, photograph, plan, roomy, side_of,
};
use crate::domain::{MAX_ATTEMPTS, SideDoubt, UngradableReason};
use crate::flow::{Action, Capture, Corner, Problem, Visit};
use crate::locale::Key;
use crate::ui::components::{Look, TIGHT, button};
use crate::ui::theme::GRID;
use crate::ui::{
    Align, Icon, Kind, Node, Picture, Role, Style, body, column, note, row, space, stack, strong, text, title,
};

/// The picture that was taken: use it, or take it again.
pub fn screen(scene: &Scene, visit: &Visit, capture: &Capture, picture: &str) -> Node<Action> {
    let locale = scene.locale;
    let head = [eyes(scene, visit, capture.side(visit))].into_iter().chain(plan(scene, visit, capture.shot));
    let asked = [
        space(),
        strong(locale.text(Key::IsPictureGood)),
        again(scene, Look::Secondary),
        use_it(scene, true),
    ];
    beside(scene, photograph(scene, picture, side_of(scene, visit, capture.shot)), head.chain(asked))
}

fn use_it(scene: &Scene, free: bool) -> Node<Action> {
    let words = scene.locale.text(Key::Accept);
    button(Look::Primary, Icon::Check, words, Action::Accept).enabled(free).tagged("accept")
}

fn again(scene: &Scene, look: Look) -> Node<Action> {
    button(look, Icon::Retake, scene.locale.text(Key::Retake), Action::Retake).tagged("retake")
}

/// What is wrong with the picture, and one thing to do about it.
pub fn retake(scene: &Scene, visit: &Visit, capture: &Capture, problem: &Problem) -> Node<Action> {
    let locale = scene.locale;
    let shot = visit.plan.get(capture.shot);
    let (name, hint) = match problem {
        Problem::Defects(defects) => match defects.first() {
            Some(defect) => (Some(locale.defect(*defect)), locale.hint(*defect)),
            None => (None, locale.text(Key::UnreadablePicture)),
        },
        Problem::Code(code) => {
            let key = Key::named(code).unwrap_or(Key::UnreadablePicture);
            (None, locale.text(key))
        }
    };
    let judged = matches!(problem, Problem::Defects(_));
    let poor = shot.and_then(|shot| shot.pictures.last()).filter(|_| judged);
    let poor = poor.map_or_else(
        || missing(scene, symbol(visit.task)),
        |name| photograph(scene, name, side_of(scene, visit, capture.shot)),
    );
    let label = name.clone().map(|name| {
        chip(Some(Icon::Warning), name, (Role::Refer, Role::OnRefer)).placed(Align::Centre, Align::End)
    });
    let left = i64::from(MAX_ATTEMPTS.saturating_sub(shot.map_or(0, |shot| shot.attempts)));
    let left = judged.then(|| note(locale.text_with(Key::TriesLeft, &[("count", left)])));
    let cannot = button(Look::Secondary, None, locale.text(Key::CannotTake), Action::CannotTake);
    let words = name.map(|name| title(name).tagged("defect")).into_iter().chain([body(hint).tagged("hint")]);
    beside(
        scene,
        over(poor, label),
        words.chain(left).chain([space(), again(scene, Look::Primary), cannot.tagged("cannot-take")]),
    )
}

/// The picture is good: is it the right eye's? It asks, and never insists.
pub fn side(
    scene: &Scene,
    visit: &Visit,
    capture: &Capture,
    picture: &str,
    doubt: SideDoubt,
) -> Node<Action> {
    let locale = scene.locale;
    let (question, why) = match doubt {
        SideDoubt::SameEye => (Key::SameEyeAsk, Key::SameEyeWhy),
        SideDoubt::OtherEye => (Key::OtherEyeAsk, Key::OtherEyeWhy),
    };
    let other = (doubt == SideDoubt::SameEye).then(|| {
        let words = locale.text(Key::RetakeOtherEye);
        button(Look::Secondary, Icon::Retake, words, Action::RetakeOther).tagged("retake-other")
    });
    let keep = button(Look::Secondary, Icon::Check, locale.text(Key::KeepEye), Action::Accept);
    // A small panel has room for the question and its answers alone.
    let eye = roomy(scene).then(|| eyes(scene, visit, capture.side(visit)));
    let why = roomy(scene).then(|| body(locale.text(why)));
    let question = title(locale.text(question)).tagged("side-question");
    let words = eye.into_iter().chain([question]).chain(why).chain([space(), again(scene, Look::Primary)]);
    beside(
        scene,
        photograph(scene, picture, side_of(scene, visit, capture.shot)),
        words.chain(other).chain([keep.tagged("keep-eye")]),
    )
}

/// The pupils are to be widened: what to do, and the ways on.
pub fn dilate(scene: &Scene, visit: &Visit, capture: &Capture) -> Node<Action> {
    let locale = scene.locale;
    let wide = button(Look::Primary, Icon::Eye, locale.text(Key::Dilated), Action::Dilated);
    let reason = locale.ungradable_reason(UngradableReason::NoDilation);
    let not = button(Look::Secondary, None, reason, Action::GiveUp(UngradableReason::NoDilation));
    let other = button(Look::Quiet, None, locale.text(Key::CannotTake), Action::CannotTake);
    let words = column([
        space(),
        row([emblem(Icon::Eye, 12 * GRID), space()]),
        text(locale.text(Key::Dilate), Style::Strong, Role::Ink),
        space(),
    ]);
    beside(
        scene,
        words.gap(3).pad(4),
        [
            eyes(scene, visit, capture.side(visit)),
            space(),
            wide.at_least(0, 9 * GRID).tagged("dilated"),
            not.tagged("no-dilation"),
            other.tagged("cannot-take"),
        ],
    )
}

/// Why there is no good picture: the reason goes into the record by its code.
pub fn reason(scene: &Scene, visit: &Visit, capture: &Capture) -> Node<Action> {
    let locale = scene.locale;
    let reasons: Vec<Node<Action>> = capture
        .reasons(visit)
        .map(|reason| {
            button(Look::Secondary, None, locale.ungradable_reason(reason), Action::GiveUp(reason))
                .fill_width(1)
                .at_least(0, 8 * GRID)
                .tagged(reason.code())
        })
        .collect();
    let mut rows = Vec::new();
    let mut reasons = reasons.into_iter();
    while let Some(first) = reasons.next() {
        let second = reasons.next().unwrap_or_else(|| space().fill_width(1));
        rows.push(row([first, second]).across(Align::Stretch).gap(1).fill_height(1));
    }
    let side = text(side_of(scene, visit, capture.shot), Style::Body, Role::SoftInk);
    let heading = column([title(locale.text(Key::WhyMissing)), side]).gap_by(TIGHT).fill_width(1);
    column([row([back(scene), heading]).gap(2)].into_iter().chain(rows)).gap(1).pad_sides(2, 1).fill()
}

/// The film as it was found on the light box. Each quarter of the picture holds one corner, and a
/// finger anywhere in it takes the corner along: nothing small has to be hit.
pub fn corners(scene: &Scene, visit: &Visit, picture: &str, corners: &[Corner; 4]) -> Node<Action> {
    let locale = scene.locale;
    let film = match scene.pictures.photographs.get(picture) {
        None => missing(scene, Icon::Lungs),
        Some(image) => {
            let (width, height) = fitted(scene, image, HANDLE);
            let photograph = Node::new("picture", Kind::Picture(Picture::new(Arc::clone(image))));
            let shares = |share: f32| (share * 1000.0) as u16;
            let line = corners.iter().map(|(x, y)| (shares(*x), shares(*y))).collect();
            let line = Node::new("outline", Kind::Outline(line));
            let handles = corners.iter().map(|(x, y)| handle(*x * width as f32, *y * height as f32));
            // A ring may reach over the edge of the picture by half of its size.
            let film = stack([photograph.named("film"), line, quarters()]).pad_by(HANDLE / 2);
            let layers = stack([film].into_iter().chain(handles)).unmirrored();
            middle(layers.wide(width + HANDLE).tall(height + HANDLE)).filled(Role::PictureGround)
        }
    };
    let free = !visit.is_waiting();
    beside(
        scene,
        film,
        [
            title(locale.text(Key::CheckCorners)),
            body(locale.text(Key::CornersHint)),
            space(),
            again(scene, Look::Secondary),
            use_it(scene, free),
        ],
    )
}

const HANDLE: i32 = 36;

/// A ring around a corner, from the corner of what holds the picture and its margin.
fn handle(x: f32, y: f32) -> Node<Action> {
    let ring = Node::new("handle", Kind::Icon { icon: Icon::Ring, size: HANDLE, ink: Role::Refer });
    let mut place = column([row([ring.wide(HANDLE).tall(HANDLE)])]);
    place.padding = [x as i32, y as i32, 0, 0];
    place
}

fn quarters() -> Node<Action> {
    let quarter = |name, action| Node::new("corner", Kind::Group).fill().named(name).on_place(action);
    column([
        row([
            quarter("corner-1", |x, y| Action::MoveCorner(0, part(x, 0.0), part(y, 0.0))),
            quarter("corner-2", |x, y| Action::MoveCorner(1, part(x, 0.5), part(y, 0.0))),
        ])
        .fill(),
        row([
            quarter("corner-4", |x, y| Action::MoveCorner(3, part(x, 0.0), part(y, 0.5))),
            quarter("corner-3", |x, y| Action::MoveCorner(2, part(x, 0.5), part(y, 0.5))),
        ])
        .fill(),
    ])
}

/// From a share of 1000 of a quarter to a share of the whole picture.
fn part(share: u16, start: f32) -> f32 {
    start + f32::from(share) / 2000.0
}
