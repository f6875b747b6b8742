//! From a camera's frame to the bytes of a picture: MJPEG stays as it came, raw frames become
//! lossless PNG.

use std::borrow::Cow;

use yuv::{
    YuvBiPlanarImage, YuvConversionMode, YuvPackedImage, YuvRange, YuvStandardMatrix, yuv_nv12_to_rgb,
    yuyv422_to_rgb,
};

use super::{CaptureError, mjpeg};
use crate::imaging::decode::{MAX_PIXELS, decode};
use crate::imaging::{Gray, Picture, Rgb, encode};

/// How luma and chroma fill their bytes (ITU-R BT.601; full as in JFIF).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// Black 16, white 235.
    Limited,
    /// Black 0, white 255.
    Full,
}

/// A format of V4L2 that is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelFormat {
    Mjpeg,
    /// Packed 4:2:2: Y0 U Y1 V.
    Yuyv(Range),
    /// A plane of Y, then one of U V pairs at half the size.
    Nv12(Range),
    /// Eight bits of grey, taken as they are.
    Grey,
}

/// Makes a picture's bytes of one frame.
///
/// `stride` is bytes a row of the (first) plane, 0 for rows without padding; the rows of NV12's
/// second plane are as long. Bytes after the frame are ignored.
///
/// # Errors
/// [`CaptureError::BadFrame`] when `data` is not a whole frame of that size.
pub fn to_picture_bytes(
    format: PixelFormat,
    width: u32,
    height: u32,
    stride: usize,
    data: &[u8],
) -> Result<Vec<u8>, CaptureError> {
    if format == PixelFormat::Mjpeg {
        return mjpeg::whole(data);
    }
    let encoded = match to_pixels(format, width, height, stride, data)? {
        Picture::Gray(image) => encode::png_gray(&image),
        Picture::Rgb(image) => encode::png_rgb(&image),
    };
    encoded.map_err(|error| CaptureError::Encode(error.to_string()))
}

/// The pixels of one frame, for the live picture: nothing is encoded on the way.
///
/// # Errors
/// As [`to_picture_bytes`].
pub fn to_pixels(
    format: PixelFormat,
    width: u32,
    height: u32,
    stride: usize,
    data: &[u8],
) -> Result<Picture, CaptureError> {
    if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(CaptureError::BadFrame(format!("{width}x{height} pixels")));
    }
    let (columns, lines) = (width as usize, height as usize);
    let pairs = columns.div_ceil(2) * 2;
    match format {
        PixelFormat::Mjpeg => {
            let decoded = decode(&mjpeg::whole(data)?);
            decoded.map(|decoded| decoded.picture).map_err(|error| CaptureError::BadFrame(error.to_string()))
        }
        PixelFormat::Grey => {
            let grey = rows(data, columns, lines, stride)?.into_owned();
            Gray::from_raw(columns, lines, grey).map(Picture::Gray).ok_or_else(unfit)
        }
        PixelFormat::Yuyv(range) => {
            let yuy = rows(data, 2 * pairs, lines, stride)?;
            let image = YuvPackedImage { yuy: &yuy, yuy_stride: 4 * width.div_ceil(2), width, height };
            let mut rgb = vec![0; columns * lines * 3];
            yuyv422_to_rgb(&image, &mut rgb, width * 3, range.into(), YuvStandardMatrix::Bt601)
                .map_err(bad)?;
            colour(columns, lines, rgb)
        }
        PixelFormat::Nv12(range) => {
            let y_plane = rows(data, columns, lines, stride)?;
            let after =
                stride.max(columns).checked_mul(lines).and_then(|start| data.get(start..)).unwrap_or(&[]);
            // A driver that pads nothing has an odd first plane and an even second one.
            let uv_plane =
                rows(after, pairs, lines.div_ceil(2), if stride > columns { stride } else { pairs })?;
            let image = YuvBiPlanarImage {
                y_plane: &y_plane,
                y_stride: width,
                uv_plane: &uv_plane,
                uv_stride: 2 * width.div_ceil(2),
                width,
                height,
            };
            let mut rgb = vec![0; columns * lines * 3];
            let (range, mode) = (range.into(), YuvConversionMode::Balanced);
            yuv_nv12_to_rgb(&image, &mut rgb, width * 3, range, YuvStandardMatrix::Bt601, mode)
                .map_err(bad)?;
            colour(columns, lines, rgb)
        }
    }
}

/// Rows of `wanted` bytes without their padding.
fn rows(data: &[u8], wanted: usize, lines: usize, stride: usize) -> Result<Cow<'_, [u8]>, CaptureError> {
    let stride = if stride == 0 { wanted } else { stride };
    if stride < wanted {
        return Err(CaptureError::BadFrame(format!("rows of {stride} bytes, {wanted} needed")));
    }
    let needed =
        stride.checked_mul(lines - 1).and_then(|most| most.checked_add(wanted)).unwrap_or(usize::MAX);
    let Some(data) = data.get(..needed) else {
        return Err(CaptureError::BadFrame(format!("{} bytes, {needed} needed", data.len())));
    };
    if stride == wanted {
        return Ok(Cow::Borrowed(data));
    }
    Ok(Cow::Owned(data.chunks(stride).flat_map(|row| &row[..wanted]).copied().collect()))
}

