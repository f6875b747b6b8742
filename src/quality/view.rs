//! One small copy of the picture, and what both judges read from it.

use crate::imaging::chest::Film;
use crate::imaging::plane::Plane;
use crate::imaging::retina::{Field, cut};
use crate::imaging::{Picture, Rgb};

/// Longest side of the copy: every measure is taken on it, so that a large picture costs little.
const LONG: usize = 512;
/// Side of the square copies of the field and of the film.
pub const SIDE: usize = 128;

pub struct View {
    /// Of the source picture.
    pub size: (usize, usize),
    pub small: Rgb,
    /// In pixels of `small`.
    pub field: Field,
    /// The field of view, SIDE x SIDE, channel by channel, then their luma.
    pub red: Plane,
    pub green: Plane,
    pub blue: Plane,
    pub luma: Plane,
    /// 1 inside the field.
    pub mask: Plane,
    /// 1 inside the field, well away from its rim.
    pub core: Plane,
    pub film: Film,
}

impl View {
    pub fn of(picture: &Picture) -> Self {
        let size = picture.size();
        let scale = (size.0.max(size.1) as f32 / LONG as f32).max(1.0);
        let side = |length: usize| ((length as f32 / scale).round() as usize).max(1);
        let (width, height) = (side(size.0), side(size.1));
        let (small, gray) = match picture {
            Picture::Gray(image) => {
                let gray = image.resize(width, height);
                (gray.to_rgb(), gray)
            }
            Picture::Rgb(image) => {
                let small = image.resize(width, height);
                let gray = small.to_gray();
                (small, gray)
            }
        };
        let field = Field::find(&small);
        let crop = field.bounding();
        let disc = cut(&small, &crop, SIDE);
        let step = (crop.width / SIDE as f32, crop.height / SIDE as f32);
        let mask = Plane::new(SIDE, SIDE, |x, y| {
            let (px, py) = (crop.x + (x as f32 + 0.5) * step.0, crop.y + (y as f32 + 0.5) * step.1);
            let seen = (0.0..width as f32).contains(&px) && (0.0..height as f32).contains(&py);
            f32::from(u8::from(seen && field.covers(px, py)))
        });
        let edge = mask.blur(3);
        let core = Plane::new(SIDE, SIDE, |x, y| f32::from(u8::from(edge.at(x, y) > 0.97)));
        let [red, green, blue] = [0, 1, 2].map(|channel| Plane::channel(&disc, channel));
        let luma = Plane::channel(&disc.to_gray(), 0);
        Self { size, film: Film::find(&gray), small, field, red, green, blue, luma, mask, core }
    }
}
