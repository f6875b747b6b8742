//! What a server says, without the patient.

use std::collections::BTreeSet;

use crate::domain::Patient;

/// The words of a patient's record that no log, screen or audit entry may repeat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Private(BTreeSet<String>);

impl Private {
    /// Number, name and birth date, word by word.
    #[must_use]
    pub fn of(patient: &Patient) -> Self {
        let texts = [Some(&patient.identifier), Some(&patient.name), patient.birth_date.as_ref()];
        Self(texts.into_iter().flatten().flat_map(|text| tokens(&text.to_lowercase())).collect())
    }

    /// Hides whatever stands in quotes, every word with a digit, and every word of the patient.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let mut words: Vec<&str> = Vec::new();
        let mut hide = |word| {
            if words.last() != Some(&"…") || word != "…" {
                words.push(word);
            }
        };
        let quoted = |letter: char| "\"'`“”‘’«»".contains(letter);
        for (index, part) in text.split(quoted).enumerate() {
            if index % 2 == 1 {
                hide("…");
                continue;
            }
            for word in part.split_whitespace() {
                hide(if self.holds(word) { "…" } else { word });
            }
        }
        words.join(" ")
    }

    fn holds(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let known = |known: &String| {
            if known.chars().count() < 3 { tokens(&lower).contains(known) } else { lower.contains(known) }
        };
        lower.chars().any(char::is_numeric) || self.0.iter().any(known)
    }
}

fn tokens(text: &str) -> Vec<String> {
    text.split(|letter: char| letter.is_whitespace() || letter.is_ascii_punctuation())
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
        .collect()
}
