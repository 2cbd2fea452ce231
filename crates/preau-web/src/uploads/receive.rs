//! Files from ordinary forms, for browsers without scripts: the same uploads, finished at once.

use axum::extract::multipart::{Field, MultipartError};
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use http::StatusCode;
use preau_blob::{BlobError, Stored, rows};
use preau_kernel::{Kind, PersonId, Problem, Result};

use super::{KEPT, Purpose, UploadId, metadata::Metadata, over, store, write::room};
use crate::Ctx;

impl Purpose {
    /// Receives the file of a multipart field, to be taken as if it had come in pieces.
    pub async fn receive(&self, ctx: &Ctx, person: PersonId, mut field: Field<'_>) -> Result<UploadId> {
        let metadata =
            Metadata::header(field.file_name().unwrap_or_default(), field.content_type().unwrap_or_default());
        let body = futures_util::stream::poll_fn(|context| field.try_poll_next_unpin(context));
        self.received(ctx, person, metadata, body).await
    }

    /// Keeps a file that this program brings itself, to be taken as if the person had sent it.
    pub async fn bring(&self, ctx: &Ctx, person: PersonId, name: &str, bytes: impl Into<Bytes>) -> Result<UploadId> {
        let body = futures_util::stream::iter([Ok::<_, BlobError>(bytes.into())]);
        self.received(ctx, person, Metadata::header(name, ""), body).await
    }

    async fn received<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        &self,
        ctx: &Ctx,
        person: PersonId,
        metadata: String,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<UploadId> {
        let now = ctx.clock.now();
        // Before anything is read: whoever has no room needs not send.
        room(&mut ctx.db.begin().await?, person, 0, now).await?;
        let stored = rows::put(&ctx.db, &ctx.blobs, body, self.bytes().unsigned_abs(), now).await;
        let Stored { id: blob, size } = stored.map_err(|error| self.refused(error))?;
        let (id, now) = (ctx.id(), ctx.clock.now());
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let mut tx = ctx.db.begin().await?;
        room(&mut tx, person, size, now).await?;
        let upload = store::Upload {
            id,
            person,
            key: None,
            purpose: Some(self.owner.to_owned()),
            metadata,
            size,
            received: size,
            blob: Some(blob),
            created_at: now,
            expires_at: now + KEPT,
        };
        store::insert(&mut tx, &upload).await?;
        rows::keep(&mut tx, blob, store::owner(id), now).await?;
        tx.commit().await?;
        Ok(id)
    }

    fn refused(&self, error: BlobError) -> Problem {
        match error {
            BlobError::TooLarge { .. } => over("upload-too-large", self.bytes()),
            BlobError::Body(cause) => match cause.downcast::<MultipartError>() {
                Ok(cause) => broken(*cause),
                Err(cause) => Problem::new(Kind::Invalid, "upload-cut").caused_by(cause),
            },
            error => error.into(),
        }
    }
}

/// A form that broke off, or is larger than it may be.
pub(super) fn broken(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(Kind::TooLarge, "too-large");
    }
    Problem::new(Kind::Invalid, "upload-cut").caused_by(error)
}
