//! Blobs in a folder: `ab/cd/<hash>`, and `tmp/` for what is on its way in.

use std::{
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use futures_util::{StreamExt, TryStreamExt, future::ready, stream, stream::BoxStream};
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
        // Two levels of 256 folders at most, one folder read at a time.
        let blobs = entries(self.root.to_path_buf())
            .try_filter(|outer| ready(is_byte(outer)))
            .map_ok(entries)
            .try_flatten()
            .try_filter(|inner| ready(is_byte(inner)))
            .map_ok(entries)
            .try_flatten();
        // What is no blob was put there by someone else, and is left alone.
        blobs.try_filter_map(|file| ready(Ok(name(&file).and_then(|name| name.parse().ok())))).boxed()
    }
}

/// What is in a folder; nothing, if it is gone meanwhile.
fn entries(folder: PathBuf) -> BoxStream<'static, Result<PathBuf, BlobError>> {
    stream::once(async move {
        let mut paths = Vec::new();
        match fs::read_dir(&folder).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            entries => {
                let mut entries = entries?;
                while let Some(entry) = entries.next_entry().await? {
                    paths.push(entry.path());
                }
            }
        }
        Ok::<_, BlobError>(stream::iter(paths).map(Ok))
    })
    .try_flatten()
    .boxed()
}

fn name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

/// Whether a folder is named by one byte of a hash.
fn is_byte(folder: &Path) -> bool {
    name(folder).is_some_and(|name| name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn sync(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

fn missing(id: BlobId, error: io::Error) -> BlobError {
    if error.kind() == io::ErrorKind::NotFound { BlobError::Missing(id) } else { error.into() }
}
