//! Bodies on their way in: written whole, hashed, and seen by nobody until they are published.

use std::{
    io,
    path::{Path, PathBuf},
    pin::pin,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use preau_kernel::Timestamp;
use tokio::{
    fs::{self, File, OpenOptions},
    io::AsyncWriteExt,
};

use crate::{BlobError, Blobs, Stored};

/// How old an unfinished body is when it is taken for abandoned.
const ABANDONED: Duration = Duration::from_hours(24);

/// A body that is written, and not yet there under its id. Dropped, it is gone.
#[derive(Debug)]
pub struct Staged {
    blobs: Blobs,
    stored: Stored,
    bytes: Written,
}

#[derive(Debug)]
enum Written {
    Memory(Bytes),
    File(Temp),
}

/// A file that is removed unless it was moved away.
#[derive(Debug)]
pub(crate) struct Temp {
    path: PathBuf,
    moved: bool,
}

impl Temp {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Says that the file is elsewhere now: the name may be another's by the time this is dropped.
    pub(crate) fn moved(&mut self) {
        self.moved = true;
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        if !self.moved {
            // A short system call. What stays all the same is swept a day later.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Staged {
    /// What it will be.
    pub fn stored(&self) -> Stored {
        self.stored
    }

    pub(crate) async fn write<B, E>(blobs: Blobs, body: B, limit: u64) -> Result<Self, BlobError>
    where
        B: Stream<Item = Result<Bytes, E>> + Send,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let mut writer = match &blobs {
            Blobs::Memory(_) => Writer::Memory(Vec::new()),
            Blobs::Folder(folder) => Writer::create(folder.spool()).await?,
            Blobs::S3(s3) => Writer::create(s3.spool()).await?,
        };
        let mut hasher = blake3::Hasher::new();
        let mut size = 0_u64;
        let mut body = pin!(body);
        while let Some(piece) = body.next().await {
            let piece = piece.map_err(|error| BlobError::Body(error.into()))?;
            size = size.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            if size > limit {
                return Err(BlobError::TooLarge { limit });
            }
            hasher.update(&piece);
            writer.write(&piece).await?;
        }
        let stored = Stored { id: hasher.finalize().into(), size };
        Ok(Self { blobs, stored, bytes: writer.finish().await? })
    }

    /// Makes it appear under its id. When this returns, it is there for good.
    pub async fn publish(self) -> Result<Stored, BlobError> {
        match (self.blobs, self.bytes) {
            (Blobs::Memory(memory), Written::Memory(bytes)) => {
                memory.lock().insert(self.stored.id, bytes);
            }
            (Blobs::Folder(folder), Written::File(temp)) => folder.publish(self.stored.id, temp).await?,
            (Blobs::S3(s3), Written::File(temp)) => s3.publish(self.stored, temp).await?,
            // A body is written by its own store only.
            (Blobs::Memory(_), Written::File(_)) | (Blobs::Folder(_) | Blobs::S3(_), Written::Memory(_)) => {
                return Err(BlobError::Folder(io::Error::other("the body was written elsewhere")));
            }
        }
        Ok(self.stored)
    }
}

enum Writer {
    Memory(Vec<u8>),
    File(File, Temp),
}

impl Writer {
    /// Opens a new file in `spool`. Its name is this process and a count; one left by an earlier process of the same
    /// number is passed over.
    async fn create(spool: &Path) -> Result<Self, BlobError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        loop {
            let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            let path = spool.join(name);
            match OpenOptions::new().write(true).create_new(true).open(&path).await {
                Ok(file) => return Ok(Self::File(file, Temp { path, moved: false })),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn write(&mut self, piece: &[u8]) -> Result<(), BlobError> {
        match self {
            Self::Memory(bytes) => bytes.extend_from_slice(piece),
            Self::File(file, _) => file.write_all(piece).await?,
        }
        Ok(())
    }

    async fn finish(self) -> Result<Written, BlobError> {
        match self {
            Self::Memory(bytes) => Ok(Written::Memory(bytes.into())),
            Self::File(mut file, temp) => {
                file.flush().await?;
                file.sync_all().await?;
                Ok(Written::File(temp))
            }
        }
    }
}

/// Makes the spool folder if it is missing, and removes what was abandoned in it.
pub(crate) async fn sweep(spool: &Path, now: Timestamp) -> Result<(), BlobError> {
    fs::create_dir_all(spool).await?;
    let now = SystemTime::from(now.to_offset());
    let mut entries = fs::read_dir(spool).await?;
    while let Some(entry) = entries.next_entry().await? {
        let age = entry.metadata().await.and_then(|file| file.modified()).map(|at| now.duration_since(at));
        if age.is_ok_and(|age| age.is_ok_and(|age| age > ABANDONED)) {
            fs::remove_file(entry.path()).await?;
        }
    }
    Ok(())
}
