//! What the threads tell each other.

use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};

use crate::flow::Event;
use crate::imaging::{Gray, Rgb};

/// What a worker tells the screen.
pub enum Told {
    Event(Event),
    /// A picture that flow knows by this name only, and where the model looked on it.
    Picture {
        name: String,
        image: Arc<Rgb>,
        heat: Option<Arc<Gray>>,
    },
}

/// The way back to the screen. Waits while the screen is behind; says nothing when it is gone.
#[derive(Clone)]
pub struct Teller(SyncSender<Told>);

impl Teller {
    pub fn new(screen: SyncSender<Told>) -> Self {
        Self(screen)
    }

    pub fn event(&self, event: Event) {
        self.tell(Told::Event(event));
    }

    pub fn picture(&self, name: &str, image: Arc<Rgb>, heat: Option<Arc<Gray>>) {
        self.tell(Told::Picture { name: name.to_owned(), image, heat });
    }

    fn tell(&self, told: Told) {
        // The screen is gone when the power is: nobody is left to hear.
        let _ = self.0.send(told);
    }
}

/// The camera's last frame: the latest wins, and a slow screen never holds the camera up.
#[derive(Clone, Default)]
pub struct Preview(Arc<Mutex<Option<Arc<Rgb>>>>);

impl Preview {
    pub fn show(&self, frame: Option<Arc<Rgb>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = frame;
    }

    pub fn latest(&self) -> Option<Arc<Rgb>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
