use jpeg_encoder::ColorType;

use super::samples::{self, Dicom};
use super::*;
use crate::imaging::{Rgb, encode};

fn gray(bytes: &[u8]) -> Vec<u8> {
    match decode(bytes).unwrap().picture {
        Picture::Gray(image) => image.into_raw(),
        Picture::Rgb(_) => panic!("a grey picture came back in colour"),
    }
}

fn rgb(bytes: &[u8]) -> Vec<u8> {
    match decode(bytes).unwrap().picture {
        Picture::Rgb(image) => image.into_raw(),
        Picture::Gray(_) => panic!("a colour picture came back grey"),
    }
}

fn code(bytes: &[u8]) -> &'static str {
    decode(bytes).map_or_else(|error| error.code(), |_| "ok")
}

fn largest_difference(a: &[u8], b: &[u8]) -> u8 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

#[test]
fn jpeg_of_every_kind_gives_its_pixels() {
    for progressive in [false, true] {
        let colour = rgb(&samples::jpeg(37, 21, ColorType::Rgb, progressive));
        assert!(largest_difference(&colour, &samples::pixels(37, 21, 3)) < 24);
        let grey = gray(&samples::jpeg(37, 21, ColorType::Luma, progressive));
        assert!(largest_difference(&grey, &samples::pixels(37, 21, 1)) < 12);
    }
    let refused = decode(&samples::jpeg(16, 16, ColorType::Cmyk, false)).unwrap_err();
    assert!(refused.to_string().contains("convert to RGB"), "{refused}");
}

#[test]
fn exif_orientation_turns_the_picture_upright() {
    // A bright corner at the top left tells where the stored corner went.
    let mut image = Rgb::filled(48, 32, [0; 3]);
    (0..8).for_each(|y| (0..8).for_each(|x| image.put(x, y, [255; 3])));
    let stored = encode::jpeg(&image, 95).unwrap();
    let corners = [(0, 0), (47, 0), (47, 31), (0, 31), (0, 0), (31, 0), (31, 47), (0, 47)];
    for (orientation, corner) in (1..=8).zip(corners) {
        let Picture::Rgb(turned) = decode(&samples::with_orientation(&stored, orientation)).unwrap().picture
        else {
            panic!("not in colour")
        };
        let size = if orientation < 5 { (48, 32) } else { (32, 48) };
        assert_eq!((turned.width(), turned.height()), size, "orientation {orientation}");
        assert!(turned.at(corner.0, corner.1)[0] > 200, "orientation {orientation}");
        assert!(turned.at(size.0 - 1 - corner.0, size.1 - 1 - corner.1)[0] < 50);
    }
}

#[test]
fn png_of_every_colour_type_and_depth() {
    assert_eq!(gray(&samples::plain_png(9, 7, 0)), samples::pixels(9, 7, 1));
    assert_eq!(rgb(&samples::plain_png(9, 7, 2)), samples::pixels(9, 7, 3));
    let words = samples::png((2, 1), 16, 0, false, None, &[0, 0x12, 0x34, 0xFF, 0xFF]);
    assert_eq!(gray(&words), [0x12, 0xFF]);
    let palette = samples::png((4, 1), 2, 3, false, Some(&[1, 2, 3, 4, 5, 6, 7, 8, 9]), &[0, 0b0001_1000]);
    assert_eq!(rgb(&palette), [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3]);
    let bits = samples::png((3, 1), 1, 0, false, None, &[0, 0b1010_0000]);
    assert_eq!(gray(&bits), [255, 0, 255]);
    let alpha = samples::png((2, 1), 8, 6, false, None, &[0, 200, 100, 50, 255, 200, 100, 50, 51]);
    assert_eq!(rgb(&alpha), [200, 100, 50, 40, 20, 10]);
    let gray_alpha = samples::png((2, 1), 8, 4, false, None, &[0, 90, 255, 90, 0]);
    assert_eq!(gray(&gray_alpha), [90, 0]);
}

