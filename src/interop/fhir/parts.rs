//! The small pieces that FHIR resources are made of.

use serde_json::{Map, Value, json};

use crate::domain::{EncounterRecord, Stamp};
use crate::interop::summary;

pub const SNOMED: &str = "http://snomed.info/sct";

/// Our own code systems; `name` is the word after the prefix.
pub fn own_system(name: &str) -> String {
    format!("urn:farlight:{name}")
}

/// A `CodeableConcept` of one of our own codes. The text says it once: 2G is slow.
pub fn own_concept(system: &str, code: &str, words: &str) -> Value {
    match text(code) {
        Some(code) => json!({ "coding": [{ "system": own_system(system), "code": code }], "text": words }),
        None => json!({ "text": words }),
    }
}

/// A `CodeableConcept` of a published code.
pub fn concept(system: &str, code: &str, display: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": display }] })
}

/// A business identifier that is itself a UUID (system of RFC 3986, as FHIR asks for URIs).
pub fn uuid_identifier(id: &str) -> Value {
    json!({ "system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{id}") })
}

/// The condition that finds what [`uuid_identifier`] marked, for `ifNoneExist`.
pub fn uuid_condition(id: &str) -> String {
    condition("urn:ietf:rfc:3986", &format!("urn:uuid:{id}"))
}

/// A search for one identifier. Commas, bars and dollars in the value are escaped as FHIR search
/// asks (R4, 3.1.1.4.19), then the whole is percent-encoded.
pub fn condition(system: &str, value: &str) -> String {
    let escape = |text: &str| {
        let mut escaped = String::with_capacity(text.len());
        for letter in text.chars() {
            if matches!(letter, '\\' | ',' | '|' | '$') {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
        escaped
    };
    format!("identifier={}%7C{}", percent(&escape(system)), percent(&escape(value)))
}

/// Percent-encoding of everything but the unreserved letters of RFC 3986, and the colon, which a query
/// may hold (3.4).
fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for nibble in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(nibble), 16).unwrap_or('0');
                encoded.push(digit.to_ascii_uppercase());
            }
        }
    }
    encoded
}

pub fn reference(id: &str) -> Value {
    json!({ "reference": format!("urn:uuid:{id}") })
}

/// A FHIR `instant` in UTC. A clock before 1970, or past the year 9999, is drawn to the nearest end:
/// FHIR years have four digits.
pub fn instant(stamp: &Stamp) -> String {
    jiff::Timestamp::from_millisecond(stamp.wall_ms.max(0)).unwrap_or(jiff::Timestamp::MAX).to_string()
}

/// A FHIR `date` (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`), or `None` when the text is none.
pub fn date(text: &str) -> Option<&str> {
    let shape = match text.len() {
        4 => "-01-01",
        7 => "-01",
        10 => "",
        _ => return None,
    };
    let whole = format!("{text}{shape}");
    let digits = whole.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let real = digits && !whole.starts_with("0000") && whole.parse::<jiff::civil::Date>().is_ok();
    real.then_some(text)
}

/// A decimal with no more digits than an `f32` has; `None` for what JSON cannot say.
pub fn decimal(value: f32) -> Option<Value> {
    let shortest: f64 = value.is_finite().then(|| value.to_string())?.parse().ok()?;
    serde_json::Number::from_f64(shortest).map(Value::Number)
}

/// A text that FHIR takes as a `string`: trimmed, without control characters; `None` when empty.
pub fn text(value: &str) -> Option<String> {
    let clean: String = value.trim().chars().filter(|letter| !letter.is_control()).collect();
    (!clean.is_empty()).then_some(clean)
}

/// `meta` with the flags that must not be missed; `None` when there are none.
pub fn meta(record: &EncounterRecord) -> Option<Value> {
    let mut tags = Vec::new();
    if record.research_use {
        tags.push(
            json!({ "system": own_system("flag"), "code": "research-use", "display": "Research use only" }),
        );
    }
    if !record.closed.trusted {
        tags.push(json!({ "system": own_system("flag"), "code": "clock-untrusted",
            "display": "Dates come from a clock that was not known to be right" }));
    }
    (!tags.is_empty()).then(|| json!({ "tag": tags }))
}

/// The cautions of a result as FHIR annotations.
pub fn notes(record: &EncounterRecord) -> Value {
    summary::cautions(record).into_iter().map(|line| json!({ "text": line })).collect()
}

/// A resource begun: type and flags.
pub fn resource(kind: &str, record: &EncounterRecord) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("resourceType".into(), kind.into());
    if let Some(meta) = meta(record) {
        fields.insert("meta".into(), meta);
    }
    fields
}

/// Adds the fields of `more` to a resource. FHIR forbids null and empty arrays, so these stay out.
pub fn with(mut fields: Map<String, Value>, more: Value) -> Map<String, Value> {
    if let Value::Object(more) = more {
        let empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        fields.extend(more.into_iter().filter(|(_, value)| !empty(value)));
    }
    fields
}

/// The coded reason of a conclusion.
pub fn reason(record: &EncounterRecord) -> Value {
    let code = &record.conclusion.reason;
    own_concept("reason", code, &text(&code.replace('-', " ")).unwrap_or_else(|| "not given".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for good in ["1961", "1961-04", "1960-02-29"] {
            assert_eq!(date(good), Some(good));
        }
        for bad in
            ["", "61", "0000", "1961-13", "1961-02-29", "1961-4", "19é1", "+196", "1961/04/02", "1961-04-02T"]
        {
            assert_eq!(date(bad), None, "{bad}");
        }
    }

    #[test]
    fn identifiers_are_searched_as_they_are() {
        assert_eq!(condition("urn:x", "KE 1"), "identifier=urn:x%7CKE%201");
        assert_eq!(
            condition("urn:x", "a|b,c$d\\e&f"),
            "identifier=urn:x%7Ca%5C%7Cb%5C%2Cc%5C%24d%5C%5Ce%26f"
        );
        assert_eq!(condition("urn:x", "é"), "identifier=urn:x%7C%C3%A9");
    }

    #[test]
    fn decimals_have_the_digits_that_were_measured() {
        assert_eq!(decimal(0.1).map(|value| value.to_string()), Some("0.1".into()));
        assert_eq!(decimal(f32::NAN), None);
    }

    #[test]
    fn texts_are_clean() {
        assert_eq!(text(" a\u{7}b\n "), Some("ab".into()));
        assert_eq!(text(" \t"), None);
    }
}
