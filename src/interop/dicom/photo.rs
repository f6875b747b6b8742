//! Pictures as taken: a photograph of a retina (PS3.3, A.41 Ophthalmic Photography 8 Bit Image) and
//! a chest film that did not come as DICOM (A.8 Secondary Capture Image).

use dicom_core::PrimitiveValue;
use dicom_dictionary_std::tags;

use super::dataset::{Code, Dataset};
use super::picture::Pixels;
use super::{Instance, Study, modules, uid};
use crate::domain::{EncounterRecord, ImageRecord, Laterality};

/// What a chest picture is that lacks all the X-ray machine knew.
const FILM: &str = "Chest film that did not come as DICOM: a photograph, scan or screen copy. \
                    No pixel spacing, no calibrated grey values; measure nothing on it.";

/// The attributes of one eye's photograph. What the box is not told is left empty: field of view,
/// whether the pupil was dilated, the light, the lens.
pub fn eye(study: &Study<'_>, object: &mut Dataset, image: &ImageRecord, pixels: Pixels) {
    modules::image(study.record, object, image);
    // The third value is due for what is derived.
    let how = if pixels.derivation.is_some() { "OTHER" } else { "" };
    let colour = if pixels.is_colour() { "\\COLOR" } else { "" };
    object.put(tags::IMAGE_TYPE, multiple(&format!("{}\\PRIMARY\\{how}{colour}", origin(&pixels))));
    object.put(tags::IMAGE_LATERALITY, laterality(image.laterality));
    object.code(tags::ANATOMIC_REGION_SEQUENCE, &Code::sct("5665001", "Retina"));
    object.code(tags::ACQUISITION_DEVICE_TYPE_CODE_SEQUENCE, &Code::sct("409898007", "Fundus Camera"));
    synchronisation(study.record, object);
    object.put(tags::NUMBER_OF_FRAMES, "1");
    object.put(tags::FRAME_INCREMENT_POINTER, PrimitiveValue::Tags([tags::FRAME_TIME_VECTOR][..].into()));
    object.put(tags::FRAME_TIME_VECTOR, "0");
    object.empty(&[
        tags::PUPIL_DILATED,
        tags::HORIZONTAL_FIELD_OF_VIEW,
        tags::EMMETROPIC_MAGNIFICATION,
        tags::INTRA_OCULAR_PRESSURE,
        tags::PATIENT_EYE_MOVEMENT_COMMANDED,
        tags::DETECTOR_TYPE,
        tags::ILLUMINATION_TYPE_CODE_SEQUENCE,
        tags::LIGHT_PATH_FILTER_TYPE_STACK_CODE_SEQUENCE,
        tags::IMAGE_PATH_FILTER_TYPE_STACK_CODE_SEQUENCE,
        tags::LENSES_CODE_SEQUENCE,
        tags::REFRACTIVE_STATE_SEQUENCE,
        tags::ACQUISITION_CONTEXT_SEQUENCE,
    ]);
    if !pixels.is_colour() {
        object.put(tags::PRESENTATION_LUT_SHAPE, "IDENTITY");
    }
    pixels.write(object);
}

/// The Synchronization module (PS3.3, C.7.4.2): nothing is.
fn synchronisation(record: &EncounterRecord, object: &mut Dataset) {
    let frame = uid::other(record, "synchronization");
    object.put(tags::SYNCHRONIZATION_FRAME_OF_REFERENCE_UID, frame);
    object.put(tags::SYNCHRONIZATION_TRIGGER, "NO TRIGGER");
    object.put(tags::ACQUISITION_TIME_SYNCHRONIZED, "N");
}

/// The attributes of a chest film that was photographed or copied.
pub fn film(study: &Study<'_>, object: &mut Dataset, image: &ImageRecord, pixels: Pixels) {
    modules::image(study.record, object, image);
    object.put(tags::IMAGE_TYPE, multiple(&format!("{}\\PRIMARY", origin(&pixels))));
    // Digitised film, or a file of which nobody told how it was made (C.8.6.1).
    object.put(tags::CONVERSION_TYPE, if image.source == "file" { "WSD" } else { "DF" });
    object.put(tags::ACQUISITION_DEVICE_PROCESSING_DESCRIPTION, "Not the X-ray machine's own object");
    let mut derivation: Vec<String> = Vec::new();
    derivation.extend((image.media_type != "application/dicom").then(|| FILM.to_owned()));
    derivation.extend(pixels.derivation.map(|how| format!("{how}.")));
    pixels.write(object);
    object.put(tags::DERIVATION_DESCRIPTION, derivation.join(" "));
}

/// What a preview says of itself, on top of the picture that it shows.
pub fn reduced(object: &mut Dataset, original: &Instance) {
    object.code(tags::DERIVATION_CODE_SEQUENCE, &Code::dcm("113085", "Spatial resampling"));
    object.items(tags::SOURCE_IMAGE_SEQUENCE, vec![modules::source(original)]);
}

fn origin(pixels: &Pixels) -> &'static str {
    if pixels.derivation.is_some() { "DERIVED" } else { "ORIGINAL" }
}

pub fn laterality(side: Option<Laterality>) -> &'static str {
    match side {
        Some(Laterality::Od) => "R",
        Some(Laterality::Os) => "L",
        None => "",
    }
}

/// One attribute of several values.
pub fn multiple(values: &str) -> PrimitiveValue {
    PrimitiveValue::Strs(values.split('\\').map(str::to_owned).collect())
}