#[test]
fn interlaced_png_equals_the_plain_one() {
    let pixels = samples::pixels(11, 9, 1);
    let passes =
        [(0, 8, 0, 8), (0, 8, 4, 8), (4, 8, 0, 4), (0, 4, 2, 4), (2, 4, 0, 2), (0, 2, 1, 2), (1, 2, 0, 1)];
    let mut rows = Vec::new();
    for (y, y_step, x, x_step) in passes {
        for row in (y..9).step_by(y_step) {
            rows.push(0);
            rows.extend((x..11).step_by(x_step).map(|column| pixels[row * 11 + column]));
        }
    }
    assert_eq!(gray(&samples::png((11, 9), 8, 0, true, None, &rows)), pixels);
}

#[test]
fn what_is_encoded_comes_back() {
    let image = Rgb::from_raw(31, 17, samples::pixels(31, 17, 3)).unwrap();
    assert_eq!(rgb(&encode::png_rgb(&image).unwrap()), image.data());
    assert_eq!(gray(&encode::png_gray(&image.to_gray()).unwrap()), image.to_gray().data());
    assert!(largest_difference(&rgb(&encode::jpeg(&image, 95).unwrap()), image.data()) < 32);
    assert!(encode::png_rgb(&Rgb::filled(0, 0, [0; 3])).is_err());
    assert!(encode::jpeg(&Rgb::filled(70_000, 1, [0; 3]), 90).is_err());
}

fn ramp() -> Vec<u16> {
    (0..64 * 48).map(|index| (index * 4095 / (64 * 48 - 1)) as u16).collect()
}

fn film(syntax: &'static str) -> Dicom {
    Dicom::gray(syntax, 48, 64, 12).text(0x0028_1050, *b"DS", "2048\\100").text(
        0x0028_1051,
        *b"DS",
        "4096\\50",
    )
}

#[test]
fn every_transfer_syntax_gives_the_same_film() {
    let expected: Vec<u8> = ramp().iter().map(|&v| (f32::from(v) / 4095.0 * 255.0).round() as u8).collect();
    for syntax in [samples::IMPLICIT, samples::EXPLICIT, samples::DEFLATED, samples::BIG_ENDIAN] {
        assert_eq!(gray(&film(syntax).pixel_words(&ramp()).bytes()), expected, "{syntax}");
    }
    let rle = film(samples::RLE).pixel_bytes(samples::rle_words(&ramp())).bytes();
    assert_eq!(gray(&rle), expected);
    let lossless = samples::lossless_jpeg(&ramp(), 64, 48, 12);
    assert_eq!(gray(&film(samples::JPEG_LOSSLESS).pixel_bytes(lossless).bytes()), expected);
    let mut headless = film(samples::IMPLICIT).pixel_words(&ramp()).bytes();
    headless.drain(..132);
    assert_eq!(gray(&headless), expected, "without a preamble");
}

#[test]
fn lossless_jpeg_holds_every_difference() {
    let values: Vec<u16> = (0..=255).flat_map(|step: u16| [step * 257, 0, 65535, 32768, step]).collect();
    let coded = samples::lossless_jpeg(&values, 64, 20, 16);
    let wide = Dicom::gray(samples::JPEG_LOSSLESS, 20, 64, 16).pixel_bytes(coded);
    let plain = Dicom::gray(samples::EXPLICIT, 20, 64, 16).pixel_words(&values);
    assert_eq!(gray(&wide.bytes()), gray(&plain.bytes()));
}

