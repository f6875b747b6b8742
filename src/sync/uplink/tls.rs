//! Certificates: the site's authority, and the box's own.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig};

use crate::sync::SendFault;
use crate::sync::config::Destination;

/// TLS 1.2 or 1.3 (rustls knows no older), certificates always checked.
pub fn config(destination: &Destination) -> Result<TlsConfig, SendFault> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut builder = TlsConfig::builder().unversioned_rustls_crypto_provider(provider.clone());
    if let Some(path) = &destination.ca_file {
        builder = builder.root_certs(RootCerts::from(authorities(path)?));
    }
    if let (Some(chain), Some(key)) = (&destination.client_cert, &destination.client_key) {
        builder = builder.client_cert(Some(client(chain, key, &provider)?));
    }
    Ok(builder.build())
}

fn authorities(path: &Path) -> Result<Vec<Certificate<'static>>, SendFault> {
    let ders = certificates(path)?;
    let mut store = rustls::RootCertStore::empty();
    for der in &ders {
        let usable = store.add(der.clone());
        usable.map_err(|error| fault(path, &format!("holds no usable authority: {error}")))?;
    }
    Ok(ders.iter().map(|der| Certificate::from_der(der).to_owned()).collect())
}

fn client(
    chain: &Path,
    key: &Path,
    provider: &Arc<rustls::crypto::CryptoProvider>,
) -> Result<ClientCert, SendFault> {
    let ders = certificates(chain)?;
    let pem = read(key)?;
    let der =
        PrivateKeyDer::from_pem_slice(&pem).map_err(|_| fault(key, "holds no private key in PEM form"))?;
    // ureq panics on a certificate and a key that do not fit: try them first.
    rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| fault(key, &error.to_string()))?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_client_auth_cert(ders.clone(), der)
        .map_err(|error| fault(key, &format!("does not fit the client certificate: {error}")))?;
    let key = PrivateKey::from_pem(&pem).map_err(|_| fault(key, "holds no private key in PEM form"))?;
    let chain: Vec<_> = ders.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
    Ok(ClientCert::new_with_certs(&chain, key))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, SendFault> {
    let pem = read(path)?;
    let ders: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let ders = ders.map_err(|_| fault(path, "is damaged"))?;
    if ders.is_empty() { Err(fault(path, "holds no certificate in PEM form")) } else { Ok(ders) }
}

fn read(path: &Path) -> Result<Vec<u8>, SendFault> {
    std::fs::read(path).map_err(|error| fault(path, &format!("cannot be read: {error}")))
}

fn fault(path: &Path, what: &str) -> SendFault {
    SendFault::Configuration(format!("the file {} {what}", path.display()))
}
