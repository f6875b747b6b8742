use minifb::{MouseButton, MouseMode, WindowOptions};

use super::{Canvas, DisplayError, Input, Rect, Surface, Touch};

/// A window on a desk; the mouse is the finger.
pub struct Window {
    inner: minifb::Window,
    size: (usize, usize),
    finger: Option<(i32, i32)>,
}

impl Window {
    /// # Errors
    /// [`DisplayError::NoDisplay`] when no X server can be reached.
    pub fn open(title: &str, width: usize, height: usize) -> Result<Self, DisplayError> {
        if std::env::var_os("DISPLAY").is_none() {
            return Err(DisplayError::NoDisplay("DISPLAY is not set".to_owned()));
        }
        let window = minifb::Window::new(title, width, height, WindowOptions::default())
            .map_err(|error| DisplayError::NoDisplay(error.to_string()))?;
        Ok(Self { inner: window, size: (width, height), finger: None })
    }
}

impl Surface for Window {
    fn size(&self) -> (usize, usize) {
        self.size
    }

    fn dpi(&self) -> Option<f32> {
        None
    }

    fn present(&mut self, canvas: &Canvas, _dirty: &[Rect]) -> Result<(), DisplayError> {
        self.inner
            .update_with_buffer(canvas.words(), self.size.0, self.size.1)
            .map_err(|error| DisplayError::Window(error.to_string()))
    }
}

impl Input for Window {
    fn poll(&mut self) -> Result<Vec<Touch>, DisplayError> {
        self.inner.update();
        if !self.inner.is_open() {
            return Ok(vec![Touch::Closed]);
        }
        let place = self.inner.get_mouse_pos(MouseMode::Clamp).map(|(x, y)| (x as i32, y as i32));
        let now = place.filter(|_| self.inner.get_mouse_down(MouseButton::Left));
        let before = std::mem::replace(&mut self.finger, now);
        Ok(follow(before, now).into_iter().collect())
    }
}

fn follow(before: Option<(i32, i32)>, now: Option<(i32, i32)>) -> Option<Touch> {
    match (before, now) {
        (None, Some((x, y))) => Some(Touch::Down { finger: 0, x, y }),
        (Some(before), Some((x, y))) if before != (x, y) => Some(Touch::Move { finger: 0, x, y }),
        (Some(_), None) => Some(Touch::Up { finger: 0 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mouse_is_one_finger() {
        assert_eq!(follow(None, Some((3, 4))), Some(Touch::Down { finger: 0, x: 3, y: 4 }));
        assert_eq!(follow(Some((3, 4)), Some((3, 4))), None);
        assert_eq!(follow(Some((3, 4)), Some((5, 4))), Some(Touch::Move { finger: 0, x: 5, y: 4 }));
        assert_eq!(follow(Some((5, 4)), None), Some(Touch::Up { finger: 0 }));
    }
}
