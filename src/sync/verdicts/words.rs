//! The vocabulary in which a verdict is coded, the same in FHIR and DICOM, and the cleaning of words.
//!
//! | | FHIR system | DICOM scheme and concept |
//! |---|---|---|
//! | opinion, as `agree` | `urn:farlight:verdict` | `99FARLIGHT`, `verdict` |
//! | a grade, as `OD-2` | `urn:farlight:verdict-grade` | `99FARLIGHT`, `verdict-grade` |

use crate::domain::{EyeGrade, Grade, Laterality, Opinion};

pub const VERDICT: &str = "verdict";
pub const GRADE: &str = "verdict-grade";
/// Longer words are cut: a nurse reads them on a small screen.
const MOST_LETTERS: usize = 2000;

/// What was found in one answer, as far as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    pub opinion: Option<Opinion>,
    pub grades: Vec<EyeGrade>,
    words: Vec<String>,
    /// Two codes that exclude each other.
    pub contradicts: bool,
}

impl Said {
    /// What was said before does not hold any more.
    pub fn withdrawn() -> Self {
        Self { opinion: Some(Opinion::Withdrawn), ..Self::default() }
    }

    /// Takes one code in; what is not of the vocabulary says nothing.
    pub fn code(&mut self, concept: &str, code: &str) {
        match concept {
            VERDICT => {
                let Some(opinion) = Opinion::of_code(code).filter(|opinion| is_sayable(*opinion)) else {
                    return;
                };
                self.contradicts |= self.opinion.is_some_and(|known| known != opinion);
                self.opinion = Some(opinion);
            }
            GRADE => {
                if let Some(grade) = eye_grade(code) {
                    self.grade(grade);
                }
            }
            _ => {}
        }
    }

    pub fn grade(&mut self, new: EyeGrade) {
        let known = self.grades.iter().find(|known| known.laterality == new.laterality);
        match known {
            Some(known) => self.contradicts |= known.grade != new.grade,
            None => self.grades.push(new),
        }
    }

    pub fn text(&mut self, text: &str) {
        let clean = clean(text);
        if !clean.is_empty() && !self.words.contains(&clean) {
            self.words.push(clean);
        }
    }

    /// The opinion, told by the grades alone when no code tells it, and the words.
    #[must_use]
    pub fn conclude(self) -> (Opinion, Vec<EyeGrade>, String) {
        let graded = if self.grades.is_empty() { Opinion::InWords } else { Opinion::Regrade };
        let words = self.words.join("\n").chars().take(MOST_LETTERS).collect();
        (self.opinion.unwrap_or(graded), self.grades, words)
    }
}

/// The two others are ours to conclude.
fn is_sayable(opinion: Opinion) -> bool {
    !matches!(opinion, Opinion::InWords | Opinion::Withdrawn)
}

/// `OD-2`, `OS-0`; without an eye, `2`.
fn eye_grade(code: &str) -> Option<EyeGrade> {
    let (side, grade) = code.trim().split_once('-').unwrap_or(("", code.trim()));
    let laterality = match side.to_ascii_uppercase().as_str() {
        "OD" => Some(Laterality::Od),
        "OS" => Some(Laterality::Os),
        "" => None,
        _ => return None,
    };
    Some(EyeGrade { laterality, grade: Grade::new(grade.parse().ok()?)? })
}

/// Text without tags or control characters, on one line.
fn clean(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars().take(4 * MOST_LETTERS).peekable();
    while let Some(letter) = letters.next() {
        // "below <21" is no tag.
        let tag =
            letter == '<' && letters.peek().is_some_and(|next| next.is_ascii_alphabetic() || *next == '/');
        if tag {
            letters.by_ref().find(|letter| *letter == '>');
        }
        plain.push(if tag || letter.is_control() { ' ' } else { letter });
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_strangers_say_nothing() {
        let mut said = Said::default();
        said.code(VERDICT, " Regrade ");
        said.code(GRADE, "OD-3");
        for (concept, code) in [(GRADE, "OD-9"), (GRADE, "XX-1"), (VERDICT, "in-words"), ("other", "agree")] {
            said.code(concept, code);
        }
        said.text("<b>Proliferative</b>\u{7} \n disease");
        assert!(!said.contradicts);
        let (opinion, grades, words) = said.conclude();
        assert_eq!(opinion, Opinion::Regrade);
        let grade = Grade::new(3).unwrap();
        assert_eq!(grades, [EyeGrade { laterality: Some(Laterality::Od), grade }]);
        assert_eq!(words, "Proliferative disease");
        assert_eq!(clean("pressure <21, vision > 6/12 <br/>"), "pressure <21, vision > 6/12");
    }

    #[test]
    fn who_says_two_things_says_none() {
        let mut said = Said::default();
        said.code(VERDICT, "agree");
        said.code(VERDICT, "agree");
        assert!(!said.contradicts);
        said.code(VERDICT, "treated");
        assert!(said.contradicts);
        let mut said = Said::default();
        said.code(GRADE, "OS-1");
        said.code(GRADE, "OS-2");
        assert!(said.contradicts);
    }
}
