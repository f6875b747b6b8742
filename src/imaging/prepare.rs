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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strange_pictures_give_a_picture_of_the_size() {
        let sides = [(0, 0), (1, 1), (1, 500), (500, 1), (3, 7), (40, 40)];
        for (width, height) in sides {
            for value in [0, 128, 255] {
                let gray = Picture::Gray(Gray::filled(width, height, [value]));
                let rgb = Picture::Rgb(Rgb::filled(width, height, [value, 30, 200]));
                for (task, picture) in
                    [(Task::Dr, &gray), (Task::Dr, &rgb), (Task::Tb, &gray), (Task::Tb, &rgb)]
                {
                    let prepared = prepare(task, picture, 64);
                    assert_eq!((prepared.image.width(), prepared.mask.height()), (64, 64));
                    assert!(prepared.crop.width > 0.0 && prepared.crop.height > 0.0, "{:?}", prepared.crop);
                }
            }
        }
    }
}