#[test]
fn jpeg_2000_keeps_all_bits() {
    let values: Vec<u16> = (0..32 * 32).map(|index| index / 32 * 60 + index % 32 * 40).collect();
    let coded = Dicom::gray(samples::JPEG_2000, 32, 32, 12).pixel_bytes(samples::JPEG_2000_STREAM.to_vec());
    let plain = Dicom::gray(samples::EXPLICIT, 32, 32, 12).pixel_words(&values);
    // A window of 64 grey values shows every one of the 12 bits.
    for (film, other) in [(&coded, &plain), (&plain, &coded)] {
        let narrow = |dicom: &Dicom| gray(&windowed(dicom.clone(), "1600", "64").bytes());
        assert_eq!(narrow(film), narrow(other));
    }
}

#[test]
fn colour_dicom_comes_back_in_rgb() {
    let pixels = samples::pixels(16, 8, 3);
    let interleaved = Dicom::rgb(samples::EXPLICIT, 8, 16).pixel_bytes(pixels.clone());
    assert_eq!(rgb(&interleaved.bytes()), pixels);
    let planes: Vec<u8> = (0..3)
        .flat_map(|channel| pixels.iter().skip(channel).step_by(3).copied().collect::<Vec<_>>())
        .collect();
    let planar = Dicom::rgb(samples::EXPLICIT, 8, 16).word(0x0028_0006, 1).pixel_bytes(planes);
    assert_eq!(rgb(&planar.bytes()), pixels);
    let ybr = |kind| Dicom::rgb(samples::EXPLICIT, 1, 2).text(0x0028_0004, *b"CS", kind);
    let red = [255, 0, 0];
    assert!(
        largest_difference(
            &rgb(&ybr("YBR_FULL").pixel_bytes(vec![76, 85, 255, 76, 85, 255]).bytes())[..3],
            &red
        ) < 2
    );
    assert!(
        largest_difference(&rgb(&ybr("YBR_FULL_422").pixel_bytes(vec![76, 76, 85, 255]).bytes())[..3], &red)
            < 2
    );
    let jpeg = samples::jpeg(16, 8, ColorType::Rgb, false);
    let photograph = Dicom::rgb(samples::JPEG_BASELINE, 8, 16)
        .text(0x0028_0004, *b"CS", "YBR_FULL_422")
        .pixel_bytes(jpeg.clone());
    assert_eq!(rgb(&photograph.bytes()), rgb(&jpeg));
}

/// One row of four pixels.
fn shades(change: impl Fn(Dicom) -> Dicom, values: [u16; 4]) -> Vec<u8> {
    gray(&change(Dicom::gray(samples::EXPLICIT, 1, 4, 12)).pixel_words(&values).bytes())
}

fn windowed(dicom: Dicom, centre: &str, width: &str) -> Dicom {
    dicom.text(0x0028_1050, *b"DS", centre).text(0x0028_1051, *b"DS", width)
}

#[test]
fn windows_follow_the_standard() {
    // PS3.3, C.11.2.1.2.1: centre 2048, width 4096 maps 0..4095 to the full range; width 1 cuts.
    assert_eq!(shades(|d| windowed(d, "2048", "4096"), [0, 1024, 2048, 4095]), [0, 64, 128, 255]);
    assert_eq!(shades(|d| windowed(d, "100", "1"), [99, 100, 101, 4000]), [0, 255, 255, 255]);
    let exact = |d| windowed(d, "100", "100").text(0x0028_1056, *b"CS", "LINEAR_EXACT");
    assert_eq!(shades(exact, [50, 100, 150, 151]), [0, 128, 255, 255]);
    let sigmoid = |d| windowed(d, "1000", "400").text(0x0028_1056, *b"CS", "SIGMOID");
    assert_eq!(shades(sigmoid, [0, 1000, 1100, 4000]), [0, 128, 186, 255]);
}

