//! The committed hashes, the pictures that belong to them, and what is written when they differ.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use farlight::display::{Canvas, Color, screenshot};
use farlight::imaging::decode::decode;

use super::draw::{languages, recorded};

/// Hash by the name of the picture.
pub type Hashes = BTreeMap<String, String>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn file() -> PathBuf {
    root().join("tests/golden/hashes.txt")
}

/// Pictures of the last recording on this machine; never committed.
fn kept(name: &str) -> PathBuf {
    root().join(".cache/golden").join(name).with_extension("png")
}

fn failed(name: &str, ending: &str) -> PathBuf {
    root().join("target/golden").join(format!("{}{ending}.png", name.replace('/', "-")))
}

/// FNV-1a over the pixels, folded: finds a change, and is quick where nothing is optimised.
pub fn hash(canvas: &Canvas) -> String {
    let hash = canvas.words().iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
        (hash ^ u64::from(*word)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

fn trees_of(screen: &str) -> PathBuf {
    root().join("tests/golden/trees").join(screen).with_extension("txt")
}

/// Every scene of a screen as a person reads it, one below the other.
pub fn tree(screen: &str) -> String {
    std::fs::read_to_string(trees_of(screen)).unwrap_or_default()
}

pub fn write_tree(screen: &str, text: &str) {
    let path = trees_of(screen);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// The first lines that differ.
pub fn first_difference(old: &str, new: &str) -> Option<String> {
    let (mut old, mut new) = (old.lines(), new.lines());
    let mut scene = String::new();
    loop {
        let (before, after) = (old.next(), new.next());
        if before.is_none() && after.is_none() {
            return None;
        }
        if before != after {
            let told = |line: Option<&str>| line.unwrap_or("(nothing)").to_owned();
            return Some(format!("{scene}\n      was {}\n      is  {}", told(before), told(after)));
        }
        if let Some(name) = after.and_then(|line| line.strip_prefix("== ")) {
            name.clone_into(&mut scene);
        }
    }
}

/// A line holds a scene in a language: a hash for each look, in the order of [`recorded`].
pub fn read() -> Hashes {
    let text = std::fs::read_to_string(file()).unwrap_or_default();
    let languages = languages();
    let mut hashes = Hashes::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let Some((scene, code)) = words.next().and_then(|name| name.split_once('/')) else { continue };
        let Some(language) = languages.iter().find(|language| language.code() == code) else { continue };
        let named = recorded(*language).into_iter().zip(words);
        hashes.extend(named.map(|(look, hash)| (look.name(scene), hash.to_owned())));
    }
    hashes
}

pub fn write(hashes: &Hashes) {
    let scenes: BTreeSet<&str> = hashes.keys().filter_map(|name| name.split('/').next()).collect();
    let mut text = String::new();
    for scene in scenes {
        for language in languages() {
            let of = recorded(language);
            let known: Vec<&str> =
                of.iter().filter_map(|look| hashes.get(&look.name(scene)).map(String::as_str)).collect();
            if known.len() == of.len() {
                text.push_str(&format!("{scene}/{} {}\n", language.code(), known.join(" ")));
            }
        }
    }
    std::fs::write(file(), text).unwrap();
}

fn save(canvas: &Canvas, path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    screenshot(canvas, path).unwrap();
}

pub fn keep(name: &str, canvas: &Canvas) {
    save(canvas, &kept(name));
}

/// Writes the new picture and, where the old one is known, what differs; answers with their paths.
pub fn show(name: &str, canvas: &Canvas) -> String {
    let (new, differs) = (failed(name, ""), failed(name, ".diff"));
    save(canvas, &new);
    let old = std::fs::read(kept(name)).ok().and_then(|bytes| decode(&bytes).ok());
    let Some(old) = old.map(|read| read.picture.to_rgb()) else { return new.display().to_string() };
    save(&difference(canvas, |x, y| old.at(x as usize, y as usize)), &differs);
    format!("{}\n      {}", new.display(), differs.display())
}

/// The new picture, pale, with every changed pixel in magenta.
fn difference(new: &Canvas, old: impl Fn(i32, i32) -> [u8; 3]) -> Canvas {
    let area = new.area();
    let mut picture = Canvas::new(area.width as usize, area.height as usize);
    for y in 0..area.height {
        for x in 0..area.width {
            let colour = new.at(x, y);
            let same = [colour.0, colour.1, colour.2] == old(x, y);
            let shown = if same { colour.mix(Color(128, 128, 128), 170) } else { Color(255, 0, 255) };
            picture.fill(farlight::display::Rect::new(x, y, 1, 1), shown);
        }
    }
    picture
}
