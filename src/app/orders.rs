//! Who is expected, from the orders of a FHIR server.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;
use serde_json::Value;

use crate::dimse::Scheduled;
use crate::sync::config::Destination;
use crate::sync::{SendFault, Source, escaped};

const FHIR_JSON: &str = "application/fhir+json";
/// Begins the systems of our own codes (`interop::fhir`).
const OURS: &str = "urn:farlight:";
/// A clinic sees fewer people in three days.
const MOST: usize = 200;

/// Active orders with their patients; those with a date, only from the first to the last day. What
/// this box or another one asked of a specialist is no order to us.
///
/// # Errors
/// [`SendFault`].
pub fn ordered(destination: &Destination, days: Option<(Date, Date)>) -> Result<Vec<Scheduled>, SendFault> {
    let source = Source::open(destination)?;
    let path = format!("ServiceRequest?status=active&_sort=-_lastUpdated&_count={MOST}");
    let bundle = source.json(&path, FHIR_JSON)?.unwrap_or_default();
    let entries = bundle.get("entry").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut patients: BTreeMap<String, Option<Value>> = BTreeMap::new();
    let mut found = Vec::new();
    for order in entries.iter().take(MOST).filter_map(|entry| entry.get("resource")) {
        let Some(id) = patient_id(order).filter(|_| is_order(order, days)) else { continue };
        let patient = match patients.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let path = format!("Patient/{}", escaped(place.key()));
                place.insert(source.json(&path, FHIR_JSON)?)
            }
        };
        if let Some(patient) = patient {
            found.extend(scheduled(order, patient, destination.patient_system.as_deref()));
        }
    }
    Ok(found)
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().trim().chars().take(200).collect()
}

/// `Patient/ID`, here or with this server's address before it.
fn patient_id(order: &Value) -> Option<String> {
    let reference = text(order, "/subject/reference");
    let (before, id) = reference.rsplit_once('/')?;
    let plain =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
    (plain && (before == "Patient" || before.ends_with("/Patient"))).then(|| id.to_owned())
}

fn is_order(order: &Value, days: Option<(Date, Date)>) -> bool {
    let kind = order.get("resourceType").and_then(Value::as_str) == Some("ServiceRequest");
    let codes = order.pointer("/code/coding").and_then(Value::as_array);
    let ours = codes.into_iter().flatten().any(|code| text(code, "/system").starts_with(OURS));
    let day = date(order).parse::<Date>().ok();
    let fits = day.zip(days).is_none_or(|(day, (from, to))| (from..=to).contains(&day));
    kind && !ours && fits
}

fn date(order: &Value) -> String {
    let moment = Some(text(order, "/occurrenceDateTime")).filter(|moment| !moment.is_empty());
    moment.unwrap_or_else(|| text(order, "/occurrencePeriod/start")).chars().take(10).collect()
}

/// `None` for a patient without a number.
fn scheduled(order: &Value, patient: &Value, system: Option<&str>) -> Option<Scheduled> {
    let numbers = patient.get("identifier").and_then(Value::as_array)?;
    let ours = |number: &&Value| system.is_none_or(|system| text(number, "/system") == system);
    let number = numbers.iter().find(ours)?;
    let gender = text(patient, "/gender");
    let moment = text(order, "/occurrenceDateTime");
    let description = Some(text(order, "/code/text")).filter(|words| !words.is_empty());
    let person = Scheduled {
        number: text(number, "/value"),
        issuer: text(number, "/system"),
        name: name(patient),
        birth_date: text(patient, "/birthDate"),
        sex: match gender.as_str() {
            "female" => "F".to_owned(),
            "male" => "M".to_owned(),
            "other" => "O".to_owned(),
            _ => String::new(),
        },
        accession: text(order, "/identifier/0/value"),
        date: date(order),
        time: moment.get(11..16).unwrap_or_default().to_owned(),
        description: description.unwrap_or_else(|| text(order, "/code/coding/0/display")),
        ..Scheduled::default()
    };
    (!person.number.is_empty()).then_some(person)
}

/// As it is spoken.
fn name(patient: &Value) -> String {
    let whole = text(patient, "/name/0/text");
    if !whole.is_empty() {
        return whole;
    }
    let given = patient.pointer("/name/0/given").and_then(Value::as_array);
    let given = given.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    let words: Vec<String> =
        given.chain([text(patient, "/name/0/family")]).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn orders_of_these_days_and_not_our_own_referrals() {
        let days = Some(("2026-11-23".parse().unwrap(), "2026-11-25".parse().unwrap()));
        let order = |code: Value, day: &str| json!({ "resourceType": "ServiceRequest", "code": code, "occurrenceDateTime": day });
        let screening = json!({ "text": "Diabetic eye screening" });
        assert!(is_order(&order(screening.clone(), "2026-11-24T09:30:00Z"), days));
        assert!(!is_order(&order(screening.clone(), "2026-11-27"), days));
        assert!(is_order(&order(screening.clone(), "2026-11-27"), None), "the clock is not trusted");
        assert!(is_order(&json!({ "resourceType": "ServiceRequest", "code": screening }), days));
        let own = json!({ "coding": [{ "system": format!("{}request", OURS), "code": "dr" }] });
        assert!(!is_order(&order(own, "2026-11-24"), days));
    }

    #[test]
    fn a_patient_is_known_by_the_configured_system() {
        let patient = json!({ "gender": "female", "birthDate": "1961-04-02",
            "name": [{ "given": ["Asha", "K"], "family": "Patel" }],
            "identifier": [{ "system": "urn:a", "value": "1" }, { "system": "urn:b", "value": "2" }] });
        let found = scheduled(&json!({}), &patient, Some("urn:b")).unwrap();
        assert_eq!((found.number.as_str(), found.name.as_str()), ("2", "Asha K Patel"));
        assert_eq!((found.sex.as_str(), found.birth_date.as_str()), ("F", "1961-04-02"));
        assert!(scheduled(&json!({}), &patient, Some("urn:c")).is_none());
        assert!(scheduled(&json!({}), &json!({}), None).is_none());
        for (reference, id) in [
            ("Patient/7", Some("7")),
            ("http://h/Patient/7", Some("7")),
            ("Group/7", None),
            ("Patient/../x y", None),
        ] {
            let order = json!({ "subject": { "reference": reference } });
            assert_eq!(patient_id(&order).as_deref(), id, "{reference}");
        }
    }
}
