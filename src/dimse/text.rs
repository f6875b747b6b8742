//! Text in any of the standard's character sets (PS3.5, 6.1 and annexes H to K).

use dicom_encoding::text::{SpecificCharacterSet, TextCodec};

const ESCAPE: u8 = 0x1B;

/// Text with its code extensions undone; what no set explains becomes `?`. `charset` is the value of
/// (0008,0005).
#[must_use]
pub fn decode(bytes: &[u8], charset: &str) -> String {
    let first = charset.split('\\').next().unwrap_or_default().trim();
    let start = SpecificCharacterSet::from_code(first).unwrap_or(SpecificCharacterSet::ISO_IR_6);
    if !charset.contains('\\') && !bytes.contains(&ESCAPE) {
        return plain(&start, first, bytes);
    }
    let (mut text, mut set, mut name) = (String::new(), start.clone(), first.to_owned());
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        let byte = bytes[at];
        // What is shifted in lasts to the end of a component or line (PS3.5, 6.1.2.5.3).
        let double = name == "ISO 2022 IR 87" || name == "ISO 2022 IR 159";
        let ends = matches!(byte, b'^' | b'=' | b'\\' | b'\r' | b'\n') && !double;
        if !ends && byte != ESCAPE {
            at += 1;
            continue;
        }
        text += &plain(&set, &name, &bytes[from..at]);
        if ends {
            text.push(char::from(byte));
            (set, name, at) = (start.clone(), first.to_owned(), at + 1);
            from = at;
            continue;
        }
        let (length, next, kept) = escape(&bytes[at..]);
        name = if next.is_empty() { first.to_owned() } else { next.to_owned() };
        set = SpecificCharacterSet::from_code(&name).unwrap_or_else(|| start.clone());
        from = if kept { at } else { at + length };
        at += length;
    }
    text + &plain(&set, &name, &bytes[from..])
}

fn plain(set: &SpecificCharacterSet, name: &str, bytes: &[u8]) -> String {
    if name.is_empty() && !bytes.is_ascii() {
        // Nothing is said of the set: UTF-8 shows itself, and most others mean Latin letters.
        let latin = || bytes.iter().map(|&byte| char::from(byte)).collect();
        return std::str::from_utf8(bytes).map_or_else(|_| latin(), str::to_owned);
    }
    set.decode(bytes).unwrap_or_else(|_| bytes.iter().map(|&byte| ascii(byte)).collect())
}

fn ascii(byte: u8) -> char {
    if byte.is_ascii() { char::from(byte) } else { '?' }
}

/// Length of the sequence, the set that it calls, and whether that set's decoder needs to see it
/// (PS3.3, C.12.1.1.2).
fn escape(bytes: &[u8]) -> (usize, &'static str, bool) {
    match bytes {
        [_, b'$', b'B', ..] => (3, "ISO 2022 IR 87", true),
        [_, b'$', b'(', b'D', ..] => (4, "ISO 2022 IR 87", true),
        [_, b'$', b')', b'C', ..] => (4, "ISO 2022 IR 149", false),
        [_, b'$', b')', b'A', ..] => (4, "ISO 2022 IR 58", false),
        [_, b')', b'I', ..] | [_, b'(', b'J', ..] => (3, "ISO 2022 IR 13", false),
        [_, b'-', b'A', ..] => (3, "ISO 2022 IR 100", false),
        [_, b'-', b'B', ..] => (3, "ISO 2022 IR 101", false),
        [_, b'-', b'C', ..] => (3, "ISO 2022 IR 109", false),
        [_, b'-', b'D', ..] => (3, "ISO 2022 IR 110", false),
        [_, b'-', b'F', ..] => (3, "ISO 2022 IR 126", false),
        [_, b'-', b'G', ..] => (3, "ISO 2022 IR 127", false),
        [_, b'-', b'H', ..] => (3, "ISO 2022 IR 138", false),
        [_, b'-', b'L', ..] => (3, "ISO 2022 IR 144", false),
        [_, b'-', b'T', ..] => (3, "ISO 2022 IR 166", false),
        [_, b'(', b'B', ..] => (3, "", false),
        _ => (1, "", false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of PS3.5, annexes H and I, byte for byte.
    #[test]
    fn the_names_of_the_standard() {
        let japanese =
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B";
        assert_eq!(decode(japanese, "\\ISO 2022 IR 87"), "Yamada^Tarou=山田^太郎=やまだ^たろう");
        let half = b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J";
        let found = decode(half, "ISO 2022 IR 13\\ISO 2022 IR 87");
        assert_eq!(found, "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
        let korean =
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf";
        assert_eq!(decode(korean, "\\ISO 2022 IR 149"), "Hong^Gildong=洪^吉洞=홍^길동");
    }

    #[test]
    fn one_set_for_all() {
        assert_eq!(decode("पटेल^आशा".as_bytes(), "ISO_IR 192"), "पटेल^आशा");
        assert_eq!(decode(b"Buc^J\xe9r\xf4me", "ISO_IR 100"), "Buc^Jérôme");
        assert_eq!(decode(b"\xbb\xee\xda\x63\x65\xdc\xd1yp\xd1", "ISO_IR 144").chars().count(), 10);
        assert_eq!(decode("Пётр".as_bytes(), ""), "Пётр", "nothing said, UTF-8 meant");
        assert_eq!(decode(b"Buc^J\xe9r\xf4me", ""), "Buc^Jérôme", "nothing said, no UTF-8");
        assert_eq!(decode(b"\xff\xfe", "ISO_IR 6").chars().count(), 2, "no set explains it");
        for cut in [&b"\x1b"[..], b"\x1b$", b"\x1b$)", b"a\x1b"] {
            assert!(decode(cut, "\\ISO 2022 IR 149").len() <= 4);
        }
    }
}
