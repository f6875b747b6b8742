//! Every token of the look in one file: sizes, text styles, palettes. A screen names roles; only the
//! painter turns a role into a colour.

use super::vision::to_linear;
use crate::display::Color;

/// All spaces are multiples of this, in pixels.
pub const GRID: i32 = 8;
pub const RADIUS: i32 = 12;
/// Smallest side of what a finger must hit, in millimetres (ISO 9241-411 speaks of 9 to 10 mm).
pub const TOUCH_MM: f32 = 9.0;
/// WCAG 2.2, 1.4.3 (text).
pub const TEXT_CONTRAST: f32 = 4.5;
/// WCAG 2.2, 1.4.11 (what is no text but must be seen).
pub const SHAPE_CONTRAST: f32 = 3.0;

/// The five text styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// A result, a number to remember.
    Display,
    /// What the screen is about.
    Title,
    /// What can be pressed, and what matters inside a text.
    Strong,
    Body,
    /// Captions and the status bar; never what a decision needs.
    Note,
}

impl Style {
    pub const ALL: [Self; 5] = [Self::Display, Self::Title, Self::Strong, Self::Body, Self::Note];

    /// Size and line height in pixels at the normal setting, and whether it is bold.
    #[must_use]
    pub fn metrics(self) -> (f32, f32, bool) {
        match self {
            Self::Display => (40.0, 52.0, true),
            Self::Title => (28.0, 40.0, true),
            Self::Strong => (22.0, 32.0, true),
            Self::Body => (22.0, 32.0, false),
            Self::Note => (18.0, 26.0, false),
        }
    }
}

/// What a colour is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Behind everything.
    Ground,
    /// Cards, bars, dialogs.
    Surface,
    /// Secondary buttons and keys, on a surface or on the ground.
    Raised,
    /// Fields and tracks.
    Sunken,
    /// The hairline around cards.
    Hairline,
    /// The edge of what can be filled in or chosen.
    Edge,
    Ink,
    /// Captions, explanations.
    SoftInk,
    /// What cannot be pressed now.
    FaintInk,
    Accent,
    OnAccent,
    /// What is chosen, in the list or the bar.
    AccentTint,
    /// Accent as text or icon on a surface.
    AccentInk,
    /// Behind a warning, and what is read on it; always with an icon.
    Caution,
    OnCaution,
    /// What destroys or stops; vermilion, always with an icon.
    Danger,
    OnDanger,
    NoSign,
    OnNoSign,
    Refer,
    OnRefer,
    Urgent,
    OnUrgent,
    Ungradable,
    OnUngradable,
    NotRun,
    OnNotRun,
    /// Around pictures, in both palettes: the eye judges a photograph on black.
    PictureGround,
    OnPicture,
}

/// Light for a bright room, dark for an eye clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Palette {
    Light,
    Dark,
}

impl Palette {
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    #[must_use]
    pub const fn colour(self, role: Role) -> Color {
        let (light, dark) = match role {
            Role::Ground => (0x00F3_F5F8, 0x0010_1519),
            Role::Surface => (0x00FF_FFFF, 0x001A_2127),
            Role::Raised => (0x00E6_ECF2, 0x0028_323A),
            Role::Sunken => (0x00ED_F1F5, 0x000B_0F13),
            Role::Hairline => (0x00DB_E2EA, 0x002B_353D),
            Role::Edge => (0x0076_8798, 0x006E_7F8D),
            Role::Ink => (0x0014_2230, 0x00E9_EFF4),
            Role::SoftInk => (0x004C_5B6A, 0x00A9_B7C3),
            Role::FaintInk => (0x0095_A2AF, 0x0062_707B),
            Role::Accent | Role::NoSign => (0x000B_5CAD, 0x003D_8FE0),
            Role::OnAccent | Role::OnNoSign => (0x00FF_FFFF, 0x0004_1220),
            Role::AccentTint => (0x00E1_EEFB, 0x0017_3350),
            Role::AccentInk => (0x000A_549E, 0x0082_BBF5),
            Role::Caution => (0x00FF_EFCC, 0x003B_2F12),
            Role::OnCaution => (0x004A_3200, 0x00FF_D98A),
            Role::Danger | Role::Urgent => (0x00A8_3A06, 0x00F2_6B2E),
            Role::OnDanger | Role::OnUrgent => (0x00FF_FFFF, 0x0021_0C02),
            Role::Refer => (0x00F4_B13E, 0x00FF_C861),
            Role::OnRefer => (0x002A_1A00, 0x0026_1A04),
            Role::Ungradable => (0x0051_4A78, 0x00B4_AADB),
            Role::OnUngradable => (0x00FF_FFFF, 0x0015_1128),
            Role::NotRun => (0x00D3_DAE1, 0x0042_4F59),
            Role::OnNotRun => (0x0025_313C, 0x00ED_F2F6),
            Role::PictureGround => (0x0000_0000, 0x0000_0000),
            Role::OnPicture => (0x00F4_F7FA, 0x00F4_F7FA),
        };
        Color::hex(match self {
            Self::Light => light,
            Self::Dark => dark,
        })
    }
}

