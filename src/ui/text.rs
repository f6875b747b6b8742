//! Shaped, anti-aliased text in all scripts of the product, from bundled fonts only.

use std::rc::Rc;
use std::sync::Arc;

use cosmic_text::fontdb::{Database, Source};
use cosmic_text::{
    Attrs, Buffer, CacheKey, Ellipsize, EllipsizeHeightLimit, Fallback, Family, FontSystem, LayoutRun,
    Metrics, Shaping, SwashCache, Weight, Wrap,
};
use unicode_script::Script;

use super::cache::Bounded;
use super::theme::{Style, Theme};
use crate::display::{Canvas, Color, Coverage};

const FAMILY: &str = "Noto Sans";
/// Subsets of Noto, Open Font License; see `assets/fonts/OFL.txt`.
const FONTS: [&[u8]; 10] = [
    include_bytes!("../../assets/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../assets/fonts/NotoSansDevanagari-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSansDevanagari-Bold.ttf"),
    include_bytes!("../../assets/fonts/NotoSansBengali-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSansBengali-Bold.ttf"),
    include_bytes!("../../assets/fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../../assets/fonts/NotoSansEthiopic-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSansEthiopic-Bold.ttf"),
];
const GLYPH_BYTES: usize = 1 << 20;
const SHAPED_TEXTS: usize = 1024;
/// Has no width; the first strong mark of a paragraph gives its direction (Unicode Annex 9, P2).
const RIGHT_TO_LEFT: char = '\u{200F}';

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

/// How a text may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Room {
    /// Pixels; `None` for one line as long as it needs.
    pub width: Option<i32>,
    /// Lines that may be shown; the rest is cut with an ellipsis and said so in [`Shaped::cut`].
    pub lines: usize,
    /// The language runs from the right: numbers and foreign names stand in its order, whatever the
    /// text begins with.
    pub rtl: bool,
    /// Steps below the size of its style, up to [`SMALLEST`].
    pub smaller: u8,
}

/// A text that does not fit is set smaller by so many steps at most; body text ends at 16 pixels.
pub const SMALLEST: u8 = 3;
const STEPS: [f32; SMALLEST as usize + 1] = [1.0, 0.91, 0.82, 0.73];
/// No text is smaller than this, in pixels.
const LEAST: f32 = 16.0;

/// [`Theme::metrics`], so many steps smaller.
pub fn metrics(theme: Theme, style: Style, smaller: u8) -> (f32, f32, bool) {
    let (size, line, bold) = theme.metrics(style);
    let step = STEPS[usize::from(smaller.min(SMALLEST))].max(LEAST / size);
    ((size * step).round(), (line * step).round(), bold)
}

impl Room {
    pub const FREE: Self = Self { width: None, lines: 1, rtl: false, smaller: 0 };
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    text: String,
    size: u32,
    line: u32,
    bold: bool,
    room: Room,
}

/// A text whose glyphs have their places.
#[derive(Debug)]
pub struct Shaped {
    /// Of the longest line, in pixels.
    pub width: i32,
    pub height: i32,
    pub lines: Vec<Line>,
    /// Characters that no bundled font can show.
    pub missing: usize,
    /// Not all of the text is shown.
    pub cut: bool,
}

/// One line; glyphs lie relative to its left end and to the baseline.
#[derive(Debug)]
pub struct Line {
    pub width: i32,
    /// From the top of the text.
    pub baseline: i32,
    glyphs: Vec<Glyph>,
}

#[derive(Debug)]
struct Glyph {
    key: CacheKey,
    x: i32,
    y: i32,
}

/// The bundled fonts with what was shaped and drawn lately.
pub struct Fonts {
    system: FontSystem,
    scaler: SwashCache,
    buffer: Buffer,
    shaped: Bounded<Key, Rc<Shaped>>,
    glyphs: Bounded<CacheKey, Rc<Bitmap>>,
}

/// A glyph's coverage with its place relative to the pen.
struct Bitmap {
    left: i32,
    top: i32,
    coverage: Coverage,
}

impl Default for Fonts {
    fn default() -> Self {
        Self::new()
    }
}

impl Fonts {
    #[must_use]
    pub fn new() -> Self {
        let mut fonts = Database::new();
        for bytes in FONTS {
            fonts.load_font_source(Source::Binary(Arc::new(bytes)));
        }
        Self {
            system: FontSystem::new_with_locale_and_db_and_fallback("en".to_owned(), fonts, Bundled),
            scaler: SwashCache::new(),
            buffer: Buffer::new_empty(Metrics::new(22.0, 32.0)),
            shaped: Bounded::new(SHAPED_TEXTS),
            glyphs: Bounded::new(GLYPH_BYTES),
        }
    }

