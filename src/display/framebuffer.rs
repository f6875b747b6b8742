//! The kernel's old framebuffer, `/dev/fb0`: written line by line with pwrite, which every driver
//! understands, also those that must be told what changed.

use std::fs::{File, OpenOptions};
use std::os::fd::AsFd;
use std::os::unix::fs::FileExt;
use std::path::Path;

use rustix::ioctl::{Getter, IntegerSetter, Opcode, ioctl};

use super::pixels::{Layout, PixelFormat};
use super::{Canvas, DisplayError, Rect, Rotation, Surface, dots_per_inch};

/// linux/fb.h.
const FBIOGET_VSCREENINFO: Opcode = 0x4600;
const FBIOGET_FSCREENINFO: Opcode = 0x4602;
/// linux/kd.h: the console stops drawing its cursor over the picture.
const KDSETMODE: Opcode = 0x4B3A;
const KD_TEXT: usize = 0;
const KD_GRAPHICS: usize = 1;

/// `struct fb_bitfield`.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
struct Bits {
    offset: u32,
    length: u32,
    msb_right: u32,
}

/// `struct fb_var_screeninfo`.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
struct Variable {
    width: u32,
    height: u32,
    virtual_width: u32,
    virtual_height: u32,
    x_offset: u32,
    y_offset: u32,
    bits_per_pixel: u32,
    grayscale: u32,
    red: Bits,
    green: Bits,
    blue: Bits,
    transparent: Bits,
    nonstandard: u32,
    activate: u32,
    height_mm: u32,
    width_mm: u32,
    rest: [u32; 16],
}

/// `struct fb_fix_screeninfo`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
struct Fixed {
    id: [u8; 16],
    memory: std::ffi::c_ulong,
    memory_bytes: u32,
    kind: u32,
    kind_aux: u32,
    visual: u32,
    steps: [u16; 3],
    line_bytes: u32,
    registers: std::ffi::c_ulong,
    registers_bytes: u32,
    accelerator: u32,
    capabilities: u16,
    reserved: [u16; 2],
}

pub struct Framebuffer {
    file: File,
    layout: Layout,
    rotation: Rotation,
    dpi: Option<f32>,
    _console: Option<Console>,
}

impl Framebuffer {
    /// # Errors
    /// [`DisplayError::NoDisplay`] when there is none, it may not be used, or its format is unknown.
    pub fn open(path: &Path, rotation: Rotation) -> Result<Self, DisplayError> {
        let fault =
            |reason: &dyn std::fmt::Display| DisplayError::NoDisplay(format!("{}: {reason}", path.display()));
        let console = quiet_console();
        let file = OpenOptions::new().read(true).write(true).open(path).map_err(|error| fault(&error))?;
        // SAFETY: both structs are laid out as in linux/fb.h, and the kernel fills them whole or fails.
        let (variable, fixed) = unsafe {
            (
                ioctl(file.as_fd(), Getter::<FBIOGET_VSCREENINFO, Variable>::new())
                    .map_err(|error| fault(&error))?,
                ioctl(file.as_fd(), Getter::<FBIOGET_FSCREENINFO, Fixed>::new())
                    .map_err(|error| fault(&error))?,
            )
        };
        let layout = layout(&variable, fixed.line_bytes, fixed.memory_bytes)
            .ok_or_else(|| fault(&format!("its pixels are not understood: {variable:?}")))?;
        let dpi = dots_per_inch(layout.size.0, variable.width_mm);
        Ok(Self { file, layout, rotation, dpi, _console: console })
    }

    /// On a file instead of a device.
    #[cfg(test)]
    fn over(file: File, layout: Layout, rotation: Rotation) -> Self {
        Self { file, layout, rotation, dpi: None, _console: None }
    }
}

/// What the kernel's numbers mean; `None` for formats that are not written here.
fn layout(variable: &Variable, line_bytes: u32, memory_bytes: u32) -> Option<Layout> {
    let offsets = (variable.red.offset, variable.green.offset, variable.blue.offset);
    let lengths = (variable.red.length, variable.green.length, variable.blue.length);
    let format = match (variable.bits_per_pixel, offsets, lengths) {
        (32, (16, 8, 0), (8, 8, 8)) => PixelFormat::Xrgb8888,
        (32, (0, 8, 16), (8, 8, 8)) => PixelFormat::Xbgr8888,
        (16, (11, 5, 0), (5, 6, 5)) => PixelFormat::Rgb565,
        _ => return None,
    };
    let bytes = |number: u32| usize::try_from(number).ok();
    let stride = bytes(line_bytes)?;
    let start = bytes(variable.y_offset)?
        .checked_mul(stride)?
        .checked_add(bytes(variable.x_offset)?.checked_mul(format.bytes())?)?;
    let size = (bytes(variable.width)?, bytes(variable.height)?);
    Layout { format, size, stride, start }.checked(bytes(memory_bytes)?)
}

/// The console, silent until it is dropped.
struct Console(File);

