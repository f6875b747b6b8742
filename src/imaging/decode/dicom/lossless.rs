//! Lossless JPEG frames.

use super::frame::Frame;
use super::header::Header;
use crate::imaging::decode::DecodeError;

pub fn decode(_coded: &[u8], _header: &Header) -> Result<Frame, DecodeError> {
    Err(DecodeError::unsupported("lossless JPEG"))
}
