//! Each picture beside itself with the heat, as large as the page allows.

use krilla::image::Image;

use super::page::{INNER, MARGIN, Page};
use super::{Read, black, grey, line, style};
use crate::domain::{EncounterRecord, Finding, ImageRecord};
use crate::imaging::{decode, encode};
use crate::interop::summary;

/// Longest side in pixels: enough to see what it is; the study holds the picture itself.
const LONGEST: usize = 640;
const QUALITY: u8 = 80;
const GAP: f32 = 10.0;
const CAPTION: f32 = 14.0;
/// Below this height a picture says nothing.
const SMALLEST: f32 = 60.0;

struct Tile {
    caption: String,
    /// `None` when it cannot be shown, with its width and height in pixels.
    image: Option<(Image, f32, f32)>,
}

/// Fills the page down to `bottom`, in as many columns as make the pictures largest.
pub fn draw(page: &mut Page<'_>, record: &EncounterRecord, read: &Read<'_>, bottom: f32) {
    let tiles: Vec<Tile> = record.findings.iter().flat_map(|finding| tiles(record, finding, read)).collect();
    let cell = |columns: usize| {
        let rows = tiles.len().div_ceil(columns) as f32;
        let width = (INNER - GAP * (columns - 1) as f32) / columns as f32;
        (columns, width, (bottom - page.y) / rows - CAPTION - GAP)
    };
    let cells = (1..=tiles.len()).map(cell);
    let best = cells.max_by(|a, b| a.1.min(a.2).total_cmp(&b.1.min(b.2)));
    let Some((columns, width, height)) = best else { return };
    if height < SMALLEST {
        let note = "The pictures did not fit; they are in the study.";
        page.text(note, style(8.5, false, grey()), (MARGIN, page.y), INNER);
        return;
    }
    for (index, tile) in tiles.iter().enumerate() {
        let x = MARGIN + (index % columns) as f32 * (width + GAP);
        let y = page.y + (index / columns) as f32 * (height + CAPTION + GAP);
        show(page, tile, (x, y), (width, height));
    }
}

/// One picture in the middle of its cell, below its caption.
fn show(page: &mut Page<'_>, tile: &Tile, (x, y): (f32, f32), (width, height): (f32, f32)) {
    let top = y + CAPTION;
    let mut left = x;
    if let Some((image, columns, rows)) = &tile.image {
        let scale = (width / columns).min(height / rows);
        left += (width - columns * scale) / 2.0;
        page.image(image.clone(), (left, top), (columns * scale, rows * scale));
    } else {
        page.bar((x, top), (width, height.min(40.0)), line());
        page.text("not available", style(8.5, false, black()), (x + 8.0, top + 8.0), width - 16.0);
    }
    page.text(&tile.caption, style(8.0, true, black()), (left, y), x + width - left);
}

fn tiles(record: &EncounterRecord, finding: &Finding, read: &Read<'_>) -> Vec<Tile> {
    let site = summary::site_name(finding.task, finding.laterality);
    let named = |id: &Option<String>| record.images.iter().find(|image| Some(&image.id) == id.as_ref());
    let tile = |image: Option<&ImageRecord>, caption: String| {
        image.map(|image| Tile { caption, image: read(image).and_then(|bytes| small(&bytes)) })
    };
    let picture = tile(named(&finding.image_id), site.to_owned());
    let heatmap =
        tile(named(&finding.heatmap_id), format!("{site}: where the model looked, not a diagnosis"));
    picture.into_iter().chain(heatmap).collect()
}

fn small(bytes: &[u8]) -> Option<(Image, f32, f32)> {
    let picture = decode::decode(bytes).ok()?.picture;
    let (width, height) = picture.size();
    let longest = width.max(height);
    let colour = picture.to_rgb();
    drop(picture);
    let shown = if longest > LONGEST {
        colour.resize((width * LONGEST / longest).max(1), (height * LONGEST / longest).max(1))
    } else {
        colour
    };
    let size = (shown.width() as f32, shown.height() as f32);
    let jpeg = encode::jpeg(&shown, QUALITY).ok()?;
    Some((Image::from_jpeg(jpeg.into(), true).ok()?, size.0, size.1))
}
