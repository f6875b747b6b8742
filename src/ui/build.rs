//! How a screen is written down: nodes, and what is said of them one after the other.

use super::icon::Icon;
use super::node::{Align, Flow, Kind, Length, Node, Press, Text};
use super::theme::{GRID, RADIUS, Role, Style};

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
    let text = Text {
        words: text.into(),
        style,
        ink,
        align: Align::Start,
        lines: 12,
        may_cut: false,
        shrinks: false,
    };
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
    pub fn on_place(mut self, action: fn(u16, u16) -> A) -> Self {
        self.press = Some(Press::Place(action));
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

    /// Sets all texts inside in this style.
    #[must_use]
    pub fn styled(self, style: Style) -> Self {
        let mut node = self.edit_text(|text| text.style = style);
        node.children = node.children.into_iter().map(|child| child.styled(style)).collect();
        node
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

    /// As [`Self::may_cut`], but set smaller first: the name of whom the screen is about.
    #[must_use]
    pub fn shrinks(self) -> Self {
        self.may_cut().edit_text(|text| text.shrinks = true)
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
