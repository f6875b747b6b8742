//! Whom the box believes, and how it shows who it is: the site's authority, pinned keys, its own
//! certificate.

use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use zeroize::Zeroizing;

use crate::domain::sha256_hex;
use crate::sync::SendFault;
use crate::sync::certificate::public_key;
use crate::sync::config::Destination;
use crate::sync::secrets::Secrets;

/// TLS 1.2 or 1.3 (rustls knows no older), certificates always checked. Sessions are resumed for as
/// long as the configuration lives.
pub fn config(destination: &Destination) -> Result<Arc<ClientConfig>, SendFault> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let broken = |error: &dyn std::fmt::Display| SendFault::Configuration(format!("TLS: {error}"));
    let roots = match &destination.ca_file {
        Some(path) => authorities(path, &destination.secrets)?,
        None => RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() },
    };
    let inner = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|error| broken(&error))?;
    let verifier = Arc::new(Pinned { inner, pins: destination.pins.clone() });
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| broken(&error))?
        .dangerous() // only as far as a pin is asked for on top of the usual
        .with_custom_certificate_verifier(verifier);
    let (Some(chain), Some(key)) = (&destination.client_cert, &destination.client_key) else {
        return Ok(Arc::new(builder.with_no_client_auth()));
    };
    let der = PrivateKeyDer::from_pem_slice(&read(key, &destination.secrets)?)
        .map_err(|_| fault(key, "holds no private key in PEM form"))?;
    let config = builder.with_client_auth_cert(certificates(chain, &destination.secrets)?, der);
    config.map(Arc::new).map_err(|error| match error.to_string() {
        // What `openssl x509 -req` makes when it is given no extensions.
        words if words.contains("UnsupportedCertVersion") => {
            fault(chain, "is of version 1: have it made anew, with an extension, as docs/interop.md shows")
        }
        words => fault(key, &format!("does not fit the client certificate: {words}")),
    })
}

/// The usual checks, and then that the key is one of those that were written down (RFC 7469, 2.4).
#[derive(Debug)]
struct Pinned {
    inner: Arc<WebPkiServerVerifier>,
    /// SHA-256 of the public key information, hexadecimal; empty for any key.
    pins: Vec<String>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified = self.inner.verify_server_cert(end_entity, intermediates, name, ocsp, now)?;
        let key = public_key(end_entity).map(sha256_hex);
        let known = |pin: &String| key.as_ref().is_some_and(|key| key.eq_ignore_ascii_case(pin));
        if self.pins.is_empty() || self.pins.iter().any(known) {
            return Ok(verified);
        }
        Err(CertificateError::ApplicationVerificationFailure.into())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

fn authorities(path: &Path, secrets: &Secrets) -> Result<RootCertStore, SendFault> {
    let mut store = RootCertStore::empty();
    for der in certificates(path, secrets)? {
        store.add(der).map_err(|error| fault(path, &format!("holds no usable authority: {error}")))?;
    }
    Ok(store)
}

fn certificates(path: &Path, secrets: &Secrets) -> Result<Vec<CertificateDer<'static>>, SendFault> {
    let pem = read(path, secrets)?;
    let ders: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let ders = ders.map_err(|_| fault(path, "is damaged"))?;
    if ders.is_empty() { Err(fault(path, "holds no certificate in PEM form")) } else { Ok(ders) }
}

fn read(path: &Path, secrets: &Secrets) -> Result<Zeroizing<Vec<u8>>, SendFault> {
    secrets.read(path).map_err(|words| fault(path, &words))
}

fn fault(path: &Path, what: &str) -> SendFault {
    SendFault::Configuration(format!("the file {} {what}", path.display()))
}
