//! What must be painted again between two views of the same panel.

use super::node::Node;
use super::view::View;
use crate::display::Rect;

/// More rectangles cost more than they save.
const MOST: usize = 3;
/// How far a shadow reaches over the edge of its node.
pub const SHADOW_REACH: i32 = 24;

/// At most three rectangles that hold all that differs; none when nothing does.
#[must_use]
pub fn damage<A>(old: &View<A>, new: &View<A>) -> Vec<Rect> {
    let whole = Rect::new(0, 0, new.stage.size.0, new.stage.size.1);
    if old.stage != new.stage {
        return vec![whole];
    }
    let mut changed = Vec::new();
    compare(&old.root, &new.root, &mut changed);
    let mut changed: Vec<Rect> = changed.into_iter().map(|rect| rect.intersect(whole)).collect();
    changed.retain(|rect| !rect.is_empty());
    merge(changed)
}

fn compare<A>(old: &Node<A>, new: &Node<A>, changed: &mut Vec<Rect>) {
    let same = old.rect == new.rect
        && old.kind == new.kind
        && old.skin == new.skin
        && old.state == new.state
        && old.scrolled == new.scrolled
        && old.mirrored == new.mirrored
        && old.overflow == new.overflow
        && old.children.len() == new.children.len();
    if same {
        for (old, new) in old.children.iter().zip(&new.children) {
            compare(old, new, changed);
        }
    } else {
        changed.push(reach(old).union(reach(new)));
    }
}

/// Everything that a node and its children paint on.
fn reach<A>(node: &Node<A>) -> Rect {
    let own = if node.skin.shadow { node.rect.inset(-SHADOW_REACH) } else { node.rect };
    if node.clips {
        return own;
    }
    node.children.iter().map(reach).fold(own, Rect::union)
}

/// Joins the two whose union wastes least, until few enough are left and none meet.
fn merge(mut rects: Vec<Rect>) -> Vec<Rect> {
    loop {
        let mut best: Option<(usize, usize, i64)> = None;
        for first in 0..rects.len() {
            for second in first + 1..rects.len() {
                let (a, b) = (rects[first], rects[second]);
                let waste = if a.meets(b) { -1 } else { a.union(b).area() - a.area() - b.area() };
                if best.is_none_or(|(_, _, least)| waste < least) {
                    best = Some((first, second, waste));
                }
            }
        }
        match best {
            Some((first, second, waste)) if rects.len() > MOST || waste < 0 => {
                let gone = rects.swap_remove(second);
                rects[first] = rects[first].union(gone);
            }
            _ => return rects,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_changes_become_three_that_hold_them_all() {
        let many: Vec<Rect> = (0..20).map(|i| Rect::new(i * 37 % 700, i * 53 % 400, 20, 20)).collect();
        let few = merge(many.clone());
        assert!(few.len() <= MOST);
        for rect in many {
            assert!(few.iter().any(|big| big.intersect(rect) == rect));
        }
    }

    #[test]
    fn neighbours_that_meet_become_one() {
        assert_eq!(merge(vec![Rect::new(0, 0, 10, 10), Rect::new(5, 0, 10, 10)]), [Rect::new(0, 0, 15, 10)]);
        assert_eq!(merge(vec![Rect::new(0, 0, 10, 10), Rect::new(50, 0, 10, 10)]).len(), 2);
    }
}
