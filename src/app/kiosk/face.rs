//! The screen itself: from the model to pixels, and from a finger to an action.

use std::path::Path;

use super::gesture::Gesture;
use crate::app::AppError;
use crate::display::{Canvas, DisplayError, Panel, Rect, screenshot};
use crate::flow::{Action, Model};
use crate::locale::{Direction, Language, Locale};
use crate::ui::screens::{Pictures, Scene, draw};
use crate::ui::{Node, Painter, Palette, Press, Stage, Theme, View, damage};

/// Of a 7-inch panel with 800×480 pixels, where the panel does not say.
const DPI: f32 = 133.0;

pub struct Face {
    panel: Box<dyn Panel>,
    canvas: Canvas,
    painter: Painter,
    locale: Locale,
    spoken: (Language, bool),
    view: Option<View<Action>>,
    /// Where the finger came down, and what it would press.
    pressed: Option<Rect>,
}

impl Face {
    pub fn new(panel: Box<dyn Panel>) -> Self {
        let (width, height) = panel.size();
        let spoken = (Language::English, false);
        let locale = Locale::new(spoken.0, spoken.1);
        let (canvas, painter) = (Canvas::new(width, height), Painter::default());
        Self { panel, canvas, painter, locale, spoken, view: None, pressed: None }
    }

    pub fn panel(&mut self) -> &mut dyn Panel {
        self.panel.as_mut()
    }

    fn stage(&self, model: &Model) -> Stage {
        let area = self.canvas.area();
        let palette = if model.desk.preferences.dark { Palette::Dark } else { Palette::Light };
        let theme = Theme {
            large_text: model.desk.preferences.large_text,
            dpi: self.panel.dpi().unwrap_or(DPI),
            ..Theme::new(palette)
        };
        let rtl = self.locale.direction() == Direction::RightToLeft;
        Stage { size: (area.width, area.height), theme, rtl }
    }

    /// Draws the model, and shows what differs from before.
    pub fn show(&mut self, model: &Model, pictures: &Pictures) -> Result<(), DisplayError> {
        let wishes = &model.desk.preferences;
        if self.spoken != (wishes.language, wishes.latin_digits) {
            self.spoken = (wishes.language, wishes.latin_digits);
            self.locale = Locale::new(self.spoken.0, self.spoken.1);
        }
        let stage = self.stage(model);
        let scene = Scene { model, locale: &self.locale, pictures, stage: &stage };
        let mut view = draw(&scene, &mut self.painter.fonts);
        if let Some(rect) = self.pressed {
            mark(&mut view.root, rect);
        }
        let dirty = match &self.view {
            Some(old) => damage(old, &view),
            None => vec![self.canvas.area()],
        };
        self.view = Some(view);
        self.paint(&dirty)
    }

    fn paint(&mut self, dirty: &[Rect]) -> Result<(), DisplayError> {
        if let (Some(view), false) = (&self.view, dirty.is_empty()) {
            self.painter.paint(view, &mut self.canvas, dirty);
            self.panel.present(&self.canvas, dirty)?;
        }
        Ok(())
    }

    /// What this gesture means on the screen that is shown now.
    pub fn meaning(&mut self, gesture: Gesture) -> Option<Action> {
        let view = self.view.as_ref()?;
        match gesture {
            Gesture::Down { x, y } => {
                let (node, action) = view.hit(x, y)?;
                self.pressed = Some(node.rect);
                matches!(node.press, Some(Press::Slide(_) | Press::Place(_))).then_some(action)
            }
            Gesture::Drag { from, x, y, dx, dy, .. } => {
                let (node, _) = view.hit(from.0, from.1)?;
                match &node.press {
                    Some(Press::Slide(action)) => Some(action(view.share(node, x))),
                    Some(Press::Place(action)) => {
                        let (across, down) = view.spot(node, x, y);
                        Some(action(across, down))
                    }
                    Some(Press::Pan(action)) => Some(action(dx, dy)),
                    _ => {
                        self.pressed = None;
                        None
                    }
                }
            }
            Gesture::Tap { x, y } => {
                let down = self.pressed.take()?;
                let (node, action) = view.hit(x, y)?;
                // The screen may have changed under the finger: then it presses nothing.
                (node.rect == down && matches!(node.press, Some(Press::Tap(_)))).then_some(action)
            }
            Gesture::Gone => {
                self.pressed = None;
                None
            }
        }
    }

    pub fn screenshot(&self, path: &Path) -> Result<(), AppError> {
        Ok(screenshot(&self.canvas, path)?)
    }

    /// The middle of what can be pressed under this name, tag or visible text.
    pub fn target(&self, name: &str) -> Option<(i32, i32)> {
        let view = self.view.as_ref()?;
        let acts = |node: &&Node<Action>| node.press.is_some() && node.state.enabled;
        let named = view.nodes().filter(acts).find(|node| node.name == name || node.tag == name);
        let node = named.or_else(|| view.nodes().filter(acts).find(|node| says(node, name, str::eq)))?;
        let middle = node.rect.centred(1, 1);
        // Something over it would take the touch.
        view.hit(middle.x, middle.y).map(|_| (middle.x, middle.y))
    }

    /// Whether this name, tag or part of a text is on the screen.
    pub fn shows(&self, words: &str) -> bool {
        self.view.as_ref().is_some_and(|view| {
            view.nodes().any(|node| node.tag == words || node.name == words)
                || says(&view.root, words, |text, part| text.contains(part))
        })
    }

    /// For whoever looks for a fault.
    pub fn print(&self) -> String {
        self.view.as_ref().map(View::print).unwrap_or_default()
    }
}

fn says(node: &Node<Action>, words: &str, fits: fn(&str, &str) -> bool) -> bool {
    matches!(&node.kind, crate::ui::Kind::Text(text) if fits(&text.words, words))
        || node.children.iter().any(|child| says(child, words, fits))
}

fn mark(node: &mut Node<Action>, pressed: Rect) {
    node.state.pressed = node.press.is_some() && node.rect == pressed;
    node.children.iter_mut().for_each(|child| mark(child, pressed));
}
