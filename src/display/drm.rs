//! The kernel's mode setting with two dumb buffers: one is shown while the other is written, and
//! they change places between two pictures of the panel, so that none is torn.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};

use drm::buffer::{Buffer, DrmFourcc};
use drm::control::dumbbuffer::DumbBuffer;
use drm::control::{
    Device as ControlDevice, Mode, ModeTypeFlags, PageFlipFlags, connector, crtc, framebuffer,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::pixels::{Layout, PixelFormat};
use super::{Canvas, DisplayError, Rect, Rotation, Surface, dots_per_inch};

/// A panel that has not shown a picture after so long is not waited for: two frames at 20 Hz.
const FLIP_WAIT: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

struct Card(File);

impl AsFd for Card {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl drm::Device for Card {}
impl ControlDevice for Card {}

struct Page {
    buffer: DumbBuffer,
    frame: framebuffer::Handle,
    layout: Layout,
    /// What was drawn since this page was shown last.
    missing: Vec<Rect>,
}

/// What is connected, and how it is lit.
struct Head {
    connector: connector::Handle,
    crtc: crtc::Handle,
    mode: Mode,
    dpi: Option<f32>,
}

pub struct Drm {
    card: Card,
    head: Head,
    pages: [Page; 2],
    /// The page that is written next.
    back: usize,
    rotation: Rotation,
    /// A change of pages was asked for and has not been told done.
    flipping: bool,
}

impl Drm {
    /// The first card with a panel, or the one at `path`.
    ///
    /// # Errors
    /// [`DisplayError::NoDisplay`] with what every card answered.
    pub fn open(path: Option<&Path>, rotation: Rotation) -> Result<Self, DisplayError> {
        let cards = path.map_or_else(cards, |path| vec![path.to_owned()]);
        let mut answers = Vec::new();
        for path in &cards {
            match Self::start(path, rotation) {
                Ok(panel) => return Ok(panel),
                Err(error) => answers.push(format!("{}: {error}", path.display())),
            }
        }
        if answers.is_empty() {
            answers.push("/dev/dri has no card".to_owned());
        }
        Err(DisplayError::NoDisplay(answers.join("; ")))
    }

    fn start(path: &Path, rotation: Rotation) -> io::Result<Self> {
        let card = Card(OpenOptions::new().read(true).write(true).open(path)?);
        let head = head(&card)?;
        let pages = [page(&card, &head.mode)?, page(&card, &head.mode)?];
        let first = pages[0].frame;
        card.set_crtc(head.crtc, Some(first), (0, 0), &[head.connector], Some(head.mode))?;
        Ok(Self { card, head, pages, back: 1, rotation, flipping: false })
    }

    /// Waits until the page that is written next is not shown any more, but never for long.
    fn settle(&mut self) -> io::Result<()> {
        if !self.flipping {
            return Ok(());
        }
        self.flipping = false;
        let mut wanted = [PollFd::new(&self.card, PollFlags::IN)];
        if poll(&mut wanted, Some(&FLIP_WAIT))? > 0 {
            self.card.receive_events()?.for_each(drop);
        }
        Ok(())
    }

    fn show(&mut self, canvas: &Canvas, dirty: &[Rect]) -> io::Result<()> {
        self.settle()?;
        self.pages.iter_mut().for_each(|page| page.missing.extend_from_slice(dirty));
        let page = &mut self.pages[self.back];
        let missing = std::mem::take(&mut page.missing);
        // The handle is copied: the mapping lives no longer than this block.
        let mut buffer = page.buffer;
        let mut memory = self.card.map_dumb_buffer(&mut buffer)?;
        page.layout.copy(canvas, &missing, self.rotation, &mut memory);
        drop(memory);
        let frame = page.frame;
        if self.card.page_flip(self.head.crtc, frame, PageFlipFlags::EVENT, None).is_ok() {
            self.flipping = true;
        } else {
            // Drivers without flips, or one that is late: shown at once.
            let Head { connector, crtc, mode, .. } = self.head;
            self.card.set_crtc(crtc, Some(frame), (0, 0), &[connector], Some(mode))?;
        }
        self.back = 1 - self.back;
        Ok(())
    }
}

impl Drop for Drm {
    fn drop(&mut self) {
        // The kernel frees what is left when the card is closed.
        for page in &self.pages {
            let _ = self.card.destroy_framebuffer(page.frame);
            let _ = self.card.destroy_dumb_buffer(page.buffer);
        }
    }
}

/// `/dev/dri/card*`, in order.
fn cards() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten().map(|entry| entry.path());
    let is_card =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"card"));
    let mut found: Vec<PathBuf> = entries.filter(is_card).collect();
    found.sort();
    found
}

/// The first connected panel with its own mode, and a controller that can drive it.
fn head(card: &Card) -> io::Result<Head> {
    let resources = card.resource_handles()?;
    for handle in resources.connectors() {
        let found = card.get_connector(*handle, true)?;
        let own = |mode: &&Mode| mode.mode_type().contains(ModeTypeFlags::PREFERRED);
        let mode = found.modes().iter().find(own).or_else(|| found.modes().first());
        let (connector::State::Connected, Some(mode)) = (found.state(), mode) else { continue };
        let encoders = found.encoders().iter().filter_map(|encoder| card.get_encoder(*encoder).ok());
        let crtc = encoders.flat_map(|encoder| resources.filter_crtcs(encoder.possible_crtcs())).next();
        let Some(crtc) = crtc else { continue };
        let (width_mm, _) = found.size().unwrap_or_default();
        let dpi = dots_per_inch(usize::from(mode.size().0), width_mm);
        return Ok(Head { connector: *handle, crtc, mode: *mode, dpi });
    }
    Err(io::Error::new(io::ErrorKind::NotFound, "no panel is connected"))
}

fn page(card: &Card, mode: &Mode) -> io::Result<Page> {
    let (width, height) = mode.size();
    let buffer = card.create_dumb_buffer((width.into(), height.into()), DrmFourcc::Xrgb8888, 32)?;
    let frame = card.add_framebuffer(&buffer, 24, 32)?;
    let size = (usize::from(width), usize::from(height));
    let layout = Layout { format: PixelFormat::Xrgb8888, size, stride: buffer.pitch() as usize, start: 0 };
    Ok(Page { buffer, frame, layout, missing: Vec::new() })
}

impl Surface for Drm {
    fn size(&self) -> (usize, usize) {
        self.rotation.turned(self.pages[0].layout.size)
    }

    fn dpi(&self) -> Option<f32> {
        self.head.dpi
    }

    fn present(&mut self, canvas: &Canvas, dirty: &[Rect]) -> Result<(), DisplayError> {
        self.show(canvas, dirty).map_err(|error| DisplayError::Lost(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_card_is_refused_by_name() {
        let error = Drm::open(Some(Path::new("/dev/null")), Rotation::None).err().unwrap();
        assert!(error.to_string().contains("/dev/null"), "{error}");
    }
}
