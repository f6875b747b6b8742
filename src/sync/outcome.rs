//! The server's own words on why it refuses, without the patient's.

use serde_json::Value;

use super::privacy::Private;

/// Enough to mend the fault by; a log line stays a line.
const MOST_LETTERS: usize = 300;

/// The errors of an `OperationOutcome`, or `None` when `answer` is none, masked by `private`.
pub fn explain(answer: &Value, private: &Private) -> Option<String> {
    if answer.get("resourceType")? != "OperationOutcome" {
        return None;
    }
    let issues = answer.get("issue").and_then(Value::as_array).into_iter().flatten();
    let serious = issues.filter(|issue| {
        !matches!(issue.get("severity").and_then(Value::as_str), Some("information" | "warning"))
    });
    let lines: Vec<String> = serious.map(|issue| explain_issue(issue, private)).collect();
    let whole = if lines.is_empty() { "no reason given".to_owned() } else { lines.join("; ") };
    Some(whole.chars().take(MOST_LETTERS).collect())
}

fn explain_issue(issue: &Value, private: &Private) -> String {
    let code = issue.get("code").and_then(Value::as_str).unwrap_or_default();
    let mut words = vec![if is_code(code) { code.to_owned() } else { "error".to_owned() }];
    let places = ["expression", "location"].into_iter().filter_map(|key| issue.get(key)?.get(0)?.as_str());
    words.extend(places.filter(|place| is_path(place)).map(|place| format!("at {place}")).take(1));
    let texts = [issue.pointer("/details/text"), issue.get("diagnostics")];
    words
        .extend(texts.into_iter().flatten().filter_map(Value::as_str).map(|text| private.mask(text)).take(1));
    words.join(" ")
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

/// A `FHIRPath` that names fields only, as `Bundle.entry[3].resource.status`.
fn is_path(text: &str) -> bool {
    let field = |byte: u8| byte.is_ascii_alphanumeric() || b".[]".contains(&byte);
    text.len() <= 120 && text.bytes().all(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn private() -> Private {
        Private::of(&crate::domain::Patient {
            id: "7".into(),
            identifier: "KE-77/3".into(),
            name: "Asha O Devi".into(),
            birth_date: Some("1961-04-02".into()),
            sex: crate::domain::Sex::Female,
        })
    }

    fn words(issue: &Value) -> String {
        explain(&json!({ "resourceType": "OperationOutcome", "issue": [issue] }), &private()).unwrap()
    }

    #[test]
    fn keeps_what_mends_the_fault() {
        let found = words(&json!({ "severity": "error", "code": "required",
            "expression": ["Bundle.entry[3].resource.status"], "diagnostics": "Missing required element status" }));
        assert_eq!(found, "required at Bundle.entry[3].resource.status Missing required element status");
    }

    #[test]
    fn hides_the_patient() {
        for text in [
            "Patient Asha Devi is known twice",
            "value KE-77/3 is not allowed",
            "value 'Asha' is wrong",
            "born 1961-04-02",
            "name=ASHA,DEVI",
            "initial O is wrong",
            "patient «somebody else» exists",
        ] {
            let found = words(&json!({ "severity": "error", "code": "invalid", "diagnostics": text }));
            let lower = found.to_lowercase();
            for word in ["asha", "devi", "ke-77", "1961", " o ", "somebody"] {
                assert!(!lower.contains(word), "{text} -> {found}");
            }
            assert!(found.contains('…'), "{found}");
        }
        let odd = words(&json!({ "code": "Asha Devi", "expression": ["Patient.where(name='Asha')"] }));
        assert_eq!(odd, "error");
        let place = words(&json!({ "code": "invalid", "location": ["Patient/12345"] }));
        assert_eq!(place, "invalid", "some servers make the patient's number an id");
    }

    #[test]
    fn other_answers_are_no_outcome() {
        assert_eq!(explain(&json!({ "resourceType": "Bundle" }), &private()), None);
        assert_eq!(explain(&json!("text"), &private()), None);
        let long = words(&json!({ "code": "invalid", "diagnostics": "word ".repeat(1000) }));
        assert!(long.chars().count() <= MOST_LETTERS);
    }
}
