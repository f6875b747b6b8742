//! One channel of numbers, for the slow fields that bytes are too coarse for.

use super::Image;

/// `width * height` values, rows from the top.
#[derive(Debug, Clone)]
pub struct Plane {
    pub width: usize,
    pub height: usize,
    pub data: Vec<f32>,
}

impl Plane {
    /// Built from a function of column and row.
    pub fn new(width: usize, height: usize, value: impl Fn(usize, usize) -> f32) -> Self {
        let rows = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self { width, height, data: rows.map(|(x, y)| value(x, y)).collect() }
    }

    pub fn channel<const C: usize>(image: &Image<C>, channel: usize) -> Self {
        let data = image.data().chunks_exact(C).map(|p| f32::from(p[channel])).collect();
        Self { width: image.width(), height: image.height(), data }
    }

    /// The value at column `x`, row `y`; coordinates beyond the edge give the edge.
    pub fn at(&self, x: usize, y: usize) -> f32 {
        self.data[y.min(self.height - 1) * self.width + x.min(self.width - 1)]
    }

    /// Bilinear; `x` and `y` run from 0 to 1 over the whole plane.
    pub fn sample(&self, x: f32, y: f32) -> f32 {
        let x = (x * self.width as f32 - 0.5).clamp(0.0, self.width as f32 - 1.0);
        let y = (y * self.height as f32 - 0.5).clamp(0.0, self.height as f32 - 1.0);
        let (column, row) = (x as usize, y as usize);
        let (fx, fy) = (x - column as f32, y - row as f32);
        let top = self.at(column, row) * (1.0 - fx) + self.at(column + 1, row) * fx;
        let bottom = self.at(column, row + 1) * (1.0 - fx) + self.at(column + 1, row + 1) * fx;
        top * (1.0 - fy) + bottom * fy
    }

    /// Three passes of a running mean each way: close to a Gaussian of sigma `radius`. Beyond its edges
    /// the plane counts as zero.
    #[must_use]
    pub fn blur(&self, radius: usize) -> Self {
        self.blur_rows(radius).transposed().blur_rows(radius).transposed()
    }

    fn blur_rows(&self, radius: usize) -> Self {
        let mut out = self.clone();
        let mut source = vec![0.0; self.width];
        for row in out.data.chunks_exact_mut(self.width.max(1)) {
            for _ in 0..3 {
                source.copy_from_slice(row);
                running_mean(&source, row, radius);
            }
        }
        out
    }

    fn transposed(&self) -> Self {
        let mut data = vec![0.0; self.data.len()];
        for (y, row) in self.data.chunks_exact(self.width.max(1)).enumerate() {
            for (x, value) in row.iter().enumerate() {
                data[x * self.height + y] = *value;
            }
        }
        Self { width: self.height, height: self.width, data }
    }

    /// The mean of the neighbourhood, counting only where `weight` is above zero.
    #[must_use]
    pub fn blur_within(&self, weight: &Self, radius: usize) -> Self {
        let mut sum = self.clone();
        sum.data.iter_mut().zip(&weight.data).for_each(|(value, w)| *value *= w);
        let (mut sum, total) = (sum.blur(radius), weight.blur(radius));
        sum.data.iter_mut().zip(&total.data).for_each(|(value, w)| *value /= w.max(1e-4));
        sum
    }
}

fn running_mean(source: &[f32], line: &mut [f32], radius: usize) {
    let width = (2 * radius + 1) as f32;
    let mut sum: f32 = source.iter().take(radius).sum();
    for (i, value) in line.iter_mut().enumerate() {
        sum += source.get(i + radius).copied().unwrap_or(0.0);
        if i > radius {
            sum -= source[i - radius - 1];
        }
        *value = sum / width;
    }
}

/// The value below which the share `p` of `values` lies; 0 for none. Reorders nothing that matters.
pub fn percentile(values: &mut [f32], p: f32) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let index = ((values.len() - 1) as f32 * p.clamp(0.0, 1.0)).round() as usize;
    *values.select_nth_unstable_by(index, f32::total_cmp).1
}
