//! What a look at the whole chain found.

/// What [`super::Store::audit_verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// How many entries were read until the end or the first problem.
    pub entries: u64,
    pub problem: Option<AuditProblem>,
}

/// The first entry that does not fit, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditProblem {
    pub seq: u64,
    pub kind: AuditFault,
}

impl std::fmt::Display for AuditProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "audit entry {}: {}", self.seq, self.kind)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditFault {
    /// A number is left out or doubled.
    Gap,
    /// The entry does not follow from the one before it.
    Unlinked,
    /// The hash is not that of the content.
    Altered,
    /// The hash fits, yet it was not made with our key.
    Forged,
    /// The head says that there are more entries.
    TailMissing,
    /// The head itself is missing, altered or forged, or knows fewer entries.
    Head,
}

impl std::fmt::Display for AuditFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Gap => "a number is left out or doubled",
            Self::Unlinked => "it does not follow from the one before",
            Self::Altered => "its content was changed",
            Self::Forged => "it was not written by this box",
            Self::TailMissing => "entries are missing from here on",
            Self::Head => "the record of the chain's end was changed",
        })
    }
}
