//! What is told of the machine, the disk, the settings and the logs.

use std::path::Path;

use serde_json::{Map, Value, json};

/// Settings that may be told, by their last name. Whatever is not in this list is only said to be set.
const OPEN: &[&str] = &[
    "address",
    "ae_title",
    "calibration",
    "camera_class",
    "called_ae",
    "calling_ae",
    "device",
    "dots",
    "dpi",
    "fields",
    "folder",
    "key_file",
    "kind",
    "name",
    "output",
    "port",
    "public_key_file",
    "rotation",
    "time_zone",
    "to",
    "touch",
    "url",
    "wait_s",
    "dr",
    "tb",
    "films",
    "ca_file",
];

pub fn versions() -> Value {
    let system = rustix::system::uname();
    json!({
        "farlight": env!("CARGO_PKG_VERSION"),
        "kernel": system.release().to_string_lossy(),
        "machine": system.machine().to_string_lossy(),
        "system": field(Path::new("/etc/os-release"), "PRETTY_NAME=").map(|name| name.trim_matches('"').to_owned()),
    })
}

pub fn machine() -> Value {
    let memory = |name: &str| field(Path::new("/proc/meminfo"), name).map(|text| text.trim().to_owned());
    let read = |path: &str| std::fs::read_to_string(path).ok().map(|text| text.trim().to_owned());
    json!({
        "model": read("/proc/device-tree/model").map(|name| name.trim_end_matches('\0').to_owned()),
        "processors": std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
        "uptime_s": read("/proc/uptime").and_then(|text| text.split('.').next().map(str::to_owned)),
        "load": read("/proc/loadavg"),
        "memory_total": memory("MemTotal:"),
        "memory_available": memory("MemAvailable:"),
        "temperature_milli_c": read("/sys/class/thermal/thermal_zone0/temp"),
    })
}

/// The rest of the first line that begins so.
fn field(path: &Path, start: &str) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    text.lines().find_map(|line| line.strip_prefix(start)).map(str::to_owned)
}

pub fn free_bytes(folder: &Path) -> Option<u64> {
    let space = rustix::fs::statvfs(folder).ok()?;
    Some(space.f_bavail.saturating_mul(space.f_frsize))
}

/// Room, and what an eMMC or a card says of its own wear (JESD84-B51: `life_time`, `pre_eol_info`).
pub fn storage(folder: &Path) -> Value {
    let space = rustix::fs::statvfs(folder).ok();
    let space = space.as_ref();
    let cards = std::fs::read_dir("/sys/block").into_iter().flatten().flatten().map(|entry| {
        let read = |name: &str| {
            let text = std::fs::read_to_string(entry.path().join(name)).ok();
            text.map(|text| text.trim().to_owned())
        };
        json!({
            "block": entry.file_name().to_string_lossy(), "sectors": read("size"), "model": read("device/model"),
            "name": read("device/name"), "life_time": read("device/life_time"),
            "pre_eol_info": read("device/pre_eol_info"), "errors": read("device/ioerr_cnt"),
        })
    });
    let whole = |card: &Value| {
        !card["block"].as_str().is_some_and(|name| name.starts_with("loop") || name.starts_with("ram"))
    };
    json!({
        "total_bytes": space.map(|space| space.f_blocks.saturating_mul(space.f_frsize)),
        "free_bytes": free_bytes(folder),
        "files_total": space.map(|space| space.f_files),
        "files_free": space.map(|space| space.f_favail),
        "disks": cards.filter(whole).collect::<Vec<_>>(),
    })
}

/// The configuration file without what must stay secret; `null` where there is none.
pub fn configuration(file: Option<&Path>) -> Value {
    let text = file.and_then(|file| std::fs::read_to_string(file).ok());
    let table = text.and_then(|text| text.parse::<toml::Table>().ok());
    table.and_then(|table| serde_json::to_value(table).ok()).map_or(Value::Null, |value| open("", value))
}

fn open(name: &str, value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields.into_iter().map(|(name, value)| (name.clone(), open(&name, value))).collect::<Map<_, _>>(),
        ),
        Value::Array(all) => Value::Array(all.into_iter().map(|value| open(name, value)).collect()),
        Value::Bool(_) => value,
        Value::String(text) if OPEN.contains(&name) => Value::String(without_login(&text)),
        Value::Number(_) if OPEN.contains(&name) => value,
        _ => Value::String("(set)".to_owned()),
    }
}

/// An address without user, password and query.
fn without_login(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(path)));
    let host = host.rsplit('@').next().unwrap_or_default();
    path.map_or_else(|| format!("{scheme}://{host}"), |path| format!("{scheme}://{host}/{path}"))
}

/// Name and end of each log file.
pub fn logs(folder: &Path, most: usize) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let (true, Ok(bytes)) =
            (entry.path().extension().is_some_and(|ending| ending == "log"), std::fs::read(entry.path()))
        {
            let end = bytes.get(bytes.len().saturating_sub(most)..).unwrap_or_default();
            all.push((name, String::from_utf8_lossy(end).into_owned()));
        }
    }
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_the_configuration_stay_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("farlight.toml");
        let text = "[site]\nname = 'Clinic 7'\n[[destination]]\nname = 'hospital'\n\
            url = 'https://user:pa55@example.org:8443/fhir?token=t0k3n'\ntoken = 'b34r3r'\npin = 2580\n\
            [destination.oauth]\nclient_secret = 's3cr3t'\nscopes = ['system/x']\n";
        std::fs::write(&file, text).unwrap();
        let told = configuration(Some(&file));
        assert_eq!(told["destination"][0]["url"], "https://example.org:8443/fhir");
        assert_eq!(told["site"]["name"], "Clinic 7");
        let whole = told.to_string();
        for secret in ["pa55", "user", "t0k3n", "b34r3r", "2580", "s3cr3t", "system/x"] {
            assert!(!whole.contains(secret), "{secret} in {whole}");
        }
        assert_eq!(configuration(None), Value::Null);
    }
}
