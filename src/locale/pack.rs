use std::collections::BTreeMap;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;

use super::{Key, say};

/// The English sentences of the shipped packs. A programme's own pack may say the same in other words
/// or with another interval: what is not found here letter by letter is not translated.
pub(super) struct Sentences {
    by_english: BTreeMap<String, Key>,
    /// `Right eye (OD): `, as a conclusion begins when the eyes differ.
    sides: [(String, Key); 2],
}

impl Sentences {
    pub(super) fn of(english: &FluentBundle<FluentResource>) -> Self {
        let sentences = Key::ALL.into_iter().filter(|key| key.id().starts_with("pack-"));
        let by_english = sentences.map(|key| (say(english, key, None), key)).collect();
        let sides = [Key::EyeRight, Key::EyeLeft].map(|key| (format!("{}: ", say(english, key, None)), key));
        Self { by_english, sides }
    }

    pub(super) fn translate(&self, english: &str, text: impl Fn(Key) -> String) -> String {
        let side =
            self.sides.iter().find_map(|(begin, key)| Some((*key, english.strip_prefix(begin.as_str())?)));
        let (side, sentence) = side.map_or((None, english), |(key, rest)| (Some(key), rest));
        let Some(key) = self.by_english.get(sentence) else { return english.to_owned() };
        match side {
            None => text(*key),
            Some(side) => format!("{}: {}", text(side), text(*key)),
        }
    }
}
