//! HL7 over MLLP, plain or in TLS: one connection a message, and the receiver's own acknowledgement.
//!
//! That acknowledgement is all the proof there is: HL7 v2 has no way to read back what is kept.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};

use super::answer::network_fault;
use super::{Uplink, tls, wrong_content};
use crate::interop::hl7::unescape;
use crate::sync::config::Destination;
use crate::sync::parcel::{Content, Parcel};
use crate::sync::privacy::Private;
use crate::sync::{Receipt, SendFault};

/// The bytes around a message (HL7 v2.5, appendix C.4, minimal lower layer protocol).
const BEGIN: u8 = 0x0b;
const END: [u8; 2] = [0x1c, 0x0d];
/// An acknowledgement is a few hundred bytes.
const MOST_BYTES: usize = 64 << 10;

pub struct MllpUplink {
    destination: Destination,
}

impl MllpUplink {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(destination: Destination) -> Self {
        Self { destination }
    }
}

impl Uplink for MllpUplink {
    fn send(&mut self, parcel: &Parcel) -> Result<Receipt, SendFault> {
        let Content::Hl7 { message, control_id } = &parcel.content else { return Err(wrong_content()) };
        self.destination.check().map_err(|error| SendFault::Configuration(error.to_string()))?;
        let answer = exchange(&self.destination, message)?;
        judge(&answer, control_id, &parcel.private)
    }
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

fn exchange(destination: &Destination, message: &str) -> Result<String, SendFault> {
    let limit = Duration::from_secs(destination.timeout_s);
    let until = Instant::now() + limit;
    let broken = |error: std::io::Error| network_fault(&ureq::Error::from(error));
    let mut stream = connect(destination, limit)?;
    let mut frame = vec![BEGIN];
    frame.extend_from_slice(message.as_bytes());
    frame.extend_from_slice(&END);
    stream.write_all(&frame).and_then(|()| stream.flush()).map_err(broken)?;
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    while !answer.ends_with(&END) {
        if Instant::now() > until {
            return Err(SendFault::transient("the server did not answer in time"));
        }
        let read = stream.read(&mut piece).map_err(broken)?;
        if read == 0 {
            return Err(SendFault::transient("the connection broke before the message was acknowledged"));
        }
        answer.extend_from_slice(&piece[..read]);
        if answer.first() != Some(&BEGIN) || answer.len() > MOST_BYTES {
            return Err(stranger());
        }
    }
    let inner = answer.get(1..answer.len() - END.len()).unwrap_or_default();
    Ok(String::from_utf8_lossy(inner).into_owned())
}

fn stranger() -> SendFault {
    SendFault::Configuration("something else than an HL7 receiver answers at this port".into())
}

fn connect(destination: &Destination, limit: Duration) -> Result<Box<dyn Stream>, SendFault> {
    let (host, port, secure) = destination.host_and_port().ok_or_else(|| {
        SendFault::Configuration("its url must look like mllp://host:2575 or mllps://host:2575".into())
    })?;
    let broken = |error: std::io::Error| network_fault(&ureq::Error::from(error));
    let unknown = || SendFault::transient("the name of the server is not found: no network?");
    let addresses = (host.as_str(), port).to_socket_addrs().map_err(|_| unknown())?;
    let mut last = unknown();
    for address in addresses {
        match TcpStream::connect_timeout(&address, limit) {
            Ok(stream) => {
                stream.set_read_timeout(Some(limit)).map_err(broken)?;
                stream.set_write_timeout(Some(limit)).map_err(broken)?;
                return if secure { over_tls(destination, &host, stream) } else { Ok(Box::new(stream)) };
            }
            Err(error) => last = broken(error),
        }
    }
    Err(last)
}

/// With the certificates and pins that hold for every destination.
fn over_tls(destination: &Destination, host: &str, stream: TcpStream) -> Result<Box<dyn Stream>, SendFault> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| SendFault::Configuration("its host is no name for TLS".into()))?;
    let connection = ClientConnection::new(tls::config(destination)?, name)
        .map_err(|error| SendFault::Configuration(format!("TLS: {error}")))?;
    Ok(Box::new(StreamOwned::new(connection, stream)))
}

