//! Who makes the lines private: nobody (loopback, a proxy), a certificate of the institution's own, or ACME.

use std::{path::Path, sync::Arc, time::Duration};

use axum_server::{
    accept::DefaultAcceptor,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use futures_util::StreamExt;
use rustls_acme::{AcmeConfig, axum::AxumAcceptor, caches::DirCache};

use crate::{
    ServerError,
    config::{Config, Tls},
};

/// How often a certificate's files are looked at.
const LOOK: Duration = Duration::from_secs(30);

/// What takes a connection's first bytes.
pub(super) enum Acceptor {
    Plain(DefaultAcceptor),
    Files(RustlsAcceptor),
    Acme(AxumAcceptor),
}

/// Makes ready what the configuration asks for.
pub(super) async fn acceptor(config: &Config) -> Result<Acceptor, ServerError> {
    // One provider for the whole process; a second call changes nothing.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match &config.tls {
        Tls::Off => Ok(Acceptor::Plain(DefaultAcceptor::new())),
        Tls::Files { certificate, key } => {
            let loaded = RustlsConfig::from_pem_file(certificate, key).await;
            let unusable =
                |error: std::io::Error| ServerError::Certificate { path: certificate.clone(), why: error.to_string() };
            let loaded = loaded.map_err(unusable)?;
            tokio::spawn(watch(loaded.clone(), certificate.clone(), key.clone()));
            Ok(Acceptor::Files(RustlsAcceptor::new(loaded)))
        }
        Tls::Acme { domain, email, directory } => {
            let cache = config.data.join("acme");
            let mut state = AcmeConfig::new_with_client_config([domain], authorities())
                .contact_push(format!("mailto:{email}"))
                .directory(directory)
                .cache(DirCache::new(cache))
                .state();
            let acceptor = state.axum_acceptor(state.default_rustls_config());
            tokio::spawn(async move {
                while let Some(event) = state.next().await {
                    match event {
                        Ok(event) => tracing::info!(?event, "certificate"),
                        Err(error) => tracing::error!(%error, "certificate"),
                    }
                }
            });
            Ok(Acceptor::Acme(acceptor))
        }
    }
}

/// The system's roots, for the line to the certificate authority.
fn authorities() -> Arc<rustls::ClientConfig> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    Arc::new(rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}

/// Reads the files again when they changed. New ones that can't be used are told of, and the old ones go on.
async fn watch(loaded: RustlsConfig, certificate: impl AsRef<Path>, key: impl AsRef<Path>) {
    let (certificate, key) = (certificate.as_ref(), key.as_ref());
    let changed = || [certificate, key].map(|path| std::fs::metadata(path).and_then(|data| data.modified()).ok());
    let mut known = changed();
    loop {
        tokio::time::sleep(LOOK).await;
        let now = changed();
        if now == known {
            continue;
        }
        known = now;
        match loaded.reload_from_pem_file(certificate, key).await {
            Ok(()) => tracing::info!("the certificate was read again"),
            Err(error) => tracing::error!(%error, "the new certificate can't be used; the one before goes on"),
        }
    }
}