fn colour(width: usize, height: usize, rgb: Vec<u8>) -> Result<Picture, CaptureError> {
    Rgb::from_raw(width, height, rgb).map(Picture::Rgb).ok_or_else(unfit)
}

fn unfit() -> CaptureError {
    CaptureError::BadFrame("the pixels do not fit the size".to_owned())
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn bad(error: yuv::YuvError) -> CaptureError {
    CaptureError::BadFrame(error.to_string())
}

impl From<Range> for YuvRange {
    fn from(range: Range) -> Self {
        match range {
            Range::Limited => Self::Limited,
            Range::Full => Self::Full,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        data.truncate(info.buffer_size());
        (info.width, info.height, data)
    }

    fn near(got: &[u8], wanted: [u8; 3]) -> bool {
        got.iter().zip(wanted).all(|(&a, b)| a.abs_diff(b) <= 2)
    }

    #[test]
    fn full_and_limited_range_have_their_own_black_and_white() {
        for (range, black, white) in [(Range::Full, 0, 255), (Range::Limited, 16, 235)] {
            let yuyv =
                to_picture_bytes(PixelFormat::Yuyv(range), 2, 1, 0, &[black, 128, white, 128]).unwrap();
            let (_, _, rgb) = pixels(&yuyv);
            assert!(near(&rgb[..3], [0; 3]) && near(&rgb[3..], [255; 3]), "{range:?} {rgb:?}");
        }
    }

    #[test]
    fn red_is_red_by_bt601() {
        // BT.601, full range: Y = 0.299 R, Cb = 128 - 0.169 R, Cr = 128 + 0.5 R.
        let (y, u, v) = (76, 85, 255);
        let yuyv = [y, u, y, v].repeat(3);
        let (_, _, rgb) = pixels(&to_picture_bytes(PixelFormat::Yuyv(Range::Full), 2, 3, 0, &yuyv).unwrap());
        assert!(rgb.chunks(3).all(|p| near(p, [255, 0, 0])), "{rgb:?}");
        let nv12 = [vec![y; 4], vec![u, v]].concat();
        let (_, _, rgb) = pixels(&to_picture_bytes(PixelFormat::Nv12(Range::Full), 2, 2, 0, &nv12).unwrap());
        assert!(rgb.chunks(3).all(|p| near(p, [255, 0, 0])), "{rgb:?}");
    }

    #[test]
    fn every_small_size_converts_when_whole_and_fails_when_a_byte_short() {
        let formats = [PixelFormat::Grey, PixelFormat::Yuyv(Range::Limited), PixelFormat::Nv12(Range::Full)];
        for (format, width, height, pad) in formats.into_iter().flat_map(|f| {
            (1..=19_u32)
                .chain([31, 33, 64, 65, 67])
                .flat_map(move |w| (1..=4_u32).flat_map(move |h| [0, 7].map(|p| (f, w, h, p))))
        }) {
            let (w, h) = (width as usize, height as usize);
            let pairs = w.div_ceil(2) * 2;
            let (stride, needed) = match format {
                PixelFormat::Grey => (w + pad, (w + pad) * (h - 1) + w),
                PixelFormat::Yuyv(_) => (2 * pairs + pad, (2 * pairs + pad) * (h - 1) + 2 * pairs),
                _ if pad == 0 => (w, w * h + pairs * h.div_ceil(2)),
                _ => (w + pad, (w + pad) * (h + h.div_ceil(2) - 1) + pairs),
            };
            let data = vec![90; needed];
            let picture = to_picture_bytes(format, width, height, stride, &data).unwrap();
            let (got_width, got_height, _) = pixels(&picture);
            assert_eq!((got_width, got_height), (width, height));
            let short = to_picture_bytes(format, width, height, stride, &data[..needed - 1]);
            assert_eq!(short.unwrap_err().code(), "bad-frame", "{format:?} {width}x{height} pad {pad}");
        }
    }

    #[test]
    fn grey_padding_is_left_out() {
        let (_, _, grey) =
            pixels(&to_picture_bytes(PixelFormat::Grey, 2, 2, 4, &[1, 2, 99, 99, 3, 4]).unwrap());
        assert_eq!(grey, [1, 2, 3, 4]);
    }

    #[test]
    fn absurd_sizes_and_strides_are_errors() {
        for (width, height, stride) in
            [(0, 4, 0), (4, 0, 0), (u32::MAX, u32::MAX, 0), (8, 2, 3), (8, 8, usize::MAX)]
        {
            for format in [PixelFormat::Grey, PixelFormat::Yuyv(Range::Full), PixelFormat::Nv12(Range::Full)]
            {
                let result = to_picture_bytes(format, width, height, stride, &[0; 64]);
                assert_eq!(result.unwrap_err().code(), "bad-frame", "{format:?} {width}x{height}");
            }
        }
    }
}
