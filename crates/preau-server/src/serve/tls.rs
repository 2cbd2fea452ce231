//! Who makes the lines private: nobody (loopback, a proxy), a certificate of the institution's own, or ACME.

use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum_server::{
    accept::DefaultAcceptor,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use futures_util::StreamExt;
use rustls::{
    ConfigBuilder, RootCertStore, ServerConfig,
    crypto::{CryptoProvider, aws_lc_rs},
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::WantsServerCert,
};
use rustls_acme::{AcmeConfig, axum::AxumAcceptor, caches::DirCache};

use crate::{
    ServerError,
    config::{ACME_DIRECTORY, Config, Tls},
};

/// How often a certificate's files are looked at: two calls of `stat`.
const LOOK: Duration = Duration::from_secs(2);

/// What takes a connection's first bytes.
pub(super) enum Acceptor {
    Plain(DefaultAcceptor),
    Files(RustlsAcceptor),
    Acme(AxumAcceptor),
}

/// Makes ready what the configuration asks for.
pub(super) fn acceptor(config: &Config) -> Result<Acceptor, ServerError> {
    // One provider for the whole process, for libraries that ask for it; a second call changes nothing.
    let _ = aws_lc_rs::default_provider().install_default();
    match &config.tls {
        Tls::Off => Ok(Acceptor::Plain(DefaultAcceptor::new())),
        Tls::Files { certificate, key } => {
            let loaded = RustlsConfig::from_config(Arc::new(load(certificate, key)?));
            tokio::spawn(watch(loaded.clone(), certificate.clone(), key.clone()));
            Ok(Acceptor::Files(RustlsAcceptor::new(loaded)))
        }
        Tls::Acme { domain, email, directory, roots } => {
            let cache = config.data.join("acme");
            crate::backup::make_folder(&cache)?;
            let mut state = AcmeConfig::new_with_client_config([domain], authorities(roots.as_deref())?)
                .contact_push(format!("mailto:{email}"))
                .directory(directory.as_ref().map_or(ACME_DIRECTORY, |directory| directory.as_str()))
                .cache(DirCache::new(cache))
                .state();
            let server = server(domain.as_ref())?.with_cert_resolver(state.resolver());
            let acceptor = state.axum_acceptor(Arc::new(spoken(server)));
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

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

fn unusable(path: &Path) -> impl Fn(&dyn std::fmt::Display) -> ServerError {
    move |why| ServerError::Certificate { path: path.to_owned(), why: why.to_string() }
}

fn server(named: &Path) -> Result<ConfigBuilder<ServerConfig, WantsServerCert>, ServerError> {
    let builder = ServerConfig::builder_with_provider(provider());
    let builder = builder.with_safe_default_protocol_versions().map_err(|error| unusable(named)(&error))?;
    Ok(builder.with_no_client_auth())
}

/// RFC 7301: what is spoken on the line, the one that we like best first.
fn spoken(mut server: ServerConfig) -> ServerConfig {
    server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    server
}

/// A certificate and those above it, with the key that belongs to it.
pub(crate) fn load(certificate: &Path, key: &Path) -> Result<ServerConfig, ServerError> {
    let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.map_err(|error| unusable(certificate)(&error))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| unusable(key)(&error))?;
    let server = server(certificate)?.with_single_cert(chain, private);
    server.map(spoken).map_err(|error| unusable(certificate)(&error))
}

/// The system's roots and the institution's own, for the line to the certificate authority.
fn authorities(own: Option<&Path>) -> Result<Arc<rustls::ClientConfig>, ServerError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(own) = own {
        let refused = unusable(own);
        for root in CertificateDer::pem_file_iter(own).map_err(|error| refused(&error))? {
            roots.add(root.map_err(|error| refused(&error))?).map_err(|error| refused(&error))?;
        }
    }
    let builder = rustls::ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| unusable(own.unwrap_or(Path::new("/")))(&error))?;
    Ok(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
}

/// Reads the files again when they changed: lines that are open go on, new ones get the new certificate. Files that
/// can't be used are told of, once, and the certificate before them goes on; they are tried until they can be, because
/// whoever renews writes certificate and key one after the other.
async fn watch(loaded: RustlsConfig, certificate: PathBuf, key: PathBuf) {
    let look = || [&certificate, &key].map(|path| std::fs::metadata(path).ok().map(|file| stamp(&file)));
    let mut known = look();
    let mut wrong = None;
    loop {
        tokio::time::sleep(LOOK).await;
        let now = look();
        if now == known && wrong.is_none() {
            continue;
        }
        known = now;
        match load(&certificate, &key) {
            Ok(server) => {
                loaded.reload_from_config(Arc::new(server));
                wrong = None;
                tracing::info!("the certificate was read again");
            }
            Err(error) => {
                let error = Some(error.to_string());
                if wrong != error {
                    tracing::error!(error, "the new certificate can't be used; the one before goes on");
                }
                wrong = error;
            }
        }
    }
}

/// What differs when a file was written or another one put in its place.
fn stamp(file: &std::fs::Metadata) -> [i64; 4] {
    [file.mtime(), file.mtime_nsec(), file.ino().cast_signed(), file.len().cast_signed()]
}
