//! Photographs on the screen: which part is shown, how large, and what lies over it.

use std::sync::Arc;

use super::cache::Bounded;
use crate::display::{Canvas, Color, Rect};
use crate::imaging::{Gray, Rgb};

/// How often a photograph may be enlarged.
pub const MOST_ZOOM: f32 = 8.0;
/// Pictures that are kept at the size in which they are shown, in bytes.
const SCALED_BYTES: usize = 12 << 20;
/// Cyan: the one hue that neither a retina nor a film has.
const HEAT: Color = Color(0, 229, 255);
/// Below this level nothing is tinted, so that the places that spoke stand out.
const COLD: u8 = 64;
const DIVIDER: Color = Color(244, 247, 250);

/// Which part of a picture is shown. A scale of 1 shows all of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zoom {
    pub scale: f32,
    /// The middle of what is shown, as a share of the picture.
    pub centre: (f32, f32),
}

impl Default for Zoom {
    fn default() -> Self {
        Self { scale: 1.0, centre: (0.5, 0.5) }
    }
}

impl Zoom {
    /// Enlarged by `factor` around the middle of what is shown.
    #[must_use]
    pub fn by(self, factor: f32) -> Self {
        Self { scale: (self.scale * factor).clamp(1.0, MOST_ZOOM), ..self }.held()
    }

    /// Moved with a finger by `dx`, `dy` pixels over a picture that is drawn `width` × `height`
    /// pixels large at scale 1.
    #[must_use]
    pub fn dragged(self, dx: i32, dy: i32, width: i32, height: i32) -> Self {
        let share = |by: i32, side: i32| by as f32 / (side.max(1) as f32 * self.scale);
        let (x, y) = self.centre;
        Self { centre: (x - share(dx, width), y - share(dy, height)), ..self }.held()
    }

    /// Never beyond the edge of the picture.
    fn held(self) -> Self {
        let reach = 0.5 / self.scale;
        let hold = |value: f32| value.clamp(reach, 1.0 - reach);
        Self { centre: (hold(self.centre.0), hold(self.centre.1)), ..self }
    }
}

/// A photograph and what is laid over it. The pictures are shared, never copied.
#[derive(Debug, Clone)]
pub struct Picture {
    pub image: Arc<Rgb>,
    pub zoom: Zoom,
    /// Where the model looked, over the whole picture, and how strongly it is shown (0 to 255).
    pub heat: Option<(Arc<Gray>, u8)>,
    /// An earlier picture to the left of a divider, at a share of 1000 of the rectangle's width.
    pub before: Option<(Arc<Rgb>, u16)>,
}

impl PartialEq for Picture {
    /// The same pictures, not merely equal ones: comparing pixels would cost more than painting.
    fn eq(&self, other: &Self) -> bool {
        let heat = match (&self.heat, &other.heat) {
            (Some((a, strong)), Some((b, weak))) => Arc::ptr_eq(a, b) && strong == weak,
            (a, b) => a.is_none() && b.is_none(),
        };
        let before = match (&self.before, &other.before) {
            (Some((a, here)), Some((b, there))) => Arc::ptr_eq(a, b) && here == there,
            (a, b) => a.is_none() && b.is_none(),
        };
        Arc::ptr_eq(&self.image, &other.image) && self.zoom == other.zoom && heat && before
    }
}

impl Picture {
    #[must_use]
    pub fn new(image: Arc<Rgb>) -> Self {
        Self { image, zoom: Zoom::default(), heat: None, before: None }
    }

    /// Where the picture lies inside `rect`: as large as it fits.
    #[must_use]
    pub fn place(&self, rect: Rect) -> Rect {
        let (width, height) = (self.image.width().max(1) as f32, self.image.height().max(1) as f32);
        let scale = (rect.width as f32 / width).min(rect.height as f32 / height);
        rect.centred((width * scale).round() as i32, (height * scale).round() as i32)
    }
}

/// Width of what the divider is taken by, in pixels; it stays inside the rectangle.
pub const KNOB: i32 = 48;

/// Part of a picture, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Crop {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

impl Crop {
    fn of(width: usize, height: usize, zoom: Zoom) -> Self {
        let side = |length: usize| ((length as f32 / zoom.scale).round() as usize).clamp(1, length.max(1));
        let (w, h) = (side(width), side(height));
        let start = |length: usize, part: usize, centre: f32| {
            ((length as f32 * centre - part as f32 / 2.0).max(0.0) as usize).min(length - part.min(length))
        };
        Self { x: start(width, w, zoom.centre.0), y: start(height, h, zoom.centre.1), width: w, height: h }
    }
}

/// A picture by its address, what of it, and how large. The cached picture is held beside it, so the
/// address cannot belong to another one.
type Key = (usize, Crop, (usize, usize));

/// Draws pictures; keeps the last ones at their size.
pub struct Pictures {
    colour: Bounded<Key, (Arc<Rgb>, Arc<Rgb>)>,
    gray: Bounded<Key, (Arc<Gray>, Arc<Gray>)>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self { colour: Bounded::new(SCALED_BYTES), gray: Bounded::new(SCALED_BYTES / 3) }
    }
}

