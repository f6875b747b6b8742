//! The committed hashes, the pictures that belong to them, and what is written when they differ.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use farlight::display::{Canvas, Color, screenshot};
use farlight::imaging::decode::decode;

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

/// FNV-1a over the pixels: finds a change, and is quick where nothing is optimised.
pub fn hash(canvas: &Canvas) -> String {
    let hash = canvas.words().iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
        (hash ^ u64::from(*word)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Pictures whose large text does not fit yet, by name: what is still to be mended.
pub fn tight() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("tests/golden/tight.txt")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
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

pub fn read() -> Hashes {
    let text = std::fs::read_to_string(file()).unwrap_or_default();
    let pair = |line: &str| line.split_once(' ').map(|(name, hash)| (name.to_owned(), hash.to_owned()));
    text.lines().filter_map(pair).collect()
}

pub fn write(hashes: &Hashes) {
    let lines: String = hashes.iter().map(|(name, hash)| format!("{name} {hash}\n")).collect();
    std::fs::write(file(), lines).unwrap();
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