/// What a person chose, and what the panel is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    pub palette: Palette,
    /// The large-text setting: a quarter larger.
    pub large_text: bool,
    /// Dots per inch of the panel; 133 is a 7-inch 800×480.
    pub dpi: f32,
}

impl Theme {
    #[must_use]
    pub fn new(palette: Palette) -> Self {
        Self { palette, large_text: false, dpi: 133.0 }
    }

    #[must_use]
    pub fn colour(&self, role: Role) -> Color {
        self.palette.colour(role)
    }

    /// Size and line height in whole pixels, and whether it is bold.
    #[must_use]
    pub fn metrics(&self, style: Style) -> (f32, f32, bool) {
        let (size, line, bold) = style.metrics();
        let scale = if self.large_text { 1.25 } else { 1.0 };
        ((size * scale).round(), (line * scale).round(), bold)
    }

    /// Smallest side of a target in pixels, on the grid.
    #[must_use]
    pub fn touch(&self) -> i32 {
        let pixels = (TOUCH_MM / 25.4 * self.dpi).ceil() as i32;
        (pixels + GRID - 1) / GRID * GRID
    }
}

/// Relative luminance of an sRGB colour. Source: WCAG 2.2, "relative luminance".
#[must_use]
pub fn luminance(colour: Color) -> f32 {
    0.2126 * to_linear(colour.0) + 0.7152 * to_linear(colour.1) + 0.0722 * to_linear(colour.2)
}

/// From 1 to 21. Source: WCAG 2.2, "contrast ratio".
#[must_use]
pub fn contrast(a: Color, b: Color) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ink that lies on a ground anywhere in the components.
    const TEXT: &[(Role, &[Role])] = &[
        (Role::Ink, &[Role::Ground, Role::Surface, Role::Raised, Role::Sunken, Role::AccentTint]),
        (Role::SoftInk, &[Role::Ground, Role::Surface, Role::Raised, Role::Sunken, Role::AccentTint]),
        (Role::AccentInk, &[Role::Ground, Role::Surface, Role::Raised, Role::Sunken, Role::AccentTint]),
        (Role::OnAccent, &[Role::Accent]),
        (Role::OnCaution, &[Role::Caution]),
        (Role::OnDanger, &[Role::Danger]),
        (Role::OnNoSign, &[Role::NoSign]),
        (Role::OnRefer, &[Role::Refer]),
        (Role::OnUrgent, &[Role::Urgent]),
        (Role::OnUngradable, &[Role::Ungradable]),
        (Role::OnNotRun, &[Role::NotRun]),
        (Role::OnPicture, &[Role::PictureGround]),
    ];

    #[test]
    fn every_pair_of_ink_and_ground_can_be_read() {
        for palette in Palette::ALL {
            for (ink, grounds) in TEXT {
                for ground in *grounds {
                    let ratio = contrast(palette.colour(*ink), palette.colour(*ground));
                    assert!(ratio >= TEXT_CONTRAST, "{palette:?} {ink:?} on {ground:?}: {ratio:.2}");
                }
            }
        }
    }

    #[test]
    fn the_edge_of_a_field_can_be_seen() {
        for palette in Palette::ALL {
            for ground in [Role::Ground, Role::Surface, Role::Sunken] {
                let ratio = contrast(palette.colour(Role::Edge), palette.colour(ground));
                assert!(ratio >= SHAPE_CONTRAST, "{palette:?} on {ground:?}: {ratio:.2}");
            }
        }
    }

    #[test]
    fn contrast_ends_at_the_published_values() {
        assert!((contrast(Color::hex(0x00FF_FFFF), Color::hex(0)) - 21.0).abs() < 0.01);
        assert!((contrast(Color::hex(0x0076_7676), Color::hex(0x00FF_FFFF)) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_target_is_never_smaller_than_nine_millimetres() {
        for dpi in [96.0, 133.0, 149.0, 170.0, 217.0] {
            let theme = Theme { dpi, ..Theme::new(Palette::Light) };
            assert!(theme.touch() as f32 / dpi * 25.4 >= TOUCH_MM);
            assert_eq!(theme.touch() % GRID, 0);
        }
    }

    #[test]
    fn body_text_is_at_least_22_pixels() {
        assert!(Style::Body.metrics().0 >= 22.0 && Style::Strong.metrics().0 >= 22.0);
        let large = Theme { large_text: true, ..Theme::new(Palette::Dark) };
        assert!(large.metrics(Style::Body).0 > Style::Body.metrics().0);
    }
}
