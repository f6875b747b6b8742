//! The house has floors: imports run downwards only. An arrow that is not in the table fails here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Each room with the rooms it may use. A room never uses one that stands below it in this list.
const FLOORS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &["domain"]),
    ("signing", &["domain"]),
    ("stick", &["domain", "signing"]),
    ("locale", &["domain"]),
    ("flow", &["domain", "locale"]),
    ("imaging", &["domain"]),
    ("capture", &["domain", "imaging"]),
    ("quality", &["domain", "imaging"]),
    ("inference", &["domain", "signing", "imaging"]),
    ("store", &["domain", "clock"]),
    ("interop", &["domain", "imaging"]),
    ("screening", &["domain", "clock", "imaging", "capture", "quality", "inference"]),
    ("evaluation", &["domain"]),
    ("dimse", &["domain", "imaging"]),
    ("programme", &["domain", "evaluation"]),
    ("sync", &["domain", "clock", "store", "interop", "dimse"]),
    ("demo", &["domain", "imaging"]),
    ("printing", &["domain", "imaging"]),
    ("display", &["domain", "imaging"]),
    ("ui", &["domain", "locale", "flow", "imaging", "display"]),
    (
        "app",
        &[
            "domain",
            "clock",
            "signing",
            "stick",
            "locale",
            "flow",
            "imaging",
            "capture",
            "quality",
            "inference",
            "store",
            "interop",
            "screening",
            "evaluation",
            "dimse",
            "programme",
            "sync",
            "demo",
            "printing",
            "display",
            "ui",
        ],
    ),
];

fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // Tests may use any room.
            if path.file_name().is_some_and(|name| name != "tests") {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Names that follow `crate::`, also those inside `use crate::{…}`, tests left out.
fn rooms_named_in(text: &str) -> BTreeSet<String> {
    let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: Vec<&str> = product.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut rooms = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let name =
            |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match rest.strip_prefix('{') {
            Some(group) => {
                let group = group.split("};").next().unwrap_or_default();
                rooms.extend(group.split(',').map(|part| name(part.trim())).filter(|part| !part.is_empty()));
            }
            None => {
                rooms.insert(name(rest));
            }
        }
    }
    rooms
}

#[test]
fn imports_run_downwards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let table: BTreeMap<&str, &[&str]> = FLOORS.iter().copied().collect();
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let room = first.trim_end_matches(".rs").to_owned();
        if room == "lib" || room == "main" || file.ends_with("tests.rs") {
            continue;
        }
        let Some(allowed) = table.get(room.as_str()) else {
            wrong.push(format!("the room '{room}' is not in the table"));
            continue;
        };
        let text = std::fs::read_to_string(&file).unwrap();
        for target in rooms_named_in(&text) {
            if target == room || !table.contains_key(target.as_str()) {
                continue;
            }
            arrows += 1;
            if !allowed.contains(&target.as_str()) {
                wrong.push(format!("{} uses {target}, which {room} must not", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(arrows > 20, "only {arrows} arrows were found: the scan is broken");
}

#[test]
fn the_table_has_no_circle() {
    for (index, (room, allowed)) in FLOORS.iter().enumerate() {
        for target in *allowed {
            let below = FLOORS[..index].iter().any(|(name, _)| name == target);
            assert!(below, "{room} uses {target}, which does not stand above it in the table");
        }
    }
}

#[test]
fn arrows_are_found_in_every_form() {
    let text = "use crate::store::Store;\nuse crate::{domain, imaging::Rgb};\nlet x = crate::sync::go();\n// crate::ui\n";
    let rooms = rooms_named_in(text);
    assert_eq!(rooms.into_iter().collect::<Vec<_>>(), ["domain", "imaging", "store", "sync"]);
}
