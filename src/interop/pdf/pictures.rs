//! Each picture beside itself with the heat, as large as the page allows.

use krilla::image::Image;

use super::page::{INNER, MARGIN, Page};
use super::type_setting::Style;
use super::{Read, black, grey, line, style};
use crate::domain::{EncounterRecord, Finding, ImageRecord};
use crate::imaging::{decode, encode};
use crate::interop::summary;

/// Longest side in pixels: enough to see what it is; the study holds the picture itself.
const LONGEST: usize = 640;
const QUALITY: u8 = 80;
const GAP: f32 = 10.0;
/// Below this height a picture says nothing.
const SMALLEST: f32 = 60.0;

struct Tile {
    caption: String,
    /// `None` when it cannot be shown, with its width and height in pixels.
    image: Option<(Image, f32, f32)>,
}

/// Where a picture with its caption goes.
#[derive(Clone, Copy)]
struct Cell {
    width: f32,
    height: f32,
    caption: f32,
}

/// Fills the page down to `bottom`, in as many columns as make the pictures largest.
pub fn draw(page: &mut Page<'_>, record: &EncounterRecord, read: &Read<'_>, bottom: f32) {
    let tiles: Vec<Tile> = record.findings.iter().flat_map(|finding| tiles(record, finding, read)).collect();
    let cells = (1..=tiles.len()).map(|columns| (columns, cell(page, &tiles, columns, bottom)));
    let best = cells.max_by(|(_, a), (_, b)| a.width.min(a.height).total_cmp(&b.width.min(b.height)));
    let Some((columns, cell)) = best else { return };
    if cell.height < SMALLEST {
        let note = "The pictures did not fit; they are in the study.";
        page.text(note, style(8.5, false, grey()), (MARGIN, page.y), INNER);
        return;
    }
    for (index, tile) in tiles.iter().enumerate() {
        let x = MARGIN + (index % columns) as f32 * (cell.width + GAP);
        let y = page.y + (index / columns) as f32 * (cell.height + cell.caption + GAP);
        show(page, tile, (x, y), cell);
    }
}

/// The room that each has in so many columns; the longest caption makes the height of all.
fn cell(page: &mut Page<'_>, tiles: &[Tile], columns: usize, bottom: f32) -> Cell {
    let rows = tiles.len().div_ceil(columns) as f32;
    let width = (INNER - GAP * (columns - 1) as f32) / columns as f32;
    let heights = tiles.iter().map(|tile| page.letters.set(&tile.caption, caption_style(), width).height);
    let caption = heights.fold(0.0, f32::max) + 3.0;
    Cell { width, height: (bottom - page.y) / rows - caption - GAP, caption }
}

fn caption_style() -> Style {
    style(8.0, true, black())
}

/// One picture in the middle of its cell, below its caption.
fn show(page: &mut Page<'_>, tile: &Tile, (x, y): (f32, f32), cell: Cell) {
    let top = y + cell.caption;
    let mut left = x;
    if let Some((image, columns, rows)) = &tile.image {
        let scale = (cell.width / columns).min(cell.height / rows);
        left += (cell.width - columns * scale) / 2.0;
        page.image(image.clone(), (left, top), (columns * scale, rows * scale));
    } else {
        page.bar((x, top), (cell.width, cell.height.min(40.0)), line());
        page.text("not available", style(8.5, false, black()), (x + 8.0, top + 8.0), cell.width - 16.0);
    }
    // At the picture's edge, or at the cell's where it would need another line there.
    let mut caption = page.letters.set(&tile.caption, caption_style(), x + cell.width - left);
    if caption.height + 3.0 > cell.caption {
        left = x;
        caption = page.letters.set(&tile.caption, caption_style(), cell.width);
    }
    page.place(&caption, left, y);
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
