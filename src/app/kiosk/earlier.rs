//! The thread that lays earlier pictures of a patient over the present ones. The store's thread hands
//! it the files; decoding and looking for the place would hold the store up.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use super::message::Teller;
use crate::domain::{EncounterRecord, Laterality, Task};
use crate::imaging::decode::decode;
use crate::imaging::{Rgb, align};
use crate::store::Store;
use crate::ui::screens::Pictures;

/// Earlier screenings that are shown, the last first.
const MOST: usize = 4;
/// Longest side of a picture for comparison, pixels: as large as a panel shows it.
const SHOWN: usize = 800;

/// One side of a patient: what it looks like now, and what it looked like.
pub struct Job {
    task: Task,
    /// The files; the earlier ones with the names under which the screens look for them.
    present: Vec<u8>,
    earlier: Vec<(String, Vec<u8>)>,
}

/// What there is to compare with the pictures of `record`, a job a side. What cannot be read is left
/// out, and named in the log.
pub fn jobs(store: &Store, record: &EncounterRecord) -> Vec<Job> {
    let Ok(priors) = store.priors(&record.patient.id) else { return Vec::new() };
    let before = priors.iter().filter(|prior| prior.id != record.id && prior.task == record.task);
    let before: Vec<EncounterRecord> =
        before.take(MOST).filter_map(|prior| store.encounter(&prior.id).ok()).collect();
    let sides = record.findings.iter().map(|finding| finding.laterality);
    let job = |side: Option<Laterality>| {
        let earlier: Vec<_> = before
            .iter()
            .filter_map(|prior| Some((Pictures::of_prior(&prior.id, side), file(store, prior, side)?)))
            .collect();
        let present = if earlier.is_empty() { None } else { file(store, record, side) };
        Some(Job { task: record.task, present: present?, earlier })
    };
    sides.filter_map(job).collect()
}

fn file(store: &Store, record: &EncounterRecord, side: Option<Laterality>) -> Option<Vec<u8>> {
    let finding = record.findings.iter().find(|finding| finding.laterality == side)?;
    let id = finding.image_id.as_ref()?;
    store.read_picture(id).map_err(|error| log::error!("picture {id} cannot be compared: {error}")).ok()
}

/// Until nobody can ask any more.
pub fn run(tell: &Teller, jobs: &Receiver<Job>) {
    for Job { task, present, earlier } in jobs {
        let Some(present) = small(&present) else { continue };
        for (name, bytes) in earlier {
            let Some(before) = small(&bytes) else { continue };
            let aligned = align::align(task, &before, &present);
            tell.picture(&name, Arc::new(aligned.image), None);
        }
    }
}

fn small(bytes: &[u8]) -> Option<Rgb> {
    let picture = decode(bytes).map_err(|error| log::error!("a picture cannot be compared: {error}")).ok()?;
    let (width, height) = picture.picture.size();
    let image = picture.picture.to_rgb();
    let longest = width.max(height);
    if longest <= SHOWN {
        return Some(image);
    }
    Some(image.resize((width * SHOWN / longest).max(1), (height * SHOWN / longest).max(1)))
}
