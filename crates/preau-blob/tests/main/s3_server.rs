//! A real S3 server within the test, keeping its objects in a folder.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use preau_blob::S3Config;
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use tokio::net::TcpListener;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{self, ServerConfig, pki_types::PrivatePkcs8KeyDer},
};

const ACCESS_KEY: &str = "preau-test";
const SECRET_KEY: &str = "preau-test-secret";
const BUCKET: &str = "blobs";

/// Starts the server on a free port of this machine, until the runtime ends; how to reach its one bucket over HTTPS,
/// with a certificate that only the configuration makes trusted.
pub(crate) async fn start(folder: &Path) -> S3Config {
    let root = folder.join("s3");
    std::fs::create_dir_all(root.join(BUCKET)).expect("a bucket");
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(&root).expect("a server's folder"));
    builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
    let service = builder.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let roots = folder.join(".roots.pem");
    let private = acceptor(&roots);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (service, private) = (service.clone(), private.clone());
            tokio::spawn(async move {
                let Ok(stream) = private.accept(stream).await else { return };
                let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    config(address, folder, roots)
}

/// What makes lines private, with a certificate for this machine that is written to `roots`.
fn acceptor(roots: &Path) -> TlsAcceptor {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    std::fs::write(roots, own.cert.pem()).expect("a file");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let server = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let key = PrivatePkcs8KeyDer::from(own.key_pair.serialize_der()).into();
    let server = server.expect("TLS 1.3").with_no_client_auth().with_single_cert(vec![own.cert.der().clone()], key);
    TlsAcceptor::from(Arc::new(server.expect("a certificate and its key")))
}

fn config(address: SocketAddr, folder: &Path, roots: PathBuf) -> S3Config {
    S3Config {
        endpoint: format!("https://localhost:{}", address.port()),
        region: "us-east-1".to_owned(),
        bucket: BUCKET.to_owned(),
        prefix: "institution".to_owned(),
        access_key: ACCESS_KEY.to_owned(),
        secret_key: SECRET_KEY.to_owned(),
        roots: Some(roots),
        spool: folder.join("spool"),
    }
}
