//! Where messages go, as written in the configuration.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use ureq::http::Uri;

use super::secrets::Secrets;
use super::window::Window;
use crate::domain::FaultClass;
use crate::interop::fhir::Policy;

/// One receiver of messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Destination {
    /// As it stands in the outbox and in messages to staff.
    pub name: String,
    #[serde(default)]
    pub kind: Kind,
    /// Base address of the server, as `https://fhir.hospital.example/r4`.
    pub url: String,
    /// Longest time for one request with its answer, in seconds. A blackout of 10 s is everyday life.
    #[serde(default = "default_timeout")]
    pub timeout_s: u64,
    /// PEM file with the site's own certificate authority; without one, the public ones hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// PEM file with this box's certificate and its chain; together with `client_key`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_cert: Option<PathBuf>,
    /// PEM file with the private key of `client_cert`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_key: Option<PathBuf>,
    /// SHA-256 of the public keys (SubjectPublicKeyInfo) that the server may show, hexadecimal; without
    /// one, any key that the authority vouches for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<String>,
    #[serde(default)]
    pub auth: Auth,
    /// Send reports of encounters without a referral too.
    #[serde(default)]
    pub send_negative: bool,
    /// URI of the system that gives out the patients' numbers. Without one they count as this
    /// clinic's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_system: Option<String>,
    /// Our own AE title, for a PACS by DICOM's own protocol.
    #[serde(default = "default_title")]
    pub ae_title: String,
    /// Pack what is sent to a FHIR server; one that refuses gets it plain.
    #[serde(default)]
    pub gzip: bool,
    /// Send no faster than this, in kilobits a second: the line is somebody else's too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_kbit_s: Option<u32>,
    /// When pictures as taken may go, by the clinic's clocks, as `20:00-04:30`; everything smaller goes at
    /// any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub originals_between: Option<Window>,
    /// Allow `http`, `dicom` or `mllp` to another machine: everything can be read and changed on the way.
    #[serde(default)]
    pub allow_plain_http: bool,
    /// What paths as `store:NAME` stand for.
    #[serde(skip)]
    pub secrets: Secrets,
    /// The clinic's.
    #[serde(skip, default = "utc")]
    pub zone: TimeZone,
}

fn utc() -> TimeZone {
    TimeZone::UTC
}

fn default_title() -> String {
    "FARLIGHT".to_owned()
}

fn default_timeout() -> u64 {
    60
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// FHIR R4: transaction bundles.
    #[default]
    Fhir,
    /// A PACS: STOW-RS, an instance a request, proven by QIDO-RS. `url` ends where `/studies` begins.
    Dicomweb,
    /// A PACS by DICOM's own protocol: C-STORE, proven by C-FIND where it answers such questions.
    /// `url` is `dicom://server:104/TITLE`, or `dicoms://` for TLS.
    Dimse,
    /// An old radiology system: HL7 v2.5 over MLLP, as `mllp://host:2575`, or `mllps` for TLS.
    Hl7,
}

