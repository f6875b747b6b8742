use std::str::FromStr;

use super::{Case, EvaluationError, table};

const HEADING: [&str; 10] = [
    "picture",
    "patient",
    "label",
    "grade",
    "gradable",
    "outcome",
    "sent_on",
    "score",
    "given_grade",
    "file",
];

/// `scores.csv`: what each picture got, for comparing packs and for one's own plots.
#[derive(Debug, Clone, Default)]
pub struct Scores(pub Vec<Line>);

/// One picture.
#[derive(Debug, Clone)]
pub struct Line {
    /// First half of the SHA-256 of the picture's bytes.
    pub picture: String,
    /// Number of the patient within these labels.
    pub patient: usize,
    pub label: bool,
    pub grade: Option<u8>,
    pub gradable: bool,
    pub outcome: String,
    /// Whether the patient was not simply sent home.
    pub sent_on: bool,
    pub score: Option<f64>,
    pub given_grade: Option<u8>,
    /// Only where names were asked for.
    pub file: Option<String>,
}

impl Scores {
    #[must_use]
    pub fn of(cases: &[Case]) -> Self {
        let one = |case: &Case| Line {
            picture: case.picture.clone(),
            patient: case.patient,
            label: case.label,
            grade: case.grade.map(u8::from),
            gradable: case.seen.gradable,
            outcome: case.seen.outcome.code().to_owned(),
            sent_on: case.sent_on(),
            // As f32 prints, so that 0.1 does not turn into 0.10000000149.
            score: case.seen.score.and_then(|score| score.to_string().parse().ok()),
            given_grade: case.seen.grade.map(u8::from),
            file: case.file.clone(),
        };
        Self(cases.iter().map(one).collect())
    }

    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = HEADING.join(",") + "\n";
        for score in &self.0 {
            let cells = [
                score.picture.clone(),
                score.patient.to_string(),
                u8::from(score.label).to_string(),
                or_empty(score.grade),
                u8::from(score.gradable).to_string(),
                score.outcome.clone(),
                u8::from(score.sent_on).to_string(),
                or_empty(score.score),
                or_empty(score.given_grade),
                table::quoted(score.file.as_deref().unwrap_or_default()),
            ];
            text += &(cells.join(",") + "\n");
        }
        text
    }

    /// # Errors
    /// [`EvaluationError::NoReport`].
    pub fn parse(bytes: &[u8]) -> Result<Self, EvaluationError> {
        let no_report = |reason: String| EvaluationError::NoReport { what: "scores.csv", reason };
        let mut rows = table::rows(bytes, b',').into_iter();
        if rows.next().is_none_or(|heading| heading != HEADING) {
            return Err(no_report("it has another heading".to_owned()));
        }
        let row = |(index, cells): (usize, Vec<String>)| {
            line(&cells).ok_or_else(|| no_report(format!("row {} cannot be read", index + 2)))
        };
        rows.enumerate().map(row).collect::<Result<_, _>>().map(Self)
    }
}

fn or_empty(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn line(cells: &[String]) -> Option<Line> {
    let [picture, patient, label, grade, gradable, outcome, sent_on, score, given_grade, file] = cells else {
        return None;
    };
    Some(Line {
        picture: picture.clone(),
        patient: patient.parse().ok()?,
        label: flag(label)?,
        grade: optional(grade).ok()?,
        gradable: flag(gradable)?,
        outcome: outcome.clone(),
        sent_on: flag(sent_on)?,
        score: optional(score).ok()?,
        given_grade: optional(given_grade).ok()?,
        file: optional(file).ok()?,
    })
}

fn flag(cell: &str) -> Option<bool> {
    match cell {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}

/// An empty cell is nothing; nonsense is an error.
fn optional<T: FromStr>(cell: &str) -> Result<Option<T>, T::Err> {
    if cell.is_empty() { Ok(None) } else { cell.parse().map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::report::tests::case;

    #[test]
    fn scores_come_back_from_their_table() {
        let mut cases = vec![case(1, true, 0.1), case(2, false, 0.9)];
        cases[1].file = Some("a \"b\", c.jpg".to_owned());
        cases[0].seen.score = None;
        let scores = Scores::of(&cases);
        let text = scores.to_csv();
        assert_eq!(Scores::parse(text.as_bytes()).unwrap().to_csv(), text);
        assert!(text.contains(",0.9,"), "{text}");
        for wrong in ["", "a,b\n1,2\n", &text.replace(",refer,", ",")] {
            assert!(Scores::parse(wrong.as_bytes()).is_err());
        }
    }
}
