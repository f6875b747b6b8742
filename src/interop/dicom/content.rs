//! Content items of a structured report (PS3.3, C.17.3).

use dicom_dictionary_std::tags;

use super::dataset::{Code, Dataset, words};
use super::{Instance, modules};

/// Longest text of one item.
const LONGEST: usize = 1024;

/// One node of the tree, with how it hangs on its parent.
pub struct Item {
    dataset: Dataset,
    children: Vec<Dataset>,
}

impl Item {
    fn new(relation: &str, kind: &str, name: Option<&Code>) -> Self {
        let mut dataset = Dataset::default();
        dataset.put(tags::RELATIONSHIP_TYPE, relation);
        dataset.put(tags::VALUE_TYPE, kind);
        if let Some(name) = name {
            dataset.code(tags::CONCEPT_NAME_CODE_SEQUENCE, name);
        }
        Self { dataset, children: Vec::new() }
    }

    pub fn container(name: &Code) -> Self {
        let mut item = Self::new("CONTAINS", "CONTAINER", Some(name));
        item.dataset.put(tags::CONTINUITY_OF_CONTENT, "SEPARATE");
        item
    }

    pub fn code(name: &Code, value: &Code) -> Self {
        let mut item = Self::new("CONTAINS", "CODE", Some(name));
        item.dataset.code(tags::CONCEPT_CODE_SEQUENCE, value);
        item
    }

    /// An empty text is not allowed, and says less than a dash.
    pub fn text(name: &Code, value: &str) -> Self {
        let mut item = Self::new("CONTAINS", "TEXT", Some(name));
        let value = words(value, LONGEST);
        item.dataset.put(tags::TEXT_VALUE, if value.is_empty() { "-".to_owned() } else { value });
        item
    }

    pub fn uid(name: &Code, value: &str) -> Self {
        let mut item = Self::new("CONTAINS", "UIDREF", Some(name));
        item.dataset.put(tags::UID, value);
        item
    }

    pub fn person(name: &Code, value: &str) -> Self {
        let mut item = Self::new("CONTAINS", "PNAME", Some(name));
        item.dataset.put(tags::PERSON_NAME, value);
        item
    }

    /// A number without a unit.
    pub fn number(name: &Code, value: f32) -> Self {
        let mut measured = Dataset::default();
        measured.put(tags::NUMERIC_VALUE, decimal(value));
        measured.code(tags::MEASUREMENT_UNITS_CODE_SEQUENCE, &Code::new("UCUM", "1", "no units"));
        let mut item = Self::new("CONTAINS", "NUM", Some(name));
        item.dataset.items(tags::MEASURED_VALUE_SEQUENCE, vec![measured]);
        item
    }

    pub fn image(name: Option<&Code>, instance: &Instance) -> Self {
        let mut item = Self::new("CONTAINS", "IMAGE", name);
        item.dataset.items(tags::REFERENCED_SOP_SEQUENCE, vec![modules::reference(instance)]);
        item
    }

    /// Another relation to the parent than `CONTAINS`.
    pub fn with_relation(mut self, relation: &str) -> Self {
        self.dataset.put(tags::RELATIONSHIP_TYPE, relation);
        self
    }

    pub fn observation_context(self) -> Self {
        self.with_relation("HAS OBS CONTEXT")
    }

    pub fn modifier(self) -> Self {
        self.with_relation("HAS CONCEPT MOD")
    }

    pub fn add(&mut self, child: Self) {
        self.children.push(child.finish());
    }

    pub fn finish(mut self) -> Dataset {
        if !self.children.is_empty() {
            self.dataset.items(tags::CONTENT_SEQUENCE, self.children);
        }
        self.dataset
    }

    /// The items below this one, for a root whose other attributes stand in the object itself.
    pub fn into_children(self) -> Vec<Dataset> {
        self.children
    }
}

/// A decimal string has at most 16 letters (PS3.5, 6.2).
fn decimal(value: f32) -> String {
    let plain = value.to_string();
    if plain.len() > 16 { format!("{value:e}") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimals_fit_a_decimal_string() {
        assert_eq!(decimal(0.37), "0.37");
        for value in [f32::MIN_POSITIVE, 1.0e-9_f32 / 3.0, -1.234_567_9e-30] {
            assert!(decimal(value).len() <= 16);
            assert_eq!(decimal(value).parse::<f32>().ok(), Some(value));
        }
    }
}
