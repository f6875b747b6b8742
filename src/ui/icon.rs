//! The symbols, as paths of our own on a grid of 24 units.

use tiny_skia::{Path, PathBuilder, Rect};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Icon {
    // Outcomes.
    Disc,
    Triangle,
    Square,
    Diamond,
    Ring,
    // Work.
    Eye,
    Lungs,
    Camera,
    Image,
    Printer,
    Qr,
    Send,
    Heat,
    Compare,
    // Moving about.
    Back,
    Forward,
    Up,
    Down,
    Close,
    Check,
    Plus,
    Minus,
    Menu,
    // People and things.
    User,
    Lock,
    Unlock,
    List,
    Calendar,
    Clock,
    Search,
    Settings,
    Bell,
    Help,
    Info,
    Warning,
    Trash,
    Retake,
    Inbox,
    // The box itself.
    Network,
    NoNetwork,
    Sun,
    Moon,
    Globe,
    Power,
    Practice,
    Drop,
    // Keyboard.
    Erase,
    Shift,
    Space,
    Keyboard,
}

impl Icon {
    /// `(lines, surfaces)`: M, L, C, Q and Z as in SVG with absolute places; O is a circle (centre,
    /// radius), R a rectangle with round corners (left, top, width, height, radius).
    #[expect(clippy::too_many_lines, reason = "one line a symbol")]
    fn strokes(self) -> (&'static str, &'static str) {
        match self {
            Self::Disc => ("", "O 12 12 9"),
            Self::Triangle => ("M 12 4.2 L 21 19.6 L 3 19.6 Z", "M 12 4.2 L 21 19.6 L 3 19.6 Z"),
            Self::Square => ("", "R 3.5 3.5 17 17 2"),
            Self::Diamond => ("M 12 2.8 L 21.2 12 L 12 21.2 L 2.8 12 Z", ""),
            Self::Ring => ("O 12 12 8.5", ""),
            Self::Eye => (
                "M 2 12 C 5 6.6 8.2 5 12 5 C 15.8 5 19 6.6 22 12 C 19 17.4 15.8 19 12 19 C 8.2 19 5 17.4 2 12 Z O 12 12 3.4",
                "O 12 12 1.2",
            ),
            Self::Lungs => (
                "M 12 3 L 12 10.5 M 12 10.5 L 9 13 M 12 10.5 L 15 13 M 9 13 L 9 7.6 C 9 5.4 7 5.6 6 7.4 C 3.6 11.4 2.6 14.6 2.6 18 C 2.6 20.6 4 21 5.6 20.4 C 8.4 19.4 9 18.8 9 16.6 L 9 13 M 15 13 L 15 7.6 C 15 5.4 17 5.6 18 7.4 C 20.4 11.4 21.4 14.6 21.4 18 C 21.4 20.6 20 21 18.4 20.4 C 15.6 19.4 15 18.8 15 16.6 L 15 13",
                "",
            ),
            Self::Camera => (
                "M 4.5 7 L 7.6 7 L 9.4 4.4 L 14.6 4.4 L 16.4 7 L 19.5 7 C 20.9 7 22 8.1 22 9.5 L 22 17.5 C 22 18.9 20.9 20 19.5 20 L 4.5 20 C 3.1 20 2 18.9 2 17.5 L 2 9.5 C 2 8.1 3.1 7 4.5 7 Z O 12 13.2 3.8",
                "",
            ),
            Self::Image => {
                ("R 3 4 18 16 2.4 M 3.4 17 L 9 11.4 L 13.4 15.8 L 16.2 13 L 20.6 17.2", "O 15.6 8.8 1.5")
            }
            Self::Printer => (
                "M 6.5 8.5 L 6.5 3 L 17.5 3 L 17.5 8.5 M 6.5 17.5 L 4.5 17.5 C 3.1 17.5 2 16.4 2 15 L 2 11 C 2 9.6 3.1 8.5 4.5 8.5 L 19.5 8.5 C 20.9 8.5 22 9.6 22 11 L 22 15 C 22 16.4 20.9 17.5 19.5 17.5 L 17.5 17.5 R 6.5 14 11 7 0.6",
                "O 18.2 11.8 0.9",
            ),
            Self::Qr => (
                "R 3 3 7 7 1 R 14 3 7 7 1 R 3 14 7 7 1 M 14 14.5 L 17 14.5 L 17 17.5 M 21 14 L 21 15.5 M 14.5 20.6 L 14.5 18 M 18 21 L 21 21 L 21 18.5",
                "R 5.6 5.6 1.8 1.8 0 R 16.6 5.6 1.8 1.8 0 R 5.6 16.6 1.8 1.8 0",
            ),
            Self::Send => ("M 21.5 2.5 L 10.6 13.4 M 21.5 2.5 L 14.6 21.5 L 10.6 13.4 L 2.5 9.4 Z", ""),
            Self::Heat => ("O 12 12 9 O 13.4 10.6 5", "O 14.2 9.8 2"),
            Self::Compare => (
                "R 3 4.5 18 15 2 M 12 2 L 12 22 M 8.4 9.6 L 6 12 L 8.4 14.4 M 15.6 9.6 L 18 12 L 15.6 14.4",
                "",
            ),
            Self::Back => ("M 10.4 5 L 3.4 12 L 10.4 19 M 3.8 12 L 20.6 12", ""),
            Self::Forward => ("M 9 5 L 16 12 L 9 19", ""),
            Self::Up => ("M 5 15.4 L 12 8.4 L 19 15.4", ""),
            Self::Down => ("M 5 8.6 L 12 15.6 L 19 8.6", ""),
            Self::Close => ("M 5.5 5.5 L 18.5 18.5 M 18.5 5.5 L 5.5 18.5", ""),
            Self::Check => ("M 4 12.8 L 9.4 18.2 L 20.2 6.6", ""),
            Self::Practice => (
                "M 1.8 9.4 L 12 4.4 L 22.2 9.4 L 12 14.4 Z M 6 11.6 L 6 16.6 C 9 19.4 15 19.4 18 16.6 L 18 11.6 M 22.2 9.4 L 22.2 15.6",
                "",
            ),
            Self::Drop => (
                "M 12 3 C 8.2 7.8 5.5 11.2 5.5 14.6 C 5.5 18.3 8.4 21 12 21 C 15.6 21 18.5 18.3 18.5 14.6 C 18.5 11.2 15.8 7.8 12 3 Z",
                "",
            ),
            Self::Plus => ("M 12 4.5 L 12 19.5 M 4.5 12 L 19.5 12", ""),
            Self::Minus => ("M 4.5 12 L 19.5 12", ""),
            Self::Menu => ("M 3.5 6 L 20.5 6 M 3.5 12 L 20.5 12 M 3.5 18 L 20.5 18", ""),
            Self::User => {
                ("O 12 7.8 4.3 M 3.8 21 C 4.4 16.6 7.6 14.8 12 14.8 C 16.4 14.8 19.6 16.6 20.2 21", "")
            }
            Self::Lock => (
                "R 4.5 10.5 15 11 2.2 M 7.8 10.5 L 7.8 7.2 C 7.8 1.4 16.2 1.4 16.2 7.2 L 16.2 10.5",
                "O 12 16 1.5",
            ),
            Self::Unlock => {
                ("R 4.5 10.5 15 11 2.2 M 7.8 10.5 L 7.8 7.2 C 7.8 2.4 14.4 1.6 16 5.4", "O 12 16 1.5")
            }
            Self::List => {
                ("M 8.5 6 L 21 6 M 8.5 12 L 21 12 M 8.5 18 L 21 18", "O 4 6 1.3 O 4 12 1.3 O 4 18 1.3")
            }
            Self::Calendar => {
                ("R 3 4.5 18 16.5 2.2 M 3 10 L 21 10 M 8 2.5 L 8 6.4 M 16 2.5 L 16 6.4", "R 7 13 3 3 0.6")
            }
            Self::Clock => ("O 12 12 9 M 12 6.6 L 12 12 L 15.8 14.4", ""),
            Self::Search => ("O 10.5 10.5 7 M 15.7 15.7 L 21.2 21.2", ""),
            Self::Settings => {
                ("M 3 7 L 11 7 M 17 7 L 21 7 M 3 17 L 7 17 M 13 17 L 21 17 O 14 7 3 O 10 17 3", "")
            }
            Self::Bell => (
                "M 12 3 C 8 3 6.2 5.8 6.2 9.6 C 6.2 14 4.8 15.6 3.8 17 L 20.2 17 C 19.2 15.6 17.8 14 17.8 9.6 C 17.8 5.8 16 3 12 3 Z M 9.6 20.4 C 10.8 21.8 13.2 21.8 14.4 20.4",
                "",
            ),
            Self::Help => {
                ("O 12 12 9.4 M 9 9.4 C 9.2 5.6 15 5.8 15 9.6 C 15 12 12 12 12 14.2", "O 12 17.2 1.2")
            }
            Self::Info => ("O 12 12 9.4 M 12 11.4 L 12 16.6", "O 12 7.7 1.2"),
            Self::Warning => ("M 12 3.2 L 22 20.4 L 2 20.4 Z M 12 9.8 L 12 14.2", "O 12 17.3 1.2"),
            Self::Trash => (
                "M 3.5 6.2 L 20.5 6.2 M 8.6 6 L 8.6 3.2 L 15.4 3.2 L 15.4 6 M 5.6 6.4 L 6.6 21 L 17.4 21 L 18.4 6.4 M 10 10.4 L 10 16.8 M 14 10.4 L 14 16.8",
                "",
            ),
            Self::Retake => (
                "M 4.4 9 C 6 5.4 9 3.6 12.2 3.6 C 16.8 3.6 20.6 7.4 20.6 12 C 20.6 16.6 16.8 20.4 12.2 20.4 C 8.6 20.4 5.6 18.2 4.4 15 M 4 3.6 L 4 9.2 L 9.6 9.2",
                "",
            ),
            Self::Inbox => (
                "M 2.6 12.6 L 6 4 L 18 4 L 21.4 12.6 L 21.4 20 L 2.6 20 Z M 2.6 12.6 L 8 12.6 L 9.6 15.6 L 14.4 15.6 L 16 12.6 L 21.4 12.6",
                "",
            ),
            Self::Network => {
                ("M 2.4 9.4 C 8 4 16 4 21.6 9.4 M 6 13.2 C 9.6 9.8 14.4 9.8 18 13.2", "O 12 17.6 2")
            }
            Self::NoNetwork => (
                "M 3.6 8.4 C 5 7.2 6.4 6.4 8 5.9 M 13 5.3 C 16.2 5.5 19.2 7 21.6 9.4 M 6 13.2 C 7.2 12 8.6 11.3 10 10.9 M 4 3.4 L 20.4 20.6",
                "O 12 17.6 2",
            ),
            Self::Sun => (
                "O 12 12 4.2 M 12 2 L 12 4.4 M 12 19.6 L 12 22 M 2 12 L 4.4 12 M 19.6 12 L 22 12 M 4.9 4.9 L 6.6 6.6 M 17.4 17.4 L 19.1 19.1 M 4.9 19.1 L 6.6 17.4 M 17.4 6.6 L 19.1 4.9",
                "",
            ),
            Self::Moon => (
                "M 20.4 14.2 C 13.6 16.6 7.6 10.6 9.8 3.6 C 1.8 6 1.4 17.2 9.2 20.2 C 14 22 18.8 19.2 20.4 14.2 Z",
                "",
            ),
            Self::Globe => (
                "O 12 12 9.2 M 2.8 12 L 21.2 12 M 12 2.8 C 6.6 8 6.6 16 12 21.2 C 17.4 16 17.4 8 12 2.8 Z",
                "",
            ),
            Self::Power => {
                ("M 12 2.6 L 12 11.4 M 7.4 5.8 C 0.6 10.4 3.6 21 12 21 C 20.4 21 23.4 10.4 16.6 5.8", "")
            }
            Self::Erase => {
                ("M 8.4 5 L 22 5 L 22 19 L 8.4 19 L 2 12 Z M 11.4 9.2 L 17 14.8 M 17 9.2 L 11.4 14.8", "")
            }
            Self::Shift => ("M 12 3.4 L 20.6 12.4 L 16 12.4 L 16 20 L 8 20 L 8 12.4 L 3.4 12.4 Z", ""),
            Self::Space => ("M 3.4 10 L 3.4 15.4 L 20.6 15.4 L 20.6 10", ""),
            Self::Keyboard => (
                "R 2 5.5 20 13 2.2 M 7.6 15 L 16.4 15",
                "O 6 9.2 1 O 10 9.2 1 O 14 9.2 1 O 18 9.2 1 O 8 12 1 O 12 12 1 O 16 12 1",
            ),
        }
    }

