//! DICOM: one study an encounter. The pictures that the findings rest on, where the model looked,
//! the result as a structured report, and the same on one page; previews of large pictures for slow lines.
//!
//! A picture that came as DICOM is forwarded byte for byte; what is made of it joins its study.
//! The camera's baseline JPEG bytes are wrapped unchanged. All UIDs are made of the content, so the
//! same encounter makes the same objects again and another content never hides under a known UID.

mod content;
mod dataset;
mod document;
mod heatmap;
mod identity;
mod modules;
mod photo;
mod picture;
mod report;
mod uid;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;

use dicom_dictionary_std::uids;

use super::pdf;
use crate::domain::{EncounterRecord, FaultClass, ImageRecord, ImageRole, Task};
use crate::imaging::decode::DecodeError;
use crate::imaging::encode::EncodeError;
use dataset::Dataset;
use identity::{Identity, Imported};
use picture::Pixels;

#[derive(Debug, thiserror::Error)]
pub enum DicomError {
    #[error("a stored picture cannot be read: {0}")]
    Picture(#[source] Box<dyn Error + Send + Sync>),
    #[error("a stored picture cannot be decoded: {0}")]
    Decode(#[from] DecodeError),
    #[error("a picture cannot be encoded: {0}")]
    Encode(#[from] EncodeError),
    #[error("the picture has more than 65,535 columns or rows, which DICOM cannot say")]
    TooWide,
    #[error("the DICOM object cannot be written: {0}")]
    Written(#[source] Box<dyn Error + Send + Sync>),
    #[error(transparent)]
    Pdf(#[from] pdf::PdfError),
}

impl DicomError {
    fn written(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Written(Box::new(error))
    }

    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::Picture(_) => FaultClass::NeedsTechnician,
            Self::Decode(error) => error.class(),
            Self::TooWide => FaultClass::NeedsOperator,
            Self::Encode(_) | Self::Written(_) | Self::Pdf(_) => FaultClass::Bug,
        }
    }
}

/// What an object is to its study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Report,
    Summary,
    Heatmap,
    /// A picture at [`PREVIEW_SIDE`].
    Preview,
    Picture,
}

/// One object of the study, not made yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part<'a> {
    Report,
    Summary,
    Heatmap(&'a ImageRecord),
    Preview(&'a ImageRecord),
    Picture(&'a ImageRecord),
}

/// Longer side of a preview, in pixels.
pub const PREVIEW_SIDE: usize = 1024;
/// A picture that weighs less is not worth a preview: it goes as it is.
const PREVIEW_ABOVE_BYTES: u64 = 256 << 10;

/// Whether a picture is so large that something smaller must go ahead of it on a slow line.
#[must_use]
pub fn needs_preview(image: &ImageRecord) -> bool {
    image.bytes > PREVIEW_ABOVE_BYTES && image.role == ImageRole::Original
}

/// A picture that weighs less is small already: nothing smaller is made of it.
#[must_use]
pub fn small_bytes() -> u64 {
    PREVIEW_ABOVE_BYTES
}

/// What stays of a large picture for the eye: a JPEG as the preview's.
///
/// # Errors
/// When `bytes` are no picture that can be read.
pub fn small(bytes: &[u8]) -> Result<Vec<u8>, DicomError> {
    let jpeg = Pixels::preview(bytes, PREVIEW_SIDE)?.into_jpeg();
    jpeg.ok_or(DicomError::TooWide)
}

/// What goes out over the network of an encounter: its study, and previews of large pictures.
#[must_use]
pub fn parts_to_send(record: &EncounterRecord) -> Vec<Part<'_>> {
    let mut parts = parts(record);
    let large = pictures(record).into_iter().filter(|image| needs_preview(image));
    parts.splice(1..1, large.map(Part::Preview).collect::<Vec<_>>());
    parts
}

/// The part that [`Part::name`] has named.
#[must_use]
pub fn part_named<'a>(record: &'a EncounterRecord, name: &str) -> Option<Part<'a>> {
    parts_to_send(record).into_iter().find(|part| part.name() == name)
}

fn parts(record: &EncounterRecord) -> Vec<Part<'_>> {
    let mut parts = vec![Part::Report, Part::Summary];
    parts.extend(images(record, |finding| finding.heatmap_id.as_deref()).into_iter().map(Part::Heatmap));
    parts.extend(pictures(record).into_iter().map(Part::Picture));
    parts
}

