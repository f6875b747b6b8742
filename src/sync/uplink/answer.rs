//! What an answer means for the message.

use std::io::ErrorKind;
use std::time::Duration;

use rustls::CertificateError as Certificate;
use serde_json::Value;
use ureq::Timeout;

use crate::sync::SendFault;
use crate::sync::outcome::explain;
use crate::sync::privacy::Private;

/// An answer, read whole.
pub struct Answer {
    pub status: u16,
    pub media_type: String,
    pub retry_after: Option<Duration>,
    pub body: Vec<u8>,
}

/// What an answer means, whatever it says, when the status alone decides; `server` is what ought to
/// answer here, as "FHIR".
pub fn status_fault(answer: &Answer, server: &str) -> Option<SendFault> {
    let status = answer.status;
    let configuration = |what: &str| Some(SendFault::Configuration(format!("{what} ({status})")));
    match status {
        200..=299 if answer.media_type.contains("html") => configuration(&format!(
            "a web page answers instead of the {server} server: does the network ask for a log-in?"
        )),
        300..=399 => {
            configuration("it sends us elsewhere: does the network ask for a log-in, or is the url old?")
        }
        401 => configuration("it does not know this box: check auth and the client certificate"),
        403 => configuration("it does not allow this box to write"),
        404 | 405 | 410 => configuration(&format!("there is no {server} server at this url")),
        408 | 423 | 425 | 429 | 500..=599 => Some(SendFault::Transient {
            reason: format!("the server cannot take it now ({status})"),
            after: answer.retry_after,
            unreached: false,
        }),
        _ => None,
    }
}

/// The resource in a good answer, or whose fault it is. Only a server that speaks FHIR may refuse a
/// message; anything else that answers stands in the way.
pub fn judge_fhir(answer: &Answer, private: &Private) -> Result<Value, SendFault> {
    if let Some(fault) = status_fault(answer, "FHIR") {
        return Err(fault);
    }
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let status = answer.status;
    let configuration = |what: &str| Err(SendFault::Configuration(format!("{what} ({status})")));
    match status {
        200 | 201 if body.is_object() => Ok(body),
        200..=299 if answer.body.is_empty() => configuration("it answers, but says nothing"),
        200..=299 => configuration("something else than a FHIR server answers"),
        // Two boxes write the same resource at once.
        409 => Err(SendFault::Transient {
            reason: format!("the server cannot take it now ({status})"),
            after: answer.retry_after,
            unreached: false,
        }),
        _ => match explain(&body, private) {
            Some(words) => Err(SendFault::Rejected(format!("{words} ({status})"))),
            None => configuration("it refuses the connection or the request, and not as a FHIR server would"),
        },
    }
}

/// It was said to be kept, and is not there.
pub fn not_kept(what: &str) -> SendFault {
    SendFault::Configuration(format!("the server says that it keeps the {what}, but does not have it"))
}

/// What a failure below HTTP means.
pub fn network_fault(error: &ureq::Error) -> SendFault {
    match error {
        ureq::Error::Io(io) => match io.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(tls) => tls_fault(tls),
            None => io_fault(io.kind()),
        },
        ureq::Error::Rustls(tls) => tls_fault(tls),
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            SendFault::unreached("the server could not be reached in time: no network?")
        }
        ureq::Error::Timeout(_) => SendFault::transient("the server did not answer in time"),
        ureq::Error::HostNotFound => SendFault::unreached("the name of the server is not found: no network?"),
        ureq::Error::Tls(what) => SendFault::Configuration(format!("TLS: {what}")),
        ureq::Error::Pem(_) => SendFault::Configuration("a certificate or key file is damaged".into()),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            SendFault::Configuration("its url or secret cannot be sent".into())
        }
        ureq::Error::LargeResponseHeader(..) => {
            SendFault::Configuration("another server answers than the url should lead to".into())
        }
        _ => SendFault::transient("the connection failed"),
    }
}

fn io_fault(kind: ErrorKind) -> SendFault {
    match kind {
        ErrorKind::ConnectionRefused => SendFault::unreached("the server is not running"),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => {
            SendFault::unreached("there is no way to the server: no network?")
        }
        ErrorKind::TimedOut | ErrorKind::WouldBlock => {
            SendFault::transient("the server did not answer in time")
        }
        _ => SendFault::transient("the connection broke"),
    }
}

fn tls_fault(error: &rustls::Error) -> SendFault {
    let words = match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            Certificate::Expired | Certificate::ExpiredContext { .. } => {
                "the server's certificate has expired, or the clock of this box is wrong".to_owned()
            }
            Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => {
                "the server's certificate is not valid yet: is the clock of this box right?".to_owned()
            }
            Certificate::UnknownIssuer => {
                "the server's certificate was not made by an authority that this box trusts: check ca_file"
                    .to_owned()
            }
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                "the server's certificate is for another name than the url's".to_owned()
            }
            Certificate::ApplicationVerificationFailure => {
                "the server's key is none of the pinned ones: is it a new one, or another server?".to_owned()
            }
            other if format!("{other:?}").contains("CaUsedAsEndEntity") => {
                "the server shows an authority's own certificate (self-signed): have one made by an authority, \
                 and name that one as ca_file"
                    .to_owned()
            }
            other => format!("the server's certificate is refused: {other:?}"),
        },
        rustls::Error::AlertReceived(alert) => {
            format!("the server refuses this box in TLS ({alert:?}): check client_cert and client_key")
        }
        rustls::Error::InvalidMessage(_) => "the server does not speak TLS at this port".to_owned(),
        other => format!("TLS: {other}"),
    };
    SendFault::Configuration(words)
}