    /// Turns with the direction of the language.
    #[must_use]
    pub fn is_directional(self) -> bool {
        matches!(self, Self::Back | Self::Forward | Self::Send | Self::List | Self::Erase | Self::Retake)
    }

    /// The lines and the surfaces as paths on the grid of 24 units.
    #[must_use]
    pub fn paths(self) -> (Option<Path>, Option<Path>) {
        let (lines, surfaces) = self.strokes();
        (parse(lines), parse(surfaces))
    }
}

fn parse(text: &str) -> Option<Path> {
    let mut words = text.split_whitespace();
    let mut builder = PathBuilder::new();
    let numbers = |words: &mut std::str::SplitWhitespace<'_>, wanted: usize| -> Option<Vec<f32>> {
        words.by_ref().take(wanted).map(|word| word.parse().ok()).collect()
    };
    while let Some(command) = words.next() {
        match command {
            "M" => {
                let n = numbers(&mut words, 2)?;
                builder.move_to(n[0], n[1]);
            }
            "L" => {
                let n = numbers(&mut words, 2)?;
                builder.line_to(n[0], n[1]);
            }
            "C" => {
                let n = numbers(&mut words, 6)?;
                builder.cubic_to(n[0], n[1], n[2], n[3], n[4], n[5]);
            }
            "Z" => builder.close(),
            "O" => {
                let n = numbers(&mut words, 3)?;
                builder.push_circle(n[0], n[1], n[2]);
            }
            "R" => {
                let n = numbers(&mut words, 5)?;
                round_rect(&mut builder, n[0], n[1], n[2], n[3], n[4]);
            }
            _ => return None,
        }
    }
    builder.finish()
}

