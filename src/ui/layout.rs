//! From a tree to rectangles: widths downwards, heights upwards, then places.

use std::rc::Rc;

use super::node::{Align, Flow, Kind, Length, Node, Text};
use super::text::{Fonts, Room, SMALLEST, Shaped, metrics};
use super::theme::{GRID, Theme};
use crate::display::Rect;

pub struct Layout<'a> {
    fonts: &'a mut Fonts,
    theme: &'a Theme,
    /// Whether the part that is laid out now stands mirrored.
    rtl: bool,
    /// Whether the language runs from the right, also where nothing is mirrored.
    speaks_rtl: bool,
    /// How many steps smaller than its style a text is set now.
    smaller: u8,
}

impl<'a> Layout<'a> {
    pub fn new(fonts: &'a mut Fonts, theme: &'a Theme, rtl: bool) -> Self {
        Self { fonts, theme, rtl, speaks_rtl: rtl, smaller: 0 }
    }
}

impl Layout<'_> {
    /// Gives `node` its rectangle and its children theirs. A part that does not fit is set smaller.
    pub fn arrange<A>(&mut self, node: &mut Node<A>, rect: Rect) {
        node.rect = rect;
        let before = self.smaller;
        loop {
            node.overflow = (0, 0);
            self.arrange_inside(node);
            if node.overflow == (0, 0) || self.smaller == SMALLEST || is_cut(node) {
                break;
            }
            self.smaller += 1;
        }
        self.smaller = before;
    }

    fn arrange_inside<A>(&mut self, node: &mut Node<A>) {
        if let Kind::Text(text) = &node.kind {
            let shaped = self.shape_into(text, node.rect);
            let spare = (shaped.width - node.rect.width, shaped.height - node.rect.height);
            node.overflow = (spare.0.max(i32::from(shaped.cut)), spare.1.max(0));
            node.shaped = Some(shaped);
        }
        if node.children.is_empty() {
            return;
        }
        let inner = inner(node);
        let content = Rect { y: inner.y - node.scrolled, ..inner };
        match node.flow {
            Flow::Row => self.arrange_row(node, content),
            Flow::Column => self.arrange_column(node, content),
            Flow::Stack => self.arrange_stack(node, content),
        }
    }

    fn arrange_row<A>(&mut self, node: &mut Node<A>, inner: Rect) {
        let widths = self.widths(node, inner.width);
        let used: i32 = widths.iter().sum::<i32>() + gaps(node);
        node.overflow.0 = (used - inner.width).max(0);
        let mut x = inner.x + offset(node.along, inner.width - used);
        let (across, gap, mirror) = (node.across, node.gap, self.rtl && node.mirrored);
        for (child, width) in node.children.iter_mut().zip(widths) {
            let wanted = match child.height {
                Length::Fill(_) => inner.height,
                _ if across == Align::Stretch => inner.height,
                _ => self.height_of(child, width),
            };
            node.overflow.1 = node.overflow.1.max(wanted - inner.height);
            let y = inner.y + offset(across, inner.height - wanted);
            let place = Rect::new(x, y, width, wanted);
            x += width + gap;
            self.arrange_child(child, if mirror { mirrored(place, inner) } else { place });
        }
    }

    fn arrange_column<A>(&mut self, node: &mut Node<A>, inner: Rect) {
        let widths: Vec<i32> =
            node.children.iter().map(|child| self.width_across(child, node.across, inner.width)).collect();
        let heights = self.heights(node, &widths, inner.height);
        let used: i32 = heights.iter().sum::<i32>() + gaps(node);
        node.overflow.1 = if node.clips { 0 } else { (used - inner.height).max(0) };
        let mut y = inner.y + offset(node.along, inner.height - used).max(0);
        let (across, gap, mirror) = (node.across, node.gap, self.rtl && node.mirrored);
        for ((child, width), height) in node.children.iter_mut().zip(widths).zip(heights) {
            node.overflow.0 = node.overflow.0.max(width - inner.width);
            let place = Rect::new(inner.x + offset(across, inner.width - width), y, width, height);
            y += height + gap;
            self.arrange_child(child, if mirror { mirrored(place, inner) } else { place });
        }
    }

    fn arrange_stack<A>(&mut self, node: &mut Node<A>, inner: Rect) {
        let mirror = self.rtl && node.mirrored;
        for child in &mut node.children {
            let (across, down) = child.place;
            let width = self.width_across(child, across, inner.width);
            let height = match child.height {
                Length::Fixed(height) => height,
                Length::Natural if down != Align::Stretch => self.height_of(child, width),
                _ => inner.height,
            };
            node.overflow.0 = node.overflow.0.max(width - inner.width);
            node.overflow.1 = node.overflow.1.max(height - inner.height);
            let x = inner.x + offset(across, inner.width - width);
            let place = Rect::new(x, inner.y + offset(down, inner.height - height), width, height);
            self.arrange_child(child, if mirror { mirrored(place, inner) } else { place });
        }
    }

    /// What must not be mirrored passes that on to all that it holds.
    fn arrange_child<A>(&mut self, child: &mut Node<A>, rect: Rect) {
        let rtl = self.rtl;
        self.rtl &= child.mirrored;
        self.arrange(child, rect);
        self.rtl = rtl;
    }

    fn width_across<A>(&mut self, child: &Node<A>, across: Align, room: i32) -> i32 {
        match (child.width, across) {
            (Length::Fixed(width), _) => width,
            (Length::Fill(_), _) | (Length::Natural, Align::Stretch) => room,
            (Length::Natural, _) => self.width_of(child, room).min(room),
        }
    }

    /// Natural children take what they need in their order, the others share the rest.
    fn widths<A>(&mut self, node: &Node<A>, room: i32) -> Vec<i32> {
        let mut left = room - gaps(node);
        let mut widths = vec![0; node.children.len()];
        for (width, child) in widths.iter_mut().zip(&node.children) {
            if !matches!(child.width, Length::Fill(_)) {
                *width = self.width_of(child, left.max(0));
                left -= *width;
            }
        }
        share(&mut widths, left, node.children.iter().map(|child| child.width));
        widths
    }

    fn heights<A>(&mut self, node: &Node<A>, widths: &[i32], room: i32) -> Vec<i32> {
        let mut left = room - gaps(node);
        let mut heights = vec![0; node.children.len()];
        for ((height, child), &width) in heights.iter_mut().zip(&node.children).zip(widths) {
            if !matches!(child.height, Length::Fill(_)) {
                *height = self.height_of(child, width);
                left -= *height;
            }
        }
        share(&mut heights, left, node.children.iter().map(|child| child.height));
        heights
    }

    /// What the content needs when at most `room` pixels are there.
    fn width_of<A>(&mut self, node: &Node<A>, room: i32) -> i32 {
        if let Length::Fixed(width) = node.width {
            return width;
        }
        let sides = node.padding[0] + node.padding[2];
        let room = room - sides;
        let content = match &node.kind {
            Kind::Text(text) => self.shape(text, room).width,
            Kind::Icon { size, .. } => *size,
            Kind::Progress { .. } | Kind::Slider { .. } | Kind::Chart(_) => 20 * GRID,
            Kind::Group | Kind::Picture(_) | Kind::Outline(_) | Kind::Scrim => 0,
        };
        let children = node.children.iter().map(|child| self.width_of(child, room));
        let children = match node.flow {
            Flow::Row => children.sum::<i32>() + gaps(node),
            Flow::Column | Flow::Stack => children.max().unwrap_or(0),
        };
        (content.max(children) + sides).max(self.least(node).0)
    }

    fn height_of<A>(&mut self, node: &Node<A>, width: i32) -> i32 {
        if let Length::Fixed(height) = node.height {
            return height;
        }
        let sides = node.padding[1] + node.padding[3];
        let room = (width - node.padding[0] - node.padding[2]).max(0);
        let content = match &node.kind {
            Kind::Text(text) => self.shape(text, room).height,
            Kind::Icon { size, .. } => *size,
            Kind::Progress { .. } => GRID,
            Kind::Slider { .. } => self.theme.touch(),
            Kind::Chart(_) => 15 * GRID,
            Kind::Group | Kind::Picture(_) | Kind::Outline(_) | Kind::Scrim => 0,
        };
        let children = match node.flow {
            Flow::Row => {
                let widths = self.widths(node, room);
                let heights =
                    node.children.iter().zip(widths).map(|(child, width)| self.height_of(child, width));
                heights.max().unwrap_or(0)
            }
            Flow::Column | Flow::Stack => {
                let across =
                    |child: &Node<A>| if node.flow == Flow::Stack { child.place.0 } else { node.across };
                let heights = node.children.iter().map(|child| {
                    let width = self.width_across(child, across(child), room);
                    self.height_of(child, width)
                });
                if node.flow == Flow::Stack {
                    heights.max().unwrap_or(0)
                } else {
                    heights.sum::<i32>() + gaps(node)
                }
            }
        };
        (content.max(children) + sides).max(self.least(node).1)
    }

    /// Whatever can be pressed is at least as large as a fingertip.
    fn least<A>(&self, node: &Node<A>) -> (i32, i32) {
        let touch = if node.press.is_some() { self.theme.touch() } else { 0 };
        (node.least.0.max(touch), node.least.1.max(touch))
    }

    fn shape(&mut self, text: &Text, room: i32) -> Rc<Shaped> {
        self.shape_in(text, room, text.lines)
    }

    /// Shapes for good: no more lines than the rectangle holds.
    fn shape_into(&mut self, text: &Text, rect: Rect) -> Rc<Shaped> {
        let (_, line, _) = metrics(*self.theme, text.style, self.smaller);
        let lines = text.lines.min((rect.height / line as i32).max(1) as usize);
        self.shape_in(text, rect.width, lines)
    }

    fn shape_in(&mut self, text: &Text, width: i32, lines: usize) -> Rc<Shaped> {
        let room = Room { width: Some(width.max(1)), lines, rtl: self.speaks_rtl, smaller: self.smaller };
        self.fonts.shape(&text.words, text.style, self.theme, room)
    }
}