/// How the box proves who it is, above TLS. Secrets stand in files of their own, or in the store: then
/// the path reads `store:NAME`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Auth {
    #[default]
    None,
    Basic {
        user: String,
        password_file: PathBuf,
    },
    Bearer {
        token_file: PathBuf,
    },
    /// OAuth 2.0 client credentials with a shared secret.
    Oauth2(Oauth2),
    /// SMART Backend Services: a signed assertion instead of a secret.
    Smart(Smart),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oauth2 {
    pub token_url: String,
    pub client_id: String,
    pub secret_file: PathBuf,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smart {
    pub token_url: String,
    pub client_id: String,
    /// Private key as PEM: P-384 (signs ES384) or RSA (RS384).
    pub key_file: PathBuf,
    /// Name of the key in the box's published key set, where the server wants one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(default = "default_scope")]
    pub scope: String,
}

fn default_scope() -> String {
    "system/*.cruds".to_owned()
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("a destination has no name: give it one")]
    NoName,
    #[error("two destinations are called '{0}': rename one")]
    DoubleName(String),
    #[error("destination '{0}': the url must look like https://server/path, without user, password or query")]
    BadUrl(String),
    #[error(
        "destination '{0}': the url of an HL7 receiver must look like mllp://host:2575 or mllps://host:2575"
    )]
    BadMllp(String),
    #[error(
        "destination '{0}': plain http, dicom or mllp leaves patients' data open: use https, dicoms or mllps, or set allow_plain_http = true"
    )]
    PlainHttp(String),
    #[error("destination '{0}': the url must look like dicom://server:104/TITLE, or dicoms:// for TLS")]
    BadDicomUrl(String),
    #[error("destination '{0}': dicoms:// and mllps:// need the hospital's authority as ca_file")]
    NoAuthority(String),
    #[error("destination '{0}': ae_title must be 1 to 16 letters")]
    BadTitle(String),
    #[error("destination '{0}': timeout_s must lie between 15 and 600")]
    BadTimeout(String),
    #[error("destination '{0}': most_kbit_s must be at least 8")]
    BadRate(String),
    #[error("destination '{0}': a pin is 64 hexadecimal digits")]
    BadPin(String),
    #[error("destination '{0}': token_url must be https, or on this machine")]
    BadTokenUrl(String),
    #[error("destination '{0}': client_cert and client_key go together")]
    HalfClientCertificate(String),
    #[error(
        "destination '{0}': patient_system must be a URI, as https://hospital.example/mrn or urn:oid:1.2.3"
    )]
    BadPatientSystem(String),
}

impl ConfigError {
    #[must_use]
    pub fn class(&self) -> FaultClass {
        FaultClass::NeedsTechnician
    }

    #[must_use]
    pub fn code(&self) -> &'static str {
        "sync-configuration"
    }
}

