use fluent_bundle::FluentValue;

use super::Language;

/// How digits look. Hindi and Amharic write numbers with Latin digits in health care today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    Latin,
    Bengali,
    Arabic,
}

type Formatter = fn(&FluentValue, &intl_memoizer::concurrent::IntlLangMemoizer) -> Option<String>;

impl Digits {
    pub(super) fn of(language: Language) -> Self {
        match language {
            Language::Bengali => Self::Bengali,
            Language::Arabic => Self::Arabic,
            _ => Self::Latin,
        }
    }

    /// For the numbers inside a text.
    pub(super) fn formatter(self) -> Option<Formatter> {
        match self {
            Self::Latin => None,
            Self::Bengali => Some(|value, _| plain(value).map(|text| Self::Bengali.write(&text))),
            Self::Arabic => Some(|value, _| plain(value).map(|text| Self::Arabic.write(&text))),
        }
    }

    pub(super) fn write(self, text: &str) -> String {
        let zero = match self {
            Self::Latin => return text.to_owned(),
            Self::Bengali => '০',
            Self::Arabic => '٠',
        };
        let native = |digit: char| digit.to_digit(10).and_then(|value| char::from_u32(zero as u32 + value));
        text.chars().map(|letter| native(letter).unwrap_or(letter)).collect()
    }
}

fn plain(value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(number.as_string().into_owned()),
        _ => None,
    }
}

/// Between groups of digits, and before the decimals. Source: Unicode CLDR 45, `numbers/symbols`.
fn marks(language: Language, digits: Digits) -> (char, char) {
    match (language, digits) {
        (_, Digits::Arabic) => ('٬', '٫'),
        (Language::French, _) => ('\u{202f}', ','),
        (Language::Spanish | Language::Portuguese, _) => ('.', ','),
        _ => (',', '.'),
    }
}

pub(super) fn grouped(number: i64, language: Language, digits: Digits) -> String {
    let figures = number.unsigned_abs().to_string();
    let mark = marks(language, digits).0;
    let mut text = String::new();
    for (place, figure) in figures.chars().enumerate() {
        let left = figures.len() - place;
        if place > 0 && starts_group(left, language) {
            text.push(mark);
        }
        text.push(figure);
    }
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", digits.write(&text))
}

/// India counts in lakh and crore: after the first three, groups of two.
fn starts_group(left: usize, language: Language) -> bool {
    match language {
        Language::Hindi | Language::Bengali => left == 3 || (left > 3 && left % 2 == 1),
        _ => left.is_multiple_of(3),
    }
}

pub(super) fn decimal(number: f64, places: usize, language: Language, digits: Digits) -> String {
    let text = format!("{number:.places$}").replace('.', &marks(language, digits).1.to_string());
    digits.write(&text)
}
