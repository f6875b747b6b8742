//! Data elements of a DICOM data set (PS3.5, section 7), walked in place without recursion.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::imaging::decode::DecodeError;

const UNDEFINED: u32 = u32::MAX;
const ITEM: u32 = 0xFFFE_E000;
const ITEM_END: u32 = 0xFFFE_E00D;
const SEQUENCE_END: u32 = 0xFFFE_E0DD;
pub const PIXEL_DATA: u32 = 0x7FE0_0010;

/// Real files nest five or six deep.
const MAX_DEPTH: usize = 64;

/// What is looked at; everything else, all names among it, is passed over.
const WANTED: &[u32] = &[
    0x0008_0060,
    0x0018_0015,
    0x0018_5101,
    0x0020_0060,
    0x0020_0062,
    0x0028_0002,
    0x0028_0004,
    0x0028_0006,
    0x0028_0008,
    0x0028_0010,
    0x0028_0011,
    0x0028_0100,
    0x0028_0101,
    0x0028_0102,
    0x0028_0103,
    0x0028_0120,
    0x0028_0121,
    0x0028_1050,
    0x0028_1051,
    0x0028_1052,
    0x0028_1053,
    0x0028_1056,
    0x0028_3000,
    0x0028_3002,
    0x0028_3006,
    0x0028_3010,
    PIXEL_DATA,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    pub explicit: bool,
    pub big_endian: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct Element<'a> {
    pub tag: u32,
    /// `None` in implicit encoding.
    pub vr: Option<[u8; 2]>,
    /// Of undefined length: up to, and without, the delimiter that ends it.
    pub value: &'a [u8],
    pub encapsulated: bool,
}

pub struct Reader<'a> {
    data: &'a [u8],
    at: usize,
    encoding: Encoding,
}

impl<'a> Reader<'a> {
    pub fn new(data: &'a [u8], encoding: Encoding) -> Self {
        Self { data, at: 0, encoding }
    }

    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub fn position(&self) -> usize {
        self.at
    }

    /// The next element, `None` at the end of the data or of the item they lie in.
    pub fn next_element(&mut self) -> Result<Option<Element<'a>>, DecodeError> {
        // Writers that pad to a block size leave zeros behind.
        let rest = &self.data[self.at..];
        if rest.len() < 8 && rest.iter().all(|&byte| byte == 0) {
            return Ok(None);
        }
        let (tag, vr, length) = self.head(self.encoding.explicit)?;
        if tag == ITEM_END || tag == SEQUENCE_END {
            return Ok(None);
        }
        let value = if length == UNDEFINED { self.skip_nested(vr)? } else { self.take(length)? };
        Ok(Some(Element { tag, vr, value, encapsulated: length == UNDEFINED }))
    }

    fn fragment(&mut self) -> Result<&'a [u8], DecodeError> {
        let (_, _, length) = self.head(false)?;
        self.take(length)
    }

    fn take(&mut self, length: u32) -> Result<&'a [u8], DecodeError> {
        let rest = &self.data[self.at..];
        let value = rest.get(..length as usize).ok_or_else(cut)?;
        self.at += value.len();
        Ok(value)
    }

    fn number(&mut self, bytes: u32) -> Result<u32, DecodeError> {
        let value = self.take(bytes)?.iter();
        let join = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
        Ok(if self.encoding.big_endian { value.fold(0, join) } else { value.rev().fold(0, join) })
    }

    /// Tag, representation and length (PS3.5, 7.1.2 and 7.1.3).
    fn head(&mut self, explicit: bool) -> Result<(u32, Option<[u8; 2]>, u32), DecodeError> {
        let tag = self.number(2)? << 16 | self.number(2)?;
        if !explicit || tag >> 16 == 0xFFFE {
            return Ok((tag, None, self.number(4)?));
        }
        let vr = self.take(2)?;
        let vr = [vr[0], vr[1]];
        if !vr.iter().all(u8::is_ascii_uppercase) {
            return Err(DecodeError::damaged("a DICOM element has no known type"));
        }
        let short = [
            b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FL", b"FD", b"IS", b"LO", b"LT", b"PN", b"SH",
            b"SL", b"SS", b"ST", b"TM", b"UI", b"UL", b"US",
        ];
        if short.contains(&&vr) {
            return Ok((tag, Some(vr), self.number(2)?));
        }
        self.take(2)?;
        Ok((tag, Some(vr), self.number(4)?))
    }

    /// Passes over a sequence of undefined length, whatever is nested in it, on a stack of our own.
    fn skip_nested(&mut self, vr: Option<[u8; 2]>) -> Result<&'a [u8], DecodeError> {
        let start = self.at;
        // UN of undefined length holds implicit encoding (PS3.5, 6.2.2, note 2).
        let inner = |explicit: bool, vr: Option<[u8; 2]>| explicit && vr != Some(*b"UN");
        let mut stack = vec![(Level::Sequence, inner(self.encoding.explicit, vr))];
        while let Some(&(level, explicit)) = stack.last() {
            let end = self.at;
            let (tag, vr, length) = self.head(explicit)?;
            match (level, tag) {
                (Level::Sequence, SEQUENCE_END) | (Level::Item, ITEM_END) => {
                    stack.pop();
                    if stack.is_empty() {
                        return Ok(&self.data[start..end]);
                    }
                }
                (Level::Sequence, ITEM) if length == UNDEFINED => stack.push((Level::Item, explicit)),
                (Level::Sequence, ITEM) => drop(self.take(length)?),
                (Level::Item, tag) if tag >> 16 != 0xFFFE => {
                    if length == UNDEFINED {
                        stack.push((Level::Sequence, inner(explicit, vr)));
                    } else {
                        self.take(length)?;
                    }
                }
                _ => return Err(DecodeError::damaged("its DICOM sequences are broken")),
            }
            if stack.len() > MAX_DEPTH {
                return Err(DecodeError::damaged("its DICOM sequences are nested too deep"));
            }
        }
        Err(cut())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Sequence,
    Item,
}

