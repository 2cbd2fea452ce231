//! TLS: rustls with aws-lc-rs, against the system's roots and those that the operator added.

use std::sync::{Arc, OnceLock};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::{EgressError, Host, count::Counted};

/// Whom to trust. The system's roots are read at the first use: a Préau that talks to nobody never reads them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roots {
    added: Vec<CertificateDer<'static>>,
    config: Arc<OnceLock<Arc<ClientConfig>>>,
}

impl Roots {
    pub(crate) fn system() -> Self {
        Self::default()
    }

    /// These roots and those of a PEM text.
    pub(crate) fn and(mut self, pem: &str) -> Result<Self, EgressError> {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            self.added.push(certificate.map_err(|error| EgressError::Roots(error.to_string()))?);
        }
        Ok(Self { added: self.added, config: Arc::default() })
    }

    fn config(&self) -> Result<Arc<ClientConfig>, EgressError> {
        if let Some(config) = self.config.get() {
            return Ok(config.clone());
        }
        let mut store = RootCertStore::empty();
        let system = rustls_native_certs::load_native_certs();
        store.add_parsable_certificates(system.certs);
        for root in &self.added {
            store.add(root.clone()).map_err(|error| EgressError::Roots(error.to_string()))?;
        }
        if store.is_empty() {
            return Err(EgressError::Roots(format!("none found: {:?}", system.errors)));
        }
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| EgressError::Roots(error.to_string()))?
            .with_root_certificates(store)
            .with_no_client_auth();
        Ok(self.config.get_or_init(|| Arc::new(config)).clone())
    }
}

pub(crate) async fn handshake(roots: &Roots, host: &Host, plain: Counted) -> Result<TlsStream<Counted>, EgressError> {
    let name = ServerName::try_from(host.as_str().to_owned()).map_err(|_| EgressError::Host(host.to_string()))?;
    TlsConnector::from(roots.config()?).connect(name, plain).await.map_err(EgressError::Tls)
}
