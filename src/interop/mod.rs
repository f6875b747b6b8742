//! Owns the encoders: a finished encounter becomes a document that another system reads. FHIR R4,
//! DICOM and PDF; every kind says the same, because all take their words from [`summary`].
//! Does not own sending (`sync`). Pure, no clock, no randomness: the same record and pictures make
//! the same bytes. Runs on whichever thread calls it.

pub mod dicom;
pub mod fhir;
pub mod hl7;
pub mod pdf;
pub mod summary;