fn cut() -> DecodeError {
    DecodeError::damaged("the DICOM data end too early")
}

/// The wanted elements of a data set or of one item.
pub struct Attributes<'a> {
    elements: BTreeMap<u32, Element<'a>>,
    pub encoding: Encoding,
}

impl<'a> Attributes<'a> {
    /// Reads up to and with the pixel data, or to the end.
    pub fn read(mut reader: Reader<'a>) -> Result<Self, DecodeError> {
        let mut elements = BTreeMap::new();
        while let Some(element) = reader.next_element()? {
            if WANTED.contains(&element.tag) {
                elements.insert(element.tag, element);
            }
            if element.tag == PIXEL_DATA {
                break;
            }
        }
        Ok(Self { elements, encoding: reader.encoding })
    }

    pub fn get(&self, tag: u32) -> Option<Element<'a>> {
        self.elements.get(&tag).copied().filter(|element| !element.value.is_empty())
    }

    /// Without the padding; of several values the first.
    pub fn text(&self, tag: u32) -> Option<&'a str> {
        let text = std::str::from_utf8(self.get(tag)?.value).ok()?;
        text.split('\\').next().map(|first| first.trim_matches(['\0', ' '])).filter(|text| !text.is_empty())
    }

    /// A decimal or integer string.
    pub fn decimal(&self, tag: u32) -> Option<f64> {
        self.text(tag)?.parse().ok().filter(|value: &f64| value.is_finite())
    }

    /// 16-bit values (US, SS, OW).
    pub fn words(&self, tag: u32) -> Vec<u16> {
        let pairs = self.get(tag).map_or(&[][..], |element| element.value).chunks_exact(2);
        pairs.map(|pair| word(pair, self.encoding.big_endian)).collect()
    }

    pub fn word(&self, tag: u32) -> Option<u16> {
        self.get(tag)?.value.get(..2).map(|pair| word(pair, self.encoding.big_endian))
    }

    /// The first item of a sequence.
    pub fn item(&self, tag: u32) -> Result<Option<Attributes<'a>>, DecodeError> {
        let Some(sequence) = self.get(tag) else { return Ok(None) };
        Attributes::read(first_item(sequence.value, self.encoding)?).map(Some)
    }

    /// The fragments of encapsulated pixel data joined (PS3.5, A.4), without the offset table; at
    /// most `limit` bytes.
    pub fn fragments(&self, limit: usize) -> Result<Cow<'a, [u8]>, DecodeError> {
        let pixels = self.get(PIXEL_DATA).ok_or_else(cut)?;
        let mut reader = Reader::new(pixels.value, self.encoding);
        reader.fragment()?;
        let mut joined = Cow::Borrowed(&[][..]);
        while reader.at < pixels.value.len() {
            let fragment = reader.fragment()?;
            if joined.len() + fragment.len() > limit {
                return Err(DecodeError::damaged("the coded picture is longer than its pixels"));
            }
            if joined.is_empty() {
                joined = Cow::Borrowed(fragment);
            } else if !fragment.is_empty() {
                joined.to_mut().extend_from_slice(fragment);
            }
        }
        Ok(joined)
    }
}

/// The first item of a sequence that has one.
pub fn first_item(sequence: &[u8], encoding: Encoding) -> Result<Reader<'_>, DecodeError> {
    let mut reader = Reader::new(sequence, encoding);
    let (tag, _, length) = reader.head(false)?;
    if tag != ITEM {
        return Err(DecodeError::damaged("its DICOM sequences are broken"));
    }
    let rest = &sequence[reader.at..];
    let item = if length == UNDEFINED { rest } else { rest.get(..length as usize).ok_or_else(cut)? };
    Ok(Reader::new(item, encoding))
}

pub fn word(pair: &[u8], big_endian: bool) -> u16 {
    let pair = [pair[0], pair[1]];
    if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
}
