//! Turns a picture the way the camera was held.

use crate::imaging::pixels::Image;
use crate::imaging::{Gray, Picture, Rgb};

/// EXIF tag 0x0112 of the main image, 1 to 8; 1, upright, where it is missing or unreadable.
pub fn of_exif(tiff: &[u8]) -> u32 {
    let read = exif::Reader::new().read_raw(tiff.to_vec());
    let value = read.ok().and_then(|exif| {
        exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY).and_then(|field| field.value.get_uint(0))
    });
    value.filter(|value| (1..=8).contains(value)).unwrap_or(1)
}

pub fn upright(picture: Picture, orientation: u32) -> Picture {
    match picture {
        Picture::Gray(image) => Picture::Gray(turn::<1>(image, orientation, Gray::from_raw)),
        Picture::Rgb(image) => Picture::Rgb(turn::<3>(image, orientation, Rgb::from_raw)),
    }
}

/// Where the pixels of the upright picture lie in the stored one (EXIF 2.32, section 4.6.4 A).
fn turn<const C: usize>(
    image: Image<C>,
    orientation: u32,
    build: fn(usize, usize, Vec<u8>) -> Option<Image<C>>,
) -> Image<C> {
    if orientation <= 1 || orientation > 8 {
        return image;
    }
    let (width, height) = (image.width(), image.height());
    let (new_width, new_height) = if orientation >= 5 { (height, width) } else { (width, height) };
    let mut data = Vec::with_capacity(image.data().len());
    for y in 0..new_height {
        for x in 0..new_width {
            let (column, row) = match orientation {
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            data.extend_from_slice(&image.at(column, row));
        }
    }
    build(new_width, new_height, data).unwrap_or(image)
}
