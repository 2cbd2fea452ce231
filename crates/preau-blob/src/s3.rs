//! Blobs in a bucket of an S3 object storage: `<prefix>/ab/<hash>`.
//!
//! A body is first written to a local spool file, because its name is known only at its end; then it is uploaded, in
//! parts if it is large. An object appears only when its upload is complete. Parts of uploads that a crash cut off are
//! the bucket's to remove (lifecycle rule `AbortIncompleteMultipartUpload`, see `docs/`).

use std::{
    fmt,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use futures_util::{StreamExt, TryStreamExt, future::ready, stream::BoxStream};
use object_store::{
    Certificate, ClientOptions, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart,
    aws::{AmazonS3, AmazonS3Builder},
    path::Path as Key,
};
use preau_kernel::Timestamp;
use tokio::io::AsyncReadExt;

use crate::{BlobError, BlobId, Body, Stored, body, stage, stage::Temp};

/// Bytes of a part of a large upload; a body of at most one part is sent in one request. S3 allows 10,000 parts, so
/// this carries 160 GB.
const PART: usize = 16 * 1024 * 1024;
/// Parts on their way at once.
const PARTS_AT_ONCE: usize = 4;

/// Where the bucket is.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Config {
    /// `https://s3.example.fr`; `http` only where the line itself is trusted.
    pub endpoint: String,
    /// The region that the storage wants to be told, often `us-east-1` or its own name.
    pub region: String,
    /// The bucket; it must exist.
    pub bucket: String,
    /// What the keys begin with, so that a bucket can be shared. May be empty.
    pub prefix: String,
    /// The key that says who we are.
    pub access_key: String,
    /// The key that proves it.
    pub secret_key: String,
    /// PEM: authorities to trust besides the system's, for a storage of the institution's own.
    pub roots: Option<PathBuf>,
    /// A local folder for bodies on their way in, with room for the largest ones at once.
    pub spool: PathBuf,
}

impl fmt::Debug for S3Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { endpoint, bucket, prefix, .. } = self;
        f.debug_struct("S3Config")
            .field("endpoint", endpoint)
            .field("bucket", bucket)
            .field("prefix", prefix)
            .finish_non_exhaustive()
    }
}

/// Blobs in a bucket.
#[derive(Debug, Clone)]
pub struct S3 {
    store: Arc<AmazonS3>,
    prefix: Key,
    spool: Arc<Path>,
}

impl S3 {
    pub(crate) async fn open(config: &S3Config, now: Timestamp) -> Result<Self, BlobError> {
        stage::sweep(&config.spool, now).await?;
        let mut line = ClientOptions::new().with_allow_http(config.endpoint.starts_with("http://"));
        if let Some(roots) = &config.roots {
            let bundle = tokio::fs::read(roots).await?;
            let roots = Certificate::from_pem_bundle(&bundle).map_err(BlobError::Store)?;
            if roots.is_empty() {
                return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, "no certificate in the roots").into());
            }
            line = roots.into_iter().fold(line, ClientOptions::with_root_certificate);
        }
        let store = AmazonS3Builder::new()
            .with_client_options(line)
            .with_endpoint(&config.endpoint)
            .with_region(&config.region)
            .with_bucket_name(&config.bucket)
            .with_access_key_id(&config.access_key)
            .with_secret_access_key(&config.secret_key)
            .build()
            .map_err(BlobError::Store)?;
        Ok(Self {
            store: Arc::new(store),
            prefix: Key::from(config.prefix.as_str()),
            spool: config.spool.as_path().into(),
        })
    }

    pub(crate) fn spool(&self) -> &Path {
        &self.spool
    }

    fn key(&self, id: BlobId) -> Key {
        let [first, ..] = *id.as_bytes();
        self.prefix.clone().join(format!("{first:02x}")).join(id.to_string())
    }

    /// Uploads a written file, unless an object of that name and size is there: a name says what is in it.
    ///
    /// That look takes the place of a conditional create: of two nodes that upload the same content at once, either
    /// may come last.
    pub(crate) async fn publish(&self, stored: Stored, temp: Temp) -> Result<(), BlobError> {
        if self.size(stored.id).await? == Some(stored.size) {
            return Ok(());
        }
        let key = self.key(stored.id);
        let mut file = tokio::fs::File::open(temp.path()).await?;
        if stored.size <= u64::try_from(PART).unwrap_or(u64::MAX) {
            let mut whole = Vec::new();
            file.read_to_end(&mut whole).await?;
            self.store.put(&key, PutPayload::from(whole)).await.map_err(BlobError::Store)?;
            return Ok(());
        }
        let upload = self.store.put_multipart(&key).await.map_err(BlobError::Store)?;
        let mut parts = WriteMultipart::new_with_chunk_size(upload, PART);
        match send(&mut file, &mut parts).await {
            Ok(()) => parts.finish().await.map(|_| ()).map_err(BlobError::Store),
            Err(error) => {
                // The first failure is the one to tell.
                let _ = parts.abort().await;
                Err(error)
            }
        }
    }

    pub(crate) async fn get(&self, id: BlobId, range: Option<Range<u64>>) -> Result<Body, BlobError> {
        let size = self.size(id).await?.ok_or(BlobError::Missing(id))?;
        let range = body::cut(range, size);
        if range.is_empty() {
            // S3 refuses a range without bytes.
            return Ok(Body::new(size, range, futures_util::stream::empty()));
        }
        let options = GetOptions { range: Some(GetRange::Bounded(range.clone())), ..GetOptions::default() };
        let found = self.store.get_opts(&self.key(id), options).await.map_err(|error| missing(id, error))?;
        Ok(Body::new(size, range, found.into_stream().map_err(BlobError::Store)))
    }

    pub(crate) async fn size(&self, id: BlobId) -> Result<Option<u64>, BlobError> {
        match self.store.head(&self.key(id)).await {
            Ok(object) => Ok(Some(object.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(BlobError::Store(error)),
        }
    }

    pub(crate) async fn delete(&self, id: BlobId) -> Result<(), BlobError> {
        match self.store.delete(&self.key(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(BlobError::Store(error)),
        }
    }

    pub(crate) fn list(&self) -> BoxStream<'static, Result<BlobId, BlobError>> {
        let objects = self.store.list(Some(&self.prefix)).map_err(BlobError::Store);
        objects
            .try_filter_map(|object| ready(Ok(object.location.filename().and_then(|name| name.parse().ok()))))
            .boxed()
    }
}

async fn send(file: &mut tokio::fs::File, parts: &mut WriteMultipart) -> Result<(), BlobError> {
    let mut piece = vec![0; crate::PIECE];
    loop {
        let read = file.read(&mut piece).await?;
        if read == 0 {
            return Ok(());
        }
        parts.wait_for_capacity(PARTS_AT_ONCE).await.map_err(BlobError::Store)?;
        parts.write(piece.get(..read).unwrap_or_default());
    }
}

fn missing(id: BlobId, error: object_store::Error) -> BlobError {
    match error {
        object_store::Error::NotFound { .. } => BlobError::Missing(id),
        error => BlobError::Store(error),
    }
}
