use crate::domain::FaultClass;

/// Why a conversation ended. No message holds a patient's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DimseError {
    #[error("the other side closed the connection")]
    Closed,
    #[error("the other side was silent or slow for too long")]
    TimedOut,
    #[error("the connection failed: {0}")]
    Network(String),
    #[error("TLS: {0}")]
    Tls(String),
    #[error("what came is no DICOM: {0}")]
    Malformed(&'static str),
    #[error("the association was refused: {0}")]
    Refused(String),
    /// Once more may work: the other side is busy.
    #[error("the other side has no room for an association now")]
    Busy,
    #[error("the other side broke the association off")]
    Aborted,
    #[error("the other side does not take {0}")]
    NotTaken(&'static str),
    #[error("{0}")]
    Setup(String),
}

impl DimseError {
    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::Closed | Self::TimedOut | Self::Network(_) | Self::Busy | Self::Aborted => {
                FaultClass::Transient
            }
            Self::Tls(_) | Self::Malformed(_) | Self::Refused(_) | Self::NotTaken(_) | Self::Setup(_) => {
                FaultClass::NeedsTechnician
            }
        }
    }

    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Closed => "dicom-closed",
            Self::TimedOut => "dicom-timed-out",
            Self::Network(_) => "dicom-network",
            Self::Tls(_) => "dicom-tls",
            Self::Malformed(_) => "dicom-malformed",
            Self::Refused(_) => "dicom-refused",
            Self::Busy => "dicom-busy",
            Self::Aborted => "dicom-aborted",
            Self::NotTaken(_) => "dicom-not-taken",
            Self::Setup(_) => "dicom-setup",
        }
    }
}

impl From<std::io::Error> for DimseError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match error.kind() {
            Kind::TimedOut | Kind::WouldBlock => Self::TimedOut,
            Kind::UnexpectedEof | Kind::ConnectionReset | Kind::BrokenPipe | Kind::ConnectionAborted => {
                Self::Closed
            }
            Kind::ConnectionRefused => Self::Network("nothing listens at this address".to_owned()),
            Kind::NetworkUnreachable | Kind::HostUnreachable => {
                Self::Network("there is no way to the other side: no network?".to_owned())
            }
            _ => match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
                Some(tls) => Self::Tls(super::tls::words(tls)),
                None => Self::Network(error.kind().to_string()),
            },
        }
    }
}
