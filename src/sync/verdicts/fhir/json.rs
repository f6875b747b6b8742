//! Fields of a resource that somebody else wrote.

use serde_json::Value;

/// The system of our identifiers.
pub const UUIDS: &str = "urn:ietf:rfc:3986";

pub fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub fn word<'v>(value: &'v Value, path: &str) -> &'v str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

pub fn time(value: &Value, path: &str) -> Option<i64> {
    Some(word(value, path).parse::<jiff::Timestamp>().ok()?.as_millisecond())
}

/// `Type/id`, when both are there.
pub fn place_of(resource: &Value) -> Option<String> {
    let (kind, id) = (word(resource, "/resourceType"), word(resource, "/id"));
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    (!kind.is_empty() && !id.is_empty() && id.len() <= 64 && id.bytes().all(legal))
        .then(|| format!("{kind}/{id}"))
}

pub fn pairs(resource: &Value) -> Vec<(String, String)> {
    let pair =
        |identifier: &Value| (word(identifier, "/system").to_owned(), word(identifier, "/value").to_owned());
    list(resource, "identifier").iter().map(pair).collect()
}

pub fn bears(resource: &Value, uri: &str) -> bool {
    pairs(resource).iter().any(|(system, value)| system == UUIDS && value == uri)
}

pub fn based_on(report: &Value) -> Vec<String> {
    let references = list(report, "basedOn").iter().map(|reference| word(reference, "/reference"));
    references.map(|place| place.split("/_history").next().unwrap_or_default().to_owned()).collect()
}