    /// Breaks and shapes a text; the result is kept for the next time.
    pub fn shape(&mut self, text: &str, style: Style, theme: &Theme, room: Room) -> Rc<Shaped> {
        let (size, line, bold) = metrics(*theme, style, room.smaller);
        let key = Key { text: text.to_owned(), size: size as u32, line: line as u32, bold, room };
        if let Some(found) = self.shaped.get(&key) {
            return found;
        }
        let shaped = Rc::new(self.lay(&key, Metrics::new(size, line)));
        self.shaped.put(key, Rc::clone(&shaped), 1);
        shaped
    }

    fn lay(&mut self, key: &Key, metrics: Metrics) -> Shaped {
        let weight = if key.bold { Weight::BOLD } else { Weight::NORMAL };
        let attributes = Attrs::new().family(Family::Name(FAMILY)).weight(weight);
        let buffer = &mut self.buffer;
        buffer.set_metrics(metrics);
        buffer.set_wrap(if key.room.width.is_some() { Wrap::WordOrGlyph } else { Wrap::None });
        buffer.set_size(key.room.width.map(|width| width as f32), None);
        buffer.set_ellipsize(Ellipsize::None);
        let marked;
        let text = if key.room.rtl {
            marked = format!("{RIGHT_TO_LEFT}{}", key.text);
            &marked
        } else {
            &key.text
        };
        buffer.set_text(text, &attributes, Shaping::Advanced, None);
        buffer.shape_until_scroll(&mut self.system, false);
        let cut = key.room.width.is_some()
            && (buffer.layout_runs().count() > key.room.lines || broken_inside_a_word(buffer));
        if cut {
            buffer.set_wrap(if key.room.lines == 1 { Wrap::None } else { Wrap::Word });
            buffer.set_ellipsize(Ellipsize::End(EllipsizeHeightLimit::Lines(key.room.lines)));
            buffer.shape_until_scroll(&mut self.system, false);
        }
        let mut shaped = Shaped { width: 0, height: 0, lines: Vec::new(), missing: 0, cut };
        for run in buffer.layout_runs().take(key.room.lines) {
            shaped.missing += run.glyphs.iter().filter(|glyph| is_missing(&run, glyph)).count();
            shaped.lines.push(line_of(&run));
        }
        shaped.width = shaped.lines.iter().map(|line| line.width).max().unwrap_or(0);
        shaped.height = shaped.lines.len().max(1) as i32 * metrics.line_height as i32;
        shaped
    }

    /// Draws one line with its left end at `x`; `top` is the top of the whole text.
    pub fn draw(&mut self, canvas: &mut Canvas, line: &Line, x: i32, top: i32, ink: Color) {
        for glyph in &line.glyphs {
            if let Some(bitmap) = self.bitmap(glyph.key) {
                let (left, up) = (x + glyph.x + bitmap.left, top + line.baseline + glyph.y - bitmap.top);
                canvas.cover(left, up, &bitmap.coverage, ink);
            }
        }
    }

    fn bitmap(&mut self, key: CacheKey) -> Option<Rc<Bitmap>> {
        if let Some(found) = self.glyphs.get(&key) {
            return Some(found);
        }
        let image = self.scaler.get_image_uncached(&mut self.system, key)?;
        let place = image.placement;
        let coverage = Coverage { width: place.width as i32, height: place.height as i32, data: image.data };
        let weight = coverage.data.len() + size_of::<Bitmap>();
        let bitmap = Rc::new(Bitmap { left: place.left, top: place.top, coverage });
        self.glyphs.put(key, Rc::clone(&bitmap), weight);
        Some(bitmap)
    }
}

fn line_of(run: &LayoutRun) -> Line {
    let start = run.glyphs.iter().map(|glyph| glyph.x).fold(f32::INFINITY, f32::min);
    let start = if start.is_finite() { start } else { 0.0 };
    let glyphs = run.glyphs.iter().map(|glyph| {
        let place = glyph.physical((-start, 0.0), 1.0);
        Glyph { key: place.cache_key, x: place.x, y: place.y }
    });
    Line { width: run.line_w.ceil() as i32, baseline: run.line_y.round() as i32, glyphs: glyphs.collect() }
}

/// Control characters and the marks of direction need no glyph.
fn is_missing(run: &LayoutRun, glyph: &cosmic_text::LayoutGlyph) -> bool {
    glyph.glyph_id == 0
        && run.text.get(glyph.start..glyph.end).is_some_and(|cluster| {
            cluster.chars().any(|c| !c.is_control() && !('\u{200B}'..='\u{200F}').contains(&c))
        })
}

