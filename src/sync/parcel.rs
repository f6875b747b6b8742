//! From an encounter and the kind of a message to what goes out: the parts that a destination gets,
//! and each of them, encoded.

use std::cell::RefCell;
use std::error::Error;

use serde_json::Value;

use super::config::Kind;
use super::privacy::Private;
use super::{Queue, SendFault, SyncError};
use crate::domain::{EncounterRecord, FaultClass, ImageRecord};
use crate::interop::dicom::{self, Object, Study};
use crate::interop::fhir::{self, Policy};
use crate::interop::hl7;
use crate::store::Stage;

/// About what a text weighs.
const TEXT_BYTES: u64 = 8 << 10;
/// About what a picture of 1024 pixels weighs, or the page.
const PREVIEW_BYTES: u64 = 160 << 10;

/// One message, ready for its way.
pub struct Parcel {
    pub content: Content,
    /// What no word about it may repeat.
    pub private: Private,
}

pub enum Content {
    /// A FHIR transaction.
    Bundle(Value),
    /// One DICOM instance.
    Instance(Object),
    /// One HL7 v2 message, and the name by which its answer refers to it.
    Hl7 { message: String, control_id: String },
}

impl Parcel {
    /// The referral of `record` as a FHIR transaction.
    #[must_use]
    pub fn bundle(record: &EncounterRecord, policy: &Policy) -> Self {
        let content = Content::Bundle(fhir::bundle_for(record, policy));
        Self { content, private: Private::of(&record.patient) }
    }

    /// What a message of `kind` carries.
    ///
    /// # Errors
    /// Outside when the outbox fails; inside when this message cannot be made.
    pub fn make(
        queue: &mut impl Queue,
        record: &EncounterRecord,
        kind: &str,
        policy: &Policy,
    ) -> Result<Result<Self, SendFault>, SyncError> {
        let private = Private::of(&record.patient);
        if kind == hl7::KIND {
            let content = Content::Hl7 { message: hl7::oru(record), control_id: hl7::control_id(record) };
            return Ok(Ok(Self { content, private }));
        }
        // A failing outbox ends the step; a lost picture, only this message.
        let broken = RefCell::new(None);
        let queue = RefCell::new(queue);
        let read = |image: &ImageRecord| match queue.borrow_mut().image(&image.id) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err("it is not in the store: run `farlight doctor`".into()),
            Err(error) => {
                *broken.borrow_mut() = Some(error);
                Err(Box::<dyn Error + Send + Sync>::from("the store cannot be read"))
            }
        };
        let made = if kind == fhir::KIND {
            // A picture that cannot be read leaves the study unnamed, and never holds a referral back.
            let study = Study::open(record, &read).ok();
            Ok(Content::Bundle(fhir::bundle_of(record, study.as_ref(), policy)))
        } else if let Some(part) = dicom::part_named(record, kind) {
            Study::open(record, &read).and_then(|study| study.encode(part)).map(Content::Instance)
        } else {
            let words = "this program does not know its kind: install the newer program";
            return Ok(Err(SendFault::Rejected(words.into())));
        };
        if let Some(error) = broken.take() {
            return Err(error);
        }
        Ok(match made {
            Ok(content) => Ok(Self { content, private }),
            Err(error) if error.class() == FaultClass::Transient => {
                Err(SendFault::transient(error.to_string()))
            }
            Err(error) => Err(SendFault::Rejected(error.to_string())),
        })
    }
}

/// A part that becomes a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPart {
    pub kind: String,
    pub stage: Stage,
    pub size_bytes: u64,
}

/// What a destination of this kind gets of an encounter, small before large.
#[must_use]
pub fn parts(record: &EncounterRecord, kind: Kind) -> Vec<PlannedPart> {
    match kind {
        Kind::Fhir => {
            vec![PlannedPart { kind: fhir::KIND.to_owned(), stage: Stage::Text, size_bytes: TEXT_BYTES }]
        }
        Kind::Dicomweb | Kind::Dimse => instances(record),
        Kind::Hl7 => {
            vec![PlannedPart { kind: hl7::KIND.to_owned(), stage: Stage::Text, size_bytes: TEXT_BYTES }]
        }
    }
}

fn instances(record: &EncounterRecord) -> Vec<PlannedPart> {
    let plan = |part: dicom::Part| {
        let (stage, size_bytes) = match part {
            dicom::Part::Report => (Stage::Text, TEXT_BYTES),
            dicom::Part::Summary | dicom::Part::Preview(_) => (Stage::Preview, PREVIEW_BYTES),
            dicom::Part::Picture(image) if dicom::needs_preview(image) => (Stage::Original, image.bytes),
            dicom::Part::Picture(image) | dicom::Part::Heatmap(image) => (Stage::Preview, image.bytes),
        };
        PlannedPart { kind: part.name(), stage, size_bytes }
    };
    let mut parts: Vec<PlannedPart> = dicom::parts_to_send(record).into_iter().map(plan).collect();
    parts.sort_by_key(|part| part.stage);
    parts
}
