//! Owns the encoders: a finished encounter becomes a document that another system reads. FHIR R4
//! for now; every kind says the same, because all take their words from [`summary`].
//! Does not own sending (`sync`) or pixels. Pure, no clock, no randomness: the same record makes the
//! same bytes. Runs on whichever thread calls it.
//!
//! `ImagingStudy` is not made yet: it points at a DICOM study, and there is none to point at. Until
//! then a result names its picture by SHA-256.

pub mod fhir;
pub mod summary;
