//! Which of the outputs is taken, and the touch panel that goes with it.

use std::path::{Path, PathBuf};

use super::{
    Calibration, Canvas, DisplayError, Drm, Framebuffer, Headless, Input, Rect, Rotation, Surface, Touch,
    Touchscreen,
};

const FRAMEBUFFER: &str = "/dev/fb0";
/// Of a panel in memory: a 7-inch one with 800×480 pixels.
const DPI: f32 = 133.0;

/// Where the kiosk is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// A window where there is a desktop, else the panel of this box.
    Auto,
    Drm,
    Framebuffer,
    Window,
    Headless,
}

/// What is known of the panel of this box.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `/dev/dri/card0` or `/dev/fb0`; found when it is not given.
    pub device: Option<PathBuf>,
    /// `/dev/input/event0`; found when it is not given.
    pub touch: Option<PathBuf>,
    pub rotation: Rotation,
    pub calibration: Calibration,
    /// In place of what the panel says of itself.
    pub dpi: Option<f32>,
    /// Columns and rows of a window or of a picture in memory.
    pub size: (usize, usize),
}

/// A surface with its touches.
pub trait Panel: Surface + Input {}
impl<T: Surface + Input> Panel for T {}

/// Opens the output.
///
/// # Errors
/// [`DisplayError::NoDisplay`] with what every output answered that was tried.
pub fn open(output: Output, settings: &Settings) -> Result<Box<dyn Panel>, DisplayError> {
    let (width, height) = settings.size;
    match output {
        Output::Headless => Ok(Box::new(Headless::new(width, height, settings.dpi.unwrap_or(DPI)))),
        Output::Window => window(width, height),
        Output::Drm => Ok(with_touch(Drm::open(settings.device.as_deref(), settings.rotation)?, settings)),
        Output::Framebuffer => {
            let path = settings.device.as_deref().unwrap_or(Path::new(FRAMEBUFFER));
            Ok(with_touch(Framebuffer::open(path, settings.rotation)?, settings))
        }
        Output::Auto => {
            let mut answers = Vec::new();
            for output in order(on_a_desk(|name| std::env::var_os(name).is_some())) {
                match open(output, settings) {
                    Ok(panel) => return Ok(panel),
                    Err(error) => answers.push(format!("{output:?}: {error}")),
                }
            }
            let answers = answers.join("; ");
            Err(DisplayError::NoDisplay(format!(
                "{answers}. Connect a panel, set DISPLAY on a desk, or choose --display headless"
            )))
        }
    }
}

#[cfg(feature = "window")]
fn window(width: usize, height: usize) -> Result<Box<dyn Panel>, DisplayError> {
    Ok(Box::new(super::Window::open("Farlight", width, height)?))
}

#[cfg(not(feature = "window"))]
fn window(_width: usize, _height: usize) -> Result<Box<dyn Panel>, DisplayError> {
    Err(DisplayError::NoDisplay("built without windows, as boards are".to_owned()))
}

/// A desktop is running, and a panel that it holds is not ours to take.
fn on_a_desk(is_set: impl Fn(&str) -> bool) -> bool {
    is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

fn order(on_a_desk: bool) -> [Output; 3] {
    if on_a_desk {
        [Output::Window, Output::Drm, Output::Framebuffer]
    } else {
        [Output::Drm, Output::Framebuffer, Output::Window]
    }
}

fn with_touch(surface: impl Surface + 'static, settings: &Settings) -> Box<dyn Panel> {
    let calibration = settings.calibration.then(settings.rotation);
    let input = Touchscreen::new(settings.touch.clone(), surface.size(), calibration);
    Box::new(Mounted { surface, input, dpi: settings.dpi })
}

/// A panel of the box with the touch device in front of it.
struct Mounted<S> {
    surface: S,
    input: Touchscreen,
    dpi: Option<f32>,
}

impl<S: Surface> Surface for Mounted<S> {
    fn size(&self) -> (usize, usize) {
        self.surface.size()
    }

    fn dpi(&self) -> Option<f32> {
        self.dpi.or_else(|| self.surface.dpi())
    }

    fn present(&mut self, canvas: &Canvas, dirty: &[Rect]) -> Result<(), DisplayError> {
        self.surface.present(canvas, dirty)
    }
}

impl<S> Input for Mounted<S> {
    fn poll(&mut self) -> Result<Vec<Touch>, DisplayError> {
        self.input.poll()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_gets_its_window_before_the_panel() {
        assert_eq!(order(on_a_desk(|name| name == "WAYLAND_DISPLAY"))[0], Output::Window);
        assert_eq!(order(on_a_desk(|name| name == "DISPLAY"))[0], Output::Window);
        assert_eq!(order(on_a_desk(|_| false)), [Output::Drm, Output::Framebuffer, Output::Window]);
    }

    #[test]
    fn without_any_output_each_one_says_why() {
        let settings = Settings { device: Some("/dev/null".into()), size: (800, 480), ..Settings::default() };
        for output in [Output::Drm, Output::Framebuffer] {
            let error = open(output, &settings).err().unwrap();
            assert!(error.to_string().contains("/dev/null"), "{error}");
        }
        assert_eq!(open(Output::Headless, &settings).unwrap().size(), (800, 480));
    }
}
