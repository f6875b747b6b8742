use std::rc::Rc;

use super::icon::Icon;
use super::picture::Picture;
use super::text::Shaped;
use super::theme::{Role, Style};
use crate::display::Rect;

/// How long a side is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// What the content needs.
    Natural,
    Fixed(i32),
    /// A share of what the others leave, by weight.
    Fill(u16),
}

/// How children stand: beside each other, below each other, or on top of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    Row,
    Column,
    Stack,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Left, or right where the language runs from the right; top.
    Start,
    Centre,
    End,
    /// As long as the parent.
    Stretch,
}

/// What is painted inside a node's rectangle, above its skin and below its children.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Group,
    Text(Text),
    Icon {
        icon: Icon,
        size: i32,
        ink: Role,
    },
    Picture(Picture),
    /// Share of 1000 that is done; `None` with a phase of 1000 for work of unknown length.
    Progress {
        done: Option<u16>,
        phase: u16,
    },
    /// Share of 1000 from the start.
    Slider {
        value: u16,
    },
    Chart(Chart),
    /// A closed line through these places, in shares of 1000 of the rectangle.
    Outline(Vec<(u16, u16)>),
    /// Darkens what lies below and lets no touch through.
    Scrim,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub words: String,
    pub style: Style,
    pub ink: Role,
    pub align: Align,
    /// Lines that the text may take; 1 never wraps.
    pub lines: usize,
    /// A person's own words may be shortened; ours may not.
    pub may_cut: bool,
    /// They are set smaller before they are shortened.
    pub shrinks: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub values: Vec<f32>,
    pub line: bool,
    /// The value that the eye shall find.
    pub marked: Option<usize>,
}

/// What lies behind the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Skin {
    pub fill: Option<Role>,
    /// A border of one pixel, or of `edge_width`.
    pub edge: Option<Role>,
    pub edge_width: i32,
    pub radius: i32,
    pub shadow: bool,
}

/// What a touch does. Positions are shares of 1000 of the node's rectangle.
#[derive(Debug, Clone)]
pub enum Press<A> {
    Tap(A),
    /// Where on the node, from the start of the line.
    Slide(fn(u16) -> A),
    /// Where on the node, across and down; never mirrored.
    Place(fn(u16, u16) -> A),
    /// Pixels moved since the last report.
    Pan(fn(i32, i32) -> A),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    pub enabled: bool,
    pub pressed: bool,
    pub selected: bool,
}

/// One element of a screen. Built by the functions of `components` and laid out by
/// [`super::Stage::lay`].
#[derive(Debug, Clone)]
pub struct Node<A> {
    /// What it is to a reader of the printed tree: "button", "card".
    pub tag: &'static str,
    /// What tests and touch scripts call it; a button's label.
    pub name: String,
    pub kind: Kind,
    pub press: Option<Press<A>>,
    pub state: State,
    pub skin: Skin,
    pub children: Vec<Node<A>>,
    pub(super) flow: Flow,
    pub(super) width: Length,
    pub(super) height: Length,
    pub(super) least: (i32, i32),
    /// Left, top, right, bottom.
    pub(super) padding: [i32; 4],
    pub(super) gap: i32,
    /// Along the flow, and across it.
    pub(super) along: Align,
    pub(super) across: Align,
    /// Own place inside a stack.
    pub(super) place: (Align, Align),
    pub(super) mirrored: bool,
    /// Pixels by which the content is scrolled up; only where `clips`.
    pub(super) scrolled: i32,
    pub(super) clips: bool,
    // Written by the layout.
    pub rect: Rect,
    /// Pixels by which the content does not fit, across and down.
    pub overflow: (i32, i32),
    pub(super) shaped: Option<Rc<Shaped>>,
}

impl<A> Node<A> {
    #[must_use]
    pub fn new(tag: &'static str, kind: Kind) -> Self {
        Self {
            tag,
            name: String::new(),
            kind,
            press: None,
            state: State { enabled: true, pressed: false, selected: false },
            skin: Skin::default(),
            children: Vec::new(),
            flow: Flow::Column,
            width: Length::Natural,
            height: Length::Natural,
            least: (0, 0),
            padding: [0; 4],
            gap: 0,
            along: Align::Start,
            across: Align::Stretch,
            place: (Align::Stretch, Align::Stretch),
            mirrored: true,
            scrolled: 0,
            clips: false,
            rect: Rect::default(),
            overflow: (0, 0),
            shaped: None,
        }
    }
}
