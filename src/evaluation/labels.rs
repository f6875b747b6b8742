use std::collections::HashMap;

use super::{EvaluationError, NotRead, table};
use crate::domain::{Grade, Task};

/// From this ICDR grade on, a retina is referable. Source: ICO Guidelines for Diabetic Eye Care 2017.
const REFERABLE_GRADE: u8 = 2;
/// Columns that tell who somebody is, never groups.
const WHO: [&str; 11] = [
    "name",
    "patient_name",
    "first_name",
    "last_name",
    "id",
    "patient_id",
    "mrn",
    "birth_date",
    "dob",
    "address",
    "phone",
];

/// What one row says of its picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Number of the row; the heading is row 1.
    pub row: usize,
    pub file: String,
    pub label: bool,
    pub grade: Option<Grade>,
    /// Number of the patient, counted from 0; without a column `patient` every row has its own.
    pub patient: usize,
    pub groups: Vec<String>,
}

/// A table of labels.
#[derive(Debug)]
pub struct Labels {
    /// Columns to compare by.
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    pub not_read: Vec<NotRead>,
    /// Whether rows say which patient they belong to.
    pub with_patients: bool,
}

impl Labels {
    /// Reads a CSV with comma, semicolon or tab. Rows that say too little are kept apart.
    ///
    /// # Errors
    /// [`EvaluationError::NoColumn`] when the table has no file names or no labels.
    pub fn parse(bytes: &[u8], task: Task) -> Result<Self, EvaluationError> {
        let mut rows = table::rows(bytes, delimiter(bytes)).into_iter();
        let heading: Vec<String> =
            rows.next().unwrap_or_default().into_iter().map(|cell| cell.to_lowercase()).collect();
        let place = |name: &str| heading.iter().position(|column| column == name);
        let file = place("file").ok_or(EvaluationError::NoColumn("file"))?;
        let (label, grade, patient) =
            (place("label"), place("grade").filter(|_| task == Task::Dr), place("patient"));
        if label.is_none() && grade.is_none() {
            return Err(EvaluationError::NoColumn("label"));
        }
        let special = [Some(file), label, grade, patient];
        let grouped: Vec<usize> = (0..heading.len())
            .filter(|place| !special.contains(&Some(*place)) && !WHO.contains(&heading[*place].as_str()))
            .collect();
        let columns = grouped.iter().map(|place| heading[*place].clone()).collect();
        let mut labels =
            Self { columns, rows: Vec::new(), not_read: Vec::new(), with_patients: patient.is_some() };
        let mut patients = HashMap::new();
        for (index, cells) in rows.enumerate() {
            let row = index + 2;
            let cell =
                |place: Option<usize>| place.and_then(|place| cells.get(place)).cloned().unwrap_or_default();
            let name = cell(Some(file));
            let told = (cell(label), cell(grade));
            let Some((label, grade)) = truth(&told.0, &told.1) else {
                labels.refuse(row, "label", Some(name));
                continue;
            };
            if name.is_empty() {
                labels.refuse(row, "file", None);
                continue;
            }
            // Who has no number is somebody of their own.
            let who = Some(cell(patient)).filter(|who| !who.is_empty()).unwrap_or_else(|| format!("\0{row}"));
            let next = patients.len();
            let patient = *patients.entry(who).or_insert(next);
            let groups = grouped.iter().map(|place| group(&heading[*place], &cell(Some(*place)))).collect();
            labels.rows.push(Row { row, file: name, label, grade, patient, groups });
        }
        Ok(labels)
    }

    fn refuse(&mut self, row: usize, code: &str, file: Option<String>) {
        self.not_read.push(NotRead { row, code: code.to_owned(), file });
    }
}

/// The first of the usual ones that the heading holds.
fn delimiter(bytes: &[u8]) -> u8 {
    let heading = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    *[b',', b';', b'\t'].iter().find(|byte| heading.contains(byte)).unwrap_or(&b',')
}

/// The label, told or by the grade; `None` when both are missing or contradict one another. A label
/// of 1 beside a low grade is maculopathy.
fn truth(label: &str, grade: &str) -> Option<(bool, Option<Grade>)> {
    let grade = match grade {
        "" => None,
        text => Some(text.parse().ok().and_then(Grade::new)?),
    };
    let by_grade = grade.map(|grade| grade.value() >= REFERABLE_GRADE);
    let label = match label {
        "0" => Some(false),
        "1" => Some(true),
        "" => None,
        _ => return None,
    };
    match (label, by_grade) {
        (Some(false), Some(true)) | (None, None) => None,
        (Some(label), _) | (None, Some(label)) => Some((label, grade)),
    }
}

/// The group that a value belongs to: ages in bands of 15 years, as WHO's reports count them.
fn group(column: &str, value: &str) -> String {
    if value.is_empty() {
        return "not told".to_owned();
    }
    match (column, value.parse::<f64>()) {
        ("age", Ok(years)) if (0.0..75.0).contains(&years) => {
            let from = (years / 15.0).floor() * 15.0;
            format!("{from:.0}-{:.0}", from + 14.0)
        }
        ("age", Ok(years)) if years >= 75.0 => "75 and over".to_owned(),
        ("age", _) => "not told".to_owned(),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Labels {
        Labels::parse(text.as_bytes(), Task::Dr).unwrap()
    }

    #[test]
    fn columns_are_found_in_any_order_and_with_any_delimiter() {
        let text = "\u{feff}Patient;Age;FILE;Grade;Label;name\nA;61;a.jpg;3;1;Asha\nA;61;b.jpg;;0;Asha\nB;;c.jpg;1;1;Ben\n";
        let labels = read(text);
        assert_eq!(labels.columns, ["age"], "a name is no group");
        let rows: Vec<_> =
            labels.rows.iter().map(|row| (row.row, row.file.as_str(), row.label, row.patient)).collect();
        assert_eq!(rows, [(2, "a.jpg", true, 0), (3, "b.jpg", false, 0), (4, "c.jpg", true, 1)]);
        assert_eq!(labels.rows[0].grade, Grade::new(3));
        assert_eq!(labels.rows[0].groups, ["60-74"]);
        assert_eq!(labels.rows[2].groups, ["not told"]);
    }

    #[test]
    fn rows_that_say_too_little_are_kept_apart() {
        let labels =
            read("file,label,grade\na.jpg,2,\nb.jpg,,\nc.jpg,0,4\nd.jpg,,2\n,1,\ne.jpg,x,1\nf.jpg,1,9\n");
        assert_eq!(labels.rows.len(), 1);
        assert!(labels.rows[0].label, "grade 2 is referable");
        let codes: Vec<_> = labels.not_read.iter().map(|row| (row.row, row.code.as_str())).collect();
        assert_eq!(
            codes,
            [(2, "label"), (3, "label"), (4, "label"), (6, "file"), (7, "label"), (8, "label")]
        );
    }

    #[test]
    fn a_table_without_the_columns_is_refused() {
        let refused = |text: &str| Labels::parse(text.as_bytes(), Task::Tb).unwrap_err();
        assert!(matches!(refused("picture,label\n"), EvaluationError::NoColumn("file")));
        assert!(matches!(refused("file,grade\na,1\n"), EvaluationError::NoColumn("label")));
        assert!(matches!(refused(""), EvaluationError::NoColumn("file")));
    }

    #[test]
    fn ages_fall_into_bands() {
        let bands = ["0", "14.9", "15", "74", "75", "103", "old", "-3"].map(|value| group("age", value));
        assert_eq!(
            bands,
            ["0-14", "0-14", "15-29", "60-74", "75 and over", "75 and over", "not told", "not told"]
        );
    }
}
