//! Owns the words of the kiosk in nine languages, and how each writes numbers and dates. Does not draw
//! them (ui) and decides nothing. `build.rs` refuses a language that lacks a text of `locales/en.ftl`.
//! A [`Locale`] may be used from any thread.

mod key;
mod language;
mod number;
mod pack;
mod pseudo;
#[cfg(test)]
mod tests;
mod words;

pub use key::Key;
pub use language::{Direction, Language};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil::Date;
use number::Digits;

/// One language, ready to speak.
pub struct Locale {
    language: Language,
    digits: Digits,
    bundle: FluentBundle<FluentResource>,
    pack: pack::Sentences,
}

/// What stands for a variable of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Arg<'a> {
    Text(&'a str),
    /// Chooses the plural, and is written in the digits of the language.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl Language {
    /// Whether a person who speaks the language has read its texts.
    #[must_use]
    pub fn is_reviewed(self) -> bool {
        source(self).lines().any(|line| line == "reviewed = yes")
    }
}

impl Locale {
    /// `latin_digits`: 0 to 9 also where the language has digits of its own.
    #[must_use]
    pub fn new(language: Language, latin_digits: bool) -> Self {
        let digits = if latin_digits { Digits::Latin } else { Digits::of(language) };
        let pack = pack::Sentences::of(&bundle(Language::English, Digits::Latin));
        Self { language, digits, bundle: bundle(language, digits), pack }
    }

    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    #[must_use]
    pub fn direction(&self) -> Direction {
        self.language.direction()
    }

    /// Whether a person who speaks the language has read its texts.
    #[must_use]
    pub fn reviewed(&self) -> bool {
        self.language.is_reviewed()
    }

    #[must_use]
    pub fn text(&self, key: Key) -> String {
        say(&self.bundle, key, None)
    }

    /// With `&[("count", 7)]`, or `&[("name", Arg::from("…")), ("count", 7.into())]`.
    #[must_use]
    pub fn text_with<'a, A: Into<Arg<'a>> + Copy>(&self, key: Key, args: &[(&'a str, A)]) -> String {
        let args: FluentArgs = args.iter().map(|(name, arg)| (*name, value((*arg).into()))).collect();
        say(&self.bundle, key, Some(&args))
    }

    /// A whole number with the separators of the language.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        number::grouped(number, self.language, self.digits)
    }

    /// With so many decimals.
    #[must_use]
    pub fn decimal(&self, number: f64, places: usize) -> String {
        number::decimal(number, places, self.language, self.digits)
    }

    /// `30 November 2026`, in the Gregorian calendar everywhere.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let month =
            Key::named(&format!("month-{}", date.month())).map(|key| self.text(key)).unwrap_or_default();
        let (day, year) = (i64::from(date.day()), i64::from(date.year()));
        let args = [("day", Arg::Number(day)), ("month", Arg::Text(&month)), ("year", Arg::Number(year))];
        // A date is isolated as a whole by the text that holds it. Its parts must not be: a text in which
        // everything is isolated has no direction of its own and would run from the left.
        self.text_with(Key::Date, &args).replace(['\u{2068}', '\u{2069}'], "")
    }

    /// Of `YYYY-MM-DD`; anything else as it is: `1970`.
    #[must_use]
    pub fn date_of(&self, text: &str) -> String {
        text.parse().map_or_else(|_| self.digits.write(text), |date| self.date(date))
    }

    /// A sentence of a rule pack: in this language when it is one of the shipped packs', else as it is.
    #[must_use]
    pub fn pack_text(&self, english: &str) -> String {
        self.pack.translate(english, |key| self.digits.write(&self.text(key)))
    }
}

fn value(arg: Arg<'_>) -> FluentValue<'_> {
    match arg {
        Arg::Text(text) => text.into(),
        Arg::Number(number) => number.into(),
    }
}

fn bundle(language: Language, digits: Digits) -> FluentBundle<FluentResource> {
    let tag = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Marks of isolation are for text that runs both ways.
    bundle.set_use_isolating(language.direction() == Direction::RightToLeft);
    bundle.set_formatter(digits.formatter());
    if language == Language::Pseudo {
        bundle.set_transform(Some(pseudo::stretch));
    }
    // The build has read these files already: there are no faults left to tell.
    let resource =
        FluentResource::try_new(source(language).to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

fn source(language: Language) -> &'static str {
    match language {
        Language::English | Language::Pseudo => include_str!("../../locales/en.ftl"),
        Language::French => include_str!("../../locales/fr.ftl"),
        Language::Spanish => include_str!("../../locales/es.ftl"),
        Language::Portuguese => include_str!("../../locales/pt.ftl"),
        Language::Swahili => include_str!("../../locales/sw.ftl"),
        Language::Hindi => include_str!("../../locales/hi.ftl"),
        Language::Bengali => include_str!("../../locales/bn.ftl"),
        Language::Arabic => include_str!("../../locales/ar.ftl"),
        Language::Amharic => include_str!("../../locales/am.ftl"),
    }
}

fn say(bundle: &FluentBundle<FluentResource>, key: Key, args: Option<&FluentArgs>) -> String {
    let pattern = bundle.get_message(key.id()).and_then(|message| message.value());
    let mut faults = Vec::new();
    pattern.map_or_else(
        || key.id().to_owned(),
        |pattern| bundle.format_pattern(pattern, args, &mut faults).into(),
    )
}
