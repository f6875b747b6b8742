//! How colours look to people who see them differently.

use crate::display::Color;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vision {
    Protanopia,
    Deuteranopia,
    Tritanopia,
}

impl Vision {
    pub const ALL: [Self; 3] = [Self::Protanopia, Self::Deuteranopia, Self::Tritanopia];

    /// Rows of the matrix on linear RGB. Source: Machado, Oliveira, Fernandes, "A Physiologically-based
    /// Model for Simulation of Color Vision Deficiency", IEEE TVCG 2009;15:1291-8, severity 1.0.
    fn matrix(self) -> [[f32; 3]; 3] {
        match self {
            Self::Protanopia => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Self::Deuteranopia => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Self::Tritanopia => [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        }
    }

    /// The colour as such a person sees it.
    #[must_use]
    pub fn see(self, colour: Color) -> Color {
        let linear = [colour.0, colour.1, colour.2].map(to_linear);
        let seen = self.matrix().map(|row| row.iter().zip(linear).map(|(a, b)| a * b).sum::<f32>());
        let [r, g, b] = seen.map(to_srgb);
        Color(r, g, b)
    }
}

/// Source: IEC 61966-2-1 (sRGB).
pub(super) fn to_linear(value: u8) -> f32 {
    let value = f32::from(value) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn to_srgb(value: f32) -> u8 {
    let value = value.clamp(0.0, 1.0);
    let value = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round() as u8
}

/// How far two colours lie apart to the eye: Euclidean in OKLab; 0.02 is just noticeable.
/// Source: Ottosson, "A perceptual color space for image processing", 2020.
#[must_use]
pub fn distance(a: Color, b: Color) -> f32 {
    let (a, b) = (oklab(a), oklab(b));
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt()
}

fn oklab(colour: Color) -> [f32; 3] {
    let [r, g, b] = [colour.0, colour.1, colour.2].map(to_linear);
    let l = (0.412_221_46 * r + 0.536_332_54 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::components::Sign;
    use crate::ui::theme::Palette;

    #[test]
    fn outcomes_stay_apart_for_every_eye() {
        for palette in Palette::ALL {
            for (index, first) in Sign::ALL.iter().enumerate() {
                for second in &Sign::ALL[index + 1..] {
                    let colours = [first, second].map(|sign| palette.colour(sign.roles().0));
                    for vision in Vision::ALL {
                        let apart = distance(vision.see(colours[0]), vision.see(colours[1]));
                        assert!(apart > 0.08, "{palette:?} {first:?} {second:?} {vision:?}: {apart:.3}");
                    }
                }
            }
        }
    }

    #[test]
    fn outcomes_differ_in_shape() {
        for (index, first) in Sign::ALL.iter().enumerate() {
            assert!(Sign::ALL[index + 1..].iter().all(|second| first.icon() != second.icon()));
        }
    }

    #[test]
    fn grey_stays_grey_and_red_meets_green() {
        for vision in Vision::ALL {
            let grey = vision.see(Color(128, 128, 128));
            assert!(distance(grey, Color(128, 128, 128)) < 0.01);
        }
        let (red, green) = (Color(160, 60, 40), Color(90, 110, 40));
        let seen = Vision::Deuteranopia;
        assert!(distance(seen.see(red), seen.see(green)) < distance(red, green) / 2.0);
    }
}
