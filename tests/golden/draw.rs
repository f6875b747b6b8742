//! Which pictures there are, and how one is made.

use farlight::display::{Canvas, Rect};
use farlight::flow::Action;
use farlight::locale::{Direction, Language, Locale};
use farlight::ui::screens::{self, draw};
use farlight::ui::theme::{SHAPE_CONTRAST, TEXT_CONTRAST, contrast};
use farlight::ui::{Fonts, Icon, Kind, Painter, Palette, Stage, Theme, View};

use super::scenes::Scene;

pub const SIZES: [(i32, i32); 3] = [(800, 480), (1024, 600), (1280, 800)];

/// The look of one picture of a scene.
#[derive(Clone, Copy)]
pub struct Look {
    pub language: Language,
    pub size: (i32, i32),
    pub palette: Palette,
    /// The large-text setting.
    pub large: bool,
}

pub fn languages() -> Vec<Language> {
    Language::ALL.into_iter().chain([Language::Pseudo]).collect()
}

pub fn looks(language: Language) -> impl Iterator<Item = Look> {
    let both = move |size| Palette::ALL.map(|palette| Look { language, size, palette, large: false });
    SIZES.into_iter().flat_map(both)
}

/// The large-text setting on the small panel, where it is hardest.
pub fn large_text(language: Language) -> Look {
    Look { language, size: SIZES[0], palette: Palette::Dark, large: true }
}

impl Look {
    pub fn name(&self, scene: &Scene) -> String {
        let (width, height) = self.size;
        let palette = format!("{:?}", self.palette).to_lowercase();
        let large = if self.large { "/large" } else { "" };
        format!("{}/{}/{width}x{height}/{palette}{large}", scene.name, self.language.code())
    }

    /// Whether this look of the scene is painted and held against its hash: the small panel in English,
    /// light and dark, and of every other language a third of the scenes; the large panel in Arabic.
    /// All looks together are eight thousand; their layout is checked whole by the audit.
    pub fn is_recorded(&self, scene: &Scene) -> bool {
        let language =
            Language::ALL.iter().position(|one| *one == self.language).unwrap_or(Language::ALL.len());
        let turn = language + scene.name.bytes().map(usize::from).sum::<usize>();
        match (self.size, self.language) {
            ((800, 480), Language::English) => true,
            ((800, 480), _) => {
                turn.is_multiple_of(3) && turn.is_multiple_of(2) == (self.palette == Palette::Light)
            }
            ((1280, 800), Language::Arabic) => turn.is_multiple_of(3) && self.palette == Palette::Light,
            _ => false,
        }
    }

    pub fn lay(&self, scene: &Scene, locale: &Locale, fonts: &mut Fonts) -> View<Action> {
        let rtl = locale.direction() == Direction::RightToLeft;
        let theme = Theme { large_text: self.large, ..Theme::new(self.palette) };
        let stage = Stage { size: self.size, theme, rtl };
        let mut model = scene.model.clone();
        model.desk.preferences.dark = self.palette == Palette::Dark;
        draw(&screens::Scene { model: &model, locale, pictures: &scene.pictures, stage: &stage }, fonts)
    }

    pub fn paint(&self, scene: &Scene, locale: &Locale, painter: &mut Painter) -> Canvas {
        paint(&self.lay(scene, locale, &mut painter.fonts), painter)
    }
}

pub fn paint(view: &View<Action>, painter: &mut Painter) -> Canvas {
    let (width, height) = view.stage.size;
    let mut canvas = Canvas::new(width as usize, height as usize);
    painter.paint(view, &mut canvas, &[Rect::new(0, 0, width, height)]);
    canvas
}

/// What is written or drawn over a photograph and cannot be told from it: a fifth or more of the pixels
/// around it are too close to its ink.
pub fn unreadable(view: &View<Action>, canvas: &Canvas) -> Vec<String> {
    let photographs: Vec<Rect> =
        view.nodes().filter(|node| matches!(node.kind, Kind::Picture(_))).map(|node| node.rect).collect();
    let over = |rect: &Rect| photographs.iter().any(|photograph| photograph.intersect(*rect) == *rect);
    let mut found = Vec::new();
    for node in view.nodes().filter(|node| over(&node.rect)) {
        let (ink, least, words) = match &node.kind {
            Kind::Text(text) => (text.ink, TEXT_CONTRAST, text.words.as_str()),
            Kind::Icon { icon: Icon::Ring, .. } => continue, // the handle of a corner: any part of it will do
            Kind::Icon { ink, .. } => (*ink, SHAPE_CONTRAST, "an icon"),
            _ => continue,
        };
        let around = node.rect.inset(-1);
        let across = (around.x..around.right()).flat_map(|x| [(x, around.y), (x, around.bottom() - 1)]);
        let down = (around.y..around.bottom()).flat_map(|y| [(around.x, y), (around.right() - 1, y)]);
        let ink = view.stage.theme.colour(ink);
        // A letter may touch the edge of its place, so that a few of the pixels are ink.
        let ratios: Vec<f32> = across.chain(down).map(|(x, y)| contrast(ink, canvas.at(x, y))).collect();
        let pale = ratios.iter().filter(|ratio| **ratio < least).count();
        if pale * 5 > ratios.len() {
            found.push(format!("{words}: {pale} of {} pixels around it", ratios.len()));
        }
    }
    found
}
