//! A real S3 server within the test, keeping its objects in a folder.

use std::{net::SocketAddr, path::Path};

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use preau_blob::S3Config;
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use tokio::net::TcpListener;

const ACCESS_KEY: &str = "preau-test";
const SECRET_KEY: &str = "preau-test-secret";
const BUCKET: &str = "blobs";

/// Starts the server on a free port of this machine, until the runtime ends; how to reach its one bucket.
pub(crate) async fn start(folder: &Path) -> S3Config {
    let root = folder.join("s3");
    std::fs::create_dir_all(root.join(BUCKET)).expect("a bucket");
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(&root).expect("a server's folder"));
    builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
    let service = builder.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    config(address, folder)
}

fn config(address: SocketAddr, folder: &Path) -> S3Config {
    S3Config {
        endpoint: format!("http://{address}"),
        region: "us-east-1".to_owned(),
        bucket: BUCKET.to_owned(),
        prefix: "institution".to_owned(),
        access_key: ACCESS_KEY.to_owned(),
        secret_key: SECRET_KEY.to_owned(),
        spool: folder.join("spool"),
    }
}