#[test]
fn air_is_black_and_signs_slopes_and_unused_bits_are_read() {
    let negative = |d| windowed(d, "2048", "4096").text(0x0028_0004, *b"CS", "MONOCHROME1");
    assert_eq!(shades(negative, [0, 1024, 2048, 4095]), [255, 191, 127, 0]);
    let rescaled =
        |d| windowed(d, "0", "2001").text(0x0028_1052, *b"DS", "-1000").text(0x0028_1053, *b"DS", "2");
    assert_eq!(shades(rescaled, [0, 500, 1000, 4095]), [0, 128, 255, 255]);
    let signed = |d| windowed(d, "0", "4096").word(0x0028_0103, 1);
    assert_eq!(shades(signed, [0x0800, 0x0000, 0x07FF, 0x0FFF]), [0, 128, 255, 127]);
    // Twelve bits at the top of the word, rubbish below.
    let high = |d| windowed(d, "2048", "4096").word(0x0028_0102, 15);
    assert_eq!(shades(high, [0x000F, 0x4003, 0x8001, 0xFFFF]), [0, 64, 128, 255]);
}

#[test]
fn tables_of_the_maker_and_automatic_windows() {
    let sequence = |tag: u32, descriptor: [u16; 3], values: &'static [u16]| {
        move |dicom: Dicom| {
            let maker = Dicom::gray(samples::EXPLICIT, 1, 1, 8);
            let words = |values: &[u16]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
            let mut item = Vec::new();
            maker.element(&mut item, 0x0028_3002, *b"US", &words(&descriptor));
            maker.element(&mut item, 0x0028_3006, *b"OW", &words(values));
            let head = [&b"\xFE\xFF\0\xE0"[..], &(item.len() as u32).to_le_bytes()].concat();
            dicom.with(tag, *b"SQ", [head, item].concat())
        }
    };
    let voi = sequence(0x0028_3010, [3, 10, 8], &[0, 100, 255]);
    assert_eq!(shades(voi, [5, 10, 11, 4000]), [0, 0, 100, 255]);
    let modality = sequence(0x0028_3000, [3, 10, 12], &[0, 2048, 4095]);
    assert_eq!(shades(|d| windowed(modality(d), "2048", "4096"), [5, 10, 11, 4000]), [0, 0, 128, 255]);
    assert_eq!(shades(|d| d, [100, 200, 300, 300]), [0, 128, 255, 255]);
    let padded = |d: Dicom| d.word(0x0028_0120, 4000);
    assert_eq!(shades(padded, [100, 200, 300, 4000])[..3], [0, 128, 255]);
    let broken = sequence(0x0028_3010, [500, 10, 8], &[0, 100, 255]);
    let film = broken(Dicom::gray(samples::EXPLICIT, 1, 4, 12)).pixel_words(&[0; 4]);
    assert_eq!(code(&film.bytes()), "damaged-file");
}

#[test]
fn facts_hold_codes_and_no_names() {
    let named = film(samples::EXPLICIT)
        .text(0x0018_0015, *b"CS", "Jane Doe's chest")
        .text(0x0020_0062, *b"CS", "R")
        .pixel_words(&ramp());
    let decoded = decode(&named.bytes()).unwrap();
    let facts = decoded.dicom.unwrap();
    assert_eq!(decoded.media_type, "application/dicom");
    assert_eq!((facts.modality.as_deref(), facts.view_position.as_deref()), (Some("CR"), Some("PA")));
    assert_eq!((facts.body_part, facts.laterality.as_deref()), (None, Some("R")));
}

#[test]
fn what_is_not_read_is_refused_with_words() {
    let refusals = [
        film(samples::EXPLICIT).text(0x0028_0008, *b"IS", "12"),
        film(samples::EXPLICIT).text(0x0028_0004, *b"CS", "PALETTE COLOR"),
        film(samples::EXPLICIT).word(0x0028_0100, 32),
        film("1.2.840.10008.1.2.4.80"),
        film("1.2.840.10008.1.2.4.100"),
        film("1.2.3"),
    ];
    for dicom in refusals {
        let error = decode(&dicom.pixel_words(&ramp()).bytes()).unwrap_err();
        assert_eq!(error.code(), "unsupported");
        assert!(error.to_string().contains("export"), "{error}");
    }
}
