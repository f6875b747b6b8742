//! The picture as the models see it.

use super::{Gray, Picture, Rgb, chest, retina};
use crate::domain::Task;

/// A part of a picture, in its pixels; it may reach beyond the edges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// What a model reads, and what is needed to draw its answer on the original.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// `size` x `size`; a chest film is grey in all three channels.
    pub image: Rgb,
    /// `size` x `size`; 255 inside the retina or the region of the lungs.
    pub mask: Gray,
    /// The part of the source picture that `image` shows.
    pub crop: Rect,
    /// Name and version of this preparation, as manifests state it.
    pub name: &'static str,
}

/// Crops to the retina or the lungs and makes cameras and films look alike. Never fails: where
/// nothing is found, the whole picture is used.
#[must_use]
pub fn prepare(task: Task, picture: &Picture, size: usize) -> Prepared {
    let size = size.max(16);
    if picture.size().0 == 0 || picture.size().1 == 0 {
        return prepare(task, &Picture::Gray(Gray::filled(1, 1, [0])), size);
    }
    match task {
        Task::Dr => retina::prepare(&picture.to_rgb(), size),
        Task::Tb => chest::prepare(&picture.to_gray(), size),
    }
}
