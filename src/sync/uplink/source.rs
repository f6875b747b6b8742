//! The other direction: reading from a server over HTTP what it has.

use serde_json::Value;

use super::answer::status_fault;
use super::line::Line;
use crate::sync::SendFault;
use crate::sync::config::Destination;

/// A server that is asked.
pub struct Source {
    line: Line,
}

impl Source {
    /// Reads certificates and secrets; connects at the first question.
    ///
    /// # Errors
    /// [`SendFault::Configuration`].
    pub fn open(destination: &Destination) -> Result<Self, SendFault> {
        Ok(Self { line: Line::open(destination)? })
    }

    /// What lies at `path`, at most `most` bytes; `None` when there is nothing.
    ///
    /// # Errors
    /// [`SendFault`].
    pub fn get(&self, path: &str, accept: &str, most: u64) -> Result<Option<Vec<u8>>, SendFault> {
        let answer =
            self.line.run_up_to(self.line.request("GET", path).header("Accept", accept), &[], most)?;
        match answer.status {
            200 => Ok(Some(answer.body)),
            204 | 404 | 410 => Ok(None),
            status => Err(status_fault(&answer, "FHIR or DICOMweb").unwrap_or_else(|| {
                SendFault::Configuration(format!("it does not answer questions as it should ({status})"))
            })),
        }
    }

    /// The same as JSON, at most 4 MB.
    ///
    /// # Errors
    /// [`SendFault`].
    pub fn json(&self, path: &str, accept: &str) -> Result<Option<Value>, SendFault> {
        let Some(body) = self.get(path, accept, 4 << 20)? else { return Ok(None) };
        let strange = || SendFault::Configuration("something else than such a server answers".into());
        serde_json::from_slice(&body).map(Some).map_err(|_| strange())
    }
}

/// A value for a query: whatever is not a plain letter or digit is escaped (RFC 3986, 2.1).
#[must_use]
pub fn escaped(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let letter = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    value.bytes().map(letter).collect()
}
