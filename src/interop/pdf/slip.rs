//! A drawn slip as a PDF of its own size, for printers that are driven by another program.

use krilla::geom::Size;
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;

use super::PdfError;
use crate::imaging::{Gray, encode};

const POINTS_PER_INCH: f32 = 72.0;

/// One page as large as the slip is on paper of `dots_per_inch`.
///
/// # Errors
/// [`PdfError`], also for a slip without pixels.
pub fn slip(slip: &Gray, dots_per_inch: f32) -> Result<Vec<u8>, PdfError> {
    let fault = |what: &str| PdfError::Written(what.to_owned());
    let points = |dots: usize| dots as f32 * POINTS_PER_INCH / dots_per_inch;
    let (width, height) = (points(slip.width()), points(slip.height()));
    let png = encode::png_gray(slip).map_err(|error| fault(&error.to_string()))?;
    let image = Image::from_png(png.into(), false).map_err(|error| fault(&error))?;
    let mut document = krilla::Document::new();
    document.set_metadata(Metadata::new().title("Slip".to_owned()).creator("Farlight".to_owned()));
    let size = Size::from_wh(width, height).ok_or_else(|| fault("its size"))?;
    let settings = PageSettings::from_wh(width, height).ok_or_else(|| fault("its size"))?;
    let mut sheet = document.start_page_with(settings);
    let mut surface = sheet.surface();
    surface.draw_image(image, size);
    surface.finish();
    sheet.finish();
    document.finish().map_err(|error| fault(&format!("{error:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_the_slips_size_and_its_picture() {
        let bytes = slip(&Gray::filled(576, 800, [255]), 203.0).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        let text = String::from_utf8_lossy(&bytes);
        // 576 and 800 dots at 203 to the inch, in points.
        let sides = text.split("/MediaBox").nth(1).and_then(|rest| rest.split(&['[', ']'][..]).nth(1));
        let sides: Vec<f32> =
            sides.unwrap().split_whitespace().filter_map(|side| side.parse().ok()).collect();
        assert!((sides[2] - 204.3).abs() < 0.1 && (sides[3] - 283.7).abs() < 0.1, "{sides:?}");
        assert!(slip(&Gray::filled(0, 0, [0]), 203.0).is_err());
    }
}
