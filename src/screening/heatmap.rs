use crate::imaging::{Gray, Picture, Prepared, Rect, Rgb};
use crate::inference::Heat;

/// Side of the overlay in pixels.
const SIDE: usize = 640;
/// Evidence is drawn in full from this logit on, or from the strongest place if that is stronger:
/// a picture without evidence stays as it is.
const FULL_AT_LEAST: f32 = 1.0;
/// Below this share of the full strength nothing is drawn, so that the eye finds the place.
const FLOOR: f32 = 0.4;
const TINT: [u16; 3] = [255, 140, 0];

/// Lays the evidence over the part of the source picture that the model saw: orange where it speaks
/// for disease, the untouched picture elsewhere. [`SIDE`] pixels square.
#[must_use]
pub fn overlay(source: &Picture, prepared: &Prepared, heat: &Heat) -> Rgb {
    let mut out = cut(source, prepared.crop).resize(SIDE, SIDE);
    let Some(map) = levels(heat) else { return out };
    let map = map.resize(SIDE, SIDE);
    let mask = prepared.mask.resize(SIDE, SIDE);
    for ((pixel, &level), &inside) in out.data_mut().chunks_exact_mut(3).zip(map.data()).zip(mask.data()) {
        let weight = if inside > 127 { u16::from(level) * 3 / 5 } else { 0 };
        for (value, tint) in pixel.iter_mut().zip(TINT) {
            let mixed = (u16::from(*value) * (255 - weight) + tint * weight) / 255;
            *value = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }
    out
}

/// The evidence over the whole picture, for a screen that lays it on as strongly as somebody wants:
/// 0 for none to 255, at most [`SIDE`] pixels a side, in the proportions of the picture. `None` for a
/// heatmap without pixels.
#[must_use]
pub fn heat_over(size: (usize, usize), prepared: &Prepared, heat: &Heat) -> Option<Gray> {
    let map = levels(heat)?.resize(SIDE, SIDE);
    let mask = prepared.mask.resize(SIDE, SIDE);
    let most = size.0.max(size.1).max(1);
    let (width, height) = ((size.0 * SIDE / most).max(1), (size.1 * SIDE / most).max(1));
    let (crop, step) = (prepared.crop, most as f32 / SIDE as f32);
    let mut out = Gray::filled(width, height, [0]);
    for y in 0..height {
        let down = ((y as f32 + 0.5) * step - crop.y) / crop.height;
        for x in 0..width {
            let along = ((x as f32 + 0.5) * step - crop.x) / crop.width;
            if (0.0..1.0).contains(&along) && (0.0..1.0).contains(&down) {
                let (column, row) = ((along * SIDE as f32) as usize, (down * SIDE as f32) as usize);
                if mask.at(column, row)[0] > 127 {
                    out.put(x, y, map.at(column, row));
                }
            }
        }
    }
    Some(out)
}

/// From evidence to how strongly it is drawn.
fn levels(heat: &Heat) -> Option<Gray> {
    let full = heat.values.iter().copied().fold(FULL_AT_LEAST, f32::max);
    let level = |value: &f32| ((value / full - FLOOR) / (1.0 - FLOOR)).clamp(0.0, 1.0);
    let levels = heat.values.iter().map(|value| (level(value) * 255.0) as u8).collect();
    Gray::from_raw(heat.width, heat.height, levels)
}

/// The rectangle of the picture, sampled at most twice as fine as it is drawn; black where it reaches
/// over the edge.
fn cut(source: &Picture, crop: Rect) -> Rgb {
    let (columns, lines) = source.size();
    let side = 2 * SIDE;
    let mut out = Rgb::filled(side, side, [0; 3]);
    for y in 0..side {
        let from_y = (crop.y + (y as f32 + 0.5) / side as f32 * crop.height).floor();
        for x in 0..side {
            let from_x = (crop.x + (x as f32 + 0.5) / side as f32 * crop.width).floor();
            if from_x >= 0.0 && from_y >= 0.0 && from_x < columns as f32 && from_y < lines as f32 {
                out.put(x, y, colour_at(source, from_x as usize, from_y as usize));
            }
        }
    }
    out
}

fn colour_at(source: &Picture, x: usize, y: usize) -> [u8; 3] {
    match source {
        Picture::Gray(image) => [image.at(x, y)[0]; 3],
        Picture::Rgb(image) => image.at(x, y),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared() -> Prepared {
        Prepared {
            image: Rgb::filled(8, 8, [0; 3]),
            mask: Gray::filled(8, 8, [255]),
            crop: Rect { x: -2.0, y: 0.0, width: 8.0, height: 8.0 },
            name: "retina-1",
        }
    }

    fn heat(hot: f32) -> Heat {
        Heat { width: 2, height: 2, values: vec![0.0, 0.0, 0.0, hot] }
    }

    #[test]
    fn only_the_hot_place_is_tinted() {
        let source = Picture::Rgb(Rgb::filled(8, 8, [40, 40, 40]));
        let out = overlay(&source, &prepared(), &heat(6.0));
        assert_eq!((out.width(), out.height()), (SIDE, SIDE));
        assert_eq!(out.at(SIDE / 2 - 20, 20), [40, 40, 40]);
        assert!(out.at(SIDE - 10, SIDE - 10)[0] > 120);
    }

    #[test]
    fn over_the_whole_picture_the_heat_keeps_its_place() {
        let whole = heat_over((16, 8), &prepared(), &heat(6.0)).unwrap();
        assert_eq!((whole.width(), whole.height()), (SIDE, SIDE / 2));
        // The crop ends at column 6 of 16.
        assert_eq!(whole.at(SIDE / 2, SIDE / 2 - 10), [0]);
        assert!(whole.at(SIDE * 5 / 16, SIDE / 2 - 20)[0] > 200);
        assert_eq!(whole.at(10, 10), [0]);
    }

    #[test]
    fn weak_evidence_leaves_the_picture_as_it_is() {
        let source = Picture::Gray(Gray::filled(8, 8, [40]));
        let out = overlay(&source, &prepared(), &heat(0.3));
        assert_eq!(out.at(SIDE - 10, SIDE - 10), [40, 40, 40]);
    }

    #[test]
    fn beyond_the_edge_is_black() {
        let source = Picture::Rgb(Rgb::filled(8, 8, [200, 200, 200]));
        let out = overlay(&source, &prepared(), &heat(0.0));
        assert_eq!(out.at(10, SIDE / 2), [0, 0, 0]);
    }
}