/// It is cut at its own size.
fn is_cut<A>(node: &Node<A>) -> bool {
    matches!(&node.kind, Kind::Text(text) if text.may_cut && !text.shrinks)
}

fn inner<A>(node: &Node<A>) -> Rect {
    let [left, top, right, bottom] = node.padding;
    let rect = node.rect;
    Rect::new(rect.x + left, rect.y + top, rect.width - left - right, rect.height - top - bottom)
}

fn gaps<A>(node: &Node<A>) -> i32 {
    node.gap * (node.children.len() as i32 - 1).max(0)
}

fn offset(align: Align, spare: i32) -> i32 {
    match align {
        Align::Start | Align::Stretch => 0,
        Align::Centre => spare / 2,
        Align::End => spare,
    }
}

fn mirrored(place: Rect, inside: Rect) -> Rect {
    Rect { x: inside.x + inside.right() - place.right(), ..place }
}

/// Splits `left` among those that fill, so that the last pixel is given too.
fn share(sides: &mut [i32], left: i32, lengths: impl Iterator<Item = Length>) {
    let weights: Vec<i32> =
        lengths.map(|length| if let Length::Fill(weight) = length { i32::from(weight) } else { 0 }).collect();
    let (mut left, mut total) = (left.max(0), weights.iter().sum::<i32>());
    for (side, weight) in sides.iter_mut().zip(weights).filter(|(_, weight)| *weight > 0) {
        *side = left * weight / total;
        left -= *side;
        total -= weight;
    }
}