/// What an acknowledgement means (HL7 v2.5, table 0008): AA took it; AE, its content is off; AR, it
/// cannot take it now, unless it says that it never takes such messages (table 0357, 200 to 203).
fn judge(answer: &str, control_id: &str, private: &Private) -> Result<Receipt, SendFault> {
    let segments: Vec<Vec<&str>> =
        answer.split(['\r', '\n']).map(|segment| segment.split('|').collect()).collect();
    let field = |name: &str, index: usize| {
        let segment = segments.iter().find(|segment| segment.first() == Some(&name));
        segment.and_then(|segment| segment.get(index)).copied().unwrap_or_default()
    };
    if !answer.starts_with("MSH") || field("MSA", 1).is_empty() {
        return Err(stranger());
    }
    if field("MSA", 2) != control_id {
        return Err(SendFault::transient("the server acknowledged another message"));
    }
    let code = field("ERR", 3).split('^').next().unwrap_or_default();
    let said = [field("MSA", 3), field("ERR", 8), field("ERR", 7)];
    let said = said.into_iter().map(unescape).find(|words| !words.trim().is_empty());
    let words = said.map_or_else(|| "no reason given".to_owned(), |words| private.mask(&words));
    let words: String = words.chars().take(300).collect();
    match field("MSA", 1) {
        "AA" | "CA" => Ok(Receipt { locations: vec![format!("hl7/{control_id}")] }),
        "AR" | "CR" if ["200", "201", "202", "203"].contains(&code) => {
            Err(SendFault::Configuration(format!("it takes no such messages: {words} (AR {code})")))
        }
        "AE" | "CE" if !["206", "207"].contains(&code) => {
            let code = if code.is_empty() { String::new() } else { format!(" {code}") };
            Err(SendFault::Rejected(format!("{words} (AE{code})")))
        }
        "AE" | "CE" | "AR" | "CR" => {
            Err(SendFault::transient(format!("the server cannot take it now: {words}")))
        }
        _ => Err(stranger()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(msa: &str, err: &str) -> Result<Receipt, SendFault> {
        judge(&format!("MSH|^~\\&|RIS|||||||ACK|7|P|2.5\rMSA|{msa}\r{err}\r"), "id1", &Private::default())
    }

    #[test]
    fn acknowledgements_are_told_apart() {
        assert_eq!(answer("AA|id1", "").unwrap().to_string(), "hl7/id1");
        let rejected = answer("AE|id1|Unknown field \\T\\ value", "").unwrap_err();
        assert_eq!(rejected, SendFault::Rejected("Unknown field & value (AE)".into()));
        assert!(matches!(answer("AE|id1", "ERR||PID^1|207^Internal|E"), Err(SendFault::Transient { .. })));
        assert!(matches!(answer("AR|id1|queue full", ""), Err(SendFault::Transient { .. })));
        let never = answer("AR|id1", "ERR|||200^Unsupported message type|E||||No ORU here");
        assert_eq!(
            never,
            Err(SendFault::Configuration("it takes no such messages: No ORU here (AR 200)".into()))
        );
        assert!(matches!(answer("AA|other", ""), Err(SendFault::Transient { .. })));
        assert!(matches!(
            judge("HTTP/1.1 400", "id1", &Private::default()),
            Err(SendFault::Configuration(_))
        ));
        assert!(matches!(answer("ZZ|id1", ""), Err(SendFault::Configuration(_))));
    }

    #[test]
    fn the_patient_is_not_repeated() {
        let patient = crate::domain::Patient {
            id: "1".into(),
            identifier: "KE-1".into(),
            name: "Asha Devi".into(),
            birth_date: None,
            sex: crate::domain::Sex::Female,
        };
        let answer = "MSH|^~\\&\rMSA|AE|id1|Patient ASHA^DEVI KE-1 is unknown\r";
        let fault = judge(answer, "id1", &Private::of(&patient)).unwrap_err().to_string();
        assert!(!fault.to_lowercase().contains("asha") && !fault.contains("KE-1"), "{fault}");
        assert!(fault.contains("is unknown"));
    }
}
