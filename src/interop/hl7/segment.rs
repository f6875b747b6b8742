//! Segments, fields, components and the escapes between them (HL7 v2.5, chapter 2).

/// Longest field; an old receiver's buffers are small.
const LONGEST: usize = 4000;

/// One field, escaped.
pub struct Field(String);

impl Field {
    /// Of one component.
    pub fn plain(text: &str) -> Self {
        Self(escape(text))
    }

    /// Of several values.
    pub fn repeated(fields: Vec<Self>) -> Self {
        Self(fields.into_iter().map(|field| field.0).collect::<Vec<_>>().join("~"))
    }
}

/// Of several components; empty ones at the end are left out.
pub fn components(parts: &[&str]) -> Field {
    let parts: Vec<String> = parts.iter().map(|part| escape(part)).collect();
    Field(parts.join("^").trim_end_matches('^').to_owned())
}

/// A coded element (CE) of our own table.
pub fn coded(code: &str, words: &str) -> Field {
    components(&[code, words, "99FARLIGHT"])
}

pub struct Segment(Vec<String>);

impl Segment {
    pub fn new(name: &str) -> Self {
        Self(vec![name.to_owned()])
    }

    pub fn field(mut self, field: Field) -> Self {
        self.0.push(field.0);
        self
    }

    pub fn plain(self, text: &str) -> Self {
        self.field(Field::plain(text))
    }

    /// As it is: the delimiters themselves.
    pub fn raw(self, text: &str) -> Self {
        self.field(Field(text.to_owned()))
    }

    /// So many empty fields.
    pub fn skip(mut self, count: usize) -> Self {
        self.0.extend(std::iter::repeat_n(String::new(), count));
        self
    }

    /// With the carriage return that ends it; empty fields at the end are left out.
    pub fn text(&self) -> String {
        format!("{}\r", self.0.join("|").trim_end_matches('|'))
    }
}

/// Delimiters become escapes, controls blanks: no text of a patient can begin a segment or end a frame.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars().take(LONGEST) {
        match letter {
            '|' => escaped.push_str("\\F\\"),
            '^' => escaped.push_str("\\S\\"),
            '&' => escaped.push_str("\\T\\"),
            '~' => escaped.push_str("\\R\\"),
            '\\' => escaped.push_str("\\E\\"),
            _ if letter.is_control() => escaped.push(' '),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// The text of an escaped component; an escape that is none of these five is left out.
#[must_use]
pub fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (index, part) in text.split('\\').enumerate() {
        if index % 2 == 0 {
            plain.push_str(part);
            continue;
        }
        plain.push_str(match part {
            "F" => "|",
            "S" => "^",
            "T" => "&",
            "R" => "~",
            "E" => "\\",
            _ => "",
        });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_escaped_comes_back() {
        for text in ["Asha <Devi> & Sons", "a|b^c~d\\e&f", "\\F\\", "अनीता ọ", ""] {
            assert_eq!(unescape(&escape(text)), text);
        }
        let escaped = escape("x\rPID|1\u{b}\u{1c}\n");
        assert!(!escaped.contains(['\r', '\n', '\u{b}', '\u{1c}', '|']), "{escaped:?}");
    }

    #[test]
    fn empty_ends_are_left_out() {
        let segment =
            Segment::new("PID").plain("1").skip(3).field(components(&["a", "", "c", "", ""])).skip(2);
        assert_eq!(segment.text(), "PID|1||||a^^c\r");
    }
}
