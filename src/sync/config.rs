//! Where messages go, as written in the configuration.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use ureq::http::Uri;

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
    #[serde(default)]
    pub auth: Auth,
    /// Send reports of encounters without a referral too.
    #[serde(default)]
    pub send_negative: bool,
    /// URI of the system that gives out the patients' numbers. Without one they count as this
    /// clinic's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_system: Option<String>,
    /// Allow `http` and `mllp` to another machine: everything can be read and changed on the way.
    #[serde(default)]
    pub allow_plain_http: bool,
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
    /// An old radiology system: HL7 v2.5 over MLLP, as `mllp://host:2575`, or `mllps` for TLS.
    Hl7,
}

/// How the box proves who it is, above TLS. Secrets stand in files of their own.
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
        "destination '{0}': mllps needs ca_file, the authority that the receiver's certificate comes from"
    )]
    NoAuthority(String),
    #[error(
        "destination '{0}': plain http or mllp leaves patients' data open: use https or mllps, or set allow_plain_http = true"
    )]
    PlainHttp(String),
    #[error("destination '{0}': timeout_s must lie between 15 and 600")]
    BadTimeout(String),
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
            auth: Auth::None,
            send_negative: false,
            patient_system: None,
            allow_plain_http: false,
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

    /// # Errors
    /// The first thing that a technician has to mend.
    pub fn check(&self) -> Result<(), ConfigError> {
        let named = |error: fn(String) -> ConfigError| Err(error(self.name.clone()));
        if self.name.trim().is_empty() {
            return Err(ConfigError::NoName);
        }
        let schemes = if self.kind == Kind::Hl7 { ["mllp", "mllps"] } else { ["http", "https"] };
        let Some((scheme, host)) = scheme_and_host(&self.url, schemes) else {
            return named(if self.kind == Kind::Hl7 { ConfigError::BadMllp } else { ConfigError::BadUrl });
        };
        if scheme == "mllps" && self.ca_file.is_none() {
            return named(ConfigError::NoAuthority);
        }
        if scheme == schemes[0] && !self.allow_plain_http && !is_loopback(&host) {
            return named(ConfigError::PlainHttp);
        }
        if !(15..=600).contains(&self.timeout_s) {
            return named(ConfigError::BadTimeout);
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
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Destination, toml::de::Error> {
        toml::from_str(text)
    }

    #[test]
    fn defaults_fill_in_and_unknown_keys_are_refused() {
        let short = read("name = 'a'\nurl = 'https://h.example/r4/'").unwrap();
        assert_eq!(short, Destination { url: "https://h.example/r4/".into(), ..Destination::fhir("a", "") });
        assert_eq!(short.base(), "https://h.example/r4");
        assert_eq!(short.check(), Ok(()));
        assert!(short.timeout_s > 10);
        let error = read("name = 'a'\nurl = 'https://h'\nurll = 'x'").unwrap_err().to_string();
        assert!(error.contains("urll"), "{error}");
    }

    #[test]
    fn auth_reads_in_all_three_forms() {
        let auth = |text: &str| read(&format!("name='a'\nurl='https://h'\n{text}")).map(|found| found.auth);
        assert_eq!(auth("auth = 'none'").unwrap(), Auth::None);
        let bearer = auth("auth = { bearer = { token_file = '/t' } }").unwrap();
        assert_eq!(bearer, Auth::Bearer { token_file: "/t".into() });
        let basic = auth("[auth.basic]\nuser = 'box'\npassword_file = '/p'").unwrap();
        assert_eq!(basic, Auth::Basic { user: "box".into(), password_file: "/p".into() });
        assert!(auth("[auth.basic]\nuser = 'box'\npassword = 'secret'").is_err());
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        let check = |url: &str| Destination::fhir("a", url).check();
        for url in ["http://127.0.0.1:80/fhir", "http://[::1]:8080", "http://localhost", "https://10.0.0.1"] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
        for url in ["http://10.0.0.1", "http://localhost.evil.example", "http://127.0.0.1.evil.example"] {
            assert_eq!(check(url), Err(ConfigError::PlainHttp("a".into())), "{url}");
        }
        let open = Destination { allow_plain_http: true, ..Destination::fhir("a", "http://10.0.0.1") };
        assert_eq!(open.check(), Ok(()));
    }

    #[test]
    fn bad_values_are_named() {
        for url in
            ["", "h.example", "ftp://h", "https://u:p@h/", "https://h/?q=1", "https://h/#f", "https:///x"]
        {
            assert_eq!(Destination::fhir("a", url).check(), Err(ConfigError::BadUrl("a".into())), "{url}");
        }
        let good = Destination::fhir("a", "https://h");
        let short = Destination { timeout_s: 10, ..good.clone() };
        assert_eq!(short.check(), Err(ConfigError::BadTimeout("a".into())));
        let half = Destination { client_key: Some("/k".into()), ..good.clone() };
        assert_eq!(half.check(), Err(ConfigError::HalfClientCertificate("a".into())));
        let system = Destination { patient_system: Some("our numbers".into()), ..good.clone() };
        assert_eq!(system.check(), Err(ConfigError::BadPatientSystem("a".into())));
        assert_eq!(check_all(&[good.clone(), good]), Err(ConfigError::DoubleName("a".into())));
    }

    #[test]
    fn an_hl7_receiver_has_its_own_schemes() {
        let check = |url: &str| Destination::hl7("a", url).check();
        assert_eq!(check("mllp://127.0.0.1:2575"), Ok(()));
        assert_eq!(check("https://127.0.0.1"), Err(ConfigError::BadMllp("a".into())));
        assert_eq!(check("mllp://10.0.0.1"), Err(ConfigError::PlainHttp("a".into())));
        assert_eq!(check("mllps://ris.example"), Err(ConfigError::NoAuthority("a".into())));
        let secure =
            Destination { ca_file: Some("/ca".into()), ..Destination::hl7("a", "mllps://ris.example") };
        assert_eq!(secure.check(), Ok(()));
        assert_eq!(secure.host_and_port(), Some(("ris.example".into(), 2575, true)));
    }
}
