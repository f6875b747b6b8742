//! The production way to a FHIR server: ureq over rustls.

mod answer;
mod tls;

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::{HeaderMap, Request};
use ureq::{Body, http::Response};

use self::answer::{Answer, judge, network_fault};
use super::SendFault;
use super::config::{Auth, Destination};
use super::proof::{Receipt, is_ours, key_entries, receipt};
use super::worker::Uplink;

/// Nothing that a server has to say to us is longer.
const MOST_BYTES: u64 = 1 << 20;
const FHIR_JSON: &str = "application/fhir+json";

/// Sends bundles to one FHIR server. Certificates and secrets are read at the first message, and
/// again after each fault, so that a mended file counts without a restart.
pub struct FhirUplink {
    destination: Destination,
    line: Option<Line>,
}

struct Line {
    agent: Agent,
    authorization: Option<String>,
}

impl FhirUplink {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(destination: Destination) -> Self {
        Self { destination, line: None }
    }

    fn deliver(&mut self, body: &Value) -> Result<Receipt, SendFault> {
        let line = match self.line.take() {
            Some(line) => line,
            None => Line::open(&self.destination)?,
        };
        let base = self.destination.base();
        let answer = line.post(base, body)?;
        let receipt = receipt(body, &judge(&answer, body)?)?;
        for (place, resource) in key_entries(body, &receipt) {
            line.prove(base, place, resource, body)?;
        }
        self.line = Some(line);
        Ok(receipt)
    }
}

impl Uplink for FhirUplink {
    fn send(&mut self, body: &Value) -> Result<Receipt, SendFault> {
        self.deliver(body)
    }
}

impl Line {
    fn open(destination: &Destination) -> Result<Self, SendFault> {
        destination.check().map_err(|error| SendFault::Configuration(error.to_string()))?;
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(destination.timeout_s)))
            .user_agent(concat!("farlight/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls::config(destination)?)
            .build()
            .new_agent();
        Ok(Self { agent, authorization: authorization(&destination.auth)? })
    }

    fn post(&self, base: &str, body: &Value) -> Result<Answer, SendFault> {
        let request = self.request("POST", base).header("Content-Type", FHIR_JSON);
        // 2G: the answer need not repeat what was sent.
        let request = request.header("Prefer", "return=minimal").body(body.to_string());
        let request =
            request.map_err(|_| SendFault::Configuration("its url or secret cannot be sent".into()))?;
        read(self.agent.run(request))
    }

    /// Reads one resource back; `bundle` knows the patient's words, which no fault may repeat.
    fn prove(&self, base: &str, place: &str, sent: &Value, bundle: &Value) -> Result<(), SendFault> {
        let request = self.request("GET", &format!("{base}/{place}")).body(());
        let request =
            request.map_err(|_| SendFault::Configuration("its url or secret cannot be sent".into()))?;
        let answer = read(self.agent.run(request))?;
        let kind = place.split('/').next().unwrap_or_default();
        if matches!(answer.status, 404 | 410) {
            let what = format!("the server says that it keeps the {kind}, but does not have it");
            return Err(SendFault::Configuration(what));
        }
        if is_ours(place, sent, &judge(&answer, bundle)?) {
            return Ok(());
        }
        Err(SendFault::Configuration(format!("the server gives back another {kind} than it was sent")))
    }

    fn request(&self, method: &str, url: &str) -> ureq::http::request::Builder {
        let request = Request::builder().method(method).uri(url).header("Accept", FHIR_JSON);
        match &self.authorization {
            Some(value) => request.header("Authorization", value),
            None => request,
        }
    }
}

fn read(result: Result<Response<Body>, ureq::Error>) -> Result<Answer, SendFault> {
    let response = result.map_err(|error| network_fault(&error))?;
    let status = response.status().as_u16();
    let header = |headers: &HeaderMap, name: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    let media_type = header(response.headers(), "content-type");
    let retry_after = header(response.headers(), "retry-after").trim().parse().ok().map(Duration::from_secs);
    let mut body = Vec::new();
    let mut reader = response.into_body().into_reader().take(MOST_BYTES + 1);
    reader.read_to_end(&mut body).map_err(|error| network_fault(&ureq::Error::from(error)))?;
    if body.len() as u64 > MOST_BYTES {
        return Err(SendFault::Configuration("the answer is larger than a FHIR server's would be".into()));
    }
    Ok(Answer { status, media_type, retry_after, body })
}

fn authorization(auth: &Auth) -> Result<Option<String>, SendFault> {
    Ok(match auth {
        Auth::None => None,
        Auth::Basic { user, password_file } => {
            let pair = format!("{user}:{}", secret(password_file)?);
            Some(format!("Basic {}", base64(pair.as_bytes())))
        }
        Auth::Bearer { token_file } => Some(format!("Bearer {}", secret(token_file)?)),
    })
}

/// The first line of a file.
fn secret(path: &Path) -> Result<String, SendFault> {
    let fault = |what: &str| SendFault::Configuration(format!("the secret in {} {what}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| fault(&format!("cannot be read: {error}")))?;
    let line = text.lines().next().unwrap_or_default().trim();
    let usable = !line.is_empty() && line.chars().all(|letter| !letter.is_control());
    usable.then(|| line.to_owned()).ok_or_else(|| fault("is empty or not text"))
}

/// RFC 4648 section 4; for a header of a few letters.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * place) & 63) as usize];
            text.push(if place > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 4648 section 10.
    #[test]
    fn base64_is_rfc_4648() {
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ];
        for (plain, coded) in vectors {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn a_missing_secret_is_a_fault_of_configuration() {
        let auth = Auth::Bearer { token_file: "/nonexistent/token".into() };
        assert!(
            matches!(authorization(&auth), Err(SendFault::Configuration(words)) if words.contains("/nonexistent"))
        );
    }
}
