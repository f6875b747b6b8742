//! The arithmetic, exactly. Every back end equals these few lines bit for bit.
//!
//! ```text
//! sum    = bias + Σ weight·activation        i32; cannot overflow, see `Channels::new`
//! output = clamp(zero + round(sum · scale))  one f32 product, halves to even
//! ```
//! `sum` becomes an f32 (nearest, halves to even), is multiplied once by the channel's scale, and
//! rounded to an integer, halves to even: three IEEE operations that every processor rounds alike,
//! so there is nothing to approximate. The input's zero point lies in the bias.

/// Why a layer cannot be computed in eight bits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("a weight is -128; the range is -127 to 127")]
    Weight,
    #[error("a sum could leave 32 bits")]
    Sum,
    #[error("a scale is not a positive number, or too large for its sums")]
    Scale,
    #[error("the shapes do not fit: {0}")]
    Shape(String),
}

/// Sums times scale stay below this, so that their rounding fits an i32 with the zero point added.
const LARGEST: f64 = (1 << 30) as f64;

/// What each output channel adds and is multiplied with.
#[derive(Debug, Clone, PartialEq)]
pub struct Channels {
    /// With the input's zero point folded in: bias − zero·Σ weight.
    pub bias: Vec<i32>,
    /// Scale of the sums over the scale of the output.
    pub scale: Vec<f32>,
}

impl Channels {
    /// `weights` are `[channels, depth]`, `bias` in units of the sums.
    ///
    /// The proof that no sum overflows: an activation lies in 0..=255, or in -128..=127 where a
    /// processor wants it signed and the bias makes up for it. So, whatever the order of the
    /// additions, no partial sum is larger than |bias| + 256·Σ|weight|. That is computed here for
    /// each channel and must fit an i32. NEON adds pairs of products in i16 first: 2·127·128 fits.
    pub fn new(weights: &[i8], zero: u8, bias: &[i64], scale: &[f32]) -> Result<Self, Refusal> {
        let channels = bias.len();
        if channels == 0 || scale.len() != channels || !weights.len().is_multiple_of(channels) {
            return Err(Refusal::Shape(format!(
                "{} weights, {channels} biases, {} scales",
                weights.len(),
                scale.len()
            )));
        }
        let depth = weights.len() / channels;
        let mut folded = Vec::with_capacity(channels);
        for channel in 0..channels {
            let row = &weights[channel * depth..][..depth];
            if row.contains(&-128) {
                return Err(Refusal::Weight);
            }
            let total: i64 = row.iter().map(|weight| i64::from(*weight)).sum();
            let size: i64 = row.iter().map(|weight| i64::from(weight.abs())).sum();
            let start = bias[channel].saturating_sub(i64::from(zero) * total);
            let reach = start.saturating_abs().saturating_add(256 * size);
            if reach > i64::from(i32::MAX) {
                return Err(Refusal::Sum);
            }
            let scale = scale[channel];
            if !(scale.is_normal() && scale > 0.0 && reach as f64 * f64::from(scale) < LARGEST) {
                return Err(Refusal::Scale);
            }
            folded.push(i32::try_from(start).map_err(|_| Refusal::Sum)?);
        }
        Ok(Self { bias: folded, scale: scale.to_vec() })
    }

    pub fn len(&self) -> usize {
        self.bias.len()
    }

    pub fn is_empty(&self) -> bool {
        self.bias.is_empty()
    }
}

/// The output's zero point, and the clamp (ReLU, ReLU6) as eight-bit values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clamp {
    pub zero: u8,
    pub low: u8,
    pub high: u8,
}

impl Clamp {
    /// No narrower than the type.
    pub fn wide(zero: u8) -> Self {
        Self { zero, low: 0, high: 255 }
    }

    /// From `scaled`, which is less than 2³⁰ in size.
    #[inline]
    pub fn apply(self, scaled: f32) -> u8 {
        let whole = scaled.round_ties_even() as i32 + i32::from(self.zero);
        whole.clamp(i32::from(self.low), i32::from(self.high)) as u8
    }
}

/// A sum as the output's eight bits.
#[inline]
pub fn requantize(sum: i32, scale: f32, clamp: Clamp) -> u8 {
    clamp.apply(sum as f32 * scale)
}

/// A residual addition: `clamp(zero + round((a − zero_a)·scale_a + (b − zero_b)·scale_b))`, two
/// products and one sum in f32, never fused.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Addition {
    pub zeros: [u8; 2],
    /// Scale of each input over the scale of the output.
    pub scales: [f32; 2],
    pub clamp: Clamp,
}

impl Addition {
    pub fn new(zeros: [u8; 2], scales: [f32; 2], clamp: Clamp) -> Result<Self, Refusal> {
        let sane = |scale: f32| scale.is_normal() && scale > 0.0 && f64::from(scale) * 510.0 < LARGEST;
        if !scales.into_iter().all(sane) {
            return Err(Refusal::Scale);
        }
        Ok(Self { zeros, scales, clamp })
    }

    #[inline]
    pub fn apply(&self, a: u8, b: u8) -> u8 {
        let part = |value: u8, index: usize| {
            (i32::from(value) - i32::from(self.zeros[index])) as f32 * self.scales[index]
        };
        self.clamp.apply(part(a, 0) + part(b, 1))
    }
}
