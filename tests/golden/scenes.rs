//! Every screen with its main states, in one language.

mod desk;
mod people;
mod visit;

use farlight::domain::Task;
use farlight::flow::Model;
use farlight::locale::Language;
use farlight::ui::screens::Pictures;

use super::kiosk::Kiosk;
use super::people::pictures;

/// A screen to be drawn.
pub struct Scene {
    /// Unique; the part before the first dash is the screen.
    pub name: String,
    pub model: Model,
    pub pictures: Pictures,
}

/// All scenes of a language, in the order of the work.
pub fn scenes(language: Language) -> Vec<Scene> {
    let mut scenes = Scenes { language, all: Vec::new() };
    desk::add(&mut scenes);
    people::add(&mut scenes);
    visit::add(&mut scenes);
    scenes.all
}

struct Scenes {
    language: Language,
    all: Vec<Scene>,
}

impl Scenes {
    fn add(&mut self, name: impl Into<String>, kiosk: &Kiosk) {
        self.add_with(name, kiosk, Task::Dr);
    }

    /// The pictures of the scene that was added last.
    fn pictures(&mut self) -> &mut Pictures {
        &mut self.all.last_mut().unwrap().pictures
    }

    fn add_with(&mut self, name: impl Into<String>, kiosk: &Kiosk, task: Task) {
        let (name, model) = (name.into(), kiosk.model.clone());
        self.all.push(Scene { name, model, pictures: pictures(task) });
    }
}
