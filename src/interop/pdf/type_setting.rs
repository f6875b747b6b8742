//! Text with places: shaped by cosmic-text, in the bundled fonts only.

use std::collections::BTreeMap;
use std::sync::Arc;

use cosmic_text::fontdb::{self, Database, Source};
use cosmic_text::{
    Attrs, Buffer, Fallback, Family, FontSystem, LayoutGlyph, LayoutRun, Metrics, Shaping, Weight, Wrap,
};
use krilla::color::rgb;
use krilla::geom::Point;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use unicode_script::Script;

const FAMILY: &str = "Noto Sans";

/// Subsets of Noto under the Open Font License (`assets/fonts/OFL.txt`): Latin, Greek and Cyrillic,
/// Devanagari, Bengali, Arabic, Ethiopic. Names in other scripts show boxes.
const FONTS: [&[u8]; 10] = [
    include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansDevanagari-Regular.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansDevanagari-Bold.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansBengali-Regular.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansBengali-Bold.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansEthiopic-Regular.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansEthiopic-Bold.ttf"),
];

struct Bundled;

impl Fallback for Bundled {
    fn common_fallback(&self) -> &[&'static str] {
        &[FAMILY]
    }

    fn forbidden_fallback(&self) -> &[&'static str] {
        &[]
    }

    fn script_fallback(&self, script: Script, _locale: &str) -> &[&'static str] {
        match script {
            Script::Devanagari => &["Noto Sans Devanagari"],
            Script::Bengali => &["Noto Sans Bengali"],
            Script::Arabic => &["Noto Sans Arabic"],
            Script::Ethiopic => &["Noto Sans Ethiopic"],
            _ => &[FAMILY],
        }
    }
}

/// How a text looks. Sizes are points.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub size: f32,
    pub bold: bool,
    pub ink: rgb::Color,
}

/// A text broken into lines no wider than asked for.
pub struct Block {
    buffer: Buffer,
    ink: rgb::Color,
    pub height: f32,
}

pub struct Typesetter {
    system: FontSystem,
    fonts: BTreeMap<fontdb::ID, Font>,
}

impl Typesetter {
    pub fn new() -> Self {
        let mut database = Database::new();
        let mut fonts = BTreeMap::new();
        for bytes in FONTS {
            for id in database.load_font_source(Source::Binary(Arc::new(bytes))) {
                if let Some(font) = Font::new(bytes.into(), 0) {
                    fonts.insert(id, font);
                }
            }
        }
        let system = FontSystem::new_with_locale_and_db_and_fallback("en".to_owned(), database, Bundled);
        Self { system, fonts }
    }

    pub fn set(&mut self, text: &str, style: Style, width: f32) -> Block {
        let mut buffer = Buffer::new_empty(Metrics::relative(style.size, 1.3));
        let weight = if style.bold { Weight::BOLD } else { Weight::NORMAL };
        let attributes = Attrs::new().family(Family::Name(FAMILY)).weight(weight);
        buffer.set_wrap(Wrap::WordOrGlyph);
        buffer.set_size(Some(width), None);
        buffer.set_text(text, &attributes, Shaping::Advanced, None);
        buffer.shape_until_scroll(&mut self.system, false);
        let height = buffer.layout_runs().map(|run| run.line_height).sum();
        Block { buffer, ink: style.ink, height }
    }

    /// Draws a block with its top left corner at `x`, `y`.
    pub fn draw(&self, surface: &mut Surface<'_>, block: &Block, x: f32, y: f32) {
        surface.set_fill(Some(Fill { paint: block.ink.into(), ..Fill::default() }));
        for run in block.buffer.layout_runs() {
            self.draw_line(surface, &run, x, y + run.line_y);
        }
    }

    /// Neighbours of one font go out together; what runs from the right, glyph by glyph at its place.
    fn draw_line(&self, surface: &mut Surface<'_>, run: &LayoutRun<'_>, x: f32, baseline: f32) {
        let together = |a: &LayoutGlyph, b: &LayoutGlyph| {
            a.font_id == b.font_id && !run.rtl && !a.level.is_rtl() && !b.level.is_rtl()
        };
        for glyphs in run.glyphs.chunk_by(together) {
            let Some((first, font)) =
                glyphs.first().and_then(|first| Some((first, self.fonts.get(&first.font_id)?)))
            else {
                continue;
            };
            let size = first.font_size;
            let placed: Vec<KrillaGlyph> = glyphs
                .iter()
                .map(|glyph| {
                    let id = GlyphId::new(u32::from(glyph.glyph_id));
                    let range = glyph.start..glyph.end;
                    KrillaGlyph::new(id, glyph.w / size, glyph.x_offset, glyph.y_offset, 0.0, range, None)
                })
                .collect();
            surface.draw_glyphs(
                Point::from_xy(x + first.x, baseline),
                &placed,
                font.clone(),
                run.text,
                size,
                false,
            );
        }
    }
}
