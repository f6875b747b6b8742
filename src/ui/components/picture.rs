use std::sync::Arc;

use crate::imaging::Rgb;
use crate::ui::build::{icon, row, stack, text};
use crate::ui::icon::Icon;
use crate::ui::node::{Align, Kind, Node};
use crate::ui::picture::{KNOB, Picture};
use crate::ui::theme::{RADIUS, Role, Style};

/// A photograph on black, never mirrored, with a caption such as "OD · right eye" on it.
#[must_use]
pub fn viewer<A>(name: impl Into<String>, picture: Picture, caption: impl Into<String>) -> Node<A> {
    let photograph = Node::new("picture", Kind::Picture(picture)).named(name).unmirrored();
    stack([photograph, label(caption, Align::Start)]).fill()
}

/// Two photographs of the same eye at one place, with a divider that is slid between them; `split`
/// is a share of 1000.
#[must_use]
pub fn before_after<A>(
    name: impl Into<String>,
    (before, before_caption): (Arc<Rgb>, String),
    (after, after_caption): (Arc<Rgb>, String),
    split: u16,
    action: fn(u16) -> A,
) -> Node<A> {
    let mut picture = Picture::new(after);
    picture.before = Some((before, split));
    let photograph = Node::new("before/after", Kind::Picture(picture)).named(name).on_slide(action);
    let part = |weight: u16| Node::new("space", Kind::Group).fill_width(weight.max(1));
    let knob = row([icon(Icon::Compare, 26, Role::PictureGround)])
        .along(Align::Centre)
        .wide(KNOB)
        .tall(KNOB)
        .filled(Role::OnPicture)
        .rounded(KNOB / 2)
        .tagged("knob");
    let grip = row([part(split), knob, part(1000_u16.saturating_sub(split))]);
    stack([photograph, grip, label(before_caption, Align::Start), label(after_caption, Align::End)])
        .fill()
        .unmirrored()
}

fn label<A>(words: impl Into<String>, across: Align) -> Node<A> {
    let chip = row([text(words, Style::Note, Role::OnPicture).lines(1)])
        .pad_sides(2, 0)
        .at_least(0, 34)
        .filled(Role::PictureGround)
        .rounded(RADIUS - 4);
    stack([chip.placed(across, Align::Start)]).pad(1)
}
