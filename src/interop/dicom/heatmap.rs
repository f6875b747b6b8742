//! Where the model looked (PS3.3, A.8.5 Multi-frame True Color Secondary Capture Image), with its
//! words in the pixels: most viewers show no others.

use dicom_dictionary_std::tags;
use embedded_graphics::Drawable;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{OriginDimensions, Point, Size};
use embedded_graphics::mono_font::MonoTextStyle;
use embedded_graphics::mono_font::ascii::FONT_8X13_BOLD;
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::text::{Baseline, Text};

use super::dataset::{Code, Dataset};
use super::photo::{laterality, multiple};
use super::picture::Pixels;
use super::{DicomError, Instance, Study, modules};
use crate::domain::{ImageRecord, Task};
use crate::imaging::{Rgb, decode};

/// 4:2:0; what it shows is coarse.
const QUALITY: u8 = 85;
const STRIP: usize = 38;
pub const LABEL: &str = "Where the model looked, not a diagnosis";
const RESEARCH: &str = "Research use only";

/// The stored heatmap with its label below it.
pub fn pixels(bytes: &[u8], research_use: bool) -> Result<Pixels, DicomError> {
    let heat = decode::decode(bytes)?.picture.to_rgb();
    let mut sheet = Sheet(Rgb::filled(heat.width(), heat.height() + STRIP, [0; 3]));
    for y in 0..heat.height() {
        for x in 0..heat.width() {
            sheet.0.put(x, y, heat.at(x, y));
        }
    }
    sheet.write(LABEL, heat.height() + 4);
    if research_use {
        sheet.write(RESEARCH, heat.height() + 20);
    }
    Pixels::compressed(&sheet.0, QUALITY)
}

pub fn write(
    study: &Study<'_>,
    object: &mut Dataset,
    image: &ImageRecord,
    source: Option<&Instance>,
    pixels: Pixels,
) {
    modules::image(study.record, object, image);
    object.put(tags::IMAGE_TYPE, multiple("DERIVED\\SECONDARY\\OTHER"));
    object.put(tags::CONVERSION_TYPE, "WSD");
    object.put(
        tags::DERIVATION_DESCRIPTION,
        format!("{LABEL}: the picture, tinted where it spoke for disease"),
    );
    object.code(tags::DERIVATION_CODE_SEQUENCE, &Code::own("heatmap", LABEL));
    if let Some(source) = source {
        object.items(tags::SOURCE_IMAGE_SEQUENCE, vec![modules::source(source)]);
    }
    if study.record.task == Task::Dr {
        object.put(tags::IMAGE_LATERALITY, laterality(image.laterality));
    }
    object.put(tags::NUMBER_OF_FRAMES, "1");
    pixels.write(object);
}

struct Sheet(Rgb);

impl Sheet {
    fn write(&mut self, text: &str, y: usize) {
        let style = MonoTextStyle::new(&FONT_8X13_BOLD, Rgb888::WHITE);
        let place = Point::new(8, i32::try_from(y).unwrap_or(0));
        // Drawing into memory cannot fail.
        let _ = Text::with_baseline(text, place, style, Baseline::Top).draw(self);
    }
}

impl OriginDimensions for Sheet {
    fn size(&self) -> Size {
        let side = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Size::new(side(self.0.width()), side(self.0.height()))
    }
}

impl DrawTarget for Sheet {
    type Color = Rgb888;
    type Error = std::convert::Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Self::Error>
    where
        I: IntoIterator<Item = embedded_graphics::Pixel<Self::Color>>,
    {
        for embedded_graphics::Pixel(place, colour) in pixels {
            if let (Ok(x), Ok(y)) = (usize::try_from(place.x), usize::try_from(place.y)) {
                self.0.put(x, y, [colour.r(), colour.g(), colour.b()]);
            }
        }
        Ok(())
    }
}