impl Pictures {
    pub fn draw(&mut self, canvas: &mut Canvas, rect: Rect, picture: &Picture) {
        let place = picture.place(rect);
        let image = self.scaled(&picture.image, picture.zoom, place);
        canvas.picture(place.x, place.y, &image);
        if let Some((heat, opacity)) = &picture.heat {
            self.lay_heat(canvas, place, heat, picture.zoom, *opacity);
        }
        if let Some((before, split)) = &picture.before {
            let earlier = self.scaled(before, picture.zoom, place);
            let at = rect.x + KNOB / 2 + (rect.width - KNOB) * i32::from(*split) / 1000;
            let left = (at - place.x).clamp(0, place.width);
            let clip = canvas.set_clip(Rect { width: left, ..place }.intersect(canvas.clip()));
            canvas.picture(place.x, place.y, &earlier);
            canvas.set_clip(clip);
            canvas.fill(Rect::new(at - 1, place.y, 3, place.height), DIVIDER);
        }
    }

    fn scaled(&mut self, image: &Arc<Rgb>, zoom: Zoom, place: Rect) -> Arc<Rgb> {
        let size = (place.width as usize, place.height as usize);
        let crop = Crop::of(image.width(), image.height(), zoom);
        if size == (image.width(), image.height()) && zoom.scale <= 1.0 {
            return Arc::clone(image);
        }
        let key = (Arc::as_ptr(image) as usize, crop, size);
        if let Some((_, found)) = self.colour.get(&key) {
            return found;
        }
        let part = image.crop(crop.x, crop.y, crop.width, crop.height);
        let scaled = Arc::new(part.resize(size.0, size.1));
        let weight = scaled.data().len();
        self.colour.put(key, (Arc::clone(image), Arc::clone(&scaled)), weight);
        scaled
    }

    fn lay_heat(&mut self, canvas: &mut Canvas, place: Rect, heat: &Arc<Gray>, zoom: Zoom, opacity: u8) {
        let size = (place.width as usize, place.height as usize);
        let crop = Crop::of(heat.width(), heat.height(), zoom);
        let key = (Arc::as_ptr(heat) as usize, crop, size);
        let map = if let Some((_, found)) = self.gray.get(&key) {
            found
        } else {
            let part = heat.crop(crop.x, crop.y, crop.width, crop.height);
            let map = Arc::new(part.resize(size.0, size.1));
            self.gray.put(key, (Arc::clone(heat), Arc::clone(&map)), size.0 * size.1);
            map
        };
        let mut row = vec![0; size.0];
        for (line, levels) in map.data().chunks_exact(size.0.max(1)).enumerate() {
            let y = place.y + line as i32;
            if y < canvas.clip().y || y >= canvas.clip().bottom() {
                continue;
            }
            for (share, level) in row.iter_mut().zip(levels) {
                let warm = u16::from(level.saturating_sub(COLD)) * 255 / u16::from(255 - COLD);
                *share = (warm * u16::from(opacity) / 255) as u8;
            }
            canvas.cover_row(place.x, y, &row, HEAT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zoom_never_shows_what_lies_beyond_the_picture() {
        let zoom = Zoom::default().by(4.0).dragged(-5000, 9000, 400, 400);
        assert_eq!(zoom.centre, (0.875, 0.125));
        let back = zoom.by(0.01);
        assert_eq!((back.scale, back.centre), (1.0, (0.5, 0.5)));
        assert!(Zoom::default().by(100.0).scale <= MOST_ZOOM);
    }

    #[test]
    fn the_whole_picture_fits_without_distortion() {
        let picture = Picture::new(Arc::new(Rgb::filled(640, 480, [0; 3])));
        assert_eq!(picture.place(Rect::new(0, 0, 400, 400)), Rect::new(0, 50, 400, 300));
    }

    #[test]
    fn the_divider_parts_before_and_after() {
        let mut picture = Picture::new(Arc::new(Rgb::filled(100, 100, [0, 0, 200])));
        picture.before = Some((Arc::new(Rgb::filled(50, 50, [200, 0, 0])), 250));
        let mut canvas = Canvas::new(100, 100);
        Pictures::default().draw(&mut canvas, Rect::new(0, 0, 100, 100), &picture);
        assert_eq!(canvas.at(10, 50), Color(200, 0, 0));
        assert_eq!(canvas.at(90, 50), Color(0, 0, 200));
    }

    #[test]
    fn heat_tints_only_where_it_is_hot() {
        let mut picture = Picture::new(Arc::new(Rgb::filled(64, 64, [10, 10, 10])));
        let mut heat = Gray::filled(64, 64, [0]);
        (40..64).for_each(|x| (0..64).for_each(|y| heat.put(x, y, [255])));
        picture.heat = Some((Arc::new(heat), 128));
        let mut canvas = Canvas::new(64, 64);
        Pictures::default().draw(&mut canvas, Rect::new(0, 0, 64, 64), &picture);
        assert_eq!(canvas.at(5, 5), Color(10, 10, 10));
        assert!(canvas.at(60, 5).2 > 100);
    }
}
