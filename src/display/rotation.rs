use super::Rect;

/// The panel is mounted turned clockwise by so much; the picture is turned back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rotation {
    #[default]
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

impl Rotation {
    /// `None` unless it is 0, 90, 180 or 270.
    #[must_use]
    pub fn from_degrees(degrees: u16) -> Option<Self> {
        match degrees {
            0 => Some(Self::None),
            90 => Some(Self::Quarter),
            180 => Some(Self::Half),
            270 => Some(Self::ThreeQuarters),
            _ => None,
        }
    }

    #[must_use]
    pub fn quarters(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Quarter => 1,
            Self::Half => 2,
            Self::ThreeQuarters => 3,
        }
    }

    /// Size of the picture on a panel of this size, and the other way round.
    #[must_use]
    pub fn turned(self, (width, height): (usize, usize)) -> (usize, usize) {
        if self.quarters() % 2 == 1 { (height, width) } else { (width, height) }
    }

    /// Where a part of a picture of `size` lies on the panel.
    #[must_use]
    pub fn on_panel(self, rect: Rect, size: (i32, i32)) -> Rect {
        let (width, height) = size;
        let Rect { x, y, width: w, height: h } = rect;
        match self {
            Self::None => rect,
            Self::Quarter => Rect::new(y, width - x - w, h, w),
            Self::Half => Rect::new(width - x - w, height - y - h, w, h),
            Self::ThreeQuarters => Rect::new(height - y - h, x, h, w),
        }
    }

    /// The way back: from a panel to the picture.
    #[must_use]
    pub fn back(self) -> Self {
        match self {
            Self::Quarter => Self::ThreeQuarters,
            Self::ThreeQuarters => Self::Quarter,
            same => same,
        }
    }

    /// The place in a picture `width` wide and `height` tall of the panel's pixel `x`, `y`, and how far
    /// the next pixel of the panel's row lies from it; both count in pixels of the picture.
    pub(super) fn source(self, (x, y): (i32, i32), (width, height): (i32, i32)) -> (i32, i32) {
        let at = |column: i32, row: i32| row * width + column;
        match self {
            Self::None => (at(x, y), 1),
            Self::Quarter => (at(width - 1 - y, x), width),
            Self::Half => (at(width - 1 - x, height - 1 - y), -1),
            Self::ThreeQuarters => (at(y, height - 1 - x), -width),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Rotation; 4] = [Rotation::None, Rotation::Quarter, Rotation::Half, Rotation::ThreeQuarters];

    #[test]
    fn every_pixel_of_a_part_comes_from_that_part() {
        let (width, height) = (7, 4);
        let part = Rect::new(2, 1, 3, 2);
        for rotation in ALL {
            let on_panel = rotation.on_panel(part, (width, height));
            let (columns, rows) = rotation.turned((7, 4));
            assert_eq!(rotation.back().on_panel(on_panel, (columns as i32, rows as i32)), part);
            let mut seen = Vec::new();
            for y in on_panel.y..on_panel.bottom() {
                let (start, step) = rotation.source((on_panel.x, y), (width, height));
                seen.extend((0..on_panel.width).map(|x| start + x * step));
            }
            seen.sort_unstable();
            let wanted: Vec<i32> = (1..3).flat_map(|y| (2..5).map(move |x| y * width + x)).collect();
            assert_eq!(seen, wanted, "{rotation:?}");
        }
    }

    #[test]
    fn the_panels_first_pixel_is_the_corner_that_the_user_sees_there() {
        // Turned clockwise by a quarter, the panel's upper left corner is the user's upper right one.
        let corner = |rotation: Rotation| rotation.source((0, 0), (8, 5)).0;
        assert_eq!(ALL.map(corner), [0, 7, 39, 32]);
    }

    #[test]
    fn only_quarters_are_rotations() {
        assert_eq!(Rotation::from_degrees(270), Some(Rotation::ThreeQuarters));
        assert_eq!([1, 45, 360].map(Rotation::from_degrees), [None; 3]);
        assert_eq!(Rotation::Quarter.turned((800, 480)), (480, 800));
    }
}
