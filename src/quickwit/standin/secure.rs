//! The stand-in behind TLS: an authority of its own, a server that it vouches for, and clients that it does or does not.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use std::fs;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

/// The certificates of one test, as files that a configuration can name.
pub(crate) struct Papers {
    directory: TempDir,
    authority: Issuer<'static, KeyPair>,
    asks_clients: bool,
}

impl Papers {
    /// An authority; whether the server asks its clients for a certificate of it.
    pub(crate) fn new(asks_clients: bool) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        fs::write(directory.path().join("ca.pem"), certificate.pem()).unwrap();
        let authority = Issuer::new(params, key);
        Self {
            directory,
            authority,
            asks_clients,
        }
    }

    /// The certificate of the authority.
    pub(crate) fn ca(&self) -> PathBuf {
        self.directory.path().join("ca.pem")
    }

    /// A certificate and its key for a name or address.
    pub(crate) fn issue(&self, name: &str) -> (PathBuf, PathBuf) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.authority).unwrap();
        let file = |end: &str| self.directory.path().join(format!("{name}{end}"));
        let (certificate_file, key_file) = (file(".pem"), file(".key"));
        fs::write(&certificate_file, certificate.pem()).unwrap();
        fs::write(&key_file, key.serialize_pem()).unwrap();
        (certificate_file, key_file)
    }

    pub(super) fn server(&self) -> Arc<ServerConfig> {
        let (certificate, key) = self.issue("127.0.0.1");
        let certificate = CertificateDer::from_pem_file(certificate).unwrap();
        let key = PrivateKeyDer::from_pem_file(key).unwrap();
        let builder = ServerConfig::builder();
        let builder = if self.asks_clients {
            let mut roots = RootCertStore::empty();
            let ca = CertificateDer::from_pem_file(self.ca()).unwrap();
            roots.add(ca).unwrap();
            let verifier = WebPkiClientVerifier::builder(roots.into()).build();
            builder.with_client_cert_verifier(verifier.unwrap())
        } else {
            builder.with_no_client_auth()
        };
        Arc::new(builder.with_single_cert(vec![certificate], key).unwrap())
    }
}

pub(super) fn stream(
    server: &Arc<ServerConfig>,
    stream: TcpStream,
) -> StreamOwned<ServerConnection, TcpStream> {
    StreamOwned::new(ServerConnection::new(server.clone()).unwrap(), stream)
}
