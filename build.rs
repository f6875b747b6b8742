//! Holds every language against English, and writes the keys of the texts as an enum: a missing key,
//! an extra one, or another set of variables ends the build with the file and the key.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;

/// Variables by key.
type Texts = BTreeMap<String, BTreeSet<String>>;

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=locales");
    let english = read(Path::new("locales/en.ftl"))?;
    for entry in std::fs::read_dir("locales")? {
        let path = entry?.path();
        let (file, texts) = (path.display(), read(&path)?);
        for key in english.keys().filter(|key| !texts.contains_key(*key)) {
            println!("cargo::error={file}: '{key}' is missing");
        }
        for (key, variables) in &texts {
            match english.get(key) {
                None => println!("cargo::error={file}: '{key}' is not in locales/en.ftl"),
                Some(wanted) if wanted != variables => {
                    println!("cargo::error={file}: '{key}' uses {variables:?}, English {wanted:?}");
                }
                Some(_) => {}
            }
        }
    }
    let folder = std::env::var_os("OUT_DIR").unwrap_or_default();
    std::fs::write(Path::new(&folder).join("keys.rs"), keys(&english))
}

fn read(path: &Path) -> std::io::Result<Texts> {
    let (file, text) = (path.display(), std::fs::read_to_string(path)?);
    let resource = parse(text.as_str()).unwrap_or_else(|(resource, faults)| {
        for fault in faults {
            let line = text.get(..fault.pos.start).unwrap_or_default().lines().count();
            println!("cargo::error={file}:{line}: {}", fault.kind);
        }
        resource
    });
    let mut texts = Texts::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut variables = BTreeSet::new();
        if let Some(pattern) = &message.value {
            collect(pattern, &mut variables);
        }
        if texts.insert(message.id.name.to_owned(), variables).is_some() {
            println!("cargo::error={file}: '{}' stands there twice", message.id.name);
        }
    }
    Ok(texts)
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                for variant in variants {
                    collect(&variant.value, variables);
                }
                selector
            }
        };
        if let InlineExpression::VariableReference { id } = inline {
            variables.insert(id.name.to_owned());
        }
    }
}

/// In the order of the names, so that a key is found by halving.
fn keys(texts: &Texts) -> String {
    let names: Vec<String> = texts.keys().map(|key| camel_case(key)).collect();
    let ids: Vec<String> = texts.keys().map(|key| format!("{key:?}")).collect();
    let members: String =
        texts.keys().zip(&names).map(|(key, name)| format!("    /// `{key}`\n    {name},\n")).collect();
    format!(
        "/// A text of the kiosk, by its name in `locales/en.ftl`.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\npub enum Key {{\n{members}}}\n\n\
         impl Key {{\n    pub const ALL: [Self; {}] = [{}];\n}}\n\nconst IDS: [&str; {}] = [{}];\n",
        names.len(),
        names.iter().map(|name| format!("Self::{name}")).collect::<Vec<_>>().join(", "),
        ids.len(),
        ids.join(", "),
    )
}

fn camel_case(key: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    };
    key.split('-').map(capital).collect()
}
