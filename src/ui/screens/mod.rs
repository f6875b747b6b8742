//! The product's screens: each turns what flow knows into a tree of nodes that carry its actions. They
//! decide nothing; a file a screen, named as in [`crate::flow::Screen`].

mod frame;
mod home;
mod identify;
mod lists;
mod lock;
mod parts;
#[cfg(test)]
mod samples;
mod settings;
mod splash;
mod training;
mod typing;
mod visit;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Fonts, Node, Stage, View};
use crate::domain::Laterality;
use crate::flow::{self, Action, Model, Screen};
use crate::imaging::{Gray, Rgb};
use crate::locale::Locale;

/// From this height on there is room for more than what is needed, in pixels.
const ROOMY: i32 = 600;

/// The pictures that flow knows by name only. Shared, never copied.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    /// The camera's last frame.
    pub preview: Option<Arc<Rgb>>,
    /// By the name that [`flow::Event::Captured`] gave, or by the id of an image in a record.
    pub photographs: BTreeMap<String, Arc<Rgb>>,
    /// Where the model looked, over the whole photograph, by the same names.
    pub heat: BTreeMap<String, Arc<Gray>>,
}

impl Pictures {
    /// The name of an earlier screening's photograph of this side.
    #[must_use]
    pub fn of_prior(encounter: &str, side: Option<Laterality>) -> String {
        format!("{encounter}/{}", side.map_or("chest", Laterality::code))
    }
}

/// All that a screen is made from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub model: &'a Model,
    pub locale: &'a Locale,
    pub pictures: &'a Pictures,
    pub stage: &'a Stage,
}

impl Scene<'_> {
    /// Large letters on the smallest panel: what is said elsewhere on the screen gives way.
    fn is_snug(&self) -> bool {
        self.stage.theme.large_text && self.stage.size.1 < ROOMY
    }
}

/// The whole screen, laid out.
pub fn draw(scene: &Scene, fonts: &mut Fonts) -> View<Action> {
    let root = match scene.model.view() {
        flow::View::Asleep => frame::asleep(),
        flow::View::Fault(fault) => frame::fault(scene, fault),
        flow::View::Cleaning => frame::cleaning(scene),
        flow::View::Screen(screen) => frame::around(scene, inside(scene, screen)),
    };
    scene.stage.lay(root, fonts)
}

fn inside(scene: &Scene, screen: &Screen) -> Node<Action> {
    match screen {
        Screen::Splash { stage, failed } => splash::screen(scene, *stage, failed.as_deref()),
        Screen::Lock(lock) => lock::screen(scene, lock),
        Screen::Home => home::screen(scene),
        Screen::Identify(identify) => identify::screen(scene, identify),
        Screen::Visit(visit) => visit::screen(scene, visit),
        Screen::List(list) => lists::screen(scene, list),
        Screen::Past(past) => lists::past(scene, past),
        Screen::Training => training::screen(scene),
        Screen::Settings(settings) => settings::screen(scene, settings),
    }
}
