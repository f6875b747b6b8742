use super::layout::Layout;
use super::node::{Kind, Node, Press};
use super::text::Fonts;
use super::theme::Theme;
use crate::display::Rect;

/// What a screen is drawn for: the panel, the look and the direction of the language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// Columns and rows in pixels.
    pub size: (i32, i32),
    pub theme: Theme,
    /// The language runs from right to left.
    pub rtl: bool,
}

impl Stage {
    /// Gives every node of a screen its place.
    #[must_use]
    pub fn lay<A>(&self, mut root: Node<A>, fonts: &mut Fonts) -> View<A> {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        Layout::new(fonts, &self.theme, self.rtl).arrange(&mut root, area);
        View { root, stage: *self }
    }
}

/// A screen whose nodes have their places.
#[derive(Debug, Clone)]
pub struct View<A> {
    pub root: Node<A>,
    pub stage: Stage,
}

enum Found<'a, A> {
    Node(&'a Node<A>),
    /// Something lies there that takes the touch and does nothing.
    Taken,
    Nothing,
}

impl<A: Clone> View<A> {
    /// The uppermost node that acts at this point, and what it does; nothing where the point lies on
    /// a disabled node or beside an open dialog.
    #[must_use]
    pub fn hit(&self, x: i32, y: i32) -> Option<(&Node<A>, A)> {
        let Found::Node(node) = find(&self.root, x, y) else { return None };
        let action = match node.press.as_ref()? {
            Press::Tap(action) => action.clone(),
            Press::Slide(action) => action(self.share(node, x)),
            Press::Place(action) => {
                let (across, down) = self.spot(node, x, y);
                action(across, down)
            }
            Press::Pan(action) => action(0, 0),
        };
        Some((node, action))
    }

    /// How far along `node` the column `x` lies, in shares of 1000 from the start of the line.
    #[must_use]
    pub fn share(&self, node: &Node<A>, x: i32) -> u16 {
        let along = ((x - node.rect.x) * 1000 / node.rect.width.max(1)).clamp(0, 1000);
        let along = if self.stage.rtl && node.mirrored { 1000 - along } else { along };
        u16::try_from(along).unwrap_or_default()
    }

    /// Where on `node` a point lies, in shares of 1000 across and down.
    #[must_use]
    pub fn spot(&self, node: &Node<A>, x: i32, y: i32) -> (u16, u16) {
        let share = |from: i32, side: i32| {
            u16::try_from((from * 1000 / side.max(1)).clamp(0, 1000)).unwrap_or_default()
        };
        (share(x - node.rect.x, node.rect.width), share(y - node.rect.y, node.rect.height))
    }
}

fn find<A>(node: &Node<A>, x: i32, y: i32) -> Found<'_, A> {
    let inside = node.rect.contains(x, y);
    if node.clips && !inside {
        return Found::Nothing;
    }
    for child in node.children.iter().rev() {
        match find(child, x, y) {
            Found::Nothing => {}
            found => return if node.state.enabled { found } else { Found::Taken },
        }
    }
    match (&node.kind, &node.press) {
        _ if !inside => Found::Nothing,
        (_, Some(_)) if node.state.enabled => Found::Node(node),
        (Kind::Scrim, _) | (_, Some(_)) => Found::Taken,
        // A dialog's own surface does not let a touch through to what lies below.
        _ if node.skin.shadow => Found::Taken,
        _ => Found::Nothing,
    }
}

impl<A> View<A> {
    /// The first node of this name that can be pressed, else the first of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Node<A>> {
        let mut named = self.nodes().filter(|node| node.name == name);
        let first = named.next()?;
        if first.press.is_some() {
            return Some(first);
        }
        named.find(|node| node.press.is_some()).or(Some(first))
    }

    /// Marks the node of this name as pressed and all others as not.
    pub fn set_pressed(&mut self, name: Option<&str>) {
        visit_mut(&mut self.root, &mut |node| {
            node.state.pressed = node.press.is_some() && name == Some(node.name.as_str());
        });
    }

    /// All nodes, parents before their children.
    pub fn nodes(&self) -> impl Iterator<Item = &Node<A>> {
        let mut waiting = vec![&self.root];
        std::iter::from_fn(move || {
            let node = waiting.pop()?;
            waiting.extend(node.children.iter().rev());
            Some(node)
        })
    }

    /// The tree as text for tests: what is there, what it says, and what is wrong with it.
    #[must_use]
    pub fn print(&self) -> String {
        let mut lines = String::new();
        print(&self.root, 0, &mut lines);
        lines
    }
}

fn visit_mut<A>(node: &mut Node<A>, change: &mut impl FnMut(&mut Node<A>)) {
    change(node);
    for child in &mut node.children {
        visit_mut(child, change);
    }
}

fn print<A>(node: &Node<A>, depth: usize, lines: &mut String) {
    let silent = node.name.is_empty() && matches!(node.kind, Kind::Group) && node.press.is_none();
    let depth = if silent && ["row", "column", "stack", "space"].contains(&node.tag) {
        depth
    } else {
        lines.push_str(&format!("{}{}\n", "  ".repeat(depth), describe(node)));
        depth + 1
    };
    for child in &node.children {
        print(child, depth, lines);
    }
}

fn describe<A>(node: &Node<A>) -> String {
    let mut words = node.tag.to_owned();
    if !node.name.is_empty() {
        words += &format!(" \"{}\"", node.name);
    }
    match &node.kind {
        Kind::Text(text) => words += &format!(" {:?} \"{}\"", text.style, text.words),
        Kind::Icon { icon, .. } => words += &format!(" {icon:?}"),
        Kind::Progress { done: Some(done), .. } => words += &format!(" {done}/1000"),
        Kind::Slider { value } => words += &format!(" {value}/1000"),
        _ => {}
    }
    let flags = [
        (!node.state.enabled, "off"),
        (node.state.pressed, "pressed"),
        (node.state.selected, "selected"),
        (node.overflow != (0, 0), "does not fit"),
        (node.shaped.as_ref().is_some_and(|shaped| shaped.missing > 0), "glyphs missing"),
    ];
    for (_, flag) in flags.iter().filter(|(holds, _)| *holds) {
        words += &format!(" [{flag}]");
    }
    words
}
