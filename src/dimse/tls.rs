//! DICOM over TLS (PS3.15, B.9 to B.12): TLS 1.2 and 1.3, certificates always checked.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{CertificateError, ClientConfig, RootCertStore, ServerConfig};

use super::DimseError;

/// Shows `chain` with `key`; with `client_authority`, only those whose certificate it made may come.
///
/// # Errors
/// [`DimseError::Setup`] names the file to mend.
pub fn server_config(
    chain: &Path,
    key: &Path,
    client_authority: Option<&Path>,
) -> Result<Arc<ServerConfig>, DimseError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| DimseError::Setup(error.to_string()))?;
    let builder = match client_authority {
        None => builder.with_no_client_auth(),
        Some(path) => {
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots(path)?), provider);
            builder.with_client_cert_verifier(verifier.build().map_err(|error| fault(path, &error))?)
        }
    };
    let config = builder.with_single_cert(certificates(chain)?, private_key(key)?);
    config.map(Arc::new).map_err(|error| fault(key, &error))
}

/// Trusts `authority`, and shows `own`, a chain with its key, to whoever asks for it.
///
/// # Errors
/// As [`server_config`].
pub fn client_config(authority: &Path, own: Option<(&Path, &Path)>) -> Result<Arc<ClientConfig>, DimseError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| DimseError::Setup(error.to_string()))?
        .with_root_certificates(roots(authority)?);
    Ok(Arc::new(match own {
        None => builder.with_no_client_auth(),
        Some((chain, key)) => builder
            .with_client_auth_cert(certificates(chain)?, private_key(key)?)
            .map_err(|error| fault(key, &error))?,
    }))
}

fn roots(path: &Path) -> Result<RootCertStore, DimseError> {
    let mut store = RootCertStore::empty();
    for certificate in certificates(path)? {
        store.add(certificate).map_err(|error| fault(path, &error))?;
    }
    Ok(store)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, DimseError> {
    let read = CertificateDer::pem_file_iter(path).map_err(|error| fault(path, &error))?;
    let chain: Vec<_> = read.collect::<Result<_, _>>().map_err(|error| fault(path, &error))?;
    if chain.is_empty() { Err(fault(path, &"no certificate in PEM form")) } else { Ok(chain) }
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, DimseError> {
    PrivateKeyDer::from_pem_file(path).map_err(|error| fault(path, &error))
}

fn fault(path: &Path, what: &dyn std::fmt::Display) -> DimseError {
    DimseError::Setup(format!("the file {} cannot be used: {what}", path.display()))
}

/// What to do about it, where something can be done.
pub fn words(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            "the certificate was not made by the authority that is trusted here".to_owned()
        }
        rustls::Error::InvalidCertificate(
            CertificateError::Expired | CertificateError::ExpiredContext { .. },
        ) => "the certificate has expired, or the clock of this box is wrong".to_owned(),
        rustls::Error::InvalidCertificate(
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. },
        ) => "the certificate is not valid yet: is the clock of this box right?".to_owned(),
        rustls::Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => "the certificate is for another name".to_owned(),
        rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure) => {
            "the key is none of the pinned ones: is it a new one, or another server?".to_owned()
        }
        rustls::Error::InvalidMessage(_) => "the other side does not speak TLS".to_owned(),
        rustls::Error::NoCertificatesPresented => "the other side shows no certificate".to_owned(),
        rustls::Error::AlertReceived(alert) => format!("the other side refuses: {alert:?}"),
        other => other.to_string(),
    }
}
