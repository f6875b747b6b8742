//! Where the receiver keeps resources: `folder/Type/id.json`.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

pub struct Shelf {
    folder: PathBuf,
}

/// One entry of a transaction, decided but not yet written.
struct Planned {
    place: String,
    status: &'static str,
    /// `None`: it is here already, and stays as it is.
    write: Option<Value>,
}

impl Shelf {
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The resource at `Type/id`; `None` for anything that is no such place.
    pub fn read(&self, place: &str) -> io::Result<Option<Value>> {
        let Some(path) = self.path(place) else { return Ok(None) };
        match fs::read(path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Decides all entries first, then writes them: a bad one leaves nothing behind. With `really`
    /// false it only says that it wrote.
    pub fn transact(&self, bundle: &Value, really: bool) -> io::Result<Result<Value, &'static str>> {
        if bundle["resourceType"] != "Bundle" || bundle["type"] != "transaction" {
            return Ok(Err("not a transaction Bundle"));
        }
        let mut places = BTreeMap::new();
        let mut planned = Vec::new();
        for entry in bundle["entry"].as_array().into_iter().flatten() {
            let plan = match self.plan(entry, &planned)? {
                Ok(plan) => plan,
                Err(why) => return Ok(Err(why)),
            };
            if let Some(url) = entry["fullUrl"].as_str() {
                places.insert(url.to_owned(), plan.place.clone());
            }
            planned.push(plan);
        }
        if planned.is_empty() {
            return Ok(Err("no entries"));
        }
        let mut answers = Vec::new();
        for plan in planned {
            let location = format!("{}/_history/1", plan.place);
            answers.push(
                json!({ "response": { "status": plan.status, "location": location, "etag": "W/\"1\"" } }),
            );
            if let Some(mut resource) = plan.write.filter(|_| really) {
                resolve(&mut resource, &places);
                self.write(&plan.place, &resource)?;
            }
        }
        Ok(Ok(json!({ "resourceType": "Bundle", "type": "transaction-response", "entry": answers })))
    }

    fn plan(&self, entry: &Value, earlier: &[Planned]) -> io::Result<Result<Planned, &'static str>> {
        let mut resource = entry["resource"].clone();
        let kind = resource["resourceType"].as_str().unwrap_or_default().to_owned();
        let request = &entry["request"];
        let place = match request["method"].as_str() {
            Some("POST") if request["url"] == kind.as_str() => {
                if let Some(condition) = request["ifNoneExist"].as_str()
                    && let Some(place) = self.find(&kind, condition)?
                {
                    return Ok(Ok(Planned { place, status: "200 OK", write: None }));
                }
                self.free_place(&kind, earlier)
            }
            Some("PUT") => request["url"].as_str().unwrap_or_default().to_owned(),
            _ => return Ok(Err("an entry is neither POST nor PUT")),
        };
        let id = place.strip_prefix(&format!("{kind}/")).unwrap_or_default().to_owned();
        if id.is_empty()
            || self.path(&place).is_none()
            || (resource["id"].is_string() && resource["id"] != id.as_str())
        {
            return Ok(Err("an entry has no proper type or id"));
        }
        resource["id"] = id.into();
        resource["meta"]["versionId"] = "1".into();
        let status = if self.read(&place)?.is_some() { "200 OK" } else { "201 Created" };
        Ok(Ok(Planned { place, status, write: Some(resource) }))
    }

    /// `Type/1`, or the next number that nothing has.
    fn free_place(&self, kind: &str, earlier: &[Planned]) -> String {
        let taken = |place: &String| {
            earlier.iter().any(|plan| plan.place == *place)
                || self.path(place).is_none_or(|path| path.exists())
        };
        let places = (1_u32..).map(|number| format!("{kind}/{number}"));
        places.take(1_000_000).find(|place| !taken(place)).unwrap_or_default()
    }

    /// The resource that bears the identifier of the condition.
    fn find(&self, kind: &str, condition: &str) -> io::Result<Option<String>> {
        let wanted = unescape(condition.strip_prefix("identifier=").unwrap_or_default());
        let holds = |resource: &Value| {
            resource["identifier"].as_array().into_iter().flatten().any(|identifier| {
                let part = |key: &str| identifier[key].as_str().unwrap_or_default().to_owned();
                format!("{}|{}", part("system"), part("value")) == wanted
            })
        };
        let found = self.resources(kind)?.into_iter().find(holds);
        Ok(found.and_then(|resource| resource["id"].as_str().map(|id| format!("{kind}/{id}"))))
    }

