use crate::imaging::{Gray, Prepared, Rgb};
use crate::inference::Heat;

/// Evidence of one logit or less is noise and stays invisible.
const FULL_AT_LEAST: f32 = 1.0;

/// Lays the evidence over the picture that the model saw: orange where it speaks for disease,
/// nothing elsewhere, as strong as the strongest place.
#[must_use]
pub fn overlay(prepared: &Prepared, heat: &Heat) -> Rgb {
    let strongest = heat.values.iter().copied().fold(FULL_AT_LEAST, f32::max);
    let levels = heat.values.iter().map(|value| (value.max(0.0) / strongest * 255.0) as u8).collect();
    let mut out = prepared.image.clone();
    let Some(map) = Gray::from_raw(heat.width, heat.height, levels) else { return out };
    let map = map.resize(out.width(), out.height());
    let cover = map.data().iter().zip(prepared.mask.data());
    for (pixel, (&level, &inside)) in out.data_mut().chunks_exact_mut(3).zip(cover) {
        let weight = if inside > 0 { u16::from(level) * 3 / 5 } else { 0 };
        for (value, tint) in pixel.iter_mut().zip([255_u16, 140, 0]) {
            let mixed = (u16::from(*value) * (255 - weight) + tint * weight) / 255;
            *value = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }
    out
}