/// A word that is longer than its line was broken in the middle.
fn broken_inside_a_word(buffer: &Buffer) -> bool {
    let mut last: Option<(usize, usize)> = None;
    for run in buffer.layout_runs() {
        let from = run.glyphs.iter().map(|glyph| glyph.start).min().unwrap_or(0);
        if let Some((line, end)) = last
            && line == run.line_i
        {
            let boundary = |c: char| c.is_whitespace() || !c.is_alphanumeric();
            let before = run.text.get(..end).and_then(|text| text.chars().next_back());
            let after = run.text.get(from..).and_then(|text| text.chars().next());
            if !before.is_none_or(boundary) && !after.is_none_or(boundary) && from == end {
                return true;
            }
        }
        let end = run.glyphs.iter().map(|glyph| glyph.end).max().unwrap_or(0);
        last = Some((run.line_i, end));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Palette;

    fn theme() -> Theme {
        Theme::new(Palette::Light)
    }

    #[test]
    fn every_language_of_the_product_has_its_glyphs() {
        let mut fonts = Fonts::new();
        let texts = [
            "Refer within 3 months · OD/OS 20/40 – “seen”…",
            "Œil gauche non gradable, à référer",
            "Próximo rastreo en 12 meses: ñandú, ação",
            "Rufaa ndani ya miezi mitatu",
            "तीन महीने के भीतर विशेषज्ञ को दिखाएँ ०१२३",
            "তিন মাসের মধ্যে বিশেষজ্ঞের কাছে পাঠান ক্ষ্ম ০১২",
            "يُحال خلال ثلاثة أشهر ١٢٣",
            "በሦስት ወር ውስጥ ወደ ስፔሻሊስት ይላኩ ፩፪",
            "Βλέπω, вижу",
        ];
        for text in texts {
            for style in Style::ALL {
                let shaped = fonts.shape(text, style, &theme(), Room::FREE);
                assert_eq!(shaped.missing, 0, "{text} {style:?}");
                assert!(shaped.width > 40);
            }
        }
    }

    #[test]
    fn a_character_without_a_glyph_is_counted() {
        let shaped = Fonts::new().shape("眼 ok", Style::Body, &theme(), Room::FREE);
        assert_eq!(shaped.missing, 1);
    }

    #[test]
    fn a_long_text_breaks_and_says_when_it_was_cut() {
        let mut fonts = Fonts::new();
        let text = "The picture is too dark. Turn off the lamp and take it again.";
        let free = fonts.shape(
            text,
            Style::Body,
            &theme(),
            Room { width: Some(240), lines: 9, rtl: false, smaller: 0 },
        );
        assert!(free.lines.len() >= 3 && !free.cut && free.width <= 240);
        let cut = fonts.shape(
            text,
            Style::Body,
            &theme(),
            Room { width: Some(240), lines: 2, rtl: false, smaller: 0 },
        );
        assert!(cut.lines.len() == 2 && cut.cut && cut.width <= 240);
    }

    #[test]
    fn a_word_that_is_longer_than_its_line_counts_as_cut() {
        let mut fonts = Fonts::new();
        let word = fonts.shape(
            "Untersuchungsergebnis",
            Style::Body,
            &theme(),
            Room { width: Some(90), lines: 9, rtl: false, smaller: 0 },
        );
        assert!(word.cut);
        let dashed = fonts.shape(
            "OD/OS right-left",
            Style::Body,
            &theme(),
            Room { width: Some(90), lines: 9, rtl: false, smaller: 0 },
        );
        assert!(!dashed.cut);
    }

    #[test]
    fn arabic_joins_its_letters() {
        let mut fonts = Fonts::new();
        let joined = fonts.shape("عين", Style::Body, &theme(), Room::FREE).width;
        let apart = fonts.shape("ع ي ن", Style::Body, &theme(), Room::FREE).width;
        assert!(joined < apart);
    }

    #[test]
    fn digits_stand_in_columns() {
        let mut fonts = Fonts::new();
        let width = |fonts: &mut Fonts, text| fonts.shape(text, Style::Strong, &theme(), Room::FREE).width;
        assert_eq!(width(&mut fonts, "1111"), width(&mut fonts, "8888"));
    }

    #[test]
    fn the_caches_stay_within_their_limits() {
        let mut fonts = Fonts::new();
        let mut canvas = Canvas::new(400, 60);
        for number in 0..3000 {
            let shaped = fonts.shape(&format!("no. {number}"), Style::Display, &theme(), Room::FREE);
            fonts.draw(&mut canvas, &shaped.lines[0], 0, 0, Color(255, 255, 255));
        }
        assert!(fonts.shaped.weight() <= SHAPED_TEXTS && fonts.glyphs.weight() <= GLYPH_BYTES);
    }
}
