//! The indicators as a DHIS2 `dataValueSets` document. A count that is not shown is left out: it is not
//! zero. Source: DHIS2 developer guide, "Data", 2.41.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Month, MonthReport, names};

/// Whose numbers they are there; `[dhis2]` in the configuration.
#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct Dhis2 {
    /// UID of the organisation unit: the clinic.
    pub org_unit: String,
    /// UID of the data set; may be left out.
    pub data_set: Option<String>,
    /// UID of the data element of each indicator, as `"dr.screened" = "fbfJHSPpUQD"`. What has none is
    /// not sent.
    pub data_elements: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Dhis2Error {
    #[error("[dhis2] {0} is '{1}', which is no UID of DHIS2: a letter and ten letters or digits")]
    NoUid(String, String),
    #[error("[dhis2.data_elements] knows no indicator '{0}'; there are: {1}")]
    NoIndicator(String, String),
    #[error("[dhis2.data_elements] is empty: name the data elements of the indicators to be sent")]
    NoElements,
}

/// # Errors
/// The first thing in the configuration that has to be mended.
pub fn data_value_set(report: &MonthReport, month: &Month, config: &Dhis2) -> Result<Value, Dhis2Error> {
    check(config)?;
    let values: BTreeMap<String, String> = values(report).into_iter().collect();
    let sent: Vec<Value> = config
        .data_elements
        .iter()
        .filter_map(|(name, element)| Some(json!({ "dataElement": element, "value": values.get(name)? })))
        .collect();
    let mut set = json!({ "period": month.period(), "orgUnit": config.org_unit, "dataValues": sent });
    if let Some(data_set) = &config.data_set {
        set["dataSet"] = data_set.as_str().into();
    }
    Ok(set)
}

fn values(report: &MonthReport) -> Vec<(String, String)> {
    let totals = report.rows.iter().filter(|row| row.by.is_empty());
    let mut values: Vec<(String, String)> = totals
        .filter_map(|row| {
            Some((format!("{}.{}", row.task.code(), row.indicator), row.count.value()?.to_string()))
        })
        .collect();
    for days in &report.days_to_verdict {
        let each = [("q1", days.quarter), ("median", days.median), ("q3", days.three_quarters)];
        values.extend(each.into_iter().filter_map(|(name, value)| {
            Some((format!("{}.days-to-verdict-{name}", days.task.code()), value?.to_string()))
        }));
    }
    values
}

fn check(config: &Dhis2) -> Result<(), Dhis2Error> {
    let uid = |name: &str, uid: &str| {
        let letters = uid.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let right = uid.len() == 11 && letters && uid.starts_with(|first: char| first.is_ascii_alphabetic());
        if right { Ok(()) } else { Err(Dhis2Error::NoUid(name.to_owned(), uid.to_owned())) }
    };
    uid("org_unit", &config.org_unit)?;
    config.data_set.as_deref().map_or(Ok(()), |set| uid("data_set", set))?;
    if config.data_elements.is_empty() {
        return Err(Dhis2Error::NoElements);
    }
    let known = names();
    for (name, element) in &config.data_elements {
        if !known.contains(name) {
            return Err(Dhis2Error::NoIndicator(name.clone(), known.join(", ")));
        }
        uid(name, element)?;
    }
    Ok(())
}
