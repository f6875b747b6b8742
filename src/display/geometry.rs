use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::primitives::Rectangle;

/// Pixels, from the top left corner; `width` and `height` are never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Rect {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Rect {
    #[must_use]
    pub fn new(x: i32, y: i32, width: i32, height: i32) -> Self {
        Self { x, y, width: width.max(0), height: height.max(0) }
    }

    #[must_use]
    pub fn right(self) -> i32 {
        self.x + self.width
    }

    #[must_use]
    pub fn bottom(self) -> i32 {
        self.y + self.height
    }

    #[must_use]
    pub fn area(self) -> i64 {
        i64::from(self.width) * i64::from(self.height)
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    #[must_use]
    pub fn contains(self, x: i32, y: i32) -> bool {
        x >= self.x && x < self.right() && y >= self.y && y < self.bottom()
    }

    /// The part that both share; empty when they do not meet.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        Self::new(x, y, self.right().min(other.right()) - x, self.bottom().min(other.bottom()) - y)
    }

    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        !self.intersect(other).is_empty()
    }

    /// The smallest rectangle around both; an empty one does not count.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(x, y, self.right().max(other.right()) - x, self.bottom().max(other.bottom()) - y)
    }

    /// Each side moved inwards by `by` pixels, outwards when negative.
    #[must_use]
    pub fn inset(self, by: i32) -> Self {
        Self::new(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)
    }

    #[must_use]
    pub fn moved(self, x: i32, y: i32) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }
    }

    /// A rectangle of this size in the middle of `self`.
    #[must_use]
    pub fn centred(self, width: i32, height: i32) -> Self {
        Self::new(self.x + (self.width - width) / 2, self.y + (self.height - height) / 2, width, height)
    }
}

impl From<Rectangle> for Rect {
    fn from(area: Rectangle) -> Self {
        let side = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
        Self::new(area.top_left.x, area.top_left.y, side(area.size.width), side(area.size.height))
    }
}

impl From<Rect> for Rectangle {
    fn from(rect: Rect) -> Self {
        Self::new(
            Point::new(rect.x, rect.y),
            Size::new(rect.width.unsigned_abs(), rect.height.unsigned_abs()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_that_do_not_meet_share_nothing() {
        let (a, b) = (Rect::new(0, 0, 10, 10), Rect::new(20, 20, 5, 5));
        assert!(!a.meets(b));
        assert_eq!(a.union(b), Rect::new(0, 0, 25, 25));
        assert_eq!(a.union(Rect::default()), a);
    }

    #[test]
    fn the_right_and_bottom_edges_lie_outside() {
        let rect = Rect::new(2, 3, 4, 5);
        assert!(rect.contains(2, 3) && rect.contains(5, 7));
        assert!(!rect.contains(6, 3) && !rect.contains(2, 8));
    }
}
