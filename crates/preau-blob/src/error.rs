//! What can go wrong with a blob.

use std::{error::Error, io};

use preau_kernel::{Kind, Problem};

use crate::BlobId;

/// What can go wrong with a blob.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// It is not there.
    #[error("blob {0} is not there")]
    Missing(BlobId),
    /// The storage gives other bytes than were stored.
    #[error("blob {id} was changed by the storage: its content is {found}")]
    Corrupt {
        /// What was asked for.
        id: BlobId,
        /// What its content hashes to.
        found: BlobId,
    },
    /// The body is larger than its limit.
    #[error("the body is over {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The sender broke off, or sent something wrong.
    #[error("the body broke off: {0}")]
    Body(#[source] Box<dyn Error + Send + Sync>),
    /// No room is left on the disk.
    #[error("the disk is full: {0}")]
    Full(#[source] io::Error),
    /// The folder can't be read or written.
    #[error("the folder: {0}")]
    Folder(#[source] io::Error),
    /// The object storage refuses or does not answer.
    #[error("the object storage: {0}")]
    Store(#[source] object_store::Error),
    /// The blob was stored too long ago without being kept by anyone: store it again.
    #[error("blob {0} is no longer held: store it again")]
    Expired(BlobId),
    /// The database.
    #[error(transparent)]
    Db(#[from] preau_db::DbError),
}

impl From<io::Error> for BlobError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{QuotaExceeded, StorageFull};
        if matches!(error.kind(), StorageFull | QuotaExceeded) { Self::Full(error) } else { Self::Folder(error) }
    }
}

impl From<BlobError> for Problem {
    fn from(error: BlobError) -> Self {
        let problem = match error {
            BlobError::Db(error) => return error.into(),
            BlobError::Missing(_) => Self::new(Kind::NotFound, "blob-missing"),
            BlobError::Corrupt { .. } => Self::new(Kind::Internal, "blob-corrupt"),
            BlobError::TooLarge { limit } => Self::new(Kind::TooLarge, "blob-too-large").with("limit", limit),
            BlobError::Body(_) => Self::new(Kind::Invalid, "blob-broke-off"),
            BlobError::Full(_) => Self::new(Kind::Quota, "disk-full"),
            BlobError::Folder(_) | BlobError::Store(_) => Self::new(Kind::Unavailable, "blob-unavailable"),
            BlobError::Expired(_) => Self::new(Kind::Conflict, "blob-expired"),
        };
        problem.caused_by(error)
    }
}