impl Destination {
    /// A FHIR server with defaults for the rest.
    #[must_use]
    pub fn fhir(name: &str, url: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: Kind::Fhir,
            url: url.to_owned(),
            timeout_s: default_timeout(),
            ca_file: None,
            client_cert: None,
            client_key: None,
            pins: Vec::new(),
            auth: Auth::None,
            send_negative: false,
            patient_system: None,
            ae_title: default_title(),
            gzip: false,
            most_kbit_s: None,
            originals_between: None,
            allow_plain_http: false,
            secrets: Secrets::default(),
            zone: utc(),
        }
    }

    /// A PACS with defaults for the rest.
    #[must_use]
    pub fn dicomweb(name: &str, url: &str) -> Self {
        Self { kind: Kind::Dicomweb, ..Self::fhir(name, url) }
    }

    #[must_use]
    pub fn policy(&self) -> Policy {
        Policy { send_negative: self.send_negative, patient_system: self.patient_system.clone() }
    }

    /// `host:port`, the AE title there, and whether TLS is spoken; of a PACS by DICOM's own protocol.
    #[must_use]
    pub fn dicom_address(&self) -> Option<(String, String, bool)> {
        let uri: Uri = self.url.parse().ok()?;
        let secure = match uri.scheme_str()? {
            "dicom" => false,
            "dicoms" => true,
            _ => return None,
        };
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let (title, port) = (uri.path().strip_prefix('/')?, authority.port_u16()?);
        let usable =
            crate::dimse::is_ae_title(title) && uri.query().is_none() && !authority.host().is_empty();
        usable.then(|| (format!("{}:{port}", authority.host()), title.to_owned(), secure))
    }

    /// A receiver of HL7 v2 with defaults for the rest.
    #[must_use]
    pub fn hl7(name: &str, url: &str) -> Self {
        Self { kind: Kind::Hl7, ..Self::fhir(name, url) }
    }

    /// Host, port and whether it is TLS, of a receiver of HL7 v2; 2575 is the port where none is named
    /// (IANA, hl7).
    #[must_use]
    pub fn host_and_port(&self) -> Option<(String, u16, bool)> {
        let uri: Uri = self.url.parse().ok()?;
        let secure = uri.scheme_str()? == "mllps";
        let host = uri.host()?.trim_start_matches('[').trim_end_matches(']').to_owned();
        Some((host, uri.port_u16().unwrap_or(2575), secure))
    }

    /// The base address without a slash at its end.
    #[must_use]
    pub fn base(&self) -> &str {
        self.url.trim_end_matches('/')
    }

    fn token_url(&self) -> Option<&str> {
        match &self.auth {
            Auth::Oauth2(client) => Some(&client.token_url),
            Auth::Smart(client) => Some(&client.token_url),
            Auth::None | Auth::Basic { .. } | Auth::Bearer { .. } => None,
        }
    }

    fn dicom_scheme_and_host(&self) -> Result<(String, String), ConfigError> {
        let (address, _, secure) =
            self.dicom_address().ok_or_else(|| ConfigError::BadDicomUrl(self.name.clone()))?;
        if !crate::dimse::is_ae_title(&self.ae_title) {
            return Err(ConfigError::BadTitle(self.name.clone()));
        }
        let host = address.rsplit_once(':').map_or(address.as_str(), |(host, _)| host).to_owned();
        Ok((if secure { "dicoms" } else { "dicom" }.to_owned(), host))
    }

    /// # Errors
    /// The first thing that a technician has to mend.
    pub fn check(&self) -> Result<(), ConfigError> {
        let named = |error: fn(String) -> ConfigError| Err(error(self.name.clone()));
        if self.name.trim().is_empty() {
            return Err(ConfigError::NoName);
        }
        let (scheme, host) = match self.kind {
            Kind::Dimse => self.dicom_scheme_and_host()?,
            Kind::Hl7 => scheme_and_host(&self.url, ["mllp", "mllps"])
                .ok_or_else(|| ConfigError::BadMllp(self.name.clone()))?,
            Kind::Fhir | Kind::Dicomweb => scheme_and_host(&self.url, ["http", "https"])
                .ok_or_else(|| ConfigError::BadUrl(self.name.clone()))?,
        };
        if matches!(scheme.as_str(), "mllps" | "dicoms") && self.ca_file.is_none() {
            return named(ConfigError::NoAuthority);
        }
        if matches!(scheme.as_str(), "http" | "dicom" | "mllp")
            && !self.allow_plain_http
            && !is_loopback(&host)
        {
            return named(ConfigError::PlainHttp);
        }
        if !(15..=600).contains(&self.timeout_s) {
            return named(ConfigError::BadTimeout);
        }
        if self.most_kbit_s.is_some_and(|rate| rate < 8) {
            return named(ConfigError::BadRate);
        }
        let is_pin = |pin: &String| pin.len() == 64 && pin.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !self.pins.iter().all(is_pin) {
            return named(ConfigError::BadPin);
        }
        if self.token_url().is_some_and(|url| !is_safe(url)) {
            return named(ConfigError::BadTokenUrl);
        }
        if self.client_cert.is_some() != self.client_key.is_some() {
            return named(ConfigError::HalfClientCertificate);
        }
        match &self.patient_system {
            Some(system) if !is_uri(system) => named(ConfigError::BadPatientSystem),
            _ => Ok(()),
        }
    }
}

/// Checks each destination, and that no two share a name.
///
/// # Errors
/// As [`Destination::check`].
pub fn check_all(destinations: &[Destination]) -> Result<(), ConfigError> {
    for (index, destination) in destinations.iter().enumerate() {
        destination.check()?;
        if destinations[..index].iter().any(|earlier| earlier.name == destination.name) {
            return Err(ConfigError::DoubleName(destination.name.clone()));
        }
    }
    Ok(())
}

fn scheme_and_host(url: &str, schemes: [&str; 2]) -> Option<(String, String)> {
    let uri: Uri = url.parse().ok()?;
    let scheme = uri.scheme_str().filter(|scheme| schemes.contains(scheme))?;
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
    let plain = uri.query().is_none() && !url.contains('#') && !authority.host().is_empty();
    plain.then(|| (scheme.to_owned(), authority.host().to_owned()))
}

/// A secret may go there.
fn is_safe(url: &str) -> bool {
    scheme_and_host(url, ["http", "https"])
        .is_some_and(|(scheme, host)| scheme == "https" || is_loopback(&host))
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn is_uri(text: &str) -> bool {
    let scheme = text.split_once(':').filter(|(_, rest)| !rest.is_empty()).map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests;
