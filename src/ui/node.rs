use std::rc::Rc;

use super::icon::Icon;
use super::picture::Picture;
use super::text::Shaped;
use super::theme::{GRID, RADIUS, Role, Style};
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

    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    #[must_use]
    pub fn tagged(mut self, tag: &'static str) -> Self {
        self.tag = tag;
        self
    }

    #[must_use]
    pub fn on_tap(mut self, action: A) -> Self {
        self.press = Some(Press::Tap(action));
        self
    }

    #[must_use]
    pub fn on_slide(mut self, action: fn(u16) -> A) -> Self {
        self.press = Some(Press::Slide(action));
        self
    }

    #[must_use]
    pub fn on_pan(mut self, action: fn(i32, i32) -> A) -> Self {
        self.press = Some(Press::Pan(action));
        self
    }

    /// A node that is not enabled is shown faint and takes touches without acting.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.state.enabled = enabled;
        self
    }

    #[must_use]
    pub fn selected(mut self, selected: bool) -> Self {
        self.state.selected = selected;
        self
    }

    #[must_use]
    pub fn wide(mut self, pixels: i32) -> Self {
        self.width = Length::Fixed(pixels);
        self
    }

    #[must_use]
    pub fn tall(mut self, pixels: i32) -> Self {
        self.height = Length::Fixed(pixels);
        self
    }

    /// Takes `weight` shares of the room that is left, in both directions.
    #[must_use]
    pub fn fill(self) -> Self {
        self.fill_width(1).fill_height(1)
    }

    #[must_use]
    pub fn fill_width(mut self, weight: u16) -> Self {
        self.width = Length::Fill(weight);
        self
    }

    #[must_use]
    pub fn fill_height(mut self, weight: u16) -> Self {
        self.height = Length::Fill(weight);
        self
    }

    /// Never smaller than this, in pixels.
    #[must_use]
    pub fn at_least(mut self, width: i32, height: i32) -> Self {
        self.least = (width, height);
        self
    }

    /// Room inside the edges, in steps of the grid.
    #[must_use]
    pub fn pad(self, steps: i32) -> Self {
        self.pad_sides(steps, steps)
    }

    /// Room inside the edges, in pixels, for what is smaller than the grid.
    #[must_use]
    pub fn pad_by(mut self, pixels: i32) -> Self {
        self.padding = [pixels; 4];
        self
    }

    /// Room left and right, and above and below, in steps of the grid.
    #[must_use]
    pub fn pad_sides(mut self, across: i32, down: i32) -> Self {
        self.padding = [across * GRID, down * GRID, across * GRID, down * GRID];
        self
    }

    /// Room between the children, in steps of the grid.
    #[must_use]
    pub fn gap(mut self, steps: i32) -> Self {
        self.gap = steps * GRID;
        self
    }

    /// Room between the children, in pixels, for what is smaller than the grid.
    #[must_use]
    pub fn gap_by(mut self, pixels: i32) -> Self {
        self.gap = pixels;
        self
    }

    /// Where the children stand along the flow when they do not fill it.
    #[must_use]
    pub fn along(mut self, align: Align) -> Self {
        self.along = align;
        self
    }

    /// Where the children stand across the flow.
    #[must_use]
    pub fn across(mut self, align: Align) -> Self {
        self.across = align;
        self
    }

    /// Own place in a stack: across and down.
    #[must_use]
    pub fn placed(mut self, across: Align, down: Align) -> Self {
        self.place = (across, down);
        self
    }

    #[must_use]
    pub fn filled(mut self, role: Role) -> Self {
        self.skin.fill = Some(role);
        self
    }

    #[must_use]
    pub fn edged(mut self, role: Role, width: i32) -> Self {
        self.skin.edge = Some(role);
        self.skin.edge_width = width;
        self
    }

    #[must_use]
    pub fn rounded(mut self, radius: i32) -> Self {
        self.skin.radius = radius;
        self
    }

    /// Lifts it off the page.
    #[must_use]
    pub fn lifted(mut self) -> Self {
        self.skin.shadow = true;
        self
    }

    /// Keeps left left and right right in every language: pictures, OD/OS, numbers of a pad.
    #[must_use]
    pub fn unmirrored(mut self) -> Self {
        self.mirrored = false;
        self
    }

    /// Shows a part of content that is higher than the node, `pixels` scrolled up.
    #[must_use]
    pub fn scrolled(mut self, pixels: i32) -> Self {
        self.clips = true;
        self.scrolled = pixels;
        self
    }

    #[must_use]
    pub fn with(mut self, children: impl IntoIterator<Item = Node<A>>) -> Self {
        self.children.extend(children);
        self
    }
}

