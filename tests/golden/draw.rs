//! Which pictures there are, and how one is made.

use farlight::display::{Canvas, Color, Rect};
use farlight::flow::Action;
use farlight::locale::{Direction, Language, Locale};
use farlight::ui::screens::{self, draw};
use farlight::ui::theme::{SHAPE_CONTRAST, TEXT_CONTRAST, contrast};
use farlight::ui::vision::{Vision, distance};
use farlight::ui::{Fonts, Icon, Kind, Node, Painter, Palette, Stage, Theme, View};

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
fn large_text(language: Language) -> Look {
    Look { language, size: SIZES[0], palette: Palette::Dark, large: true }
}

/// The looks that are painted and held against their hashes: all that the audit checks.
pub fn recorded(language: Language) -> Vec<Look> {
    let large = (language != Language::Pseudo).then(|| large_text(language));
    looks(language).chain(large).collect()
}

impl Look {
    pub fn name(&self, scene: &str) -> String {
        let (width, height) = self.size;
        let palette = format!("{:?}", self.palette).to_lowercase();
        let large = if self.large { "/large" } else { "" };
        format!("{scene}/{}/{width}x{height}/{palette}{large}", self.language.code())
    }

    /// Whether a recording leaves the picture itself, to be looked at and for the picture of what
    /// differs: all would fill half a gigabyte.
    pub fn is_kept(&self) -> bool {
        self.language == Language::English || self.size == SIZES[0] && !self.large
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

/// A sign as it was painted.
pub struct Badge {
    pub ink: Color,
    pub ground: Color,
    /// Pixels of the shape, [`GRAIN`] a side.
    pixels: Vec<Color>,
}

/// Shapes of all sizes are compared on so many points a side.
const GRAIN: i32 = 20;

impl Badge {
    /// Share of the points that belong to the one shape and not to the other, as `vision` sees them.
    pub fn unlike(&self, other: &Self, vision: Vision) -> f32 {
        let unlike = self.shape(vision).zip(other.shape(vision)).filter(|(one, two)| one != two).count();
        unlike as f32 / self.pixels.len() as f32
    }

    fn shape(&self, vision: Vision) -> impl Iterator<Item = bool> {
        let (ink, ground) = (vision.see(self.ink), vision.see(self.ground));
        self.pixels.iter().map(move |pixel| {
            let seen = vision.see(*pixel);
            distance(seen, ink) < distance(seen, ground)
        })
    }
}

/// Every place of the screen where this sign is painted.
pub fn badges(view: &View<Action>, canvas: &Canvas, sign: Icon) -> Vec<Badge> {
    let of = |node: &Node<Action>| match &node.kind {
        Kind::Icon { icon, ink, .. } if *icon == sign => Some((node.rect, *ink)),
        _ => None,
    };
    view.nodes()
        .filter_map(of)
        .map(|(rect, ink)| {
            let at = |share: i32, from: i32, side: i32| from + side * (2 * share + 1) / (2 * GRAIN);
            let places = (0..GRAIN).flat_map(|y| (0..GRAIN).map(move |x| (x, y)));
            let pixels = places
                .map(|(x, y)| canvas.at(at(x, rect.x, rect.width), at(y, rect.y, rect.height)))
                .collect();
            Badge { ink: view.stage.theme.colour(ink), ground: canvas.at(rect.x, rect.y), pixels }
        })
        .collect()
}
