//! Content-addressed blobs: a file is named by the BLAKE3 hash of what is in it.
//!
//! [`Blobs`] keeps the bytes, in memory, in a folder or in S3 object storage. The same content is stored once, and a
//! blob never changes: whoever has its [`BlobId`] can check what was received ([`Blobs::verify`]).
//!
//! A body is first written whole to a place that nobody reads ([`Blobs::stage`]), which gives its id, and only then
//! appears under it ([`Staged::publish`]): temp file → fsync → rename → fsync of the folder; on S3 an upload that is
//! visible only when it is complete. So an interrupted or refused body leaves nothing to be seen.
//!
//! [`rows`] says in SQL who needs which blob, and ends those that nobody needs. Services store through
//! [`rows::put`] and [`rows::keep`]; the order in which rows and files change, and the races that it closes, are
//! written down there.

mod body;
mod error;
mod folder;
mod id;
pub mod rows;
mod s3;
mod stage;

use std::{
    collections::BTreeMap,
    ops::Range,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use preau_kernel::Timestamp;

pub use body::Body;
pub use error::BlobError;
pub use id::{BlobId, ParseBlobIdError};
pub use s3::S3Config;
pub use stage::Staged;

/// Bytes of one piece, when a body is read.
pub(crate) const PIECE: usize = 256 * 1024;

/// A body that was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Its id.
    pub id: BlobId,
    /// Its size in bytes.
    pub size: u64,
}

/// Where blobs are kept. Cloning it is cheap.
#[derive(Debug, Clone)]
pub enum Blobs {
    /// In memory, for tests.
    Memory(Memory),
    /// In a folder.
    Folder(folder::Folder),
    /// In a bucket.
    S3(s3::S3),
}

/// Blobs in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<BTreeMap<BlobId, Bytes>>>);

impl Memory {
    pub(crate) fn lock(&self) -> MutexGuard<'_, BTreeMap<BlobId, Bytes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Blobs {
    /// Blobs in memory, for tests.
    pub fn memory() -> Self {
        Self::Memory(Memory::default())
    }

    /// Blobs in a folder, made if it is missing. What was being written more than a day before `now`, and never
    /// finished, is removed.
    pub async fn folder(path: &Path, now: Timestamp) -> Result<Self, BlobError> {
        folder::Folder::open(path, now).await.map(Self::Folder)
    }

    /// Blobs in a bucket. Nothing is asked of the server yet.
    pub async fn s3(config: &S3Config, now: Timestamp) -> Result<Self, BlobError> {
        s3::S3::open(config, now).await.map(Self::S3)
    }

    /// Writes a body of at most `limit` bytes where nobody reads it yet.
    pub async fn stage<B, E>(&self, body: B, limit: u64) -> Result<Staged, BlobError>
    where
        B: futures_util::Stream<Item = Result<Bytes, E>> + Send,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Staged::write(self.clone(), body, limit).await
    }

    /// Stores a body of at most `limit` bytes. Without a row it is an orphan: services use [`rows::put`].
    pub async fn put<B, E>(&self, body: B, limit: u64) -> Result<Stored, BlobError>
    where
        B: futures_util::Stream<Item = Result<Bytes, E>> + Send,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.stage(body, limit).await?.publish().await
    }

    /// Stores bytes that are in memory already. Without a row they are an orphan.
    pub async fn put_bytes(&self, bytes: impl Into<Bytes>) -> Result<Stored, BlobError> {
        let bytes = bytes.into();
        let limit = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.put(stream::iter([Ok::<_, BlobError>(bytes)]), limit).await
    }

    /// Reads a blob, or the part of it in `range`, which is cut at the blob's end. [`BlobError::Missing`] if it is not
    /// there.
    pub async fn get(&self, id: BlobId, range: Option<Range<u64>>) -> Result<Body, BlobError> {
        match self {
            Self::Memory(memory) => {
                let whole = memory.lock().get(&id).cloned().ok_or(BlobError::Missing(id))?;
                let size = u64::try_from(whole.len()).unwrap_or(u64::MAX);
                let range = body::cut(range, size);
                let [start, end] = [range.start, range.end].map(|at| usize::try_from(at).unwrap_or(usize::MAX));
                Ok(Body::new(size, range, stream::iter([Ok(whole.slice(start..end))])))
            }
            Self::Folder(folder) => folder.get(id, range).await,
            Self::S3(s3) => s3.get(id, range).await,
        }
    }

    /// The size of a blob in bytes, if it is there.
    pub async fn size(&self, id: BlobId) -> Result<Option<u64>, BlobError> {
        match self {
            Self::Memory(memory) => {
                Ok(memory.lock().get(&id).map(|bytes| u64::try_from(bytes.len()).unwrap_or(u64::MAX)))
            }
            Self::Folder(folder) => folder.size(id).await,
            Self::S3(s3) => s3.size(id).await,
        }
    }

    /// Whether a blob is there.
    pub async fn exists(&self, id: BlobId) -> Result<bool, BlobError> {
        Ok(self.size(id).await?.is_some())
    }

    /// Removes a blob, if it is there. Only [`rows::collect`] and a failed restore have a reason to.
    pub async fn delete(&self, id: BlobId) -> Result<(), BlobError> {
        match self {
            Self::Memory(memory) => {
                memory.lock().remove(&id);
                Ok(())
            }
            Self::Folder(folder) => folder.delete(id).await,
            Self::S3(s3) => s3.delete(id).await,
        }
    }

    /// Reads a blob and compares it with its id: [`BlobError::Corrupt`] if the storage changed it.
    pub async fn verify(&self, id: BlobId) -> Result<(), BlobError> {
        let mut body = self.get(id, None).await?;
        let mut hasher = blake3::Hasher::new();
        while let Some(piece) = body.try_next().await? {
            hasher.update(&piece);
        }
        let found = BlobId::from(hasher.finalize());
        if found == id { Ok(()) } else { Err(BlobError::Corrupt { id, found }) }
    }

    /// All blobs that are there, in no order, as a stream. One stored meanwhile may be in it or not.
    pub fn list(&self) -> stream::BoxStream<'static, Result<BlobId, BlobError>> {
        match self {
            Self::Memory(memory) => {
                let ids: Vec<_> = memory.lock().keys().copied().map(Ok).collect();
                stream::iter(ids).boxed()
            }
            Self::Folder(folder) => folder.list(),
            Self::S3(s3) => s3.list(),
        }
    }
}
