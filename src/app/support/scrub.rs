//! Takes patients out of a text. Logs hold none to begin with; this holds where somebody forgot.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Patient;

const GONE: &str = "***";
/// Shorter parts of a name are too common as words, characters.
const SHORTEST: usize = 3;

/// Knows the words that may not be told.
pub struct Scrub {
    words: BTreeSet<String>,
    /// Ids by their new names, in the order in which they were met.
    ids: BTreeMap<String, usize>,
}

impl Scrub {
    pub fn of(patients: &[Patient]) -> Self {
        let mut words = BTreeSet::new();
        for patient in patients {
            for whole in [&patient.name, &patient.identifier] {
                let parts: Vec<String> = tokens(whole).filter_map(word).map(str::to_lowercase).collect();
                let only = parts.len() == 1;
                words.extend(parts.into_iter().filter(|part| only || part.chars().count() >= SHORTEST));
            }
        }
        Self { words, ids: BTreeMap::new() }
    }

    /// UUIDs become numbers in the order in which they are met, words of patients stars.
    pub fn clean(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(id) = rest.get(..36).filter(|id| uuid::Uuid::try_parse(id).is_ok()) {
                let next = self.ids.len() + 1;
                let number = *self.ids.entry(id.to_lowercase()).or_insert(next);
                out.push_str(&format!("id-{number}"));
                rest = rest.get(36..).unwrap_or_default();
                continue;
            }
            let token = tokens(rest).next().unwrap_or(Token::Other(rest));
            let (piece, known) = match token {
                Token::Word(piece) => (piece, self.words.contains(&piece.to_lowercase())),
                Token::Other(piece) => (piece, false),
            };
            out.push_str(if known { GONE } else { piece });
            rest = rest.get(piece.len()..).unwrap_or_default();
        }
        out
    }
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Word(&'a str),
    Other(&'a str),
}

fn word(token: Token<'_>) -> Option<&str> {
    match token {
        Token::Word(piece) => Some(piece),
        Token::Other(_) => None,
    }
}

/// Runs of letters and digits, and what stands between them, one character at a time.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
        let length = if end == 0 { first.len_utf8() } else { end };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(if end == 0 { Token::Other(piece) } else { Token::Word(piece) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Sex;

    #[test]
    fn names_numbers_and_ids_go_and_the_rest_stays() {
        let patient = |identifier: &str, name: &str| Patient {
            id: "1".into(),
            identifier: identifier.into(),
            name: name.into(),
            birth_date: None,
            sex: Sex::Unknown,
        };
        let known = [patient("N-4711", "Asha O'Patel"), patient("77", "Li"), patient("", "अमीना बेगम")];
        let mut scrub = Scrub::of(&known);
        let text = "encounter 0190b6f0-1111-7000-8000-0000deadbeef: PATEL, asha (n-4711) after 77 ms, Li; Lima\n\
            again 0190B6F0-1111-7000-8000-0000DEADBEEF and 0190b6f0-1111-7000-8000-0000deadbeee, अमीना";
        let clean = scrub.clean(text);
        let wanted = "encounter id-1: ***, *** (n-***) after *** ms, ***; Lima\nagain id-1 and id-2, ";
        assert!(clean.starts_with(wanted), "{clean}");
        assert!(!clean.contains("अमीना"));
        assert_eq!(Scrub::of(&[]).clean("größer als é: 3,5 %"), "größer als é: 3,5 %");
    }
}
