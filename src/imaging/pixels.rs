use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8, U8x3};
use fast_image_resize::{PixelTrait, ResizeAlg, ResizeOptions, Resizer};

/// `C` interleaved 8-bit channels, rows from the top, no padding: `data.len() == width * height * C`.
#[derive(Clone, PartialEq, Eq)]
pub struct Image<const C: usize> {
    width: usize,
    height: usize,
    data: Vec<u8>,
}

pub type Gray = Image<1>;
/// sRGB as the camera gave it.
pub type Rgb = Image<3>;

impl<const C: usize> Image<C> {
    /// A picture of one colour.
    #[must_use]
    pub fn filled(width: usize, height: usize, colour: [u8; C]) -> Self {
        Self { width, height, data: colour.repeat(width * height) }
    }

    /// `None` unless `data` holds exactly `width * height * C` bytes.
    #[must_use]
    pub fn from_raw(width: usize, height: usize, data: Vec<u8>) -> Option<Self> {
        let wanted = width.checked_mul(height)?.checked_mul(C)?;
        (data.len() == wanted).then_some(Self { width, height, data })
    }

    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    pub fn data_mut(&mut self) -> &mut [u8] {
        &mut self.data
    }

    #[must_use]
    pub fn into_raw(self) -> Vec<u8> {
        self.data
    }

    /// The pixel at column `x`, row `y`; coordinates beyond the edge give the edge.
    #[must_use]
    pub fn at(&self, x: usize, y: usize) -> [u8; C] {
        let start = (y.min(self.height - 1) * self.width + x.min(self.width - 1)) * C;
        std::array::from_fn(|channel| self.data[start + channel])
    }

    /// Sets the pixel at column `x`, row `y`; outside the picture nothing happens.
    pub fn put(&mut self, x: usize, y: usize, colour: [u8; C]) {
        if x < self.width && y < self.height {
            let start = (y * self.width + x) * C;
            self.data[start..start + C].copy_from_slice(&colour);
        }
    }

    /// The part of the picture that lies in the rectangle; it may be smaller than asked for.
    #[must_use]
    pub fn crop(&self, x: usize, y: usize, width: usize, height: usize) -> Self {
        let (x, y) = (x.min(self.width), y.min(self.height));
        let (width, height) = (width.min(self.width - x), height.min(self.height - y));
        let mut data = Vec::with_capacity(width * height * C);
        for row in y..y + height {
            let start = (row * self.width + x) * C;
            data.extend_from_slice(&self.data[start..start + width * C]);
        }
        Self { width, height, data }
    }

    #[must_use]
    pub fn flip_horizontal(&self) -> Self {
        let mut data = Vec::with_capacity(self.data.len());
        for row in self.data.chunks_exact((self.width * C).max(1)) {
            data.extend(row.chunks_exact(C).rev().flatten());
        }
        Self { width: self.width, height: self.height, data }
    }

    fn resize_as<P: PixelTrait>(&self, width: usize, height: usize) -> Self {
        let mut out = Self::filled(width, height, [0; C]);
        let size = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let options =
            ResizeOptions::new().resize_alg(ResizeAlg::Convolution(fast_image_resize::FilterType::Bilinear));
        let source = TypedImageRef::<P>::from_buffer(size(self.width), size(self.height), &self.data);
        let target = TypedImage::<P>::from_buffer(size(width), size(height), &mut out.data);
        if let (Ok(source), Ok(mut target)) = (source, target) {
            // Refused only for an empty picture, which stays black.
            let _ = Resizer::new().resize_typed(&source, &mut target, &options);
        }
        out
    }
}

impl Gray {
    /// Bilinear, averaging over the whole footprint when it shrinks.
    #[must_use]
    pub fn resize(&self, width: usize, height: usize) -> Self {
        self.resize_as::<U8>(width, height)
    }

    #[must_use]
    pub fn to_rgb(&self) -> Rgb {
        let data = self.data.iter().flat_map(|&value| [value; 3]).collect();
        Rgb { width: self.width, height: self.height, data }
    }
}

impl Rgb {
    /// Bilinear, averaging over the whole footprint when it shrinks.
    #[must_use]
    pub fn resize(&self, width: usize, height: usize) -> Self {
        self.resize_as::<U8x3>(width, height)
    }

    /// The colour at a place in pixels, where the middle of the first pixel is 0.5; bilinear, and beyond
    /// the edge that of the edge.
    #[must_use]
    pub fn between(&self, (x, y): (f32, f32)) -> [u8; 3] {
        let x = (x - 0.5).clamp(0.0, self.width as f32 - 1.0);
        let y = (y - 0.5).clamp(0.0, self.height as f32 - 1.0);
        let (column, row) = (x as usize, y as usize);
        let (fx, fy) = (x - column as f32, y - row as f32);
        let (a, b) = (self.at(column, row), self.at(column + 1, row));
        let (c, d) = (self.at(column, row + 1), self.at(column + 1, row + 1));
        std::array::from_fn(|i| {
            let [a, b, c, d] = [a, b, c, d].map(|pixel| f32::from(pixel[i]));
            let (top, bottom) = (a + (b - a) * fx, c + (d - c) * fx);
            (top + (bottom - top) * fy).round() as u8
        })
    }

    /// Luma by ITU-R BT.601.
    #[must_use]
    pub fn to_gray(&self) -> Gray {
        let luma = |p: &[u8]| {
            let sum = 299 * u32::from(p[0]) + 587 * u32::from(p[1]) + 114 * u32::from(p[2]);
            u8::try_from((sum + 500) / 1000).unwrap_or(u8::MAX)
        };
        Gray { width: self.width, height: self.height, data: self.data.chunks_exact(3).map(luma).collect() }
    }
}

impl<const C: usize> std::fmt::Debug for Image<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Image<{C}>({}x{})", self.width, self.height)
    }
}

/// A decoded picture, grey or colour as its file said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    Gray(Gray),
    Rgb(Rgb),
}

impl Picture {
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        match self {
            Self::Gray(image) => (image.width(), image.height()),
            Self::Rgb(image) => (image.width(), image.height()),
        }
    }

    #[must_use]
    pub fn to_gray(&self) -> Gray {
        match self {
            Self::Gray(image) => image.clone(),
            Self::Rgb(image) => image.to_gray(),
        }
    }

    #[must_use]
    pub fn to_rgb(&self) -> Rgb {
        match self {
            Self::Gray(image) => image.to_rgb(),
            Self::Rgb(image) => image.clone(),
        }
    }
}
