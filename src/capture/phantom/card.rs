//! A card with a QR code, held a little askew in uneven light.

use qrcode::{Color, EcLevel, QrCode};

use super::rng::Rng;
use crate::imaging::Rgb;

/// Light modules around the code: ISO/IEC 18004 asks for four.
const QUIET: f32 = 4.0;
/// Half of the card's side, as a share of the picture's.
const HALF: f32 = 0.3;

/// `size` x `size`; a table without a card when `text` is empty, or too long for a code.
pub fn draw(size: usize, seed: u64, text: &str) -> Rgb {
    let mut rng = Rng::new(seed).fork("card");
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok();
    let code = code.filter(|_| !text.is_empty());
    let (turn, light) = (rng.range(-0.25, 0.25), rng.range(0.7, 0.9));
    let (sine, cosine) = turn.sin_cos();
    let mut image = Rgb::filled(size, size, [0; 3]);
    for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
        let (u, v) = (x as f32 / size as f32 - 0.5, y as f32 / size as f32 - 0.5);
        let (a, b) = (u * cosine + v * sine, v * cosine - u * sine);
        let bare = 0.35;
        let value = match &code {
            Some(code) if a.abs() < HALF && b.abs() < HALF => paper(code, a, b),
            _ => bare,
        };
        let value = value * (light + 0.2 * u) + rng.normal() * 0.015;
        image.put(x, y, [(value.clamp(0.0, 1.0) * 255.0) as u8; 3]);
    }
    image
}

/// How bright the card is at a place from `-HALF` to `HALF`.
fn paper(code: &QrCode, a: f32, b: f32) -> f32 {
    let modules = code.width() as f32;
    let place = |share: f32| f32::midpoint(share / HALF, 1.0) * (modules + 2.0 * QUIET) - QUIET;
    let (column, row) = (place(a), place(b));
    let inside = (0.0..modules).contains(&column) && (0.0..modules).contains(&row);
    let dark = inside && code[(column as usize, row as usize)] == Color::Dark;
    if dark { 0.08 } else { 0.95 }
}