/// Appends a rectangle with corners of `radius`.
pub fn round_rect(builder: &mut PathBuilder, x: f32, y: f32, width: f32, height: f32, radius: f32) {
    let (right, bottom) = (x + width, y + height);
    if radius <= 0.0 {
        if let Some(rect) = Rect::from_ltrb(x, y, right, bottom) {
            builder.push_rect(rect);
        }
        return;
    }
    // The control point that makes a cubic follow a quarter of a circle.
    let k = radius * (1.0 - 0.552_284_8);
    builder.move_to(x + radius, y);
    builder.line_to(right - radius, y);
    builder.cubic_to(right - k, y, right, y + k, right, y + radius);
    builder.line_to(right, bottom - radius);
    builder.cubic_to(right, bottom - k, right - k, bottom, right - radius, bottom);
    builder.line_to(x + radius, bottom);
    builder.cubic_to(x + k, bottom, x, bottom - k, x, bottom - radius);
    builder.line_to(x, y + radius);
    builder.cubic_to(x, y + k, x + k, y, x + radius, y);
    builder.close();
}

impl Icon {
    pub const ALL: [Self; 50] = [
        Self::Disc,
        Self::Triangle,
        Self::Square,
        Self::Diamond,
        Self::Ring,
        Self::Eye,
        Self::Lungs,
        Self::Camera,
        Self::Image,
        Self::Printer,
        Self::Qr,
        Self::Send,
        Self::Heat,
        Self::Compare,
        Self::Back,
        Self::Forward,
        Self::Up,
        Self::Down,
        Self::Close,
        Self::Check,
        Self::Plus,
        Self::Minus,
        Self::Menu,
        Self::User,
        Self::Lock,
        Self::Unlock,
        Self::List,
        Self::Calendar,
        Self::Clock,
        Self::Search,
        Self::Settings,
        Self::Bell,
        Self::Help,
        Self::Info,
        Self::Warning,
        Self::Trash,
        Self::Retake,
        Self::Inbox,
        Self::Network,
        Self::NoNetwork,
        Self::Sun,
        Self::Moon,
        Self::Globe,
        Self::Power,
        Self::Practice,
        Self::Drop,
        Self::Erase,
        Self::Shift,
        Self::Space,
        Self::Keyboard,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_a_path_inside_its_grid() {
        for icon in Icon::ALL {
            let (lines, surfaces) = icon.paths();
            assert!(lines.is_some() || surfaces.is_some(), "{icon:?} does not parse");
            for bounds in lines.iter().chain(&surfaces).map(Path::bounds) {
                assert!(bounds.left() >= 0.0 && bounds.top() >= 0.0, "{icon:?}");
                assert!(bounds.right() <= 24.0 && bounds.bottom() <= 24.0, "{icon:?}");
            }
        }
    }
}