fn group<A>(tag: &'static str, flow: Flow, children: impl IntoIterator<Item = Node<A>>) -> Node<A> {
    let mut node = Node::new(tag, Kind::Group).with(children);
    node.flow = flow;
    if flow == Flow::Row {
        node.across = Align::Centre;
    }
    node
}

/// Children beside each other, centred on one line.
#[must_use]
pub fn row<A>(children: impl IntoIterator<Item = Node<A>>) -> Node<A> {
    group("row", Flow::Row, children)
}

/// Children below each other, as wide as the column.
#[must_use]
pub fn column<A>(children: impl IntoIterator<Item = Node<A>>) -> Node<A> {
    group("column", Flow::Column, children)
}

/// Children on top of each other, the last one uppermost.
#[must_use]
pub fn stack<A>(children: impl IntoIterator<Item = Node<A>>) -> Node<A> {
    group("stack", Flow::Stack, children)
}

/// Takes what is left.
#[must_use]
pub fn space<A>() -> Node<A> {
    Node::new("space", Kind::Group).fill()
}

/// One or more lines of text, as many as it needs.
#[must_use]
pub fn text<A>(text: impl Into<String>, style: Style, ink: Role) -> Node<A> {
    let text = Text { words: text.into(), style, ink, align: Align::Start, lines: 12, may_cut: false };
    Node::new("text", Kind::Text(text))
}

#[must_use]
pub fn title<A>(words: impl Into<String>) -> Node<A> {
    text(words, Style::Title, Role::Ink)
}

#[must_use]
pub fn body<A>(words: impl Into<String>) -> Node<A> {
    text(words, Style::Body, Role::Ink)
}

#[must_use]
pub fn strong<A>(words: impl Into<String>) -> Node<A> {
    text(words, Style::Strong, Role::Ink)
}

/// A caption or an explanation.
#[must_use]
pub fn note<A>(words: impl Into<String>) -> Node<A> {
    text(words, Style::Note, Role::SoftInk)
}

/// A symbol `size` pixels square.
#[must_use]
pub fn icon<A>(icon: Icon, size: i32, ink: Role) -> Node<A> {
    Node::new("icon", Kind::Icon { icon, size, ink })
}

impl<A> Node<A> {
    fn edit_text(mut self, edit: impl FnOnce(&mut Text)) -> Self {
        if let Kind::Text(text) = &mut self.kind {
            edit(text);
        }
        self
    }

    /// Centres the lines of a text.
    #[must_use]
    pub fn centred(self) -> Self {
        self.edit_text(|text| text.align = Align::Centre)
    }

    /// Lets the lines of a text end at the end of its rectangle.
    #[must_use]
    pub fn at_end(self) -> Self {
        self.edit_text(|text| text.align = Align::End)
    }

    /// The most lines that a text may take.
    #[must_use]
    pub fn lines(self, lines: usize) -> Self {
        self.edit_text(|text| text.lines = lines)
    }

    /// One line that may end in an ellipsis: names and other words of a person.
    #[must_use]
    pub fn may_cut(self) -> Self {
        self.edit_text(|text| {
            text.lines = 1;
            text.may_cut = true;
        })
    }

    #[must_use]
    pub fn inked(mut self, role: Role) -> Self {
        match &mut self.kind {
            Kind::Text(text) => text.ink = role,
            Kind::Icon { ink, .. } => *ink = role,
            _ => {}
        }
        self
    }

    /// A surface with rounded corners.
    #[must_use]
    pub fn surface(self) -> Self {
        self.filled(Role::Surface).edged(Role::Hairline, 1).rounded(RADIUS)
    }
}
