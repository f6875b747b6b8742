//! Who and what an object is about, from its header.

use crate::imaging::decode::dicom::Elements;

use super::text::decode;

const CHARACTER_SET: u32 = 0x0008_0005;
const WANTED: &[u32] = &[
    CHARACTER_SET,
    0x0008_0016,
    0x0008_0018,
    0x0008_0020,
    0x0008_0060,
    0x0008_1030,
    0x0010_0010,
    0x0010_0020,
    0x0010_0021,
    0x0010_0030,
    0x0010_0040,
    0x0010_1010,
    0x0020_000D,
    0x0020_0060,
    0x0020_0062,
];

/// What a person needs to tell whose picture it is; empty where the object does not say. `Debug`
/// prints no identifying value.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Header {
    pub sop_class: String,
    pub sop_instance: String,
    pub study: String,
    pub modality: String,
    pub study_description: String,
    /// `YYYY-MM-DD`.
    pub study_date: String,
    pub patient_number: String,
    pub issuer: String,
    /// Given name first, as it is spoken.
    pub patient_name: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// `F`, `M`, `O`.
    pub sex: String,
    pub age_years: Option<u32>,
    /// `R`, `L` or `B`.
    pub laterality: String,
}

impl std::fmt::Debug for Header {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Header").field("sop_instance", &self.sop_instance).finish_non_exhaustive()
    }
}

impl Header {
    /// `None` when the data set does not hold together.
    #[must_use]
    pub fn of_file(bytes: &[u8]) -> Option<Self> {
        let elements = Elements::of_file(bytes, WANTED).ok()?;
        let value = |tag| text(&elements, tag, charset(&elements));
        let side = value(0x0020_0062);
        Some(Self {
            sop_class: value(0x0008_0016),
            sop_instance: value(0x0008_0018),
            study: value(0x0020_000D),
            modality: value(0x0008_0060),
            study_description: value(0x0008_1030),
            study_date: date(&value(0x0008_0020)),
            patient_number: value(0x0010_0020),
            issuer: value(0x0010_0021),
            patient_name: person_name(&value(0x0010_0010)),
            birth_date: date(&value(0x0010_0030)),
            sex: value(0x0010_0040),
            age_years: years(&value(0x0010_1010)),
            laterality: if side.is_empty() { value(0x0020_0060) } else { side },
        })
    }
}

/// The character set that the data set names.
pub fn charset(elements: &Elements) -> &str {
    elements.get(CHARACTER_SET).and_then(|value| std::str::from_utf8(value).ok()).unwrap_or_default()
}

/// Decoded, without padding and controls; at most 200 letters.
pub fn text(elements: &Elements, tag: u32, charset: &str) -> String {
    let decoded = decode(elements.get(tag).unwrap_or_default(), charset.trim_end_matches(['\0', ' ']));
    let clean = decoded.chars().filter(|letter| !letter.is_control()).take(200);
    clean.collect::<String>().trim().to_owned()
}

/// `Family^Given^Middle^Prefix^Suffix` (PS3.5, 6.2.1.2) as it is spoken; of several ways to write
/// it the first that is there.
#[must_use]
pub fn person_name(value: &str) -> String {
    let group = value.split('=').map(str::trim).find(|group| !group.trim_matches('^').is_empty());
    let mut parts = group.unwrap_or_default().split('^').map(str::trim);
    let mut part = || parts.next().unwrap_or_default();
    let (family, given, middle) = (part(), part(), part());
    let words: Vec<&str> = [given, middle, family].into_iter().filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// `YYYYMMDD`, or `YYYY.MM.DD` of before 1993, as `YYYY-MM-DD`; empty when it is no date.
pub fn date(value: &str) -> String {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let written = digits.len() == 8 && value.chars().all(|c| c.is_ascii_digit() || c == '.');
    let date = written.then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]));
    date.filter(|date| date.parse::<jiff::civil::Date>().is_ok()).unwrap_or_default()
}

/// `034Y`; months, weeks and days are years of nothing.
fn years(value: &str) -> Option<u32> {
    let (number, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
    let number: u32 = number.trim().parse().ok()?;
    match unit {
        "Y" => Some(number),
        "M" => Some(number / 12),
        "W" => Some(number / 52),
        "D" => Some(number / 365),
        _ => None,
    }
    .filter(|years| *years <= 130)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spoken() {
        assert_eq!(person_name("Patel^Asha"), "Asha Patel");
        assert_eq!(person_name("Patel^Asha^K^Dr"), "Asha K Patel");
        assert_eq!(person_name("=山田^太郎"), "太郎 山田");
        assert_eq!(person_name("Yamada^Tarou=山田^太郎"), "Tarou Yamada");
        assert_eq!(person_name("Asha"), "Asha");
        assert_eq!(person_name("^^"), "");
    }

    #[test]
    fn dates_and_ages() {
        assert_eq!(date("19610402"), "1961-04-02");
        assert_eq!(date("1961.04.02"), "1961-04-02");
        for odd in ["", "1961", "19611302", "1961-04-02x", "００００００００"] {
            assert_eq!(date(odd), "", "{odd}");
        }
        assert_eq!(
            (years("034Y"), years("018M"), years("003W"), years("900Y")),
            (Some(34), Some(1), Some(0), None)
        );
        assert_eq!((years(""), years("Y"), years("é")), (None, None, None));
    }
}
