//! Walks a laid-out screen and names what a person could not read or hit.

use super::node::{Kind, Node};
use super::theme::{Role, SHAPE_CONTRAST, TEXT_CONTRAST, Theme, contrast};
use super::view::View;
use crate::display::Rect;

/// Something on a screen that must not be; `node` says where.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The content is larger than its place, by so many pixels across and down.
    Overflow {
        node: String,
        by: (i32, i32),
    },
    MissingGlyphs {
        node: String,
        count: usize,
    },
    /// Two nodes that act lie on each other.
    Overlap {
        first: String,
        second: String,
    },
    /// Something that acts is smaller than a fingertip.
    SmallTarget {
        node: String,
        size: (i32, i32),
    },
    LowContrast {
        node: String,
        ink: Role,
        ground: Role,
        ratio: f32,
    },
    /// Part of a node lies outside the panel.
    OffPanel {
        node: String,
    },
    /// A node that acts has no name, so nothing can call it.
    Nameless {
        tag: &'static str,
    },
}

struct Audit<'a> {
    theme: &'a Theme,
    panel: Rect,
    found: Vec<Finding>,
    /// What acts, with the number of dialogs below it.
    targets: Vec<(String, Rect, usize)>,
    layer: usize,
}

/// All findings of a screen; none is what a screen needs.
#[must_use]
pub fn audit<A>(view: &View<A>) -> Vec<Finding> {
    let panel = Rect::new(0, 0, view.stage.size.0, view.stage.size.1);
    let mut audit =
        Audit { theme: &view.stage.theme, panel, found: Vec::new(), targets: Vec::new(), layer: 0 };
    audit.walk(&view.root, Role::Ground, true, panel);
    audit.overlaps();
    audit.found
}

impl Audit<'_> {
    /// `seen` is what the clips of the parents leave.
    fn walk<A>(&mut self, node: &Node<A>, ground: Role, enabled: bool, seen: Rect) {
        let enabled = enabled && node.state.enabled;
        let ground = node.skin.fill.unwrap_or(ground);
        if matches!(node.kind, Kind::Scrim) {
            self.layer += 1;
        }
        if !node.clips {
            self.fits(node);
        }
        if enabled {
            self.contrast(node, ground);
        }
        if node.press.is_some() {
            self.target(node, seen);
        }
        if node.rect.intersect(seen) != node.rect && seen == self.panel {
            self.found.push(Finding::OffPanel { node: label(node) });
        }
        let seen = if node.clips { node.rect.intersect(seen) } else { seen };
        for child in &node.children {
            self.walk(child, ground, enabled, seen);
        }
    }

    fn fits<A>(&mut self, node: &Node<A>) {
        let may_cut = matches!(&node.kind, Kind::Text(text) if text.may_cut);
        if node.overflow != (0, 0) && !may_cut {
            self.found.push(Finding::Overflow { node: label(node), by: node.overflow });
        }
        if let Some(count) = node.shaped.as_ref().map(|shaped| shaped.missing).filter(|count| *count > 0) {
            self.found.push(Finding::MissingGlyphs { node: label(node), count });
        }
    }

    fn contrast<A>(&mut self, node: &Node<A>, ground: Role) {
        let (ink, least) = match &node.kind {
            Kind::Text(text) => (text.ink, TEXT_CONTRAST),
            Kind::Icon { ink, .. } => (*ink, SHAPE_CONTRAST),
            _ => return,
        };
        let ratio = contrast(self.theme.colour(ink), self.theme.colour(ground));
        if ratio < least {
            self.found.push(Finding::LowContrast { node: label(node), ink, ground, ratio });
        }
    }

    fn target<A>(&mut self, node: &Node<A>, seen: Rect) {
        if node.name.is_empty() {
            self.found.push(Finding::Nameless { tag: node.tag });
        }
        let least = self.theme.touch();
        if node.rect.width < least || node.rect.height < least {
            let size = (node.rect.width, node.rect.height);
            self.found.push(Finding::SmallTarget { node: label(node), size });
        }
        self.targets.push((label(node), node.rect.intersect(seen), self.layer));
    }

    fn overlaps(&mut self) {
        for (index, (first, rect, layer)) in self.targets.iter().enumerate() {
            for (second, other, above) in &self.targets[index + 1..] {
                if layer == above && rect.meets(*other) {
                    self.found.push(Finding::Overlap { first: first.clone(), second: second.clone() });
                }
            }
        }
    }
}

fn label<A>(node: &Node<A>) -> String {
    match &node.kind {
        Kind::Text(text) => format!("text \"{}\"", text.words),
        _ => format!("{} \"{}\"", node.tag, node.name),
    }
}
