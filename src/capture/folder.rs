//! A folder as a camera: pictures in natural order, each once. New files are seen at each capture,
//! so that a camera which saves to a shared folder works too.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Camera, CaptureError, Request, Shot};
use crate::domain::{Laterality, Task};
use crate::imaging::decode::read_file;

pub struct Folder {
    path: PathBuf,
    name: String,
    used: HashSet<PathBuf>,
}

impl Folder {
    pub fn at(path: PathBuf) -> Self {
        let name = format!("folder {}", path.display());
        Self { path, name, used: HashSet::new() }
    }

    /// All pictures in natural order: `2.jpg` before `10.jpg`.
    fn pictures(&self) -> Result<Vec<PathBuf>, CaptureError> {
        let unreadable = |error: &std::io::Error| CaptureError::FolderUnreadable { reason: error.kind() };
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(|error| unreadable(&error))? {
            let path = entry.map_err(|error| unreadable(&error))?.path();
            if is_picture(&path) {
                found.push(path);
            }
        }
        if found.is_empty() {
            return Err(CaptureError::FolderEmpty);
        }
        found.sort_by(|a, b| natural(&file_name(a), &file_name(b)));
        Ok(found)
    }
}

impl Camera for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn capture(&mut self, request: &Request, _wait: Duration) -> Result<Shot, CaptureError> {
        let pictures = self.pictures()?;
        let number = choose(&pictures, &self.used, *request).ok_or(CaptureError::FolderFinished)?;
        let path = &pictures[number];
        self.used.insert(path.clone());
        let bytes = read_file(path).map_err(|error| CaptureError::PictureUnreadable {
            number: number + 1,
            reason: error.to_string(),
        })?;
        Ok(Shot { bytes, source: "folder".to_owned() })
    }
}

/// The next unused picture: for an eye first one whose name tells this eye, then one that tells
/// none, for the first attempt only. A picture that tells the other eye is never taken for this one.
fn choose(pictures: &[PathBuf], used: &HashSet<PathBuf>, request: Request) -> Option<usize> {
    let unused = || (0..pictures.len()).filter(|&i| !used.contains(&pictures[i]));
    match request.laterality.filter(|_| request.task == Task::Dr) {
        None => unused().next(),
        Some(eye) => unused().find(|&i| eye_of(&pictures[i]) == Some(eye)).or_else(|| {
            // A retake that no name tells might be the next eye's first picture.
            unused().find(|&i| request.attempt == 1 && eye_of(&pictures[i]).is_none())
        }),
    }
}

/// Reads `12_left.jpeg`, `OD-3.png`, `anna_R.jpg`; a name that tells both eyes tells none.
fn eye_of(path: &Path) -> Option<Laterality> {
    let name = path.file_stem()?.to_string_lossy().to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphabetic()).collect();
    let tells = |marks: [&str; 3]| words.iter().any(|word| marks.contains(word));
    match (tells(["right", "od", "r"]), tells(["left", "os", "l"])) {
        (true, false) => Some(Laterality::Od),
        (false, true) => Some(Laterality::Os),
        _ => None,
    }
}

fn is_picture(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let known = ["jpg", "jpeg", "png", "dcm", "dicom"].contains(&extension.as_str());
    known && !file_name(path).starts_with('.') && path.is_file()
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Compares runs of digits by their value, the rest letter by letter.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (first, second) = (a.chars().next(), b.chars().next());
        let (Some(x), Some(y)) = (first, second) else { return first.cmp(&second) };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (m, n) = (digits(a), digits(b));
            let value = |run: &str| run.trim_start_matches('0').to_owned();
            let (p, q) = (value(m), value(n));
            let order = p.len().cmp(&q.len()).then_with(|| p.cmp(&q)).then_with(|| m.len().cmp(&n.len()));
            if order != Ordering::Equal {
                return order;
            }
            (a, b) = (&a[m.len()..], &b[n.len()..]);
        } else if x == y {
            (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]);
        } else {
            return x.cmp(&y);
        }
    }
}

fn digits(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(task: Task, laterality: Option<Laterality>) -> Request {
        Request { task, laterality, attempt: 1 }
    }

    fn take(folder: &mut Folder, laterality: Option<Laterality>) -> Result<String, CaptureError> {
        let task = if laterality.is_some() { Task::Dr } else { Task::Tb };
        let shot = folder.capture(&request(task, laterality), Duration::ZERO)?;
        Ok(String::from_utf8_lossy(&shot.bytes).into_owned())
    }

    /// A folder whose files hold their own names.
    fn folder(names: &[&str]) -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        for name in names {
            fs::write(dir.path().join(name), name).unwrap();
        }
        let folder = Folder::at(dir.path().to_owned());
        (dir, folder)
    }

    #[test]
    fn numbers_count_by_value_and_each_picture_comes_once() {
        let (_dir, mut folder) = folder(&["10.jpg", "2.png", "1.DCM", "notes.txt", ".3.jpg"]);
        let all: Vec<_> = (0..3).map(|_| take(&mut folder, None).unwrap()).collect();
        assert_eq!(all, ["1.DCM", "2.png", "10.jpg"]);
        assert!(matches!(take(&mut folder, None), Err(CaptureError::FolderFinished)));
    }

    #[test]
    fn the_eye_that_a_name_tells_comes_first() {
        let (_dir, mut folder) = folder(&["1.jpg", "3_right.jpg", "4_L.jpg", "5-OD.jpg"]);
        assert_eq!(take(&mut folder, Some(Laterality::Od)).unwrap(), "3_right.jpg");
        assert_eq!(take(&mut folder, Some(Laterality::Os)).unwrap(), "4_L.jpg");
        assert_eq!(take(&mut folder, Some(Laterality::Os)).unwrap(), "1.jpg");
        // Only a right eye is left: it is not handed out as a left one.
        assert!(matches!(take(&mut folder, Some(Laterality::Os)), Err(CaptureError::FolderFinished)));
        assert_eq!(take(&mut folder, Some(Laterality::Od)).unwrap(), "5-OD.jpg");
    }

    #[test]
    fn words_that_only_contain_an_eye_tell_none() {
        assert_eq!(eye_of(Path::new("rose.jpg")), None);
        assert_eq!(eye_of(Path::new("pod_leftover.jpg")), None);
        assert_eq!(eye_of(Path::new("left_right.jpg")), None);
        assert_eq!(eye_of(Path::new("10_left.jpeg")), Some(Laterality::Os));
    }

    #[test]
    fn empty_and_missing_folders_say_so() {
        let (_dir, mut empty) = folder(&["readme.md"]);
        assert_eq!(take(&mut empty, None).unwrap_err().code(), "folder-empty");
        let mut missing = Folder::at(PathBuf::from("/nowhere/at/all"));
        assert_eq!(take(&mut missing, None).unwrap_err().code(), "folder-unreadable");
    }

    #[test]
    fn a_picture_added_later_is_found() {
        let (dir, mut folder) = folder(&["1.jpg"]);
        take(&mut folder, None).unwrap();
        fs::write(dir.path().join("0.jpg"), "new").unwrap();
        assert_eq!(take(&mut folder, None).unwrap(), "new");
    }

    #[test]
    fn natural_order_is_total() {
        let mut names = ["b", "a10", "a2", "a02", "a", "", "a2b", "A1"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["", "A1", "a", "a2", "a2b", "a02", "a10", "b"]);
    }
}