/// Pictures that no finding rests on, as refused attempts, stay in the box.
fn pictures(record: &EncounterRecord) -> Vec<&ImageRecord> {
    images(record, |finding| finding.image_id.as_deref())
}

/// The pictures that the findings name, each once.
fn images<'a>(
    record: &'a EncounterRecord,
    id: impl Fn(&'a crate::domain::Finding) -> Option<&'a str>,
) -> Vec<&'a ImageRecord> {
    let mut images: Vec<&ImageRecord> = Vec::new();
    for id in record.findings.iter().filter_map(id) {
        let named = record.images.iter().find(|image| image.id == id);
        images.extend(named.filter(|image| images.iter().all(|known| known.id != image.id)));
    }
    images
}

impl<'a> Part<'a> {
    /// The picture as taken that it is, if it is one.
    #[must_use]
    pub fn original(&self) -> Option<&'a ImageRecord> {
        match *self {
            Self::Picture(image) => Some(image),
            _ => None,
        }
    }

    /// What an outbox calls it; tells it apart from all others of its encounter.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Report => "dicom-report".to_owned(),
            Self::Summary => "dicom-summary".to_owned(),
            Self::Heatmap(image) => format!("dicom-heatmap/{}", image.id),
            Self::Preview(image) => format!("dicom-preview/{}", image.id),
            Self::Picture(image) => format!("dicom-picture/{}", image.id),
        }
    }

    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Report => Kind::Report,
            Self::Summary => Kind::Summary,
            Self::Heatmap(_) => Kind::Heatmap,
            Self::Preview(_) => Kind::Preview,
            Self::Picture(_) => Kind::Picture,
        }
    }
}

/// What names an object to other systems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub sop_class: String,
    pub uid: String,
    pub series: String,
    pub study: String,
    /// As (0008,0060): `OP`, `SR`.
    pub modality: Cow<'static, str>,
    number: usize,
}

/// A finished Part 10 file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    pub instance: Instance,
    pub bytes: Vec<u8>,
}

/// Gives the bytes of a stored picture.
pub type Read<'a> = dyn Fn(&ImageRecord) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> + 'a;

/// All objects of one encounter; each is made when it is asked for, and again the same.
pub struct Study<'a> {
    record: &'a EncounterRecord,
    read: &'a Read<'a>,
    identity: Identity,
    /// By [`ImageRecord::id`].
    imported: BTreeMap<&'a str, Instance>,
}

impl<'a> Study<'a> {
    /// Reads the pictures that came as DICOM, to learn whose study it is: with several, the first
    /// finding's.
    ///
    /// # Errors
    /// [`DicomError::Picture`].
    pub fn open(record: &'a EncounterRecord, read: &'a Read<'a>) -> Result<Self, DicomError> {
        let mut study =
            Self { record, read, identity: Identity::of_record(record), imported: BTreeMap::new() };
        for image in pictures(record) {
            if image.media_type != "application/dicom" {
                continue;
            }
            if let Some(import) = Imported::read(&study.bytes(image)?) {
                if study.imported.is_empty() {
                    study.identity = Identity::of_import(&import);
                }
                study.imported.insert(&image.id, import.instance);
            }
        }
        Ok(study)
    }

    /// Study Instance UID.
    #[must_use]
    pub fn uid(&self) -> &str {
        &self.identity.study
    }

    /// The number under which the objects file the patient; of an imported study that of its maker.
    #[must_use]
    pub fn patient_id(&self) -> String {
        self.identity.patient_id()
    }

