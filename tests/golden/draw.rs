//! Which pictures there are, and how one is made.

use farlight::display::{Canvas, Rect};
use farlight::locale::{Direction, Language, Locale};
use farlight::ui::screens::{self, draw};
use farlight::ui::{Fonts, Painter, Palette, Stage, Theme, View};

use super::scenes::Scene;

pub const SIZES: [(i32, i32); 3] = [(800, 480), (1024, 600), (1280, 800)];

/// The look of one picture of a scene.
#[derive(Clone, Copy)]
pub struct Look {
    pub language: Language,
    pub size: (i32, i32),
    pub palette: Palette,
}

pub fn languages() -> Vec<Language> {
    Language::ALL.into_iter().chain([Language::Pseudo]).collect()
}

pub fn looks(language: Language) -> impl Iterator<Item = Look> {
    let both = move |size| Palette::ALL.map(|palette| Look { language, size, palette });
    SIZES.into_iter().flat_map(both)
}

impl Look {
    pub fn name(&self, scene: &Scene) -> String {
        let (width, height) = self.size;
        let palette = format!("{:?}", self.palette).to_lowercase();
        format!("{}/{}/{width}x{height}/{palette}", scene.name, self.language.code())
    }

    /// The small panel in every language; the others where the layout differs most.
    pub fn is_painted(&self) -> bool {
        self.size == SIZES[0]
            || matches!(self.language, Language::English | Language::Arabic | Language::Pseudo)
    }

    pub fn lay(&self, scene: &Scene, locale: &Locale, fonts: &mut Fonts) -> View<farlight::flow::Action> {
        let rtl = locale.direction() == Direction::RightToLeft;
        let stage = Stage { size: self.size, theme: Theme::new(self.palette), rtl };
        let mut model = scene.model.clone();
        model.desk.preferences.dark = self.palette == Palette::Dark;
        draw(&screens::Scene { model: &model, locale, pictures: &scene.pictures, stage: &stage }, fonts)
    }

    pub fn paint(&self, scene: &Scene, locale: &Locale, painter: &mut Painter) -> Canvas {
        let view = self.lay(scene, locale, &mut painter.fonts);
        let (width, height) = self.size;
        let mut canvas = Canvas::new(width as usize, height as usize);
        painter.paint(&view, &mut canvas, &[Rect::new(0, 0, width, height)]);
        canvas
    }
}
