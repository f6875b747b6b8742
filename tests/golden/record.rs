//! The committed hashes, the pictures that belong to them, and what is written when they differ.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use farlight::display::{Canvas, Color, screenshot};
use farlight::domain::sha256_hex;
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

pub fn hash(canvas: &Canvas) -> String {
    let bytes: Vec<u8> = canvas.words().iter().flat_map(|word| word.to_le_bytes()).collect();
    sha256_hex(&bytes)
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
