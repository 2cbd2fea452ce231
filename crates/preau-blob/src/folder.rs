//! Blobs in a folder: `ab/cd/<hash>`, and `tmp/` for what is on its way in.

use std::{
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use futures_util::{StreamExt, TryStreamExt, stream, stream::BoxStream};
use preau_kernel::Timestamp;
use tokio::{
    fs::{self, File},
    io::{AsyncReadExt, AsyncSeekExt},
};
use tokio_util::io::ReaderStream;

use crate::{BlobError, BlobId, Body, PIECE, body, stage, stage::Temp};

/// Blobs in a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    root: Arc<Path>,
    spool: Arc<Path>,
}

impl Folder {
    pub(crate) async fn open(root: &Path, now: Timestamp) -> Result<Self, BlobError> {
        // Beside the blobs and not in the system's temporary folder: a rename must stay on one file system.
        let spool = root.join("tmp");
        stage::sweep(&spool, now).await?;
        Ok(Self { root: root.into(), spool: spool.into() })
    }

    pub(crate) fn spool(&self) -> &Path {
        &self.spool
    }

    fn path(&self, id: BlobId) -> PathBuf {
        let [first, second, ..] = *id.as_bytes();
        self.root.join(format!("{first:02x}/{second:02x}/{id}"))
    }

    /// Moves a written and synced file to its place, over what is there: the same content, or a copy that the disk has
    /// spoiled. Then syncs the folders up to the root, without which a power cut could undo the rename.
    pub(crate) async fn publish(&self, id: BlobId, mut temp: Temp) -> Result<(), BlobError> {
        let (from, to, root) = (temp.path().to_owned(), self.path(id), self.root.clone());
        let placed = tokio::task::spawn_blocking(move || {
            let inner = to.parent().unwrap_or(&root);
            let fresh = !inner.is_dir();
            std::fs::create_dir_all(inner)?;
            std::fs::rename(&from, &to)?;
            sync(inner)?;
            // Also when another put made the folders: it may not have synced them yet.
            for outer in inner.ancestors().skip(1).take_while(|outer| outer.starts_with(&root)) {
                if fresh || outer != &*root {
                    sync(outer)?;
                }
            }
            Ok::<_, io::Error>(())
        });
        placed.await.map_err(io::Error::other)??;
        temp.moved();
        Ok(())
    }

    pub(crate) async fn get(&self, id: BlobId, range: Option<Range<u64>>) -> Result<Body, BlobError> {
        let mut file = File::open(self.path(id)).await.map_err(|error| missing(id, error))?;
        let size = file.metadata().await?.len();
        let range = body::cut(range, size);
        if range.start > 0 {
            file.seek(io::SeekFrom::Start(range.start)).await?;
        }
        let part = file.take(range.end - range.start);
        Ok(Body::new(size, range, ReaderStream::with_capacity(part, PIECE).map_err(BlobError::from)))
    }

    pub(crate) async fn size(&self, id: BlobId) -> Result<Option<u64>, BlobError> {
        match fs::metadata(self.path(id)).await {
            Ok(file) => Ok(Some(file.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) async fn delete(&self, id: BlobId) -> Result<(), BlobError> {
        match fs::remove_file(self.path(id)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    pub(crate) fn list(&self) -> BoxStream<'static, Result<BlobId, BlobError>> {
        // 65,536 inner folders at most, one listed at a time.
        let root = self.root.clone();
        stream::iter(0..=u16::MAX)
            .filter_map(move |number| {
                let [first, second] = number.to_be_bytes();
                let inner = root.join(format!("{first:02x}/{second:02x}"));
                async move { listed(&inner).await.transpose() }
            })
            .map_ok(|ids| stream::iter(ids).map(Ok))
            .try_flatten()
            .boxed()
    }
}

/// The blobs of an inner folder, if it is there.
async fn listed(inner: &Path) -> Result<Option<Vec<BlobId>>, BlobError> {
    let mut entries = match fs::read_dir(inner).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries?,
    };
    let mut ids = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        // What is no blob was put there by someone else, and is left alone.
        let id: Option<BlobId> = entry.file_name().to_str().and_then(|name| name.parse().ok());
        ids.extend(id);
    }
    Ok(Some(ids))
}

fn sync(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

fn missing(id: BlobId, error: io::Error) -> BlobError {
    if error.kind() == io::ErrorKind::NotFound { BlobError::Missing(id) } else { error.into() }
}
