//! Real bytes behind the pictures of a record.

use std::collections::BTreeMap;

use farlight::capture::phantom;
use farlight::domain::{EncounterRecord, ImageRecord, ImageRole, Laterality, sha256_hex};
use farlight::imaging::encode;

/// By image id.
pub type Pictures = BTreeMap<String, Vec<u8>>;

/// Puts real bytes behind the record: a picture for each finding that has one, and its heatmap.
pub fn furnish(
    record: &mut EncounterRecord,
    picture: impl Fn(Option<Laterality>) -> (&'static str, Vec<u8>),
) -> Pictures {
    let mut pictures = Pictures::new();
    let mut heatmaps = Vec::new();
    for (number, image) in record.images.iter_mut().enumerate() {
        let (media_type, bytes) = picture(image.laterality);
        media_type.clone_into(&mut image.media_type);
        image.sha256 = sha256_hex(&bytes);
        image.bytes = bytes.len() as u64;
        pictures.insert(image.id.clone(), bytes);
        let finding =
            record.findings.iter_mut().find(|finding| finding.image_id.as_ref() == Some(&image.id)).unwrap();
        if finding.score.is_none() {
            continue;
        }
        let mut heatmap: ImageRecord = image.clone();
        let heat = phantom::fundus(320, 40 + number as u64, Laterality::Od, 3, 1, &[]);
        let bytes = encode::png_rgb(&heat).unwrap();
        heatmap.id = format!("{}-heat", image.id);
        heatmap.role = ImageRole::Heatmap;
        heatmap.media_type = "image/png".into();
        heatmap.sha256 = sha256_hex(&bytes);
        heatmap.bytes = bytes.len() as u64;
        heatmap.source = "farlight".into();
        finding.heatmap_id = Some(heatmap.id.clone());
        pictures.insert(heatmap.id.clone(), bytes);
        heatmaps.push(heatmap);
    }
    record.images.extend(heatmaps);
    pictures
}

/// A retina as JPEG, `side` pixels wide.
pub fn retina(side: usize, laterality: Option<Laterality>) -> (&'static str, Vec<u8>) {
    let laterality = laterality.unwrap_or(Laterality::Od);
    ("image/jpeg", encode::jpeg(&phantom::fundus(side, 5, laterality, 3, 1, &[]), 92).unwrap())
}
