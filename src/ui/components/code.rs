use std::sync::Arc;

use qrcode::{EcLevel, QrCode};

use crate::imaging::Rgb;
use crate::ui::node::{Kind, Node};
use crate::ui::picture::Picture;

/// Light modules around a code: ISO/IEC 18004 asks for four.
const QUIET: usize = 4;

/// A text as a QR code, `scale` pixels a module; nothing when it is too long for one.
#[must_use]
pub fn qr<A>(text: &str, scale: usize) -> Option<Node<A>> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let modules = code.width();
    let side = (modules + 2 * QUIET) * scale;
    let mut image = Rgb::filled(side, side, [255; 3]);
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, colour)| *colour == qrcode::Color::Dark);
    for (place, _) in dark {
        let (x, y) = ((place % modules + QUIET) * scale, (place / modules + QUIET) * scale);
        (y..y + scale).for_each(|y| (x..x + scale).for_each(|x| image.put(x, y, [0; 3])));
    }
    let side = i32::try_from(side).ok()?;
    let picture = Picture::new(Arc::new(image));
    Some(Node::new("qr", Kind::Picture(picture)).named(text).unmirrored().wide(side).tall(side))
}
