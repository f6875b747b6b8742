//! A file of the inbox: `FLI1`, the length of the note (4 bytes, little endian), the sealed note, the
//! sealed content.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::store::StoreError;
use crate::store::crypto::InboxKeys;

const MAGIC: &[u8; 4] = b"FLI1";
/// A note is a few hundred bytes.
const NOTE_MAX_BYTES: usize = 64 << 10;

pub fn seal(keys: &InboxKeys, id: &str, note: &[u8], content: &[u8]) -> Result<Vec<u8>, StoreError> {
    let note = keys.seal(&format!("{id} note"), note)?;
    let length = u32::try_from(note.len()).ok().filter(|length| *length as usize <= NOTE_MAX_BYTES);
    let length = length.ok_or(StoreError::Invalid("a note of the inbox is too long"))?;
    let content = keys.seal(&format!("{id} content"), content)?;
    let mut file = Vec::with_capacity(8 + note.len() + content.len());
    file.extend_from_slice(MAGIC);
    file.extend(length.to_le_bytes());
    file.extend(note);
    file.extend(content);
    Ok(file)
}

/// The note alone: the content may be large.
pub fn note(keys: &InboxKeys, id: &str, path: &Path) -> Result<Vec<u8>, StoreError> {
    let read = || {
        let mut file = fs::File::open(path)?;
        let mut head = [0; 8];
        file.read_exact(&mut head)?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let mut note = vec![0; length.min(NOTE_MAX_BYTES)];
        file.read_exact(&mut note)?;
        Ok::<_, std::io::Error>(note)
    };
    let sealed = read().map_err(|_| cut())?;
    keys.unseal(&format!("{id} note"), sealed)
}

/// The content as it came.
pub fn content(keys: &InboxKeys, id: &str, mut file: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    let length = file.get(4..8).and_then(|bytes| bytes.first_chunk().copied()).ok_or_else(cut)?;
    let start = 8 + u32::from_le_bytes(length) as usize;
    if !file.starts_with(MAGIC) || start > file.len() {
        return Err(cut());
    }
    file.drain(..start);
    keys.unseal(&format!("{id} content"), file)
}

fn cut() -> StoreError {
    StoreError::Damaged("a file of the inbox is cut off or no such file".into())
}