/// Best effort: without it a cursor may blink in a corner.
fn quiet_console() -> Option<Console> {
    let console = OpenOptions::new().read(true).write(true).open("/dev/tty0").ok()?;
    // SAFETY: KDSETMODE takes a plain integer (linux/kd.h).
    unsafe { ioctl(console.as_fd(), IntegerSetter::<KDSETMODE>::new_usize(KD_GRAPHICS)) }.ok()?;
    Some(Console(console))
}

impl Drop for Console {
    fn drop(&mut self) {
        // SAFETY: as above. A console that is gone needs no texts.
        let _ = unsafe { ioctl(self.0.as_fd(), IntegerSetter::<KDSETMODE>::new_usize(KD_TEXT)) };
    }
}

impl Surface for Framebuffer {
    fn size(&self) -> (usize, usize) {
        self.rotation.turned(self.layout.size)
    }

    fn dpi(&self) -> Option<f32> {
        self.dpi
    }

    fn present(&mut self, canvas: &Canvas, dirty: &[Rect]) -> Result<(), DisplayError> {
        for rect in dirty {
            self.write_lines(canvas, *rect).map_err(|error| DisplayError::Lost(error.to_string()))?;
        }
        Ok(())
    }
}

impl Framebuffer {
    /// Writes the whole lines that `rect` touches, at least two, in one go. The framebuffer that the
    /// kernel emulates over DRM (seen with 6.1) forgets to show a write that ends with its only line.
    fn write_lines(&self, canvas: &Canvas, rect: Rect) -> std::io::Result<()> {
        let area = canvas.area();
        let (columns, rows) = (self.layout.size.0 as i32, self.layout.size.1 as i32);
        let part = self.rotation.on_panel(rect.intersect(area), (area.width, area.height));
        if part.is_empty() {
            return Ok(());
        }
        let top = part.y.min(rows - 2).max(0);
        let lines = Rect::new(0, top, columns, (part.bottom() - top).max(2));
        let lines = self.rotation.back().on_panel(lines, (columns, rows));
        let (mut start, mut run) = (0, Vec::new());
        self.layout.rows(canvas, &[lines], self.rotation, |offset, bytes| {
            if offset != start + run.len() {
                self.file.write_all_at(&run, start as u64)?;
                (start, run) = (offset, Vec::new());
            }
            run.extend_from_slice(bytes);
            Ok::<(), std::io::Error>(())
        })?;
        self.file.write_all_at(&run, start as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::Color;

    #[test]
    fn the_kernels_structs_have_the_kernels_sizes() {
        assert_eq!(size_of::<Variable>(), 160);
        #[cfg(target_pointer_width = "64")]
        assert_eq!(size_of::<Fixed>(), 80);
    }

    #[test]
    fn the_formats_of_common_panels_are_understood() {
        let bits = |offset, length| Bits { offset, length, msb_right: 0 };
        let mut panel = Variable { width: 800, height: 480, bits_per_pixel: 32, ..Variable::default() };
        (panel.red, panel.green, panel.blue) = (bits(16, 8), bits(8, 8), bits(0, 8));
        let found = layout(&panel, 3200, 3200 * 480).unwrap();
        assert_eq!((found.format, found.size, found.stride), (PixelFormat::Xrgb8888, (800, 480), 3200));
        assert!(layout(&panel, 3200, 3200 * 479).is_none(), "too little memory");
        panel.y_offset = 480;
        assert_eq!(layout(&panel, 3200, 3200 * 960).unwrap().start, 3200 * 480);
        panel.bits_per_pixel = 16;
        assert!(layout(&panel, 1600, 3200 * 960).is_none(), "16 bits with the masks of 32");
        (panel.red, panel.green, panel.blue) = (bits(11, 5), bits(5, 6), bits(0, 5));
        assert_eq!(layout(&panel, 1664, 1664 * 960).unwrap().format, PixelFormat::Rgb565);
    }

    #[test]
    fn the_picture_lies_in_the_file_where_the_panel_looks_for_it() {
        let file = tempfile::tempfile().unwrap();
        file.set_len(4 * 3 * 10).unwrap();
        let layout = Layout { format: PixelFormat::Xrgb8888, size: (2, 3), stride: 12, start: 12 };
        let mut panel = Framebuffer::over(file.try_clone().unwrap(), layout, Rotation::Quarter);
        assert_eq!(panel.size(), (3, 2));
        let mut canvas = Canvas::new(3, 2);
        canvas.fill(Rect::new(2, 0, 1, 1), Color(1, 2, 3));
        panel.present(&canvas, &[canvas.area()]).unwrap();
        let mut pixel = [9; 4];
        file.read_exact_at(&mut pixel, 12).unwrap();
        assert_eq!(pixel, [3, 2, 1, 0], "the user's upper right corner is the turned panel's first pixel");
    }

    #[test]
    fn what_is_no_framebuffer_is_refused_by_name() {
        for path in ["/dev/null", "/dev/fb-nowhere"] {
            let error = Framebuffer::open(Path::new(path), Rotation::None).err().unwrap();
            assert!(error.to_string().contains(path), "{error}");
        }
    }
}