    /// Every object, small before large; previews only go out over slow lines, see [`parts_to_send`].
    #[must_use]
    pub fn parts(&self) -> Vec<Part<'a>> {
        parts(self.record)
    }

    /// Whether there is more in it than the words.
    #[must_use]
    pub fn has_pictures(&self) -> bool {
        self.parts().iter().any(|part| part.kind() >= Kind::Heatmap)
    }

    /// The names of an object, without making it.
    #[must_use]
    pub fn instance(&self, part: Part<'a>) -> Instance {
        let dr = self.record.task == Task::Dr;
        let picture_class = if dr {
            uids::OPHTHALMIC_PHOTOGRAPHY8_BIT_IMAGE_STORAGE
        } else {
            uids::SECONDARY_CAPTURE_IMAGE_STORAGE
        };
        let modality = if dr { "OP" } else { "OT" };
        let heatmap_class = uids::MULTI_FRAME_TRUE_COLOR_SECONDARY_CAPTURE_IMAGE_STORAGE;
        let (sop_class, modality, role, image) = match part {
            Part::Report => (uids::COMPREHENSIVE_SR_STORAGE, "SR", "report", None),
            Part::Summary => (uids::ENCAPSULATED_PDF_STORAGE, "DOC", "summary", None),
            Part::Heatmap(image) => (heatmap_class, "OT", "heatmap", Some(image)),
            Part::Preview(image) => (picture_class, modality, "preview", Some(image)),
            Part::Picture(image) => match self.imported.get(image.id.as_str()) {
                Some(instance) => return instance.clone(),
                None => (picture_class, modality, "picture", Some(image)),
            },
        };
        Instance {
            sop_class: sop_class.to_owned(),
            uid: uid::instance(self.record, role, image.map_or("", |image| &image.sha256)),
            series: uid::series(self.record, role),
            study: self.identity.study.clone(),
            modality: Cow::Borrowed(modality),
            number: image.map_or(1, |image| 1 + self.place(image)),
        }
    }

    /// Makes one object.
    ///
    /// # Errors
    /// [`DicomError`].
    pub fn encode(&self, part: Part<'a>) -> Result<Object, DicomError> {
        let instance = self.instance(part);
        let bytes = match part {
            Part::Picture(image) if self.imported.contains_key(image.id.as_str()) => self.bytes(image)?,
            _ => self.write(part, &instance)?,
        };
        Ok(Object { instance, bytes })
    }

    fn write(&self, part: Part<'a>, instance: &Instance) -> Result<Vec<u8>, DicomError> {
        let mut object = modules::begin(self.record, &self.identity, instance, part.kind());
        let mut syntax = uids::EXPLICIT_VR_LITTLE_ENDIAN;
        match part {
            Part::Report => report::write(self, &mut object, &self.images_made()),
            Part::Summary => {
                let page = pdf::summary(self.record, &|image| self.bytes(image).ok())?;
                document::write(self, &mut object, &self.images_made(), page);
            }
            Part::Heatmap(image) => {
                let pixels = heatmap::pixels(&self.bytes(image)?, self.record.research_use)?;
                syntax = pixels.transfer_syntax();
                let findings = &self.record.findings;
                let finding = findings.iter().find(|finding| finding.heatmap_id.as_ref() == Some(&image.id));
                let source = finding.and_then(|finding| self.instance_of(finding.image_id.as_deref()?));
                heatmap::write(self, &mut object, image, source.as_ref(), pixels);
            }
            Part::Picture(image) => {
                let pixels = Pixels::of_file(self.bytes(image)?)?;
                syntax = pixels.transfer_syntax();
                self.photograph(&mut object, image, pixels);
            }
            Part::Preview(image) => {
                let pixels = Pixels::preview(&self.bytes(image)?, PREVIEW_SIDE)?;
                syntax = pixels.transfer_syntax();
                self.photograph(&mut object, image, pixels);
                photo::reduced(&mut object, &self.instance(Part::Picture(image)));
            }
        }
        object.file(syntax)
    }

    fn photograph(&self, object: &mut Dataset, image: &ImageRecord, pixels: Pixels) {
        match self.record.task {
            Task::Dr => photo::eye(self, object, image, pixels),
            Task::Tb => photo::film(self, object, image, pixels),
        }
    }

    fn bytes(&self, image: &ImageRecord) -> Result<Vec<u8>, DicomError> {
        (self.read)(image).map_err(DicomError::Picture)
    }

    fn place(&self, image: &ImageRecord) -> usize {
        self.record.images.iter().position(|known| known.id == image.id).unwrap_or(0)
    }

    /// The instance that holds a picture or a heatmap.
    fn instance_of(&self, image_id: &str) -> Option<Instance> {
        let holds = |part: &Part<'a>| match part {
            Part::Heatmap(image) | Part::Picture(image) => image.id == image_id,
            Part::Report | Part::Summary | Part::Preview(_) => false,
        };
        self.parts().into_iter().find(holds).map(|part| self.instance(part))
    }

    /// Every picture and heatmap of the study.
    fn images_made(&self) -> Vec<Instance> {
        let images = self.parts().into_iter().filter(|part| part.kind() >= Kind::Heatmap);
        images.map(|part| self.instance(part)).collect()
    }
}