    fn resources(&self, kind: &str) -> io::Result<Vec<Value>> {
        let folder = self.folder.join(kind);
        if !is_word(kind) || !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut all = Vec::new();
        for file in fs::read_dir(folder)? {
            all.extend(serde_json::from_slice(&fs::read(file?.path())?).ok());
        }
        Ok(all)
    }

    fn write(&self, place: &str, resource: &Value) -> io::Result<()> {
        let path = self.path(place).ok_or(io::ErrorKind::InvalidInput)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let text = serde_json::to_vec_pretty(resource)?;
        let half = self.folder.join(".half");
        fs::write(&half, text)?;
        fs::rename(half, path)
    }

    /// `None` unless the place is `Type/id` in letters that FHIR allows.
    fn path(&self, place: &str) -> Option<PathBuf> {
        let (kind, id) = place.split_once('/')?;
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
        let proper = is_word(kind) && !id.is_empty() && id.len() <= 64 && id.bytes().all(legal);
        proper.then(|| self.folder.join(kind).join(format!("{id}.json")))
    }
}

fn is_word(kind: &str) -> bool {
    !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Puts the places of this transaction where the bundle's own names stand.
fn resolve(value: &mut Value, places: &BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_str().and_then(|text| places.get(text)) {
                    Some(place) if key == "reference" => *value = place.as_str().into(),
                    _ => resolve(value, places),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| resolve(item, places)),
        _ => {}
    }
}

/// Undoes percent-encoding, then the backslashes of a FHIR search value.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let coded = text_of(tail.get(..2)).filter(|_| first == b'%');
        if let Some(byte) = coded.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    let mut escaped = false;
    let plain = |letter: &char| {
        escaped = *letter == '\\' && !escaped;
        !escaped
    };
    String::from_utf8_lossy(&bytes).chars().filter(plain).collect()
}

fn text_of(bytes: Option<&[u8]>) -> Option<&str> {
    bytes.and_then(|bytes| std::str::from_utf8(bytes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(value: &str) -> Value {
        json!({
            "fullUrl": format!("urn:uuid:{value}"),
            "resource": { "resourceType": "Task", "identifier": [{ "system": "urn:x", "value": value }],
                "focus": { "reference": "urn:uuid:a" } },
            "request": { "method": "POST", "url": "Task", "ifNoneExist": format!("identifier=urn%3Ax%7C{value}") },
        })
    }

    fn bundle(entries: &[Value]) -> Value {
        json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries })
    }

    #[test]
    fn each_keeps_its_own_place_and_names_are_resolved() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        shelf.transact(&bundle(&[task("a"), task("b")]), true).unwrap().unwrap();
        let answer = shelf.transact(&bundle(&[task("c"), task("b")]), true).unwrap().unwrap();
        assert_eq!(answer["entry"][0]["response"]["location"], "Task/3/_history/1");
        assert_eq!(answer["entry"][1]["response"]["status"], "200 OK");
        assert_eq!(shelf.resources("Task").unwrap().len(), 3);
        assert_eq!(shelf.read("Task/2").unwrap().unwrap()["focus"]["reference"], "Task/1");
    }

    #[test]
    fn a_bad_entry_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        for url in ["../../etc/x", "Task/../x", "Task/", "Patient/1", "Task/a/b"] {
            let bad =
                json!({ "resource": { "resourceType": "Task" }, "request": { "method": "PUT", "url": url } });
            assert!(shelf.transact(&bundle(&[task("a"), bad]), true).unwrap().is_err(), "{url}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert_eq!(shelf.read("../Cargo.toml").unwrap(), None);
    }

    #[test]
    fn search_values_are_decoded() {
        assert_eq!(unescape("urn%3Ax%7CKE%5C%2C1"), "urn:x|KE,1");
        assert_eq!(unescape("100%"), "100%");
        assert_eq!(unescape("%zz%e2%82%ac"), "%zz€");
    }
}
